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

/** True when exit code 1 of this line is the answer of its last command. After `&&` the code may be an earlier command's, which then printed why. */
function answersWithOne(command: string, output: string): boolean {
  const bare = command.slice(0, 4_000).replaceAll(/'[^']*'|"(?:[^"\\]|\\.)*"/g, '""');
  const commands = bare.split(/&&|\|\||[;|\n]/).filter((part) => part.trim() !== '');
  const words = (commands.at(-1) ?? '')
    .trim()
    .split(/\s+/)
    .filter((word) => !/^\w+=/.test(word) && !PREFIXES.has(word));
  const program = words[0]?.replace(/^.*\//, '') ?? '';
  const answers =
    ANSWERS_WITH_ONE.has(program) ||
    (program === 'git' && GIT_ANSWERS.has(words.find((word, index) => index > 0 && !word.startsWith('-')) ?? ''));
  if (!answers) return false;
  if (commands.length === 1) return true;
  // grep and test say nothing when the answer is no; what is printed then is an error of something before them.
  if (program === 'diff' || program === 'cmp' || program === 'git')
    return !/No such file|not found|fatal:|error:/i.test(output);
  return output.trim() === '';
}

const COMMAND_PLACE = String.raw`(?:^|[;&|(\n\x60'"]|\b(?:sudo|xargs|time|rtk|exec|then|do|else)[ \t])[ \t]*(?:[A-Za-z_]\w*=[^\s;&|(\x60]*[ \t]+)*(?:[^\s;&|(\x60'"]*/)?`;
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

/** True when a command line prints what it got from the network. Errs on the side of yes. */
export function fetchesFromNetwork(command: string): boolean {
  return command.length > MAX_COMMAND || FETCHES.test(command);
}
