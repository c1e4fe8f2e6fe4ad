// The references that follow from the ledger: a run's branch is there while something on it waits, and in the archive
// when all of it is decided. Any of these steps can be repeated, so a kill between two of them loses nothing.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DreamError } from '../errors.ts';
import type { RunRecord, TrackedChange } from '../model/run.ts';
import { isAncestor } from './commit-graph.ts';
import { whenAbsent } from './file-errors.ts';
import { readParts } from './git.ts';
import { withRefLocks } from './journal.ts';
import type { Repository } from './locate-memory.ts';
import { moveRefs, readRef, readSymbolicRef } from './move-ref.ts';
import type { RefMove } from './move-ref.ts';
import { archiveRef, quarantineArchiveRef, quarantineRef } from './refs.ts';
import type { Refs } from './refs.ts';
import type { RunCommits } from './run-commits.ts';
import { isSettled } from './track-changes.ts';

/** What is to be done about run branches. */
export interface RunRefPlan {
  /** Branches that should be there and are not. */
  readonly create: readonly RefMove[];
  /** Branches of which everything is decided. */
  readonly close: readonly { readonly ref: string; readonly archive: string; readonly tip: string }[];
}

export async function planRunRefs(
  runs: readonly RunRecord[],
  changes: readonly TrackedChange[],
  refs: Refs,
  commits: RunCommits,
): Promise<RunRefPlan> {
  const byRun = new Map<string, TrackedChange[]>();
  for (const change of changes) byRun.set(change.run, [...(byRun.get(change.run) ?? []), change]);
  const create: RefMove[] = [];
  const close: { ref: string; archive: string; tip: string }[] = [];
  for (const run of runs) {
    const chains = [
      { quarantined: false, ref: run.branch === null ? null : `refs/heads/${run.branch}`, archive: archiveRef(run.id) },
      { quarantined: true, ref: quarantineRef(run.id), archive: quarantineArchiveRef(run.id) },
    ];
    for (const { quarantined, ref, archive } of chains) {
      const own = (byRun.get(run.id) ?? []).filter((change) => change.quarantined === quarantined);
      if (ref === null || own.length === 0) continue;
      const tip = refs.get(ref);
      const settled = own.every(isSettled);
      if (settled && tip !== undefined) close.push({ ref, archive, tip });
      if (settled || tip !== undefined || refs.has(archive)) continue;
      const tips = await commits.writtenTips(run.id);
      const to = quarantined ? tips.quarantine : tips.branch;
      if (to !== null) create.push({ ref, from: null, to });
    }
  }
  return { create, close };
}

/** @throws DreamError (`usage`) when a branch of the user has the name that ours would be below */
export async function requireFreeName(repository: Repository, branchPrefix: string): Promise<void> {
  const parts = branchPrefix.split('/');
  const names = parts.map((_, at) => `refs/heads/${parts.slice(0, at + 1).join('/')}`);
  // A pattern also lists what is below it, so exact names are picked out here.
  const printed = await repository.git.run(['for-each-ref', '--format=%(refname)', '--', ...names]);
  const listed = readParts('for-each-ref', printed, '\n', /^refs\/heads\/.+$/);
  const taken = listed.map(([name]) => name).find((name) => names.includes(name));
  if (taken === undefined) return;
  const name = taken.slice('refs/heads/'.length);
  throw new DreamError('usage', `A branch named ${name} stands in the way of run branches named ${branchPrefix}/….`, {
    hints: ['Set `branchPrefix:` in dream.yaml to another name, such as `dreams`, or rename that branch.'],
  });
}

/** @returns a reference because of which another cannot be made: git keeps none below another */
export function findInTheWay(ref: string, refs: Refs): string | null {
  return [...refs.keys()].find((other) => ref.startsWith(`${other}/`) || other.startsWith(`${ref}/`)) ?? null;
}

/** Moves settled branches into the archive, except those someone has checked out. @returns the references removed */
export async function closeRunRefs(
  repository: Repository,
  plan: RunRefPlan,
  lockSeconds: number | undefined,
): Promise<readonly string[]> {
  if (plan.close.length === 0) return [];
  const used = await readUsedRefs(repository);
  const due = plan.close.filter(({ ref }) => !used.has(ref));
  if (due.length === 0) return [];
  const refs = due.flatMap(({ ref, archive }) => [ref, archive]);
  return withRefLocks(repository, refs, () => archiveAll(repository, due, lockSeconds));
}

async function archiveAll(
  repository: Repository,
  due: RunRefPlan['close'],
  lockSeconds: number | undefined,
): Promise<readonly string[]> {
  const closed: string[] = [];
  for (const { ref, archive, tip } of due) {
    // The archive first: what it names must be reachable at every moment.
    const kept = await moveRefs(repository.git, [{ ref: archive, from: null, to: tip }], 'dream: archive', lockSeconds);
    // Another tip has that name already: what came to the branch since stays on it.
    if (kept === 'lost' && !(await isIn(repository, tip, await readRef(repository.git, archive)))) continue;
    if ((await moveRefs(repository.git, [{ ref, from: tip, to: null }], 'dream: decided', lockSeconds)) !== 'lost')
      closed.push(ref);
  }
  return closed;
}

async function isIn(repository: Repository, commit: string, tip: string | null): Promise<boolean> {
  return tip !== null && isAncestor(repository.git, commit, tip);
}

/** References that a worktree has checked out or is rebasing. */
export async function readUsedRefs(repository: Repository): Promise<ReadonlySet<string>> {
  const used = new Set<string>();
  for (const gitDir of await listGitDirs(repository)) {
    const head = await readHead(repository, gitDir);
    if (head !== null) used.add(head);
    for (const ref of await readRebasedRefs(gitDir)) used.add(ref);
  }
  return used;
}

/** The branch a worktree has checked out, as a full reference name; null when its HEAD is detached. */
export async function readHead(repository: Repository, gitDir: string): Promise<string | null> {
  return readSymbolicRef(repository.git, 'HEAD', gitDir);
}

/** The `.git` folders of all worktrees, the main one first. */
export async function listGitDirs(repository: Repository): Promise<readonly string[]> {
  const folder = join(repository.commonDir, 'worktrees');
  const names = await readdir(folder).catch(whenAbsent<string[]>([]));
  return [repository.commonDir, ...names.sort().map((name) => join(folder, name))];
}

/** Branches that a worktree is in the middle of rebasing or bisecting: its HEAD is detached meanwhile. */
export async function readRebasedRefs(gitDir: string): Promise<readonly string[]> {
  const refs: string[] = [];
  for (const file of ['rebase-merge/head-name', 'rebase-apply/head-name', 'BISECT_START']) {
    const name = (await readFile(join(gitDir, file), 'utf8').catch(whenAbsent(''))).trim();
    if (name !== '') refs.push(name.startsWith('refs/') ? name : `refs/heads/${name}`);
  }
  return refs;
}
