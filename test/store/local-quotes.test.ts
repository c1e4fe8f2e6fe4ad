// `quotes: local`: what people said stays on the machine that read it. Told by every object of the repository.
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DreamResult } from '../../src/dream.ts';
import { commitMessageOf } from '../../src/guards/commit-words.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { writeClaudeLog } from '../helpers/claude-log.ts';
import { runDream } from '../helpers/dream-job.ts';
import { gitRepository, openRepository, temporaryFolder } from '../helpers/git-repository.ts';
import { options } from './sample-run.ts';

const NOW = new Date('2026-04-01T03:00:00Z');
/** Words of people and of outputs that no playbook needs. */
const WORDS = ['grumbletide', 'cobaltharbour', 'quincewharf'];

function open(folder: string, quotes: 'ledger' | 'local', now = NOW): Promise<Store> {
  return openStore(options(folder, { create: true, quotes, now: () => now }));
}

function writeLogs(count: number): string {
  const logs = temporaryFolder();
  for (let day = 1; day <= count; day += 1) {
    writeClaudeLog(logs, `session ${day}`, day, [
      { user: `The ${WORDS[0]} screen ${day} is broken, please mend it.` },
      {
        run: `make ${WORDS[1]}-${day}`,
        exit: 2,
        output: `make: *** No rule to make target ${WORDS[1]}-${day}.  Stop.`,
      },
      { run: 'npm test', exit: 1, output: 'npm error Missing script: "test"' },
      { run: 'pnpm test', output: '12 passed' },
      ...(day === 1 ? [{ user: `No, that is wrong, use the ${WORDS[2]} instead of the old one.` }] : []),
    ]);
  }
  return logs;
}

async function run(logs: string, folder: string, quotes: 'ledger' | 'local', at = NOW): Promise<DreamResult> {
  return runDream(logs, folder, { store: await open(folder, quotes, at), at });
}

/** Every object that git has here, and every name and message of a reference. */
function everythingIn(folder: string): string {
  const { git } = openRepository(folder);
  const objects = git('cat-file', '--batch-all-objects', '--batch-check=%(objectname)').split('\n');
  return [...objects.map((id) => git('cat-file', '-p', id)), git('for-each-ref')].join('\n');
}

function countOf(words: readonly string[], text: string): number {
  return words.reduce((sum, word) => sum + text.split(word).length - 1, 0);
}

