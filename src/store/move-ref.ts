// Moves references by compare-and-swap, the commit point of everything the store writes. Others may hold git's lock for
// a moment: it waits, and says so when the lock stays.
import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { DreamError } from '../errors.ts';
import { whenAbsent } from './file-errors.ts';
import { OBJECT_ID, gitFailed, makesNoSense, readParts } from './git.ts';
import type { Git, GitOutput } from './git.ts';

const DEFAULT_LOCK_SECONDS = 30;
const PAUSE_MS = 250;

/** Git's words for a lock that is taken, and for the file it writes under the lock of all packed references. */
const LOCKED =
  /Unable to create '(.{0,1000}\.lock)': File exists|unable to create file (.{0,1000}\/packed-refs\.new): File exists/;

/** One reference and where it must stand for the move to happen; null means it must not exist. */
export interface RefMove {
  readonly ref: string;
  readonly from: string | null;
  /** Where it stands afterwards; null removes it, and the same as `from` only checks. */
  readonly to: string | null;
}

/**
 * Moves references together. Only one of them may really move if a kill must never leave a part (memory.md): the others
 * are checked under git's lock.
 * @param reason for the reflog
 * @returns `lost` when one of them did not stand where it must, and nothing was moved; `there` when git did not move
 *   them but they stand where they should, because it was stopped after its last step or someone wrote the very same
 * @throws DreamError `busy` when a lock stays taken
 */
export async function moveRefs(
  git: Git,
  moves: readonly RefMove[],
  reason: string,
  lockSeconds: number = DEFAULT_LOCK_SECONDS,
): Promise<'moved' | 'lost' | 'there'> {
  const lines = moves.map(printMove);
  const input = `start\n${lines.join('')}prepare\ncommit\n`;
  return waitForLock(lockSeconds, 'a reference of the memory', async () => {
    const output = await git.attempt(['update-ref', '-m', reason, '--stdin'], { input });
    if (output.code === 0 && /^commit: ok$/m.test(output.stdout.toString('utf8'))) return 'moved';
    const now = await Promise.all(moves.map((move) => readRef(git, move.ref)));
    if (moves.every((move, at) => now[at] === move.to)) return 'there';
    if (moves.some((move, at) => now[at] !== move.from)) return 'lost';
    if (output.code === 0) throw makesNoSense('update-ref');
    return output;
  });
}

/**
 * Tries until git no longer says that someone else holds a lock.
 * @param attempt gives back git's output when it failed, else the result
 * @param what is locked, for the message
 */
export async function waitForLock<T extends string>(
  lockSeconds: number,
  what: string,
  attempt: () => Promise<T | GitOutput>,
): Promise<T> {
  for (let waited = 0; ; waited += PAUSE_MS) {
    const result = await attempt();
    if (typeof result === 'string') return result;
    const lock = LOCKED.exec(result.stderr)
      ?.slice(1)
      .find((file) => file !== undefined);
    if (lock === undefined) throw gitFailed('write', result);
    if (waited >= lockSeconds * 1000) {
      throw new DreamError('busy', `Another process has locked ${what} for ${lockSeconds} seconds.`, {
        hints: [
          'Wait for it and run the command again.',
          `If no git process is running, remove ${lock}${await sayAge(lock)}.`,
        ],
      });
    }
    await sleep(PAUSE_MS);
  }
}

/** How old a file is, for whoever has to tell a lock that is at work from one that was left behind. */
async function sayAge(file: string): Promise<string> {
  const found = await stat(file).catch(whenAbsent(null));
  if (found === null) return '';
  const minutes = Math.floor((Date.now() - found.mtimeMs) / 60_000);
  if (minutes < 1) return ' (less than a minute old)';
  const [count, unit] = minutes < 120 ? [minutes, 'minute'] : [Math.floor(minutes / 60), 'hour'];
  return ` (${count} ${unit}${count === 1 ? '' : 's'} old)`;
}

/** @returns where a reference stands, null when there is none */
export async function readRef(git: Git, ref: string): Promise<string | null> {
  const printed = await git.ask(['rev-parse', '--verify', '--quiet', ref]);
  return printed === null ? null : (readParts('rev-parse', printed, '\n', OBJECT_ID)[0]?.[0] ?? null);
}

/**
 * @param gitDir the `.git` folder of a worktree, for its own HEAD; the repository's own when absent
 * @returns the full name of the reference that a symbolic one stands for; null when it is none
 */
export async function readSymbolicRef(git: Git, name: string, gitDir?: string): Promise<string | null> {
  const place = gitDir === undefined ? [] : [`--git-dir=${gitDir}`];
  const call = gitDir === undefined ? {} : { directory: gitDir };
  const printed = await git.ask([...place, 'symbolic-ref', '--quiet', name], call);
  return printed === null ? null : (readParts('symbolic-ref', printed, '\n', /^refs\/.+$/)[0]?.[0] ?? null);
}

function printMove({ ref, from, to }: RefMove): string {
  for (const id of [from, to]) {
    if (id !== null && !OBJECT_ID.test(id))
      throw new DreamError('failed', `Not a full object id: ${JSON.stringify(id)}.`);
  }
  if (to === from) return from === null ? `verify ${ref}\n` : `verify ${ref} ${from}\n`;
  if (to === null) return `delete ${ref} ${from ?? ''}\n`;
  return from === null ? `create ${ref} ${to}\n` : `update ${ref} ${to} ${from}\n`;
}
