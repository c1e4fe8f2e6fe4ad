// Moves the memory branch to new commits, together with the worktrees that have it checked out: journal, files, index
// entries, then the reference, which alone decides. When the reference has moved meanwhile, files and index go back.
import { join } from 'node:path';
import { DreamError } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import { makesNoSense } from './git.ts';
import { openJournal, wasStopped } from './journal.ts';
import type { Repository } from './locate-memory.ts';
import { withMemoryLock } from './memory-lock.ts';
import { moveRefs, readRef } from './move-ref.ts';
import { LEDGER_REF } from './refs.ts';
import { settleSteps } from './settle-journals.ts';
import type { Snapshot } from './snapshot.ts';
import { findCheckouts, moveWorkTrees, planWorkTrees } from './work-tree.ts';
import type { Touched, WorkTreePlan } from './work-tree.ts';

const DEFAULT_LOCK_SECONDS = 30;

const NO_STEPS: WorkTreePlan = { steps: [], findings: [] };

/**
 * @param from what the plan was made from: neither the branch nor the ledger may have moved since
 * @param base the commit the new ones stand on
 * @param reason for the reflog
 * @returns null when something had moved, and everything is as before
 * @throws DreamError `refused` while the branch is being rebased or merged, `busy` when a lock stays taken
 */
export async function moveMemory(
  repository: Repository,
  branch: string,
  from: Snapshot,
  base: string,
  to: string,
  lockSeconds: number = DEFAULT_LOCK_SECONDS,
  reason = 'dream: review',
): Promise<readonly Finding[] | null> {
  return withMemoryLock(repository, lockSeconds, async (settled) => {
    const found = await moveAlone(repository, `refs/heads/${branch}`, from, base, to, lockSeconds, reason);
    return found === null ? null : [...settled, ...found];
  });
}

async function moveAlone(
  repository: Repository,
  ref: string,
  from: Snapshot,
  base: string,
  to: string,
  lockSeconds: number,
  reason: string,
): Promise<readonly Finding[] | null> {
  const { git } = repository;
  if ((await readRef(git, ref)) !== from.branchAt || (await readRef(git, LEDGER_REF)) !== from.ledgerAt) return null;
  const checkouts = await findCheckouts(repository, ref);
  if (checkouts.length > 0 && from.branchAt === null && from.tip !== null) {
    // Its index and files hold nothing of what origin has; only git itself can put them there.
    throw new DreamError(
      'refused',
      `The memory branch ${ref.slice('refs/heads/'.length)} is checked out but has no commit of its own yet.`,
      {
        hints: [`Run \`git reset ${from.tip}\` or \`git pull\` there first.`],
      },
    );
  }
  const touched = await readTouched(repository, base, to);
  const { steps, findings } =
    checkouts.length === 0
      ? NO_STEPS
      : await repository.git.readObjects((objects) => planWorkTrees(repository, objects, checkouts, touched));
  const locks = [
    ...[ref, LEDGER_REF].map((name) => join(repository.commonDir, `${name}.lock`)),
    ...checkouts.flatMap(({ gitDir }) => [join(gitDir, 'index.lock'), join(gitDir, 'HEAD.lock')]),
  ];
  const journal = await openJournal(repository, { locks, ref, to, steps });
  const undo = async (stopped: boolean): Promise<void> => {
    // The reference decides, also when git was stopped right after it had moved it.
    // Otherwise someone moved it, perhaps with a commit of what had just been put into their index.
    if ((await readRef(git, ref)) !== to) await settleSteps(repository, steps, lockSeconds, 'back');
    // What a git that was stopped may have left, locks above all, is for the next command to clear.
    if (!stopped) await journal.close();
  };
  // The ledger is only checked: what others decided since the plan was made must not be overruled.
  const moves = [
    { ref, from: from.branchAt, to },
    { ref: LEDGER_REF, from: from.ledgerAt, to: from.ledgerAt },
  ];
  let outcome: Awaited<ReturnType<typeof moveRefs>>;
  try {
    await moveWorkTrees(repository, steps, 'forward', lockSeconds);
    outcome = await moveRefs(git, moves, reason, lockSeconds);
  } catch (error) {
    // If this fails too, the journal stays, and the next command that writes takes it back.
    await undo(wasStopped(error));
    throw error;
  }
  if (outcome === 'lost') {
    await undo(false);
    return null;
  }
  await journal.close();
  return findings;
}

/** Files that differ between two commits, with their entries. */
async function readTouched(repository: Repository, base: string, to: string): Promise<readonly Touched[]> {
  const printed = await repository.git.run([
    'diff-tree',
    '-r',
    '-z',
    '--raw',
    '--no-renames',
    '--full-index',
    base,
    to,
    '--',
  ]);
  const fields = printed.split('\0');
  if (fields.pop() !== '' || fields.length % 2 !== 0) throw makesNoSense('diff-tree');
  const touched: Touched[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const match = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) /.exec(fields[at] ?? '');
    const path = fields[at + 1] ?? '';
    if (match === null || path === '') throw makesNoSense('diff-tree');
    const [, oldMode = '', newMode = '', oldId = '', newId = ''] = match;
    touched.push({ path, before: entryOf(oldMode, oldId), after: entryOf(newMode, newId) });
  }
  return touched;
}

function entryOf(mode: string, id: string): Touched['before'] {
  return mode === '100644' || mode === '100755' ? { id, mode } : null;
}
