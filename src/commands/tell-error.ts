// What ends a command, told to a person: a sentence and what to do. A stack only for whoever asks for it.
import { DreamError, EXIT_CODES, messageOf } from '../errors.ts';
import { printBehindBar } from '../terminal/behind-bar.ts';
import { printJson } from '../terminal/escape.ts';
import { printProblem } from '../terminal/problem.ts';
import { nameMemoryIn } from './name-memory.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Prints an error; with `--json` also as a document, so that a script finds one whatever happened.
 * @returns the exit code of its kind
 */
export function tellError(thrown: unknown, { output, globals, environment, cwd }: Surroundings): number {
  const error =
    thrown instanceof DreamError
      ? thrown
      : new DreamError('failed', messageOf(thrown).replace(/\.?$/, '.'), {
          hints: ['This is a defect of dream; please report it. DREAM_DEBUG=1 shows where it happened.'],
          cause: thrown,
        });
  const { kind, message } = error;
  const { memory } = globals;
  const hints = memory === undefined ? error.hints : error.hints.map((hint) => nameMemoryIn(hint, memory, cwd));
  output.error(printProblem(message, hints, output.errorIsTTY ? output.columns : Infinity));
  if (environment.debug) output.error(`${printBehindBar(printStacks(thrown), Infinity)}\n`);
  if (globals.json) output.write(printJson({ version: 1, error: { kind, message, hints } }));
  return EXIT_CODES[kind];
}

function printStacks(thrown: unknown): string {
  const stacks: string[] = [];
  for (let error = thrown; error instanceof Error && stacks.length < 5; error = error.cause) {
    stacks.push(error.stack ?? error.message);
  }
  return stacks.join('\nCaused by ');
}
