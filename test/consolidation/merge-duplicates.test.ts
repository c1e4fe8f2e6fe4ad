// Two playbooks that say the same become one change: proposed by a real run, accepted and reverted through the real store.
import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/model/change.ts';
import { makePlaybook, printPlaybook } from '../../src/model/playbook.ts';
import { openRepository } from '../helpers/git-repository.ts';
import { decideAll, openDesk, proposed, readMemory, say, type Desk } from './desk.ts';

interface Hand {
  readonly title: string;
  readonly body: string;
  readonly project?: string;
  readonly sessions?: number;
  readonly pinned?: boolean;
}

const RULE = '\n**When** testing.\n\n**Do** Run the integration tests with `pnpm test --run`.\n';
const SAME =
  '\n**When** checking.\n\n**Do** Always run integration tests with `pnpm test --run`.\n\n**Check** The last line says passed.\n';
const UNLIKE = '\n**When** writing docs.\n\n**Do** Keep every example short.\n';

/** Puts playbooks into the memory by hand, as a second machine or a person would; gives their paths. */
function put(
  desk: Desk,
  id: string,
  { title, body, project = 'tidemark', sessions = 3, pinned = false }: Hand,
): string {
  const git = openRepository(desk.memory);
  const path = `playbooks/${project}/${id}.md`;
  const support = { sessions, days: 2, people: 1, first: '2026-03-01', last: '2026-03-02' };
  const text = printPlaybook(makePlaybook({ path, id, title, kind: 'preference', project, support, body }));
  git.write(path, pinned ? text.replace('kind:', 'pinned: true\nkind:') : text);
  git.git('add', path);
  git.git('commit', '--quiet', `--message=Add ${id}`, '--', path);
  return path;
}

async function opened(): Promise<Desk> {
  const desk = openDesk();
  await say(desk, 1, 'From now on, always write a changelog entry for every fix.');
  await decideAll(desk, 1);
  return desk;
}

async function mergesIn(desk: Desk): Promise<readonly Change[]> {
  const { changes } = await say(desk, 3, 'Thanks, that is all for now.');
  return changes.map(({ guarded }) => guarded.change).filter((one) => one.type === 'merge');
}

describe('merging what says the same', () => {
  it('keeps the better supported, takes in what only the other says, and can be accepted and reverted', async () => {
    const desk = await opened();
    const kept = put(desk, 'with-vitest', { title: 'Run the integration tests', body: RULE, sessions: 9 });
    const gone = put(desk, 'integration', { title: 'Integration tests', body: SAME });
    const run = await say(desk, 3, 'Thanks, that is all for now.');
    expect(proposed(run)).toEqual(['merge Run the integration tests']);
    const guarded = run.changes[0]?.guarded;
    expect(guarded?.files.map(({ path, text }) => [path, text === null])).toEqual([
      [kept, false],
      [gone, true],
    ]);
    expect(guarded?.message).toMatch(/^Merge preference: run the integration tests\n/);
    expect(guarded?.message).toContain(`Takes in ${gone}`);
    const before = await readMemory(desk);
    await decideAll(desk, 3);
    const after = await readMemory(desk);
    expect(after.has(gone)).toBe(false);
    expect(after.get(kept)).toContain('The last line says passed.');
    expect(after.get(kept)).toContain('pnpm test --run');
    // What was merged away does not come back, and there is nothing more to merge.
    expect(await mergesIn(desk)).toEqual([]);
    const git = openRepository(desk.memory);
    const commit = git.git('log', '--format=%H', '--grep=^Merge preference', '-1');
    git.git('revert', '--no-edit', commit);
    expect(await readMemory(desk)).toEqual(before);
  });

  it('is not proposed twice while it waits', async () => {
    const desk = await opened();
    put(desk, 'one', { title: 'Run the integration tests', body: RULE, sessions: 9 });
    put(desk, 'two', { title: 'Integration tests', body: SAME });
    expect(await mergesIn(desk)).toHaveLength(1);
    const again = await say(desk, 5, 'Good night.');
    expect(proposed(again)).toEqual([]);
    expect(again.held.filter((one) => one.reason === 'already-open').map((one) => one.detail)).toEqual([
      expect.stringContaining('says the same as'),
    ]);
  });

  it('keeps every word that people wrote on the side that goes', async () => {
    const desk = await opened();
    put(desk, 'one', { title: 'Run the integration tests', body: RULE, sessions: 9 });
    put(desk, 'two', { title: 'Integration tests', body: `${SAME}\nOur words, as we like them.\n` });
    const [merge] = await mergesIn(desk);
    for (const line of SAME.split('\n').filter((one) => one !== '')) expect(merge?.after).toContain(line);
    expect(merge?.after).toContain('Our words, as we like them.');
  });

  it.each([
    ['another project', { title: 'Integration tests', body: SAME, project: 'other' }],
    ['a pinned one', { title: 'Integration tests', body: SAME, pinned: true }],
    ['another lesson', { title: 'Short examples', body: UNLIKE }],
    [
      'the opposite',
      { title: 'No such tests', body: '\n**Do** Never run integration tests with `pnpm test --run`.\n' },
    ],
    ['another command', { title: 'Unit tests', body: RULE.replace('pnpm test --run', 'pnpm test --watch') }],
  ] as const)('leaves %s alone', async (_, other) => {
    const desk = await opened();
    put(desk, 'one', { title: 'Run the integration tests', body: RULE, sessions: 9 });
    put(desk, 'two', other);
    expect(await mergesIn(desk)).toEqual([]);
  });

  it('leaves frozen ones alone, and says so', async () => {
    const desk = await opened();
    put(desk, 'one', { title: 'Run the integration tests', body: RULE, sessions: 9 });
    put(desk, 'two', { title: 'Integration tests', body: SAME });
    const policy = { requireOwner: false, highStakes: [], frozen: ['playbooks/tidemark/two.md'] };
    const run = await say(desk, 3, 'Thanks, that is all for now.', { policy });
    expect(proposed(run)).toEqual([]);
    expect(run.held.map((one) => one.detail).join('\n')).toContain('two.md is frozen');
  });
});
