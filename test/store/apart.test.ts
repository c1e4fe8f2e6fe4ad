// What two machines decide apart, with clocks that are not the same, must come to one memory: the files, the ledger of
// both sides, and a way back for everything.
import { expect, test } from 'vitest';
import type { Store, StoreOptions } from '../../src/store/store.ts';
import type { AppliedUndo } from '../../src/store/undoing.ts';
import type { TestRepository } from '../helpers/git-repository.ts';
import { idOf, open, REVIEWER, review, rule, tamper, writeSampleRun } from './sample-run.ts';
import { RUN_A, RUN_B, statesOf, sync, world } from './sync-world.ts';

const FILE = 'playbooks/team--app/bun.md';
const BUN = `${RUN_A} team--app/bun`;

let undos = 0;

async function undo(store: Store, ...targets: string[]): Promise<AppliedUndo> {
  undos += 1;
  return store.applyUndo({
    id: `apart-${undos}`,
    reviewer: REVIEWER,
    reason: '',
    plan: await store.planUndo({ targets, session: null }),
    printIndex: (playbooks) => `# Memory\n\n${playbooks.map(({ title }) => `- ${title}\n`).join('')}`,
  });
}

/** The commit that took `bun` back, or brought it back, last. */
function resultOf(undone: AppliedUndo): string {
  return undone.done[0]?.decision.result ?? '';
}

function on(repository: TestRepository, time: string): Promise<Store> {
  return open(repository.folder, at(time));
}

function at(time: string): Partial<StoreOptions> {
  return { branch: 'main', now: () => new Date(time) };
}

function holds(repository: TestRepository): boolean {
  return repository.git('ls-tree', '-r', '--name-only', 'main').includes(FILE);
}

/** Two machines that both have `bun` as memory. */
async function accepted() {
  const machines = world();
  const store = await on(machines.a, '2026-11-22T03:00:00Z');
  await writeSampleRun(store, [{ name: 'bun' }, { name: 'lint' }], RUN_A);
  await review(store, [await rule(store, 'bun')]);
  await sync(machines.a);
  await sync(machines.b);
  return machines;
}

test('taken back on one machine, taken back and brought back on the other: it is gone, said so, and comes back', async () => {
  const { a, b } = await accepted();
  const first = await undo(await on(a, '2026-11-23T03:00:00Z'), idOf('bun'));
  await undo(await on(b, '2026-11-24T03:00:00Z'), idOf('bun'));
  await undo(await on(a, '2026-11-25T03:00:00Z'), resultOf(first));
  await sync(a);
  const joined = await sync(b);
  await sync(a);
  for (const repository of [a, b]) {
    expect(holds(repository)).toBe(false);
    expect(await statesOf(repository)).toMatchObject({ [BUN]: 'undone' });
  }
  expect(joined.findings).toMatchObject([{ code: 'decisions-differ', detail: expect.stringContaining('taken back') }]);
  const commit = /dream undo ([0-9a-f]+)/.exec(joined.findings[0]?.detail ?? '')?.[1] ?? '';

  await undo(await on(a, '2026-11-26T03:00:00Z'), commit);
  await sync(a);
  expect((await sync(b)).findings).toEqual([]);
  for (const repository of [a, b]) {
    expect(holds(repository)).toBe(true);
    expect(await statesOf(repository)).toMatchObject({ [BUN]: 'accepted' });
  }
});

test('brought back on one machine, brought back and taken back on the other: it is memory, and can be taken back', async () => {
  const { a, b } = await accepted();
  const first = await undo(await on(a, '2026-11-23T03:00:00Z'), idOf('bun'));
  await sync(a);
  await sync(b);
  await undo(await on(b, '2026-11-24T03:00:00Z'), resultOf(first));
  await undo(await on(a, '2026-11-24T04:00:00Z'), resultOf(first));
  await undo(await on(a, '2026-11-25T03:00:00Z'), idOf('bun'));
  await sync(a);
  await sync(b);
  await sync(a);
  for (const repository of [a, b]) {
    expect(holds(repository)).toBe(true);
    expect(await statesOf(repository)).toMatchObject({ [BUN]: 'accepted' });
  }
  await undo(await on(a, '2026-11-26T03:00:00Z'), idOf('bun'));
  expect(holds(a)).toBe(false);
  expect(await statesOf(a)).toMatchObject({ [BUN]: 'undone' });
});

