// Where every word of the program goes. Injected, so that a command can be tested without a terminal, and so that
// nothing but the top of the program touches the process streams.

export interface Output {
  /** Writes to standard output: what the command is asked for. */
  readonly write: (text: string) => void;
  /** Writes to standard error: progress, notices and errors. */
  readonly error: (text: string) => void;
  /** Writes one line over the last one on standard error, where that is a terminal; empty to clear it. */
  readonly redraw: (line: string) => void;
  /** Writes a workflow annotation, for a runner that reads them; nothing else may start a line with `::` there. */
  readonly annotate: (line: string) => void;
  /** Whether a person sees standard output. */
  readonly isTTY: boolean;
  /** Whether standard error is a terminal on which a line can be rewritten. */
  readonly errorIsTTY: boolean;
  /** Width to wrap at, in cells. */
  readonly columns: number;
  /** Whether standard output may be coloured. */
  readonly colour: boolean;
}

/** Width used where no terminal says one. */
export const PLAIN_COLUMNS = 100;

/** Whether to colour: not when told no by flag or NO_COLOR, not for a dumb terminal, not for a file or pipe. */
export function wantsColour(asked: {
  readonly flag: boolean;
  readonly noColor: boolean;
  readonly term: string;
  readonly isTTY: boolean;
}): boolean {
  return asked.flag && !asked.noColor && asked.isTTY && asked.term !== 'dumb';
}
