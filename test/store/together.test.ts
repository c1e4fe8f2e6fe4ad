// Many programs at once on one memory: nothing is lost, nothing doubled, no lock stays, and who comes too late is told.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeClaudeLog } from '../helpers/claude-log.ts';
import { openRepository } from '../helpers/git-repository.ts';
import { makeBench } from './bench.ts';
import type { Bench, Ended } from './bench.ts';
import { fingerprint, leftoversOf, problemsOf } from './crash-checks.ts';
import { STORIES, makePlace } from './crash-stories.ts';
import type { Place } from './crash-stories.ts';

const MANY = 20;

let bench: Bench;
beforeAll(() => {
  bench = makeBench();
});
afterAll(() => rmSync(bench.folder, { recursive: true, force: true, maxRetries: 3 }));

async function prepare(name: 'run' | 'accept'): Promise<Place> {
  const story = STORIES.find((one) => one.name === name);
  if (story === undefined) throw new Error(`no story ${name}`);
  return makePlace(bench, story);
}

function dream(place: Place, ...argv: readonly string[]): Promise<Ended> {
  return bench.run([...argv, '--memory', place.memory.folder]);
}

function codesOf(ended: readonly Ended[]): readonly (number | null)[] {
  return ended.map(({ code }) => code).sort();
}

interface Ledger {
  readonly runs: readonly { readonly changes: readonly unknown[] }[];
  readonly sessions: readonly string[];
}

function readLedger({ memory }: Place): Ledger {
  const files = memory.git('ls-tree', '-r', '--name-only', 'refs/dream/ledger').split('\n');
  const read = (folder: string): readonly string[] =>
    files
      .filter((file) => file.startsWith(`${folder}/`))
      .map((file) => memory.git('show', `refs/dream/ledger:${file}`));
  const keys = read('sessions').flatMap((text) => text.split('\n').filter((line) => line !== ''));
  return {
    runs: read('runs').map((text) => JSON.parse(text)),
    sessions: keys.map((line): string => JSON.parse(line).key).sort(),
  };
}

test('of many runs at once over different logs, in a memory that is not there yet, each lands', async () => {
  const folder = mkdtempSync(join(bench.folder, 'many-'));
  const place: Place = {
    folder,
    memory: openRepository(join(folder, 'memory')),
    remote: openRepository(join(folder, 'remote')),
  };
  const runs = Array.from({ length: MANY }, (_, at) => {
    const logs = join(folder, `logs-${at}`);
    for (const day of [3, 4, 5]) {
      const name = `session ${at} of day ${day}`;
      writeClaudeLog(
        logs,
        name,
        day,
        [{ user: `Always run \`make part${at}\` first.` }, { agent: 'Done.' }],
        `/src/part${at}`,
      );
    }
    return dream(place, 'run', logs, '--json');
  });
  const ended = await Promise.all(runs);
  expect(ended.map(({ code, err }) => [code, /^Error.*/m.exec(err)?.[0]])).toEqual(runs.map(() => [0, undefined]));
  const { runs: written, sessions } = readLedger(place);
  expect(written).toHaveLength(MANY);
  expect(new Set(sessions).size).toBe(3 * MANY);
  expect(sessions).toHaveLength(3 * MANY);
  const proposed = ended.flatMap(({ out }): readonly { id: string }[] => JSON.parse(out).changes);
  expect(new Set(proposed.map(({ id }) => id)).size).toBe(proposed.length);
  const branches = Object.keys(place.memory.refs()).filter((ref) => ref.startsWith('refs/heads/dream/'));
  expect(branches).toHaveLength(written.filter(({ changes }) => changes.length > 0).length);
  expect(branches.length).toBeGreaterThan(MANY / 2);
  expect([problemsOf(place), leftoversOf(place)]).toEqual([[], []]);
});

test('of many runs at once over the same logs one writes, and the others have nothing to add', async () => {
  const place = await prepare('run');
  const alone = await prepare('run');
  await dream(alone, 'run', bench.logs);
  const ended = await Promise.all(Array.from({ length: MANY }, () => dream(place, 'run', bench.logs, '--json')));
  expect(codesOf(ended)).toEqual(ended.map(() => 0));
  expect(readLedger(place).sessions).toHaveLength(3);
  expect(ended.filter(({ out }) => JSON.parse(out).changes.length > 0)).toHaveLength(1);
  expect(fingerprint(place)).toEqual(fingerprint(alone));
  expect([problemsOf(place), leftoversOf(place)]).toEqual([[], []]);
});

test('of two accepts of one change at once one wins, and the other says so', async () => {
  const place = await prepare('accept');
  const { changes }: { changes: readonly { id: string }[] } = JSON.parse(
    (await dream(place, 'review', 'list', '--json')).out,
  );
  const id = changes[0]?.id ?? '';
  const ended = await Promise.all([1, 2].map(() => dream(place, 'review', 'accept', id)));
  const [winner, loser] = ended.toSorted((a, b) => (a.code ?? 9) - (b.code ?? 9));
  expect(winner?.code).toBe(0);
  // Too late by a moment or by a while: the second is told before or after it has looked.
  expect([1, 2]).toContain(loser?.code);
  expect(`${loser?.out ?? ''}${loser?.err ?? ''}`).toMatch(/already/);
  expect(place.memory.git('log', '--format=%s', '--grep=Dream-Decision').split('\n')).toHaveLength(1);
  expect([problemsOf(place), leftoversOf(place)]).toEqual([[], []]);
});