test('a machine whose clock is in 2099 and one in 1970: whoever knows of a decision decides after it', async () => {
  const { a, b } = world();
  const ahead = await on(a, '2099-11-22T03:00:00Z');
  await writeSampleRun(ahead, [{ name: 'bun' }, { name: 'lint' }], RUN_A);
  await review(ahead, [await rule(ahead, 'bun', 'rejected')]);
  await sync(a);
  await sync(b);
  const behind = await on(b, '1970-01-01T00:00:00Z');
  await review(behind, [await rule(behind, 'bun', 'revived')]);
  await review(behind, [await rule(behind, 'bun')]);
  await sync(b, {}, at('1970-01-01T00:00:00Z'));
  await sync(a);
  expect(await statesOf(a)).toMatchObject({ [BUN]: 'accepted' });
  await undo(await on(b, '1970-01-01T00:00:00Z'), idOf('bun'));
  await sync(b);
  await sync(a);
  expect(await statesOf(a)).toMatchObject({ [BUN]: 'undone' });
  expect(await statesOf(b)).toEqual(await statesOf(a));
});

test('times after which nothing can come decide nothing, and spoil no later run', async () => {
  const { a } = world();
  const store = await on(a, '2026-11-22T03:00:00Z');
  await writeSampleRun(store, [{ name: 'bun' }], RUN_A);
  await review(store, [await rule(store, 'bun', 'rejected')]);
  const name = a.git('ls-tree', '--name-only', 'refs/dream/ledger:decisions');
  const line: unknown = JSON.parse(a.git('show', `refs/dream/ledger:decisions/${name}`));
  for (const [file, time] of [
    ['x', '9999-12-31T23:59:59.999Z'],
    ['y', '9999-99-99T99:99:99Z'],
  ])
    tamper(a.folder, `decisions/${file}.jsonl`, `${JSON.stringify({ ...Object(line), at: time })}\n`);
  const record: unknown = JSON.parse(a.git('show', `refs/dream/ledger:runs/${RUN_A}.json`));
  const forged = { ...Object(record), id: RUN_B, branch: null, changes: [], startedAt: '9999-12-31T23:59:59.999Z' };
  tamper(a.folder, `runs/${RUN_B}.json`, JSON.stringify(forged));

  const next = await on(a, '2026-11-23T03:00:00Z');
  await review(next, [await rule(next, 'bun', 'revived')]);
  expect(await statesOf(a)).toEqual({ [BUN]: 'open' });
  await writeSampleRun(next, [{ name: 'web' }], '20261124T030000Z-cccc');
  const { runs, findings } = await next.readLedger();
  expect(runs.map(({ id }) => id)).toEqual([RUN_A, '20261124T030000Z-cccc']);
  expect(findings?.map(({ file }) => file)).toEqual([`runs/${RUN_B}.json`, 'decisions/x.jsonl', 'decisions/y.jsonl']);
});

test('the last time there can be is still followed by every decision that is made', async () => {
  const { a } = world();
  const last = await on(a, '+010000-01-01T00:00:00Z');
  await writeSampleRun(last, [{ name: 'bun' }], RUN_A);
  for (const verdict of ['rejected', 'revived', 'accepted'] as const) {
    const applied = await review(last, [await rule(last, 'bun', verdict)]);
    expect(applied.results).toMatchObject([{ status: 'done', decision: { at: '9000-01-01T00:00:00.000Z' } }]);
  }
  expect((await last.readLedger()).findings).toEqual([]);
});
