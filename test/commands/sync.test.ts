// `dream sync` and `dream run --push` as a person calls them, over bare remotes on disk.
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { writeClaudeLog } from '../helpers/claude-log.ts';
import { openRepository } from '../helpers/git-repository.ts';
import type { TestRepository } from '../helpers/git-repository.ts';
import { PROPOSALS, useDesk, writeProposals } from './program.ts';

const desk = useDesk();
const RUN = '20261122T030000Z-7c1e';

/** A bare remote beside the memory, which has one run. */
async function makeRemote(): Promise<TestRepository> {
  await writeProposals(desk, PROPOSALS);
  const remote = openRepository(await makeFolder('remote.git'));
  remote.git('init', '--quiet', '--bare', '--initial-branch=main', '.');
  memory().git('remote', 'add', 'origin', remote.folder);
  return remote;
}

async function makeFolder(name: string): Promise<string> {
  const folder = join(desk.folder, name);
  await mkdir(folder);
  return folder;
}

const memory = (): TestRepository => openRepository(desk.memory);

describe('dream sync', () => {
  it('sends a first ledger, and says once what that publishes and where', async () => {
    const remote = await makeRemote();
    const first = await desk.dream('sync');
    expect(first.code).toBe(0);
    expect(first.err).toMatch(
      /publishes what sessions said, .* to .*remote\.git: 0 sessions, 0 observations, 0 quotes/,
    );
    expect(first.err).toContain('quotes: local');
    expect(first.out).toContain('Ledger: sent 1 run');
    expect(first.out).toContain('Run branches: 1 sent');
    expect(Object.keys(remote.refs()).sort()).toEqual([
      'refs/dream/ledger',
      `refs/heads/dream/${RUN}`,
      'refs/heads/main',
    ]);
    const again = await desk.dream('sync');
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(again.out).toMatch(/^Exchanged with origin \(.*\): both have the same\n$/);
    expect(await desk.dream('sync', '--quiet')).toEqual({ code: 0, out: '', err: '' });
  });

  it('says with --dry-run what it would send, and sends nothing', async () => {
    const remote = await makeRemote();
    const before = memory().refs();
    const { code, out } = await desk.dream('sync', '--dry-run', '--json');
    expect(code).toBe(0);
    const document: unknown = JSON.parse(out);
    expect(document).toMatchObject({
      version: 1,
      remote: 'origin',
      dryRun: true,
      ledger: { sent: { runs: 1, decisions: 0 } },
      branches: { sent: [`dream/${RUN}`] },
      published: { sessions: 0 },
      problems: [],
    });
    expect(remote.refs()).toEqual({});
    expect(memory().refs()).toEqual(before);
    expect((await desk.dream('sync', '--dry-run')).out).toContain('Dry run: nothing was moved or sent.');
  });

  it('takes the remote of dream.yaml, and the named one before it', async () => {
    const remote = await makeRemote();
    memory().git('remote', 'rename', 'origin', 'team');
    memory().git('remote', 'add', 'other', remote.folder);
    const unclear = await desk.dream('sync');
    expect(unclear.code).toBe(2);
    expect(unclear.err).toContain('has team, other');
    await writeFile(join(desk.memory, 'dream.yaml'), 'remote: team\n');
    expect((await desk.dream('sync')).out).toContain('Exchanged with team');
    expect((await desk.dream('sync', 'other')).out).toContain('Exchanged with other');
    expect((await desk.dream('sync', 'nobody')).code).toBe(2);
  });

  it('is named by review and show in a clone that has no ledger yet', async () => {
    const remote = await makeRemote();
    await desk.dream('sync');
    await rm(desk.memory, { recursive: true });
    openRepository(desk.folder).git('clone', '--quiet', remote.folder, 'memory');
    for (const words of [['review', 'list'], ['show', '--pending'], ['show']]) {
      const { code, out } = await desk.dream(...words);
      expect(code).toBe(0);
      expect(out).toMatch(/The ledger is not in this clone yet.* dream sync --memory .* fetches it from origin/);
    }
    expect((await desk.dream('sync')).out).toContain('Ledger: received 1 run');
    expect((await desk.dream('review', 'list')).out).toContain('3 changes');
    expect((await desk.dream('show')).out).not.toContain('dream sync');
  });

  it('has no remote to exchange with: wrong usage, and how to add one', async () => {
    await writeProposals(desk, PROPOSALS);
    const { code, err } = await desk.dream('sync');
    expect(code).toBe(2);
    expect(err).toMatch(/has no remote\.\n.*remote add origin <url>/);
  });

  it.each(['ext::sh -c touch% marker', 'fd::7', '--upload-pack=touch marker'])(
    'never runs the address %s',
    async (url) => {
      await makeRemote();
      memory().git('config', 'remote.origin.url', url);
      const { code, err } = await desk.dream('sync');
      expect(code).toBe(2);
      expect(err).toContain('is not one that is used here');
      expect(existsSync(join(desk.memory, 'marker'))).toBe(false);
    },
  );

  it('says that a remote is not there, in one sentence with git’s words, and masks what stands in its address', async () => {
    await makeRemote();
    const before = memory().refs();
    memory().git('remote', 'set-url', 'origin', join(desk.folder, 'gone.git'));
    const gone = await desk.dream('sync', '--json');
    expect(gone.code).toBe(1);
    expect(gone.err).toContain('does not appear to be a git repository');
    expect(gone.err).not.toContain('    at ');
    memory().git('remote', 'set-url', 'origin', 'http://user:hunter2@127.0.0.1:1/memory.git');
    const refused = await desk.dream('sync');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('http://***@127.0.0.1:1/memory.git');
    expect(refused.err).not.toContain('hunter2');
    expect(refused.err).toContain('online');
    expect(memory().refs()).toEqual(before);
  });
});

