// The one door to git. Every call has the same fixed prefix and an environment built from nothing, so that no
// configuration, hook, filter or variable of anyone runs code here; no call uses the network.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DreamError, messageOf } from '../errors.ts';
import { codeOf } from './file-errors.ts';
import { openObjectReader } from './object-reader.ts';
import type { ObjectReader } from './object-reader.ts';

/** A full object id; nothing else that names an object is ever given to git as an argument. */
export const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** A git process that takes this long hangs. */
const TIMEOUT_MS = 10 * 60 * 1000;

/** Characters sent to git at once: small pieces cost a system call each. */
const BATCH = 64 * 1024;

// security.md 4.2: what a hostile repository could otherwise switch on.
const CONFIG = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.untrackedCache=false',
  'core.pager=cat',
  'core.quotePath=true',
  // Without it git 2.39 syncs neither loose objects nor refs, and exit 0 would promise too much.
  'core.fsync=committed',
  'core.fsyncMethod=fsync',
  'core.filesRefLockTimeout=200',
  'commit.gpgSign=false',
  'gc.auto=0',
  'log.mailmap=false',
  'log.showSignature=false',
  'maintenance.auto=false',
  'protocol.allow=never',
  'submodule.recurse=false',
];

const FLAGS = ['--no-optional-locks', '--no-replace-objects', '--literal-pathspecs', '--no-pager'];

export interface GitOutput {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface GitCall {
  /** What git reads on its standard input; pieces are sent as git takes them. */
  readonly input?: string | Iterable<string>;
  /** Where git runs; the repository's own folder when absent. */
  readonly directory?: string;
  /** Settings for this call only, whose names may hold anything. */
  readonly settings?: readonly (readonly [key: string, value: string])[];
}

export interface Git {
  readonly directory: string;
  /** Runs git and gives back what it said, whatever its exit code. */
  attempt(args: readonly string[], call?: GitCall): Promise<GitOutput>;
  /** Runs git. @throws DreamError (`failed`) with git's own words unless it exits with 0 */
  run(args: readonly string[], call?: GitCall): Promise<string>;
  /** Asks git a question it answers with exit code 1 for no: its output, or null for no. @throws DreamError on anything else */
  ask(args: readonly string[], call?: GitCall): Promise<string | null>;
  /** Reads any number of objects through one `git cat-file --batch`, which ends with the callback. */
  readObjects<T>(use: (objects: ObjectReader) => Promise<T>): Promise<T>;
  /** `git log` with these arguments. */
  log(args: readonly string[]): Promise<string>;
}

/**
 * @param directory a folder of the repository: top of a work tree, or the repository itself when bare
 * @param environment what git may see; anything named `GIT_*` is dropped
 */
export function openGit(directory: string, environment: Readonly<Record<string, string>>): Git {
  const attempt: Git['attempt'] = async (args, call = {}) => {
    const cwd = call.directory ?? directory;
    const env = { ...scrub(environment), ...printSettings(call.settings ?? []) };
    const child = spawn('git', [...prefix(cwd), ...args], { cwd, env, timeout: TIMEOUT_MS });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    const closed = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : 128));
    // Both are awaited below; this only keeps an early failure from being called unhandled.
    closed.catch(() => undefined);
    await feed(child.stdin, call.input ?? '');
    try {
      const code = await closed;
      return { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') };
    } catch (error) {
      throw cannotStart(error);
    }
  };
  return {
    directory,
    attempt,
    async run(args, call) {
      const output = await attempt(args, call);
      if (output.code !== 0) throw gitFailed(nameOf(args), output);
      return output.stdout.toString('utf8');
    },
    async ask(args, call) {
      const output = await attempt(args, call);
      if (output.code > 1) throw gitFailed(nameOf(args), output);
      return output.code === 0 ? output.stdout.toString('utf8') : null;
    },
    async readObjects(use) {
      const child = spawn('git', [...prefix(directory), 'cat-file', '--batch'], {
        cwd: directory,
        env: scrub(environment),
      });
      const reader = openObjectReader(child);
      try {
        return await use(reader);
      } catch (error) {
        throw codeOf(error) === 'ENOENT' ? cannotStart(error) : error;
      } finally {
        child.stdin.end();
      }
    },
    async log(args) {
      // Loaded only here: it costs more time than everything else `dream show` does.
      const { simpleGit } = await import('simple-git');
      const git = simpleGit({
        baseDir: directory,
        config: [...CONFIG, `safe.directory=${directory}`],
        allowEnvironment: FIXED_NAMES,
        // It refuses these settings from anyone. Ours are constants, and they switch the dangerous thing off.
        unsafe: {
          allowUnsafeConfigPaths: true,
          allowUnsafeHooksPath: true,
          allowUnsafeFsMonitor: true,
          allowUnsafePager: true,
          allowUnsafeProtocolOverride: true,
        },
      });
      try {
        return await git.env(scrub(environment)).raw('--no-replace-objects', '--literal-pathspecs', 'log', ...args);
      } catch (error) {
        throw new DreamError('failed', `git log failed: ${firstLine(messageOf(error))}.`, { cause: error });
      }
    },
  };
}

