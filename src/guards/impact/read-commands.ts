// Every command that a text could make an agent run, read twice. First by a real shell parser, which knows pipes,
// assignments, redirections, here-documents and what is quoted; then as if each word of a line were the program, because
// a guard must not be cleverer than a shell: wrappers, arguments and plain prose hide programs that no parser calls one.
import type { Command, SyntaxNode } from 'unbash';
import { forEachChild, parse } from 'unbash';

import type { TextBlock } from './text-blocks.ts';

export interface ReadCommand {
  /** Lower case, without its folders, its version and `.exe`. */
  readonly program: string;
  /** True where the program is known only when it runs: a variable, a substitution or a pattern is in its name. */
  readonly madeUp: boolean;
  /** Without quotes, escapes and options that stand before the sub-command; the program first. */
  readonly words: readonly string[];
  /** Assignments in front of it, and those that env and export make: `NAME=value`. */
  readonly sets: readonly string[];
  /** Files that its output is written to. */
  readonly writes: readonly string[];
  /** Programs before it in its pipe. */
  readonly fedBy: readonly string[];
  /** True when a shell parser calls it a command; false when only its words could be one. */
  readonly parsed: boolean;
  /** The line it stands in, folded. */
  readonly text: string;
  /** Which line of the text that is, from 0. */
  readonly line: number;
}

/** Words that begin no command in prose, where they only speak of one. */
const PROSE_WORDS = new Set(
  'at bundle dd env eval export fetch find ftp go history http https mail make nc node pass print security sh source ssh vault watch'.split(
    ' ',
  ),
);
/** Programs that run what follows them, or a script in one of their words. */
const RUN_OTHERS =
  /^(?:sudo|doas|env|command|builtin|exec|eval|nice|ionice|nohup|setsid|stdbuf|time|timeout|unbuffer|busybox|toybox|watch|xargs|parallel|find|fd|entr|script|strace|chroot|unshare|nsenter|su|runuser|flock|chronic|ssh|docker|podman|kubectl|npm|npx|pnpm|yarn|bun|uv|poetry|pipenv|bundle|mise|direnv|nix|nix-shell|make|trap|alias|cmd|powershell|pwsh|wsl|(?:ba|z|da|k|fi|a|c)?sh)$/;
const SHELL = /^(?:ba|z|da|k|fi|a|c)?sh$/;
/** Variables that name a tool in many build files. */
const USUAL_PROGRAMS = /^\$\{?(?:PYTHON3?|NODE|NPM|GO|CC|CXX|MAKE|EDITOR|PAGER|JAVA|BROWSER|PIP|CARGO|\d|@|\*)\}?$/;
/** Words behind a program that are looked at as its own. */
const MAX_WORDS = 200;
const MAX_DEPTH = 3;

/** Every command of a text's blocks. */
export function readCommands(blocks: readonly TextBlock[]): readonly ReadCommand[] {
  return blocks.flatMap((block) => {
    const script = block.kind === 'prose' ? [] : readScript(block.text, block, 0, new Map());
    return [...script, ...guessCommands(block)];
  });
}

interface Around {
  readonly fedBy: readonly string[];
  readonly writes: readonly string[];
}

