// What a process is about to touch besides objects, written down first, so that after a kill the next writing command
// can finish it or take it back. A journal is removed when all it names is settled. Locks are ours to clear only when a
// journal names them and its process is gone.
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { codeOf, unwritable, whenAbsent } from './file-errors.ts';
import { GitStopped } from './git-process.ts';
import { OBJECT_ID } from './git.ts';
import type { Repository } from './locate-memory.ts';

const entry = z.object({ id: z.string().regex(OBJECT_ID), mode: z.enum(['100644', '100755']) });

const step = z.object({
  /** Top of the worktree, and its own `.git` folder; absolute. */
  workTree: z.string(),
  gitDir: z.string(),
  /** Relative to the top of the repository. */
  path: z.string(),
  /** Null where the file is not in the old or new commit. */
  before: entry.nullable(),
  after: entry.nullable(),
  /** Whether the file itself, and whether its index entry is to be changed. */
  file: z.boolean(),
  index: z.boolean(),
});

const owner = z.object({
  pid: z.number(),
  host: z.string(),
  /** Tells one start of the machine from another, where the system says. */
  boot: z.string().nullable(),
  /** Tells a process from a later one with the same number, where the system says. */
  started: z.string().nullable(),
});

const journal = owner.extend({
  version: z.literal(1),
  /** Git's lock files, absolute. */
  locks: z.array(z.string()),
  ref: z.string().nullable(),
  to: z.string().nullable(),
  steps: z.array(step),
});

/** Nothing here takes this long: what another machine left for longer is left for good. */
const GONE_MS = 60 * 60 * 1000;

/** Names a process for good. */
export type Owner = Readonly<z.infer<typeof owner>>;

/** One file of one worktree that goes from one state to another. */
export type Step = Readonly<z.infer<typeof step>>;
export type Journal = Readonly<Omit<z.infer<typeof journal>, 'steps' | 'locks'>> & {
  readonly locks: readonly string[];
  readonly steps: readonly Step[];
};

export interface OpenJournal {
  /** Removes it: everything it names is settled. */
  close(): Promise<void>;
}

/** A journal whose process is gone. */
export interface LeftJournal {
  readonly file: string;
  readonly journal: Journal;
}

/** The store's own folder inside `.git`. */
export function ownFolder(repository: Repository): string {
  return join(repository.commonDir, 'dream');
}

/** A name no other process uses, also one on another machine or in another container with the same number. */
export function ownName(what: string): string {
  return `${what}-${process.pid}-${randomBytes(6).toString('hex')}`;
}

/** Writes a journal; it is on disk when this returns. */
export async function openJournal(
  repository: Repository,
  content: Pick<Journal, 'locks' | 'ref' | 'to' | 'steps'>,
): Promise<OpenJournal> {
  const folder = ownFolder(repository);
  await mkdir(folder, { recursive: true }).catch(unwritable(folder));
  const file = join(folder, `${ownName('journal')}.json`);
  const written: Journal = { version: 1, ...(await readOwner()), ...content };
  await writeDurably(file, `${file}.new`, JSON.stringify(written));
  await syncFolder(folder);
  return { close: () => rm(file, { force: true }) };
}

/** Does something that moves references only, with a journal that names their locks meanwhile. */
export async function withRefLocks<T>(
  repository: Repository,
  refs: readonly string[],
  act: () => Promise<T>,
): Promise<T> {
  const locks = refs.map((ref) => join(repository.commonDir, `${ref}.lock`));
  const journal = await openJournal(repository, { locks, ref: null, to: null, steps: [] });
  try {
    const result = await act();
    await journal.close();
    return result;
  } catch (error) {
    // A git that had to be stopped may have left its locks: then the journal stays, and the next command clears them.
    if (!wasStopped(error)) await journal.close();
    throw error;
  }
}

/** Whether an error comes of a git that was stopped because it hung. */
export function wasStopped(error: unknown): boolean {
  return error instanceof GitStopped || (error instanceof Error && wasStopped(error.cause));
}

