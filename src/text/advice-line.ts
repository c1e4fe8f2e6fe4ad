// Where a line that a tool printed tells its reader to do something (trust.md, "Origin", rule 2).

/** A longer line is no sentence. */
const MAX_LINE = 1_000;
/** What stands behind it is advice. */
const ADVICE =
  /(?<![\w/.:@=-])(?:[Rr]e-?run|[Rr]un|[Uu]se|[Tt]ry|[Ee]xecute|[Ii]nvoke|[Cc]all|[Tt]ype|[Ii]nstall|[Ll]aunch|[Ss]witch to|[Uu]pgrade to|(?:[Rr]unn|[Uu]s|[Ii]nstall|[Cc]all)ing)\s(?=[^\n]{2})/;
/** What is no sentence but a command as it was echoed, or a heading. */
const ECHO = /^\s{0,8}(?:[>$#+%❯]|RUN\b)/;

/** The place in a line from which it gives advice, null when it gives none. */
export function adviceStart(line: string): number | null {
  if (line.length > MAX_LINE || ECHO.test(line)) return null;
  return ADVICE.exec(line)?.index ?? null;
}
