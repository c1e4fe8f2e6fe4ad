// What did this command line really run? Parses a shell line into its commands, without the wrappers around them.
// Uses a real shell parser, which also copes with broken lines; whatever it cannot read counts as no command at all.
import type { AndOr, Command, ParsedScript, PipelineNode, Statement } from 'unbash';
import { parse } from 'unbash';

/** One simple command of a line. */
export interface ShellCommand {
  /** The program without its folders, such as `git`. */
  readonly program: string;
  /** All words as values, program first; assignments and redirections are gone. */
  readonly words: readonly string[];
  /** The words as a person would write them, long quoted arguments and here-documents shortened to `…`. */
  readonly display: string;
  /** The first word as written: `./gradlew`, `/usr/bin/git`. */
  readonly called: string;
  /** Program, sub-command and script name: what recurs when the same thing is done with other arguments. */
  readonly key: string;
  /** The key without a wrapper of the project's own in front (`git status` for `rtk git status`): what was done, however. */
  readonly core: string;
  /** True when the exit code of the line does not tell whether this command failed (a pipe, `||`, `;` after it). */
  readonly masked: boolean;
  /** True when it was run with the rights of another user. */
  readonly elevated: boolean;
  /** True when it only shapes the output of the command before it in a pipe. */
  readonly filter: boolean;
}

/** Longest line that is parsed, in characters; a longer one is a script somebody pasted. */
const MAX_LINE = 8_000;
/** Wrappers that run the rest of their words as a command, with how many of their own arguments come first. */
const WRAPPERS: Readonly<Record<string, number>> = {
  command: 0,
  builtin: 0,
  doas: 0,
  exec: 0,
  env: 0,
  nice: 0,
  nohup: 0,
  setsid: 0,
  stdbuf: 0,
  sudo: 0,
  time: 0,
  timeout: 1,
  unbuffer: 0,
};
const ELEVATING = new Set(['sudo', 'doas']);
const SHELLS = new Set(['bash', 'sh', 'zsh', 'dash', 'ksh']);
/** Programs that only shape the output of the command before them in a pipe. */
const FILTERS = new Set(
  'awk cat column cut egrep fgrep fold grep head jq less more nl perl rg sed sort strings tail tee tr uniq wc xargs'.split(
    ' ',
  ),
);
/** Programs whose first words are operands, never sub-commands. */
const OPERAND_PROGRAMS = new Set(
  (
    'awk basename cat cd chmod chown cmp cp curl cut date df diff dirname du echo egrep export false fgrep file find grep head hexdump ' +
    'jq kill less ln ls man mkdir mv nl od open paste patch perl pgrep pkill printf ps pwd readlink realpath rg rm rmdir sed seq sleep ' +
    'sort source stat strings tail tar tee test touch tr tree true type uniq unzip wc wget which xargs xxd yes zip ['
  ).split(' '),
);
/** How many sub-command words identify what a program does; two for programs not listed. */
const DEPTH: Readonly<Record<string, number>> = {
  git: 1,
  cargo: 1,
  go: 1,
  kubectl: 1,
  terraform: 1,
  tsc: 0,
  jest: 0,
  vitest: 1,
  pytest: 0,
  make: 1,
  just: 1,
  node: 0,
  python: 0,
  python3: 0,
  ruby: 0,
  deno: 1,
  gh: 2,
  docker: 1,
};
/** Programs that run a script of the project: `run <script>`, or the script by its bare name. */
const RUNNERS = new Set([
  'npm',
  'pnpm',
  'yarn',
  'bun',
  'npx',
  'bunx',
  'pnpx',
  'uvx',
  'uv',
  'poetry',
  'pipenv',
  'rake',
  'bundle',
  'mise',
  'turbo',
  'nx',
]);
/** Options that stand before the sub-command and take the next word with them, by program. */
const VALUED: Readonly<Record<string, ReadonlySet<string>>> = {
  git: new Set(['-C', '-c', '--git-dir', '--work-tree']),
  gh: new Set(['-R', '--repo']),
  npm: new Set(['--prefix', '-C', '-w', '--workspace']),
  pnpm: new Set(['--filter', '-F', '-C', '--dir']),
  yarn: new Set(['--cwd']),
  bun: new Set(['--cwd', '--filter']),
  cargo: new Set(['--manifest-path', '-C', '--config']),
  go: new Set(['-C']),
  make: new Set(['-C', '-f']),
  mvn: new Set(['-pl', '-f', '-s', '--projects', '--file', '--settings']),
  gradle: new Set(['-p', '-b']),
  docker: new Set(['--context', '-H', '--host']),
  kubectl: new Set(['-n', '--namespace', '--context', '--kubeconfig', '-f']),
  uv: new Set(['--directory', '--project']),
  poetry: new Set(['-C', '--directory']),
};
const IDENTIFIER = /^[A-Za-z][A-Za-z0-9:_@-]*$/;

