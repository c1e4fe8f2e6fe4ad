import { execFile, execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ENVIRONMENT, gitRepository, openRepository, temporaryFolder } from '../helpers/git-repository.ts';
import type { TestRepository } from '../helpers/git-repository.ts';
import {
  changeNamed,
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

const PROJECT = resolve(import.meta.dirname, '../..');
const FILE = 'playbooks/team--app/bun.md';
const run = promisify(execFile);

let compiled = '';

beforeAll(() => {
  compiled = mkdtempSync(join(tmpdir(), 'dream-compiled-'));
  const tsc = join(PROJECT, 'node_modules/typescript/bin/tsc');
  try {
    execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', join(compiled, 'dist')], {
      cwd: PROJECT,
      stdio: 'pipe',
    });
  } catch (error) {
    // Types are checked elsewhere; here only the code that comes out counts.
    if (!existsSync(join(compiled, 'dist/store/open-store.js'))) throw error;
  }
  symlinkSync(join(PROJECT, 'node_modules'), join(compiled, 'node_modules'));
  writeFileSync(join(compiled, 'package.json'), '{"type":"module"}');
});

afterAll(() => rmSync(compiled, { recursive: true, force: true }));

type Mode = 'kill' | 'fail';

/** A `git` that at its k-th call lets the real one work and then kills its caller, or fails without doing anything. */
function shim(mode: Mode, k: number): { environment: Record<string, string>; calls: () => number } {
  const folder = temporaryFolder();
  const count = join(folder, 'count');
  writeFileSync(count, '');
  const real = execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8', env: ENVIRONMENT }).trim();
  const then = mode === 'kill' ? `"${real}" "$@"; kill -9 $PPID; exit 137` : 'echo "fatal: no" >&2; exit 128';
  writeFileSync(
    join(folder, 'git'),
    `#!/bin/sh\necho >> "${count}"\nif [ "$(wc -l < "${count}")" -eq ${k} ]; then ${then}; fi\nexec "${real}" "$@"\n`,
  );
  chmodSync(join(folder, 'git'), 0o755);
  return {
    environment: { ...ENVIRONMENT, PATH: `${folder}:${ENVIRONMENT['PATH'] ?? ''}` },
    calls: () => readFileSync(count, 'latin1').length,
  };
}

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

function copyOf(template: TestRepository): TestRepository {
  const folder = join(temporaryFolder(), 'copy');
  cpSync(template.folder, folder, { recursive: true });
  const copy = openRepository(folder);
  copy.git('status', '--porcelain');
  return copy;
}

/** Everything a run must leave alone. */
function outside(repository: TestRepository): object {
  const own = ([ref]: [string, string]): boolean =>
    !ref.startsWith('refs/dream/') && !ref.startsWith('refs/heads/dream/');
  return {
    refs: Object.entries(repository.refs()).filter(own),
    head: repository.read('.git/HEAD'),
    index: repository.read('.git/index'),
    status: repository.git('status', '--porcelain'),
  };
}

