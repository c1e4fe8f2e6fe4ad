// The whole life of two lessons in a repository, through the program itself: and everything that is not the memory's own
// is the same after each command as before it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { main } from '../../src/cli.ts';
import { writeClaudeLog } from '../helpers/claude-log.ts';
import { gitRepository, openRepository, temporaryFolder } from '../helpers/git-repository.ts';
import type { TestRepository } from '../helpers/git-repository.ts';

/** A home with a name for git, and logs of three sessions with two lessons; both go away with each test. */
export function useHome(): { readonly logs: string } {
  let logs = '';
  beforeEach(() => {
    const home = temporaryFolder();
    writeFileSync(join(home, '.gitconfig'), '[user]\n\tname = Grace\n\temail = grace@example.com\n');
    for (const name of ['DREAM_MEMORY', 'GITHUB_ACTIONS', 'GITHUB_STEP_SUMMARY', 'XDG_CONFIG_HOME'])
      vi.stubEnv(name, '');
    vi.stubEnv('HOME', home);
    logs = join(home, 'logs');
    for (const [at, day] of [3, 4, 5].entries()) {
      writeClaudeLog(logs, `session ${at}`, day, [
        { user: 'Always run `npm run format` before you commit.' },
        { run: 'npm test', output: `error: unrecognized command 'test' in this package ${at}`, exit: 1 },
        { run: 'pnpm test', output: 'all 12 tests passed' },
        { agent: 'The tests pass with pnpm.' },
      ]);
    }
  });
  afterEach(() => vi.unstubAllEnvs());
  return {
    get logs() {
      return logs;
    },
  };
}

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the program in this process. */
export async function dream(...argv: readonly string[]): Promise<Ended> {
  const capture = (): { stream: Writable; text: () => string } => {
    const chunks: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        chunks.push(String(chunk));
        done();
      },
    });
    return { stream: Object.assign(stream, { isTTY: false }), text: () => chunks.join('') };
  };
  const [stdout, stderr] = [capture(), capture()];
  const stdin = Object.assign(new PassThrough(), { isTTY: false });
  stdin.end();
  const code = await main(argv, { stdin, stdout: stdout.stream, stderr: stderr.stream });
  return { code, out: stdout.text(), err: stderr.text() };
}

/** A memory and the work trees around it. */
export interface Kind {
  /** The memory folder. */
  readonly folder: string;
  /** What is looked at before and after; the first has the memory's references. */
  readonly repositories: readonly TestRepository[];
}

/** Everything that must be the same after each command. */
function stateOf({ repositories }: Kind): object {
  return repositories.map((repository) => {
    const bare = repository.git('rev-parse', '--is-bare-repository') === 'true';
    const folder = repository.git('rev-parse', '--absolute-git-dir');
    const read = (name: string): string | null =>
      existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'latin1') : null;
    const own = /^refs\/(?:dream\/|heads\/dream\/|heads\/main$)/;
    return {
      head: read('HEAD'),
      config: read('config'),
      worktreeConfig: read('config.worktree'),
      stash: read('logs/refs/stash'),
      refs: Object.entries(repository.refs()).filter(([ref]) => !own.test(ref)),
      status: bare ? null : repository.git('status', '--porcelain', '--untracked-files=all', '--ignore-submodules'),
      underway: ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'rebase-merge/git-rebase-todo', 'BISECT_LOG'].map(read),
    };
  });
}

/** Runs a command; everything but the memory is as before. */
export async function unharmed(kind: Kind, ...argv: readonly string[]): Promise<Ended> {
  const before = stateOf(kind);
  const ended = await dream(...argv, `--memory=${kind.folder}`);
  expect([argv, stateOf(kind)]).toEqual([argv, before]);
  expect(ended.err).not.toMatch(/undefined|\n\s+at |defect/);
  return ended;
}

export async function done(kind: Kind, ...argv: readonly string[]): Promise<string> {
  const { code, out, err } = await unharmed(kind, ...argv);
  expect([argv[0], code, err.replaceAll(/^(?!Error).*\n/gm, '')]).toEqual([argv[0], 0, '']);
  return out;
}

export async function idsOf(kind: Kind): Promise<readonly string[]> {
  const out = await done(kind, 'review', 'list', '--json');
  const { changes }: { changes: readonly { id: string }[] } = JSON.parse(out);
  return changes.map(({ id }) => id);
}

/** The whole life of two lessons. */
export async function live(kind: Kind, logs: string): Promise<void> {
  const read = async (): Promise<number> => {
    const { playbooks }: { playbooks: readonly unknown[] } = JSON.parse(await done(kind, 'show', '--json'));
    return playbooks.length;
  };
  await done(kind, 'run', logs);
  const [first = '', second = '', ...more] = await idsOf(kind);
  expect([first, second, more]).toEqual([expect.stringMatching(/^\w{8}$/), expect.stringMatching(/^\w{8}$/), []]);
  await done(kind, 'review', 'accept', first);
  await done(kind, 'review', 'reject', second, '--reason', 'not here');
  expect(await read()).toBe(1);
  await done(kind, 'index', '--check');
  await done(kind, 'undo', first);
  expect(await read()).toBe(0);
  await done(kind, 'index', '--check');
  const nothing = JSON.parse(await done(kind, 'run', logs, '--json'));
  expect(nothing).toMatchObject({ changes: [] });
  const [repository] = kind.repositories;
  expect(repository?.git('fsck', '--strict', '--no-dangling', '--no-progress')).toBe('');
  const left = repository?.git('for-each-ref', '--format=%(refname)', 'refs/heads/dream', 'refs/dream/importing');
  expect(left).toBe('');
}

export function plain(files: Readonly<Record<string, string>> = { 'a.txt': 'a\n' }): TestRepository {
  return gitRepository(files);
}
export function only(repository: TestRepository): Kind {
  return { folder: repository.folder, repositories: [repository] };
}
export function inFolder(name: string): Kind {
  const folder = join(temporaryFolder(), name);
  mkdirSync(folder);
  const repository = openRepository(folder);
  repository.git('init', '--quiet', '--initial-branch=main');
  repository.commit('First commit', { 'a.txt': 'a\n' });
  return only(repository);
}
export function cloneOf(origin: TestRepository, ...options: string[]): TestRepository {
  const clone = openRepository(join(temporaryFolder(), 'clone'));
  origin.git('clone', '--quiet', ...options, `file://${origin.folder}`, clone.folder);
  return clone;
}
export function configured(settings: Readonly<Record<string, string>>, files?: Readonly<Record<string, string>>): Kind {
  const repository = plain(files);
  for (const [key, value] of Object.entries(settings)) repository.git('config', key, value);
  return only(repository);
}