/**
 * Parses a command line.
 * @param line as the agent wrote it, possibly several lines
 * @returns the commands in order, without `cd …`, wrappers and output filters; empty when there is nothing to see
 */
export function parseShellCommands(line: string): readonly ShellCommand[] {
  return withoutDirectoryChanges(parsePipedCommands(line).filter((command) => !command.filter));
}

/** Like parseShellCommands, with the output filters and changes of directory: any of them may be what failed. */
export function parsePipedCommands(line: string): readonly ShellCommand[] {
  if (line.length > MAX_LINE || line.trim() === '') return [];
  const source = hidePlaceholders(line);
  return readScript(parse(source), source, 0).map((command) => ({
    ...command,
    words: command.words.map(showPlaceholders),
    display: showPlaceholders(command.display),
    called: showPlaceholders(command.called),
    key: showPlaceholders(command.key),
    core: showPlaceholders(command.core),
  }));
}

/** What redaction left (`<user>`, `<secret:github-token>`) would be read as redirections: it is one piece of a word. */
function hidePlaceholders(line: string): string {
  return line.replaceAll(/<((?:secret:)?[a-z][a-z0-9-]{0,40})>/g, '\uE000$1\uE001');
}

function showPlaceholders(text: string): string {
  return text.replaceAll('\uE000', '<').replaceAll('\uE001', '>');
}

function readScript(script: Pick<ParsedScript, 'commands'>, source: string, depth: number): ShellCommand[] {
  const found: ShellCommand[] = [];
  script.commands.forEach((statement: Statement, index) => {
    const isLast = index === script.commands.length - 1;
    found.push(...readNode(statement.command, source, !isLast, depth));
  });
  return found;
}

function readNode(node: PipelineNode | AndOr, source: string, masked: boolean, depth: number): ShellCommand[] {
  switch (node.type) {
    case 'AndOr':
      return node.commands.flatMap((part, index) => {
        const orAfter = node.operators.slice(index).includes('||');
        return readNode(part, source, masked || orAfter, depth);
      });
    case 'Pipeline': {
      const [first, ...rest] = node.commands;
      const head = first === undefined ? [] : readNode(first, source, masked || rest.length > 0, depth);
      const others = rest.flatMap((part) => readNode(part, source, masked, depth));
      return [...head, ...others.map((command) => ({ ...command, filter: FILTERS.has(command.program) }))];
    }
    case 'Command':
      return readCommand(node, source, masked, depth);
    case 'Subshell':
    case 'BraceGroup':
      return node.body.commands.flatMap((statement) => readNode(statement.command, source, masked, depth));
    case 'Redirected':
      return readNode(node.command, source, masked, depth);
    default:
      // Loops, conditions and functions are scripts; what they ran is not known without running them.
      return [];
  }
}

