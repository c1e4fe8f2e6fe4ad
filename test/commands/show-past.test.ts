// The memory as it was, by revision and by time; runs; what was not seen lately; words found; narrow terminals.
import { execFileSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { PROPOSALS, makeChange, useDesk, writeProposals } from './program.ts';

const desk = useDesk();
const RUN = '20261122T030000Z-7c1e';

function git(...args: readonly string[]): string {
  const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', HOME: desk.folder };
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  return execFileSync('git', [...who, ...args], { cwd: desk.memory, env, encoding: 'utf8' }).trim();
}

async function json(...argv: readonly string[]) {
  const { code, out, err } = await desk.dream('show', ...argv, '--json');
  if (code !== 0) throw new Error(err);
  return JSON.parse(out);
}

const idsAt = async (at: string): Promise<readonly string[]> =>
  (await json('--at', at)).playbooks.map(({ id }: { id: string }) => id);

/** One playbook accepted, then another; then the first was removed by hand. Gives the change ids. */
async function liveALittle(): Promise<readonly string[]> {
  const ids = await writeProposals(desk, PROPOSALS);
  await desk.dream('review', 'accept', ids[0] ?? '');
  await desk.dream('review', 'accept', ids[1] ?? '');
  await rm(join(desk.memory, 'playbooks/team--web/run-bun-directly.md'));
  git('commit', '-q', '-am', 'Forget bun');
  return ids;
}

describe('dream show --at', () => {
  it('takes a commit, its beginning, a branch, a tag, a change, a run, and steps back from them', async () => {
    const [first = '', second = ''] = await liveALittle();
    git('tag', '-a', '-m', 'before', 'before', 'HEAD~1');
    const both = ['format-before-lint', 'run-bun-directly'];
    const commit = git('rev-parse', 'HEAD~1');
    for (const at of [commit, commit.slice(0, 10), 'HEAD~1', 'main^', 'before', 'main~1', second])
      expect([at, await idsAt(at)]).toEqual([at, both]);
    expect(await idsAt('main')).toEqual(['format-before-lint']);
    expect(await idsAt(first)).toEqual(['run-bun-directly']);
    expect(await idsAt(RUN)).toEqual([]);
    expect(await idsAt('20261122T03')).toEqual([]);
    expect(await json('--at', first)).toMatchObject({ at: { as: `change ${first}`, asked: first } });
  });

  it('takes a change for the commit that accepted it, also when it was taken back since', async () => {
    const [first = ''] = await liveALittle();
    await writeFile(join(desk.memory, 'playbooks/team--web/run-bun-directly.md'), PROPOSALS[0]?.after ?? '');
    git('add', 'playbooks');
    git('commit', '-q', '-m', 'Bun again');
    expect((await desk.dream('undo', first)).code).toBe(0);
    expect(await idsAt('main')).toEqual(['format-before-lint']);
    expect(await idsAt(first)).toEqual(['run-bun-directly']);
  });

  it('takes a time, and says so where the memory had not begun', async () => {
    await liveALittle();
    const times = git('log', '--first-parent', '--format=%ct').split('\n').map(Number);
    const last = new Date(((times[0] ?? 0) + 1) * 1000).toISOString();
    expect(await idsAt(last)).toEqual(['format-before-lint']);
    const { code, out } = await desk.dream('show', '--at', '2001-01-01');
    expect(code).toBe(0);
    expect(out).toMatch(/^The memory began on \d{4}-.*; at 2001-01-01T23:59:59\.999Z there was nothing\.\n/);
    expect(await json('--at', '2001-01-01')).toMatchObject({ at: { commit: null }, playbooks: [] });
  });

  it('shows one playbook, a search and a context as they were, with the decisions of then', async () => {
    const [first = ''] = await liveALittle();
    const shown = await desk.dream('show', 'run-bun-directly', '--at', first);
    expect(shown.out).toMatch(/^At change [0-9a-f]{8}: commit [0-9a-f]{12}\.\n/);
    expect(shown.out).toContain('| **Do** `bun run test`.');
    expect((await desk.dream('show', 'run-bun-directly')).code).toBe(2);
    expect((await desk.dream('show', '--search', 'bun', '--at', first)).out).toContain('run-bun-directly');
    const context = await desk.dream('show', '--context', '--project', 'team/web', '--at', first);
    expect(context.out).toContain('id: run-bun-directly');
    expect(context.out).not.toContain('format-before-lint');
    const before = await json('run-bun-directly', '--why', '--at', first);
    expect(before.changes).toMatchObject([{ id: first, state: 'accepted' }]);
  });

  it.each([
    '--output=/tmp/x',
    '--help',
    ':/forget',
    'HEAD@{1}',
    'main:MEMORY.md',
    'main..HEAD',
    'no-such-branch',
    'ffffffff',
    '2026-02-31',
    'HEAD~99',
    'a\nb',
    '',
  ])('refuses %j without giving it to git as an option', async (at) => {
    await writeProposals(desk, PROPOSALS);
    await desk.dream('review', 'accept', '--all');
    const { code, err } = await desk.dream('show', `--at=${at}`);
    expect(code).toBe(2);
    expect(err).toContain('--at does not understand');
    expect(err).toContain('a commit, a branch, a tag');
  });
});

describe('dream show --run and --runs', () => {
  it('shows what one run did and where each proposal stands', async () => {
    const [first = ''] = await liveALittle();
    for (const name of [RUN, '20261122', 'latest']) {
      const { code, out } = await desk.dream('show', '--run', name);
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`^Run ${RUN}\\n`));
      expect(out).toContain('3 changes proposed');
      expect(out).toMatch(new RegExp(`${first} {2}Add pitfall: Run bun directly.*\\n +accepted; 9 sessions; team/web`));
      expect(out).toContain('quarantined; 5 sessions; team/web');
    }
    expect((await json('--run', 'latest')).run).toMatchObject({ id: RUN, engine: 'offline/1', changes: [{}, {}, {}] });
    expect((await desk.dream('show', '--runs')).out).toBe(
      `${RUN}\n  0 sessions new, 3 changes: 2 accepted, 1 quarantined\n`,
    );
  });
});

