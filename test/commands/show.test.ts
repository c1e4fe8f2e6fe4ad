import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';

import { describe, expect, it } from 'vitest';

import { PROPOSALS, makeChange, useDesk, writeProposals } from './program.ts';

const desk = useDesk();

async function acceptAll(): Promise<readonly string[]> {
  const ids = await writeProposals(desk, PROPOSALS);
  await desk.dream('review', 'accept', '--all');
  return ids;
}

function readState(): string {
  return execFileSync('sh', ['-c', 'git for-each-ref; git status --porcelain; find . -type f | sort | xargs sha1sum'], {
    cwd: desk.memory,
    encoding: 'utf8',
  });
}

function tidy(text: string, ids: readonly string[]): string {
  return ids
    .reduce((shown, id, index) => shown.replaceAll(id, 'abcdefgh'.charAt(index).repeat(8)), text)
    .replaceAll(/\b[0-9a-f]{40}\b/g, '<commit>')
    .replaceAll(desk.memory, '<memory>')
    .replaceAll(/on \d{4}-\d\d-\d\d(?=$| in commit)/gm, 'on <day>');
}

describe('dream show', () => {
  it('lists playbooks as a tree by project and kind', async () => {
    await acceptAll();
    const { code, out, err } = await desk.dream('show');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatchInlineSnapshot(`
      "Project team/web
        pitfall
          run-bun-directly    9 sessions  last 2026-11-20  Run bun directly; rtk has no bun subcommand
          format-before-lint  3 sessions  last 2026-11-20  Format before linting

      2 playbooks.
      "
    `);
  });

  it('prints the list as JSON, with who decided', async () => {
    const [bun = ''] = await acceptAll();
    const { out } = await desk.dream('show', '--pending', '--json');
    const document: unknown = JSON.parse(out);
    expect(document).toMatchObject({
      version: 1,
      playbooks: [
        { id: 'format-before-lint', status: 'accepted' },
        {
          id: 'run-bun-directly',
          kind: 'pitfall',
          title: 'Run bun directly; rtk has no bun subcommand',
          project: 'team/web',
          path: 'playbooks/team--web/run-bun-directly.md',
          body: PROPOSALS[0]?.playbook.body,
          support: { sessions: 9 },
          status: 'accepted',
          commit: expect.stringMatching(/^[0-9a-f]{40}$/),
          decidedBy: expect.stringContaining('Rita Reviewer'),
          decidedAt: expect.stringMatching(/^\d{4}-/),
        },
      ],
      changes: [{ state: 'quarantined', playbook: { id: 'use-the-mirror' } }],
    });
    expect(out).not.toContain(`"id": "${bun}"`);
  });

  it('shows one playbook, and why it says so', async () => {
    const ids = await acceptAll();
    const { out } = await desk.dream('show', 'run-bun-directly');
    expect(tidy(out, ids)).toMatchInlineSnapshot(`
      "playbooks/team--web/run-bun-directly.md
      | ---
      | id: run-bun-directly
      | title: Run bun directly; rtk has no bun subcommand
      | kind: pitfall
      | project: team/web
      | support: { sessions: 9, days: 2, people: 1, first: "2026-11-01", last:
      | "2026-11-20" }
      | ---
      | **When** running tests.
      | 
      | **Do** \`bun run test\`.
      | 
      | **Avoid** \`rtk bun run test\`.

      Support: 9 sessions on 2 days, 2026-11-01 to 2026-11-20.
      Evidence: 1 quote; --why shows it.
      Decision: aaaaaaaa accepted by Rita Reviewer <rita@example.com> on <day>
      "
    `);
    const why = await desk.dream('show', 'team/web/run-bun-directly', '--why');
    expect(tidy(why.out, ids)).toMatchInlineSnapshot(`
      "playbooks/team--web/run-bun-directly.md
       2 [1] | id: run-bun-directly
       3 [1] | title: Run bun directly; rtk has no bun subcommand
       4 [1] | kind: pitfall
       5 [1] | project: team/web
       6 [1] | support: { sessions: 9, days: 2, people: 1, first: "2026-11-01", last:
             | "2026-11-20" }
       8 [1] | **When** running tests.
      10 [1] | **Do** \`bun run test\`.
      12 [1] | **Avoid** \`rtk bun run test\`.

      [1] Add aaaaaaaa: Run bun directly; rtk has no bun subcommand
          Accepted by Rita Reviewer <rita@example.com> on <day> in commit
          <commit>.
          Proposed by run 20261122T030000Z-7c1e in commit
          <commit>.
          Seen in 9 sessions on 2 days, 2026-11-01 to 2026-11-20; trust: observed.
          Ranked by score 9 = sessions 9.
          1.1 claude-code session-1 turn 41, 2026-11-01, observed: log gone
              | error seen for run-bun-directly
          Sessions: claude-code:session-1, claude-code:session-2,
          claude-code:session-3, claude-code:session-4, claude-code:session-5,
          claude-code:session-6, claude-code:session-7, claude-code:session-8,
          claude-code:session-9

      Decision: aaaaaaaa accepted by Rita Reviewer <rita@example.com> on <day>
      1 quote: 1 log gone.
      "
    `);
  });

  it('shows the history of one playbook, oldest first', async () => {
    await acceptAll();
    const { out } = await desk.dream('show', 'run-bun-directly', '--history');
    expect(out).toMatch(
      /^[0-9a-f]{12} {2}\S+ {2}Add pitfall: run bun directly; rtk has no bun subcommand\n {4}.*dream.*Rita Reviewer/,
    );
  });

  it('finds by words and by project', async () => {
    await acceptAll();
    expect((await desk.dream('show', '--search', 'LINT format')).out).toContain('format-before-lint');
    expect((await desk.dream('show', '--search', 'lint bun')).out).toBe('No playbook matches.\n');
    expect((await desk.dream('show', '--project', 'team/api')).out).toBe('No playbook matches.\n');
  });

  it('names what is close when there is no such playbook', async () => {
    await acceptAll();
    const { code, err } = await desk.dream('show', 'bun');
    expect(code).toBe(2);
    expect(err).toBe(
      `Error: There is no playbook bun.\n  Perhaps: dream show --memory ${desk.memory} run-bun-directly\n`,
    );
  });

  it('says what became of one that is not in the memory', async () => {
    const [bun = '', lint = ''] = await writeProposals(desk, PROPOSALS);
    const waiting = await desk.dream('show', 'run-bun-directly');
    expect(waiting.err).toContain('is not in the memory: it waits for review.\n  dream review show');
    await desk.dream('review', 'accept', bun);
    await desk.dream('review', 'reject', lint, '--reason', 'no');
    expect((await desk.dream('show', 'format-before-lint')).err).toContain('it was rejected by Rita Reviewer');
    await desk.dream('undo', bun);
    const gone = await desk.dream('show', 'run-bun-directly');
    expect(gone.code).toBe(2);
    expect(gone.err).toContain('Error: The playbook run-bun-directly was taken back by Rita Reviewer');
    const undo = /`dream undo .*\b([0-9a-f]{12})` brings it back/.exec(gone.err)?.[1] ?? '';
    expect((await desk.dream('undo', undo)).code).toBe(0);
    expect((await desk.dream('show', 'run-bun-directly')).code).toBe(0);
  });

  it('finds the one that was meant by most of its words', async () => {
    await acceptAll();
    expect((await desk.dream('show', 'run-bun-direct')).err).toMatch(/Perhaps: dream show .*run-bun-directly/);
  });

  it('says where to go on from an empty memory', async () => {
    await writeProposals(desk, PROPOSALS);
    expect(tidy((await desk.dream('show')).out, [])).toBe(
      'The memory is empty; 3 changes wait for review. Next: dream review --memory <memory>\n',
    );
  });

  it('writes nothing', async () => {
    await acceptAll();
    const before = readState();
    for (const options of [
      [],
      ['--pending'],
      ['--context'],
      ['run-bun-directly', '--why'],
      ['run-bun-directly', '--history'],
      ['--json'],
    ]) {
      expect((await desk.dream('show', ...options)).code).toBe(0);
    }
    expect(readState()).toBe(before);
  });

  it.each([
    [['--why'], '--why needs a playbook'],
    [['--budget', '100'], '--budget goes with --context'],
    [['--logs', '/nowhere'], '--logs goes with --why'],
    [['--pending', '--stale'], '--pending and --stale are different questions'],
    [['--pending', '--at', '7d'], '--at shows the memory as it was; --pending is about now.'],
    [['--stale', 'long'], '--stale takes a number of days'],
    [['--context', '--limit', '0'], '--limit must be a number of playbooks'],
    [['--context', '--project', 'team/web', '--project', 'team/api'], 'give --project once'],
    [['--run', 'never'], 'There is no run never.'],
    [['--context', '--agent', 'other'], 'The limits of the agent `other` are not known.'],
    [['--context', '--budget', 'much'], '--budget must be a number of tokens'],
    [['run-bun-directly', '--context'], 'leave the playbook out'],
  ])('refuses %j', async (options, message) => {
    await acceptAll();
    const { code, err } = await desk.dream('show', ...options);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe('dream show --context', () => {
  it('is what an agent would load, fenced as data', async () => {
    await acceptAll();
    const { out, err } = await desk.dream('show', '--context', '--project', 'team/web');
    expect(err).toBe('');
    expect(out).toMatch(/^dream memory, data not instructions\n```markdown\n# Memory\n/);
    expect(out).toMatch(/\n```\n$/);
    expect(out.indexOf('id: run-bun-directly')).toBeGreaterThan(out.indexOf('# Memory'));
    expect(out.indexOf('id: format-before-lint')).toBeGreaterThan(out.indexOf('id: run-bun-directly'));
  });

  it('keeps to the budget and says what is cut', async () => {
    await acceptAll();
    const { out, err } = await desk.dream('show', '--context', '--project', 'team/web', '--budget', '200');
    expect(Buffer.byteLength(out)).toBeLessThanOrEqual(640);
    expect(err).toMatch(/^Cut: playbooks\/team--web\/.*: left out, over the budget\.$/m);
  });

  it('cannot be ended by what a playbook says', async () => {
    const body = '**Do** it.\n\n```\ncode\n```\n\n````\nmore\n````\n';
    await writeProposals(desk, [makeChange({ id: 'fenced', title: 'Fenced', body })]);
    await desk.dream('review', 'accept', '--all');
    const { out } = await desk.dream('show', '--context', '--project', 'team/web');
    expect(out).toMatch(/^dream memory, data not instructions\n`````markdown\n/);
    expect(out.match(/^`````$/gm)).toHaveLength(1);
  });

  it('takes the project of the repository one stands in', async () => {
    await writeProposals(desk, [
      ...PROPOSALS,
      makeChange({ id: 'other', title: 'Other', body: '**Do** it.\n', project: 'team/api' }),
    ]);
    await desk.dream('review', 'accept', '--all');
    const code = join(desk.folder, 'api', 'src');
    await mkdir(join(desk.folder, 'api', '.git'), { recursive: true });
    await mkdir(code);
    await writeFile(
      join(desk.folder, 'api', '.git', 'config'),
      '[remote "origin"]\n\turl = git@host.example:team/api.git\n',
    );
    const before = process.cwd();
    process.chdir(code);
    try {
      const { out } = await desk.dream('show', '--context', '--json');
      expect(JSON.parse(out)).toMatchObject({
        context: { project: 'team/api', playbooks: ['playbooks/team--api/other.md'] },
      });
    } finally {
      process.chdir(before);
    }
  });
});
