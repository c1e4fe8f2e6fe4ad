// What a shell tool's result means: its exit code where only the text has it, and whether that code is a failure.
import type { CallStatus } from '../model/session.ts';

/** How the tools we know print an exit code, each at a fixed place, so that a program's own words do not count. */
const EXIT_CODE_FORMS: readonly RegExp[] = [
  /^Exit code:? (-?\d{1,10})(?:\s|$)/,
  /^(?:Chunk ID: .*\n)?(?:Wall time: .*\n)?Process exited with code (-?\d{1,10})(?:\s|$)/,
  /^<returncode>(-?\d{1,10})<\/returncode>/,
  /\[(?:The command completed with |Command finished with |Process exited with )?exit code:? (-?\d{1,10})[.\s]*\]\s*$/i,
  /\[Command finished with exit code (-?\d{1,10})\]\s*$/,
  /^Command (?:failed|exited) with (?:exit )?code:? (-?\d{1,10})\b/,
];

/** The exit code a shell tool put into its text, null when there is none. Looks only at the first and last 400 characters. */
export function readExitCode(text: string): number | null {
  const head = text.slice(0, 400);
  const tail = text.length > 400 ? text.slice(-400) : text;
  for (const form of EXIT_CODE_FORMS) {
    const match = form.exec(form.source.startsWith('^') ? head : tail);
    if (match?.[1] !== undefined) return Number(match[1]);
  }
  return null;
}

/** Programs whose exit code 1 is an answer: no match, different, false. */
const ANSWERS_WITH_ONE = new Set([
  'grep',
  'egrep',
  'fgrep',
  'rg',
  'ag',
  'ack',
  'pgrep',
  'diff',
  'cmp',
  'test',
  '[',
  '[[',
]);
const GIT_ANSWERS = new Set(['grep', 'diff', 'merge-base', 'check-ignore', 'show-ref']);
const PREFIXES = new Set(['sudo', 'time', 'command', 'env', 'nice', 'rtk', 'exec', '!']);

/**
 * Status of a shell call.
 * @param exitCode null when unknown
 * @param flagged true when the log itself marks the result as an error
 * @param output what it printed, without the line that states the exit code
 */
export function shellStatus(
  command: string | null,
  exitCode: number | null,
  flagged: boolean,
  output: string,
): CallStatus {
  if (exitCode === 0) return 'ok';
  if (exitCode === 1 && command !== null && answersWithOne(command, output)) return 'ok';
  return flagged || exitCode !== null ? 'failed' : 'ok';
}

/** Programs that pass on what they get: at the end of a pipe, exit code 1 (`pipefail`) is that of a program before them. */
const FILTERS = new Set(['head', 'tail', 'sort', 'uniq', 'wc', 'cut', 'tr', 'cat', 'less']);
const TROUBLE = /No such file|not found|fatal:|error:|\bError \d/i;
/** A line that a comparison prints, or one of what it stands in. */
const COMPARED = /^(?:[ +\-<>@\\]|$|\d+(?:,\d+)*[acd]\d|diff |index |Only in |Files |Binary files |.* differ)/;

/**
 * True when exit code 1 of this line is the answer of its last command. After `&&` the code may be an earlier command's, which
 * then printed why; before `&&` a test that says no ends the line without a word.
 */
