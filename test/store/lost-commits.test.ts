import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gitRepository, openRepository, temporaryFolder } from '../helpers/git-repository.ts';
import { open } from './sample-run.ts';

const NOWHERE = '1'.repeat(40);

test('what was reset away, or is in no history at all, is lost; what the branch has is not', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const kept = repository.git('rev-parse', 'HEAD');
  const reset = repository.commit('accepted', { 'b.txt': 'b\n' });
  repository.git('reset', '--quiet', '--hard', kept);
  const lost = await (await open(repository.folder)).findLostCommits([kept, reset, NOWHERE]);
  expect([...lost].sort()).toEqual([NOWHERE, reset].sort());
});

test('of a shallow clone, nothing is said about what it does not have', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const old = repository.commit('accepted', { 'b.txt': 'b\n' });
  repository.git('rm', '--quiet', 'b.txt');
  repository.git('commit', '--quiet', '-m', 'not any more');
  const folder = join(temporaryFolder(), 'clone');
  repository.git('clone', '--quiet', '--depth=1', `file://${repository.folder}`, folder);
  expect(openRepository(folder).git('rev-list', '--count', 'HEAD')).toBe('1');
  expect(await (await open(folder)).findLostCommits([old])).toEqual(new Set());
});
