// Asks for one line at a time. The terminal itself edits the line, so Ctrl-C stays an interrupt and Ctrl-D an end.
import { createInterface } from 'node:readline';

export interface Asker {
  /** Prints the question and waits for a line; null at the end of input. */
  readonly ask: (question: string) => Promise<string | null>;
  /** Stops reading while another program uses the terminal. */
  readonly pause: () => void;
  readonly resume: () => void;
  readonly close: () => void;
}

/** Reads answers from `input`; questions go through `write`. */
export function makeAsker(input: NodeJS.ReadableStream, write: (text: string) => void): Asker {
  const lines: string[] = [];
  const waiting: ((line: string | null) => void)[] = [];
  let ended = false;
  const reader = createInterface({ input, terminal: false, crlfDelay: Infinity });
  reader.on('line', (line) => {
    const next = waiting.shift();
    if (next === undefined) lines.push(line);
    else next(line);
  });
  reader.on('close', () => {
    ended = true;
    for (const next of waiting.splice(0)) next(null);
  });
  return {
    ask: async (question) => {
      write(question);
      const typed = lines.shift();
      if (typed !== undefined) return typed;
      if (ended) return null;
      return new Promise((resolve) => {
        waiting.push(resolve);
      });
    },
    pause: () => void reader.pause(),
    resume: () => void reader.resume(),
    close: () => reader.close(),
  };
}
