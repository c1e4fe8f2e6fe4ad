// Every regular expression of src/, without a list that somebody must keep: literals from the syntax trees, built ones
// by watching the constructor while every module is loaded. A place that builds one later must say so in a form that
// adds nothing (`new RegExp(known.source, …)`), or it is reported.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';

const SRC = resolve(import.meta.dirname, '../../src');

/** One regular expression, however often it is written. */
export interface Regex {
  /** `/source/flags` without `g` and `d`, which change nothing about one search. */
  readonly key: string;
  readonly source: string;
  /** As written. */
  readonly flags: string;
  /** Files of src/ it stands in. */
  readonly files: readonly string[];
}

export interface Collected {
  readonly regexes: readonly Regex[];
  /** Places that build a regular expression nobody has seen, as `file:line`. */
  readonly unseen: readonly string[];
}

interface Place {
  readonly file: string;
  readonly line: number;
  /** Builds the same one again with other flags. */
  readonly copies: boolean;
}

/** @returns all of them, sorted; takes some seconds, since every module is loaded */
export async function collectRegexes(): Promise<Collected> {
  const found = new Map<string, { source: string; flags: string; files: Set<string> }>();
  const add = (file: string, source: string, flags: string): void => {
    const key = keyOf(source, flags);
    const known = found.get(key) ?? { source, flags: '', files: new Set<string>() };
    // With `g` when any has it: then one text is searched many times.
    known.flags = [...new Set(known.flags + flags)].sort().join('');
    known.files.add(file);
    found.set(key, known);
  };
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
  const places = files.flatMap((file) => readFile(file, add));
  const built = await watchConstructor(files);
  for (const { file, source, flags } of built) add(file, source, flags);
  const reached = new Set(built.map(({ file, line }) => `${file}:${line}`));
  const unseen = places.filter(({ file, line, copies }) => !copies && !reached.has(`${file}:${line}`));
  return {
    regexes: [...found]
      .map(([key, one]) => ({ key, source: one.source, flags: one.flags, files: [...one.files].sort() }))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
    unseen: unseen.map(({ file, line }) => `${file}:${line}`),
  };
}

/** What verdicts are kept under. */
function keyOf(source: string, flags: string): string {
  return `/${source}/${flags.replaceAll(/[gd]/g, '')}`;
}

/** Literals of one file, and the places that build one. */
function readFile(file: string, add: (file: string, source: string, flags: string) => void): readonly Place[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors[0]?.message ?? ''}`);
  const places: Place[] = [];
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const build = (node: {
    callee: object;
    arguments: readonly { start: number; end: number }[];
    start: number;
  }): void => {
    const [first, flags] = node.arguments;
    const source = first === undefined ? '' : text.slice(first.start, first.end);
    const written = flags === undefined ? '' : text.slice(flags.start, flags.end);
    // Flags that are added may be `g` only: another one makes another expression.
    const copies = /^[\w.]+\.source$/.test(source) && /^`\$\{[\w.]+\.flags\}[gd]*`$/.test(written);
    places.push({ file, line: lineAt(node.start), copies });
  };
  new Visitor({
    Literal(node) {
      if ('regex' in node && node.regex !== null && node.regex !== undefined)
        add(file, node.regex.pattern, node.regex.flags);
    },
    NewExpression(node) {
      if (node.callee.type === 'Identifier' && node.callee.name === 'RegExp') build(node);
    },
    CallExpression(node) {
      const { callee } = node;
      if (callee.type === 'Identifier' && callee.name === 'RegExp') build(node);
      // These make a regular expression of a string.
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
      if (!/^(?:match|matchAll|search)$/.test(callee.property.name)) return;
      const first = node.arguments[0];
      if (first?.type === 'TemplateLiteral' || (first?.type === 'Literal' && typeof first.value === 'string'))
        places.push({ file, line: lineAt(node.start), copies: false });
    },
  }).visit(program);
  return places;
}

interface Built {
  readonly file: string;
  readonly line: number;
  readonly source: string;
  readonly flags: string;
}

/** Loads every module and notes which regular expressions they build meanwhile. */
async function watchConstructor(files: readonly string[]): Promise<readonly Built[]> {
  const built: Built[] = [];
  const original = globalThis.RegExp;
  const note = (made: RegExp): RegExp => {
    // The nearest caller that is a file of src/; other packages build theirs too.
    const caller = (new Error('where').stack ?? '').split('\n')[3] ?? '';
    const file = files.find((one) => caller.includes(`/src/${one}:`));
    if (file !== undefined) built.push({ file, line: lineOf(caller, file), source: made.source, flags: made.flags });
    return made;
  };
  globalThis.RegExp = new Proxy(original, {
    construct: (target, [source, flags]: [string, string | undefined]) => note(new target(source, flags)),
    apply: (target, _self, [source, flags]: [string, string | undefined]) => note(target(source, flags)),
  });
  try {
    for (const file of files) await import(/* @vite-ignore */ pathToFileURL(join(SRC, file)).href);
  } finally {
    globalThis.RegExp = original;
  }
  return built;
}

function lineOf(caller: string, file: string): number {
  return Number(caller.slice(caller.indexOf(`/src/${file}:`) + `/src/${file}:`.length).split(':')[0]);
}
