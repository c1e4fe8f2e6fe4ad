// The part of a CODEOWNERS file that says to git hosts what `owners:` of dream.yaml says to us. In both the last pattern
// that matches decides; where a host's patterns cannot say the same of a playbook, it gets a line of its own.
// Syntax: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
import { matchesAny, ownersOf, type Owned, type Owners } from '../model/ownership.ts';
import { projectFolder } from './slug.ts';

/** What the lines are made of. */
export interface OwnedMemory {
  readonly owners: Owners;
  /** Patterns of what is decided only with care. */
  readonly highStakes: readonly string[];
  /** Path of the memory folder inside the repository: empty, or with a slash at its end. */
  readonly prefix: string;
  /** The CODEOWNERS file itself, relative to the top of the repository. */
  readonly file: string;
  readonly playbooks: readonly Owned[];
}

/** One line: a path of its own, or a pattern; a later one outweighs those before it. */
interface Line {
  /** Relative to the memory folder; a folder ends with a slash. */
  readonly path: string;
  /** True where `*` and `?` stand for anything. */
  readonly glob: boolean;
  readonly owners: readonly string[];
}

const BEGIN = '# dream: begin (written by `dream index` from `owners:` in dream.yaml; change them there)';
const END = '# dream: end';

/** Owners as hosts know them; the front matter of a playbook may name anything. */
const OWNER = /^(?:@[\w.-]+(?:\/[\w.-]+)?|[^\s@<>#]+@[^\s@<>#]+)$/;

/** Patterns that one pattern with braces may stand for; more are left to the lines of single playbooks. */
const MAX_PATTERNS = 64;

/**
 * A CODEOWNERS file with our lines brought up to date, everything else byte for byte as it was.
 * @param text of the file, null when there is none
 * @returns null as text when there is no file and nobody to name; a problem when our marks in the file are damaged
 */
export function refreshCodeowners(
  text: string | null,
  memory: OwnedMemory,
): { readonly ok: true; readonly text: string | null } | { readonly ok: false; readonly problem: string } {
  const found = findBlock(text ?? '');
  if (typeof found === 'string') return { ok: false, problem: found };
  const lines = ownerLines(memory);
  if (found === null && lines.length === 0) return { ok: true, text };
  const whole = text ?? '';
  const sample = found === null ? whole : whole.slice(found.start);
  const eol = /^[^\n]*\r\n/.test(sample) ? '\r\n' : '\n';
  const block = [BEGIN, ...lines, END].join(eol);
  if (found !== null) return { ok: true, text: whole.slice(0, found.start) + block + whole.slice(found.end) };
  // A byte order mark alone is an empty file too.
  const gap = /^\u{feff}?$/u.test(whole) ? '' : whole.endsWith('\n') ? eol : eol + eol;
  return { ok: true, text: `${whole}${gap}${block}${eol}` };
}

/** Our lines in a file as they stand there, marks included; null when there are none or the marks are damaged. */
export function readBlock(text: string): string | null {
  const found = findBlock(text);
  return found === null || typeof found === 'string' ? null : text.slice(found.start, found.end);
}

/** Where our block stands in a text: from the first mark to the end of the second, without its line break. */
function findBlock(text: string): { readonly start: number; readonly end: number } | string | null {
  const begins = [...text.matchAll(/^# dream: begin\b.*$/gm)];
  const ends = [...text.matchAll(/^# dream: end\b.*$/gm)];
  const [begin, end] = [begins[0], ends[0]];
  if (begin === undefined && end === undefined) return null;
  if (begin === undefined) return 'the line `# dream: end` has no line `# dream: begin` before it';
  if (end === undefined) return 'the line `# dream: begin` has no line `# dream: end` after it';
  if (begins.length > 1 || ends.length > 1) return 'the lines `# dream: begin` and `# dream: end` stand there twice';
  if (end.index < begin.index) return 'the line `# dream: end` stands before `# dream: begin`';
  return { start: begin.index, end: end.index + end[0].replace(/\r$/, '').length };
}

/** The lines themselves: what is general first, single playbooks last. */
function ownerLines(memory: OwnedMemory): readonly string[] {
  const { owners, highStakes, prefix } = memory;
  const keepers = keepersOf(owners);
  const lines: Line[] = [];
  const add = (pattern: string, names: readonly string[]): void => {
    for (const path of translate(pattern)) lines.push({ path, glob: true, owners: names });
  };
  if (keepers.length > 0) {
    lines.push({ path: 'dream.yaml', glob: false, owners: keepers });
    // What nobody answers for is still decided with care; whoever is named for it comes after and wins.
    for (const pattern of highStakes) add(pattern, keepers);
  }
  for (const [pattern, names] of owners) add(pattern, names);

  const general = [...lines];
  for (const playbook of [...memory.playbooks].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const own = (playbook.owners ?? []).filter((owner) => OWNER.test(owner));
    const named = ownersOf({ ...playbook, owners: own }, owners);
    const wanted = named.length === 0 && matchesAny(highStakes, playbook) ? keepers : named;
    const told = general.findLast((line) => matches(line.path, playbook.path))?.owners ?? [];
    if (told.join(' ') !== wanted.join(' ')) lines.push({ path: playbook.path, glob: false, owners: wanted });
  }
  const itself = keepers.length === 0 ? [] : [printLine(`/${escape(memory.file)}`, keepers)];
  return [
    ...itself,
    ...lines.map((one) => printLine(`/${escape(prefix)}${one.glob ? one.path : escape(one.path)}`, one.owners)),
  ];
}

/** Who answers for the memory as a whole: those named for all of it, else everyone who is named for a part. */
function keepersOf(owners: Owners): readonly string[] {
  const whole = [...owners].findLast(([pattern]) => pattern === '**' || pattern === 'playbooks/**')?.[1];
  return whole ?? [...new Set([...owners.values()].flat())];
}

/** Without owners a line takes back what the lines before it say. */
function printLine(path: string, owners: readonly string[]): string {
  return [path, ...owners].join(' ');
}

/** A path none of whose characters means anything. */
function escape(path: string): string {
  return path.replaceAll(/[\s\\*?[\]#!]/g, (character) => `\\${character}`);
}

/** A pattern of dream.yaml as patterns of paths; none where a folder's name does not tell what it matches. */
function translate(pattern: string): readonly string[] {
  return expandBraces(pattern).flatMap((one) =>
    one.startsWith('playbooks/') ? translatePath(one) : translateProject(one),
  );
}

function translatePath(pattern: string): readonly string[] {
  const parts = pattern.split('/').map((part) => (part === '**' ? part : part.replaceAll(/\*+/g, '*')));
  // Hosts do not agree on a `**` at the end; a folder means the same to all.
  if (parts.at(-1) === '**') return [`${parts.slice(0, -1).join('/')}/`];
  // A playbook's path has three parts.
  return parts.at(-1) === '' || (!parts.includes('**') && parts.length !== 3) ? [] : [parts.join('/')];
}

function translateProject(pattern: string): readonly string[] {
  if (!/[*?]/.test(pattern)) return [`playbooks/${projectFolder(pattern)}/`];
  if (/^(?:\*\*\/)*\*\*$/.test(pattern)) return ['playbooks/'];
  const parts = pattern.split('/');
  // In a folder's name `--` stands for the slash, so a lone `web*` would take `web/app` with it.
  if (parts.length === 1) return [];
  const rest = parts.filter((part) => part !== '**');
  const withAny = parts.map((part) => (part === '**' ? '*' : folderPart(part)));
  const names = [withAny.join('--'), ...(rest.length < parts.length ? [rest.map(folderPart).join('--')] : [])];
  return names.map((name) => `playbooks/${name}/`);
}

/** One part of a project's name as it stands in a folder's name (text/slug.ts), wildcards kept. */
function folderPart(part: string): string {
  return part
    .toLowerCase()
    .replaceAll(/[^a-z0-9*?]+/g, '-')
    .replaceAll(/\*+/g, '*')
    .replaceAll(/^-|-$/g, '');
}

/** All patterns that one with `{a,b}` stands for. */
function expandBraces(pattern: string): readonly string[] {
  let open = [pattern];
  for (;;) {
    const next = open.flatMap((one) => {
      const group = /\{([^{}]*)\}/.exec(one);
      if (group === null) return [one];
      const [whole, inner = ''] = group;
      // `{1..3}` and a single name are no choice.
      if (!inner.includes(',')) return [];
      return inner.split(',').map((word) => one.replace(whole, () => word));
    });
    if (next.length > MAX_PATTERNS) return [];
    if (next.every((one) => !/\{[^{}]*\}/.test(one))) return next.filter((one) => !/[{}]/.test(one));
    open = next;
  }
}

/** Whether a host takes a pattern of ours for a path. */
function matches(pattern: string, path: string): boolean {
  const parts = path.split('/');
  if (!pattern.endsWith('/')) return matchesParts(pattern.split('/'), parts);
  const folder = pattern.slice(0, -1).split('/');
  return parts.slice(1).some((_, at) => matchesParts(folder, parts.slice(0, at + 1)));
}

function matchesParts(pattern: readonly string[], path: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return path.length === 0;
  if (first === '**') return path.some((_, at) => matchesParts(rest, path.slice(at)));
  const [name, ...below] = path;
  return name !== undefined && matchesName(first, name) && matchesParts(rest, below);
}

/** `*` is any run of characters, `?` any one. Looks back at the last `*` only, so it never takes long. */
function matchesName(pattern: string, name: string): boolean {
  let [at, star, mark] = [0, -1, 0];
  for (let index = 0; index < name.length;) {
    if (pattern[at] === '*') {
      star = at;
      mark = index;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[index])) {
      at += 1;
      index += 1;
    } else if (star === -1) return false;
    else {
      at = star + 1;
      mark += 1;
      index = mark;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
