// What an accept writes is looked at once more, whoever made the bytes; and what others changed meanwhile is not lost.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printPlaybook } from '../../src/model/playbook.ts';
import type { AcceptedBytes, Ruling, Store } from '../../src/store/store.ts';
import { ENVIRONMENT, gitRepository, temporaryFolder } from '../helpers/git-repository.ts';
import {
  changeNamed,
  idOf,
  open,
  review,
  REVIEWER,
  rule,
  sampleChange,
  samplePlaybook,
  sampleRun,
  writeSampleRun,
} from './sample-run.ts';

const BUN = 'playbooks/team--app/bun.md';
const BEFORE = printPlaybook(samplePlaybook('bun', 'one\n\ntwo\n\nthree\n'));

async function reviewWith(
  store: Store,
  rulings: readonly Ruling[],
  check: (ruling: Ruling, bytes: AcceptedBytes) => Promise<string | null>,
) {
  return store.applyReview({ id: 'checked', reviewer: REVIEWER, rulings, printIndex: () => '# Memory\n', check });
}

test('the merged text is what the check is asked about, and what it refuses is not written', async () => {
  const repository = gitRepository({ [BUN]: BEFORE });
  const store = await open(repository.folder);
  await writeSampleRun(store, [
    { name: 'bun', type: 'revise', before: BEFORE, after: BEFORE.replace('one', 'one and more') },
    { name: 'lint' },
  ]);
  repository.commit('by hand', { [BUN]: BEFORE.replace('three', 'three by hand') });
  const asked: AcceptedBytes[] = [];
  const { results } = await reviewWith(
    store,
    [await rule(store, 'bun'), await rule(store, 'lint')],
    async (ruling, bytes) => {
      asked.push(bytes);
      return ruling.change.path === BUN ? 'not like this' : null;
    },
  );
  expect(asked[0]?.files).toEqual([
    { path: BUN, text: BEFORE.replace('one', 'one and more').replace('three', 'three by hand') },
  ]);
  expect(asked[0]?.message).toContain('Dream-Change-Id: ');
  expect(results).toMatchObject([{ status: 'refused', reason: 'not like this' }, { status: 'done' }]);
  expect(repository.git('show', `main:${BUN}`)).not.toContain('more');
  expect((await changeNamed(store, 'bun')).state).toBe('open');
});

test('a waiting change whose file has moved on is flagged, and merged ahead for who wants to see it', async () => {
  const repository = gitRepository({ [BUN]: BEFORE });
  const store = await open(repository.folder);
  await writeSampleRun(store, [
    { name: 'bun', type: 'revise', before: BEFORE, after: BEFORE.replace('one', 'one and more') },
    { name: 'lint' },
  ]);
  expect((await changeNamed(store, 'bun')).flags).toEqual([]);
  repository.commit('elsewhere', { 'a.txt': 'a\n' });
  expect((await changeNamed(store, 'bun')).flags).toEqual([]);
  const current = BEFORE.replace('three', 'three by hand');
  repository.commit('by hand', { [BUN]: current });
  const bun = await changeNamed(store, 'bun');
  expect(bun.flags).toEqual(['stale-base']);
  expect((await changeNamed(store, 'lint')).flags).toEqual([]);
  expect(await store.mergeChange(bun)).toEqual({
    current,
    merged: current.replace('one', 'one and more'),
    clean: true,
  });
  repository.commit('by hand', { [BUN]: BEFORE.replace('one', 'won') });
  expect(await store.mergeChange(bun)).toMatchObject({
    clean: false,
    merged: expect.stringContaining('<<<<<<< memory'),
  });
});

test('an edited text takes in what others changed since it was written, or conflicts', async () => {
  const repository = gitRepository({ [BUN]: BEFORE });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun', type: 'revise', before: BEFORE, after: BEFORE.replace('one', 'uno') }]);
  const edit = async (text: string): Promise<Ruling> => ({
    ...(await rule(store, 'bun', 'edited', {
      ...sampleChange({ id: idOf('bun'), name: 'bun', type: 'revise', before: BEFORE, after: text }),
    })),
    over: BEFORE,
  });
  const [mine, clashing] = [await edit(BEFORE.replace('one', 'eins')), await edit(BEFORE.replace('three', 'drei'))];
  repository.commit('meanwhile', { [BUN]: BEFORE.replace('three', 'tres') });
  expect((await review(store, [clashing])).results).toMatchObject([{ status: 'conflict' }]);
  expect((await review(store, [mine])).results).toMatchObject([{ status: 'done', decision: { verdict: 'edited' } }]);
  expect(repository.read(BUN)).toBe(BEFORE.replace('one', 'eins').replace('three', 'tres'));
});

test('a playbook that a merge takes in is never removed with what a person wrote into it since', async () => {
  const lint = 'playbooks/team--app/lint.md';
  const other = printPlaybook(samplePlaybook('lint'));
  const repository = gitRepository({ [BUN]: BEFORE, [lint]: other });
  const store = await open(repository.folder);
  const merge = sampleChange({
    id: idOf('bun'),
    name: 'bun',
    type: 'merge',
    before: BEFORE,
    after: `${BEFORE}\nfour\n`,
  });
  const removing = {
    ...merge,
    change: { ...merge.change, removes: [{ path: lint, before: other }] },
    files: [...merge.files, { path: lint, text: null }],
  };

  await store.writeRun(sampleRun(await store.baseCommit(), [removing]), (await store.readLedger()).commit);
  repository.commit('by hand', { [lint]: `${other}\nby hand\n` });
  expect((await changeNamed(store, 'bun')).flags).toEqual(['stale-base']);
  const edited = { ...(await rule(store, 'bun', 'edited', removing)), over: BEFORE };
  for (const ruling of [await rule(store, 'bun'), edited]) {
    const { results } = await review(store, [ruling]);
    expect(results).toMatchObject([
      { status: 'stale', reason: `${lint} was changed since it was proposed, and is not removed` },
    ]);
  }
  repository.commit('back', { [lint]: other });
  expect((await review(store, [await rule(store, 'bun')])).results).toMatchObject([{ status: 'done' }]);
  expect(repository.git('ls-files')).not.toContain('lint.md');
});

test('an edited accept that the ledger could not be told of is recorded with the edited value', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const bin = temporaryFolder();
  const path = ENVIRONMENT['PATH'] ?? '';
  const refuse = `[ -e "${bin}/no" ] && case "$*" in *"dream: decisions"*) echo "fatal: no" >&2; exit 128;; esac`;
  writeFileSync(join(bin, 'git'), `#!/bin/sh\n${refuse}\nPATH="${path}" exec git "$@"\n`, { mode: 0o755 });
  const store = await open(repository.folder, {
    environment: { ...ENVIRONMENT, PATH: `${bin}:${path}` },
    claimOf: async ({ title, body }) => ({
      kind: 'x',
      project: 'x',
      prescribes: `${title}: ${body.trim()}`,
      forbids: '',
    }),
  });
  await writeSampleRun(store, [{ name: 'bun' }]);
  writeFileSync(join(bin, 'no'), '');
  const after = printPlaybook(samplePlaybook('bun', 'in my words\n'));
  const edited = sampleChange({ id: idOf('bun'), name: 'bun', after });
  await expect(review(store, [await rule(store, 'bun', 'edited', edited)])).rejects.toMatchObject({ kind: 'failed' });
  rmSync(join(bin, 'no'));
  await store.recover();
  const { decisions } = await store.readLedger();
  expect(decisions).toMatchObject([{ verdict: 'edited', value: { prescribes: 'Run bun: in my words' } }]);
});
