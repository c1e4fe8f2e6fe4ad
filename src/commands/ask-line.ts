// Asks for one line at a time. The terminal itself edits the line, so Ctrl-C stays an interrupt and Ctrl-D an end.
// Only what is typed after a question was shown answers it: a pasted `a⏎a⏎` would decide about what nobody has seen.
import { createInterface } from 'node:readline';

export interface Asker {
  /** Prints the question and waits for a line; null at the end of input. */
  readonly ask: (question: string) => Promise<string | null>;
  /** Stops reading while another program uses the terminal. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly close: () => void;
}

/** Milliseconds in which no person types a second line, but a paste arrives whole, also over a slow network. */
const SETTLE = 40;
const PASTED = 'Several lines came at once, so none of them was taken for an answer.\n';

/**
 * Reads answers from `input`; questions go through `write`.
 * @param settle milliseconds to wait for more lines of a paste
 */
export function makeAsker(input: NodeJS.ReadableStream, write: (text: string) => void, settle = SETTLE): Asker {
  let ended = false;
  let onLine: (line: string) => void = () => undefined;
  let onEnd: () => void = () => undefined;
  const reader = createInterface({ input, terminal: false, crlfDelay: Infinity });
  // A line that comes while nothing is asked is nobody's answer.
  reader.on('line', (line) => onLine(line));
  reader.on('close', () => {
    ended = true;
    onEnd();
  });

  /** The lines that come together; none at the end of input. */
  const readBurst = async (): Promise<readonly string[]> =>
    new Promise((resolve) => {
      const lines: string[] = [];
      let timer: NodeJS.Timeout | undefined;
      const finish = (): void => {
        clearTimeout(timer);
        onLine = () => undefined;
        onEnd = () => undefined;
        resolve(lines);
      };
      onEnd = finish;
      onLine = (line) => {
        lines.push(line);
        clearTimeout(timer);
        timer = setTimeout(finish, settle);
      };
      if (ended) finish();
    });

  return {
    ask: async (question) => {
      for (;;) {
        write(question);
        const [line, ...more] = await readBurst();
        if (line === undefined) return null;
        if (more.length === 0) return line;
        write(`\n${PASTED}`);
      }
    },
    pause: () => void reader.pause(),
    resume: () => void reader.resume(),
    close: () => reader.close(),
  };
}
