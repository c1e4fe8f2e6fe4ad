import { execFile, execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { compileProgram } from '../helpers/compiled-program.ts';
import { ENVIRONMENT, gitRepository, openRepository, temporaryFolder } from '../helpers/git-repository.ts';
import type { TestRepository } from '../helpers/git-repository.ts';
import {
  idOf,
  open,
  options,
  review,
  REVIEWER,
  rule,
  RUN,
  sampleChange,
  sampleRun,
  writeSampleRun,
} from './sample-run.ts';

const FILE = 'playbooks/team--app/bun.md';
const run = promisify(execFile);

let compiled = '';
beforeAll(() => {
  compiled = compileProgram();
});

/** Runs a job in a process of its own. @returns its output, or why it ended */
async function work(folder: string, environment: Record<string, string>, job: object): Promise<string> {
  const file = join(temporaryFolder(), 'job.json');
  const { now: _now, ...plain } = options(folder, { environment, branch: 'main' });
  writeFileSync(file, JSON.stringify({ options: plain, now: '2026-11-22T03:00:00Z', ...job }));
  const worker = join(import.meta.dirname, 'crash-worker.mjs');
  try {
    return (
      await run(process.execPath, [worker, join(compiled, 'dist/store/open-store.js'), file], { encoding: 'utf8' })
    ).stdout.trim();
  } catch (error) {
    return String(error).slice(-1000);
  }
}

/** A number that no process has. */
function deadPid(): number {
  return Number(execFileSync('/bin/sh', ['-c', 'echo $$'], { encoding: 'utf8' }).trim());
}

function leaveJournal(repository: TestRepository, content: object): string {
  const folder = join(repository.folder, '.git/dream');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `journal-${deadPid()}-1.json`);
  const base = {
    version: 1,
    pid: deadPid(),
    host: hostname(),
    boot: null,
    started: null,
    locks: [],
    ref: null,
    to: null,
    steps: [],
  };
  writeFileSync(file, JSON.stringify({ ...base, ...content }));
  return file;
}

test('a lock is cleared only when a journal of a dead process names it, and it was taken at that time', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const lock = join(repository.folder, '.git/refs/dream/ledger.lock');
  mkdirSync(join(repository.folder, '.git/refs/dream'), { recursive: true });
  writeFileSync(lock, '');
  const store = await open(repository.folder, { lockSeconds: 0 });
  await store.recover();
  await expect(writeSampleRun(store, [{ name: 'bun' }])).rejects.toMatchObject({
    kind: 'busy',
    hints: expect.arrayContaining([expect.stringContaining(lock)]),
  });

  leaveJournal(repository, { locks: [lock] });
  const hour = new Date(Date.now() - 3_600_000);
  utimesSync(lock, hour, hour);
  await store.recover();
  expect(existsSync(lock)).toBe(true);
  leaveJournal(repository, { locks: [lock], host: 'another-machine' });
  writeFileSync(lock, '');
  await store.recover();
  expect(existsSync(lock)).toBe(true);

  leaveJournal(repository, { locks: [lock] });
  expect(await store.recover()).toMatchObject([{ code: 'write-recovered', file: lock }]);
  expect(existsSync(lock)).toBe(false);
  await writeSampleRun(store, [{ name: 'bun' }]);
});

test('a lock of git that stops a decided branch from moving away is named', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder, { lockSeconds: 0 });
  await writeSampleRun(store, [{ name: 'bun' }]);
  repository.git('pack-refs', '--all');
  await review(store, [await rule(store, 'bun', 'later')]);
  for (const name of ['packed-refs.lock', 'packed-refs.new', `refs/heads/dream/${RUN}.lock`]) {
    mkdirSync(join(repository.folder, '.git/refs/heads/dream'), { recursive: true });
    const lock = join(repository.folder, '.git', name);
    writeFileSync(lock, '');
    const hours = new Date(Date.now() - 3.5 * 3_600_000);
    utimesSync(lock, hours, hours);
    const rulings = name === 'packed-refs.lock' ? [await rule(store, 'bun', 'rejected')] : [];
    await expect(review(store, rulings)).rejects.toMatchObject({
      kind: 'busy',
      hints: expect.arrayContaining([`If no git process is running, remove ${lock} (3 hours old).`]),
    });
    rmSync(lock);
  }
  await store.recover();
  expect(repository.refs()).not.toHaveProperty([`refs/heads/dream/${RUN}`]);
});