/** What a shell parser sees. A script that it cannot read at all has no command here; the second reading sees its words. */
function readScript(source: string, block: TextBlock, depth: number, known: Map<string, string>): ReadCommand[] {
  const found: ReadCommand[] = [];
  const place = depth === 0 ? (at: number) => lineAt(block, at) : () => block.lines[0] ?? { text: source, line: 0 };
  const visit = (node: SyntaxNode, around: Around): void => {
    if (node.type === 'Command') found.push(...readCommand(node, around, place(node.pos), block, depth, known));
    if (node.type === 'Pipeline') {
      const before: string[] = [];
      for (const part of node.commands) {
        visit(part, { ...around, fedBy: [...around.fedBy, ...before] });
        if (part.type === 'Command' && part.name !== undefined) before.push(programOf(part.name.value));
        else before.push('');
      }
      return;
    }
    const writes =
      node.type === 'Redirected'
        ? node.redirects.flatMap((one) => (one.type === 'Redirect' && one.target ? [one.target.value] : []))
        : [];
    forEachChild(node, (child) => visit(child, { ...around, writes: [...around.writes, ...writes] }));
  };
  // `<name>` in a template is no redirection. Its place stays, so that a line is found again.
  const shell = source.replaceAll(/<(?=([a-z][\w-]{0,40})>)\1>/gi, (mark) => `_${mark.slice(1, -1)}_`);
  try {
    visit(parse(shell), { fedBy: [], writes: [] });
  } catch {
    return found;
  }
  return found;
}

function readCommand(
  node: Command,
  around: Around,
  place: { readonly text: string; readonly line: number },
  block: TextBlock,
  depth: number,
  known: Map<string, string>,
): readonly ReadCommand[] {
  const sets: string[] = [];
  for (const one of [...node.prefix, ...node.args]) {
    if (one.type !== 'Assignment') continue;
    const value = one.value.type === 'Word' ? one.value.value : '';
    sets.push(`${one.name}=${value}`);
    known.set(one.name, value);
  }
  const writes = [...around.writes];
  const inputs: string[] = [];
  for (const one of node.redirects) {
    if (one.type === 'HereDoc') inputs.push(one.body.text);
    else if (one.type === 'HereString') inputs.push(one.target?.value ?? '');
    else if (/>/.test(one.operator) && one.target !== undefined) writes.push(one.target.value);
  }
  const named = node.name === undefined ? [] : wordsOfName(node.name.value, known);
  const words = [
    ...named,
    ...node.args.map((one) => (one.type === 'Word' ? one.value : one.text)).map((word) => fillIn(word, known)),
  ];
  const base = { sets, writes, fedBy: around.fedBy, parsed: true, ...place };
  const command: ReadCommand = { ...base, ...commandOf(words) };
  const found = [command];
  if (depth >= MAX_DEPTH) return found;
  if (RUN_OTHERS.test(command.program)) {
    words.forEach((word, at) => {
      if (at === 0 || word === '') return;
      if (/\s/.test(word)) found.push(...readScript(unwrap(word), { ...block, lines: [place] }, depth + 1, known));
      else if (at <= 6 && !word.startsWith('-'))
        found.push({ ...base, sets: [...sets, ...setsIn(words.slice(1, at))], ...commandOf(words.slice(at)) });
    });
  }
  if (SHELL.test(command.program) || around.fedBy.length === 0)
    for (const input of inputs) found.push(...readScript(input, { ...block, lines: [place] }, depth + 1, known));
  return found;
}

/** `SHELL="curl …"` and `!curl …` hold a script behind their mark. */
function unwrap(word: string): string {
  return word.replace(/^\w{1,40}=|^!/, '');
}

function setsIn(words: readonly string[]): readonly string[] {
  return words.filter((word) => /^[A-Za-z_]\w*=/.test(word));
}

/** The program, with variables of the same text filled in and `{a,b}` spread out. */
function wordsOfName(name: string, known: ReadonlyMap<string, string>): readonly string[] {
  const filled = fillIn(name, known);
  const spread = /^\{([^{},]*,[^{}]*)\}$/.exec(filled)?.[1];
  if (spread !== undefined) return spread.split(',');
  return filled === name ? [name] : filled.split(/\s+/).filter((word) => word !== '');
}

function fillIn(word: string, known: ReadonlyMap<string, string>): string {
  return word.replaceAll(/\$\{?([A-Za-z_]\w{0,60})\}?/g, (whole, name: string) => known.get(name) ?? whole);
}

