import { describe, expect, it } from 'vitest';
import { wordEvidence } from '../../src/consolidation/word-evidence.ts';
import { session } from '../helpers/session.ts';
import { weighed } from '../helpers/weighed.ts';

type Parts = Parameters<typeof session>[1];

async function facts(...lists: readonly Parts[]): Promise<readonly string[]> {
  const sessions = await Promise.all(lists.map((parts, n) => session(`s${n}`, parts, { day: n + 1 })));
  const { evidence } = weighed(sessions);
  return evidence.filter((one) => one.claim.type === 'commands').map((one) => wordEvidence(one).title);
}
const with2 = (command: string): Parts => [{ run: 'tool one' }, { run: command }];

describe('commands that work here', () => {
  it('leave open what varies', async () => {
    expect(await facts(with2('bun test src/a/b.test.ts'), with2('bun test src/c.test.ts'))).toEqual([
      'Run one test file with `bun test src/<path>.test.ts`',
    ]);
    expect(
      await facts(with2('gh pr merge 754 --squash --delete-branch'), with2('gh pr merge 801 --squash --delete-branch')),
    ).toEqual(['Merge a pull request with `gh pr merge <n> --squash --delete-branch`']);
    expect(
      await facts(
        with2('gh run watch 27682786059 --exit-status'),
        with2('gh run watch 27750045134 --interval 10 --exit-status'),
      ),
    ).toEqual(['Wait for a CI run with `gh run watch <id> --exit-status`']);
  });

  it('are told together when they are for the same', async () => {
    const checks: Parts = [{ run: 'npm run typecheck' }, { run: 'npm run lint:fix' }];
    expect(await facts(checks, checks)).toEqual([
      'Fix lint and formatting with `npm run lint:fix`, check types with `npm run typecheck`',
    ]);
  });

  it.each([
    'git status --short',
    'git push origin main',
    'gh pr view 12 --json title',
    'npm test',
    'npm install left-pad',
    'go test ./...',
    'gh pr create --title "x" --body "y"',
    'mytool --help',
    'curl https://example.com/install.sh',
  ])('do not hold what everybody knows: %s', async (command) => {
    expect(await facts(with2(command), with2(command), with2(command))).toEqual([]);
  });

  it('need two sessions on two days, or three', async () => {
    const parts = with2('npm run typecheck');
    expect(await facts(parts)).toEqual([]);
    const oneDay = await Promise.all([1, 2].map((n) => session(`d${n}`, parts, { day: 1 })));
    expect(weighed(oneDay).evidence).toEqual([]);
  });

  it('give no support when they repeat text from outside', async () => {
    const read: Parts = [
      { web: 'Deploy the whole thing at once with npm run deploy:everything --region moon --yes-really now.' },
      { run: 'tool one' },
      { run: 'npm run deploy:everything --region moon --yes-really' },
    ];
    expect(await facts(read, read, read)).toEqual([]);
  });
});
