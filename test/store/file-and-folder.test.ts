// A file that takes the place of a folder in a memory that somebody has checked out, and the other way round.
import { expect, test } from 'vitest';
import { openRepository } from '../helpers/git-repository.ts';
import type { TestRepository } from '../helpers/git-repository.ts';
import { sync, world } from './sync-world.ts';

const FOLDER = { 'notes/one.txt': 'one\n', 'notes/deep/two.txt': 'two\n', 'README.md': 'memory\n' };

/** Two clones with a folder; the first makes a file of it. */
function folderToFile(): { a: TestRepository; b: TestRepository } {
  const { a, b } = world(FOLDER);
  a.git('rm', '--quiet', '-r', 'notes');
  a.commit('A file of its own', { notes: 'all\n' });
  return { a, b };
}

test('what another clone made a file of follows here, folder and all, and back again', async () => {
  const { a, b } = folderToFile();
  await sync(a);
  expect((await sync(b)).memory).toMatchObject({ action: 'forward' });
  expect([b.read('notes'), b.git('status', '--porcelain')]).toEqual(['all\n', '']);
  a.git('rm', '--quiet', 'notes');
  a.commit('A folder again', { 'notes/three.txt': 'three\n' });
  await sync(a);
  expect((await sync(b)).memory).toMatchObject({ action: 'forward' });
  expect([b.read('notes/three.txt'), b.git('status', '--porcelain')]).toEqual(['three\n', '']);
});

test('where someone has a file of their own in that folder it stays, and nothing is staged for deletion', async () => {
  const { a, b } = folderToFile();
  b.write('notes/mine.txt', 'mine\n');
  await sync(a);
  const { findings } = await sync(b);
  expect(findings).toMatchObject([{ code: 'left-alone', file: `${b.folder}/notes` }]);
  expect(b.read('notes/mine.txt')).toBe('mine\n');
  // The next commit of the person must not take back what came.
  expect(b.git('diff', '--cached', '--name-status')).toBe('');
  expect(b.git('ls-files').split('\n')).toEqual(['README.md', 'notes']);
});

test('what someone staged in that folder stays staged', async () => {
  const { a, b } = folderToFile();
  b.write('notes/mine.txt', 'mine\n');
  b.git('add', 'notes/mine.txt');
  await sync(a);
  const { findings } = await sync(b);
  expect(findings).toMatchObject([{ code: 'left-alone', file: `${b.folder}/notes` }]);
  expect([b.read('notes/mine.txt'), b.git('ls-files', 'notes')]).toEqual(['mine\n', 'notes/mine.txt']);
});

test('every worktree that has the branch follows', async () => {
  const { a, b } = folderToFile();
  const second = `${b.folder}-second`;
  b.git('worktree', 'add', '--quiet', '--force', second, 'main');
  await sync(a);
  await sync(b);
  for (const repository of [b, openRepository(second)])
    expect([repository.read('notes'), repository.git('status', '--porcelain')]).toEqual(['all\n', '']);
});
