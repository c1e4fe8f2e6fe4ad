// One git process from its start to its end: what it reads, what it says, and how long it may stay silent. One that
// hangs is stopped with everything it started, so that no command of ours waits for ever.
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute } from 'node:path';
import { DreamError, messageOf } from '../errors.ts';
import { codeOf } from './file-errors.ts';

/** Characters sent to git at once: small pieces cost a system call each. */
const BATCH = 64 * 1024;

/** How long a process that was asked to end may take for it: git removes its locks meanwhile. */
const GRACE_MS = 2_000;

export interface GitOutput {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface GitStart {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Its name in messages: the git command. */
  readonly name: string;
  /** It hangs when it neither reads nor writes anything for this long. */
  readonly seconds: number;
}

/** A process of which something is awaited. */
export interface Watched {
  readonly child: ChildProcessWithoutNullStreams;
  /** Something came or went: it does not hang. */
  alive(): void;
  /** Nothing is awaited from now on, until `alive` is called again. */
  rest(): void;
  /** Rejects when it hangs, and never resolves. */
  readonly hung: Promise<never>;
  /** Whether it was stopped because it hung: then `hung` says so, sooner or later. */
  isStopped(): boolean;
}

/** The error of a process that was stopped because it hung. It may have left locks behind. */
export class GitStopped extends DreamError {}

/**
 * A `.` or nothing between two colons of PATH stands for the folder git is started in, which is the memory: a program
 * that lies there is not the user's.
 */
export function withoutNearPrograms(env: Readonly<Record<string, string>>): Record<string, string> {
  const changed = { ...env };
  for (const name of Object.keys(env).filter((one) => one.toUpperCase() === 'PATH'))
    changed[name] = (env[name] ?? '')
      .split(delimiter)
      .filter((folder) => isAbsolute(folder))
      .join(delimiter);
  return changed;
}

/** What runs now. Each is a group of its own, so a terminal's interrupt does not reach it: it ends with us instead. */
const running = new Set<ChildProcessWithoutNullStreams>();

/** Starts git, to be stopped when it hangs. */
export function startGit(start: GitStart): Watched {
  const child = spawn('git', [...start.args], {
    cwd: start.cwd,
    env: withoutNearPrograms(start.env),
    stdio: 'pipe',
    detached: true,
  });
  if (running.size === 0) process.once('exit', stopAll);
  running.add(child);
  let tell: (error: GitStopped) => void = () => undefined;
  const hung = new Promise<never>((_, reject) => {
    tell = reject;
  });
  hung.catch(() => undefined);
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    stopGroup(child, 'SIGTERM');
    const force = setTimeout(() => {
      stopGroup(child, 'SIGKILL');
      // What cannot even be killed must not keep this process.
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      child.unref();
      tell(hangs(start));
    }, GRACE_MS);
    child.once('close', () => {
      clearTimeout(force);
      tell(hangs(start));
    });
  };
  let timer: NodeJS.Timeout | null = null;
  const rest = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const alive = (): void => {
    if (!running.has(child)) return;
    if (timer === null) timer = setTimeout(stop, start.seconds * 1000);
    else timer.refresh();
  };
  const end = (): void => {
    rest();
    running.delete(child);
    if (running.size === 0) process.removeListener('exit', stopAll);
  };
  child.once('close', end);
  child.once('error', end);
  child.stdout.on('data', () => timer?.refresh());
  child.stderr.on('data', () => timer?.refresh());
  return { child, alive, rest, hung, isStopped: () => stopped };
}

/**
 * Runs git to its end.
 * @param input what it reads; pieces are sent as git takes them
 * @throws DreamError when it cannot be started, `GitStopped` when it hangs
 */
export async function runGit(start: GitStart, input: string | Iterable<string>): Promise<GitOutput> {
  const { child, alive, hung, isStopped } = startGit(start);
  alive();
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const closed = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : 128));
  // Both are awaited below; this only keeps an early failure from being called unhandled.
  closed.catch(() => undefined);
  try {
    await Promise.race([feed(child.stdin, input, alive), hung]);
  } catch (error) {
    // What it was to read cannot be made: it must not wait for the rest.
    stopGroup(child, 'SIGTERM');
    throw error;
  }
  try {
    const code = await Promise.race([closed, hung]);
    // One that was stopped closes too.
    return isStopped() ? await hung : { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
  } catch (error) {
    throw error instanceof DreamError ? error : cannotStart(error, start.cwd);
  }
}

/** The error of a git that is not there, or whose folder is not: the system says the same of both. */
export function cannotStart(error: unknown, cwd: string): DreamError {
  if (codeOf(error) === 'ENOENT' && !existsSync(cwd))
    return new DreamError('failed', `The folder ${cwd} is gone.`, { cause: error });
  return new DreamError('usage', `git could not be started: ${messageOf(error)}.`, {
    hints: ['Install git and make sure it is in PATH.'],
    cause: error,
  });
}

function hangs({ name, seconds, cwd }: GitStart): GitStopped {
  return new GitStopped('failed', `git ${name} did nothing for ${seconds} seconds and was stopped.`, {
    hints: [
      'Run the command again; it finishes or takes back what was begun.',
      `When it happens again, see whether the disk of ${cwd} answers.`,
    ],
  });
}

/** With all it started: a helper that goes on would keep its pipes open. */
function stopGroup(child: ChildProcessWithoutNullStreams, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch (error) {
    // No group of its own, or gone already.
    if (!['ESRCH', 'EPERM', 'EINVAL'].includes(codeOf(error))) throw error;
  }
  child.kill(signal);
}

function stopAll(): void {
  for (const child of running) stopGroup(child, 'SIGTERM');
}

async function feed(
  stdin: NodeJS.WritableStream,
  input: string | Iterable<string>,
  onProgress: () => void,
): Promise<void> {
  let open = true;
  // git went away: its exit code and its words say why.
  stdin.on('error', () => {
    open = false;
  });
  stdin.on('close', () => {
    open = false;
  });
  const send = async (text: string): Promise<void> => {
    if (stdin.write(text) || !open) return;
    await Promise.race(['drain', 'close', 'error'].map((event) => new Promise((done) => stdin.once(event, done))));
    onProgress();
  };
  let waiting = '';
  for (const piece of typeof input === 'string' ? [input] : input) {
    waiting += piece;
    if (waiting.length < BATCH) continue;
    if (!open) return;
    await send(waiting);
    waiting = '';
  }
  if (open) stdin.end(waiting);
}
