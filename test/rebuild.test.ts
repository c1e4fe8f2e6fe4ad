// Proposals again from the ledger alone: told by what is in git afterwards, with no log left to read.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DreamResult } from '../src/dream.ts';
import { MINER_VERSION } from '../src/mining/index.ts';
import { printMemoryIndex } from '../src/model/memory-index.ts';
import type { Ruling } from '../src/store/store.ts';
import { writeClaudeLog, type LogPart } from './helpers/claude-log.ts';
import { openTestStore, runDream } from './helpers/dream-job.ts';
import { openRepository, temporaryFolder } from './helpers/git-repository.ts';

const LATER = new Date('2026-04-02T03:00:00Z');
const LATEST = new Date('2026-04-03T03:00:00Z');

const wrong = (bad: string, good: string): readonly LogPart[] => [
  { edit: 'src/tides.ts' },
  { run: bad, exit: 1, output: `npm error Missing script: "${bad.split(' ').at(-1)}"` },
  { run: good, output: '12 passed' },
];

function logsOf(count: number): string {
  const logs = temporaryFolder();
  for (let day = 1; day <= count; day += 1) {
    writeClaudeLog(logs, `test ${day}`, day, [
      { user: `Show the tide table of day ${day}` },
      ...wrong('npm test', 'pnpm test'),
      ...wrong('npm run lint', 'pnpm lint'),
    ]);
  }
  return logs;
}

/** A run whose logs are gone afterwards. */
async function runOnce(memory: string, count = 3): Promise<DreamResult> {
  const logs = logsOf(count);
  const result = await runDream(logs, memory);
  expect(result.changes.length).toBeGreaterThanOrEqual(2);
  rmSync(logs, { recursive: true });
  return result;
}

const rebuild = (memory: string, at = LATER, more: Parameters<typeof runDream>[2] = {}): Promise<DreamResult> =>
  runDream('/nowhere', memory, { paths: [], rebuild: true, at, ...more });

/** What is proposed: ids and bytes. */
const contentOf = ({ changes }: DreamResult) => changes.map(({ guarded }) => [guarded.id, guarded.files]);

async function decide(memory: string, ids: readonly string[], verdict: Ruling['verdict'], at = LATER): Promise<void> {
  const store = await openTestStore(memory, { now: at });
  const { changes } = await store.readLedger();
  const open = changes.filter(
    (change) => ids.includes(change.id) && change.state === 'open' && change.supersededBy === null,
  );
  const rulings = open.map((change): Ruling => ({ change, verdict, reason: 'because', edited: null }));
  const reviewer = { name: 'Ada', email: 'ada@example.com' };
  const id = `review-${ids.join('-')}-${at.getTime()}`;
  const { results } = await store.applyReview({ id, reviewer, rulings, printIndex: printMemoryIndex });
  expect(results.map(({ status }) => status)).toEqual(ids.map(() => 'done'));
}