test.each(['restored', 'archive', 'decided'])('a lock left by a kill at the step "%s" is cleared', async (step) => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder, { lockSeconds: 0 });
  await writeSampleRun(store, [{ name: 'bun' }]);
  const branch = `refs/heads/dream/${RUN}`;
  if (step === 'restored') repository.git('update-ref', '-d', branch);
  const lock = join(repository.folder, '.git', `${step === 'archive' ? `refs/dream/archive/${RUN}` : branch}.lock`);
  const bin = temporaryFolder();
  const path = ENVIRONMENT['PATH'] ?? '';
  const cut = `case "$*" in *"dream: ${step}"*) mkdir -p "${dirname(lock)}"; touch "${lock}"; kill -9 $PPID; exit 137;; esac`;
  writeFileSync(join(bin, 'git'), `#!/bin/sh\n${cut}\nPATH="${path}" exec git "$@"\n`, { mode: 0o755 });
  const rulings = [{ playbook: 'team--app/bun', verdict: 'rejected' }];
  const job = { rulings, review: { id: 'first', reviewer: REVIEWER } };
  await work(repository.folder, { ...ENVIRONMENT, PATH: `${bin}:${path}` }, job);
  expect(existsSync(lock)).toBe(true);
  await store.recover();
  expect(existsSync(lock)).toBe(false);
  expect(readdirSync(join(repository.folder, '.git/dream'))).toEqual([]);
  expect(Object.keys(repository.refs())).toContain(step === 'restored' ? branch : `refs/dream/archive/${RUN}`);
});

test('a journal that is no journal harms nothing', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const file = leaveJournal(repository, { ref: 'refs/heads/main', to: '--upload-pack=evil', steps: 'x' });
  appendFileSync(file, '}{');
  const store = await open(repository.folder);
  expect(await store.recover()).toEqual([]);
  await writeSampleRun(store, [{ name: 'bun' }]);
});

test('what a container left behind is settled later by another one with the same process number', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const lock = join(repository.folder, '.git/refs/dream/ledger.lock');
  mkdirSync(join(repository.folder, '.git/refs/dream'), { recursive: true });
  writeFileSync(lock, '');
  const owner = { pid: process.pid, host: 'gone', boot: null, started: null };
  const left = [
    leaveJournal(repository, { ...owner, locks: [lock] }),
    join(repository.folder, '.git/dream/review.lock'),
  ];
  writeFileSync(left[1] ?? '', JSON.stringify(owner));
  const store = await open(repository.folder, { lockSeconds: 0 });
  await store.recover();
  expect(left.map((file) => existsSync(file))).toEqual([true, true]);
  const hours = new Date(Date.now() - 2 * 3_600_000);
  for (const file of [...left, lock]) utimesSync(file, hours, hours);
  await store.recover();
  expect([...left, lock].map((file) => existsSync(file))).toEqual([false, false, false]);
  await writeSampleRun(store, [{ name: 'bun' }]);
  expect((await review(store, [await rule(store, 'bun')])).results).toMatchObject([{ status: 'done' }]);
});

test('a review cut short before its journal was closed changes nothing on a branch checked out since', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  repository.git('branch', 'side');
  const store = await open(repository.folder, { branch: 'main' });
  await writeSampleRun(store, [{ name: 'bun' }]);
  await review(store, [await rule(store, 'bun')]);
  const after = { id: repository.git('rev-parse', `main:${FILE}`), mode: '100644' };
  const place = { workTree: repository.folder, gitDir: join(repository.folder, '.git') };
  const step = { ...place, path: FILE, before: null, after, file: true, index: true };
  repository.git('checkout', '--quiet', 'side');
  leaveJournal(repository, { ref: 'refs/heads/main', to: repository.git('rev-parse', 'main'), steps: [step] });
  expect((await store.recover()).map(({ code }) => code)).toEqual(['write-recovered']);
  expect(repository.git('status', '--porcelain')).toBe('');
  expect(existsSync(join(repository.folder, FILE))).toBe(false);
});

