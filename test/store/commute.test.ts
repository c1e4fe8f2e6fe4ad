import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printPlaybook } from '../../src/model/playbook.ts';
import { gitRepository, openRepository, temporaryFolder } from '../helpers/git-repository.ts';
import { open, review, rule, RUN, samplePlaybook, writeSampleRun } from './sample-run.ts';

const OLD = printPlaybook(samplePlaybook('old'));
const NAMES = ['one', 'two', 'three', 'old', 'gone'];

async function runOfFive() {
  const repository = gitRepository({
    'a.txt': 'a\n',
    'playbooks/team--app/old.md': OLD,
    'playbooks/team--app/gone.md': OLD,
  });
  const store = await open(repository.folder);
  await writeSampleRun(store, [
    { name: 'one' },
    { name: 'two' },
    { name: 'three' },
    { name: 'old', type: 'revise', before: OLD, after: OLD.replace('testing', 'linting') },
    { name: 'gone', type: 'retire', before: OLD },
  ]);
  return repository.folder;
}

test('any subset of a run can be accepted, in any order and in any number of reviews, to the same tree', async () => {
  const folder = await runOfFive();
  const trees = new Map<string, string>();
  const order = fc.shuffledSubarray(NAMES, { minLength: 1 });
  const acceptInOrder = async (names: readonly string[], each: boolean): Promise<void> => {
    const copy = `${temporaryFolder()}/copy`;
    openRepository(folder).git('clone', '--quiet', '--mirror', '.', `${copy}/.git`);
    const repository = openRepository(copy);
    repository.git('config', 'core.bare', 'false');
    repository.git('config', '--unset', 'remote.origin.mirror');
    repository.git('reset', '--quiet', '--hard', 'main');
    const store = await open(copy, { branch: 'main' });
    for (const group of each ? names.map((name) => [name]) : [names]) {
      const rulings = [];
      for (const name of group) rulings.push(await rule(store, name));
      const { results } = await review(store, rulings);
      expect(results.map(({ status }) => status)).toEqual(group.map(() => 'done'));
      expect(repository.git('status', '--porcelain')).toBe('');
    }
    const key = [...names].sort().join(' ');
    const tree = repository.git('rev-parse', 'main^{tree}');
    expect(trees.get(key) ?? tree).toBe(tree);
    trees.set(key, tree);
    rmSync(copy, { recursive: true });
  };
  await fc.assert(
    fc.asyncProperty(order, async (names) => {
      await acceptInOrder(names, true);
      await acceptInOrder([...names].reverse(), false);
    }),
    { numRuns: 4 },
  );
});

test('plain git takes any subset in any order too, and reverts any of it', async () => {
  const folder = await runOfFive();
  const { git } = openRepository(folder);
  const commits = git('rev-list', '--reverse', `main..dream/${RUN}`).split('\n');
  fc.assert(
    fc.property(fc.shuffledSubarray(commits, { minLength: 1 }), (chosen) => {
      git('checkout', '--quiet', '--detach', 'main');
      git('cherry-pick', ...chosen);
      git('revert', '--no-edit', 'HEAD'.concat('~', String(chosen.length - 1)));
      expect(git('status', '--porcelain')).toBe('');
    }),
    { numRuns: 10 },
  );
});
