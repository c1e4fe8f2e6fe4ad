import { describe, expect, it } from 'vitest';
import { wordEvidence } from '../../src/consolidation/word-evidence.ts';
import type { ScreenedSession } from '../../src/model/session.ts';
import { session } from '../helpers/session.ts';
import { weighed } from '../helpers/weighed.ts';

type Parts = Parameters<typeof session>[1];
const TASKS = ['Blue header', 'Wind table', 'Moon phases', 'Faster search', 'Dark map', 'Tide chart'];

async function sessions(count: number, partsOf: (n: number) => Parts): Promise<readonly ScreenedSession[]> {
  return Promise.all(
    Array.from({ length: count }, (_, n) =>
      session(`s${n}`, [{ user: TASKS[n % TASKS.length] ?? '' }, ...partsOf(n)], { day: n + 1 }),
    ),
  );
}

async function workflows(count: number, partsOf: (n: number) => Parts): Promise<readonly string[]> {
  const { evidence } = weighed(await sessions(count, partsOf));
  return evidence.filter((one) => one.claim.type === 'workflow').map((one) => wordEvidence(one).title);
}

describe('workflows', () => {
  it('tell how sessions begin, with the options, when they do more than look', async () => {
    const parts = (n: number): Parts => [
      { run: 'git fetch origin && git status --short --branch' },
      { run: `git log -${n + 3}` },
      { edit: `src/${n}.ts` },
      { run: `tool run ${n}` },
    ];
    expect(await workflows(4, parts)).toEqual(['Begin work with git fetch origin and git status --short --branch']);
    const looking = (n: number): Parts => [
      { run: 'git status --short --branch' },
      { run: 'git log --oneline -5' },
      { edit: `src/${n}.ts` },
      { run: `tool run ${n}` },
    ];
    expect(await workflows(4, looking)).toEqual([]);
  });

  it('leave out an add that no commit follows', async () => {
    const parts = (n: number): Parts => [
      { edit: `src/${n}.ts` },
      { run: 'tool gen' },
      { run: `git add src/${n}.ts` },
      { run: 'tool pack --all' },
    ];
    const [title = ''] = await workflows(6, parts);
    expect(title).toMatch(/tool gen/);
    expect(title).not.toContain('git add');
  });

  it('take no file for a check because of its name', async () => {
    const parts = (n: number): Parts => [
      { edit: `src/${n}.ts` },
      { run: 'pnpm test' },
      { run: 'git add src/lint.ts test/check.ts' },
      { run: 'pnpm lint' },
    ];
    expect(await workflows(6, parts)).toEqual(['After every change: pnpm test, pnpm lint']);
  });

  it('find the checks that follow edits, in whatever order they come', async () => {
    const checks = ['golangci-lint run', 'go test ./...', 'go build -o app .'];
    const parts = (n: number): Parts => [
      { edit: `pkg/${n}.go` },
      ...[0, 1, 2].map((at) => ({ run: checks[(at + n) % 3] ?? '' })),
    ];
    const [title = '', ...others] = await workflows(6, parts);
    expect(title).toMatch(/^After every change: /);
    for (const check of checks) expect(title).toContain(check);
    expect(others).toEqual([]);
  });

  it('do not take checks without edits for checks of edits', async () => {
    expect(await workflows(4, () => [{ run: 'pnpm lint' }, { run: 'pnpm test' }])).not.toContain(
      'After every change: pnpm lint, pnpm test',
    );
  });

  it('say what a row of steps is for, and prefer one with a check to everyday git', async () => {
    const parts = (n: number): Parts => [
      { edit: `src/${n}.ts` },
      ...(n < 4 ? [{ run: 'npm run check' }] : []),
      { edit: `plans/PLAN-0${n}.md` },
      { run: `git add src/${n}.ts` },
      { run: `git commit -m "task ${n}"` },
      { run: 'git push' },
    ];
    expect(await workflows(6, parts)).toEqual([
      'To commit and push: npm run check, edit PLAN-<n>.md, git add, git commit, git push',
    ]);
  });

  it('say nothing of everyday git alone, unless its options tell something', async () => {
    const everyday =
      (options: string) =>
      (n: number): Parts => [
        { edit: `src/${n}.ts` },
        { run: `git add src/${n}.ts` },
        { run: `git commit${options} -m "task ${n}"` },
        { run: 'git push' },
      ];
    expect(await workflows(5, everyday(''))).toEqual([]);
    expect(await workflows(5, everyday(' --signoff'))).toHaveLength(1);
  });
});
