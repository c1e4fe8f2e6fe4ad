// Signs by which a line of plain text shows that it is of a log: a time, a level, a prompt, a test runner's or shell's words.
// Prose, source and documents have hardly any; where a text has too few, it is no log.

const STAMP =
  /^\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ]{1,2}\d\d:\d\d:\d\d|\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?=[\] ])|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d)(?![,;\t](?!\d{3}\b))/;
const LEVEL =
  /^(?:\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL|SEVERE)(?:\]|[:|]? )|npm (?:ERR!|error|warn|WARN)\s)/;
/** `$ command`, and prompts that name user and machine. */
const PROMPT =
  /^(?:\([\w.-]{1,60}\) )?(?:\$|[\w.-]{1,60}@[\w.-]{1,100}:[^\s$#%]{0,300}[$#%]|\[[\w.-]{1,60}@[\w.-]{1,100} [^\]\s]{1,300}\][$#%]|PS [A-Z]:\\[^>\n]{0,300}>) (\S[^\n]*)$/;
const RUNNER =
  /^(?:=+ (?:test session starts|FAILURES|ERRORS|short test summary info|[^=\n]{1,200} in \d[^=\n]{0,40}) =+|\s*--- (?:FAIL|PASS|SKIP): |(?:ok {2}|FAIL)\t|BUILD (?:SUCCESS|FAILURE)|> Task :|make(?:\[\d+\])?: \*\*\* |Traceback \(most recent call last\):|(?:bash|zsh|sh|fish): .{1,200}: (?:command )?not found)/;
const EXIT =
  /^\[?(?:the )?(?:(?:process|command) (?:completed|finished|exited|failed) with )?exit(?:ed)?[ -](?:code|status|with code)[: =]{1,2}(-?\d{1,10})\b/i;
const EXIT_SENTENCE =
  /^(?:Process|Command) (?:completed|finished|exited|failed) with (?:exit )?(?:code|status):? (-?\d{1,10})\b/;
const ERROR_LEVEL = /^.{0,80}?(?:\b(?:ERROR|FATAL|CRITICAL|SEVERE)\b|\bnpm (?:ERR!|error)\s)/;

/** Lines that are looked at, and how many signs make a log. */
const HEAD_LINES = 200;
const SHARE = 0.2;
const SHARE_AFTER_STAMP = 0.05;

/** The command after a prompt, null for other lines. */
export function promptCommand(line: string): string | null {
  return PROMPT.exec(line)?.[1] ?? null;
}

/** The exit code a line states, null when it states none. */
export function statedExitCode(line: string): number | null {
  const code = (EXIT.exec(line) ?? EXIT_SENTENCE.exec(line))?.[1];
  return code === undefined ? null : Number(code);
}

/** True for a line that begins an entry of a log; the lines after it belong to it. */
export function beginsEntry(line: string): boolean {
  return STAMP.test(line) || LEVEL.test(line) || RUNNER.test(line);
}

/** True for the first line of an entry that tells of an error by its level or by a runner's mark. */
export function isErrorEntry(line: string): boolean {
  return (
    ERROR_LEVEL.test(line) ||
    /^(?:\s*--- FAIL:|FAIL\t|BUILD FAILURE|make(?:\[\d+\])?: \*\*\*|Traceback |=+ (?:FAILURES|ERRORS)|.{0,220}: (?:command )?not found$)/.test(
      line,
    )
  );
}

/** What test runners, compilers and shells print when they fail, each at the beginning of a line. */
const FAILURE =
  /^(?:FAILED\b|=+ .{0,200}\b\d+ (?:failed|errors?)\b|Traceback \(most recent call last\):|npm (?:ERR!|error)\s|error(?:\[\w+\])?:|(?:.{0,40}: )?.{1,200}: (?:command )?not found$|[ \t]*--- FAIL:|BUILD FAILURE|make(?:\[\d+\])?: \*\*\* |[ \t]*Tests?:? .{0,100}\b\d+ failed)/m;

/** True when an output shows a failure by its text alone, for logs that keep no exit code. Looks at both ends. */
export function printsFailure(text: string): boolean {
  const end = 100_000;
  return FAILURE.test(text.slice(0, end)) || (text.length > end && FAILURE.test(text.slice(-end)));
}

/** The time a line begins with, as text, null for none with a date. */
export function stampOf(line: string): string | null {
  const match = /^\[?(\d{4})[-/](\d\d)[-/](\d\d)[T ]{1,2}(\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\s?(?:Z|[+-]\d\d:?\d\d)?)/.exec(
    line,
  );
  return match === null ? null : `${match[1] ?? ''}-${match[2] ?? ''}-${match[3] ?? ''}T${(match[4] ?? '').trim()}`;
}

/** Whether a text looks like a log. */
export function looksLikeLog(text: string): boolean {
  const lines = text.split('\n').slice(0, HEAD_LINES);
  const first = lines[0] ?? '';
  const hasSign = (line: string): boolean => beginsEntry(line) || PROMPT.test(line) || statedExitCode(line) !== null;
  if (!lines.slice(0, 3).some(hasSign)) return false;
  const signs = lines.filter(hasSign).length;
  const share = signs / lines.length;
  // A document that shows a log in a fence is a document.
  const isStamped = STAMP.test(first) || (PROMPT.test(first) && !first.startsWith('$'));
  if (!isStamped && lines.some((line) => line.startsWith('```'))) return false;
  if (signs >= 2 && share >= 0.5) return true;
  // A recording of a terminal has few prompts for all that was printed.
  const prompts = lines.filter((line) => PROMPT.test(line) && !line.startsWith('$')).length;
  if (prompts >= 2 && PROMPT.test(first)) return true;
  return signs >= 3 && share >= (isStamped ? SHARE_AFTER_STAMP : SHARE);
}