describe('dream run --push', () => {
  /** Two sessions in which a person says the same. */
  async function writeLogs(): Promise<string> {
    const folder = await makeFolder('logs');
    for (const day of [2, 3]) {
      writeClaudeLog(folder, `s${day}`, day, [
        { user: `Look at page ${day}.` },
        { run: 'shopctl test --all', output: "error: unrecognized subcommand 'test'", exit: 2 },
        { run: 'shop test --all', output: '12 passed' },
        { agent: 'Done.' },
      ]);
    }
    return folder;
  }

  it('exchanges at the end, also when the run had nothing to say', async () => {
    const remote = await makeRemote();
    const logs = await writeLogs();
    const first = await desk.dream('run', logs, '--push', 'origin', '--json');
    expect(first.code).toBe(0);
    expect(JSON.parse(first.out)).toMatchObject({ sync: { remote: 'origin', ledger: { sent: { runs: 2 } } } });
    expect(remote.git('rev-parse', 'refs/dream/ledger')).toBe(memory().git('rev-parse', 'refs/dream/ledger'));
    const idle = await desk.dream('run', logs, '--push');
    expect(idle.code).toBe(0);
    expect(idle.out).toContain('both have the same');
  });

  it('keeps the run when it cannot be pushed, says so, and fails', async () => {
    await makeRemote();
    const logs = await writeLogs();
    memory().git('remote', 'set-url', 'origin', join(desk.folder, 'gone.git'));
    const before = memory().git('rev-parse', 'refs/dream/ledger');
    const { code, out, err } = await desk.dream('run', logs, '--push', '--json');
    expect(code).toBe(1);
    expect(err).toContain('The run is kept here; `dream sync` sends it.');
    expect(JSON.parse(out)).toMatchObject({ run: { outcome: 'written' }, sync: { error: {} } });
    expect(memory().git('rev-parse', 'refs/dream/ledger')).not.toBe(before);
  });

  it('refuses before it reads anything when there is nowhere to push to, or nothing would be written', async () => {
    await makeRemote();
    const logs = await writeLogs();
    const before = memory().git('rev-parse', 'refs/dream/ledger');
    expect((await desk.dream('run', logs, '--push', 'nobody')).code).toBe(2);
    expect((await desk.dream('run', logs, '--push', '--dry-run')).code).toBe(2);
    expect(memory().git('rev-parse', 'refs/dream/ledger')).toBe(before);
  });
});
