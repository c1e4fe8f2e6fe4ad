import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeDurably } from '../../src/store/journal.ts';
import { printPlaybook } from '../../src/model/playbook.ts';
import { ENVIRONMENT, gitRepository, openRepository, temporaryFolder } from '../helpers/git-repository.ts';
import { open, review, rule, RUN, samplePlaybook, writeSampleRun } from './sample-run.ts';

const FILE = 'playbooks/team--app/bun.md';
const OLD = printPlaybook(samplePlaybook('bun'));
const NEW = OLD.replace('testing', 'testing or linting');

async function proposeRevision(files: Readonly<Record<string, string>> = {}) {
  const repository = gitRepository({ 'a.txt': 'a\n', [FILE]: OLD, ...files });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun', type: 'revise', before: OLD, after: NEW }]);
  return { repository, store };
}

test('a file the user edited is left alone and named; the next commit keeps what was accepted', async () => {
  const { repository, store } = await proposeRevision();
  repository.write(FILE, 'mine\n');
  const status = repository.git('status', '--porcelain');
  const { findings } = await review(store, [await rule(store, 'bun')]);
  expect(findings).toMatchObject([{ code: 'left-alone', file: join(repository.folder, FILE) }]);
  expect(repository.read(FILE)).toBe('mine\n');
  expect(repository.git('status', '--porcelain')).toBe(status);
  repository.write('b.txt', 'b\n');
  repository.git('add', 'b.txt');
  repository.git('commit', '--quiet', '-m', 'unrelated');
  expect(repository.git('show', `HEAD:${FILE}`)).toBe(NEW.trimEnd());
});

test('what the user staged for a touched file stays staged', async () => {
  const { repository, store } = await proposeRevision();
  repository.write(FILE, 'mine\n');
  repository.git('add', FILE);
  const { findings } = await review(store, [await rule(store, 'bun')]);
  expect(findings).toMatchObject([{ code: 'left-alone', detail: expect.stringContaining('staged') }]);
  expect(repository.git('show', `:${FILE}`)).toBe('mine');
  expect(repository.git('show', `main:${FILE}`)).toBe(NEW.trimEnd());
});

test('every worktree with the branch follows; others are not touched', async () => {
  const { repository, store } = await proposeRevision();
  const other = join(temporaryFolder(), 'other');
  const detached = join(temporaryFolder(), 'detached');
  repository.git('worktree', 'add', '--quiet', '--force', other, 'main');
  repository.git('worktree', 'add', '--quiet', '--detach', detached, 'main');
  await review(store, [await rule(store, 'bun')]);
  for (const folder of [repository.folder, other]) {
    expect(openRepository(folder).git('status', '--porcelain')).toBe('');
    expect(readFileSync(join(folder, FILE), 'utf8')).toBe(NEW);
  }
  expect(openRepository(detached).git('status', '--porcelain')).toBe('');
  expect(readFileSync(join(detached, FILE), 'utf8')).toBe(OLD);
});

test('the store opened through a linked worktree updates the main one too', async () => {
  const { repository } = await proposeRevision();
  const linked = join(temporaryFolder(), 'linked');
  repository.git('worktree', 'add', '--quiet', '-b', 'side', linked, 'main');
  const store = await open(linked, { branch: 'main' });
  await review(store, [await rule(store, 'bun')]);
  expect(repository.git('status', '--porcelain')).toBe('');
  expect(repository.read(FILE)).toBe(NEW);
  expect(readFileSync(join(linked, FILE), 'utf8')).toBe(OLD);
});

test('while the branch is rebased, merged or cherry-picked, nothing is accepted', async () => {
  const { repository, store } = await proposeRevision();
  repository.git('checkout', '--quiet', '-b', 'side');
  repository.commit('side', { 'a.txt': 'side\n' });
  repository.git('checkout', '--quiet', 'main');
  repository.commit('main', { 'a.txt': 'main\n' });
  for (const command of ['rebase', 'merge', 'cherry-pick']) {
    expect(() => repository.git(command, 'side')).toThrow();
    const refs = repository.refs();
    await expect(review(store, [await rule(store, 'bun')])).rejects.toMatchObject({ kind: 'refused' });
    expect(repository.refs()).toEqual(refs);
    expect(repository.read(FILE)).toBe(OLD);
    repository.git(command, '--abort');
  }
  expect((await review(store, [await rule(store, 'bun')])).results).toMatchObject([{ status: 'done' }]);
});