describe('a rebuild', () => {
  it('proposes the same without any log, in place of what waits, and the second time nothing', async () => {
    const memory = temporaryFolder();
    const first = await runOnce(memory);
    const again = await rebuild(memory);
    expect(again.outcome).toBe('written');
    expect(contentOf(again)).toEqual(contentOf(first));
    expect(again.rebuilt).toMatchObject({ sessions: 3, sameAs: null });
    const store = await openTestStore(memory);
    const { changes, runs } = await store.readLedger();
    expect(runs.map((run) => run.rebuild ?? false)).toEqual([false, true]);
    const waiting = changes.filter((change) => change.supersededBy === null);
    expect(waiting.map(({ run, state }) => [run, state])).toEqual(again.changes.map(() => [again.record.id, 'open']));
    // Of the run that is replaced throughout the branch has gone into the archive.
    const branches = openRepository(memory).git('for-each-ref', '--format=%(refname)', 'refs/heads/dream');
    expect(branches).toBe(`refs/heads/${again.record.branch}`);

    const before = openRepository(memory).refs();
    const third = await rebuild(memory, LATEST);
    expect(third).toMatchObject({ outcome: 'idle', changes: [], rebuilt: { sameAs: again.record.id } });
    expect(openRepository(memory).refs()).toEqual(before);
  });

  it('does not make the next run over the same logs go on with what was over its budget', async () => {
    const logs = logsOf(3);
    const memory = temporaryFolder();
    const limits = { minSupport: 2, maxChanges: 1 };
    expect((await runDream(logs, memory, { limits })).changes).toHaveLength(1);
    expect((await rebuild(memory, LATER, { limits })).changes).toHaveLength(1);
    expect((await runDream(logs, memory, { limits, at: LATEST })).outcome).toBe('idle');
  });

  it('brings all back that several runs had proposed, however many one run may propose', async () => {
    const logs = logsOf(3);
    const memory = temporaryFolder();
    const limits = { minSupport: 2, maxChanges: 1 };
    const first = await runDream(logs, memory, { limits });
    // A new session, so that the second run goes on where the budget of the first ended.
    writeClaudeLog(logs, 'one more', 20, [{ user: 'What is a spring tide?' }, { agent: 'A tide of a full moon.' }]);
    const second = await runDream(logs, memory, { limits, at: LATER });
    const ids = [...first.changes, ...second.changes].map(({ guarded }) => guarded.id);
    expect(new Set(ids).size).toBe(2);
    const again = await rebuild(memory, LATEST, { limits });
    expect(again.changes.map(({ guarded }) => guarded.id).sort()).toEqual([...ids].sort());
  });

  it('works in a clone that has only the ledger, and where run branches were deleted', async () => {
    const memory = temporaryFolder();
    const first = await runOnce(memory);
    const clone = openRepository(temporaryFolder());
    clone.git('init', '--quiet', '--initial-branch=main', '.');
    clone.git('fetch', '--quiet', memory, 'refs/dream/ledger:refs/dream/ledger');

    openRepository(memory).git('branch', '-D', `${first.record.branch}`);
    expect(contentOf(await rebuild(memory))).toEqual(contentOf(first));
    const elsewhere = await rebuild(clone.folder, LATEST);
    expect(contentOf(elsewhere)).toEqual(contentOf(first));
    expect(clone.git('rev-parse', `refs/heads/${elsewhere.record.branch}`)).toMatch(/^[0-9a-f]{40}$/);
  });

  it('keeps decisions: what was rejected stays away, what was accepted is known', async () => {
    const memory = temporaryFolder();
    const first = await runOnce(memory);
    const [rejected = '', accepted = ''] = first.changes.map(({ guarded }) => guarded.id);
    await decide(memory, [rejected], 'rejected');
    await decide(memory, [accepted], 'accepted');
    const again = await rebuild(memory, LATEST);
    const ids = again.changes.map(({ guarded }) => guarded.id);
    expect(ids).not.toContain(rejected);
    expect(ids).not.toContain(accepted);
    expect(again.held.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['tombstoned', 'already-known']));
  });

  it('brings accepted playbooks back as proposals when the memory branch is lost', async () => {
    const memory = temporaryFolder();
    const first = await runOnce(memory);
    const ids = first.changes.map(({ guarded }) => guarded.id);
    await decide(memory, ids, 'accepted');
    const repository = openRepository(memory);
    expect((await rebuild(memory, LATER)).outcome).toBe('idle');
    // What a person has deleted stays away; what is gone with the branch comes back.
    repository.git('checkout', '--quiet', 'main');
    repository.git('rm', '--quiet', '-r', 'playbooks');
    repository.git('commit', '--quiet', '-m', 'Delete by hand');
    expect((await rebuild(memory, LATER)).held.map(({ reason }) => reason)).toContain('taken-back');
    repository.git('checkout', '--quiet', '--orphan', 'other');
    repository.git('branch', '-D', 'main');
    repository.git('checkout', '--quiet', '--orphan', 'main');
    const again = await rebuild(memory, LATEST, { limits: { minSupport: 2, maxChanges: 1 } });
    expect(contentOf(again)).toEqual(contentOf(first));
    await decide(memory, ids, 'accepted', LATEST);
    expect((await (await openTestStore(memory)).readMemory()).playbooks).toHaveLength(ids.length);
  });

  it('says nothing readable of a ledger without a session', async () => {
    await expect(rebuild(temporaryFolder())).rejects.toMatchObject({ kind: 'nothing-readable' });
  });

  it('counts what an older version saw, and uses it as it is', async () => {
    const memory = temporaryFolder();
    const first = await runOnce(memory);
    const repository = openRepository(memory);
    const file = `sessions/${first.record.id}.jsonl`;
    const lines = repository.git('show', `refs/dream/ledger:${file}`).replaceAll(`"${MINER_VERSION}"`, '"miners/0"');
    const ledger = join(temporaryFolder(), 'ledger');
    repository.git('worktree', 'add', '--quiet', '--detach', ledger, 'refs/dream/ledger');
    openRepository(ledger).commit('an older version', { [file]: `${lines}\n` });
    repository.git('update-ref', 'refs/dream/ledger', openRepository(ledger).git('rev-parse', 'HEAD'));
    const again = await rebuild(memory);
    expect(contentOf(again)).toEqual(contentOf(first));
    expect(again.findings.filter(({ code }) => code === 'older-observations')).toEqual([
      { code: 'older-observations', file: null, line: null, detail: '3 of 3; what was seen in them is used as it is' },
    ]);
  });
});

