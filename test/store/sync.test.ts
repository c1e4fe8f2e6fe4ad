import { expect, test } from 'vitest';
import { openRepository, temporaryFolder } from '../helpers/git-repository.ts';
import type { TestRepository } from '../helpers/git-repository.ts';
import type { Store, Synced } from '../../src/store/store.ts';
import { open, review, rule, writeSampleRun } from './sample-run.ts';

/** A bare remote with one commit, and two clones of it. */
function world(files: Readonly<Record<string, string>> = { 'README.md': 'memory\n' }, ...options: string[]) {
  const folder = temporaryFolder();
  const place = openRepository(folder);
  place.git('init', '--quiet', '--bare', '--initial-branch=main', ...options, 'remote.git');
  const clone = (name: string): TestRepository => {
    place.git('-c', 'init.defaultBranch=main', 'clone', '--quiet', 'remote.git', name);
    return openRepository(`${folder}/${name}`);
  };
  const first = clone('a');
  if (Object.keys(files).length > 0) {
    first.commit('First commit', files);
    first.git('push', '--quiet', 'origin', 'HEAD:main');
  }
  return { folder, remote: openRepository(`${folder}/remote.git`), clone, a: first, b: clone('b') };
}

async function sync(repository: TestRepository, more: Partial<Parameters<Store['sync']>[0]> = {}): Promise<Synced> {
  const store = await open(repository.folder, { branch: 'main' });
  return store.sync({
    remote: null,
    ledger: 'ref',
    dryRun: false,
    printIndex: (playbooks) => `# Memory\n\n${playbooks.map(({ title }) => `- ${title}\n`).join('')}`,
    ...more,
  });
}

async function statesOf(repository: TestRepository): Promise<Record<string, string>> {
  const { changes } = await (await open(repository.folder, { branch: 'main' })).readLedger();
  return Object.fromEntries(changes.map(({ run, playbook, state }) => [`${run} ${playbook}`, state]));
}

const RUN_A = '20261122T030000Z-aaaa';
const RUN_B = '20261122T030000Z-bbbb';

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
