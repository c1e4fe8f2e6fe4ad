import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printPlaybook } from '../../src/model/playbook.ts';
import { gitRepository, listFiles, openRepository, temporaryFolder } from '../helpers/git-repository.ts';
import { changeNamed, idOf, open, review, rule, RUN, samplePlaybook, writeSampleRun } from './sample-run.ts';

const ROOT_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

test('a run in an absent folder makes a repository and proposes on a branch, whole life to the end', async () => {
  const folder = join(temporaryFolder(), 'memory');
  const store = await open(folder, { create: true });
  expect(store.created).toBe(true);
  expect(await store.readMemory()).toMatchObject({ branch: 'main', commit: null, playbooks: [], index: null });

  const commits = await writeSampleRun(store, [{ name: 'bun' }, { name: 'lint' }, { name: 'web', quarantined: true }]);
  const repository = openRepository(folder);
  expect(Object.keys(repository.refs()).sort()).toEqual([
    `refs/dream/ledger`,
    `refs/dream/quarantine/${RUN}`,
    `refs/heads/dream/${RUN}`,
  ]);
  expect(repository.git('log', '--format=%s', `dream/${RUN}`).split('\n')).toEqual([
    'add pitfall: lint',
    'add pitfall: bun',
    'Begin the memory',
  ]);
  expect(repository.git('rev-parse', `dream/${RUN}~2^{tree}`)).toBe(ROOT_TREE);
  expect(repository.git('fsck', '--strict', '--full')).toBe('');
  expect(commits.get(idOf('bun'))).toBe(repository.git('rev-parse', `dream/${RUN}~1`));

  const ledger = await store.readLedger();
  expect(ledger.changes.map(({ playbook, state }) => [playbook, state])).toEqual([
    ['team--app/bun', 'open'],
    ['team--app/lint', 'open'],
    ['team--app/web', 'quarantined'],
  ]);
  expect([...ledger.sessions.keys()]).toEqual(['claude-code:1']);
  expect(ledger.observations.get('claude-code:1')).toHaveLength(1);

  const applied = await review(store, [await rule(store, 'bun'), await rule(store, 'lint', 'rejected')]);
  expect(applied.results.map(({ status }) => status)).toEqual(['done', 'done']);
  expect(applied.findings).toEqual([]);
  expect(repository.git('status', '--porcelain')).toBe('');
  expect(repository.read('playbooks/team--app/bun.md')).toBe(printPlaybook(samplePlaybook('bun')));
  expect(repository.read('MEMORY.md')).toBe('# Memory\n\n- Run bun\n');
  expect(repository.git('log', '--format=%an|%cn|%s').split('\n')).toEqual([
    'Grace|Grace|Refresh index',
    'dream|Grace|add pitfall: bun',
    'dream|dream|Begin the memory',
  ]);
  expect(
    repository.git('log', '-1', '--skip=1', '--format=%(trailers:key=Dream-Decision)%(trailers:key=Reviewed-by)'),
  ).toBe('Dream-Decision: accepted\nReviewed-by: Grace <grace@example.com>\n');
  expect((await changeNamed(store, 'bun')).state).toBe('accepted');
  expect((await changeNamed(store, 'lint')).state).toBe('rejected');
  // All of the branch is decided: it is in the archive; what is quarantined still waits.
  expect(Object.keys(repository.refs()).sort()).toEqual([
    `refs/dream/archive/${RUN}`,
    `refs/dream/ledger`,
    `refs/dream/quarantine/${RUN}`,
    `refs/heads/main`,
  ]);
  expect(
    (await store.readHistory('playbooks/team--app/bun.md')).map(({ author, committer }) => [author, committer]),
  ).toEqual([['dream <dream@localhost>', 'Grace <grace@example.com>']]);
});

test('a run leaves everything else byte for byte: work tree, index, HEAD, other references', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n', 'memory/dream.yaml': '' });
  repository.write('a.txt', 'edited\n');
  repository.write('staged.txt', 'staged\n');
  repository.git('add', 'staged.txt');
  repository.write('untracked.txt', 'x\n');
  const before = {
    files: listFiles(repository.folder, ['.git']),
    index: repository.read('.git/index'),
    head: repository.read('.git/HEAD'),
    refs: repository.refs(),
  };
  const store = await open(join(repository.folder, 'memory'));
  await writeSampleRun(store, [{ name: 'bun' }]);
  const { [`refs/heads/dream/${RUN}`]: branch, 'refs/dream/ledger': _ledger, ...others } = repository.refs();
  expect(repository.git('diff', '--name-only', 'main', branch ?? '')).toBe('memory/playbooks/team--app/bun.md');
  expect({
    files: listFiles(repository.folder, ['.git']),
    index: repository.read('.git/index'),
    head: repository.read('.git/HEAD'),
    refs: others,
  }).toEqual(before);
});

