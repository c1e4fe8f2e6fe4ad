// Where is the memory? Finds the repository of a memory folder, or makes one where that was asked for. A half-made
// repository never stands in the way of the next try: it is built aside and moved into place in one step.
import { mkdir, mkdtemp, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DreamError, messageOf } from '../errors.ts';
import { codeOf, whenAbsent } from './file-errors.ts';
import { gitFailed, makesNoSense, openGit, readSetting } from './git.ts';
import type { Git } from './git.ts';
import type { StoreOptions } from './store.ts';

/** A memory folder and the repository it is in. */
export interface Repository {
  readonly git: Git;
  /** The memory folder, absolute, links resolved. */
  readonly folder: string;
  /** Path of the memory folder inside the repository: empty, or with a slash at its end. */
  readonly prefix: string;
  /** The `.git` folder that all worktrees share, absolute. */
  readonly commonDir: string;
  /** The `.git` folder of the worktree the memory folder is in, absolute. */
  readonly gitDir: string;
  /** Top of the work tree, null in a bare repository. */
  readonly workTree: string | null;
  /** The id that stands for "no such object": 40 or 64 zeros. */
  readonly noId: string;
  /** True when it was made just now. */
  readonly created: boolean;
}

/** Where a repository is built before it is moved into place. */
const BUILDING = '.dream-init-';

/**
 * @throws DreamError (`usage`) when the folder is a file, missing (unless `create`), or full of something else
 */
export async function locateMemory(
  options: Pick<StoreOptions, 'folder' | 'create' | 'environment' | 'gitSeconds'>,
): Promise<Repository> {
  const { folder, create } = options;
  if (folder.includes('\n')) {
    // git prints paths as lines, and nothing could tell one from two.
    throw new DreamError('usage', `The memory folder ${JSON.stringify(folder)} has a line break in its name.`, {
      hints: ['Rename it, or name another folder with --memory.'],
    });
  }
  const names = await listFolder(folder);
  if (names === null && !create) throw noMemory(folder);
  const left = (names ?? []).filter((name) => name.startsWith(BUILDING));
  const empty = (names ?? []).length === left.length;
  if (create && empty) {
    await initRepository(folder, left, options);
    return describe(await realpath(folder), options, true);
  }
  return describe(await realpath(folder), options, false, empty);
}

async function listFolder(folder: string): Promise<string[] | null> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    if (codeOf(error) === 'ENOTDIR') {
      throw new DreamError('usage', `The memory path ${folder} is a file, not a folder.`, {
        hints: ['Name a folder with --memory.'],
      });
    }
    throw new DreamError('usage', `The memory folder ${folder} cannot be read: ${messageOf(error)}.`, { cause: error });
  }
}

async function initRepository(
  folder: string,
  left: readonly string[],
  { environment, gitSeconds }: Pick<StoreOptions, 'environment' | 'gitSeconds'>,
): Promise<void> {
  let building;
  try {
    await mkdir(folder, { recursive: true });
    building = await mkdtemp(join(folder, BUILDING));
  } catch (error) {
    throw new DreamError('usage', `The memory folder ${folder} cannot be made: ${messageOf(error)}.`, { cause: error });
  }
  try {
    const branch = (await readSetting('init.defaultBranch', folder, environment, gitSeconds)) ?? 'main';
    const git = openGit(building, environment, gitSeconds);
    // No template: it could bring hooks.
    await git.run(['init', '--quiet', '--template=', `--initial-branch=${branch}`, '--end-of-options', building]);
    await rename(join(building, '.git'), join(folder, '.git'));
  } catch (error) {
    // Another process made it first, and maybe took away what was being built here: theirs is as good.
    const made = await stat(join(folder, '.git')).catch(() => null);
    if (made === null) throw codeOf(error) === 'ENOENT' ? makesNoSense('init') : error;
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  // What others build or left is in nobody's way before there is a repository, and needed by nobody after. Who still
  // builds takes away the rest.
  for (const name of left) await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
}

async function describe(
  folder: string,
  { environment, gitSeconds }: Pick<StoreOptions, 'environment' | 'gitSeconds'>,
  created: boolean,
  empty = false,
): Promise<Repository> {
  const open = (directory: string): Git => openGit(directory, environment, gitSeconds);
  const base = (await findTop(folder)) ?? folder;
  const probe = open(base);
  const asked = ['--is-bare-repository', '--is-inside-work-tree', '--show-object-format'];
  const output = await probe.attempt(['rev-parse', ...asked, '--git-common-dir', '--absolute-git-dir']);
  if (output.code !== 0) {
    if (!/not a git repository/.test(output.stderr)) throw gitFailed('rev-parse', output);
    throw empty ? noMemory(folder) : notARepository(folder, 'is not in a git repository and not empty');
  }
  const answer = /^(true|false)\n(true|false)\n(sha1|sha256)\n(.+)\n(\/.+)\n$/.exec(output.stdout.toString('utf8'));
  if (answer === null) throw makesNoSense('rev-parse');
  const [, bare, inside, format, common = '', gitDir = ''] = answer;
  const gitFolder = await realpath(gitDir);
  const commonDir = await realpath(resolve(base, common));
  const shared = { folder, commonDir, gitDir: gitFolder, noId: '0'.repeat(format === 'sha256' ? 64 : 40), created };
  if (bare === 'true' && inside !== 'true' && gitFolder === folder)
    return { ...shared, git: open(folder), prefix: '', workTree: null };
  const outside = `is not in the work tree of the repository ${gitFolder}`;
  if (inside !== 'true') throw notARepository(folder, outside);
  const top = await probe.run(['rev-parse', '--show-toplevel']);
  if (!/^\/.*\n$/.test(top)) throw makesNoSense('rev-parse');
  const workTree = await realpath(top.slice(0, -1));
  if (folder !== workTree && !folder.startsWith(`${workTree}/`)) throw notARepository(folder, outside);
  const prefix = folder === workTree ? '' : `${folder.slice(workTree.length + 1)}/`;
  if (/(?:^|\/)\.git\//i.test(prefix)) throw notARepository(folder, outside);
  return { ...shared, git: open(workTree), prefix, workTree };
}

/** The nearest folder, upwards, that holds `.git`; null when there is none (a bare repository, or no repository). */
async function findTop(folder: string): Promise<string | null> {
  for (let at = folder; ; at = dirname(at)) {
    if (basename(at) === '.git') return null;
    const found = await stat(join(at, '.git')).catch(whenAbsent(null));
    if (found !== null) return at;
    if (dirname(at) === at) return null;
  }
}

function noMemory(folder: string): DreamError {
  return new DreamError('usage', `There is no memory at ${folder}.`, {
    hints: ['Run `dream run` to create it, or name another folder with --memory.'],
  });
}

function notARepository(folder: string, why: string): DreamError {
  return new DreamError('usage', `The memory folder ${folder} ${why}.`, {
    hints: ['Run `git init` there first, or name an empty or absent folder with --memory.'],
  });
}
