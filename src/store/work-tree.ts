// Worktrees that have the memory branch checked out: when the branch moves, their files and index entries move along,
// so that `git status` stays as it was and the next commit does not delete what was accepted. Only what still is as git
// last wrote it is changed. Nothing here runs a filter: where one would, the file is left alone.
import { lstat, mkdir, readFile, readdir, rmdir, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DreamError } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import { codeOf, whenAbsent } from './file-errors.ts';
import { makesNoSense, readValue } from './git.ts';
import { ownFolder, writeDurably } from './journal.ts';
import type { Step } from './journal.ts';
import type { Repository } from './locate-memory.ts';
import { moveIndex, readIndex, removalsFirst, sameEntry } from './index-entries.ts';
import type { ObjectReader } from './object-reader.ts';
import { listGitDirs, readHead, readRebasedRefs } from './run-branches.ts';

/** A file that is not the same in the old and the new commit. */
export type Touched = Pick<Step, 'path' | 'before' | 'after'>;

/** A worktree whose HEAD is the memory branch. */
interface Checkout {
  readonly gitDir: string;
  readonly workTree: string;
}

export interface WorkTreePlan {
  readonly steps: readonly Step[];
  /** Files left alone. */
  readonly findings: readonly Finding[];
}

const UNDERWAY: readonly (readonly [file: string, what: string])[] = [
  ['MERGE_HEAD', 'merged'],
  ['CHERRY_PICK_HEAD', 'cherry-picked into'],
  ['REVERT_HEAD', 'reverted on'],
  ['sequencer', 'cherry-picked into'],
  ['rebase-apply', 'patched'],
  ['rebase-merge', 'rebased'],
];

/**
 * Finds the worktrees where the memory branch is checked out.
 * @throws DreamError (`refused`) while it is being rebased, merged or bisected in one of them
 */
export async function findCheckouts(repository: Repository, ref: string): Promise<readonly Checkout[]> {
  const checkouts: Checkout[] = [];
  for (const gitDir of await listGitDirs(repository)) {
    const workTree = await findWorkTree(repository, gitDir);
    if (workTree === null) continue;
    if ((await readRebasedRefs(gitDir)).includes(ref)) throw refuse(ref, 'rebased or bisected', workTree);
    if ((await readHead(repository, gitDir)) !== ref) continue;
    for (const [file, what] of UNDERWAY) {
      if ((await lstat(join(gitDir, file)).catch(whenAbsent(null))) !== null) throw refuse(ref, what, workTree);
    }
    checkouts.push({ gitDir, workTree });
  }
  return checkouts;
}

/** Says for each touched file of each worktree what can be changed. Reads only. */
export async function planWorkTrees(
  repository: Repository,
  objects: ObjectReader,
  checkouts: readonly Checkout[],
  touched: readonly Touched[],
): Promise<WorkTreePlan> {
  const steps: Step[] = [];
  const findings: Finding[] = [];
  for (const { gitDir, workTree } of checkouts) {
    const paths = touched.map(({ path }) => path);
    // With their folders: git drops from an index what stands where a file or a folder of it must be.
    const index = await readIndex(repository, workTree, [
      ...new Set(paths.flatMap((path) => [path, ...foldersOf(path)])),
    ]);
    // What goes itself makes room, for a file in place of its folder or a folder in its own.
    const goes = touched.filter((one) => one.after === null && sameEntry(index.get(one.path) ?? null, one.before));
    const going = new Set(goes.map(({ path }) => path));
    const staying = new Set([...index.keys()].filter((path) => !going.has(path)));
    const folders = new Set([...staying].flatMap(foldersOf));
    const leaving = new Set<string>();
    const filtered = await readFiltered(repository, workTree, paths);
    for (const one of removalsFirst(touched)) {
      const inTheWay = folders.has(one.path) || foldersOf(one.path).some((folder) => staying.has(folder));
      const clean = !inTheWay && sameEntry(index.get(one.path) ?? null, one.before);
      const skipped = index.get(one.path)?.skipped === true;
      const bytes = one.before === null ? null : ((await objects.read(one.before.id))?.bytes ?? null);
      const isAsWas = bytes === null ? isFree(workTree, one.path, leaving) : holds(workTree, one.path, bytes);
      const plain = !filtered.has(one.path) && !skipped && (await isAsWas);
      if (plain && clean && one.after === null) leaving.add(one.path);
      // The index entry goes along only where nothing is staged: then the user's next commit keeps what was accepted,
      // and an edited file shows as changed against it. Where the user staged something else, the next commit holds
      // what they staged, as they said; the finding tells them.
      steps.push({ workTree, gitDir, ...one, file: plain && clean, index: clean });
      if ((plain && clean) || skipped) continue;
      // Written there already, by `dream index` or by hand: nothing is left behind.
      const next = one.after === null ? null : ((await objects.read(one.after.id))?.bytes ?? null);
      if (clean && !filtered.has(one.path) && (await holds(workTree, one.path, next))) continue;
      const detail = clean ? describeLeft(workTree, one) : 'something else is staged for it';
      findings.push({ code: 'left-alone', file: join(workTree, one.path), line: null, detail });
    }
  }
  return { steps, findings };
}

