// One process at a time moves the memory branch together with the worktrees that have it checked out: two that did so
// at once would take each other's files for a person's edits. Runs, and reviews without an acceptance, need no lock.
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DreamError } from '../errors.ts';
import { codeOf, unwritable, whenAbsent } from './file-errors.ts';
import { isAtWork, ownFolder, ownName, parseOwner, readOwner } from './journal.ts';
import type { Repository } from './locate-memory.ts';
import { settleJournals } from './settle-journals.ts';
import type { Finding } from '../model/finding.ts';

const PAUSE_MS = 50;
const NAME = 'review.lock';

/**
 * Does something while no other process moves the memory branch. What a process that is gone left behind is settled
 * first, and found in `findings`.
 * @throws DreamError (`busy`) when another process keeps the lock
 */
export async function withMemoryLock<T>(
  repository: Repository,
  lockSeconds: number,
  act: (findings: readonly Finding[]) => Promise<T>,
): Promise<T> {
  const folder = ownFolder(repository);
  await mkdir(folder, { recursive: true }).catch(unwritable(folder));
  const own = join(folder, ownName('lock'));
  const lock = join(folder, NAME);
  await writeFile(own, JSON.stringify(await readOwner())).catch(unwritable(own));
  try {
    // A link is there at once and whole, or not at all.
    for (let waited = 0; !(await takes(own, lock)); waited += PAUSE_MS) {
      if (await removeLeftLock(lock, `${own}.left`)) continue;
      if (waited >= lockSeconds * 1000) {
        throw new DreamError(
          'busy',
          `Another review has been writing to ${repository.folder} for ${lockSeconds} seconds.`,
          {
            hints: ['Wait for it and run the command again.', `If no other review is running, remove ${lock}.`],
          },
        );
      }
      await sleep(PAUSE_MS);
    }
  } finally {
    await rm(own, { force: true });
  }
  try {
    return await act(await settleJournals(repository, lockSeconds));
  } finally {
    await rm(lock, { force: true });
  }
}

/** Whether a process that is gone left the lock behind. */
export async function isLockLeft(repository: Repository): Promise<boolean> {
  const text = await readFile(join(ownFolder(repository), NAME), 'utf8').catch(whenAbsent(null));
  return text !== null && !(await isHeld(text, join(ownFolder(repository), NAME)));
}

async function takes(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    return unwritable(lock)(error);
  }
}

async function removeLeftLock(lock: string, aside: string): Promise<boolean> {
  const text = await readFile(lock, 'utf8').catch(whenAbsent(null));
  if (text === null) return true;
  if (await isHeld(text, lock)) return false;
  // Moved away before it is removed: someone else may have taken it since it was read, and then gets it back.
  await rename(lock, aside).catch(whenAbsent(undefined));
  const moved = await readFile(aside, 'utf8').catch(whenAbsent(null));
  if (moved !== null && (await isHeld(moved, aside))) await takes(aside, lock);
  await rm(aside, { force: true });
  return true;
}

async function isHeld(text: string, file: string): Promise<boolean> {
  const owner = parseOwner(text);
  return owner !== null && (await isAtWork(owner, file));
}
