import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordEvidence } from '../../src/consolidation/word-evidence.ts';
import type { Weighed } from '../../src/mining/weigh.ts';
import { session } from '../helpers/session.ts';
import { weighed } from '../helpers/weighed.ts';

const titles = (result: Weighed): readonly string[] => result.evidence.map((one) => wordEvidence(one).title);
const wrong = (script: string): Parameters<typeof session>[1] => [
  { run: `npm run ${script}`, exit: 1, output: `npm error Missing script: "${script}"` },
  { run: `pnpm ${script}`, output: 'ok' },
];

describe('weigh', () => {
  it('makes one lesson of one cause, however many scripts it hit', async () => {
    const result = weighed([
      await session('a', wrong('test')),
      await session('b', wrong('lint')),
      await session('c', wrong('build')),
    ]);
    expect(titles(result)).toEqual(['Use pnpm, not npm']);
    expect(result.evidence[0]?.support.sessions).toBe(3);
  });

  it('lets the most frequent answer win over a rarer one', async () => {
    const fail = { run: 'tool check', exit: 2, output: 'error: unknown command check' };
    const sessions = [
      ...(await Promise.all(
        [1, 2, 3, 4].map((day) => session(`a${day}`, [fail, { run: 'tool run check', output: 'ok' }], { day })),
      )),
      await session('b', [fail, { run: 'tool check --legacy', output: 'ok' }], { day: 5 }),
    ];
    const result = weighed(sessions);
    expect(titles(result)).toEqual(['Run `tool run check`, not `tool check`']);
    expect(result.evidence[0]?.support.sessions).toBe(5);
  });

  it('counts sub-agents and copies with the session they belong to', async () => {
    const parent = await session('p', wrong('test'));
    const child = await session('q', wrong('test'), { parent: parent.key });
    const result = weighed([parent, child]);
    expect(titles(result)).toEqual([]);
    expect(result.below[0]?.support.sessions).toBe(1);
  });

  it('takes one session for a standing rule, and joins the same rule in other words', async () => {
    const one = weighed([await session('a', [{ user: 'Never edit `src/stations.gen.ts`, it is generated' }])]);
    expect(titles(one)).toEqual(['Never edit `src/stations.gen.ts`, it is generated']);
    const both = weighed([
      await session('a', [{ user: 'Never edit `src/stations.gen.ts`, it is generated' }], { day: 1 }),
      await session('b', [{ user: 'never touch stations.gen.ts: generated file' }], { day: 2 }),
    ]);
    expect(both.evidence.map((evidence) => evidence.support.sessions)).toEqual([2]);
  });

  it('never joins a rule with its opposite: the later one takes it back', async () => {
    const result = weighed([
      await session('a', [{ user: 'Always use pnpm, not npm, for scripts' }], { day: 1 }),
      await session('b', [{ user: 'Always use npm, not pnpm, for scripts' }], { day: 2 }),
    ]);
    expect(result.evidence.map((evidence) => evidence.claim)).toMatchObject([
      { rule: 'Always use npm, not pnpm, for scripts', replaces: 'Always use pnpm, not npm, for scripts' },
    ]);
  });

  it('finds the workflow behind a request, without its parts and variants', async () => {
    const parts = (n: number): Parameters<typeof session>[1] => [
      { user: ['Blue header', 'Wind table', 'Moon phases', 'Faster search', 'Dark map'][n] ?? '' },
      { edit: `src/${n}.ts` },
      { user: ['commit', 'commit this', 'ok commit', 'please commit your changes', 'comit'][n] ?? 'commit' },
      { run: 'git status' },
      { run: 'git diff' },
      { run: `git add src/${n}.ts` },
      { run: `git commit -m "task ${n}"` },
    ];
    const sessions = await Promise.all([0, 1, 2, 3, 4].map((n) => session(`s${n}`, parts(n), { day: n + 1 })));
    expect(titles(weighed(sessions))).toEqual([
      'Commit only when the user asks for it',
      'On “commit”: git status, git diff, git add, git commit',
    ]);
  });

  it('does not care in which order sessions come (property)', async () => {
    const sessions = await Promise.all(
      ['test', 'lint', 'build', 'gen', 'docs', 'check'].map((script, day) =>
        session(
          `s-${script}`,
          [
            { user: 'Always write UTC times in logs' },
            ...wrong(script),
            { run: 'git add a' },
            { run: 'git commit -m x' },
          ],
          { day: day + 1 },
        ),
      ),
    );
    const expected = JSON.stringify(weighed(sessions));
    fc.assert(
      fc.property(fc.shuffledSubarray([...sessions], { minLength: sessions.length }), (shuffled) => {
        expect(JSON.stringify(weighed(shuffled))).toBe(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('explains every score by its parts', async () => {
    const { evidence } = weighed([await session('a', wrong('test')), await session('b', wrong('test'))]);
    for (const one of evidence) {
      const product = one.scoreParts.reduce((value, part) => value * part.value, 1);
      expect(one.score).toBeCloseTo(product, 3);
    }
  });
});
