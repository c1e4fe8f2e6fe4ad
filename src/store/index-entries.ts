// The index entries of a worktree that follow the memory branch, one by one; all other entries, staged or not, stay as
// they are. No filter runs here, whatever the repository configures.
import { makesNoSense, readParts } from './git.ts';
import type { GitOutput } from './git.ts';
import type { Step } from './journal.ts';
import type { Repository } from './locate-memory.ts';
import { waitForLock } from './move-ref.ts';

/** Takes entries that still are in their old state to the new one. @param moved paths whose file is in its new state */
export async function moveIndex(
  repository: Repository,
  workTree: string,
  steps: readonly Step[],
  moved: ReadonlySet<string>,
  lockSeconds: number,
): Promise<void> {
  const current = await readIndex(
    repository,
    workTree,
    steps.map(({ path }) => path),
  );
  // Git refuses a file where the index has a folder.
  const due = removalsFirst(steps).filter(
    (step) => step.index && sameEntry(current.get(step.path) ?? null, step.before),
  );
  if (due.length === 0) return;
  const settings = await readFiltersOff(repository, workTree);
  const update = (args: readonly string[], input: string): Promise<'done'> =>
    waitForLock(lockSeconds, `the index of ${workTree}`, async (): Promise<'done' | GitOutput> => {
      const output = await repository.git.attempt(['update-index', '-z', ...args], {
        directory: workTree,
        input,
        settings,
      });
      if (output.code === 0 && output.stdout.length > 0) throw makesNoSense('update-index');
      return output.code === 0 ? 'done' : output;
    });
  // Taken from the file where that is ours, because only so git knows its times and `git status` need not read it.
  const written = due.filter(({ file, path }) => file && moved.has(path));
  if (written.length > 0) {
    await update(['--add', '--remove', '--info-only', '--stdin'], written.map(({ path }) => `${path}\0`).join(''));
  }
  const after = await readIndex(
    repository,
    workTree,
    due.map(({ path }) => path),
  );
  const rest = due.filter((step) => !sameEntry(after.get(step.path) ?? null, step.after));
  if (rest.length === 0) return;
  const lines = rest.map(({ path, after }) => `${after?.mode ?? '0'} ${after?.id ?? repository.noId} 0\t${path}\0`);
  await update(['--index-info'], lines.join(''));
  const skipped = rest.filter(({ path, after }) => after !== null && current.get(path)?.skipped === true);
  if (skipped.length > 0) await update(['--skip-worktree', '--stdin'], skipped.map(({ path }) => `${path}\0`).join(''));
}

/**
 * Settings that switch every configured filter off. Git runs them whenever it writes an index in which some entry is as
 * young as the index itself, to see whether that file was changed since.
 */
async function readFiltersOff(
  repository: Repository,
  workTree: string,
): Promise<readonly (readonly [string, string])[]> {
  const args = ['config', '--null', '--name-only', '--get-regexp', '^filter[.]'];
  const listed = (await repository.git.ask(args, { directory: workTree })) ?? '';
  const names = new Set<string>();
  for (const [key] of readParts('config', listed, '\0', /^filter\.[\s\S]+$/)) {
    const name = key.slice('filter.'.length, key.lastIndexOf('.'));
    if (key.lastIndexOf('.') > 'filter.'.length) names.add(name);
  }
  return [...names].flatMap((name): [string, string][] => [
    [`filter.${name}.clean`, ''],
    [`filter.${name}.smudge`, ''],
    [`filter.${name}.process`, ''],
    [`filter.${name}.required`, 'false'],
  ]);
}

export interface IndexEntry {
  readonly id: string;
  readonly mode: string;
  /** Left out of the work tree by a sparse checkout. */
  readonly skipped: boolean;
}

/** Entries by path; a path without one is absent. */
export async function readIndex(
  repository: Repository,
  workTree: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, IndexEntry>> {
  const printed = await repository.git.run(['ls-files', '--stage', '-t', '-z', '--', ...paths], {
    directory: workTree,
  });
  const entries = new Map<string, IndexEntry>();
  for (const match of readParts('ls-files', printed, '\0', /^(\S) (\d+) ([0-9a-f]+) (\d)\t([\s\S]+)$/)) {
    const [, tag, mode = '', id = '', stage, path = ''] = match;
    // A file in conflict is equal to nothing.
    entries.set(path, { id: stage === '0' ? id : '', mode, skipped: tag === 'S' });
  }
  return entries;
}

/** What goes makes room for what comes: a file for a folder of its name, or the other way round. */
export function removalsFirst<T extends Pick<Step, 'after'>>(touched: readonly T[]): readonly T[] {
  return [...touched].sort((a, b) => Number(a.after !== null) - Number(b.after !== null));
}

/** Whether an index entry is the file of a commit, or both are absent. */
export function sameEntry(a: { readonly id: string; readonly mode: string } | null, b: Step['before']): boolean {
  return a === null || b === null ? a === b : a.id === b.id && a.mode === b.mode;
}
