// Real repositories in temporary folders that go away with the test. They never touch this project: the folder is made
// by the system, and git is told to look no further up.
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

const PROJECT = resolve(import.meta.dirname, '../..');

export interface TestRepository {
  readonly folder: string;
  /** Runs git as a user would, and gives back what it printed, without the last line break. */
  readonly git: (...args: string[]) => string;
  readonly write: (path: string, text: string) => void;
  readonly read: (path: string) => string;
  /** Writes files and commits them. */
  readonly commit: (message: string, files: Readonly<Record<string, string>>) => string;
  /** All references with their ids. */
  readonly refs: () => Record<string, string>;
}

/** What git may see in tests: a home without anything, and a name. */
export const ENVIRONMENT: Readonly<Record<string, string>> = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent' };

/** A temporary folder, removed when the test ends. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dream-test-')));
  if (folder === PROJECT || folder.startsWith(`${PROJECT}/`))
    throw new Error(`refusing to work inside the project: ${folder}`);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** An initialised repository with branch `main`, unborn unless files are given. */
export function gitRepository(files: Readonly<Record<string, string>> = {}, ...options: string[]): TestRepository {
  const folder = temporaryFolder();
  const repository = openRepository(folder);
  repository.git('init', '--quiet', '--initial-branch=main', ...options, '.');
  if (Object.keys(files).length > 0) repository.commit('First commit', files);
  return repository;
}

/** Drives a repository that is there already. */
export function openRepository(folder: string): TestRepository {
  const env = {
    ...ENVIRONMENT,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CEILING_DIRECTORIES: dirname(folder),
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.com',
    GIT_EDITOR: 'true',
  };
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).replace(
      /\n$/,
      '',
    );
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  return {
    folder,
    git,
    write,
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    commit(message, files) {
      for (const [path, text] of Object.entries(files)) write(path, text);
      git('add', '--', ...Object.keys(files));
      git('commit', '--quiet', '-m', message, '--', ...Object.keys(files));
      return git('rev-parse', 'HEAD');
    },
    refs() {
      const lines = git('for-each-ref', '--format=%(refname) %(objectname)')
        .split('\n')
        .filter((line) => line !== '');
      return Object.fromEntries(lines.map((line) => [line.split(' ')[0] ?? '', line.split(' ')[1] ?? '']));
    },
  };
}

/** Every file below a folder with its bytes, folders left out by name; for comparing before and after. */
export function listFiles(folder: string, without: readonly string[] = []): Record<string, string> {
  const files: Record<string, string> = {};
  for (const name of readdirSync(folder).sort()) {
    if (without.includes(name)) continue;
    const path = join(folder, name);
    if (!statSync(path).isDirectory()) files[name] = readFileSync(path, 'latin1');
    else for (const [inner, text] of Object.entries(listFiles(path, without))) files[`${name}/${inner}`] = text;
  }
  return files;
}
