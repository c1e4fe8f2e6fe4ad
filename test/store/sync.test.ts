import { chmodSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { printPlaybook } from '../../src/model/playbook.ts';
import { openRepository } from '../helpers/git-repository.ts';
import { RUN_A, RUN_B, statesOf, sync, world } from './sync-world.ts';
import { open, review, rule, samplePlaybook, writeSampleRun } from './sample-run.ts';

test('two clones with runs and decisions of their own converge', async () => {
  const { a, b, remote } = world();
  const [storeA, storeB] = [await open(a.folder), await open(b.folder)];
  await writeSampleRun(storeA, [{ name: 'bun' }, { name: 'lint' }], RUN_A);
  await writeSampleRun(storeB, [{ name: 'web' }, { name: 'test' }], RUN_B);
  await review(storeA, [await rule(storeA, 'bun')]);
  await review(storeB, [await rule(storeB, 'web'), await rule(storeB, 'test', 'rejected')]);

  const first = await sync(a);
  expect(first.problems).toEqual([]);
  expect(first.ledger.sent).toEqual({ runs: 1, decisions: 1 });
  expect(first.branches.sent).toEqual([`dream/${RUN_A}`]);
  const second = await sync(b);
  expect(second.problems).toEqual([]);
  expect(second.ledger).toMatchObject({ action: 'joined', received: { runs: 1 }, sent: { runs: 1, decisions: 2 } });
  expect(second.memory).toMatchObject({ action: 'joined', received: 2 });
  const third = await sync(a);
  expect(third.ledger).toMatchObject({ action: 'forward', received: { runs: 1, decisions: 2 } });
  expect(third.memory).toMatchObject({ action: 'forward' });

  expect(a.git('rev-parse', 'main', 'refs/dream/ledger')).toBe(b.git('rev-parse', 'main', 'refs/dream/ledger'));
  expect(a.git('rev-parse', 'main', 'refs/dream/ledger')).toBe(remote.git('rev-parse', 'main', 'refs/dream/ledger'));
  expect(await statesOf(a)).toEqual(await statesOf(b));
  expect(await statesOf(a)).toMatchObject({
    [`${RUN_A} team--app/bun`]: 'accepted',
    [`${RUN_A} team--app/lint`]: 'open',
    [`${RUN_B} team--app/web`]: 'accepted',
    [`${RUN_B} team--app/test`]: 'rejected',
  });
  for (const repository of [a, b]) {
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(repository.read('MEMORY.md')).toBe('# Memory\n\n- Run bun\n- Run web\n');
    expect(repository.git('fsck', '--strict', '--no-dangling')).toBe('');
  }
  const again = await sync(a);
  expect(again).toMatchObject({ ledger: { action: 'none' }, memory: { action: 'none' }, findings: [], problems: [] });
  expect(Object.keys(remote.refs()).sort()).toEqual([
    `refs/dream/ledger`,
    `refs/heads/dream/${RUN_A}`,
    `refs/heads/main`,
  ]);
});

test('people on the host: a rebased branch is followed, one that moved on both sides is left', async () => {
  const { a, b, clone } = world();
  const store = await open(a.folder);
  await writeSampleRun(store, [{ name: 'bun' }, { name: 'lint' }], RUN_A);
  await sync(a);
  await sync(b);
  const branch = `dream/${RUN_A}`;
  const host = clone('host');
  host.git('checkout', '--quiet', branch);
  host.git('reset', '--quiet', '--hard', 'HEAD~1');
  host.git('push', '--quiet', '--force', 'origin', branch);
  const dropped = host.git('rev-parse', 'HEAD');

  expect((await sync(a)).branches.moved).toEqual([branch]);
  expect(a.git('rev-parse', branch)).toBe(dropped);
  expect(await statesOf(a)).toMatchObject({ [`${RUN_A} team--app/lint`]: 'later' });

  // Here somebody has done the same meanwhile.
  b.git('branch', '--force', branch, `${branch}~1`);
  expect(await sync(b)).toMatchObject({ branches: { moved: [], sent: [] }, findings: [] });
  for (const [repository, name] of [
    [a, 'one'],
    [host, 'two'],
  ] as const) {
    repository.git('checkout', '--quiet', branch);
    repository.commit(`Say ${name}`, { [`${name}.txt`]: name });
  }
  a.git('checkout', '--quiet', 'main');
  host.git('push', '--quiet', '--force', 'origin', branch);
  const before = a.git('rev-parse', branch);
  const left = await sync(a);
  expect(left.findings).toMatchObject([
    { code: 'branch-diverged', detail: expect.stringContaining('changed here and at origin') },
  ]);
  expect(a.git('rev-parse', branch)).toBe(before);
  expect(host.git('ls-remote', 'origin', branch)).toContain(host.git('rev-parse', 'HEAD'));
});

test('a decided branch goes away on both sides and does not come back; what nobody decided on is never removed', async () => {
  const { a, b, remote, clone } = world();
  const store = await open(a.folder);
  await writeSampleRun(store, [{ name: 'bun' }], RUN_A);
  await writeSampleRun(store, [{ name: 'lint' }], RUN_B);
  await sync(a);
  await sync(b);
  const storeB = await open(b.folder);
  await review(storeB, [await rule(storeB, 'bun')]);
  await review(storeB, [await rule(storeB, 'lint', 'rejected')]);
  const host = clone('host');
  host.git('checkout', '--quiet', `dream/${RUN_B}`);
  host.commit('One more thing', { 'more.txt': 'more\n' });
  host.git('push', '--quiet', 'origin', `dream/${RUN_B}`);

  const closing = await sync(b);
  expect(closing.branches.closed).toEqual([`dream/${RUN_A}`]);
  expect(closing.findings).toMatchObject([{ code: 'branch-diverged', detail: expect.stringContaining(RUN_B) }]);
  expect(Object.keys(remote.refs())).toEqual(['refs/dream/ledger', `refs/heads/dream/${RUN_B}`, 'refs/heads/main']);
  await sync(a);
  expect(Object.keys(a.refs()).filter((ref) => ref.startsWith('refs/heads/'))).toEqual(['refs/heads/main']);
  expect(await statesOf(a)).toEqual(await statesOf(b));
  for (const repository of [b, a])
    expect((await sync(repository)).branches).toMatchObject({ sent: [], received: [], closed: [] });
});

test('one playbook edited on both sides: nothing of the memory moves, the rest is exchanged, git resolves it', async () => {
  const { a, b, remote } = world();
  const path = 'playbooks/team--app/bun.md';
  const text = printPlaybook(samplePlaybook('bun'));
  a.commit('Add it', { [path]: text });
  await sync(a);
  await sync(b);
  a.commit('Say it here', { [path]: text.replace('testing', 'linting') });
  b.commit('Say it there', { [path]: text.replace('testing', 'building') });
  await writeSampleRun(await open(b.folder), [{ name: 'web' }], RUN_B);
  await sync(a);
  const before = b.git('rev-parse', 'main');
  const stuck = await sync(b);
  expect(stuck.problems).toMatchObject([{ kind: 'failed', message: expect.stringContaining(path) }]);
  expect(stuck.problems[0]?.hints.join()).toContain('pull --no-rebase origin main');
  expect(stuck.ledger.sent.runs).toBe(1);
  expect(b.git('rev-parse', 'main')).toBe(before);
  expect(b.git('status', '--porcelain')).toBe('');
  expect(Object.keys(remote.refs())).toContain(`refs/heads/dream/${RUN_B}`);

  expect(() => b.git('pull', '--quiet', '--no-rebase', 'origin', 'main')).toThrow();
  expect(b.git('status', '--porcelain')).toContain(`UU ${path}`);
  await expect(sync(b)).resolves.toMatchObject({ problems: [{ message: expect.stringContaining(path) }] });
  b.write(path, text.replace('testing', 'linting and building'));
  b.git('add', path);
  b.git('commit', '--quiet', '-m', 'Both');
  expect((await sync(b)).problems).toEqual([]);
  await sync(a);
  expect(a.read(path)).toContain('linting and building');
});

test('edits in different places of one playbook, and of other files, are joined', async () => {
  const { a, b } = world({ 'README.md': 'one\ntwo\nthree\nfour\nfive\n', 'old.txt': 'x\n' });
  a.commit('Top', { 'README.md': 'ONE\ntwo\nthree\nfour\nfive\n', 'a.txt': 'a\n' });
  b.commit('Bottom', { 'README.md': 'one\ntwo\nthree\nfour\nFIVE\n' });
  b.git('rm', '--quiet', 'old.txt');
  b.git('commit', '--quiet', '-m', 'Remove');
  await sync(a);
  expect((await sync(b)).memory).toMatchObject({ action: 'joined', received: 1, sent: 3 });
  await sync(a);
  for (const repository of [a, b]) {
    expect(repository.read('README.md')).toBe('ONE\ntwo\nthree\nfour\nFIVE\n');
    expect(repository.git('ls-tree', '--name-only', 'main').split('\n')).toEqual(['README.md', 'a.txt']);
    expect(repository.git('status', '--porcelain')).toBe('');
  }
  expect(b.git('log', '-1', '--format=%s', 'main')).toBe('Join the memory of origin');
});

test('while the memory branch is being rebased it is left, and all else is exchanged', async () => {
  const { a, b } = world();
  await writeSampleRun(await open(a.folder), [{ name: 'bun' }], RUN_A);
  a.commit('News', { 'news.txt': 'n\n' });
  await sync(a);
  b.commit('Own', { 'news.txt': 'other\n' });
  b.git('fetch', '--quiet', 'origin');
  expect(() => b.git('rebase', 'origin/main')).toThrow();
  const refused = await sync(b);
  expect(refused.problems.map(({ kind }) => kind)).toEqual(['failed']);
  b.git('rebase', '--abort');
  b.git('reset', '--quiet', '--hard', 'HEAD~1');
  b.commit('Harmless', { 'own.txt': 'o\n' });
  const head = b.git('rev-parse', 'HEAD');
  b.git('-c', 'sequence.editor=sed -i s/pick/edit/', 'rebase', '--quiet', '--interactive', 'HEAD~1');
  expect((await sync(b)).problems).toMatchObject([{ kind: 'refused', message: expect.stringContaining('rebased') }]);
  expect(b.git('rev-parse', 'main')).toBe(head);
  b.git('rebase', '--continue');
  expect((await sync(b)).problems).toEqual([]);
});

test('a protected memory branch is named with what to do, and the ledger goes through', async () => {
  const { a, b, remote } = world();
  const store = await open(a.folder);
  await writeSampleRun(store, [{ name: 'bun' }], RUN_A);
  await review(store, [await rule(store, 'bun')]);
  const hook =
    'while read old new ref; do [ "$ref" != refs/heads/main ] || { echo "main is protected"; exit 1; }; done';
  remote.write('hooks/pre-receive', `#!/bin/sh\n${hook}\n`);
  chmodSync(`${remote.folder}/hooks/pre-receive`, 0o755);
  const refused = await sync(a);
  expect(refused.problems).toMatchObject([
    {
      kind: 'failed',
      message: expect.stringContaining('main is protected'),
      hints: [expect.stringContaining('pull request')],
    },
  ]);
  expect(refused.ledger.sent).toEqual({ runs: 1, decisions: 1 });
  await sync(b);
  expect((await statesOf(b))[`${RUN_A} team--app/bun`]).toBe('accepted');
  // Through a pull request that the host squashes.
  rmSync(`${remote.folder}/hooks/pre-receive`);
  a.git('push', '--quiet', 'origin', 'main:memory-update');
  b.git('pull', '--quiet', 'origin', 'memory-update');
  b.git('push', '--quiet', 'origin', 'main');
  expect((await sync(a)).problems).toEqual([]);
  expect(a.git('rev-parse', 'main')).toBe(b.git('rev-parse', 'main'));
});

test('a host that refuses refs/dream: the error names `ledger: branch`, and with it all works', async () => {
  const { a, b, remote } = world();
  await writeSampleRun(await open(a.folder), [{ name: 'bun' }], RUN_A);
  remote.git('config', 'transfer.hideRefs', 'refs/dream');
  const refused = await sync(a);
  expect(refused.problems).toMatchObject([{ hints: [expect.stringContaining('ledger: branch')] }]);
  const taken = await sync(a, { ledger: 'branch' });
  expect(taken).toMatchObject({ problems: [], ledger: { sent: { runs: 1 } } });
  expect(Object.keys(remote.refs())).toContain('refs/heads/dream-ledger');
  expect((await sync(b, { ledger: 'branch' })).ledger).toMatchObject({ action: 'forward', received: { runs: 1 } });
  expect(Object.keys(b.refs()).filter((ref) => ref.includes('ledger'))).toEqual([
    'refs/dream/ledger',
    'refs/dream/remotes/origin/ledger',
  ]);
  expect(await statesOf(b)).toEqual(await statesOf(a));
});

test('pushes at once: whoever loses unites again, and both arrive', async () => {
  const { a, b, clone, remote } = world();
  const c = clone('c');
  const all = [a, b, c];
  for (const [at, repository] of all.entries()) {
    const store = await open(repository.folder);
    await writeSampleRun(store, [{ name: `n${at}` }], `20261122T03000${at}Z-race`);
    await review(store, [await rule(store, `n${at}`)]);
  }
  const synced = await Promise.all(all.map((repository) => sync(repository)));
  expect(synced.flatMap(({ problems }) => problems)).toEqual([]);
  for (const repository of all) await sync(repository);
  const tips = all.map((repository) => repository.git('rev-parse', 'main', 'refs/dream/ledger'));
  expect(new Set([...tips, remote.git('rev-parse', 'main', 'refs/dream/ledger')]).size).toBe(1);
  expect(Object.values(await statesOf(a))).toEqual(['accepted', 'accepted', 'accepted']);
  expect(a.git('ls-tree', '--name-only', 'main', 'playbooks/team--app/').split('\n')).toHaveLength(3);
});

test('who never stops writing: busy after a bounded number of tries, and nothing is lost', async () => {
  const { a, remote } = world();
  await writeSampleRun(await open(a.folder), [{ name: 'bun' }], RUN_A);
  // To a push, a lock that stays is the same as another push that is always there first.
  remote.write('refs/dream/ledger.lock', '');
  remote.write('hooks/update', '#!/bin/sh\necho try >> "$GIT_DIR/tries"\n');
  chmodSync(`${remote.folder}/hooks/update`, 0o755);
  remote.git('config', 'core.filesRefLockTimeout', '0');
  const before = a.git('rev-parse', 'refs/dream/ledger');
  await expect(sync(a)).rejects.toMatchObject({ kind: 'busy' });
  expect(a.git('rev-parse', 'refs/dream/ledger')).toBe(before);
  expect(remote.read('tries').trim().split('\n').length).toBeGreaterThanOrEqual(10);
  rmSync(`${remote.folder}/refs/dream/ledger.lock`);
  expect((await sync(a)).ledger.sent.runs).toBe(1);
});

test('a repository that holds other things too: its branch is neither moved nor sent', async () => {
  const { a, b, remote } = world({ 'app.ts': 'code\n', 'memory/dream.yaml': '{}\n' });
  const [inA, inB] = [openRepository(`${a.folder}/memory`), openRepository(`${b.folder}/memory`)];
  const store = await open(inA.folder, { branch: 'main' });
  await writeSampleRun(store, [{ name: 'bun' }], RUN_A);
  await review(store, [await rule(store, 'bun')]);
  const main = remote.git('rev-parse', 'main');
  const sent = await sync(inA);
  expect(sent).toMatchObject({
    problems: [],
    memory: { action: 'left', sent: 0, toPush: 2, toPull: 0 },
    ledger: { sent: { runs: 1 } },
  });
  expect(remote.git('rev-parse', 'main')).toBe(main);
  a.git('push', '--quiet', 'origin', 'main');
  expect((await sync(inB)).memory).toMatchObject({ action: 'left', toPull: 2 });
  expect(b.git('rev-parse', 'main')).toBe(main);
  b.git('pull', '--quiet');
  expect((await sync(inB)).memory).toMatchObject({ action: 'none', toPull: 0 });
  expect(await statesOf(inB)).toEqual(await statesOf(inA));
});

test('what one person rejected is not set aside again by another who did not know of it', async () => {
  const { a, b } = world();
  const storeA = await open(a.folder);
  await writeSampleRun(storeA, [{ name: 'bun' }, { name: 'lint' }], RUN_A);
  await sync(a);
  await sync(b);
  await review(storeA, [await rule(storeA, 'bun', 'rejected'), await rule(storeA, 'lint')]);
  const storeB = await open(b.folder, { now: () => new Date('2026-11-23T03:00:00Z') });
  await review(storeB, [await rule(storeB, 'bun', 'later'), await rule(storeB, 'lint', 'later')]);
  for (const clone of [a, b, a]) await sync(clone);
  for (const clone of [a, b]) expect(Object.values(await statesOf(clone))).toEqual(['rejected', 'accepted']);
});