test('accepting inside the code’s repository keeps what is staged and edited, and the next commit keeps what was accepted', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n', 'memory/dream.yaml': '' });
  repository.write('a.txt', 'edited\n');
  repository.write('staged.txt', 'staged\n');
  repository.git('add', 'staged.txt');
  const status = repository.git('status', '--porcelain');
  const store = await open(join(repository.folder, 'memory'));
  await writeSampleRun(store, [{ name: 'bun' }]);
  await review(store, [await rule(store, 'bun')]);
  expect(repository.git('status', '--porcelain')).toBe(status);
  repository.git('commit', '--quiet', '-m', 'unrelated');
  expect(repository.git('show', '--format=', '--name-only', 'HEAD')).toBe('staged.txt');
  expect(repository.git('ls-tree', '-r', '--name-only', 'HEAD', 'memory').split('\n')).toEqual([
    'memory/MEMORY.md',
    'memory/dream.yaml',
    'memory/playbooks/team--app/bun.md',
  ]);
});

test('a bare repository works, and so does one without any git identity', async () => {
  const repository = gitRepository({}, '--bare');
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }]);
  await review(store, [await rule(store, 'bun')]);
  expect(repository.git('ls-tree', '-r', '--name-only', 'main').split('\n')).toEqual([
    'MEMORY.md',
    'playbooks/team--app/bun.md',
  ]);
  expect((await store.readMemory()).playbooks.map(({ id }) => id)).toEqual(['bun']);
});

test('what is no memory is wrong usage, with a hint', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  mkdirSync(join(folder, 'full'));
  writeFileSync(join(folder, 'full', 'notes.txt'), '');
  await expect(open(join(folder, 'absent'))).rejects.toMatchObject({
    kind: 'usage',
    message: expect.stringContaining('no memory'),
  });
  await expect(open(join(folder, 'file'), { create: true })).rejects.toMatchObject({
    kind: 'usage',
    message: expect.stringContaining('is a file'),
  });
  await expect(open(join(folder, 'full'), { create: true })).rejects.toMatchObject({
    kind: 'usage',
    hints: [expect.stringContaining('git init')],
  });
});

test('a detached HEAD needs a configured branch', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  repository.git('checkout', '--quiet', '--detach');
  await expect(open(repository.folder)).rejects.toMatchObject({
    kind: 'usage',
    hints: [expect.stringContaining('branch:')],
  });
  expect((await (await open(repository.folder, { branch: 'main' })).readMemory()).branch).toBe('main');
});

test('the branch of the first run stays the memory branch, whatever is checked out later', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  await writeSampleRun(await open(repository.folder), [{ name: 'bun' }]);
  repository.git('checkout', '--quiet', '-b', 'other');
  expect((await (await open(repository.folder)).readMemory()).branch).toBe('main');
});

test('a half-made repository does not stand in the way', async () => {
  const folder = join(temporaryFolder(), 'memory');
  mkdirSync(join(folder, '.dream-init-99', '.git'), { recursive: true });
  expect((await open(folder, { create: true })).created).toBe(true);
  expect(openRepository(folder).git('status', '--porcelain')).toBe('');
});

test('a submodule is a memory like any other', async () => {
  const inner = gitRepository({ 'a.txt': 'a\n' });
  const outer = gitRepository({ 'b.txt': 'b\n' });
  outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'memory');
  const folder = join(outer.folder, 'memory');
  const store = await open(folder, { branch: 'main' });
  await writeSampleRun(store, [{ name: 'bun' }]);
  await review(store, [await rule(store, 'bun')]);
  expect(openRepository(folder).git('status', '--porcelain')).toBe('');
  expect(openRepository(folder).git('ls-files').split('\n')).toEqual([
    'MEMORY.md',
    'a.txt',
    'playbooks/team--app/bun.md',
  ]);
});

test('a fresh clone that only fetched the memory proposes on top of what origin has', async () => {
  const origin = gitRepository({ 'playbooks/team--app/old.md': printPlaybook(samplePlaybook('old')) });
  const clone = gitRepository();
  clone.git('remote', 'add', 'origin', origin.folder);
  clone.git('fetch', '--quiet', 'origin');
  const store = await open(clone.folder);
  expect((await store.readMemory()).playbooks.map(({ id }) => id)).toEqual(['old']);
  await writeSampleRun(store, [{ name: 'bun' }]);
  // Checked out but unborn: its index knows nothing of what origin has, so only git itself may fill it.
  await expect(review(store, [await rule(store, 'bun')])).rejects.toMatchObject({ kind: 'refused' });
  clone.git('checkout', '--quiet', '--detach', 'origin/main');
  expect((await review(store, [await rule(store, 'bun')])).results).toMatchObject([{ status: 'done' }]);
  expect(clone.git('ls-tree', '-r', '--name-only', 'main').split('\n')).toContain('playbooks/team--app/old.md');
});
