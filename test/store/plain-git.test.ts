import { expect, test } from 'vitest';
import { gitRepository } from '../helpers/git-repository.ts';
import type { TestRepository } from '../helpers/git-repository.ts';
import { changeNamed, open, review, rule, RUN, writeSampleRun } from './sample-run.ts';

const ADA = 'Ada <ada@example.com>';

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
