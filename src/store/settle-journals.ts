// Finishes or takes back what processes that are gone had begun: files and index entries of each worktree follow what it
// has checked out by now, which need not be the memory branch any more. Can be repeated.
import { lstat, readdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../model/finding.ts';
import { isAncestor } from './commit-graph.ts';
import { whenAbsent } from './file-errors.ts';
import { OBJECT_ID, readParts } from './git.ts';
import { sameEntry } from './index-entries.ts';
import { clearLocks, ownFolder, readLeftJournals } from './journal.ts';
import type { LeftJournal, Step } from './journal.ts';
import type { Repository } from './locate-memory.ts';
import { readRef } from './move-ref.ts';
import { moveWorkTrees } from './work-tree.ts';

/** What `git ls-tree -z` prints for each entry. */
const TREE_ENTRY = /^(\d+) \S+ ([0-9a-f]+)\t([\s\S]+)$/;

/** Settles every journal of this machine whose process is gone. Only called under the memory lock. */
export async function settleJournals(repository: Repository, lockSeconds: number): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const left of await readLeftJournals(repository))
    findings.push(...(await settle(repository, left, lockSeconds)));
  return findings;
}

async function settle(repository: Repository, left: LeftJournal, lockSeconds: number): Promise<Finding[]> {
  const { journal, file } = left;
  const findings: Finding[] = (await clearLocks(left)).map((lock) => {
    const detail = 'a lock that a process left behind when it was stopped has been removed';
    return { code: 'write-recovered', file: lock, line: null, detail };
  });
  if (journal.ref !== null && journal.to !== null && journal.steps.length > 0) {
    const now = await readRef(repository.git, journal.ref);
    const contains = now !== null && (await isBelow(repository, journal.to, now));
    await settleSteps(repository, journal.steps, lockSeconds, 'stays');
    const detail = `a review that was cut short has been ${contains ? 'finished' : 'taken back'}`;
    findings.push({ code: 'write-recovered', file: null, line: null, detail });
  }
  const own = new Set([`file-${journal.pid}`]);
  for (const name of await readdir(ownFolder(repository)).catch(whenAbsent<string[]>([]))) {
    if (own.has(name) || name.startsWith(`lock-${journal.pid}-`) || name.startsWith(`exchange-${journal.pid}-`))
      await rm(join(ownFolder(repository), name), { recursive: true, force: true });
  }
  await rm(file, { force: true });
  return findings;
}

/**
 * Takes each file to the side of the write that its worktree's own HEAD is on: since the write was begun, people may have
 * checked out another branch, or committed what was in the index by then.
 * @param otherwise where HEAD holds neither: what a kill left may be anyone's by now and stays; what was done a moment
 *   ago goes back
 */
export async function settleSteps(
  repository: Repository,
  steps: readonly Step[],
  lockSeconds: number,
  otherwise: 'stays' | 'back',
): Promise<void> {
  const forward: Step[] = [];
  const back: Step[] = [];
  for (const workTree of new Set(steps.map((step) => step.workTree))) {
    const own = steps.filter((step) => step.workTree === workTree);
    if (!(await isStillThere(repository, workTree, own[0]?.gitDir ?? ''))) continue;
    const head = await readHeadEntries(repository, own);
    for (const step of own) {
      const entry = head.get(step.path) ?? null;
      if (sameEntry(entry, step.after)) forward.push(step);
      else if (sameEntry(entry, step.before) || otherwise === 'back') back.push(step);
    }
  }
  await moveWorkTrees(repository, forward, 'forward', lockSeconds);
  await moveWorkTrees(repository, back, 'back', lockSeconds);
}

/** Whether a folder still is the worktree it was: people remove worktrees, and put other things in their place. */
async function isStillThere(repository: Repository, workTree: string, gitDir: string): Promise<boolean> {
  const before = await realpath(gitDir).catch(whenAbsent(null));
  if (before === null || (await lstat(workTree).catch(whenAbsent(null))) === null) return false;
  const output = await repository.git.attempt(['rev-parse', '--absolute-git-dir'], { directory: workTree });
  if (output.code !== 0) return false;
  const found = readParts('rev-parse', output.stdout.toString('utf8'), '\n', /^\/.*$/)[0]?.[0] ?? '';
  return (await realpath(found).catch(whenAbsent(null))) === before;
}

/** What the commit that a worktree has checked out holds at the steps' paths; nothing while its branch is unborn. */
async function readHeadEntries(
  repository: Repository,
  steps: readonly Step[],
): Promise<ReadonlyMap<string, { readonly id: string; readonly mode: string }>> {
  const entries = new Map<string, { readonly id: string; readonly mode: string }>();
  const directory = steps[0]?.workTree;
  if (directory === undefined) return entries;
  const asked = await repository.git.ask(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { directory });
  const head = asked === null ? undefined : readParts('rev-parse', asked, '\n', OBJECT_ID)[0]?.[0];
  if (head === undefined) return entries;
  const args = ['ls-tree', '-z', '--full-tree', head, '--', ...steps.map(({ path }) => path)];
  const printed = await repository.git.run(args, { directory });
  for (const [, mode = '', id = '', path = ''] of readParts('ls-tree', printed, '\0', TREE_ENTRY))
    entries.set(path, { id, mode });
  return entries;
}

/** Whether a commit is reachable from another; one that is gone is not. */
async function isBelow(repository: Repository, commit: string, from: string): Promise<boolean> {
  const known = await repository.git.readObjects((objects) => objects.readCommit(commit));
  return known !== null && isAncestor(repository.git, commit, from);
}
