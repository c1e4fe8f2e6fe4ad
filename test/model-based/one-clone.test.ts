import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileStore } from './desk.ts';
import { doSteps, stepsOf, stepsToRepeat } from './sequence.ts';
import type { Counts, Step } from './sequence.ts';

const STEPS = 60;
const SEQUENCES = Number(process.env['DREAM_SEQUENCES'] ?? 34);

const folder = mkdtempSync(join(tmpdir(), 'dream-compiled-'));
let compiled = '';
beforeAll(() => {
  compiled = compileStore(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The steps that failed stand in the error itself, in the form in which they can be done again. */
function tell(details: fc.RunDetails<[Step[]]>): void {
  if (!details.failed) return;
  const { seed, errorInstance } = details;
  throw new Error(`DREAM_SEED=${seed}: ${errorInstance instanceof Error ? errorInstance.message : 'interrupted'}`);
}

test('whatever dream and people do to one memory, it is as the model says', async () => {
  const counts: Counts = new Map();
  const repeat = stepsToRepeat();
  if (repeat !== null) return doSteps(repeat, compiled, counts);
  await fc.assert(
    fc.asyncProperty(stepsOf(STEPS), (steps) => doSteps(steps, compiled, counts)),
    { numRuns: SEQUENCES, endOnFailure: true, reporter: tell },
  );
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const lines = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `  ${count} ${name}`);
  // oxlint-disable-next-line no-console -- what was tried belongs into the log of every run
  console.log(`${total} steps, DREAM_SEED=${fc.readConfigureGlobal().seed ?? ''}\n${lines.join('\n')}`);
  expect(total).toBe(STEPS * SEQUENCES);
}, 3_600_000);