/**
 * Takes files and index entries from their old state to the new one, or back. Each is looked at again first: one that
 * is neither as planned nor already there is someone else's by now. Can be repeated.
 */
export async function moveWorkTrees(
  repository: Repository,
  steps: readonly Step[],
  direction: 'forward' | 'back',
  lockSeconds: number,
): Promise<void> {
  const byWorkTree = new Map<string, Step[]>();
  for (const step of steps) {
    const from = direction === 'forward' ? step.before : step.after;
    const to = direction === 'forward' ? step.after : step.before;
    const own = byWorkTree.get(step.workTree) ?? [];
    byWorkTree.set(step.workTree, [...own, { ...step, before: from, after: to }]);
  }
  for (const [workTree, own] of byWorkTree) {
    if ((await lstat(workTree).catch(whenAbsent(null))) === null) continue;
    const moved = await repository.git.readObjects((objects) => moveFiles(repository, objects, workTree, own));
    await moveIndex(repository, workTree, own, moved, lockSeconds);
  }
}

/**
 * Why a file was left alone whose index entry went along, and what to do: to git it now looks changed by the user, who
 * may have changed nothing where line endings are converted.
 */
function describeLeft(workTree: string, { path, after }: Touched): string {
  const why = 'it is not as git keeps it: edited, or written by a filter or with other line endings';
  if (after === null) return `${why}; git does not track it any more, so remove it when you need it no more`;
  const command = (words: string): string => `\`git -C ${quote(workTree)} ${words} HEAD -- ${quote(path)}\``;
  return `${why}; \`git commit -a\` would undo what was accepted: see ${command('diff')}, and take what was accepted, without your edits, with ${command('checkout')}`;
}

