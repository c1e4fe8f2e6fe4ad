// The one door to git. Every call has the same fixed prefix and an environment built from nothing, so that no
// configuration, hook, filter or variable of anyone runs code here; no call uses the network.
import { DreamError, messageOf } from '../errors.ts';
import { codeOf } from './file-errors.ts';
import { firstLine, gitFailed, makesNoSense } from './git-errors.ts';
import { cannotStart, runGit, startGit, withoutNearPrograms } from './git-process.ts';
import type { GitOutput, GitStart } from './git-process.ts';
import { openObjectReader } from './object-reader.ts';
import type { ObjectReader } from './object-reader.ts';

/** A full object id; nothing else that names an object is ever given to git as an argument. */
export const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

export { gitFailed, makesNoSense };
export type { GitOutput };

/** A git process that neither reads nor writes anything for this long hangs. */
const QUICK_SECONDS = 60;
/** The same for commands whose silent work grows with the repository. */
const LONG_SECONDS = 600;
const LONG = new Set(['diff-tree', 'fast-import', 'log', 'merge-base', 'rev-list']);

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
  // What `git log` says must not hang on anyone's taste: an order file that is gone is even an error.
  'diff.orderFile=/dev/null',
  'log.follow=false',
  'log.mailmap=false',
  'log.showRoot=true',
  'log.showSignature=false',
  'maintenance.auto=false',
  'protocol.allow=never',
  'submodule.recurse=false',
];

const FLAGS = ['--no-optional-locks', '--no-replace-objects', '--literal-pathspecs', '--no-pager'];

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
 * @param patience seconds after which a silent git counts as hung; those of this file when absent
 */
export function openGit(directory: string, environment: Readonly<Record<string, string>>, patience?: number): Git {
  const startOf = (args: readonly string[], cwd: string, more: Readonly<Record<string, string>>): GitStart => {
    const name = nameOf(args);
    const seconds = patience ?? (LONG.has(name) ? LONG_SECONDS : QUICK_SECONDS);
    return { args: [...prefix(cwd), ...args], cwd, env: { ...scrub(environment), ...more }, name, seconds };
  };
  const attempt: Git['attempt'] = async (args, call = {}) =>
    runGit(startOf(args, call.directory ?? directory, printSettings(call.settings ?? [])), call.input ?? '');
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
      const watched = startGit(startOf(['cat-file', '--batch'], directory, {}));
      const reader = openObjectReader(watched);
      try {
        return await use(reader);
      } catch (error) {
        throw codeOf(error) === 'ENOENT' ? cannotStart(error, directory) : error;
      } finally {
        watched.child.stdin.end();
        // Also its end is awaited only so long.
        watched.alive();
      }
    },
    async log(args) {
      // Loaded only here: it costs more time than everything else `dream show` does.
      const { simpleGit } = await import('simple-git');
      const git = simpleGit({
        baseDir: directory,
        config: [...CONFIG, `safe.directory=${directory}`],
        allowEnvironment: FIXED_NAMES,
        timeout: { block: (patience ?? LONG_SECONDS) * 1000 },
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
        return await git
          .env(withoutNearPrograms(scrub(environment)))
          .raw('--no-replace-objects', '--literal-pathspecs', 'log', ...args);
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
  patience?: number,
): Promise<string | null> {
  const { GIT_CONFIG_GLOBAL: _global, GIT_CONFIG_NOSYSTEM: _system, ...env } = scrub(environment);
  const args = ['config', '--null', '--get', name];
  const output = await runGit({ args, cwd: directory, env, name: 'config', seconds: patience ?? QUICK_SECONDS }, '');
  if (output.code > 1) throw gitFailed('config', output);
  return output.code === 1 ? null : firstLine(readValue(output.stdout.toString('utf8'))) || null;
}

/** The one value that `git config --null --get` printed. @throws DreamError when it is not one */
export function readValue(printed: string): string {
  if (printed.indexOf('\0') !== printed.length - 1 || printed === '') throw makesNoSense('config');
  return printed.slice(0, -1);
}

/**
 * What git printed, taken apart.
 * @param end what each part ends with
 * @param form what this command prints each time
 * @throws DreamError when a part has another form, or the last one is cut off
 */
export function readParts(command: string, printed: string, end: '\n' | '\0', form: RegExp): RegExpExecArray[] {
  const parts = printed.split(end);
  if (parts.pop() !== '') throw makesNoSense(command);
  return parts.map((part) => {
    const match = form.exec(part);
    if (match === null) throw makesNoSense(command);
    return match;
  });
}

const FIXED: Readonly<Record<string, string>> = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_NO_LAZY_FETCH: '1',
  // For a git that does not know the line above: this one beats every `protocol.*.allow` of the repository.
  GIT_ALLOW_PROTOCOL: 'none',
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
