import { describe, expect, it } from 'vitest';
import { wordEvidence } from '../../src/consolidation/word-evidence.ts';
import { lookupMiner } from '../../src/mining/lookups.ts';
import { session } from '../helpers/session.ts';
import { weighed } from '../helpers/weighed.ts';

type Parts = Parameters<typeof session>[1];

async function lessons(count: number, partsOf: (n: number) => Parts): Promise<readonly string[]> {
  const sessions = await Promise.all(
    Array.from({ length: count }, (_, n) => session(`s${n}`, partsOf(n), { day: n + 1 })),
  );
  return weighed(sessions)
    .evidence.filter((one) => one.claim.type === 'lookup')
    .map((one) => {
      const { title, body } = wordEvidence(one);
      return `${title}\n${body}`;
    });
}

describe('look-ups', () => {
  it('make one map of the files that are read before anything is changed', async () => {
    const [map = '', ...others] = await lessons(4, (n) => [
      { run: 'rg -n "loadTides" src', output: 'src/data/tides.ts:4: export function loadTides()' },
      { run: "sed -n '1,200p' src/data/tides.ts" },
      { run: 'cat src/app/map.ts' },
      { run: `cat src/other/${'abcd'[n] ?? ''}.ts` },
      { edit: 'src/late.ts' },
      { run: 'cat src/late.ts' },
    ]);
    expect(others).toEqual([]);
    expect(map).toContain('Where things are: look first in `src/app/map.ts` and `src/data/tides.ts`');
    expect(map).toContain('- `src/data/tides.ts`: `loadTides`');
    expect(map).not.toContain('late.ts');
    expect(map).not.toContain('src/other');
  });

  it('leave out what everybody reads, and what is not of the project', async () => {
    const found = await lessons(6, () => [
      { run: 'cat README.md AGENTS.md package.json' },
      { run: 'cat /tmp/notes.md .github/workflows/ci.yml' },
      { run: 'cat src/tides.test.ts docs/2026-02-01-plan.md' },
    ]);
    expect(found).toEqual([]);
  });

  it('make no map of a single file: that is where every program begins', async () => {
    expect(await lessons(8, () => [{ run: 'cat src/main.go' }])).toEqual([]);
    expect(await lessons(8, () => [{ run: 'cat src/main.go src/tides/provider.go' }])).toHaveLength(1);
  });

  it('leave out files that only the oldest sessions know', async () => {
    const found = await lessons(8, (n) => [{ run: n < 4 ? 'cat src/old.ts src/older.ts' : `cat src/new${n}.ts` }]);
    expect(found).toEqual([]);
  });

  it('tell of installed packages and local servers', async () => {
    const found = await lessons(3, () => [
      { run: 'cat /usr/lib/node_modules/@acme/tide-kit/docs/api.md' },
      { run: 'curl -s localhost:3001/api/health' },
    ]);
    expect(found.map((one) => one.split('\n')[0]).sort()).toEqual([
      'Reach the local server at `localhost:3001`',
      'Read the installed files of `@acme/tide-kit` when you work with it',
    ]);
  });

  it('are bounded, however long the log', async () => {
    const parts = Array.from({ length: 3_000 }, (_, n) => ({ run: `cat src/file${n}.ts` }));
    expect(lookupMiner.observe(await session('a', parts)).length).toBeLessThanOrEqual(100);
  });
});