function answersWithOne(command: string, output: string): boolean {
  const bare = command
    .slice(0, 4_000)
    .replaceAll(/'[^']*'|"(?:[^"\\]|\\.)*"|\\[^\n]/g, '""')
    .replaceAll(/(^|\s)#.*$/gm, '$1')
    .trim()
    // A pipe's and a redirection's `&` end no command.
    .replaceAll(/\d?>&\d?|&>/g, '>');
  // After `set -e` any command may have ended the line, as with `&&`.
  const statements = bare
    .replaceAll(/;|\n/g, /\bset -\w*e/.test(bare) ? ' && ' : ';')
    .split(/;|(?<!&)&(?!&)/)
    .filter((part) => part.trim() !== '');
  const chain = (statements.at(-1) ?? '').split(/&&|\|\|/).filter((part) => part.trim() !== '');
  const programs = chain.map(answering);
  const silent = output.trim() === '';
  const lines = output.trim().split('\n');
  const last = programs.at(-1) ?? null;
  if (last === null) return silent && chain.length > 1 && programs.some((program) => program !== null);
  if (chain.length === 1 && statements.length === 1) return true;
  if (last === 'diff' || last === 'cmp' || last === 'git')
    return chain.length === 1 ? !TROUBLE.test(output) : lines.every((line) => COMPARED.test(line));
  // grep and test say nothing when the answer is no, but `grep -c` says 0; what is printed before `&&` may be an error.
  if (chain.length === 1) return !TROUBLE.test(output);
  return silent || lines.every((line) => /(?:^|:)0$/.test(line.trim()));
}

/** The program at the end of a pipe for which exit code 1 is an answer, null for any other. */
function answering(pipe: string): string | null {
  const stages = pipe.split('|').map(wordsOf);
  let at = stages.length - 1;
  while (at > 0 && FILTERS.has(programOf(stages[at] ?? []))) at -= 1;
  const words = stages[at] ?? [];
  const program = programOf(words);
  if (ANSWERS_WITH_ONE.has(program)) return program;
  if (program !== 'git') return null;
  const verb = words.find(
    (word, index) => index > 0 && !word.startsWith('-') && !/^-[Cc]$/.test(words[index - 1] ?? ''),
  );
  return GIT_ANSWERS.has(verb ?? '') ? program : null;
}

function wordsOf(command: string): readonly string[] {
  return command
    .trim()
    .replace(/^[({]\s*/, '')
    .split(/\s+/)
    .filter((word) => !/^\w+=/.test(word) && !PREFIXES.has(word));
}

function programOf(words: readonly string[]): string {
  return words[0]?.replace(/^.*\//, '') ?? '';
}

const COMMAND_PLACE = String.raw`(?:^|[;&|(\n\x60'"]|\b(?:sudo|xargs|time|rtk|exec|then|do|else)[ \t])[ \t]*(?:[A-Za-z_]\w{0,60}=[^\s;&|(\x60]{0,1000}[ \t]{1,1000}){0,16}(?:[^\s;&|(\x60'"]{0,1000}/)?`;
const FETCHERS: readonly string[] = [
  'curl|wget|http|https|lynx|w3m|aria2c|xh',
  String.raw`gh[ \t]+(?:api|search|gist|(?:issue|pr|release|run|repo|discussion)[ \t]+(?:view|list|diff|checks|status|comment|download))`,
  String.raw`glab[ \t]+(?:api|(?:issue|mr|release|ci)[ \t]+(?:view|list|diff|trace|note))`,
  String.raw`(?:npm|pnpm|yarn|bun)[ \t]+(?:view|info|show|search|pm[ \t]+view|npm[ \t]+info)`,
  String.raw`(?:pip|pip3|uv|cargo|gem|brew|apt|apt-cache|dnf|composer)[ \t]+(?:search|show|info|index|download|policy)`,
];
const FETCHES = new RegExp(`${COMMAND_PLACE}(?:${FETCHERS.join('|')})(?![\\w-])`);

/** Longest command that is searched for network programs; a longer one counts as fetching, because unknown is never trusted. */
const MAX_COMMAND = 64_000;
/** A word that could hide one, because the pattern reads only so much of a word. */
const TOO_LONG_A_WORD = /(?<![^\s;&|(\x60])[^\s;&|(\x60]{1001}/;

/** True when a command line prints what it got from the network. Errs on the side of yes. */
export function fetchesFromNetwork(command: string): boolean {
  return command.length > MAX_COMMAND || TOO_LONG_A_WORD.test(command) || FETCHES.test(command);
}
