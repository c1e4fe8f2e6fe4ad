import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ENVIRONMENT, gitRepository, openRepository, temporaryFolder } from '../helpers/git-repository.ts';
import type { TestRepository } from '../helpers/git-repository.ts';
import { changeNamed, idOf, open, review, rule, RUN, sampleChange, tamper, writeSampleRun } from './sample-run.ts';

const ADA = 'Ada <ada@example.com>';

/** What a store may see of a git that counts its calls. */
function counted(): { readonly environment: Record<string, string>; readonly calls: () => number } {
  const bin = temporaryFolder();
  const path = ENVIRONMENT['PATH'] ?? '';
  writeFileSync(join(bin, 'git'), `#!/bin/sh\necho >> "${bin}/calls"\nPATH="${path}" exec git "$@"\n`, { mode: 0o755 });
  const calls = (): number => readFileSync(join(bin, 'calls'), 'latin1').length;
  return { environment: { ...ENVIRONMENT, PATH: `${bin}:${path}` }, calls };
}

/** One way of taking a run's two changes with plain git. */
const WAYS: readonly [string, (repository: TestRepository) => void][] = [
  ['a merge', ({ git }) => git('merge', '--quiet', '--no-ff', '-m', 'take it', `dream/${RUN}`)],
  ['a fast-forward', ({ git }) => git('merge', '--quiet', '--ff-only', `dream/${RUN}`)],
  ['cherry-picks', ({ git }) => git('cherry-pick', `main..dream/${RUN}`)],
  [
    'a squash that keeps the messages',
    ({ git }) => {
      const messages = git('log', '--format=* %B', `main..dream/${RUN}`);
      git('merge', '--quiet', '--squash', `dream/${RUN}`);
      git('commit', '--quiet', '-m', `Memory of the week\n\n${messages}`);
    },
  ],
  [
    'a squash with words of its own',
    ({ git }) => {
      git('merge', '--quiet', '--squash', `dream/${RUN}`);
      git('commit', '--quiet', '-m', 'Memory of the week');
    },
  ],
];

test.each(WAYS)('%s is recorded as accepted by who committed it', async (name, take) => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }, { name: 'lint' }]);
  take(repository);
  const seen = repository.refs();
  expect((await store.readLedger()).changes.map(({ state }) => state)).toEqual(['accepted', 'accepted']);
  expect(repository.refs()).toEqual(seen);
  expect((await store.recover()).map(({ code }) => code)).toEqual(['decision-recorded', 'decision-recorded']);
  const { decisions } = await store.readLedger();
  expect(decisions.map(({ verdict, who }) => [verdict, who])).toEqual(
    [0, 1].map(() => ['accepted', name === 'a fast-forward' ? 'dream <dream@localhost>' : ADA]),
  );
  expect(await store.recover()).toEqual([]);
  expect(repository.refs()).not.toHaveProperty([`refs/heads/dream/${RUN}`]);
});

test('a cherry-pick with other words is edited', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }]);
  repository.git('cherry-pick', `dream/${RUN}`);
  repository.write('playbooks/team--app/bun.md', 'my words\n');
  repository.git('commit', '--quiet', '-a', '--amend', '--no-edit');
  await store.recover();
  expect((await store.readLedger()).decisions).toMatchObject([{ verdict: 'edited', who: ADA }]);
});

test('a commit dropped in a rebase counts as later, and one that was reworded stays open', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }, { name: 'lint' }]);
  repository.commit('more', { 'b.txt': 'b\n' });
  repository.git('rebase', '--quiet', '--onto', 'main', `dream/${RUN}~1`, `dream/${RUN}`);
  repository.git('checkout', '--quiet', 'main');
  await store.recover();
  expect((await store.readLedger()).changes.map(({ state }) => state)).toEqual(['later', 'open']);
  expect(await changeNamed(store, 'lint')).toMatchObject({ commit: repository.git('rev-parse', `dream/${RUN}`) });
  expect((await review(store, [await rule(store, 'lint')])).results).toMatchObject([{ status: 'done' }]);
});

test('a branch deleted by hand comes back while something on it waits', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }, { name: 'web', quarantined: true }]);
  const before = repository.refs();
  repository.git('update-ref', '-d', `refs/heads/dream/${RUN}`);
  repository.git('update-ref', '-d', `refs/dream/quarantine/${RUN}`);
  expect((await changeNamed(store, 'bun')).state).toBe('open');
  expect((await store.recover()).map(({ code }) => code)).toEqual(['branch-restored', 'branch-restored']);
  expect(repository.refs()).toEqual(before);
});

test('a branch in the way of one that is gone is named, and all on it can still be decided', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  await writeSampleRun(await open(repository.folder), [{ name: 'bun' }, { name: 'lint' }]);
  repository.git('update-ref', '-d', `refs/heads/dream/${RUN}`);
  repository.git('branch', 'dream');
  for (const branchPrefix of ['dream', 'proposals']) {
    const store = await open(repository.folder, { branchPrefix });
    expect(await store.recover()).toMatchObject([
      { code: 'branch-blocked', detail: `dream/${RUN}: a branch named dream stands in its way` },
    ]);
    const name = branchPrefix === 'dream' ? 'bun' : 'lint';
    expect((await review(store, [await rule(store, name)])).results).toMatchObject([{ status: 'done' }]);
  }
});

