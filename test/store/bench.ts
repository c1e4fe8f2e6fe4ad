// The compiled program in processes of its own, because they are killed: with a home folder, logs, and a git in between
// that goes wrong when it is told to.
import { execFileSync, spawn } from 'node:child_process';
import type { SpawnOptionsWithoutStdio as SpawnOptions } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { writeClaudeLog } from '../helpers/claude-log.ts';
import { compileProgram } from '../helpers/compiled-program.ts';
import { ENVIRONMENT } from '../helpers/git-repository.ts';

const PROJECT = resolve(import.meta.dirname, '../..');

export const MODES = ['after', 'before', 'error', 'garbage', 'hang'] as const;
/** What happens at one git call: its caller is killed after or before it, or git fails, lies or never answers. */
export type Mode = (typeof MODES)[number];

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface RunOptions {
  /** In place of the usual PATH. */
  readonly path?: string;
  readonly impatient?: boolean;
  /** Variables besides PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>;
  /** Who runs it. */
  readonly uid?: number;
  readonly gid?: number;
}

/** The program in a process that stays, for commands of which none is killed: starting costs more than most of them. */
export interface Server {
  /** One at a time. */
  run(argv: readonly string[], path?: string): Promise<Ended>;
  close(): void;
}

/** The compiled program, with a home folder and logs; everything goes away with `folder`. */
export interface Bench {
  readonly folder: string;
  readonly home: string;
  readonly logs: string;
  /** What node is to run. */
  readonly program: string;
  /** Runs the program to its end; `impatient` takes a git for hanging that is silent for a second. */
  run(argv: readonly string[], more?: RunOptions): Promise<Ended>;
  serve(): Server;
}

/** A home folder and logs for the program as it is now, and a copy of it with time limits a test can wait for. */
export function makeBench(): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'dream-bench-'));
  const patient = compileProgram();
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  const impatient = join(folder, 'impatient');
  for (const name of ['bin', 'dist', 'package.json', 'templates'])
    cpSync(join(patient, name), join(impatient, name), { recursive: true });
  for (const [name, limits] of [
    ['git', /(QUICK_SECONDS|LONG_SECONDS) = \d+;/g],
    ['network', /(NETWORK_SECONDS) = \d+;/g],
  ] as const) {
    const file = join(impatient, `dist/store/${name}.js`);
    const text = readFileSync(file, 'utf8');
    const hasty = text.replace(limits, '$1 = 1;');
    if (hasty === text) throw new Error(`the time limits of ${name} are not where they were`);
    writeFileSync(file, hasty);
  }

  const home = join(folder, 'home');
  mkdirSync(home);
  writeFileSync(join(home, '.gitconfig'), '[user]\n\tname = Grace\n\temail = grace@example.com\n');
  const logs = join(folder, 'logs');
  writeLogs(logs);
  const environment = (path = ENVIRONMENT['PATH'] ?? ''): Record<string, string> => ({ PATH: path, HOME: home });
  const programOf = (place: string): string => join(place, 'bin/dream.js');
  return {
    folder,
    home,
    logs,
    program: programOf(patient),
    run: (argv, { path, impatient: hasty, env, ...who } = {}) => {
      const options = { ...who, cwd: home, env: { ...env, ...environment(path) } };
      return start([programOf(hasty === true ? impatient : patient), ...argv], options);
    },
    serve: () => serve(patient, home, environment),
  };
}

function serve(program: string, cwd: string, environment: (path?: string) => Record<string, string>): Server {
  const argv = [join(import.meta.dirname, 'program-server.mjs'), program];
  const child = spawn(process.execPath, argv, { cwd, stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(words, path) {
      child.stdin.write(`${JSON.stringify({ argv: words, env: environment(path) })}\n`);
      const { value, done } = await answers.next();
      if (done === true) throw new Error(`the process that runs ${words.join(' ')} has ended`);
      const answer: Ended = JSON.parse(value);
      return answer;
    },
    close: () => void child.stdin.end(),
  };
}

function start(argv: readonly string[], options: SpawnOptions): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, argv, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', fail);
    // Its exit, not the end of its pipes: a git that was left behind may hold those.
    child.on('exit', (code) =>
      setTimeout(() => done({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }), 20),
    );
  });
}

/** Two lessons, each seen in three sessions. */
function writeLogs(folder: string): void {
  for (const [at, day] of [3, 4, 5].entries()) {
    writeClaudeLog(folder, `session ${at}`, day, [
      { user: 'Always run `npm run format` before you commit.' },
      { run: 'npm test', output: `error: unrecognized command 'test' in this package ${at}`, exit: 1 },
      { run: 'pnpm test', output: 'all 12 tests passed' },
      { agent: 'The tests pass with pnpm.' },
    ]);
  }
}

/** A shell script in place of `git` that does `mode` at its k-th call; 0 for never. */
export function putShim(folder: string, mode: Mode, k: number): { path: string; calls: () => readonly string[] } {
  const bin = mkdtempSync(join(folder, 'shim-'));
  const log = join(bin, 'calls');
  const order = join(bin, 'order');
  writeFileSync(log, '');
  const real = execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8', env: { ...ENVIRONMENT } }).trim();
  const acts: Readonly<Record<Mode, string>> = {
    after: `"${real}" "$@"; kill -9 $PPID; exit 137`,
    before: 'kill -9 $PPID; exit 137',
    error: 'echo "fatal: the disk said no" >&2; exit 128',
    garbage: 'echo "nonsense, and more nonsense"; exit 0',
    hang: 'sleep 600; exit 1',
  };
  // A line of its own with its own number: calls may come at the same time. All by the shell itself, which starts nothing.
  const count = `echo "$$ $*" >> "${log}"\necho $$ >> "${order}"\nn=0\nwhile read -r p; do n=$((n + 1)); [ "$p" = $$ ] && break; done < "${order}"`;
  writeFileSync(
    join(bin, 'git'),
    `#!/bin/sh\n${count}\nif [ "$n" = ${k} ]; then ${acts[mode]}; fi\nexec "${real}" "$@"\n`,
  );
  chmodSync(join(bin, 'git'), 0o755);
  return {
    path: `${bin}:${ENVIRONMENT['PATH'] ?? ''}`,
    calls: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.replace(/^\d+ (?:-c \S+ |--no-\S+ |--literal-pathspecs )*/, '')),
  };
}