test.each(['a folder of no repository', 'another repository', 'nothing'])(
  'a journalled worktree in whose place is %s by now is let be, and the memory goes on',
  async (what) => {
    const repository = gitRepository({ 'a.txt': 'a\n' });
    const workTree = join(temporaryFolder(), 'linked');
    repository.git('worktree', 'add', '--quiet', '-b', 'side', workTree, 'main');
    const gitDir = join(repository.folder, '.git/worktrees/linked');
    const after = { id: repository.git('rev-parse', 'main:a.txt'), mode: '100644' };
    const step = { workTree, gitDir, path: 'a.txt', before: null, after, file: true, index: true };
    const file = leaveJournal(repository, { ref: 'refs/heads/side', to: '1'.repeat(40), steps: [step] });
    rmSync(workTree, { recursive: true });
    if (what !== 'nothing') mkdirSync(workTree);
    const other = openRepository(workTree);
    if (what === 'another repository') other.git('init', '--quiet', '--initial-branch=main');
    if (what === 'another repository') other.commit('theirs', { 'a.txt': 'a\n' });
    expect((await (await open(repository.folder)).recover()).map(({ code }) => code)).toEqual(['write-recovered']);
    expect(existsSync(file)).toBe(false);
    if (what === 'another repository') expect(other.git('status', '--porcelain')).toBe('');
    if (what === 'another repository') expect(other.read('a.txt')).toBe('a\n');
    if (what === 'a folder of no repository') expect(readdirSync(workTree)).toEqual([]);
  },
);

test('a git that was stopped leaves its lock to the next command, which clears it', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const lock = join(repository.folder, '.git/refs/dream/ledger.lock');
  mkdirSync(dirname(lock), { recursive: true });
  const bin = temporaryFolder();
  const path = ENVIRONMENT['PATH'] ?? '';
  // Deaf and asleep over its lock, as on a disk that is gone.
  const hang = `case "$*" in *"dream: run"*) trap '' TERM; touch "${lock}"; while :; do sleep 600; done;; esac`;
  writeFileSync(join(bin, 'git'), `#!/bin/sh\n${hang}\nPATH="${path}" exec git "$@"\n`, { mode: 0o755 });
  const sample = sampleRun(repository.git('rev-parse', 'HEAD'), [sampleChange({ id: idOf('bun'), name: 'bun' })]);
  const job = { run: { ...sample, observations: [...sample.observations] }, seconds: 10 };
  const said = await work(repository.folder, { ...ENVIRONMENT, PATH: `${bin}:${path}` }, job);
  expect(said).toContain('git update-ref did nothing for 10 seconds and was stopped.');
  expect(existsSync(lock)).toBe(true);
  const store = await open(repository.folder, { lockSeconds: 0 });
  expect(await store.recover()).toMatchObject([{ code: 'write-recovered', file: lock }]);
  await writeSampleRun(store, [{ name: 'bun' }]);
  expect(readdirSync(join(repository.folder, '.git/dream'))).toEqual([]);
});

test('what people committed of a review that was cut short before it happened stays', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  repository.write(FILE, 'new\n');
  repository.git('add', FILE);
  const after = { id: repository.git('rev-parse', `:${FILE}`), mode: '100644' };
  const place = { workTree: repository.folder, gitDir: join(repository.folder, '.git') };
  const step = { ...place, path: FILE, before: null, after, file: true, index: true };
  leaveJournal(repository, { ref: 'refs/heads/main', to: '1'.repeat(40), steps: [step] });
  repository.git('commit', '--quiet', '-m', 'all that is staged');
  await (await open(repository.folder)).recover();
  expect(repository.git('status', '--porcelain')).toBe('');
  expect(repository.read(FILE)).toBe('new\n');
});
