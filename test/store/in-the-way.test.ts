import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gitRepository } from '../helpers/git-repository.ts';
import type { TestRepository } from '../helpers/git-repository.ts';
import { open, review, rule, writeSampleRun } from './sample-run.ts';

const FILE = 'playbooks/team--app/bun.md';

function link(repository: TestRepository, name: string): void {
  symlinkSync('docs', join(repository.folder, name));
  repository.git('add', name);
}

/** What people can put where a playbook must go. */
const WAYS: readonly [string, (repository: TestRepository) => void, string][] = [
  ['a link', (repository) => link(repository, 'playbooks'), 'playbooks is a link there'],
  [
    'a file',
    (repository) => {
      repository.write('playbooks/team--app', 'mine\n');
      repository.git('add', 'playbooks');
    },
    'playbooks/team--app is a file there',
  ],
  [
    'a folder',
    (repository) => {
      repository.write(`${FILE}/mine.txt`, 'mine\n');
      repository.git('add', FILE);
    },
    `${FILE} is a folder there`,
  ],
];

test.each(WAYS)(
  '%s that is committed where a playbook goes is kept: a run and an accept refuse',
  async (_, put, why) => {
    const repository = gitRepository({ 'docs/x.md': 'x\n' });
    const store = await open(repository.folder);
    await writeSampleRun(store, [{ name: 'bun' }]);
    put(repository);
    repository.git('commit', '--quiet', '-m', 'in the way');
    const refs = repository.refs();
    expect((await review(store, [await rule(store, 'bun')])).results).toMatchObject([
      { status: 'stale', reason: expect.stringContaining(why) },
    ]);
    await expect(writeSampleRun(store, [{ name: 'bun' }], '20261123T030000Z-aaaa')).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining(why),
    });
    expect(repository.refs()).toEqual(refs);
    expect(repository.git('status', '--porcelain')).toBe('');
  },
);

test.each(WAYS)('%s that is staged where a playbook goes stays staged', async (_, put) => {
  const repository = gitRepository({ 'docs/x.md': 'x\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }]);
  put(repository);
  const staged = repository.git('ls-files', '--stage', 'playbooks');
  const { results, findings } = await review(store, [await rule(store, 'bun')]);
  expect(results).toMatchObject([{ status: 'done' }]);
  expect(findings).toMatchObject([{ code: 'left-alone', file: join(repository.folder, FILE) }]);
  expect(repository.git('ls-files', '--stage', 'playbooks')).toBe(staged);
});

test.each(['a link', 'a folder'])('a MEMORY.md that is %s is left alone and named', async (what) => {
  const repository = gitRepository(what === 'a folder' ? { 'MEMORY.md/x.md': 'x\n' } : { 'docs/x.md': 'x\n' });
  if (what === 'a link') {
    link(repository, 'MEMORY.md');
    repository.git('commit', '--quiet', '-m', 'link');
  }
  const before = repository.git('ls-tree', 'main', 'MEMORY.md');
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }]);
  const { results, findings, indexCommit } = await review(store, [await rule(store, 'bun')]);
  expect(results).toMatchObject([{ status: 'done' }]);
  expect(indexCommit).toBe(null);
  expect(findings).toMatchObject([{ code: 'left-alone', detail: `not refreshed: MEMORY.md is ${what} there` }]);
  expect(repository.git('ls-tree', 'main', 'MEMORY.md')).toBe(before);
  expect(repository.git('status', '--porcelain')).toBe('');
});
