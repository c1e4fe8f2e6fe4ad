// The loop SQLite is tested with: the first git call of a command goes wrong, then the second, and so on. After each,
// nothing is half there; then the same command again does what it would have done, without anyone's help.
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  MODES,
  STORIES,
  copyPlace,
  fingerprint,
  leftoversOf,
  makeBench,
  makePlace,
  outsideOf,
  problemsOf,
  putShim,
  worksOf,
} from './crash-stories.ts';
import type { Bench, Ended, Mode, Place, Story } from './crash-stories.ts';

/** `all` takes every call in every way, a way's name every call in that way. */
const SWEEP = process.env['DREAM_SWEEP'];
/** Commands with more calls than these meet each of them in one way only, unless told otherwise. */
const FEW_CALLS = 30;
/** Programs at once: they wait for the disk most of the time. */
const AT_ONCE = 3;

let bench: Bench;
beforeAll(() => {
  bench = makeBench();
}, 600_000);
afterAll(() => rmSync(bench.folder, { recursive: true, force: true, maxRetries: 3 }));

/** Exit codes of a program that was not killed. */
const CODES = new Set<number | null>([0, 1, 4]);

/** What is wrong with how a program ended, as sentences. */
function complaintsAbout({ code, err, out }: Ended, mode: Mode): string[] {
  if (mode === 'after' || mode === 'before') return [];
  const complaints: string[] = [];
  if (!CODES.has(code)) complaints.push(`ended with ${String(code)}`);
  if (/undefined|\[object|NaN|\n\s+at |defect of dream/.test(err + out)) complaints.push('says what no person reads');
  if (code !== 0 && !/^Error: \S.+\.$/m.test(err)) complaints.push('ends without a sentence');
  if (code !== 0 && !/^ {2}\S.+\.$/m.test(err)) complaints.push('does not say what to do');
  return complaints;
}

interface Cell {
  readonly story: Story;
  readonly template: Place;
  readonly expected: object;
  readonly mode: Mode;
  readonly k: number;
}

/** @returns what went wrong in one cell, as sentences; nothing when all is well */
async function tryCell({ story, template, expected, mode, k }: Cell): Promise<string[]> {
  const place = copyPlace(template, bench.folder);
  const argv = [...story.argv(bench, template), '--memory', place.memory.folder];
  const { path, calls } = putShim(bench.folder, mode, k);
  const wrong: string[] = [];
  const [outside, works] = [outsideOf(place), worksOf(place)];
  const same = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);
  const first = await bench.run(argv, { path, impatient: mode === 'hang' });
  wrong.push(...complaintsAbout(first, mode), ...problemsOf(place));
  if (story.readsOnly && !same(outsideOf(place), outside)) wrong.push('touched what is not its own');
  if (!same(worksOf(place), works)) wrong.push('touched someone’s work');
  if (first.code === 0 && mode !== 'after' && mode !== 'before' && !same(fingerprint(place), expected))
    wrong.push('said it was done when it was not');

  const second = await bench.run(argv);
  if (!story.again.includes(second.code ?? -1)) wrong.push(`again: ended with ${String(second.code)}: ${second.err}`);
  wrong.push(...problemsOf(place).map((problem) => `again: ${problem}`));
  if (!same(worksOf(place), works)) wrong.push('again: touched someone’s work');
  const left = leftoversOf(place);
  if (left.length > 0) wrong.push(`again: left ${left.join(', ')}`);
  const found = fingerprint(place);
  if (!same(found, expected)) wrong.push(`again: ${JSON.stringify(found)} is not ${JSON.stringify(expected)}`);
  const call = calls()[k - 1] ?? '';
  rmSync(place.folder, { recursive: true, force: true, maxRetries: 3 });
  const said = first.err.trim().split('\n').slice(-3).join(' | ');
  return wrong.map((one) => `${story.name} ${mode} ${k} (git ${call.slice(0, 60)}): ${one} [${said}]`);
}

/** Which of six calls in a row go wrong in which way: together they meet every call. */
const TURNS: Readonly<Record<Mode, readonly number[]>> = {
  after: [0, 3],
  before: [1],
  error: [2],
  garbage: [4],
  hang: [5],
};

/** The calls a way is tried at. */
function pick(calls: number, mode: Mode): readonly number[] {
  const all = Array.from({ length: calls }, (_, at) => at + 1);
  if (SWEEP === 'all' || SWEEP === mode) return all;
  return mode === 'after' && calls <= FEW_CALLS ? all : all.filter((k) => TURNS[mode].includes(k % 6));
}

test.each(STORIES)(
  '$name: whatever git call goes wrong, nothing is half there and the same command again does it',
  async (story) => {
    const template = await makePlace(bench, story);
    const place = copyPlace(template, bench.folder);
    const { path, calls } = putShim(bench.folder, 'error', 0);
    const undisturbed = await bench.run([...story.argv(bench, template), '--memory', place.memory.folder], { path });
    expect([undisturbed.code, leftoversOf(place), problemsOf(place)]).toEqual([0, [], []]);
    const expected = fingerprint(place);
    expect(expected).not.toEqual(fingerprint(template));
    const count = calls().length;
    expect(count).toBeGreaterThan(5);

    const cells = MODES.flatMap((mode) => pick(count, mode).map((k) => ({ story, template, expected, mode, k })));
    const waiting = [...cells];
    const wrong: string[] = [];
    const work = async (): Promise<void> => {
      for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) wrong.push(...(await tryCell(cell)));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const counts = MODES.map((mode) => `${mode} ${cells.filter((cell) => cell.mode === mode).length}`);
    process.stderr.write(`sweep: ${story.name}, ${count} git calls: ${counts.join(', ')}; ${wrong.length} wrong\n`);
    expect(wrong).toEqual([]);
  },
  3_600_000,
);
