// A clone of the memory with a person at it: what dream writes there, and what people do with plain git. Its clock only
// moves when something is done, so that a sequence can be repeated.
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { openStore } from '../../src/store/open-store.ts';
import type { Store, StoreOptions } from '../../src/store/store.ts';

const ENVIRONMENT = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent' };
const GIT = execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8', env: ENVIRONMENT }).trim();
const run = promisify(execFile);

/** How a git call of dream goes wrong. */
export type Trouble = 'fail' | 'kill';

export interface Desk {
  readonly folder: string;
  readonly person: string;
  /** What the clock of this person says. */
  readonly now: () => Date;
  /** Runs git as the person. @throws when git fails */
  readonly git: (...args: string[]) => string;
  /** The same; null when git fails. */
  readonly ask: (...args: string[]) => string | null;
  /** Runs git in another folder. */
  readonly gitIn: (folder: string, ...args: string[]) => string;
  readonly write: (path: string, text: string) => void;
  /** Opens the memory, as every command does; with `path` as the programs it finds. */
  readonly open: (path?: string) => Promise<Store>;
  /** A `PATH` on which the k-th git call fails, or works and takes its caller with it. */
  readonly troubled: (trouble: Trouble, k: number) => string;
  /** Does a writing command in a process of its own. */
  readonly elsewhere: (compiled: string, path: string, job: object) => Promise<void>;
}

export interface Clock {
  at: number;
}

/** Sets up a person at a folder that is a repository already, or becomes one. */
export function openDesk(scratch: string, folder: string, person: string, clock: Clock): Desk {
  const who = { NAME: person, EMAIL: `${person.toLowerCase()}@example.com` };
  const gitIn = (place: string, ...args: string[]): string => {
    clock.at += 1000;
    const date = `${Math.floor(clock.at / 1000)} +0000`;
    const env = {
      ...ENVIRONMENT,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: who.NAME,
      GIT_AUTHOR_EMAIL: who.EMAIL,
      GIT_COMMITTER_NAME: who.NAME,
      GIT_COMMITTER_EMAIL: who.EMAIL,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
      GIT_EDITOR: 'true',
    };
    const settings = ['advice.detachedHead=false', 'gc.auto=0'];
    const quiet = [...settings.flatMap((setting) => ['-c', setting]), ...args];
    return execFileSync(GIT, quiet, { cwd: place, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trimEnd();
  };
  const git = (...args: string[]): string => gitIn(folder, ...args);
  const options = (path: string): Omit<StoreOptions, 'now'> => ({
    folder,
    create: false,
    branch: 'main',
    branchPrefix: 'dream',
    author: 'dream <dream@localhost>',
    environment: { ...ENVIRONMENT, PATH: path },
    lockSeconds: 1,
  });
  return {
    folder,
    person,
    now: () => new Date(clock.at),
    git,
    gitIn,
    ask: (...args) => {
      try {
        return git(...args);
      } catch {
        return null;
      }
    },
    write: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    open: (path = ENVIRONMENT.PATH) => openStore({ ...options(path), now: () => new Date((clock.at += 60_000)) }),
    troubled: (trouble, k) => shim(scratch, trouble, k),
    elsewhere: async (compiled, path, job) => {
      const file = join(mkdtempSync(join(scratch, 'job-')), 'job.json');
      clock.at += 60_000;
      writeFileSync(file, JSON.stringify({ ...job, options: options(path), now: new Date(clock.at).toISOString() }));
      const worker = join(import.meta.dirname, 'worker.mjs');
      // However it ends: what it left behind is what counts.
      await run(process.execPath, [worker, compiled, file]).catch(() => undefined);
    },
  };
}

function shim(scratch: string, trouble: Trouble, k: number): string {
  const bin = mkdtempSync(join(scratch, 'bin-'));
  const count = join(bin, 'count');
  writeFileSync(count, '');
  const then = trouble === 'kill' ? `"${GIT}" "$@"; kill -9 $PPID; exit 137` : 'echo "fatal: no" >&2; exit 128';
  writeFileSync(
    join(bin, 'git'),
    `#!/bin/sh\necho >> "${count}"\nif [ "$(wc -l < "${count}")" -eq ${k} ]; then ${then}; fi\nexec "${GIT}" "$@"\n`,
  );
  chmodSync(join(bin, 'git'), 0o755);
  return `${bin}:${ENVIRONMENT.PATH}`;
}