for (const mode of ['kill', 'fail'] satisfies Mode[]) {
  test(`a run cut short at any git call (${mode}) leaves nothing or everything, and the next one works`, async () => {
    const template = gitRepository({ 'a.txt': 'a\n' });
    template.write('staged.txt', 'staged\n');
    template.git('add', 'staged.txt');
    const base = template.git('rev-parse', 'HEAD');
    const changes = [
      sampleChange({ id: idOf('bun'), name: 'bun' }),
      sampleChange({ id: idOf('lint'), name: 'lint' }),
      sampleChange({ id: idOf('web'), name: 'web', quarantined: true }),
    ];
    const sample = sampleRun(base, changes);
    const job = { run: { ...sample, observations: [...sample.observations] } };
    for (let k = 1; ; k += 1) {
      const repository = copyOf(template);
      const before = outside(repository);
      const { environment, calls } = shim(mode, k);
      const result = await work(repository.folder, environment, job);
      expect(outside(repository)).toEqual(before);
      const refs = repository.refs();
      const branch = refs[`refs/heads/dream/${RUN}`];
      // P1 and P4: a branch is whole, and never without the ledger that knows its sessions.
      if (branch !== undefined) expect(repository.git('rev-list', '--count', `main..${branch}`)).toBe('2');
      if (branch !== undefined) expect(refs).toHaveProperty('refs/dream/ledger');
      expect(repository.git('fsck', '--strict', '--no-dangling')).toBe('');

      const store = await open(repository.folder);
      await store.recover();
      const ledger = await store.readLedger();
      if (ledger.runs.length === 0) {
        expect(ledger.sessions.size).toBe(0);
        expect(await store.writeRun(sample, ledger.commit)).not.toBe(null);
      }
      expect(Object.keys(repository.refs()).sort()).toEqual([
        'refs/dream/ledger',
        `refs/dream/quarantine/${RUN}`,
        `refs/heads/dream/${RUN}`,
        'refs/heads/main',
      ]);
      expect((await store.readLedger()).sessions.size).toBe(1);
      expect(readdirSync(join(repository.folder, '.git/dream')).filter((name) => name !== 'runs.log')).toEqual([]);
      expect(outside(repository)).toEqual(before);
      if (calls() < k) {
        expect(result).toBe('written');
        break;
      }
    }
  }, 300_000);

  test(`a review cut short at any git call (${mode}) leaves nothing or everything, and the next one works`, async () => {
    const template = gitRepository({ 'a.txt': 'a\n' });
    template.write('a.txt', 'edited\n');
    template.write('staged.txt', 'staged\n');
    template.git('add', 'staged.txt');
    await writeSampleRun(await open(template.folder), [{ name: 'bun' }, { name: 'lint' }]);
    const status = template.git('status', '--porcelain');
    const rulings = [
      { playbook: 'team--app/bun', verdict: 'accepted' },
      { playbook: 'team--app/lint', verdict: 'rejected' },
    ];
    const job = { rulings, review: { id: 'first', reviewer: REVIEWER } };
    for (let k = 1; ; k += 1) {
      const repository = copyOf(template);
      const { environment, calls } = shim(mode, k);
      const result = await work(repository.folder, environment, job);
      expect(repository.git('fsck', '--strict', '--no-dangling')).toBe('');

      const store = await open(repository.folder);
      await store.recover();
      const accepted = existsSync(join(repository.folder, FILE));
      expect(repository.git('status', '--porcelain')).toBe(status);
      expect(repository.git('rev-list', '--count', 'main')).toBe(accepted ? '3' : '1');
      expect((await changeNamed(store, 'bun')).state).toBe(accepted ? 'accepted' : 'open');
      for (const [name, verdict] of [
        ['bun', 'accepted'],
        ['lint', 'rejected'],
      ] as const) {
        if ((await changeNamed(store, name)).state === 'open') await review(store, [await rule(store, name, verdict)]);
      }
      expect(repository.git('status', '--porcelain')).toBe(status);
      expect(repository.git('ls-tree', '-r', '--name-only', 'main').split('\n')).toEqual(['MEMORY.md', 'a.txt', FILE]);
      expect((await store.readLedger()).decisions.map(({ verdict }) => verdict).sort()).toEqual([
        'accepted',
        'rejected',
      ]);
      expect(repository.refs()).not.toHaveProperty([`refs/heads/dream/${RUN}`]);
      expect(readdirSync(join(repository.folder, '.git/dream'))).toEqual([]);
      if (calls() < k) {
        expect(result).toBe('done done');
        break;
      }
    }
  }, 600_000);
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
  await store.recover();
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
    const rulings = name === 'packed-refs.lock' ? [await rule(store, 'bun', 'rejected')] : [];
    await expect(review(store, rulings)).rejects.toMatchObject({
      kind: 'busy',
      hints: expect.arrayContaining([`If no git process is running, remove ${lock}.`]),
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