test('accepting while someone commits in the same worktree loses nothing of either', async () => {
  const place = await prepare('accept');
  const before = place.memory.git('status', '--porcelain');
  const folder = join(place.memory.folder, 'mine');
  mkdirSync(folder);
  // As a person's own loop, which ends some time: what git refuses because its lock is taken is tried again.
  const script = `i=0; while [ ! -e ../stop ] && [ $i -lt 40 ]; do i=$((i + 1)); echo "$i" > mine/$i.txt
    until git add mine/$i.txt && git commit --quiet -m "mine $i" -- mine/$i.txt; do sleep 0.01; done; sleep 0.1; done 2>/dev/null; echo $i > ../count`;
  const env = { ...process.env, HOME: bench.home };
  const loop = spawn('/bin/sh', ['-c', script], { cwd: place.memory.folder, env, stdio: 'ignore' });
  const over = once(loop, 'exit');
  const { changes }: { changes: readonly { id: string }[] } = JSON.parse(
    (await dream(place, 'review', 'list', '--json')).out,
  );
  for (const { id } of changes) {
    // Against someone who never stops it may lose every race; then it says so, and is right the next time.
    for (let tries = 1; ; tries += 1) {
      if (tries > 3) writeFileSync(join(place.folder, 'stop'), '');
      const { code, err } = await dream(place, 'review', 'accept', id);
      if (code === 0) break;
      expect([code, err]).toEqual([4, expect.stringMatching(/^Error: .+\.\n {2}\S.+\.$/m)]);
      expect(tries).toBeLessThan(6);
    }
  }
  writeFileSync(join(place.folder, 'stop'), '');
  await over;
  const count = Number(readFileSync(join(place.folder, 'count'), 'utf8'));
  expect(count).toBeGreaterThan(changes.length);
  const subjects = place.memory.git('log', '--format=%s', 'main').split('\n');
  expect(subjects.filter((subject) => subject.startsWith('mine '))).toHaveLength(count);
  expect(subjects.filter((subject) => subject.startsWith('Add '))).toHaveLength(changes.length);
  expect(place.memory.git('ls-tree', '-r', '--name-only', 'main', 'playbooks').split('\n')).toHaveLength(
    changes.length,
  );
  expect(place.memory.git('status', '--porcelain')).toBe(before);
  expect([problemsOf(place), leftoversOf(place)]).toEqual([[], []]);
});

test('a run, an accept and an exchange at once all end well, and the remote gets everything', async () => {
  const place = await prepare('accept');
  const logs = join(place.folder, 'new-logs');
  for (const day of [6, 7, 8])
    writeClaudeLog(
      logs,
      `new ${day}`,
      day,
      [{ user: 'Never touch `gen.ts` by hand.' }, { agent: 'I will not.' }],
      '/src/x',
    );
  const ended = await Promise.all([
    dream(place, 'run', logs),
    dream(place, 'review', 'accept', '--all'),
    dream(place, 'sync'),
  ]);
  expect(ended.map(({ code, err }) => [code, /^Error.*/m.exec(err)?.[0]])).toEqual(ended.map(() => [0, undefined]));
  expect((await dream(place, 'sync')).code).toBe(0);
  expect(readLedger(place).runs).toHaveLength(2);
  const { remote, ...here } = JSON.parse(JSON.stringify(fingerprint(place)));
  expect(remote.ledger).toEqual(here.ledger);
  expect(remote.subjects).toEqual(here.subjects);
  expect([problemsOf(place), leftoversOf(place)]).toEqual([[], []]);
});

test('the same logs on the same base give the same trees, whatever the clock, the zone, the language and the order', async () => {
  const [here, there] = [await prepare('run'), await prepare('run')];
  expect(there.memory.git('rev-parse', 'main^{tree}')).toBe(here.memory.git('rev-parse', 'main^{tree}'));
  const files = readdirSync(bench.logs).map((name) => join(bench.logs, name));
  const abroad = { TZ: 'Asia/Kolkata', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', UV_THREADPOOL_SIZE: '1' };
  const steps = [
    [
      ['run', ...files],
      ['run', ...files.toReversed()],
    ],
    [
      ['review', 'accept', '--all'],
      ['review', 'accept', '--all'],
    ],
  ] as const;
  for (const [one, other] of steps) {
    expect((await dream(here, ...one)).code).toBe(0);
    const argv = [...other, '--memory', there.memory.folder];
    expect((await bench.run(argv, { env: abroad })).code).toBe(0);
    const { remote: _here, ...found } = JSON.parse(JSON.stringify(fingerprint(here)));
    const { remote: _there, ...same } = JSON.parse(JSON.stringify(fingerprint(there)));
    expect(same).toEqual(found);
  }
  expect(here.memory.git('ls-tree', '-r', '--name-only', 'main')).toContain('playbooks/');
});

test('a process killed under its locks holds up nobody: the next command says that it cleared them', async () => {
  const place = await prepare('run');
  const lock = join(place.memory.folder, '.git/refs/dream/ledger.lock');
  const bin = mkdtempSync(join(bench.folder, 'lock-'));
  const real = execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const cut = `case "$*" in *"dream: run"*) mkdir -p "${join(lock, '..')}"; touch "${lock}"; kill -9 $PPID; exit 137;; esac`;
  writeFileSync(join(bin, 'git'), `#!/bin/sh\n${cut}\nexec "${real}" "$@"\n`, { mode: 0o755 });
  const path = `${bin}:${process.env['PATH'] ?? ''}`;
  await bench.run(['run', bench.logs, '--memory', place.memory.folder], { path });
  expect(leftoversOf(place).join()).toContain('ledger.lock');
  const { code, out } = await dream(place, 'run', bench.logs, '--verbose');
  expect([code, out]).toEqual([0, expect.stringContaining('has been removed')]);
  expect([problemsOf(place), leftoversOf(place)]).toEqual([[], []]);
});
