// Every kind of repository people have: the whole life of a lesson works in it, nothing of theirs is touched, and nothing
// that they configured is run. What single kinds do beyond that stands in the tests of the store's own parts.
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gitRepository, openRepository, temporaryFolder } from '../helpers/git-repository.ts';
import type { TestRepository } from '../helpers/git-repository.ts';
import { cloneOf, configured, done, dream, idsOf, inFolder, live, only, plain, useHome } from './lesson-life.ts';
import type { Kind } from './lesson-life.ts';

const home = useHome();

const WORKS: Readonly<Record<string, () => Kind>> = {
  'a repository without a commit': () => only(gitRepository()),
  'a bare repository': () => only(gitRepository({}, '--bare')),
  'a shallow clone': () => {
    const origin = plain();
    for (const text of ['b', 'c']) origin.commit(text, { 'a.txt': text });
    return only(cloneOf(origin, '--depth=1'));
  },
  'a partial clone': () => {
    const origin = plain();
    origin.git('config', 'uploadpack.allowFilter', 'true');
    origin.commit('more', { 'b.txt': 'b\n' });
    return only(cloneOf(origin, '--filter=blob:none'));
  },
  'a clone that borrows objects': () => {
    const origin = plain();
    const clone = openRepository(join(temporaryFolder(), 'clone'));
    origin.git('clone', '--quiet', '--shared', origin.folder, clone.folder);
    return only(clone);
  },
  'a linked worktree': () => {
    const repository = plain();
    const linked = openRepository(join(temporaryFolder(), 'linked'));
    repository.git('checkout', '--quiet', '-b', 'side');
    repository.git('worktree', 'add', '--quiet', linked.folder, 'main');
    return { folder: linked.folder, repositories: [linked, repository] };
  },
  'several worktrees on the memory branch': () => {
    const repository = plain();
    const folders = ['one', 'two'].map((name) => join(temporaryFolder(), name));
    for (const folder of folders) repository.git('worktree', 'add', '--quiet', '--force', folder, 'main');
    return { folder: repository.folder, repositories: [repository, ...folders.map(openRepository)] };
  },
  'a detached HEAD with a configured branch': () => {
    const repository = plain({ 'a.txt': 'a\n', 'dream.yaml': 'branch: main\n' });
    repository.git('checkout', '--quiet', '--detach');
    return only(repository);
  },
  'a dirty tree with something staged and something stashed': () => {
    const repository = plain({ 'a.txt': 'a\n', 'b.txt': 'b\n', 'c.txt': 'c\n' });
    repository.write('c.txt', 'stashed\n');
    repository.git('stash', '--quiet');
    repository.write('a.txt', 'edited\n');
    repository.write('b.txt', 'staged\n');
    repository.git('add', 'b.txt');
    repository.git('rm', '--quiet', '--cached', 'c.txt');
    repository.write('new.txt', 'new\n');
    return only(repository);
  },
  'a sparse checkout': () => {
    const repository = plain({ 'a.txt': 'a\n', 'src/b.txt': 'b\n' });
    repository.git('sparse-checkout', 'set', '--cone', 'docs');
    return only(repository);
  },
  'a repository with a submodule': () => {
    const repository = plain();
    repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', plain().folder, 'inner');
    repository.git('commit', '--quiet', '-m', 'a submodule');
    return only(repository);
  },
  'a submodule': () => {
    const outer = plain();
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', plain().folder, 'memory');
    outer.git('commit', '--quiet', '-m', 'a submodule');
    const inner = openRepository(join(outer.folder, 'memory'));
    return { folder: inner.folder, repositories: [inner, outer] };
  },
  'sha256 ids': () => only(gitRepository({ 'a.txt': 'a\n' }, '--object-format=sha256')),
  'a folder inside the code’s repository': () => {
    const repository = plain({ 'a.txt': 'a\n', 'docs/memory/dream.yaml': '' });
    return { folder: join(repository.folder, 'docs/memory'), repositories: [repository] };
  },
  'a folder with spaces': () => inFolder('my memory of things'),
  'a folder with letters and quotes of all kinds': () => inFolder(`mémoire 記憶 'x' "y" $HOME \`z\``),
  'a folder that looks like an option': () => inFolder('--upload-pack=evil'),
  'a file system that ignores case': () => configured({ 'core.ignoreCase': 'true' }),
  'packed references': () => {
    const repository = plain();
    for (const name of ['one', 'two']) repository.git('branch', name);
    repository.git('tag', '-a', '-m', 'tag', 'v1');
    repository.git('pack-refs', '--all');
    return only(repository);
  },
  'settings of its own for each worktree': () => {
    const repository = plain();
    repository.git('config', 'extensions.worktreeConfig', 'true');
    repository.git('config', '--worktree', 'core.sparseCheckout', 'false');
    return only(repository);
  },
  'core.worktree': () => configured({ 'core.worktree': '..' }),
  'files without an executable bit': () => configured({ 'core.fileMode': 'false', 'core.symlinks': 'false' }),
  'strange ways of git': () =>
    configured({
      'core.quotePath': 'false',
      'core.abbrev': '4',
      'core.logAllRefUpdates': 'always',
      'core.splitIndex': 'true',
      'core.untrackedCache': 'true',
      'core.safecrlf': 'true',
      'core.bigFileThreshold': '1',
      'core.commentChar': '!',
      'color.ui': 'always',
      'diff.renames': 'copies',
      'diff.noprefix': 'true',
      'diff.orderFile': '/nonexistent',
      'format.pretty': 'oneline',
      'log.date': 'relative',
      'log.showRoot': 'false',
      'log.decorate': 'full',
      'log.follow': 'true',
      'merge.conflictStyle': 'zdiff3',
      'grep.patternType': 'perl',
      'i18n.commitEncoding': 'ISO-8859-1',
      'i18n.logOutputEncoding': 'ISO-8859-1',
      'index.version': '4',
      'user.useConfigOnly': 'true',
      'transfer.fsckObjects': 'true',
      'fastimport.unpackLimit': '0',
    }),
};

