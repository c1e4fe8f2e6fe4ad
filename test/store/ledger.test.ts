import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import fc from 'fast-check';
import { isReferenceName } from '../../src/store/refs.ts';
import { gitRepository } from '../helpers/git-repository.ts';
import {
  open,
  RUN,
  sampleChange,
  sampleObservation,
  sampleRun,
  sampleSession,
  tamper,
  writeSampleRun,
} from './sample-run.ts';
import type { SessionRecord } from '../../src/model/observation.ts';
import type { Store } from '../../src/store/store.ts';

async function writeSessions(
  store: Store,
  id: string,
  startedAt: string,
  sessions: readonly SessionRecord[],
  statement: string,
): Promise<void> {
  const run = sampleRun(await store.baseCommit(), [], { id, startedAt });
  const observations = new Map(sessions.map(({ key }) => [key, [sampleObservation(key, statement)]]));
  const written = await store.writeRun({ ...run, sessions, observations }, (await store.readLedger()).commit);
  const { runs } = await store.readLedger();
  expect(written?.record).toEqual(runs.find((one) => one.id === id));
}

test('the newest record of a session wins, with exactly the observations of its run, also when the clock runs back', async () => {
  const repository = gitRepository();
  const store = await open(repository.folder);
  await writeSessions(
    store,
    '20261122T030000Z-b',
    '2026-11-22T03:00:00.000Z',
    [sampleSession('claude-code:1', 'old'), sampleSession('claude-code:2')],
    'first',
  );
  await writeSessions(
    store,
    '20261121T030000Z-a',
    '2026-11-21T03:00:00.000Z',
    [sampleSession('claude-code:1', 'new'), sampleSession('claude-code:3')],
    'second',
  );
  const { sessions, observations, runs } = await store.readLedger();
  expect(runs.map(({ id, startedAt }) => [id, startedAt])).toEqual([
    ['20261122T030000Z-b', '2026-11-22T03:00:00.000Z'],
    ['20261121T030000Z-a', '2026-11-22T03:00:00.001Z'],
  ]);
  expect(sessions.get('claude-code:1')?.contentHash).toBe('new');
  expect(
    [...observations]
      .map(([key, list]) => [key, list.map((one) => (one.kind === 'statement' ? one.statement : ''))])
      .sort(),
  ).toEqual([
    ['claude-code:1', ['second']],
    ['claude-code:2', ['first']],
    ['claude-code:3', ['second']],
  ]);
});

test('lines and files that are no data of ours are findings, and the rest is read', async () => {
  const repository = gitRepository();
  const store = await open(repository.folder);
  await writeSessions(
    store,
    '20261122T030000Z-b',
    '2026-11-22T03:00:00.000Z',
    [sampleSession('claude-code:1')],
    'use bun',
  );
  const line = JSON.stringify({ ...sampleSession('claude-code:9'), added: 'by a later version' });
  tamper(repository.folder, 'sessions/20261122T030000Z-b.jsonl', `{"key":1}\nnot json\n${line}\n\n`);
  tamper(repository.folder, 'runs/evil.json', '{"id":"20261122T030000Z-b"}\n');
  tamper(repository.folder, 'decisions/x.jsonl', '{"__proto__":{"verdict":"accepted"}}\n[]\n');
  const ledger = await store.readLedger();
  expect([...ledger.sessions.keys()]).toEqual(['claude-code:9']);
  expect(ledger.findings?.map(({ file, line }) => [file, line])).toEqual([
    ['runs/evil.json', null],
    ['sessions/20261122T030000Z-b.jsonl', 1],
    ['sessions/20261122T030000Z-b.jsonl', 2],
    ['decisions/x.jsonl', 1],
    ['decisions/x.jsonl', 2],
  ]);
  await store.recover();
  await writeSampleRun(store, [{ name: 'bun' }]);
  expect((await store.readLedger()).changes).toHaveLength(1);
});

test('a part of a run that is no data of ours is a finding, and the rest of the run is read', async () => {
  const repository = gitRepository();
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }, { name: 'lint' }]);
  const path = `runs/${RUN}.json`;
  const record = repository.git('show', `refs/dream/ledger:${path}`);
  tamper(repository.folder, path, record.replace('"id": "62756e2d"', '"id": "?"').replace('"held": []', '"held": [7]'));
  const { changes, findings } = await store.readLedger();
  expect(changes.map(({ playbook }) => playbook)).toEqual(['team--app/lint']);
  expect(findings).toMatchObject([
    { code: 'broken-line', file: path, detail: 'change 1 of this run' },
    { code: 'broken-line', file: path, detail: 'held proposal 1 of this run' },
  ]);
});

test('a failed import leaves no report of git’s behind', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  const run = sampleRun('1'.repeat(40), [sampleChange({ id: '00000001', name: 'bun' })]);
  await expect(store.writeRun(run, null)).rejects.toMatchObject({ kind: 'failed' });
  expect(readdirSync(join(repository.folder, '.git')).filter((name) => name.includes('crash'))).toEqual([]);
});

test('a ledger of a newer version is refused', async () => {
  const repository = gitRepository();
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }]);
  tamper(repository.folder, 'format.json', '{"version":2}\n');
  await expect(store.readLedger()).rejects.toMatchObject({ kind: 'usage', hints: ['Update dream.'] });
});