/** Whether the shell makes up the program's name while it runs: a variable, a substitution or a pattern. */
function isMadeUp(word: string): boolean {
  if (USUAL_PROGRAMS.test(word)) return false;
  // `$(npm bin)/eslint` says which program it is.
  const base = word.replaceAll(/\$\([^()]{0,200}\)\//g, '').replace(/^.*\//, '');
  return /\$[({A-Za-z_]|`|\w[?*]|[?*]\w|\w\[\w/.test(base);
}

/** What the words of a block could run, each of them taken for the program. */
function guessCommands(block: TextBlock): readonly ReadCommand[] {
  const found: ReadCommand[] = [];
  for (const { text, line } of block.lines) {
    const sentences = block.kind === 'prose' ? text.split(/(?<=[.!?]) /) : [text];
    for (const sentence of sentences) {
      for (const words of segmentsOf(sentence)) {
        const sets = setsIn(words);
        words.forEach((_, at) => {
          const command = {
            ...commandOf(words.slice(at, at + MAX_WORDS)),
            sets,
            writes: [],
            fedBy: [],
            parsed: false,
            text,
            line,
          };
          const looksTyped = command.words.slice(1, 8).some((word) => /^-{1,2}\w|\w[./:@]\w|^[~/]/.test(word));
          if (block.kind !== 'prose' || looksTyped || !PROSE_WORDS.has(command.program)) found.push(command);
        });
      }
    }
  }
  return found;
}

function segmentsOf(written: string): readonly (readonly string[])[] {
  const line = written
    // A list of words in program code, as `["scp", "-r", "x"]`.
    .replaceAll(/["'] ?, ?f?["']/g, ' ')
    .replaceAll(/\[(?=["'])|(?<=["'])\]/g, ';')
    .replaceAll(/[“”„«»]/g, ' ')
    .replaceAll(/\$\{?IFS\}?/g, ' ');
  const bare = line
    .replaceAll(/\$'|["'\\]/g, (_mark, at: number) =>
      /\s/.test(line[at - 1] ?? ' ') || /\s/.test(line[at + 1] ?? ' ') ? ' ' : '',
    )
    .replaceAll(/\$\{(\w{1,40})\}/g, '$$$1');
  return bare.split(/[|;&()`<>{}\n]+/).map((segment) => segment.split(/\s+/).filter((word) => word !== ''));
}

function commandOf(words: readonly string[]): Pick<ReadCommand, 'program' | 'words' | 'madeUp'> {
  const [name = ''] = words;
  const program = programOf(name);
  return { program, words: withoutGlobals([program, ...words.slice(1)]), madeUp: isMadeUp(name) };
}

/** The program without its folders, and a version behind its name (`pip3.11`, `python3`). */
function programOf(word: string): string {
  const name = word
    .slice(word.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/(?<=[^.])[,.:!?]{1,200}$/, '');
  return name.replace(/^(pip|python|node|ruby)[\d.]+$/, '$1').replace(/\.exe$/, '');
}

/** Options that stand between a program and its sub-command come last, with their values where they have some. */
function withoutGlobals(words: readonly string[]): readonly string[] {
  const [program = ''] = words;
  if (!/^(?:git|npm|pnpm|yarn|bun|gh|docker|podman|cargo|uv|kubectl|helm|terraform|tofu|aws|gcloud|go)$/.test(program))
    return words;
  let at = 1;
  while ((words[at] ?? '').startsWith('-'))
    at +=
      /^(?:-[cCnR]|--prefix|--dir|--filter|-[Fw]|--cwd|--git-dir|--work-tree|--namespace|--context|--kubeconfig|--profile|--region|--project|--directory)$/.test(
        words[at] ?? '',
      )
        ? 2
        : 1;
  return at >= words.length ? words : [program, ...words.slice(at), ...words.slice(1, at)];
}

function lineAt(block: TextBlock, at: number): { readonly text: string; readonly line: number } {
  const before = block.text.slice(0, at).split('\n').length - 1;
  return block.lines[before] ?? block.lines[0] ?? { text: '', line: 0 };
}
