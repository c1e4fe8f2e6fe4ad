// Text of logs is chosen by others: no regular expression of src/ may take more than linear time on it. All are
// collected by themselves (collect.ts); the verdict on each is kept in proved.json, and some are proved again every time.
import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { BOUNDS } from './bounds.ts';
import { collectRegexes } from './collect.ts';
import type { Collected } from './collect.ts';
import { slowest } from './measure.ts';
import { measure, nameOf, prove, readVerdicts } from './verdicts.ts';

/** How many are proved and measured again each time. */
const AGAIN = 12;

let collected: Collected;
beforeAll(async () => {
  collected = await collectRegexes();
}, 120_000);
const verdicts = readVerdicts();

test('each has a verdict; a new or changed one gets it by `npm run prove:regex`', () => {
  expect(collected.regexes.length).toBeGreaterThan(1_500);
  const unknown = collected.regexes.filter((regex) => !verdicts.has(nameOf(regex)));
  expect(unknown.map(({ key, files }) => `${files[0]}: ${key}`)).toEqual([]);
  const counts = new Map<string, number>();
  for (const regex of collected.regexes) {
    const verdict = verdicts.get(nameOf(regex)) ?? '';
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  // oxlint-disable-next-line no-console -- who reads the log of CI sees how much is proved
  console.log(`${collected.regexes.length} regular expressions:`, Object.fromEntries(counts));
});

/** Places that build one of known texts only, each escaped and of bounded length: nothing in it can repeat. */
const LITERALS: ReadonlySet<string> = new Set(['secrets/redact-texts.ts']);

test('no place builds one that cannot be seen', () => {
  const unseen = collected.unseen.filter((place) => !LITERALS.has(place.split(':')[0] ?? ''));
  expect(unseen).toEqual([]);
});

/** Another choice with every change to any of them, the same on every machine. */
function choose(count: number, verdict: (verdict: string | undefined) => boolean): Collected['regexes'] {
  const all = collected.regexes.map(nameOf).sort().join('\n');
  const seed = createHash('sha256').update(all).digest('hex');
  const rank = (name: string): string => createHash('sha256').update(seed).update(name).digest('hex');
  return collected.regexes
    .map((regex) => ({ regex, name: nameOf(regex) }))
    .filter(({ name }) => verdict(verdicts.get(name)))
    .sort((a, b) => (rank(a.name) < rank(b.name) ? -1 : 1))
    .slice(0, count)
    .map(({ regex }) => regex);
}

test('some of the proved ones are proved again', async () => {
  const wrong: string[] = [];
  for (const regex of choose(AGAIN, (verdict) => verdict === 'linear')) {
    const answer = await prove(regex);
    // A busy machine may be too slow for the proof; then it was measured.
    if ('slow' in answer) wrong.push(`${regex.key}: ${answer.slow}`);
  }
  expect(wrong).toEqual([]);
});

test('some of the others are measured again', () => {
  const again = choose(AGAIN, (verdict) => verdict !== 'linear');
  expect(again.map((regex) => measure(regex)).filter((slow) => slow !== null)).toEqual([]);
});

test('a slow one would be found', async () => {
  for (const source of ['[.,]+$', '(?:a+)+b', String.raw`\s*x`, String.raw`\((.*)\)`]) {
    expect([source, slowest(new RegExp(source)).fast]).toEqual([source, false]);
    const regex = { key: `/${source}/`, source, flags: '', files: ['x.ts'] };
    expect(await prove(regex)).toMatchObject({ slow: expect.any(String) });
  }
});

test('the bounds are used, each', () => {
  const idle = BOUNDS.filter(
    ({ at, pattern }) =>
      !collected.regexes.some(
        ({ source, files }) => files.some((file) => file.startsWith(at)) && source.includes(pattern ?? ''),
      ),
  );
  expect(idle).toEqual([]);
});