/**
 * A setting of the repository or of the user, as data: the only call that sees the user's own configuration.
 * @returns null when it is not set
 */
export async function readSetting(
  name: 'user.name' | 'user.email' | 'init.defaultBranch',
  directory: string,
  environment: Readonly<Record<string, string>>,
): Promise<string | null> {
  const { GIT_CONFIG_GLOBAL: _global, GIT_CONFIG_NOSYSTEM: _system, ...env } = scrub(environment);
  const child = spawn('git', ['config', '--get', name], { cwd: directory, env, stdio: ['ignore', 'pipe', 'ignore'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  try {
    await once(child, 'close');
  } catch (error) {
    throw cannotStart(error);
  }
  return firstLine(Buffer.concat(chunks).toString('utf8')) || null;
}

/** The error of a git command that failed, with git's own words. */
export function gitFailed(command: string, output: GitOutput): DreamError {
  const words = firstLine(output.stderr) || `exit code ${output.code}`;
  const full = /No space left|Out of diskspace|Disk quota/i.test(output.stderr);
  return new DreamError('failed', `git ${command} failed: ${words.replace(/\.$/, '')}.`, {
    hints: full ? ['Free some disk space and run the command again; it finishes or takes back what was begun.'] : [],
  });
}

const FIXED: Readonly<Record<string, string>> = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_NO_LAZY_FETCH: '1',
  GIT_GRAFT_FILE: '/dev/null',
  // Reflogs want a name; commits carry their own.
  GIT_AUTHOR_NAME: 'dream',
  GIT_AUTHOR_EMAIL: 'dream@localhost',
  GIT_COMMITTER_NAME: 'dream',
  GIT_COMMITTER_EMAIL: 'dream@localhost',
};
const FIXED_NAMES = Object.keys(FIXED);

/** The command among the arguments, for messages. */
function nameOf(args: readonly string[]): string {
  return args.find((arg) => !arg.startsWith('-')) ?? '';
}

function scrub(environment: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(environment).filter(([name]) => !/^(?:GIT_|EDITOR$|VISUAL$|PAGER$|LC_|LANG)/i.test(name));
  return { ...Object.fromEntries(kept), ...FIXED, LC_ALL: 'C', TZ: 'UTC' };
}

/** Through the environment, because a name with `=` cannot be given with `-c`. */
function printSettings(settings: readonly (readonly [key: string, value: string])[]): Record<string, string> {
  const pairs = settings.flatMap(([key, value], at) => [
    [`GIT_CONFIG_KEY_${at}`, key],
    [`GIT_CONFIG_VALUE_${at}`, value],
  ]);
  return settings.length === 0 ? {} : { GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(pairs) };
}

function prefix(directory: string): string[] {
  // A checkout owned by someone else is usual in CI; with everything above switched off it is only data.
  const settings = [...CONFIG, `safe.directory=${directory}`];
  return [...FLAGS, ...settings.flatMap((setting) => ['-c', setting])];
}

async function feed(stdin: NodeJS.WritableStream, input: string | Iterable<string>): Promise<void> {
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

function cannotStart(error: unknown): DreamError {
  return new DreamError('usage', `git could not be started: ${messageOf(error)}.`, {
    hints: ['Install git and make sure it is in PATH.'],
    cause: error,
  });
}

function firstLine(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const line = lines.find((line) => /^(?:fatal|error):/.test(line)) ?? lines[0] ?? '';
  return line.replace(/^(?:fatal|error): /, '').slice(0, 300);
}
