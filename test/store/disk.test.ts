// A disk that is full or cannot be written, and one that loses its power: what was promised is on it, what was not is
// not, and the program says so. Needs a file system of its own, so it runs for root and where mounts are allowed.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { writeClaudeLog } from '../helpers/claude-log.ts';
import { listFiles } from '../helpers/git-repository.ts';
import { makeBench } from './bench.ts';
import type { Bench } from './bench.ts';
import { fingerprint, leftoversOf, problemsOf, worksOf } from './crash-checks.ts';
import { STORIES, copyPlace, makePlace } from './crash-stories.ts';
import type { Place, Story } from './crash-stories.ts';

let bench: Bench;
beforeAll(() => {
  bench = makeBench();
});

const mounts: string[] = [];
afterEach(() => {
  for (const folder of mounts.splice(0)) spawnSync('umount', ['--lazy', folder]);
});
afterAll(() => rmSync(bench.folder, { recursive: true, force: true, maxRetries: 3 }));

/** A file system of a few megabytes; null where none can be made. */
function mountSmall(): string | null {
  const folder = mkdtempSync(join(bench.folder, 'small-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder]).status !== 0) return null;
  mounts.push(folder);
  return folder;
}

function storyOf(name: string): Story {
  const story = STORIES.find((one) => one.name === name);
  if (story === undefined) throw new Error(`no story ${name}`);
  return story;
}

/** Leaves so many bytes free. */
function fill(folder: string, free: number): string {
  const { bavail, bsize } = statfsSync(folder);
  const filler = join(folder, 'filler');
  writeFileSync(filler, Buffer.alloc(Math.max(bavail * bsize - free, 0)));
  return filler;
}

const SENTENCE = /^Error: \S.+\.\n(?: {2}\S.+\.\n)+/m;

test.for(['run', 'accept', 'undo'])(
  '%s on a disk that gets full says so and harms nothing; with space it is done',
  { timeout: 600_000 },
  async (name, { skip }) => {
    const folder = mountSmall();
    if (folder === null) return skip('no file system can be mounted here');
    const story = storyOf(name);
    const template = await makePlace(bench, story);
    const whole = copyPlace(template, bench.folder);
    await bench.run([...story.argv(bench, template), '--memory', whole.memory.folder]);
    const expected = fingerprint(whole);
    const codes: (number | null)[] = [];
    for (const kilobytes of [0, 8, 16, 28, 40, 64, 4096]) {
      const place = copyPlace(template, folder);
      const works = worksOf(place);
      const argv = [...story.argv(bench, template), '--memory', place.memory.folder];
      const filler = fill(folder, kilobytes * 1024);
      const { code, err } = await bench.run(argv);
      rmSync(filler);
      codes.push(code);
      if (code !== 0) expect([kilobytes, code, err]).toEqual([kilobytes, 1, expect.stringMatching(SENTENCE)]);
      expect(err).not.toMatch(/undefined|\n\s+at |defect/);
      expect([kilobytes, problemsOf(place), worksOf(place)]).toEqual([kilobytes, [], works]);
      const again = await bench.run(argv);
      expect([kilobytes, story.again.includes(again.code ?? -1), again.err]).toEqual([
        kilobytes,
        true,
        expect.anything(),
      ]);
      expect([kilobytes, fingerprint(place), leftoversOf(place)]).toEqual([kilobytes, expected, []]);
      rmSync(place.folder, { recursive: true });
    }
    // Without any space it cannot work, and with megabytes it does: the steps are between.
    expect([codes[0], codes.at(-1)]).toEqual([1, 0]);
  },
);

const WRITES: readonly (readonly string[])[] = [
  ['run', 'LOGS'],
  ['review', 'accept', '--all'],
  ['review', 'reject', 'OPEN', '--reason', 'no'],
  ['review', 'later', 'OPEN'],
  ['index', '--commit'],
  ['undo', 'DONE'],
  ['sync'],
];

/** A memory with one change that waits and one that is accepted, and an index that is stale. */
async function halfWay(): Promise<{ place: Place; open: string; accepted: string }> {
  const place = await makePlace(bench, storyOf('accept'));
  const memory = ['--memory', place.memory.folder];
  const { out } = await bench.run(['review', 'list', '--json', ...memory]);
  const { changes }: { changes: readonly { id: string }[] } = JSON.parse(out);
  const [accepted = '', open = ''] = changes.map(({ id }) => id);
  await bench.run(['review', 'accept', accepted, ...memory]);
  place.memory.commit('Drop the index', { 'MEMORY.md': 'old\n' });
  return { place, open, accepted };
}

test('a memory that cannot be written is read, and every command that writes says why it does not', async ({
  skip,
}) => {
  const folder = mountSmall();
  if (folder === null) return skip('no file system can be mounted here');
  const { place: template, open, accepted } = await halfWay();
  const place = copyPlace(template, folder);
  const logs = join(bench.folder, 'more-logs');
  for (const day of [6, 7, 8])
    writeClaudeLog(logs, `new ${day}`, day, [{ user: 'Never touch `gen.ts` by hand.' }, { agent: 'I will not.' }]);
  execFileSync('mount', ['-o', 'remount,ro', folder]);
  const before = listFiles(place.folder);
  for (const words of WRITES) {
    const argv = words.map((word) => ({ LOGS: logs, OPEN: open, DONE: accepted })[word] ?? word);
    const { code, err } = await bench.run([...argv, '--memory', place.memory.folder]);
    expect([words, code, err]).toEqual([words, 1, expect.stringMatching(SENTENCE)]);
    expect(err).toMatch(/read-only|Read-only|cannot be written/);
    expect(err).not.toMatch(/undefined|\n\s+at |defect/);
  }
  for (const argv of [['show'], ['show', '--json'], ['show', '--pending'], ['show', '--context'], ['review', 'list']]) {
    const { code, err } = await bench.run([...argv, '--memory', place.memory.folder]);
    expect([argv, code, err]).toEqual([argv, 0, expect.not.stringContaining('Error')]);
  }
  expect(listFiles(place.folder)).toEqual(before);
});

test('a memory of someone else, where nothing may be written, is read by anyone and changed by nobody', async ({
  skip,
}) => {
  if (process.getuid?.() !== 0) return skip('only root can be someone else');
  const { place, open, accepted } = await halfWay();
  chmodSync(bench.folder, 0o755);
  chmodSync(place.folder, 0o755);
  const before = listFiles(place.folder);
  const other = { uid: 12_345, gid: 12_345 };
  for (const words of WRITES.filter(([name]) => name !== 'run')) {
    const argv = words.map((word) => ({ OPEN: open, DONE: accepted })[word] ?? word);
    const { code, err } = await bench.run([...argv, '--memory', place.memory.folder], other);
    expect([words, code, err]).toEqual([words, 1, expect.stringMatching(SENTENCE)]);
    expect(err).toMatch(/ermission denied|cannot be written|EACCES/);
    expect(err).not.toMatch(/undefined|\n\s+at |defect/);
  }
  for (const argv of [['show'], ['show', '--pending'], ['review', 'list']]) {
    const { code, err } = await bench.run([...argv, '--memory', place.memory.folder], other);
    expect([argv, code, err]).toEqual([argv, 0, expect.not.stringContaining('Error')]);
  }
  expect(listFiles(place.folder)).toEqual(before);
});

/** System calls of one program and all it starts, in order, with the paths of their files. */
function trace(argv: readonly string[], file: string): readonly string[] | null {
  const calls = 'trace=fsync,fdatasync,rename,renameat,renameat2,link,linkat';
  const { status } = spawnSync('strace', ['-f', '-qq', '-y', '-s', '4096', '-e', calls, '-o', file, ...argv], {
    env: { PATH: process.env['PATH'] ?? '', HOME: bench.home },
    stdio: 'ignore',
  });
  return status === 0 ? readFileSync(file, 'utf8').split('\n') : null;
}

test.for(['run', 'accept', 'undo'])(
  '%s ends well only when all it stands on is on the disk, and in this order',
  { timeout: 600_000 },
  async (name, { skip }) => {
    if (spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status !== 0) return skip('no strace here');
    const story = storyOf(name);
    const place = copyPlace(await makePlace(bench, story), bench.folder);
    mkdirSync(join(bench.folder, 'traces'), { recursive: true });
    const program = [process.execPath, bench.program];
    const argv = [...program, ...story.argv(bench, place), '--memory', place.memory.folder];
    const lines = trace(argv, join(bench.folder, 'traces', name));
    if (lines === null) throw new Error('the traced program failed');
    const synced = new Set<string>();
    const moved: string[] = [];
    for (const line of lines) {
      const sync = /^\d+ +(?:fsync|fdatasync)\(\d+<([^>]+)>/.exec(line);
      if (sync?.[1] !== undefined) synced.add(sync[1]);
      const rename = /^\d+ +(?:rename|link)\w*\((?:[^"]*, )?"([^"]+)",(?: [^"]*,)? "([^"]+)"[^)]*\) = 0/.exec(line);
      const [, from = '', to = ''] = rename ?? [];
      const absolute = (path: string): string => (path.startsWith('/') ? path : join(place.memory.folder, path));
      if (to === '' || !absolute(to).startsWith(place.memory.folder)) continue;
      // An index and a cache are made again from what they stand for; a lock of ours says nothing that must last.
      if (/\/index$|review\.lock$|\/logs\.jsonl$/.test(to)) continue;
      moved.push(absolute(to));
      expect([to, synced.has(absolute(from))]).toEqual([to, true]);
    }
    const git = join(place.memory.folder, '.git');
    expect(moved).toContain(join(git, 'refs/dream/ledger'));
    if (name !== 'run') expect(moved).toContain(join(git, 'refs/heads/main'));
    // What a reference names is there before it: objects first.
    const at = moved.findIndex((path) => path === join(git, 'refs/dream/ledger'));
    expect(moved.findIndex((path) => path.includes('/objects/'))).toBeLessThan(at);
  },
);
