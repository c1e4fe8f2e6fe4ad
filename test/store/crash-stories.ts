// What the sweep disturbs: each command of the program on a repository where it has something to do, and how to tell
// that it did it. Programs run in processes of their own, because they are killed.
import { execFileSync, spawn } from 'node:child_process';
import type { SpawnOptionsWithoutStdio as SpawnOptions } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeClaudeLog } from '../helpers/claude-log.ts';
import { ENVIRONMENT, openRepository } from '../helpers/git-repository.ts';
import type { TestRepository } from '../helpers/git-repository.ts';

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

/** The compiled program, with a home folder and logs; everything goes away with `folder`. */
export interface Bench {
  readonly folder: string;
  readonly logs: string;
  /** Runs the program to its end; `impatient` takes a git for hanging that is silent for a second. */
  run(argv: readonly string[], more?: RunOptions): Promise<Ended>;
}

/** Compiles the program as it is now, twice: once with time limits a test can wait for. */
export function makeBench(): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'dream-bench-'));
  const patient = join(folder, 'patient');
  const tsc = join(PROJECT, 'node_modules/typescript/bin/tsc');
  try {
    execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', join(patient, 'dist')], {
      cwd: PROJECT,
      stdio: 'pipe',
    });
  } catch (error) {
    // Types are checked elsewhere; here only the code that comes out counts.
    if (!existsSync(join(patient, 'dist/cli.js'))) throw error;
  }
  for (const name of ['bin', 'package.json', 'templates'])
    cpSync(join(PROJECT, name), join(patient, name), { recursive: true });
  execFileSync('ln', ['-s', join(PROJECT, 'node_modules'), join(folder, 'node_modules')]);
  const impatient = join(folder, 'impatient');
  cpSync(patient, impatient, { recursive: true });
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
  return {
    folder,
    logs,
    run: (argv, { path, impatient: hasty, env: more, ...who } = {}) => {
      const env = { ...more, PATH: path ?? ENVIRONMENT['PATH'] ?? '', HOME: home };
      return start([join(hasty === true ? impatient : patient, 'bin/dream.js'), ...argv], { ...who, cwd: home, env });
    },
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
  writeFileSync(log, '');
  const real = execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8', env: { ...ENVIRONMENT } }).trim();
  const acts: Readonly<Record<Mode, string>> = {
    after: `"${real}" "$@"; kill -9 $PPID; exit 137`,
    before: 'kill -9 $PPID; exit 137',
    error: 'echo "fatal: the disk said no" >&2; exit 128',
    garbage: 'echo "nonsense, and more nonsense"; exit 0',
    hang: 'sleep 600; exit 1',
  };
  // A line of its own with its own number: calls may come at the same time.
  const count = `echo "$$ $*" >> "${log}"\nn=$(grep -n "^$$ " "${log}")\nn=\${n%%:*}`;
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

/** Where a command has something to do. */
export interface Place {
  readonly folder: string;
  readonly memory: TestRepository;
  /** The bare repository it exchanges with. */
  readonly remote: TestRepository;
}

function placeIn(folder: string): Place {
  return { folder, memory: openRepository(join(folder, 'memory')), remote: openRepository(join(folder, 'remote')) };
}

/** A copy that is as good as the original: its index knows its own files. */
export function copyPlace(place: Place, folder: string): Place {
  const to = mkdtempSync(join(folder, 'place-'));
  cpSync(place.folder, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  const copy = placeIn(to);
  copy.memory.git('config', 'remote.origin.url', copy.remote.folder);
  copy.memory.git('status', '--porcelain');
  return copy;
}

export interface Story {
  readonly name: string;
  /** Brings a new place to where the command has something to do. */
  readonly prepare: (bench: Bench, place: Place) => Promise<void>;
  readonly argv: (bench: Bench, place: Place) => readonly string[];
  /** True when work tree, index, HEAD and the references of others must never change, not even for a moment. */
  readonly readsOnly: boolean;
  /** Exit codes of the same command after it was done once already. */
  readonly again: readonly number[];
}

async function must(ended: Promise<Ended>): Promise<string> {
  const { code, out, err } = await ended;
  if (code !== 0) throw new Error(`the program ended with ${code}: ${out}${err}`);
  return out;
}

async function firstOpen(bench: Bench, place: Place): Promise<string> {
  return (await openIds(bench, place))[0] ?? 'none';
}

async function openIds(bench: Bench, place: Place): Promise<readonly string[]> {
  const out = await must(bench.run(['review', 'list', '--json', '--memory', place.memory.folder]));
  return [...out.matchAll(/^ *"id": "([0-9a-f]{8})"/gm)].map((match) => match[1] ?? '');
}

async function proposed(bench: Bench, { memory }: Place): Promise<void> {
  await must(bench.run(['run', bench.logs, '--memory', memory.folder]));
}

async function accepted(bench: Bench, place: Place): Promise<void> {
  await proposed(bench, place);
  await must(bench.run(['review', 'accept', '--all', '--memory', place.memory.folder]));
}

/** The id that a story's command names, kept in the place itself. */
function noteId({ folder }: Place, id: string): void {
  writeFileSync(join(folder, 'id'), id);
}
function notedId({ folder }: Place): string {
  return readFileSync(join(folder, 'id'), 'utf8');
}

export const STORIES: readonly Story[] = [
  {
    name: 'run',
    prepare: async () => undefined,
    argv: ({ logs }) => ['run', logs],
    readsOnly: true,
    again: [0],
  },
  {
    name: 'accept',
    prepare: proposed,
    argv: () => ['review', 'accept', '--all'],
    readsOnly: false,
    again: [0],
  },
  {
    name: 'reject',
    prepare: async (bench, place) => {
      await proposed(bench, place);
      noteId(place, await firstOpen(bench, place));
    },
    argv: (_, place) => ['review', 'reject', notedId(place), '--reason', 'not here'],
    readsOnly: true,
    again: [0, 2],
  },
  {
    name: 'index',
    prepare: async (bench, place) => {
      await accepted(bench, place);
      place.memory.commit('Drop the index', { 'MEMORY.md': 'old\n' });
    },
    argv: () => ['index', '--commit'],
    readsOnly: false,
    again: [0],
  },
  {
    name: 'undo',
    prepare: async (bench, place) => {
      await proposed(bench, place);
      const id = await firstOpen(bench, place);
      await must(bench.run(['review', 'accept', '--all', '--memory', place.memory.folder]));
      noteId(place, id);
    },
    argv: (_, place) => ['undo', notedId(place)],
    readsOnly: false,
    again: [0, 2],
  },
  {
    // Another machine rejected one change while this one accepted the other.
    name: 'sync',
    prepare: async (bench, place) => {
      const here = ['--memory', place.memory.folder];
      const there = ['--memory', join(place.folder, 'other')];
      await proposed(bench, place);
      await must(bench.run(['sync', ...here]));
      openRepository(place.folder).git('clone', '--quiet', place.remote.folder, 'other');
      await must(bench.run(['sync', ...there]));
      const id = await firstOpen(bench, place);
      await must(bench.run(['review', 'reject', id, '--reason', 'not there', ...there]));
      await must(bench.run(['sync', ...there]));
      const ids = await openIds(bench, place);
      await must(bench.run(['review', 'accept', ids.find((one) => one !== id) ?? '', ...here]));
    },
    argv: () => ['sync'],
    readsOnly: false,
    again: [0],
  },
];

/** A memory with a file of someone's work that is dirty and one that is staged, before the story is prepared. */
export async function makePlace(bench: Bench, story: Story): Promise<Place> {
  const folder = mkdtempSync(join(bench.folder, 'template-'));
  for (const name of ['memory', 'remote']) mkdirSync(join(folder, name));
  const place = placeIn(folder);
  place.remote.git('init', '--quiet', '--bare', '--initial-branch=main');
  place.memory.git('init', '--quiet', '--initial-branch=main');
  place.memory.commit('First commit', { 'a.txt': 'a\n', 'b.txt': 'b\n' });
  place.memory.git('remote', 'add', 'origin', place.remote.folder);
  place.memory.git('push', '--quiet', 'origin', 'main');
  place.memory.write('a.txt', 'edited\n');
  place.memory.write('staged.txt', 'staged\n');
  place.memory.git('add', 'staged.txt');
  await story.prepare(bench, place);
  return place;
}

/** What a command that only proposes or rejects must leave alone. */
export function outsideOf({ memory }: Place): object {
  const own = (ref: string): boolean => ref.startsWith('refs/dream/') || ref.startsWith('refs/heads/dream/');
  return {
    refs: Object.entries(memory.refs()).filter(([ref]) => !own(ref)),
    head: memory.read('.git/HEAD'),
    index: memory.read('.git/index'),
    files: memory.git('status', '--porcelain', '--untracked-files=all'),
    work: [memory.read('a.txt'), memory.read('b.txt'), memory.read('staged.txt')],
  };
}

/** What is someone's own, at every moment. */
export function worksOf({ memory }: Place): object {
  return {
    texts: [memory.read('a.txt'), memory.read('b.txt'), memory.read('staged.txt')],
    staged: memory.git('ls-files', '--stage', 'a.txt', 'b.txt', 'staged.txt'),
  };
}

/** Everything that counts about a memory, without the ids and times that differ from run to run. */
export function fingerprint({ memory, remote }: Place): object {
  return { ...stateOf(memory), status: memory.git('status', '--porcelain'), remote: stateOf(remote) };
}

function stateOf(repository: TestRepository): object {
  const refs = repository.refs();
  const trees: string[] = [];
  for (const [ref, id] of Object.entries(refs)) {
    if (ref === 'refs/dream/ledger') continue;
    const name = ref.replaceAll(/\d{8}T\d{6}Z-[\w.-]+/g, '<run>');
    trees.push(`${name} ${repository.git('rev-list', '--count', id)} ${repository.git('rev-parse', `${id}^{tree}`)}`);
  }
  return { trees: trees.sort(), subjects: subjectsOf(repository, refs), ledger: ledgerOf(repository, refs) };
}

function subjectsOf(repository: TestRepository, refs: Readonly<Record<string, string>>): string {
  return refs['refs/heads/main'] === undefined ? '' : repository.git('log', '--format=%s', 'main');
}

/** Counts and decisions of the ledger, in an order that no id decides. */
function ledgerOf(repository: TestRepository, refs: Readonly<Record<string, string>>): object {
  const ledger = refs['refs/dream/ledger'];
  if (ledger === undefined) return {};
  const files = repository.git('ls-tree', '-r', '--name-only', ledger).split('\n');
  const lines = (folder: string): readonly string[] =>
    files
      .filter((file) => file.startsWith(`${folder}/`))
      .flatMap((file) => repository.git('show', `${ledger}:${file}`).split('\n'));
  const decisions = lines('decisions').map((line) => {
    const { verdict, playbook, who }: Record<string, unknown> = JSON.parse(line);
    return `${String(verdict)} ${String(playbook)} ${String(who)}`;
  });
  return {
    runs: files.filter((file) => file.startsWith('runs/')).length,
    sessions: lines('sessions').length,
    observations: lines('observations').length,
    decisions: decisions.sort(),
  };
}

/** What must hold at every moment, whatever was cut short. @returns what does not, as sentences */
export function problemsOf({ memory }: Place): readonly string[] {
  const problems: string[] = [];
  const refs = memory.refs();
  const branches = Object.keys(refs).filter((ref) => ref.startsWith('refs/heads/dream/'));
  const ledger = refs['refs/dream/ledger'];
  if (branches.length > 0 && ledger === undefined) problems.push('a run branch without a ledger');
  for (const branch of ledger === undefined ? [] : branches) {
    const record: { changes?: { quarantined: boolean }[]; base?: string } = JSON.parse(
      memory.git('show', `${ledger}:runs/${branch.slice('refs/heads/dream/'.length)}.json`),
    );
    const expected = (record.changes ?? []).filter(({ quarantined }) => !quarantined).length;
    const found = Number(memory.git('rev-list', '--count', `${record.base ?? ''}..${branch}`));
    if (found !== expected) problems.push(`${branch} has ${found} of ${expected} commits`);
  }
  if (ledger !== undefined) {
    const files = memory.git('ls-tree', '-r', '--name-only', ledger).split('\n');
    const named = (folder: string): string =>
      files
        .filter((file) => file.startsWith(`${folder}/`))
        .map((file) => /\/(.+)\.\w+$/.exec(file)?.[1])
        .join();
    if (named('runs') !== named('sessions') || named('runs') !== named('observations'))
      problems.push('sessions without the run or the observations they belong to');
  }
  const fsck = memory.git('fsck', '--strict', '--no-dangling', '--no-progress');
  if (fsck !== '') problems.push(`fsck: ${fsck}`);
  return problems;
}

/** What no finished command leaves behind: locks, journals, references and files of the moment. */
export function leftoversOf({ memory }: Place): readonly string[] {
  const names = readdirSync(memory.folder, { recursive: true, encoding: 'utf8' });
  return names.filter(
    (name) =>
      /^\.git\/dream\/(?:journal|lock|file|exchange)-|\.new$|\.left$/.test(name) ||
      /\.lock$|\.dream$|fast_import_crash|refs\/dream\/importing/.test(name),
  );
}
