// Where is the memory? Finds the repository of a memory folder, or makes one where that was asked for. A half-made
// repository never stands in the way of the next try: it is built aside and moved into place in one step.
import { mkdir, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DreamError, messageOf } from '../errors.ts';
import { codeOf, whenAbsent } from './file-errors.ts';
import { gitFailed, openGit, readSetting } from './git.ts';
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
  options: Pick<StoreOptions, 'folder' | 'create' | 'environment'>,
): Promise<Repository> {
  const { folder, create, environment } = options;
  const names = await listFolder(folder);
  if (names === null && !create) {
    throw new DreamError('usage', `There is no memory at ${folder}.`, {
      hints: ['Run `dream run` to create it, or name another folder with --memory.'],
    });
  }
  const left = (names ?? []).filter((name) => name.startsWith(BUILDING));
  const empty = (names ?? []).length === left.length;
  if (create && empty) {
    await initRepository(folder, left, environment);
    return describe(await realpath(folder), environment, true);
  }
  return describe(await realpath(folder), environment, false);
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
  environment: StoreOptions['environment'],
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new DreamError('usage', `The memory folder ${folder} cannot be made: ${messageOf(error)}.`, { cause: error });
  }
  for (const name of left) await rm(join(folder, name), { recursive: true, force: true });
  const building = join(folder, `${BUILDING}${process.pid}`);
  await mkdir(building);
  try {
    const branch = (await readSetting('init.defaultBranch', folder, environment)) ?? 'main';
    const git = openGit(building, environment);
    // No template: it could bring hooks.
    await git.run(['init', '--quiet', '--template=', `--initial-branch=${branch}`, '--end-of-options', building]);
    await rename(join(building, '.git'), join(folder, '.git'));
  } catch (error) {
    // Another process made it first: theirs is as good.
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(codeOf(error))) throw error;
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

async function describe(
  folder: string,
  environment: StoreOptions['environment'],
  created: boolean,
): Promise<Repository> {
  const top = await findTop(folder);
  const probe = openGit(top ?? folder, environment);
  const asked = [
    '--git-common-dir',
    '--absolute-git-dir',
    '--is-bare-repository',
    '--is-inside-work-tree',
    '--show-object-format',
  ];
  const output = await probe.attempt(['rev-parse', ...asked, '--show-prefix'], {
    directory: top === null ? folder : top,
  });
  const lines = output.stdout.toString('utf8').split('\n');
  const [common = '', gitDir = '', bare = '', inside = '', format = ''] = lines;
  if (gitDir === '')
    throw /not a git repository/.test(output.stderr) ? notARepository(folder) : gitFailed('rev-parse', output);
  const base = top ?? folder;
  const gitFolder = await realpath(gitDir);
  const commonDir = await realpath(resolve(base, common));
  const noId = '0'.repeat(format === 'sha256' ? 64 : 40);
  if (bare === 'true' && inside !== 'true') {
    if (gitFolder !== folder) throw notARepository(folder);
    return {
      git: openGit(folder, environment),
      folder,
      prefix: '',
      commonDir,
      gitDir: gitFolder,
      workTree: null,
      noId,
      created,
    };
  }
  if (inside !== 'true') throw notARepository(folder);
  const workTree = await realpath((await probe.run(['rev-parse', '--show-toplevel'])).replace(/\n$/, ''));
  if (folder !== workTree && !folder.startsWith(`${workTree}/`)) throw notARepository(folder);
  const prefix = folder === workTree ? '' : `${folder.slice(workTree.length + 1)}/`;
  if (/(?:^|\/)\.git\//i.test(prefix)) throw notARepository(folder);
  return { git: openGit(workTree, environment), folder, prefix, commonDir, gitDir: gitFolder, workTree, noId, created };
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

function notARepository(folder: string): DreamError {
  return new DreamError('usage', `The memory folder ${folder} is not in a git repository and not empty.`, {
    hints: ['Run `git init` there first, or name an empty or absent folder with --memory.'],
  });
}