/** A word as a shell reads it back. */
function quote(word: string): string {
  return /^[\w./+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** All folders a path is in, the outermost first. */
function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'));
}

/** @returns the paths that are in their new state now */
async function moveFiles(
  repository: Repository,
  objects: ObjectReader,
  workTree: string,
  steps: readonly Step[],
): Promise<ReadonlySet<string>> {
  const moved = new Set<string>();
  const bytesOf = async (entry: Step['before']): Promise<Buffer | null> => {
    const object = entry === null ? null : await objects.read(entry.id);
    if (entry !== null && object === null) throw new DreamError('failed', `The object ${entry.id} is missing.`);
    return object?.bytes ?? null;
  };
  for (const step of removalsFirst(steps.filter(({ file }) => file))) {
    const bytes = await bytesOf(step.after);
    if (await holds(workTree, step.path, bytes)) moved.add(step.path);
    if (moved.has(step.path) || !(await holds(workTree, step.path, await bytesOf(step.before)))) continue;
    const target = join(workTree, step.path);
    moved.add(step.path);
    if (bytes === null) {
      await unlink(target).catch(whenAbsent(undefined));
      await removeEmptyFolders(workTree, dirname(step.path));
      continue;
    }
    await mkdir(dirname(target), { recursive: true });
    const old = await lstat(target).catch(whenAbsent(null));
    const mode = old === null ? (step.after?.mode === '100755' ? 0o777 : 0o666) : old.mode & 0o777;
    const aside = join(ownFolder(repository), `file-${process.pid}`);
    try {
      await writeDurably(target, aside, bytes, mode);
    } catch (error) {
      if (codeOf(error) !== 'EXDEV') throw error;
      // A worktree on another disk: beside the file, then.
      await writeDurably(target, join(dirname(target), `.${basename(target)}.dream`), bytes, mode);
    }
  }
  return moved;
}

/** Paths whose content git would change between work tree and object. */
async function readFiltered(
  repository: Repository,
  workTree: string,
  paths: readonly string[],
): Promise<ReadonlySet<string>> {
  const attributes = ['filter', 'ident', 'working-tree-encoding'];
  const input = paths.map((path) => `${path}\0`).join('');
  const printed = await repository.git.run(['check-attr', '-z', '--stdin', ...attributes], {
    directory: workTree,
    input,
  });
  const fields = printed.split('\0');
  if (fields.length !== paths.length * attributes.length * 3 + 1) throw makesNoSense('check-attr');
  const filtered = new Set<string>();
  for (let at = 0; at + 2 < fields.length; at += 3) {
    if (!['unspecified', 'unset'].includes(fields[at + 2] ?? '')) filtered.add(fields[at] ?? '');
  }
  return filtered;
}

/** Whether a worktree's file is a regular one with exactly these bytes, or absent for null, below no link. */
async function holds(workTree: string, path: string, bytes: Buffer | null): Promise<boolean> {
  const parts = path.split('/');
  for (let depth = 1; depth < parts.length; depth += 1) {
    const folder = await lstat(join(workTree, ...parts.slice(0, depth))).catch(whenAbsent(null));
    if (folder === null) return bytes === null;
    if (!folder.isDirectory()) return false;
  }
  const file = join(workTree, path);
  const found = await lstat(file).catch(whenAbsent(null));
  if (found === null) return bytes === null;
  return bytes !== null && found.isFile() && found.size === bytes.length && bytes.equals(await readFile(file));
}

/** Whether nothing stands where a file is to be, below no link, once these files have left. */
async function isFree(workTree: string, path: string, leaving: ReadonlySet<string>): Promise<boolean> {
  for (const folder of foldersOf(path)) {
    const found = await lstat(join(workTree, folder)).catch(whenAbsent(null));
    if (found === null) return true;
    if (!found.isDirectory()) return leaving.has(folder);
  }
  const found = await lstat(join(workTree, path)).catch(whenAbsent(null));
  return found === null || (found.isDirectory() && onlyHolds(workTree, path, leaving));
}

/** Whether a folder goes away with these files: it holds no other, and no empty folder. */
async function onlyHolds(workTree: string, folder: string, leaving: ReadonlySet<string>): Promise<boolean> {
  const entries = await readdir(join(workTree, folder), { withFileTypes: true });
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    const goes = entry.isDirectory() ? await onlyHolds(workTree, path, leaving) : leaving.has(path);
    if (!goes) return false;
  }
  return entries.length > 0;
}

async function findWorkTree(repository: Repository, gitDir: string): Promise<string | null> {
  if (gitDir === repository.gitDir) return repository.workTree;
  if (gitDir !== repository.commonDir) {
    const file = (await readFile(join(gitDir, 'gitdir'), 'utf8').catch(whenAbsent(''))).replace(/\n$/, '');
    return existing(file === '' ? null : dirname(resolve(gitDir, file)));
  }
  const setting = async (name: string): Promise<string> => {
    const args = ['config', '--null', '--file', join(gitDir, 'config'), '--get', name];
    const printed = await repository.git.ask(args);
    return printed === null ? '' : readValue(printed);
  };
  if ((await setting('core.bare')) === 'true') return null;
  const named = await setting('core.worktree');
  if (named !== '') return existing(resolve(gitDir, named));
  return existing(basename(gitDir) === '.git' ? dirname(gitDir) : null);
}

async function existing(folder: string | null): Promise<string | null> {
  return folder !== null && (await lstat(folder).catch(whenAbsent(null))) !== null ? folder : null;
}

async function removeEmptyFolders(workTree: string, folder: string): Promise<void> {
  for (let at = folder; at !== '.' && at !== ''; at = dirname(at)) {
    try {
      await rmdir(join(workTree, at));
    } catch (error) {
      if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(codeOf(error))) return;
      throw error;
    }
  }
}

function refuse(ref: string, what: string, workTree: string): DreamError {
  const branch = ref.slice('refs/heads/'.length);
  return new DreamError('refused', `The memory branch ${branch} is being ${what} in ${workTree}.`, {
    hints: ['Finish or abort that, then run the command again.'],
  });
}
