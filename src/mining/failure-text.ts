// Which line of an output says what went wrong, and what of it recurs. Pure text questions; nothing here decides
// whether a call failed, except where only the text can tell (hidden failures behind a pipe).
import { maskVariableParts } from '../text/mask.ts';

/** What an output says about a failure. */
export interface FailureText {
  /** The telling line as printed, at most 200 characters. */
  readonly line: string;
  /** The line with its variable parts masked: equal for the same failure on another day and machine. */
  readonly signature: string;
  /** True when the line alone shows that the command was wrong, not the code it ran on. */
  readonly decisive: boolean;
}

// Says that the call itself was wrong: a command, flag, path, tool or environment.
const DECISIVE =
  /command not found|: not found$|no matches found|could not determine executable|no such file or directory|is not recognized as|unknown (?:command|option|argument|flag|switch|skill|tool|subcommand)|unrecogni[sz]ed (?:command|subcommand|option|argument)|unexpected (?:argument|option)|(?:illegal|invalid) option|invalid (?:argument|choice|flag)|missing script|script not found|not a git repository|permission denied|cannot find module|module not found|no module named|is not installed|could not resolve|unsupported (?:engine|option)|not available|does not exist|eisdir|enoent|eacces|eaddrinuse|connection refused|has not been read yet|not found in file|modified since read|getaddrinfo|enotfound|eai_again|network is unreachable|temporary failure in name resolution|no such host|use (?:pnpm|npm|yarn|bun)\b/i;
/** The shell itself could not read or run a line. */
const SHELL_SAYS =
  /^(?:\(eval\)|(?:\/\S{1,40}\/)?(?:zsh|bash|sh|fish|dash|ksh)):(?: ?(?:line )?\d{1,5}:)? .*(?:not found|no match|no such file|unexpected|bad |unmatched|permission denied|too long)/i;
/** A test run that took none of the files it was given. */
const NO_TESTS =
  /\bno (?:tests?|specs?|test files|spec files)\b.{0,30}\b(?:found|ran|matched|to run)\b|found no tests?\b/i;
const MARKED =
  /^\s*\[?(?:npm |pnpm |yarn |bun )?(?:err(?:or)?|fatal|panic|failed|failure)\b!?\s*(?:\[[^\]]{0,40}\])?\s*[:!]?\s*\S/i;
const NAMED = /\b[A-Z][A-Za-z]*(?:Error|Exception)\b/;
const SUSPECT =
  /\b(?:errors?|failed|failure|cannot|could not|unable to|invalid|denied|would have printed)\b|^\s*[×✗✘]\s/i;
// Says only that something failed, or that nothing did.
const EMPTY_WORDS =
  /(?<![\w.])0 (?:errors?|fail(?:ed|ures?)?)\b|\bno errors?\b|exited with (?:code|status|error)|exit (?:code|status)|ELIFECYCLE|command failed|process completed|a complete log of this run|for more information|errors? found\b|found \d+ errors?|some errors were emitted|^\s*(?:error|errors|failed|fail)[:.!]?\s*$|--error-on|^\s*(?:code|errno|syscall|hostname|address|port): |^npm err(?:or)?!? (?:code|errno|syscall|path)\b/i;
/** A diagnostic about a place in the code: the command did its work, and found something. */
const CODE_PLACE = /\(\d+,\d+\)|\S:\d+:\d+\b|\bTS\d{4}\b|^\S{1,200}\.(?!sh:|zsh:|bash:)\w{1,5}:\d+:/;
/** What a tool says when it could not take what it was given. */
const REFUSAL =
  /\b(?:cannot|can't|could not|invalid|illegal|unknown|unrecogni[sz]ed|no such|not found|not a|unable to|denied|refus|missing|bad)\b/i;
/** Lines of source code in a report, such as ` 12 │ throw new Error(…)`. */
const SOURCE_LINE = /^\s*(?:(?:>\s*)?\d+\s*[|│]|[|│+>-]\s|\$ |\/\/|\*|#)/;

const MAX_LINES = 2_000;

/**
 * Finds the line that best says what went wrong.
 * @param output what the call printed
 * @returns null when no line says anything
 */
export function findFailureText(output: string): FailureText | null {
  let best: { line: string; rank: number } | null = null;
  let seen = 0;
  for (const raw of output.split('\n')) {
    seen += 1;
    if (seen > MAX_LINES) break;
    const line = tidyLine(raw);
    const rank = rankLine(line);
    if (rank > (best?.rank ?? 0)) best = { line, rank };
    if (rank === 4) break;
  }
  if (best === null) return null;
  const line = best.line.slice(0, 200);
  return { line, signature: maskVariableParts(line), decisive: best.rank >= 3 };
}

/**
 * Whether an output that came back without an error shows a failure all the same, because the exit code belongs to
 * a later command of the pipe. Only short outputs count: a long one quotes all sorts of things. They must begin with
 * an error, or hold a decisive line that does.
 * @param programs what was run: a first line of the form `<program>: cannot …` is that program's complaint
 */
export function findHiddenFailure(output: string, programs: readonly string[] = []): FailureText | null {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const last = tidyLine(lines.at(-1) ?? '').slice(0, 200);
  if (lines.length > 15) {
    // Of a long output only what the last command of the line says counts.
    const says = SHELL_SAYS.test(last) || (isComplaint(last, programs) && DECISIVE.test(last));
    return says ? { line: last, signature: maskVariableParts(last), decisive: true } : null;
  }
  if (lines.length === 0) return null;
  const first = tidyLine(lines[0] ?? '').slice(0, 200);
  if (isComplaint(first, programs)) return { line: first, signature: maskVariableParts(first), decisive: true };
  const found = findFailureText(output);
  if (found === null) return null;
  if (MARKED.test(tidyLine(lines[0] ?? ''))) return found;
  const says =
    MARKED.test(found.line) || NO_TESTS.test(found.line) || /not found|no such file|no matches found/i.test(found.line);
  return found.decisive && says ? found : null;
}

/** Whether a line is the shell's own complaint about what it was given to run. */
export function isShellComplaint(line: string): boolean {
  return SHELL_SAYS.test(line);
}

/** Whether a line is one of the given programs saying that it could not take what it was given: `go: cannot write …`. */
export function isComplaint(line: string, programs: readonly string[]): boolean {
  const at = line.indexOf(': ');
  return at > 0 && programs.includes(line.slice(0, at)) && REFUSAL.test(line) && !CODE_PLACE.test(line);
}

function rankLine(line: string): number {
  if (line.length <= 200 && NO_TESTS.test(line) && !SOURCE_LINE.test(line)) return 4;
  if (line.length < 4 || line.length > 400 || EMPTY_WORDS.test(line) || SOURCE_LINE.test(line)) return 0;
  if (DECISIVE.test(line) && !CODE_PLACE.test(line)) return MARKED.test(line) || /not found/i.test(line) ? 4 : 3;
  if (MARKED.test(line)) return 2;
  if (NAMED.test(line)) return 2;
  return SUSPECT.test(line) ? 1 : 0;
}

function tidyLine(line: string): string {
  return line
    .replaceAll(/<\/?tool_use_error>/g, '')
    .replace(/^\s*\d{4}-\d\d-\d\dT[\d:.]+Z?\s*/, '')
    .replaceAll(/[━─═]{3,}/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
