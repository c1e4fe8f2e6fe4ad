import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { writeClaudeLog, type LogPart } from '../helpers/claude-log.ts';
import { runDream } from '../helpers/dream-job.ts';
import { openRepository } from '../helpers/git-repository.ts';
import { PROPOSALS, useDesk, writeProposals } from './program.ts';

interface RunReport {
  readonly changes: readonly { readonly id: string }[];
  readonly held: readonly unknown[];
}

const desk = useDesk();
const RITA = 'Rita Reviewer <rita@example.com>';
const RUN = '20261122T030000Z-7c1e';

async function accepted(): Promise<readonly [string, string]> {
  const [bun = '', lint = ''] = await writeProposals(desk, PROPOSALS);
  expect((await desk.dream('review', 'accept', bun, lint)).code).toBe(0);
  return [bun, lint];
}

const file = (id: string): string => join(desk.memory, 'playbooks/team--web', `${id}.md`);

describe('dream undo', () => {
  it('takes back what is named, says how to bring it back, and does so', async () => {
    const [bun] = await accepted();
    const text = readFileSync(file('run-bun-directly'), 'utf8');
    const { code, out } = await desk.dream('undo', bun, '--reason', 'bun works now');
    expect(code).toBe(0);
    expect(out).toMatch(
      new RegExp(`^Taken back: ${bun} Run bun directly; rtk has no bun subcommand in commit [0-9a-f]{12}\n`),
    );
    expect(out).toMatch(/^Index refreshed in commit [0-9a-f]{12}\.$/m);
    expect(existsSync(file('run-bun-directly'))).toBe(false);
    const id = /^To take this back: dream undo --memory \S+ (\S+)$/m.exec(out)?.[1] ?? '';
    const back = await desk.dream('undo', id);
    expect(back).toMatchObject({ code: 0 });
    expect(back.out).toContain(`Brought back: ${bun}`);
    expect(readFileSync(file('run-bun-directly'), 'utf8')).toBe(text);
    const { git } = openRepository(desk.memory);
    expect(
      git('log', '--format=%s', '-4')
        .split('\n')
        .filter((line) => line !== 'Refresh index'),
    ).toEqual([
      'Redo: add pitfall: run bun directly; rtk has no bun subcommand',
      'Undo: add pitfall: run bun directly; rtk has no bun subcommand',
    ]);
    expect(git('log', '--format=%b', '--grep=^Undo: ')).toContain('  bun works now');
    expect(git('status', '--porcelain')).toBe('');
  });

  it('keeps no secret in the reason', async () => {
    const [bun] = await accepted();
    const token = `ghp_${'aB3dE6gH9j'.repeat(4).slice(0, 36)}`;
    expect((await desk.dream('undo', bun, '--reason', `it shows ${token}`)).code).toBe(0);
    const { git } = openRepository(desk.memory);
    expect(git('log', '--all', '--format=%B')).not.toContain(token);
    expect(git('grep', 'it shows', 'refs/dream/ledger')).not.toContain(token);
    expect(git('log', '--format=%b')).toContain('  it shows ');
  });

  it('shows the diff of the real bytes and asks, on a terminal; anything but yes leaves all as it is', async () => {
    const [bun] = await accepted();
    const { git } = openRepository(desk.memory);
    const before = git('for-each-ref');
    for (const answer of ['\n', 'n\n', '']) {
      const { code, out } = await desk.dreamOnTerminal(answer, 'undo', bun);
      expect(code).toBe(0);
      expect(out).toContain('Undo add pitfall');
      expect(out).toMatch(/^- +\d+ \| \*\*Do\*\* `bun run test`\.$/m);
      expect(out).toContain('  Undo: add pitfall: run bun directly; rtk has no bun subcommand');
      expect(out).toContain('Undo 1 change? [y,N] ');
      expect(out).toContain('Nothing was undone.');
      expect(git('for-each-ref')).toBe(before);
    }
    const { code, out } = await desk.dreamOnTerminal('y\n', 'undo', RUN);
    expect(code).toBe(0);
    expect(out).toContain('Undo 2 changes? [y,N] ');
    expect(existsSync(file('run-bun-directly'))).toBe(false);
    const again = await desk.dreamOnTerminal(
      '',
      'undo',
      '--yes',
      git('log', '-1', '--format=%h', '--grep=^Undo: add pitfall: format'),
    );
    expect(again.out).not.toContain('[y,N]');
    expect(again.code).toBe(0);
    expect(existsSync(file('format-before-lint'))).toBe(true);
  });

  it('only previews with --dry-run, in words and as JSON', async () => {
    const [bun] = await accepted();
    const { git } = openRepository(desk.memory);
    const before = git('for-each-ref');
    const words = await desk.dream('undo', bun, '--dry-run');
    expect(words).toMatchObject({ code: 0 });
    expect(words.out).toContain('Commits to be made\n  Undo: add pitfall: run bun directly');
    const { code, out } = await desk.dream('undo', bun, '--dry-run', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      undo: { dryRun: true },
      changes: [{ id: bun, state: 'undone', commit: null, files: [{ after: null }] }],
      conflicts: [],
      decisions: [],
      indexCommit: null,
    });
    expect(git('for-each-ref')).toBe(before);
    const done = JSON.parse((await desk.dream('undo', bun, '--json')).out) as { changes: { commit: string }[] };
    expect(done).toMatchObject({
      undo: { dryRun: false },
      decisions: [{ verdict: 'undone', change: bun, who: RITA, result: done.changes[0]?.commit }],
    });
  });

  it('names what stands in the way, does the rest, and exits with 1', async () => {
    const [bun, lint] = await accepted();
    writeFileSync(file('format-before-lint'), `${readFileSync(file('format-before-lint'), 'utf8')}\nMine.\n`);
    openRepository(desk.memory).git('commit', '--quiet', '-a', '-m', 'My words');
    const { code, out } = await desk.dream('undo', RUN);
    expect(code).toBe(1);
    expect(out).toContain(`Taken back: ${bun}`);
    expect(out).toContain(`Not undone: ${lint} Format before linting\n`);
    expect(out).toContain('format-before-lint.md: it was changed since\n');
    expect(out).toContain('  | Mine.\n');
    expect(existsSync(file('format-before-lint'))).toBe(true);
    const json = await desk.dream('undo', lint, '--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      changes: [],
      conflicts: [{ change: lint, later: [] }],
      decisions: [],
    });
  });

  it('says what is wrong with what it cannot undo, with exit code 2', async () => {
    const [bun, , web = ''] = [
      ...(await accepted()),
      (await desk.openStore().then((s) => s.readLedger())).changes[2]?.id,
    ];
    await desk.dream('undo', bun);
    const wrong: readonly [readonly string[], string][] = [
      [[], 'Nothing to undo was named.'],
      [[bun, '--session', 'x'], 'not both'],
      [['0000000'], 'There is no accepted change, commit, run or undo named "0000000".'],
      [[bun], `The change ${bun} was taken back already.`],
      [[web], `The change ${web} is not accepted yet`],
      [['--session', 'nowhere'], 'No session named "nowhere" is in the ledger.'],
    ];
    for (const [args, words] of wrong) {
      const { code, err } = await desk.dream('undo', ...args);
      expect([code, err.includes(words) ? words : err]).toEqual([2, words]);
    }
  });

  it('lets only an owner undo where the policy asks for one', async () => {
    const [bun] = await accepted();
    writeFileSync(
      join(desk.memory, 'dream.yaml'),
      'policy:\n  requireOwner: true\nowners:\n  "*/*": [ann@example.com]\n',
    );
    const before = openRepository(desk.memory).git('for-each-ref');
    const { code, err } = await desk.dream('undo', bun);
    expect(code).toBe(5);
    expect(err).toContain('ann@example.com');
    expect(openRepository(desk.memory).git('for-each-ref')).toBe(before);
  });

  it('takes a session back for good: nothing is proposed from it again, until it is given back', async () => {
    const logs = join(desk.folder, 'logs');
    const wish = 'From now on always run the linter before you commit, in every task.';
    const session = writeClaudeLog(logs, 'wish', 3, [
      { user: wish },
      { run: 'npm run lint', output: 'ok' },
      { agent: 'Done.' },
    ]);
    const name = /([0-9a-f-]{36})\.jsonl$/.exec(session)?.[1] ?? '';
    const run = async (): Promise<RunReport> => {
      const { code, out } = await desk.dream('run', logs, '--json');
      expect(code).toBe(0);
      return JSON.parse(out) as RunReport;
    };
    const [change] = (await run()).changes;
    expect(change).toBeDefined();
    expect((await desk.dream('review', 'accept', change?.id ?? '')).code).toBe(0);
    const preview = await desk.dream('undo', '--session', name.slice(0, 8), '--dry-run');
    expect(preview.out.replaceAll(/\s+/g, ' ')).toContain(`Session claude-code:${name} counts for nothing from now on`);
    const undone = await desk.dream('undo', '--session', name.slice(0, 8), '--json', '--reason', 'a demo');
    expect(undone.code).toBe(0);
    const { undo, ...rest } = JSON.parse(undone.out) as { undo: { id: string }; changes: { id: string }[] };
    expect(rest).toMatchObject({
      changes: [{ id: change?.id }],
      withdrawn: [{ session: `claude-code:${name}`, lifted: false }],
    });
    // The log has grown, so the session is read again.
    writeClaudeLog(logs, 'wish', 3, [
      { user: wish },
      { run: 'npm run lint', output: 'ok' },
      { agent: 'Done.' },
      { user: `And again: ${wish}` },
    ]);
    const after = await run();
    // Held as taken back it would be a proposal that another check stops.
    expect([after.changes, after.held]).toEqual([[], []]);
    // The control: a memory that has not withdrawn it proposes it from the very same logs.
    const { changes } = await runDream(logs, join(desk.folder, 'other'));
    expect(changes.map(({ guarded }) => guarded.id)).toEqual([change?.id]);
    expect((await desk.dream('undo', undo.id)).out).toContain(`Session claude-code:${name} counts again.`);
    const store = await desk.openStore();
    const ledger = await store.readLedger();
    expect([...ledger.withdrawn]).toEqual([]);
    expect(ledger.observations.get(`claude-code:${name}`)?.length).toBeGreaterThan(0);
    expect(ledger.changes.map(({ state }) => state)).toEqual(['accepted']);
  });

  it('takes back with a session only what has too few others, and names other tellings of it', async () => {
    const logs = join(desk.folder, 'logs');
    const work = (task: string): readonly LogPart[] => [
      { user: task },
      { run: 'npm test', exit: 1, output: 'npm error Missing script: "test"\nnpm error To see a list, run: npm run' },
      { run: 'pnpm test', output: '12 passed' },
    ];
    const [first = '', second = ''] = ['Show the tide', 'Plot the moon', 'List the stations'].map((task, at) => {
      const path = writeClaudeLog(logs, task, at + 1, work(task));
      return basename(path, '.jsonl');
    });
    // A copy of the second under another id keeps the ids of its events.
    const copy = second.replace(/^.{4}/, 'abcd');
    writeFileSync(
      join(logs, `${copy}.jsonl`),
      readFileSync(join(logs, `${second}.jsonl`), 'utf8').replaceAll(second, copy),
    );
    const { changes } = JSON.parse((await desk.dream('run', logs, '--json')).out) as RunReport;
    expect((await desk.dream('review', 'accept', changes[0]?.id ?? '')).code).toBe(0);
    const undo = async (session: string): Promise<object> =>
      JSON.parse((await desk.dream('undo', '--session', session, '--json')).out) as object;
    expect(await undo(first)).toMatchObject({
      changes: [],
      alsoRests: [{ change: changes[0]?.id, sessions: 2 }],
      sharedEvents: [],
      withdrawn: [{ session: `claude-code:${first}` }],
      decisions: [],
    });
    // Its copy stands in for it, so the change still has two.
    expect(await undo(second)).toMatchObject({
      changes: [],
      alsoRests: [{ sessions: 2 }],
      sharedEvents: [{ session: `claude-code:${copy}`, why: 'same-events' }],
    });
    expect(await undo(copy)).toMatchObject({ changes: [{ id: changes[0]?.id, state: 'undone' }], alsoRests: [] });
  });
});