test.each(Object.entries(WORKS))(
  'in %s the whole life of a lesson works',
  async (_, make) => {
    await live(make(), home.logs);
  },
  600_000,
);

test.runIf(process.getuid?.() === 0)(
  'in a repository of another user the whole life of a lesson works',
  async () => {
    const repository = plain();
    execFileSync('chown', ['-R', '12345:12345', repository.folder]);
    // Plain git refuses it, for good reasons that do not hold here: nothing of it is run.
    expect(() => repository.git('status')).toThrow(/dubious/);
    const git = asOwner(repository.folder);
    await live(
      { folder: repository.folder, repositories: [{ ...repository, git, refs: () => refsBy(git) }] },
      home.logs,
    );
  },
  600_000,
);

/** Git as the owner of a repository would run it. */
function asOwner(folder: string): TestRepository['git'] {
  return (...args) =>
    execFileSync('setpriv', ['--reuid=12345', '--regid=12345', '--clear-groups', 'git', ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).replace(/\n$/, '');
}

function refsBy(git: TestRepository['git']): Record<string, string> {
  const lines = git('for-each-ref', '--format=%(refname) %(objectname)').split('\n');
  return Object.fromEntries(lines.filter((line) => line !== '').map((line) => line.split(' ') as [string, string]));
}

/** Where a file is not what git keeps of it, it is left alone and named; git itself can put it right. */
const CONVERTED: Readonly<Record<string, () => Kind>> = {
  'core.autocrlf=true': () => configured({ 'core.autocrlf': 'true' }),
  'core.autocrlf=input': () => configured({ 'core.autocrlf': 'input' }),
  'text attributes': () => only(plain({ 'a.txt': 'a\n', '.gitattributes': '* text=auto eol=lf\n' })),
};

test.each(Object.entries(CONVERTED))(
  'with %s the whole life of a lesson works',
  async (_, make) => {
    await live(make(), home.logs);
  },
  600_000,
);

test.each(['ident', 'working-tree-encoding=UTF-16', 'filter=none'])(
  'files with the attribute %s are left to git, and named',
  async (attribute) => {
    const repository = plain({ 'a.txt': 'a\n', '.gitattributes': `*.md ${attribute}\n` });
    const kind = only(repository);
    await done(kind, 'run', home.logs);
    const [first = ''] = await idsOf(kind);
    const { code, out, err } = await dream('review', 'accept', first, `--memory=${kind.folder}`);
    expect(code).toBe(0);
    expect(out + err).toMatch(/MEMORY\.md/);
    const status = repository.git('status', '--porcelain').split('\n');
    expect(
      status.every(
        (line) => line === '' || / D (?:MEMORY|playbooks\/.*)\.md$|^D (?:MEMORY|playbooks\/.*)\.md$/.test(line),
      ),
    ).toBe(true);
    repository.git('checkout', 'HEAD', '--', '.');
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(JSON.parse(await done(kind, 'show', '--json'))).toMatchObject({ playbooks: [{}] });
  },
);

test('two playbooks that differ only by case are not both written over one file', async () => {
  const kind = configured({ 'core.ignoreCase': 'true' });
  await done(kind, 'run', home.logs);
  const [first = ''] = await idsOf(kind);
  await done(kind, 'review', 'accept', first);
  const [repository] = kind.repositories;
  const path = repository?.git('ls-files', 'playbooks').split('\n')[0] ?? '';
  const twin = path.replace(/[^/]+$/, (name) => name.toUpperCase().replace('.MD', '.md'));
  const blob = repository?.git('rev-parse', `HEAD:${path}`) ?? '';
  repository?.git('-c', 'core.ignoreCase=false', 'update-index', '--add', '--cacheinfo', `100644,${blob},${twin}`);
  repository?.git('commit', '--quiet', '-m', 'a twin');
  repository?.git('checkout', '--quiet', '--', '.');
  const { code, err } = await dream('show', `--memory=${kind.folder}`);
  expect([code, err]).toEqual([0, expect.stringContaining('differs from another only by case')]);
});

const HOOKS = [
  'pre-commit',
  'post-commit',
  'prepare-commit-msg',
  'commit-msg',
  'post-checkout',
  'post-index-change',
  'reference-transaction',
  'update',
  'pre-push',
  'post-rewrite',
  'post-merge',
];

test('nothing that a repository configures is run by any command; plain git runs it', async () => {
  const folder = temporaryFolder();
  const marker = join(folder, 'marker');
  const evil = join(folder, 'evil');
  writeFileSync(evil, `#!/bin/sh\necho "$0 $*" >> ${marker}\ncat\n`);
  chmodSync(evil, 0o755);
  const repository = plain({ 'a.txt': 'a\n', '.gitattributes': '* filter=evil diff=evil merge=evil\n' });
  const hooks = join(repository.folder, '.git/hooks');
  mkdirSync(hooks, { recursive: true });
  for (const hook of HOOKS) {
    writeFileSync(join(hooks, hook), `#!/bin/sh\necho "hook ${hook}" >> ${marker}\n`);
    chmodSync(join(hooks, hook), 0o755);
  }
  const settings = `[core]\n\tfsmonitor = ${evil}\n\tpager = ${evil}\n\teditor = ${evil}\n\tsshCommand = ${evil}\n\thooksPath = ${hooks}\n\taskPass = ${evil}\n\tgitProxy = ${evil}
[diff]\n\texternal = ${evil}\n[diff "evil"]\n\ttextconv = ${evil}\n\tcommand = ${evil}\n[filter "evil"]\n\tclean = ${evil}\n\tsmudge = ${evil}\n\tprocess = ${evil}\n\trequired = true
[merge "evil"]\n\tdriver = ${evil}\n[gpg]\n\tprogram = ${evil}\n[commit]\n\tgpgSign = true\n[log]\n\tshowSignature = true\n[credential]\n\thelper = ${evil}\n[init]\n\ttemplateDir = ${folder}/template
[alias]\n\tlog = !${evil}\n\tupdate-ref = !${evil}\n[sequence]\n\teditor = ${evil}\n[trailer "x"]\n\tcommand = ${evil}\n[uploadpack]\n\tpackObjectsHook = ${evil}\n[include]\n\tpath = ${folder}/more\n`;
  writeFileSync(join(folder, 'more'), `[core]\n\talternateRefsCommand = ${evil}\n`);
  appendFileSync(join(repository.folder, '.git/config'), settings);

  // The trap works.
  execFileSync('git', ['update-ref', 'refs/heads/trap', 'main'], { cwd: repository.folder, stdio: 'pipe' });
  expect(readFileSync(marker, 'utf8')).toContain('hook reference-transaction');
  rmSync(marker);
  const memory = `--memory=${repository.folder}`;
  const list = async (): Promise<string> => (await dream('review', 'list', '--json', memory)).out;
  expect((await dream('run', home.logs, memory)).code).toBe(0);
  const [first = '', second = ''] = [...(await list()).matchAll(/^ *"id": "(\w{8})"/gm)].map((match) => match[1] ?? '');
  for (const argv of [
    ['review', 'accept', first],
    ['review', 'reject', second, '--reason', 'no'],
    ['show'],
    ['index'],
    ['index', '--commit'],
    ['index', '--check'],
    ['undo', first],
    ['run', home.logs],
    ['run', '--rebuild'],
    ['doctor', '--logs', home.logs],
  ]) {
    const { code, err } = await dream(...argv, memory);
    expect([argv, code <= 1, err]).toEqual([argv, true, expect.not.stringContaining('defect')]);
    expect([argv, existsSync(marker) ? readFileSync(marker, 'utf8') : '']).toEqual([argv, '']);
  }
});
