// What is proposed again after a rejection was lifted, for better evidence or by a person, can be turned down again, also
// by somebody who does not know of it.
import { expect, test } from 'vitest';
import type { GuardedChange } from '../../src/model/change.ts';
import type { Store } from '../../src/store/store.ts';
import { gitRepository } from '../helpers/git-repository.ts';
import type { TestRepository } from '../helpers/git-repository.ts';
import { open, review, RUN, rule, sampleChange, sampleRun, writeSampleRun } from './sample-run.ts';
import { statesOf, sync, world } from './sync-world.ts';

const AGAIN = '20261125T030000Z-b';

function on(repository: TestRepository, day: number): Promise<Store> {
  return open(repository.folder, { branch: 'main', now: () => new Date(Date.UTC(2026, 10, day)) });
}

/** Proposes `bun` once more on the 25th, in quarantine so that the first proposal waits too. */
async function proposeAgain(repository: TestRepository, evidence: object = {}): Promise<void> {
  const store = await on(repository, 25);
  const made = sampleChange({ id: 'bbbbbbbb', name: 'bun', body: 'Other words.\n', run: AGAIN, quarantined: true });
  const change: GuardedChange = { ...made, flags: ['was-rejected'], change: { ...made.change, ...evidence } };
  const at = '2026-11-25T00:00:00.000Z';
  const run = sampleRun(await store.baseCommit(), [change], { id: AGAIN, startedAt: at, endedAt: at });
  if ((await store.writeRun(run, (await store.readLedger()).commit)) === null) throw new Error('the ledger moved');
}

async function closedBy(repository: TestRepository): Promise<string | null | undefined> {
  const { changes } = await (await on(repository, 28)).readLedger();
  return changes.find(({ run }) => run === AGAIN)?.supersededBy;
}

/** Rejects or revives the first proposal of a playbook. */
async function decide(repository: TestRepository, day: number, verdict: 'rejected' | 'revived', name = 'bun') {
  const store = await on(repository, day);
  const change = (await store.readLedger()).changes.find((one) => one.run === RUN && one.playbook.endsWith(`/${name}`));
  const { results } = await review(store, [{ ...(await rule(store, name, verdict)), ...(change && { change }) }]);
  expect(results).toMatchObject([{ status: 'done' }]);
}

async function proposed(...names: string[]): Promise<TestRepository> {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const all = names.map((name) => ({ name }));
  await writeSampleRun(await on(repository, 22), all);
  return repository;
}

test('revived, proposed again and rejected once more, it is closed wherever it waits', async () => {
  const repository = await proposed('bun');
  await decide(repository, 23, 'rejected');
  await decide(repository, 24, 'revived');
  await proposeAgain(repository);
  expect(await closedBy(repository)).toBeNull();
  await decide(repository, 26, 'rejected');
  expect(await closedBy(repository)).toMatch(/^[0-9a-f]{8}$/);
  await decide(repository, 27, 'revived');
  expect(await closedBy(repository)).toBeNull();
});

test('what better evidence speaks for waits, until a rejection that had as good evidence', async () => {
  const repository = await proposed('bun');
  await decide(repository, 23, 'rejected');
  const support = { sessions: 9, days: 4, people: 2, first: '2026-11-20', last: '2026-11-25' };
  await proposeAgain(repository, { trust: 'user', support });
  expect(await closedBy(repository)).toBeNull();
  const store = await on(repository, 26);
  await review(store, [await rule(store, 'bun', 'rejected')]);
  expect(await statesOf(repository)).toMatchObject({ [`${AGAIN} team--app/bun`]: 'rejected' });
});

test('what was revived in other words before may wait; reviving another thing later opens nothing', async () => {
  const repository = await proposed('bun', 'bunx');
  await decide(repository, 23, 'rejected');
  await decide(repository, 23, 'rejected', 'bunx');
  await decide(repository, 24, 'revived', 'bunx');
  await proposeAgain(repository);
  expect(await closedBy(repository)).toBeNull();

  const other = await proposed('bun', 'lint');
  await decide(other, 23, 'rejected', 'lint');
  await proposeAgain(other);
  await decide(other, 26, 'rejected');
  await decide(other, 27, 'revived', 'lint');
  expect(await closedBy(other)).toMatch(/^[0-9a-f]{8}$/);
});

test('rejected on one machine while it is proposed again on another, it is closed on both', async () => {
  const { a, b } = world();
  await writeSampleRun(await on(a, 21), [{ name: 'bun' }]);
  await decide(a, 22, 'rejected');
  await decide(a, 23, 'revived');
  await sync(a);
  await sync(b);
  await decide(a, 24, 'rejected');
  await proposeAgain(b);
  await sync(a);
  await sync(b);
  await sync(a);
  for (const repository of [a, b]) expect(await closedBy(repository)).toMatch(/^[0-9a-f]{8}$/);
});