test('runs written under another branch prefix are followed as before', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  await writeSampleRun(await open(repository.folder), [{ name: 'bun' }, { name: 'lint' }]);
  repository.git('update-ref', `refs/heads/dream/${RUN}`, `dream/${RUN}~1`);
  const store = await open(repository.folder, { branchPrefix: 'proposals' });
  expect(await store.recover()).toEqual([]);
  expect((await store.readLedger()).changes.map(({ state }) => state)).toEqual(['open', 'later']);
  await review(store, [await rule(store, 'bun', 'rejected'), await rule(store, 'lint', 'rejected')]);
  expect(repository.refs()).not.toHaveProperty([`refs/heads/dream/${RUN}`]);
});

test('a clone too shallow to hold the base of a run works', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  await writeSampleRun(await open(repository.folder), [{ name: 'bun' }, { name: 'lint' }]);
  repository.commit('more', { 'b.txt': 'b\n' });
  repository.git('cherry-pick', `dream/${RUN}`);
  const folder = join(temporaryFolder(), 'clone');
  repository.git('clone', '--quiet', '--depth=1', `file://${repository.folder}`, folder);
  const clone = openRepository(folder);
  for (const ref of ['refs/dream/ledger', `refs/heads/dream/${RUN}`])
    clone.git('fetch', '--quiet', '--depth=1', 'origin', `${ref}:${ref}`);
  const store = await open(folder);
  expect((await store.recover()).map(({ code }) => code)).toEqual(['decision-recorded']);
  expect((await store.readLedger()).decisions).toMatchObject([{ playbook: 'team--app/lint', verdict: 'accepted' }]);
});

test('what was taken before the base of another run that waits is found', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }]);
  repository.git('cherry-pick', `dream/${RUN}`);
  repository.write('playbooks/team--app/bun.md', 'my words\n');
  repository.git('commit', '--quiet', '-a', '--amend', '--no-edit');
  const other = '20261121T030000Z-b';
  await writeSampleRun(store, [{ name: 'lint' }], other);
  // As if it came from a machine whose clock is behind.
  const record = repository.git('show', `refs/dream/ledger:runs/${other}.json`);
  tamper(
    repository.folder,
    `runs/${other}.json`,
    record.replace(/"startedAt": "[^"]*"/, '"startedAt": "2026-11-21T03:00:00.000Z"'),
  );
  expect((await store.readLedger()).changes.map(({ state }) => state)).toEqual(['open', 'edited']);
});

test('however many changes were squashed, git is asked a few times only', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const names = Array.from({ length: 60 }, (_, at) => ({ name: String(at).padStart(4, '0') }));
  await writeSampleRun(await open(repository.folder), names);
  repository.git('merge', '--quiet', '--squash', `dream/${RUN}`);
  repository.git('commit', '--quiet', '-m', 'Memory of the week');
  const { environment, calls } = counted();
  const store = await open(repository.folder, { environment });
  const { changes } = await store.readLedger();
  expect(changes.map(({ state }) => state)).toEqual(names.map(() => 'accepted'));
  expect(calls()).toBeLessThan(15);
});

test('what named a change before a later run proposed it again says nothing about that run', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }]);
  repository.git('cherry-pick', `dream/${RUN}`);
  repository.write('playbooks/team--app/bun.md', 'my words\n');
  repository.git('commit', '--quiet', '-a', '--amend', '--no-edit');
  await writeSampleRun(store, [{ name: 'bun', quarantined: true }], '20261123T030000Z-b');
  expect((await store.readLedger()).changes.map(({ state }) => state)).toEqual(['edited', 'quarantined']);
});

test('however many runs wait, each from a base of its own, git is asked a few times only', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  for (let at = 0; at < 12; at += 1) {
    await writeSampleRun(store, [{ name: `rule${at}` }], `20261122T0300${10 + at}Z-a`);
    repository.commit(`work ${at}`, { 'a.txt': `${at}\n` });
  }
  const { environment, calls } = counted();
  const { changes } = await (await open(repository.folder, { environment })).readLedger();
  expect(changes.map(({ state }) => state)).toEqual(changes.map(() => 'open'));
  expect(calls()).toBeLessThan(15);
});

test('an edited change whose ledger entry was lost is recorded again, and no other change with it', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }, { name: 'lint' }]);
  const before = repository.git('rev-parse', 'refs/dream/ledger');
  // With words of its own, a change would have another id.
  const edited = sampleChange({ id: idOf('lint'), name: 'bun', body: 'My words.\n' });
  await review(store, [await rule(store, 'bun', 'edited', edited)]);
  repository.git('update-ref', 'refs/dream/ledger', before);
  const reopened = await open(repository.folder);
  expect((await reopened.readLedger()).changes.map(({ state }) => state)).toEqual(['edited', 'open']);
  await reopened.recover();
  expect((await reopened.readLedger()).decisions).toMatchObject([{ verdict: 'edited', change: idOf('bun') }]);
});

test('a review of one copy of a proposal decides nothing about the copy of another run', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  const other = '20261123T030000Z-b';
  await writeSampleRun(store, [{ name: 'bun' }]);
  await writeSampleRun(store, [{ name: 'bun', quarantined: true }], other);
  const edited = sampleChange({ id: idOf('bun'), name: 'bun', run: other, body: 'My words.\n' });
  const [trusted, apart] = (await store.readLedger()).changes;
  if (trusted === undefined || apart === undefined) throw new Error('no changes');
  const { results } = await review(store, [
    { change: trusted, verdict: 'later', reason: '', edited: null },
    { change: apart, verdict: 'edited', reason: '', edited },
  ]);
  expect(results.map(({ status }) => status)).toEqual(['done', 'done']);
  expect((await store.readLedger()).changes.map(({ state }) => state)).toEqual(['later', 'edited']);
});
