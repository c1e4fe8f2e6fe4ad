// What to do about an edit tool's own failures. The tools word them differently; these are the causes behind them.

interface Advice {
  readonly error: RegExp;
  readonly advice: string;
}

const ADVICE: readonly Advice[] = [
  { error: /not been read|read it first|must read/i, advice: 'Read the file in this session before the first edit.' },
  {
    error: /modified since|unexpectedly modified|changed on disk|out of date/i,
    advice: 'Read the file again after a formatter, a linter or another person has touched it.',
  },
  {
    error: /matches of the string|multiple (?:matches|occurrences)|not unique|appears \d+ times/i,
    advice: 'Take in enough lines around the place that the text to replace is unique.',
  },
  {
    error: /not found|no match|did not match|failed to find|could not find/i,
    advice: 'Copy the text to replace from a fresh read, with its exact tabs and spaces.',
  },
];

/** The advice for one error of an edit tool, null when its cause is not known. */
export function editingAdvice(error: string): string | null {
  return ADVICE.find((one) => one.error.test(error))?.advice ?? null;
}