function readCommand(node: Command, source: string, masked: boolean, depth: number): ShellCommand[] {
  if (node.name === undefined) return [];
  const words = [node.name, ...node.args.filter((argument) => argument.type === 'Word')];
  const values = words.map((word) => word.value);
  const texts = words.map((word) => shortenWord(source.slice(word.pos, word.end)));
  const start = skipWrappers(values);
  const rest = values.slice(start);
  // `command -v x` asks whether x is there; it does not run it.
  if (values[0] === 'command' && /^-[vV]/.test(values[1] ?? '')) return [];
  const program = baseName(rest[0] ?? '');
  if (program === '') return [];
  const inner = rest[2];
  if (SHELLS.has(program) && /^-[a-z]*c$/.test(rest[1] ?? '') && inner !== undefined && depth < 3) {
    return readScript(parse(inner), inner, depth + 1).map((command) => ({
      ...command,
      masked: command.masked || masked,
    }));
  }
  const normalised = [program, ...rest.slice(1)];
  return [
    {
      program,
      words: normalised,
      display: [program, ...texts.slice(start + 1)].join(' '),
      called: rest[0] ?? '',
      key: commandKey(normalised),
      core: commandKey(normalised.slice(wrapperLength(normalised))),
      masked,
      elevated: values.slice(0, start).some((word) => ELEVATING.has(baseName(word))),
      filter: false,
    },
  ];
}

/** Index of the first word that is not a wrapper, its options, its own arguments or an assignment. */
function skipWrappers(values: readonly string[]): number {
  let at = 0;
  for (;;) {
    const own = WRAPPERS[baseName(values[at] ?? '')];
    if (own === undefined) return at;
    let next = at + 1;
    while (next < values.length && /^(?:-|[A-Za-z_]\w*=)/.test(values[next] ?? '')) next += 1;
    next += own;
    if (next >= values.length) return at;
    at = next;
  }
}

/** Program, sub-command and script name of a command's words. */
function commandKey(words: readonly string[]): string {
  const program = words[0] ?? '';
  if (OPERAND_PROGRAMS.has(program)) return program;
  if (/^python[\d.]*$/.test(program) && words[1] === '-m') return `python -m ${words[2] ?? ''}`;
  const operands = operandsOf(words);
  const first = operands[0] ?? '';
  const wrapper = wrapperLength(words);
  if (wrapper > 0) return `${program} ${commandKey(words.slice(wrapper))}`;
  const depth = RUNNERS.has(program) ? (first === 'run' || first === 'exec' ? 2 : 1) : (DEPTH[program] ?? 2);
  const taken: string[] = [];
  for (const word of operands) {
    if (taken.length >= depth || !IDENTIFIER.test(word)) break;
    taken.push(word);
  }
  return [program, ...taken].join(' ');
}

/** A known program as the first operand of an unknown one: that is a wrapper of the project's own; how many words it takes, else 0. */
function wrapperLength(words: readonly string[]): number {
  const program = words[0] ?? '';
  if (isKnown(program) || OPERAND_PROGRAMS.has(program)) return 0;
  const first = operandsOf(words)[0] ?? '';
  return isKnown(first) ? words.indexOf(first) : 0;
}

/** Whether a program runs scripts of the project, or packages, by their name. */
export function isRunner(program: string): boolean {
  return RUNNERS.has(program) || program === 'make' || program === 'just';
}

/** Whether a word names a program that everybody knows, so that it says nothing about where the word came from. */
export function isKnownProgram(word: string): boolean {
  return isKnown(word) || OPERAND_PROGRAMS.has(word) || SHELLS.has(word);
}

function isKnown(program: string): boolean {
  return RUNNERS.has(program) || DEPTH[program] !== undefined;
}

/** Words that are neither the program nor options; global options take their value with them. */
function operandsOf(words: readonly string[]): readonly string[] {
  const operands: string[] = [];
  const program = words[0] ?? '';
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (VALUED[program]?.has(word) === true) at += 1;
    else if (!word.startsWith('-')) operands.push(word);
  }
  return operands;
}

function withoutDirectoryChanges(commands: readonly ShellCommand[]): ShellCommand[] {
  const others = commands.filter((command) => command.program !== 'cd' && command.program !== 'pushd');
  return others.length > 0 ? others : [...commands];
}

function baseName(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

/** A word as written, but what is long or spans lines is only hinted at. */
function shortenWord(text: string): string {
  if (text.length <= 60 && !text.includes('\n')) return text;
  const quote = /^["']/.exec(text)?.[0];
  return quote === undefined ? '…' : `${quote}…${quote}`;
}
