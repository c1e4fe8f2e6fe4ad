// A bare remote and clones of it, for tests of the exchange.
import type { Store, StoreOptions, Synced } from '../../src/store/store.ts';
import { openRepository, temporaryFolder } from '../helpers/git-repository.ts';
import type { TestRepository } from '../helpers/git-repository.ts';
import { open } from './sample-run.ts';

/** A bare remote with one commit, and two clones of it. */
export function world(files: Readonly<Record<string, string>> = { 'README.md': 'memory\n' }, ...options: string[]) {
  const folder = temporaryFolder();
  const place = openRepository(folder);
  place.git('init', '--quiet', '--bare', '--initial-branch=main', ...options, 'remote.git');
  const clone = (name: string, ...more: string[]): TestRepository => {
    place.git('-c', 'init.defaultBranch=main', 'clone', '--quiet', ...more, `file://${folder}/remote.git`, name);
    return openRepository(`${folder}/${name}`);
  };
  // A clone of an empty repository knows nothing of how that keeps its objects.
  const begin = (name: string): TestRepository => {
    place.git('init', '--quiet', '--initial-branch=main', ...options, name);
    const repository = openRepository(`${folder}/${name}`);
    repository.git('remote', 'add', 'origin', `file://${folder}/remote.git`);
    return repository;
  };
  const first = options.length === 0 ? clone('a') : begin('a');
  if (Object.keys(files).length > 0) {
    first.commit('First commit', files);
    first.git('push', '--quiet', 'origin', 'HEAD:main');
  }
  return { folder, remote: openRepository(`${folder}/remote.git`), clone, a: first, b: clone('b') };
}

export async function sync(
  repository: TestRepository,
  more: Partial<Parameters<Store['sync']>[0]> = {},
  options: Partial<StoreOptions> = {},
): Promise<Synced> {
  const store = await open(repository.folder, { branch: 'main', ...options });
  return store.sync({
    remote: null,
    ledger: 'ref',
    dryRun: false,
    printIndex: (playbooks) => `# Memory\n\n${playbooks.map(({ title }) => `- ${title}\n`).join('')}`,
    ...more,
  });
}

export async function statesOf(repository: TestRepository): Promise<Record<string, string>> {
  const { changes } = await (await open(repository.folder, { branch: 'main' })).readLedger();
  return Object.fromEntries(changes.map(({ run, playbook, state }) => [`${run} ${playbook}`, state]));
}

export const RUN_A = '20261122T030000Z-aaaa';
export const RUN_B = '20261122T030000Z-bbbb';
