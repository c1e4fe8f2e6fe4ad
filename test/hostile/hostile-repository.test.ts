// A memory, a working directory and a remote that were made by somebody who wants code to run here: whatever command is
// used, nothing in them runs. Each trap is shown to work with plain git first.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { gitRepository, openRepository, temporaryFolder } from '../helpers/git-repository.ts';
import type { TestRepository } from '../helpers/git-repository.ts';
import { useDesk } from '../commands/program.ts';
import { lureInto, makeTraps, TRAPS } from './traps.ts';
import type { Armed } from './traps.ts';

const LOGS = resolve(import.meta.dirname, '../../templates/sample-logs');

/** Runs git and does not mind what comes of it. */
function tryGit(repository: TestRepository, args: readonly string[]): void {
  try {
    execFileSync('git', [...args], {
      cwd: repository.folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1', TERM: 'dumb' },
      input: 'protocol=https\nhost=example.com\nusername=x\npassword=x\n\n',
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: 10_000,
    });
  } catch {
    // The trap itself makes it fail.
  }
}

describe('the traps work with plain git', () => {
  test.each(TRAPS.filter(({ sprungBy }) => sprungBy !== undefined))('$name', (trap) => {
    const marks = temporaryFolder();
    const repository = gitRepository({ 'a.txt': 'a\n', 'odd.txt': 'a\n' });
    for (const [side, text] of [
      ['side-a', 'b\n'],
      ['side-b', 'c\n'],
    ] as const) {
      repository.git('checkout', '--quiet', '-b', side, 'main');
      repository.commit(side, { 'a.txt': text });
    }
    repository.git('checkout', '--quiet', 'main');
    repository.git('remote', 'add', 'origin', `file://${repository.folder}`);
    repository.write('a.txt', 'changed\n');
    repository.write('odd.txt', 'changed\n');
    repository.git('config', 'user.name', 'x');
    repository.git('config', 'user.email', 'x@example.com');
    const traps = makeTraps(marks);
    lureInto(repository, marks);
    traps.set(repository, trap);
    for (const args of trap.sprungBy ?? []) tryGit(repository, args);
    expect(traps.sprung()).toContain(trap.name);
  });

  test('hooks', () => {
    const marks = temporaryFolder();
    const repository = gitRepository({ 'a.txt': 'a\n' });
    const traps = makeTraps(marks);
    lureInto(repository, marks);
    repository.git('-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '--allow-empty', '-m', 'x');
    expect(traps.sprung()).toEqual(expect.arrayContaining(['hook-pre-commit', 'hook-reference-transaction']));
  });
});

const desk = useDesk();
let marks = '';
let traps: Armed;
const before = process.cwd();

beforeEach(() => {
  marks = realpathSync(mkdtempSync(join(tmpdir(), 'dream-marks-')));
  traps = makeTraps(marks);
});
afterEach(() => {
  process.chdir(before);
  rmSync(marks, { recursive: true, force: true });
});

/** All traps at once. */
function arm(repository: TestRepository): void {
  // First what takes effect at once for plain git, which sets the rest.
  for (const trap of TRAPS) traps.set(repository, trap);
  lureInto(repository, marks);
  const included = join(marks, 'included');
  writeFileSync(
    included,
    `[core]\n\tfsmonitor = ${join(marks, 'trap-fsmonitor')}\n\tpager = ${join(marks, 'trap-pager')}\n`,
  );
  repository.git('config', 'include.path', included);
  repository.git('config', `includeIf.gitdir:${repository.folder}/.path`, included);
}

interface Listed {
  readonly changes: readonly {
    readonly id: string;
    readonly playbook: { readonly id: string };
    readonly run: string;
  }[];
}

test('no command of ours springs one, in a hostile memory, from a hostile place, with a hostile remote', async () => {
  const remote = gitRepository({}, '--bare');
  expect((await desk.dream('run', LOGS, '--include-active', '--quiet')).code).toBe(0);
  const memory = openRepository(desk.memory);
  memory.git('remote', 'add', 'origin', `file://${remote.folder}`);
  const listed = JSON.parse((await desk.dream('review', 'list', '--json')).out) as Listed;
  const [a, b, c, d, e] = listed.changes.map(({ id }) => id);
  const { run = '', playbook } = listed.changes[0] ?? {};
  const here = gitRepository({ 'a.txt': 'a\n' });
  here.write('git', `#!/bin/sh\n: > "${join(marks, 'ran/git-of-this-place')}"\n`);
  here.write('node', `#!/bin/sh\n: > "${join(marks, 'ran/node-of-this-place')}"\n`);
  for (const name of ['git', 'node']) chmodSync(join(here.folder, name), 0o755);
  process.chdir(here.folder);
  for (const repository of [memory, here]) arm(repository);
  // A repository elsewhere on this disk is a server: git runs its hooks and its `core.alternateRefsCommand` there. All
  // else that it sets is for whoever works in it.
  for (const trap of TRAPS) if (trap.name !== 'alternate-refs') traps.set(remote, trap);
  writeFileSync(join(memory.folder, 'git'), `#!/bin/sh\n: > "${join(marks, 'ran/git-of-the-memory')}"\n`);
  chmodSync(join(memory.folder, 'git'), 0o755);
  memory.write('.gitattributes', '* filter=evil diff=evil merge=evil\n');
  memory.write('.gitmodules', '[submodule "sub"]\n\tpath = sub\n\turl = ext::x\n\tupdate = !x\n');
  const inherited = {
    GIT_DIR: '/nonexistent',
    GIT_INDEX_FILE: '/nonexistent',
    GIT_OBJECT_DIRECTORY: '/nonexistent',
    GIT_EXTERNAL_DIFF: join(marks, 'trap-external-diff'),
    GIT_PAGER: join(marks, 'trap-pager'),
    GIT_EDITOR: join(marks, 'trap-editor'),
    GIT_CONFIG_PARAMETERS: `'core.fsmonitor=${join(marks, 'trap-fsmonitor')}'`,
    GIT_TEMPLATE_DIR: marks,
    GIT_TRACE: join(marks, 'ran/trace'),
    PATH: `.::${process.env['PATH'] ?? ''}`,
  };
  for (const [name, value] of Object.entries(inherited)) vi.stubEnv(name, value);
  traps.forget();
  const text = join(marks, 'text.md');
  const commands: readonly (readonly string[])[] = [
    ['show'],
    ['show', '--pending'],
    ['show', '--run', run],
    ['review', 'list'],
    ['review', 'accept', a ?? '', b ?? ''],
    ['review', 'reject', c ?? '', '--reason', 'no'],
    ['review', 'revive', c ?? ''],
    ['review', 'later', d ?? ''],
    ['review', 'edit', e ?? '', '--file', text],
    ['review', 'accept', '--all'],
    ['show', playbook?.id ?? ''],
    ['show', playbook?.id ?? '', '--why'],
    ['show', playbook?.id ?? '', '--history'],
    ['show', '--at', '2026-11-22'],
    ['show', '--at', 'main'],
    ['show', '--search', 'run'],
    ['show', '--context'],
    ['index'],
    ['index', '--check'],
    ['doctor', '--logs', LOGS],
    ['sync', 'origin'],
    ['run', LOGS, '--include-active', '--dry-run'],
    ['run', LOGS, '--include-active', '--push'],
    ['run', '--rebuild'],
    ['undo', a ?? ''],
    ['undo', '--run', run],
    ['sync', 'ext'],
    ['sync', 'other'],
  ];
  const codes: (readonly [string, number])[] = [];
  for (const command of commands) {
    if (command[1] === 'edit')
      writeFileSync(text, memory.git('-c', 'core.pager=cat', 'hash-object', '--no-filters', '/dev/null'));
    traps.forget();
    const { code, err } = await desk.dream(...command);
    codes.push([command.join(' '), code]);
    expect([command, traps.sprung()]).toEqual([command, []]);
    expect(err).not.toMatch(/TypeError|\n\s+at /);
  }
  // The commands did their work; else nothing could have run.
  const failed = codes.filter(([, code]) => code !== 0).map(([command]) => command.split(' ').slice(0, 2).join(' '));
  expect(
    failed.filter((command) => !/^(?:review (?:edit|later)|sync (?:ext|other)|undo|index --check)/.test(command)),
  ).toEqual([]);
  expect(readdirSync(here.folder).sort()).toEqual(['.git', 'a.txt', 'git', 'node']);
}, 180_000);

test.each([
  ['ext', (trap: string) => ({ url: `ext::${trap} x`, uploadpack: 'git-upload-pack' })],
  ['uploadpack', (trap: string) => ({ url: 'file:///', uploadpack: trap })],
])('an object that is missing is not fetched from a promisor: %s', async (name, settingsOf) => {
  expect((await desk.dream('run', LOGS, '--include-active', '--quiet')).code).toBe(0);
  expect((await desk.dream('review', 'accept', '--all', '--quiet')).code).toBe(0);
  const memory = openRepository(desk.memory);
  const trap = join(marks, 'trap');
  writeFileSync(trap, `#!/bin/sh\n: > "${join(marks, 'ran', name)}"\nexit 1\n`);
  chmodSync(trap, 0o755);
  const { url, uploadpack } = settingsOf(trap);
  const settings = {
    'core.repositoryFormatVersion': '1',
    'extensions.partialClone': 'origin',
    'remote.origin.promisor': 'true',
    'remote.origin.partialCloneFilter': 'blob:none',
    'remote.origin.url': url,
    'remote.origin.uploadpack': uploadpack,
    'protocol.allow': 'always',
    'protocol.ext.allow': 'always',
    'protocol.file.allow': 'always',
  };
  for (const [key, value] of Object.entries(settings)) memory.git('config', key, value);
  const blob = memory.git('ls-tree', '-r', '--format=%(objectname)', 'HEAD').split('\n').at(-1) ?? '';
  rmSync(join(memory.folder, '.git/objects', blob.slice(0, 2), blob.slice(2)));
  tryGit(memory, ['cat-file', '-p', blob]);
  expect(traps.sprung()).toEqual([name]);
  traps.forget();
  for (const command of [
    ['show'],
    ['review', 'list'],
    ['run', '--rebuild'],
    ['index'],
    ['doctor'],
    ['show', '--at', 'HEAD'],
  ]) {
    await desk.dream(...command);
    expect([command, traps.sprung()]).toEqual([command, []]);
  }
});

test.each(['inner.git', '.git/inner.git'])(
  'a remote inside the memory itself, %s, is no server: its hooks would run',
  async (place) => {
    expect((await desk.dream('run', LOGS, '--include-active', '--quiet')).code).toBe(0);
    const memory = openRepository(desk.memory);
    memory.git('init', '--quiet', '--bare', place);
    const inner = openRepository(join(memory.folder, place));
    lureInto(inner, marks);
    const urls = [place, `./${place}`, `file://${memory.folder}/../memory/${place}`, `${memory.folder}/${place}`];
    for (const url of urls) {
      memory.git('config', 'remote.origin.url', url);
      const { code, err } = await desk.dream('sync', 'origin');
      expect([code, err]).toEqual([2, expect.stringContaining('inside')]);
      expect(traps.sprung()).toEqual([]);
    }
    // Plain git runs them.
    tryGit(memory, ['push', 'origin', 'refs/dream/ledger:refs/heads/other']);
    expect(traps.sprung()).not.toEqual([]);
  },
);