/** Writes a file that is either absent or whole, also after the power is lost. @param aside on the same file system */
export async function writeDurably(
  file: string,
  aside: string,
  content: string | Buffer | Iterable<string>,
  mode = 0o666,
): Promise<void> {
  try {
    const handle = await open(aside, 'w', mode);
    try {
      const pieces = typeof content === 'string' || Buffer.isBuffer(content) ? [content] : content;
      for (const piece of pieces) await handle.appendFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(aside, file);
  } catch (error) {
    await rm(aside, { force: true }).catch(() => undefined);
    return unwritable(file)(error);
  }
}

/** All journals of processes of this machine that are gone. Half-written ones are removed: their process had touched nothing yet. */
export async function readLeftJournals(repository: Repository): Promise<readonly LeftJournal[]> {
  const folder = ownFolder(repository);
  const names = await readdir(folder).catch(whenAbsent<string[]>([]));
  const left: LeftJournal[] = [];
  for (const name of names.filter((one) => one.startsWith('journal-')).sort()) {
    const file = join(folder, name);
    const pid = Number(/^journal-(\d+)-/.exec(name)?.[1] ?? Number.NaN);
    if (name.endsWith('.json.new')) {
      if (!(await isAlive({ pid, started: null, boot: null, host: hostname() }))) await rm(file, { force: true });
      continue;
    }
    const text = await readFile(file, 'utf8').catch(whenAbsent(null));
    const parsed = text === null ? null : journal.safeParse(parseJson(text));
    if (parsed === null || !parsed.success) continue;
    if (!(await isAtWork(parsed.data, file))) left.push({ file, journal: parsed.data });
  }
  return left;
}

/** Removes the locks a journal names, when they were taken while its process ran. @returns those that were there */
export async function clearLocks({ file, journal }: LeftJournal): Promise<readonly string[]> {
  const cleared: string[] = [];
  const { mtimeMs: written } = await stat(file);
  for (const lock of journal.locks) {
    const found = await stat(lock).catch(whenAbsent(null));
    // An operation takes a second; a lock from another minute is someone else's.
    if (found === null || found.mtimeMs < written - 2_000 || found.mtimeMs > written + 60_000) continue;
    await unlink(lock).catch(whenAbsent(undefined));
    cleared.push(lock);
  }
  return cleared;
}

/** This process. */
export async function readOwner(): Promise<Owner> {
  return { pid: process.pid, host: hostname(), boot: await readBoot(), started: await readStart(process.pid) };
}

/** @returns null when the text names no process */
export function parseOwner(text: string): Owner | null {
  const parsed = owner.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}

/**
 * Whether the process that wrote a file still works on what the file names. Of another machine's processes only the age
 * of what they left is known; a container is another machine each time it is started.
 */
export async function isAtWork(who: Owner, file: string): Promise<boolean> {
  if (who.host === hostname()) return isAlive(who);
  const found = await stat(file).catch(whenAbsent(null));
  return found !== null && Date.now() - found.mtimeMs < GONE_MS;
}

/** Whether a process still runs, as far as this machine can tell. */
async function isAlive(who: Owner): Promise<boolean> {
  // Of another machine's processes nothing is known: theirs to settle.
  if (who.host !== hostname()) return true;
  if (who.boot !== null && who.boot !== (await readBoot())) return false;
  try {
    process.kill(who.pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  return who.started === null || who.started === (await readStart(who.pid));
}

async function readBoot(): Promise<string | null> {
  return readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
}

/** Start time of a process in ticks since boot: field 22 of /proc/<pid>/stat (proc(5)); the name in field 2 may hold anything. */
async function readStart(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

/** Makes what was renamed or made in a folder last, also when the power is lost. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some file systems cannot sync a folder; the rename is then as durable as they make it.
    if (!['EINVAL', 'EPERM', 'ENOTSUP', 'EISDIR'].includes(codeOf(error))) throw error;
  } finally {
    await handle.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