describe('dream show --stale', () => {
  it('counts from what was seen last in the memory, oldest first, and proposes nothing', async () => {
    const old = makeChange({ id: 'old', title: 'Old habit', body: '**Do** it.\n' });
    const text = (last: string): string => (old.after ?? '').replace('2026-11-20', last).replace('id: old', 'id: aged');
    await writeProposals(desk, PROPOSALS);
    await desk.dream('review', 'accept', '--all');
    await writeFile(join(desk.memory, 'playbooks/team--web/aged.md'), text('2026-06-01'));
    await writeFile(
      join(desk.memory, 'playbooks/team--web/hand.md'),
      '---\nid: hand\ntitle: Hand\nkind: fact\nproject: team/web\n---\nx\n',
    );
    git('add', 'playbooks');
    git('commit', '-q', '-m', 'More');
    const { out } = await desk.dream('show', '--stale');
    expect(out).toMatch(/^last seen 2026-06-01, 172 days before the newest session\n {2}Old habit\n/);
    expect(out).toContain('its project had no session since, so silence says nothing');
    expect(out.replaceAll('\n', ' ')).toContain('That is no reason to retire any of them.');
    expect(out).toContain('1 playbook without a day, written by hand.');
    expect((await json('--stale', '172')).stale).toEqual([]);
    expect(await json('--stale', '171')).toMatchObject({ stale: [{ id: 'aged', days: 172, sessionsSince: 0 }] });
  });
});

describe('dream show --search', () => {
  it('does not mind case, accents and width, takes phrases, and shows the line', async () => {
    const body = '**When** the café is ＯＰＥＮ.\n\n**Do** bring  a cup.\n';
    await writeProposals(desk, [makeChange({ id: 'cafe', title: 'Go out', body }), ...PROPOSALS]);
    await desk.dream('review', 'accept', '--all');
    const found = async (query: string): Promise<string> => (await desk.dream('show', '--search', query)).out;
    expect(await found('CAFE open')).toContain('| **When** the café is ＯＰＥＮ.\n');
    expect(await found('"bring a cup"')).toContain('cafe.md');
    expect(await found('"cup a bring"')).toBe('No playbook matches.\n');
    expect((await json('--search', 'cup')).playbooks).toMatchObject([
      { id: 'cafe', matches: [{ text: '**Do** bring  a cup.' }] },
    ]);
  });
});

describe('dream show for a reader', () => {
  it('fits a terminal, and keeps whole lines for other programs', async () => {
    await writeProposals(desk, PROPOSALS);
    await desk.dream('review', 'accept', '--all');
    const { out } = await desk.dreamOnTerminal('', 'show');
    expect(out.split('\n').every((line) => line.length <= 80)).toBe(true);
    expect(out).toContain(
      '    Run bun directly; rtk has no bun subcommand\n      run-bun-directly, 9 sessions, last 2026-11-20\n',
    );
    expect((await desk.dream('show')).out).toMatch(
      /^ {4}run-bun-directly .* Run bun directly; rtk has no bun subcommand$/m,
    );
  });

  it('takes several projects and a kind, also for what waits', async () => {
    const other = (project: string) =>
      makeChange({ id: project.replace('/', '-'), title: `Of ${project}`, body: '**Do** it.\n', project });
    await writeProposals(desk, [other('team/api'), other('team/ios'), other('team/web')]);
    const pending = await json('--pending', '--project', 'team/api', '--project', 'team/ios');
    expect(pending.changes.map((change: { playbook: { project: string } }) => change.playbook.project).sort()).toEqual([
      'team/api',
      'team/ios',
    ]);
    expect((await json('--pending', '--kind', 'fact')).changes).toEqual([]);
    expect((await json('--pending', '--run', 'latest')).changes).toHaveLength(3);
  });

  it('reads the history of the whole memory as a story', async () => {
    const [first = ''] = await liveALittle();
    const { out } = await desk.dream('show', '--history');
    expect(out).toMatch(new RegExp(`Add pitfall: .*\\n {4}change ${first} accepted; dream.*Rita Reviewer`));
    expect(out).toContain('Refresh index');
    expect(out).toContain('Forget bun');
  });
});