test('files that a filter or line endings change are left alone, and the index still follows', async () => {
  const { repository, store } = await proposeRevision({ '.gitattributes': '*.md text eol=crlf\n' });
  repository.git('rm', '--quiet', '--cached', FILE);
  repository.git('reset', '--quiet', '--hard');
  repository.write(FILE, OLD.replaceAll('\n', '\r\n'));
  repository.git('add', FILE);
  expect(repository.git('status', '--porcelain')).toBe('');
  const { findings } = await review(store, [await rule(store, 'bun')]);
  expect(findings.map(({ code, file }) => [code, file])).toEqual([['left-alone', join(repository.folder, FILE)]]);
  expect(repository.git('show', `:${FILE}`)).toBe(NEW.trimEnd());
  expect(repository.read(FILE)).toBe(OLD.replaceAll('\n', '\r\n'));
});

test('with core.autocrlf the finding tells how to get what was accepted, and that does it', async () => {
  const { repository } = await proposeRevision();
  const clone = openRepository(join(temporaryFolder(), 'a clone'));
  repository.git('clone', '--quiet', '-c', 'core.autocrlf=true', repository.folder, clone.folder);
  for (const ref of ['refs/dream/ledger', `refs/heads/dream/${RUN}`])
    clone.git('fetch', '--quiet', 'origin', `${ref}:${ref}`);
  const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
  expect(clone.read(FILE)).toBe(crlf(OLD));
  const store = await open(clone.folder);
  const { findings } = await review(store, [await rule(store, 'bun')]);
  expect(findings).toMatchObject([{ detail: expect.stringContaining('`git commit -a` would undo what was accepted') }]);
  const command = /`(git [^`]* checkout [^`]*)`/.exec(findings[0]?.detail ?? '')?.[1] ?? '';
  execFileSync('/bin/sh', ['-c', command], { env: ENVIRONMENT, stdio: 'pipe' });
  expect(clone.read(FILE)).toBe(crlf(NEW));
  expect(clone.git('status', '--porcelain')).toBe('');
});

test('a link in the way is never followed', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }]);
  const outside = temporaryFolder();
  symlinkSync(outside, join(repository.folder, 'playbooks'));
  const { findings } = await review(store, [await rule(store, 'bun')]);
  expect(findings.map(({ code }) => code)).toEqual(['left-alone']);
  expect(existsSync(join(outside, 'team--app'))).toBe(false);
});

test('a sparse checkout stays sparse', async () => {
  const { repository, store } = await proposeRevision();
  repository.git('sparse-checkout', 'set', '--no-cone', '/a.txt');
  expect(existsSync(join(repository.folder, FILE))).toBe(false);
  await review(store, [await rule(store, 'bun')]);
  expect(existsSync(join(repository.folder, FILE))).toBe(false);
  expect(repository.git('show', `:${FILE}`)).toBe(NEW.trimEnd());
  expect(repository.git('status', '--porcelain')).toBe('');
});

test('an unborn branch with staged files gets its first commits and keeps what is staged', async () => {
  const repository = gitRepository();
  repository.write('mine.txt', 'mine\n');
  repository.git('add', 'mine.txt');
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }]);
  await review(store, [await rule(store, 'bun')]);
  expect(repository.git('status', '--porcelain')).toBe('A  mine.txt');
  repository.git('commit', '--quiet', '-m', 'mine');
  expect(repository.git('ls-tree', '-r', '--name-only', 'HEAD').split('\n')).toEqual(['MEMORY.md', 'mine.txt', FILE]);
});

test('someone’s index lock is waited for, then named; nothing is left half done', async () => {
  const { repository, store } = await proposeRevision();
  repository.write('.git/index.lock', '');
  await expect(review(store, [await rule(store, 'bun')])).rejects.toMatchObject({ kind: 'busy' });
  expect(repository.read(FILE)).toBe(OLD);
  expect(existsSync(join(repository.folder, '.git/index.lock'))).toBe(true);
});

test('a file that cannot be written leaves nothing beside it', async () => {
  const folder = temporaryFolder();
  const aside = join(folder, 'aside');
  mkdirSync(join(folder, 'taken/by'), { recursive: true });
  await expect(writeDurably(join(folder, 'taken'), aside, 'text')).rejects.toThrow();
  expect(existsSync(aside)).toBe(false);
});
