// What the tests of random sequences share: the seed, the counts, and steps to be done again.
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { compileProgram } from '../helpers/compiled-program.ts';
import { doSteps, stepsOf, stepsToRepeat } from './sequence.ts';
import type { Counts, Step } from './sequence.ts';

const STEPS = 60;
/** Sequences of each of the test files: 1,800 steps of one person in all, and 360 of two, which take longer. */
const SEQUENCES: Readonly<Record<1 | 2, number>> = { 1: 10, 2: 3 };
/** Far more than it takes, in milliseconds: no slow machine makes it fail. */
export const PATIENCE = 3_600_000;

/**
 * Random sequences of steps, the same ones again under one `DREAM_SEED`; tells how many of each kind. `DREAM_SEQUENCES`
 * tries more.
 * @param people one, or two with a clone each
 * @param part of the same test in several files, which one this is: each walks sequences of its own, on a core of its own
 */
export async function tryRandomSteps(people: 1 | 2, part: number): Promise<void> {
  const compiled = join(compileProgram(), 'dist/store/open-store.js');
  const sequences = Number(process.env['DREAM_SEQUENCES'] ?? SEQUENCES[people]);
  const counts: Counts = new Map();
  const repeat = stepsToRepeat();
  if (repeat !== null) return doSteps(repeat, people, compiled, counts);
  const seed = (fc.readConfigureGlobal().seed ?? 0) + part;
  await fc.assert(
    fc.asyncProperty(stepsOf(STEPS, people), (steps) => doSteps(steps, people, compiled, counts)),
    { seed, numRuns: sequences, endOnFailure: true, reporter: tell },
  );
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const lines = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => `  ${count} ${kind}`);
  // oxlint-disable-next-line no-console -- what was tried belongs into the log of every run
  console.log(`${total} steps, seed ${seed}\n${lines.join('\n')}`);
  expect(total).toBe(STEPS * sequences);
}

/** The steps that failed stand in the error itself, in the form in which they can be done again. */
function tell(details: fc.RunDetails<[Step[]]>): void {
  if (!details.failed) return;
  const { seed, errorInstance } = details;
  throw new Error(`seed ${seed}: ${errorInstance instanceof Error ? errorInstance.message : String(errorInstance)}`);
}
