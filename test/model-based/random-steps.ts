// What the two tests of random sequences share: the compiled store, the seed, the counts, and steps to be done again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { compileStore } from './desk.ts';
import { doSteps, stepsOf, stepsToRepeat } from './sequence.ts';
import type { Counts, Step } from './sequence.ts';

const STEPS = 60;
/** More than 2,000 steps of one person, and some hundred of two, which take longer. `DREAM_SEQUENCES` tries more. */
const SEQUENCES: Readonly<Record<1 | 2, number>> = { 1: 34, 2: 6 };
/** Far more than it takes, in milliseconds: no slow machine makes it fail. */
export const PATIENCE = 3_600_000;

/** Random sequences of steps of one person or two, the same ones again under one `DREAM_SEED`; tells how many of each. */
export async function tryRandomSteps(people: 1 | 2): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dream-compiled-'));
  try {
    const compiled = compileStore(folder);
    const sequences = Number(process.env['DREAM_SEQUENCES'] ?? SEQUENCES[people]);
    const counts: Counts = new Map();
    const repeat = stepsToRepeat();
    if (repeat !== null) return await doSteps(repeat, people, compiled, counts);
    await fc.assert(
      fc.asyncProperty(stepsOf(STEPS, people), (steps) => doSteps(steps, people, compiled, counts)),
      { numRuns: sequences, endOnFailure: true, reporter: tell },
    );
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const lines = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => `  ${count} ${kind}`);
    // oxlint-disable-next-line no-console -- what was tried belongs into the log of every run
    console.log(`${total} steps, DREAM_SEED=${fc.readConfigureGlobal().seed ?? ''}\n${lines.join('\n')}`);
    expect(total).toBe(STEPS * sequences);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The steps that failed stand in the error itself, in the form in which they can be done again. */
function tell(details: fc.RunDetails<[Step[]]>): void {
  if (!details.failed) return;
  const { seed, errorInstance } = details;
  throw new Error(
    `DREAM_SEED=${seed}: ${errorInstance instanceof Error ? errorInstance.message : String(errorInstance)}`,
  );
}