describe('the ledger while logs come and go', () => {
  it('replaces what was seen in a session that grew, and keeps what was seen in one that vanished', async () => {
    const logs = logsOf(3);
    const memory = temporaryFolder();
    await runDream(logs, memory);
    const before = (await (await openTestStore(memory)).readLedger()).observations;
    // The same session, longer: the beginning is as it was, and one more failure stands at its end.
    const parts: readonly LogPart[] = [
      { user: 'Show the tide table of day 1' },
      ...wrong('npm test', 'pnpm test'),
      ...wrong('npm run lint', 'pnpm lint'),
      ...wrong('npm run check', 'pnpm check'),
    ];
    const grown = writeClaudeLog(temporaryFolder(), 'test 1', 1, parts);
    const next = await runDream(grown, memory, { paths: [grown], at: LATER });
    expect(next.record.sessions).toMatchObject({ new: 0, updated: 1 });
    const after = (await (await openTestStore(memory)).readLedger()).observations;
    expect(after.size).toBe(3);
    for (const [key, seen] of after) {
      const failures = seen.filter(({ kind }) => kind === 'failure');
      const known = (before.get(key) ?? []).filter(({ kind }) => kind === 'failure');
      // Replaced, not added: the first two of them are there once.
      if (key === next.record.changes[0]?.sessions[0] || failures.length !== known.length) {
        expect(failures).toHaveLength(3);
        expect(failures.slice(0, 2)).toEqual(known);
      } else expect(failures).toEqual(known);
    }
    expect([...after.values()].flat().filter(({ kind }) => kind === 'failure')).toHaveLength(7);
  });

  it('reads again what is there when the miners are newer, and keeps what is not', async () => {
    const logs = logsOf(3);
    const memory = temporaryFolder();
    const first = await runDream(logs, memory);
    const repository = openRepository(memory);
    const file = `sessions/${first.record.id}.jsonl`;
    const lines = repository.git('show', `refs/dream/ledger:${file}`).replaceAll(`"${MINER_VERSION}"`, '"miners/0"');
    const ledger = join(temporaryFolder(), 'ledger');
    repository.git('worktree', 'add', '--quiet', '--detach', ledger, 'refs/dream/ledger');
    openRepository(ledger).commit('an older version', { [file]: `${lines}\n` });
    repository.git('update-ref', 'refs/dream/ledger', openRepository(ledger).git('rev-parse', 'HEAD'));
    const there = writeClaudeLog(temporaryFolder(), 'test 1', 1, [
      { user: 'Show the tide table of day 1' },
      ...wrong('npm test', 'pnpm test'),
      ...wrong('npm run lint', 'pnpm lint'),
    ]);
    rmSync(logs, { recursive: true });
    const next = await runDream(there, memory, { paths: [there], at: LATER });
    expect(next.record.sessions).toMatchObject({ read: 1, updated: 1 });
    const { sessions, observations } = await (await openTestStore(memory)).readLedger();
    expect([...sessions.values()].map((one) => one.minerVersion).sort()).toEqual([
      'miners/0',
      'miners/0',
      MINER_VERSION,
    ]);
    expect([...observations.values()].map((seen) => seen.filter(({ kind }) => kind === 'failure').length)).toEqual([
      2, 2, 2,
    ]);
  });
});

it('leaves no older copy waiting once the newer one is decided', async () => {
  const memory = temporaryFolder();
  const first = await runOnce(memory);
  await rebuild(memory);
  const [rejected = '', accepted = ''] = first.changes.map(({ guarded }) => guarded.id);
  await decide(memory, [rejected], 'rejected');
  await decide(memory, [accepted], 'accepted');
  const store = await openTestStore(memory, { now: LATEST });
  expect(await store.recover()).toEqual([]);
  const { changes, decisions } = await store.readLedger();
  expect(decisions).toHaveLength(2);
  expect(changes.filter(({ run }) => run === first.record.id).map(({ supersededBy }) => supersededBy)).toEqual(
    first.changes.map(({ guarded }) => guarded.id),
  );
});