test('the same run on the same base gives the same commits on every machine', async () => {
  const ids = [];
  for (const zone of ['UTC', 'Asia/Kathmandu']) {
    const repository = gitRepository();
    const store = await open(repository.folder, {
      environment: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', TZ: zone, LANG: 'de_DE.UTF-8' },
    });
    await writeSampleRun(store, [{ name: 'bun' }, { name: 'lint', quarantined: true }]);
    ids.push(repository.refs());
  }
  expect(ids[0]).toEqual(ids[1]);
});

test('what a run may not write is refused before anything is written', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  const base = await store.baseCommit();
  const good = sampleChange({ id: '00000001', name: 'bun' });
  const bad = (path: string) => ({ ...good, files: [{ path, text: 'x' }] });
  for (const path of [
    '../x.md',
    'playbooks/../x.md',
    'playbooks/a/b/c.md',
    '.git/config',
    'playbooks/.git/x.md',
    'playbooks/a/x.txt',
    'playbooks/a/x\n.md',
    'dream.yaml',
  ]) {
    await expect(store.writeRun(sampleRun(base, [bad(path)]), null)).rejects.toMatchObject({ kind: 'failed' });
  }
  const twice = { ...good, id: '00000002' };
  await expect(store.writeRun(sampleRun(base, [good, twice]), null)).rejects.toMatchObject({ kind: 'failed' });
  expect(Object.keys(repository.refs())).toEqual(['refs/heads/main']);
});

test('a thousand changes are one process', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  const changes = Array.from({ length: 1000 }, (_, at) =>
    sampleChange({ id: at.toString(16).padStart(8, '0'), name: `playbook-${at}` }),
  );
  await store.writeRun(sampleRun(await store.baseCommit(), changes), null);
  const { changes: tracked } = await store.readLedger();
  expect(tracked).toHaveLength(1000);
  expect(new Set(tracked.map(({ commit }) => commit)).size).toBe(1000);
});

test('a name we take for a branch is one that git takes', () => {
  const repository = gitRepository();
  const takes = (name: string): boolean => {
    try {
      repository.git('check-ref-format', `refs/heads/${name}`);
      return true;
    } catch {
      return false;
    }
  };
  const part = fc.constantFrom('a', '.', '..', '/', '@', '@{', '~', '.lock', ' ', '-', '\\', '*', 'é', '\u007f', ':');
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
      const name = parts.join('');
      if (isReferenceName(name)) expect(takes(name)).toBe(true);
      else expect(takes(name) && !name.startsWith('-') && name !== '@').toBe(false);
    }),
    { numRuns: 150 },
  );
});

test('no record of the ledger can point at a branch, a path or an object of someone else', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  repository.git('branch', 'release/main');
  repository.git('checkout', '--quiet', '-b', 'work');
  const store = await open(repository.folder, { branch: 'main' });
  await writeSampleRun(store, [{ name: 'bun' }]);
  const { branch: _, ...run } = sampleRun(await store.baseCommit(), [
    sampleChange({ id: '00000001', name: 'lint' }),
  ]).record;
  const [change] = run.changes;
  const evil: Record<string, object> = {
    main: { ...run, id: 'main', branch: 'main' },
    '20261122T030000Z-branch': { ...run, branch: 'main' },
    '20261122T030000Z-base': { ...run, base: '--output=x' },
    '20261122T030000Z-path': { ...run, changes: [{ ...change, path: '../../outside.md' }] },
    '20261122T030000Z-time': { ...run, startedAt: 'zzzz' },
    '00000000T000000Z-name': { ...run, memoryBranch: 'a..b', changes: [] },
  };
  for (const [id, record] of Object.entries(evil)) {
    tamper(repository.folder, `runs/${id}.json`, JSON.stringify({ branch: `dream/${id}`, ...record, id }));
  }
  const lint = { ...run.changes[0], verdict: 'rejected', change: '00000001', sessions: 1, who: 'x', reason: '' };
  const decision = { ...lint, run: 'main', commit: 'HEAD', at: '2026-11-22T03:00:00.000Z', result: null };
  tamper(repository.folder, 'decisions/evil.jsonl', `${JSON.stringify(decision)}\n`);
  const { 'refs/dream/ledger': _before, ...before } = repository.refs();
  const again = await open(repository.folder, { branch: 'main' });
  expect(await again.recover()).toEqual([]);
  const { 'refs/dream/ledger': _after, ...after } = repository.refs();
  expect(after).toEqual(before);
  const ledger = await again.readLedger();
  expect(ledger.changes.map(({ playbook }) => playbook)).toEqual(['team--app/bun']);
  expect(ledger.findings?.map(({ file }) => file)).toEqual([
    'runs/20261122T030000Z-base.json',
    'runs/20261122T030000Z-branch.json',
    'runs/20261122T030000Z-path.json',
    'runs/20261122T030000Z-time.json',
    'runs/main.json',
    'decisions/evil.jsonl',
  ]);
  await expect(open(repository.folder)).resolves.toMatchObject({ folder: repository.folder });
});

test('a commit that claims an impossible time is only a commit', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }]);
  repository.git('merge', '--quiet', '--ff-only', `dream/${RUN}`);
  const commit = repository.git('cat-file', 'commit', 'HEAD').replace(/^(committer .*>) \d+/m, '$1 99999999999999');
  repository.write('commit', `${commit}\n`);
  repository.git('update-ref', 'refs/heads/main', repository.git('hash-object', '-w', '-t', 'commit', 'commit'));
  expect((await store.recover()).map(({ code }) => code)).toEqual(['decision-recorded']);
});