describe('quotes: local', () => {
  it('puts none of the words into any object of the repository, and the ledger default does', async () => {
    const logs = writeLogs(3);
    const [here, there] = [temporaryFolder(), temporaryFolder()];
    const local = await run(logs, here, 'local');
    const open = await run(logs, there, 'ledger');
    expect(local.changes.length).toBeGreaterThan(0);
    expect(local.changes.map(({ guarded }) => [guarded.id, guarded.files])).toEqual(
      open.changes.map(({ guarded }) => [guarded.id, guarded.files]),
    );
    const control = everythingIn(there);
    for (const word of WORDS) expect(countOf([word], control)).toBeGreaterThan(0);
    expect(countOf(WORDS, everythingIn(here))).toBe(0);
    // Commits keep their anchors with the same hashes, and quote nothing.
    const bodies = [here, there].map((folder, at) =>
      openRepository(folder).git('log', '-1', '--format=%B', `${[local, open][at]?.record.branch}`),
    );
    const trailers = bodies.map((body) => body.split('\n').filter((line) => line.startsWith('Dream-Evidence:')));
    expect(trailers[0]?.length).toBeGreaterThan(0);
    expect(trailers[0]).toEqual(trailers[1]);
    expect(bodies[0]).not.toMatch(/^ {4}\S/m);
    expect(bodies[1]).toMatch(/^ {4}\S/m);
  });

  it('gives this machine the words back, quotes and all', async () => {
    const logs = writeLogs(3);
    const [here, there] = [temporaryFolder(), temporaryFolder()];
    await run(logs, here, 'local');
    await run(logs, there, 'ledger');
    const [local, plain] = await Promise.all([
      open(here, 'local').then((store) => store.readLedger()),
      open(there, 'ledger').then((store) => store.readLedger()),
    ]);
    expect([...local.observations]).toEqual([...plain.observations]);
    const textsOf = (ledger: typeof local) => ledger.changes.flatMap(({ quotes }) => quotes.map(({ text }) => text));
    expect(textsOf(local)).toEqual(textsOf(plain));
    expect(textsOf(local).every((text) => text !== '')).toBe(true);
    expect(local.runs[0]?.held).toEqual(plain.runs[0]?.held);
    expect(local.findings).toEqual([]);
    expect((await run(logs, here, 'local')).outcome).toBe('idle');
    // Nobody else on the machine reads them.
    const [file = ''] = readdirSync(join(here, '.git/dream/quotes'));
    expect(statSync(join(here, '.git/dream/quotes', file)).mode & 0o077).toBe(0);
  });

  it('sends nothing of them: another machine has the anchors, says so once, and counts the sessions as read', async () => {
    const logs = writeLogs(3);
    const here = temporaryFolder();
    const first = await run(logs, here, 'local');
    const remote = join(temporaryFolder(), 'remote.git');
    openRepository(here).git('init', '--quiet', '--bare', remote);
    openRepository(here).git('push', '--quiet', remote, 'refs/dream/*:refs/dream/*', 'refs/heads/*:refs/heads/*');
    const there = gitRepository();
    there.git('fetch', '--quiet', remote, 'refs/dream/*:refs/dream/*', 'refs/heads/*:refs/heads/*');
    expect(countOf(WORDS, everythingIn(remote) + everythingIn(there.folder))).toBe(0);

    const store = await open(there.folder, 'local', new Date('2026-04-02T03:00:00Z'));
    const ledger = await store.readLedger();
    expect(ledger.sessions.size).toBe(3);
    expect([...ledger.observations.values()].flat()).toEqual([]);
    expect(ledger.findings).toEqual([expect.objectContaining({ code: 'words-elsewhere' })]);
    const quotes = ledger.changes.flatMap((change) => change.quotes);
    expect(quotes.length).toBeGreaterThan(0);
    for (const quote of quotes)
      expect(quote).toMatchObject({ text: '', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    const again = await runDream(logs, there.folder, { store, at: new Date('2026-04-02T03:00:00Z') });
    expect(again).toMatchObject({ outcome: 'idle', record: { sessions: { unchanged: 3, new: 0 } } });
    expect(again.findings.filter(({ code }) => code === 'words-elsewhere')).toHaveLength(1);

    // The words of a quote are still told from others: by the hash in commit and ledger.
    const own = first.changes[0]?.guarded.change;
    const away = ledger.changes.find(({ id }) => id === first.changes[0]?.guarded.id);
    if (own === undefined || away === undefined) throw new Error('no change');
    const message = commitMessageOf({ ...own, quotes: away.quotes }, { id: first.record.id, engine: 'offline/1' });
    const evidence = (text: string) => text.split('\n').filter((line) => line.startsWith('Dream-Evidence:'));
    expect(evidence(message)).toEqual(evidence(first.changes[0]?.guarded.message ?? ''));
  });

  it('believes no words that are not those the ledger names', async () => {
    const logs = writeLogs(3);
    const here = temporaryFolder();
    const { record } = await run(logs, here, 'local');
    const file = join(here, '.git/dream/quotes', `${record.id}.jsonl`);
    const { readFileSync } = await import('node:fs');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll(WORDS[0] ?? '', 'poison').replaceAll('pnpm', 'evil'));
    const ledger = await (await open(here, 'local')).readLedger();
    expect(
      JSON.stringify([...ledger.observations.values(), ...ledger.changes.map(({ quotes }) => quotes)]),
    ).not.toMatch(/poison|evil/);
    expect(ledger.findings?.map(({ code }) => code)).toEqual(['words-elsewhere']);
    writeFileSync(file, text);
    expect((await (await open(here, 'local')).readLedger()).findings).toEqual([]);
    // Without the file nothing fails.
    rmSync(join(here, '.git/dream'), { recursive: true });
    expect((await (await open(here, 'local')).readLedger()).sessions.size).toBe(3);
  });

  it('can be switched either way: what was written before stays where it is', async () => {
    const logs = writeLogs(3);
    const here = temporaryFolder();
    await run(logs, here, 'local');
    writeClaudeLog(logs, 'later', 20, [{ user: 'Never mention lemonpier to anybody, please, from now on.' }]);
    const at = new Date('2026-04-02T03:00:00Z');
    await run(logs, here, 'ledger', at);
    const everything = everythingIn(here);
    expect(countOf(['lemonpier'], everything)).toBeGreaterThan(0);
    const observed = openRepository(here).git('ls-tree', '-r', '--name-only', 'refs/dream/ledger', 'observations/');
    expect(observed.split('\n')).toHaveLength(2);
    const [first = ''] = observed.split('\n');
    const lines = openRepository(here).git('show', `refs/dream/ledger:${first}`).split('\n');
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ words: 'local' });
    writeClaudeLog(logs, 'last', 21, [{ user: 'Never mention orangequay to anybody, please, from now on.' }]);
    await run(logs, here, 'local', new Date('2026-04-03T03:00:00Z'));
    const { sessions, observations, findings } = await (await open(here, 'local')).readLedger();
    expect(sessions.size).toBe(5);
    expect(JSON.stringify([...observations.values()])).toMatch(/lemonpier[\s\S]*orangequay|orangequay[\s\S]*lemonpier/);
    expect(findings).toEqual([]);
  });

  it('leaves no words behind of a run that came too late', async () => {
    const logs = writeLogs(3);
    const here = temporaryFolder();
    await run(logs, here, 'local');
    const store = await open(here, 'local', new Date('2026-04-02T03:00:00Z'));
    const { record, changes } = await run(writeLogs(2), temporaryFolder(), 'local');
    const base = await store.baseCommit();
    const late = {
      record: { ...record, id: '20260402T030000Z-late', base, branch: null, changes: [] },
      changes: [],
      sessions: [],
      observations: new Map(),
    };
    expect(changes.length).toBeGreaterThan(0);
    expect(await store.writeRun(late, null)).toBeNull();
    expect(existsSync(join(here, '.git/dream/quotes/20260402T030000Z-late.jsonl'))).toBe(false);
  });
});
