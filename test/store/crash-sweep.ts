// The loop SQLite is tested with: the first git call of a command goes wrong, then the second, and so on. After each,
// nothing is half there; then the same command again does what it would have done, without anyone's help.
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBench, putShim, MODES } from './bench.ts';
import type { Bench, Ended, Mode, Server } from './bench.ts';
import { fingerprint, leftoversOf, outsideOf, problemsOf, worksOf } from './crash-checks.ts';
import { STORIES, copyPlace, makePlace } from './crash-stories.ts';
import type { Place, Story } from './crash-stories.ts';

/** `all` takes every call in every way, a way's name every call in that way. */
const SWEEP = process.env['DREAM_SWEEP'];
/** Commands with more calls than these meet each of them in one way only, unless told otherwise. */
const FEW_CALLS = 30;
/** Far more than it takes, in milliseconds: no slow machine makes it fail. */
const PATIENCE = 3_600_000;
/** Programs at once: while one waits for the disk, or for a git that hangs, another works. */
const AT_ONCE = 2;

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
  readonly bench: Bench;
  readonly story: Story;
  readonly template: Place;
  readonly expected: object;
  readonly mode: Mode;
  readonly k: number;
}

/**
 * @param servers what does the commands of which none is killed: the one that is disturbed, and the same again
 * @returns what went wrong in one cell, as sentences; nothing when all is well
 */
async function tryCell(cell: Cell, servers: readonly [Server, Server]): Promise<string[]> {
  const { bench, story, template, expected, mode, k } = cell;
  const place = copyPlace(template, bench.folder);
  const argv = [...story.argv(bench, template), '--memory', place.memory.folder];
  const { path, calls } = putShim(bench.folder, mode, k);
  const wrong: string[] = [];
  const [outside, works] = [outsideOf(place), worksOf(place)];
  const same = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);
  const survives = mode === 'error' || mode === 'garbage';
  const first = survives
    ? await servers[0].run(argv, path)
    : await bench.run(argv, { path, impatient: mode === 'hang' });
  wrong.push(...complaintsAbout(first, mode), ...problemsOf(place));
  if (story.readsOnly && !same(outsideOf(place), outside)) wrong.push('touched what is not its own');
  if (!same(worksOf(place), works)) wrong.push('touched someone’s work');
  if (first.code === 0 && mode !== 'after' && mode !== 'before' && !same(fingerprint(place), expected))
    wrong.push('said it was done when it was not');

  const second = await servers[1].run(argv);
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

/** One test for each of these commands. Files of their own keep every core busy to the end. */
export function sweep(...names: readonly Story['name'][]): void {
  let bench: Bench;
  beforeAll(() => {
    bench = makeBench();
  }, PATIENCE);
  afterAll(() => rmSync(bench.folder, { recursive: true, force: true, maxRetries: 3 }));

  test.each(names)(
    '%s: whatever git call goes wrong, nothing is half there and the same command again does it',
    async (name) => {
      const story = STORIES.find((one) => one.name === name);
      if (story === undefined) throw new Error(`no command ${name}`);
      const template = await makePlace(bench, story);
      const place = copyPlace(template, bench.folder);
      const { path, calls } = putShim(bench.folder, 'error', 0);
      const undisturbed = await bench.run([...story.argv(bench, template), '--memory', place.memory.folder], { path });
      expect([undisturbed.code, leftoversOf(place), problemsOf(place)]).toEqual([0, [], []]);
      const expected = fingerprint(place);
      expect(expected).not.toEqual(fingerprint(template));
      const count = calls().length;
      expect(count).toBeGreaterThan(5);

      const cells = MODES.flatMap((mode) =>
        pick(count, mode).map((k) => ({ bench, story, template, expected, mode, k })),
      );
      const waiting = [...cells];
      const wrong: string[] = [];
      const work = async (): Promise<void> => {
        const servers = [bench.serve(), bench.serve()] as const;
        for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift())
          wrong.push(...(await tryCell(cell, servers)));
        for (const server of servers) server.close();
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      const counts = MODES.map((mode) => `${mode} ${cells.filter((cell) => cell.mode === mode).length}`);
      process.stderr.write(`sweep: ${story.name}, ${count} git calls: ${counts.join(', ')}; ${wrong.length} wrong\n`);
      expect(wrong).toEqual([]);
    },
    PATIENCE,
  );
}
