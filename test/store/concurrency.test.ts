import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ENVIRONMENT, gitRepository, temporaryFolder } from '../helpers/git-repository.ts';
import {
  changeNamed,
  idOf,
  open,
  review,
  rule,
  sampleChange,
  sampleRun,
  samplePlaybook,
  writeSampleRun,
} from './sample-run.ts';
import { printPlaybook } from '../../src/model/playbook.ts';

test('of runs at once each lands or is told that the ledger moved, and trying again lands them all', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const ids = Array.from({ length: 6 }, (_, at) => `20261122T03000${at}Z-run${at}`);
  let lost = 0;
  const writeUntilItLands = async (id: string, at: number): Promise<void> => {
    const store = await open(repository.folder, { lockSeconds: 30 });
    for (;;) {
      const { commit } = await store.readLedger();
      const change = sampleChange({ id: `0000000${at}`, name: `run-${at}`, run: id });
      if ((await store.writeRun(sampleRun(await store.baseCommit(), [change], { id }), commit)) !== null) return;
      lost += 1;
    }
  };
  await Promise.all(ids.map(writeUntilItLands));
  const { runs, changes } = await (await open(repository.folder)).readLedger();
  expect(runs.map(({ id }) => id).sort()).toEqual(ids);
  expect(changes.map(({ state }) => state)).toEqual(ids.map(() => 'open'));
  expect(Object.keys(repository.refs()).filter((ref) => ref.startsWith('refs/heads/dream/'))).toHaveLength(6);
  expect(lost).toBeGreaterThan(0);
  expect(repository.git('fsck', '--strict', '--no-dangling')).toBe('');
});

test('of accepts of one change at once one wins, and the others are told', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const first = await open(repository.folder);
  await writeSampleRun(first, [{ name: 'bun' }, { name: 'lint' }]);
  const stores = await Promise.all([1, 2, 3].map(() => open(repository.folder, { lockSeconds: 30 })));
  const applied = await Promise.all(stores.map(async (store) => review(store, [await rule(store, 'bun')])));
  expect(applied.map(({ results }) => results[0]?.status).sort()).toEqual(['done', 'stale', 'stale']);
  expect(repository.git('rev-list', '--count', 'main')).toBe('3');
  expect(repository.git('status', '--porcelain')).toBe('');
  expect((await first.readLedger()).decisions).toHaveLength(1);
});

test('accept and reject of one change at once: one wins', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  await writeSampleRun(await open(repository.folder), [{ name: 'bun' }]);
  const [a, b] = [
    await open(repository.folder, { lockSeconds: 30 }),
    await open(repository.folder, { lockSeconds: 30 }),
  ];
  const applied = await Promise.all([review(a, [await rule(a, 'bun')]), review(b, [await rule(b, 'bun', 'rejected')])]);
  expect(applied.map(({ results }) => results[0]?.status).sort()).toEqual(['done', 'stale']);
  const { state } = await changeNamed(a, 'bun');
  expect(repository.git('rev-list', '--count', 'main')).toBe(state === 'accepted' ? '3' : '1');
  expect((await a.readLedger()).decisions.map(({ verdict }) => verdict)).toEqual([state]);
});

test('accepting while the memory moves and runs come in loses nothing', async () => {
  const old = printPlaybook(samplePlaybook('bun'));
  const repository = gitRepository({ 'playbooks/team--app/bun.md': old, 'a.txt': 'a\n' });
  const store = await open(repository.folder, { lockSeconds: 30 });
  const names = ['one', 'two', 'three', 'four'];
  await writeSampleRun(
    store,
    names.map((name) => ({ name })),
  );
  const accepting = (async () => {
    for (const name of names) expect((await review(store, [await rule(store, name)])).results[0]?.status).toBe('done');
  })();
  const nightly = (async () => {
    const other = await open(repository.folder, { lockSeconds: 30 });
    for (const at of [1, 2, 3]) {
      const id = `20261123T03000${at}Z-night`;
      const change = sampleChange({ id: idOf(`n${at}`), name: `night-${at}`, run: id });
      const write = async () =>
        other.writeRun(sampleRun(await other.baseCommit(), [change], { id }), (await other.readLedger()).commit);
      while ((await write()) === null);
    }
  })();
  await Promise.all([accepting, nightly]);
  expect(repository.git('status', '--porcelain')).toBe('');
  const ledger = await store.readLedger();
  expect(ledger.runs).toHaveLength(4);
  expect(ledger.decisions.map(({ verdict }) => verdict)).toEqual(names.map(() => 'accepted'));
  expect((await store.readMemory()).playbooks.map(({ id }) => id)).toEqual(['bun', 'four', 'one', 'three', 'two']);
});

test.each(['main', 'refs/dream/ledger'])(
  'who keeps writing to %s for a while holds up an accept, and does not stop it',
  async (name) => {
    const repository = gitRepository({ 'a.txt': 'a\n' });
    await writeSampleRun(await open(repository.folder), [{ name: 'bun' }]);
    const ref = name === 'main' ? 'refs/heads/main' : name;
    // Someone else is first, each of 25 times that the new commits of the accept are ready.
    const bin = temporaryFolder();
    const path = ENVIRONMENT['PATH'] ?? '';
    const who = '-c user.name=Ada -c user.email=ada@example.com';
    const first = `echo >> "${bin}/count"; git ${who} update-ref ${ref} "$(git ${who} commit-tree -p ${ref} -m work "${ref}^{tree}")"`;
    const script = `case "$*" in *fast-import*) if [ "$(cat "${bin}/count" 2>/dev/null | wc -l)" -lt 25 ]; then ${first}; fi;; esac`;
    writeFileSync(join(bin, 'git'), `#!/bin/sh\nPATH="${path}"\n${script}\nexec git "$@"\n`, { mode: 0o755 });
    repository.git('checkout', '--quiet', '--detach');
    const store = await open(repository.folder, {
      branch: 'main',
      environment: { ...ENVIRONMENT, PATH: `${bin}:${path}` },
      lockSeconds: 600,
    });
    const { results } = await review(store, [await rule(store, 'bun')]);
    expect(results.map(({ status }) => status)).toEqual(['done']);
    expect(
      repository
        .git('log', '--format=%s', ref)
        .split('\n')
        .filter((one) => one === 'work'),
    ).toHaveLength(25);
    expect((await changeNamed(store, 'bun')).state).toBe('accepted');
  },
);
