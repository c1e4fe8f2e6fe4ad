// What every command gets from the top of the program: where to write, what to read, the clock, chance and the
// environment. A test brings its own.
import { randomBytes } from 'node:crypto';

import type { Environment } from '../config/environment.ts';
import { readEnvironment } from '../config/environment.ts';
import { neutraliseCommands } from '../terminal/github-actions.ts';
import { lookOver } from '../terminal/last-look.ts';
import type { Output } from '../terminal/output.ts';
import { PLAIN_COLUMNS, wantsColour } from '../terminal/output.ts';

/** Options every command takes. */
export interface GlobalOptions {
  readonly memory?: string;
  readonly config?: string;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
}

export interface Surroundings {
  readonly output: Output;
  readonly input: NodeJS.ReadableStream;
  /** Whether a person can be asked: standard input and output are a terminal. */
  readonly interactive: boolean;
  readonly environment: Environment;
  /** Absolute. */
  readonly cwd: string;
  readonly now: () => Date;
  /** Random hex digits. */
  readonly randomHex: (digits: number) => string;
  readonly globals: GlobalOptions;
  readonly dreamVersion: string;
  /** What to tell a person who interrupts from now on; null while interrupts are for another program on the terminal. */
  readonly sayWhenInterrupted: (sentence: string | null) => void;
}

interface TerminalStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The process, or what stands for it in a test. */
export interface ProcessStreams {
  readonly stdin: NodeJS.ReadableStream & TerminalStream;
  readonly stdout: NodeJS.WritableStream & TerminalStream;
  readonly stderr: NodeJS.WritableStream & TerminalStream;
  /** Told of printed text that nobody escaped: a test looks for it. */
  readonly onUnescaped?: (text: string) => void;
}

/** Makes the surroundings of one command from the process. */
export function makeSurroundings(
  globals: GlobalOptions,
  streams: ProcessStreams,
  rest: Pick<Surroundings, 'cwd' | 'dreamVersion' | 'sayWhenInterrupted'>,
): Surroundings {
  const environment = readEnvironment();
  const isTTY = streams.stdout.isTTY === true;
  const colour = wantsColour({ flag: globals.color, noColor: environment.noColor, term: environment.term, isTTY });
  const errorIsTTY = streams.stderr.isTTY === true && environment.term !== 'dumb';
  const { onUnescaped } = streams;
  const guard = (text: string, json: boolean): string =>
    environment.githubActions === null ? text : neutraliseCommands(text, json);
  const widthOf = (stream: TerminalStream): number | null =>
    stream.isTTY === true ? stream.columns || PLAIN_COLUMNS : null;
  return {
    output: {
      write: (text) => {
        // A document stays one that can be copied.
        const columns = globals.json ? null : widthOf(streams.stdout);
        streams.stdout.write(guard(lookOver(text, { colour, columns, onUnescaped }), globals.json));
      },
      error: (text) => {
        const columns = widthOf(streams.stderr);
        streams.stderr.write(guard(lookOver(text, { colour: false, columns, onUnescaped }), false));
      },
      redraw: (line) => {
        streams.stderr.write(`\r\u001B[K${lookOver(line, { colour: false, columns: null, onUnescaped })}`);
      },
      annotate: (line) => {
        streams.stderr.write(lookOver(line, { colour: false, columns: null, onUnescaped }));
      },
      isTTY,
      errorIsTTY,
      // Asked anew each time: a terminal can be resized.
      get columns() {
        // A terminal without a size, as some programs make one, says 0.
        return streams.stdout.columns || PLAIN_COLUMNS;
      },
      colour,
    },
    input: streams.stdin,
    interactive: isTTY && streams.stdin.isTTY === true,
    environment,
    now: () => new Date(),
    randomHex: (digits) =>
      randomBytes(Math.ceil(digits / 2))
        .toString('hex')
        .slice(0, digits),
    globals,
    ...rest,
  };
}

/** `YYYYMMDDTHHMMSSZ-xxxx`: unique and sortable, for runs and reviews. */
export function makeId(surroundings: Pick<Surroundings, 'now' | 'randomHex'>): string {
  const time = surroundings
    .now()
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, '');
  return `${time}-${surroundings.randomHex(4)}`;
}
