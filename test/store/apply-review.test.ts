import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printPlaybook } from '../../src/model/playbook.ts';
import type { Store } from '../../src/store/store.ts';
import { ENVIRONMENT, gitRepository, temporaryFolder } from '../helpers/git-repository.ts';
import type { TestRepository } from '../helpers/git-repository.ts';
import {
  changeNamed,
  idOf,
  open,
  review,
  rule,
  RUN,
  sampleChange,
  samplePlaybook,
  sampleRun,
  writeSampleRun,
} from './sample-run.ts';

const OTHER = '20261123T030000Z-aaaa';

test('what was decided is told as stale: by someone else, or twice in one review', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }, { name: 'lint' }]);
  const shown = await rule(store, 'bun');
  await review(await open(repository.folder), [shown]);
  const { results } = await review(store, [shown, await rule(store, 'lint'), await rule(store, 'lint', 'rejected')]);
  expect(results).toMatchObject([
    { status: 'stale', reason: 'it was accepted already by Grace <grace@example.com>' },
    { status: 'done' },
    { status: 'stale' },
  ]);
  expect(
    repository
      .git('log', '--format=%s', 'main')
      .split('\n')
      .filter((subject) => subject.includes('bun')),
  ).toHaveLength(1);
});

test('accept is bound to the commit that was shown: amended or dropped commits are stale', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }, { name: 'lint' }]);
  const [bun, lint] = [await rule(store, 'bun'), await rule(store, 'lint')];
  repository.git('checkout', '--quiet', `dream/${RUN}`);
  repository.write('playbooks/team--app/lint.md', 'something else\n');
  repository.git('commit', '--quiet', '-a', '--amend', '--no-edit');
  repository.git('rebase', '--quiet', '--onto', 'main', 'HEAD~1');
  repository.git('checkout', '--quiet', 'main');
  expect(await changeNamed(store, 'bun')).toMatchObject({ state: 'later', commit: bun.change.commit });
  const { results } = await review(store, [bun, lint]);
  expect(results).toMatchObject([
    { status: 'stale', reason: expect.stringContaining('not on the run') },
    { status: 'stale', reason: expect.stringContaining('another one') },
  ]);
  expect(repository.git('rev-list', '--count', 'main')).toBe('1');
});

test('a file that changed on both sides is merged, or shown as a conflict that an edit resolves', async () => {
  const before = printPlaybook(samplePlaybook('bun', 'one\n\ntwo\n\nthree\n'));
  const repository = gitRepository({ 'playbooks/team--app/bun.md': before, 'playbooks/team--app/lint.md': before });
  const store = await open(repository.folder);
  const revised = (line: string): string => before.replace(line, `${line} and more`);
  await writeSampleRun(store, [
    { name: 'bun', type: 'revise', before, after: revised('one') },
    { name: 'lint', type: 'revise', before, after: revised('three') },
  ]);
  repository.commit('by hand', {
    'playbooks/team--app/bun.md': before.replace('three', 'three by hand'),
    'playbooks/team--app/lint.md': before.replace('three', 'three by hand'),
  });
  const first = await review(store, [await rule(store, 'bun'), await rule(store, 'lint')]);
  expect(first.results).toMatchObject([{ status: 'done' }, { status: 'conflict' }]);
  expect(repository.read('playbooks/team--app/bun.md')).toBe(revised('one').replace('three', 'three by hand'));
  const merged = first.results[1]?.status === 'conflict' ? first.results[1].merged : '';
  expect(merged).toContain(
    '<<<<<<< memory\nthree by hand\n||||||| base\nthree\n=======\nthree and more\n>>>>>>> proposed\n',
  );
  expect(repository.read('playbooks/team--app/lint.md')).toContain('three by hand\n');
  expect(repository.git('status', '--porcelain')).toBe('');

  const text = before.replace('three', 'three by hand and more');
  const edited = sampleChange({ id: idOf('lint'), name: 'lint', type: 'revise', before, after: text });
  const second = await review(store, [await rule(store, 'lint', 'edited', edited)]);
  expect(second.results).toMatchObject([{ status: 'done', decision: { verdict: 'edited' } }]);
  expect(repository.read('playbooks/team--app/lint.md')).toBe(text);
  expect(repository.git('log', '--format=%(trailers:key=Dream-Decision,valueonly)').split('\n')).toContain('edited');
});

test('retiring removes the file, its empty folder and its line of the index', async () => {
  const before = printPlaybook(samplePlaybook('bun'));
  const repository = gitRepository({ 'playbooks/team--app/bun.md': before, 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun', type: 'retire', before }]);
  const { results } = await review(store, [await rule(store, 'bun')]);
  expect(results).toMatchObject([{ status: 'done' }]);
  expect(repository.git('status', '--porcelain')).toBe('');
  expect(repository.git('ls-files').split('\n')).toEqual(['MEMORY.md', 'a.txt']);
  expect((await store.readMemory()).playbooks).toEqual([]);
});

test('later keeps the branch; a rejection can be revived and accepted from the archive', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }]);
  await review(store, [await rule(store, 'bun', 'later')]);
  expect(repository.refs()).toHaveProperty([`refs/heads/dream/${RUN}`]);
  expect(await changeNamed(store, 'bun')).toMatchObject({ state: 'later' });
  await review(store, [await rule(store, 'bun', 'rejected')]);
  expect(repository.refs()).not.toHaveProperty([`refs/heads/dream/${RUN}`]);
  expect(repository.refs()).toHaveProperty([`refs/dream/archive/${RUN}`]);
  expect((await review(store, [await rule(store, 'bun')])).results).toMatchObject([{ status: 'stale' }]);
  expect((await review(store, [await rule(store, 'bun', 'revived')])).results).toMatchObject([{ status: 'done' }]);
  expect(await changeNamed(store, 'bun')).toMatchObject({ state: 'open' });
  expect((await review(store, [await rule(store, 'bun')])).results).toMatchObject([{ status: 'done' }]);
  expect((await store.readLedger()).decisions.map(({ verdict, who }) => [verdict, who])).toEqual(
    ['later', 'rejected', 'revived', 'accepted'].map((verdict) => [verdict, 'Grace <grace@example.com>']),
  );
});

test('the newest change of a playbook stands for all, but what is quarantined never hides what is not', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }, { name: 'lint' }]);
  await writeSampleRun(
    store,
    [
      { name: 'bun', body: 'newer\n' },
      { name: 'lint', body: 'evil\n', quarantined: true },
    ],
    OTHER,
  );
  const { changes } = await store.readLedger();
  expect(changes.map(({ run, playbook, supersededBy }) => [run === OTHER, playbook, supersededBy])).toEqual([
    [false, 'team--app/bun', idOf('bun')],
    [false, 'team--app/lint', null],
    [true, 'team--app/bun', null],
    [true, 'team--app/lint', null],
  ]);
});

test('a branch that a worktree has checked out is not removed when all is decided', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }]);
  repository.git('worktree', 'add', '--quiet', `${repository.folder}-run`, `dream/${RUN}`);
  await review(store, [await rule(store, 'bun', 'rejected')]);
  expect(repository.refs()).toHaveProperty([`refs/heads/dream/${RUN}`]);
  repository.git('worktree', 'remove', `${repository.folder}-run`);
  await store.recover();
  expect(repository.refs()).not.toHaveProperty([`refs/heads/dream/${RUN}`]);
});

test('a branch named like the prefix is wrong usage that names branchPrefix, before anything is written', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  repository.git('branch', 'dream');
  const before = repository.refs();
  const store = await open(repository.folder);
  await expect(writeSampleRun(store, [{ name: 'bun' }])).rejects.toMatchObject({
    kind: 'usage',
    hints: [expect.stringContaining('branchPrefix:')],
  });
  expect(repository.refs()).toEqual(before);
});

test('a commit on the run’s branch that touches more than playbooks does not come in', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }]);
  repository.git('checkout', '--quiet', `dream/${RUN}`);
  repository.write('.github/workflows/ci.yml', 'on: push\n');
  repository.git('add', '-A');
  repository.git('commit', '--quiet', '--amend', '--no-edit');
  repository.git('checkout', '--quiet', 'main');
  const { results } = await review(store, [await rule(store, 'bun')]);
  expect(results).toMatchObject([{ status: 'stale', reason: expect.stringContaining('.github/workflows/ci.yml') }]);
  expect(repository.git('rev-list', '--count', 'main')).toBe('1');
});

test('a branch that came back with other commits than the archive has is not removed', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }]);
  await review(store, [await rule(store, 'bun', 'rejected')]);
  repository.git('branch', `dream/${RUN}`, `refs/dream/archive/${RUN}`);
  await store.recover();
  expect(repository.refs()).not.toHaveProperty([`refs/heads/dream/${RUN}`]);
  repository.git('checkout', '--quiet', '-b', `dream/${RUN}`, `refs/dream/archive/${RUN}`);
  const work = repository.commit('my work', { 'b.txt': 'b\n' });
  repository.git('checkout', '--quiet', 'main');
  await store.recover();
  expect(repository.refs()).toHaveProperty([`refs/heads/dream/${RUN}`], work);
});

/** A store whose git refuses commands that a pattern of the shell fits, while a file is there. */
async function openRefusing(
  repository: TestRepository,
  pattern: string,
): Promise<{ store: Store; relent: () => void }> {
  const bin = temporaryFolder();
  const path = ENVIRONMENT['PATH'] ?? '';
  const refuse = `[ -e "${bin}/no" ] && case "$*" in ${pattern}) echo "fatal: no" >&2; exit 128;; esac`;
  writeFileSync(join(bin, 'git'), `#!/bin/sh\n${refuse}\nPATH="${path}" exec git "$@"\n`, { mode: 0o755 });
  writeFileSync(join(bin, 'no'), '');
  const store = await open(repository.folder, { environment: { ...ENVIRONMENT, PATH: `${bin}:${path}` } });
  return { store, relent: () => rmSync(join(bin, 'no')) };
}

test('an accept that the ledger could not be told of is said to hold, and the next command records it', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  await writeSampleRun(await open(repository.folder), [{ name: 'bun' }, { name: 'lint' }]);
  const { store, relent } = await openRefusing(repository, '*"dream: decisions"*');
  await expect(review(store, [await rule(store, 'bun'), await rule(store, 'lint', 'rejected')])).rejects.toMatchObject({
    kind: 'failed',
    message: 'One change is accepted on main. Then this failed: git write failed: no.',
    hints: expect.arrayContaining([
      'The next command that writes records it in the ledger; what else was decided has to be decided again.',
    ]),
  });
  relent();
  expect((await store.recover()).map(({ code }) => code)).toEqual(['decision-recorded']);
  const { decisions, changes } = await store.readLedger();
  expect(decisions).toMatchObject([{ verdict: 'accepted', who: 'Grace <grace@example.com>' }]);
  expect(changes.map(({ state }) => state)).toEqual(['accepted', 'open']);
});

test('what follows a decided review or a written run is said to be all that failed', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const { store, relent } = await openRefusing(repository, '*"dream: archive"*');
  await writeSampleRun(store, [{ name: 'bun' }]);
  await expect(review(store, [await rule(store, 'bun')])).rejects.toMatchObject({
    message: expect.stringMatching(/^The review is done\. /),
  });
  relent();
  await store.recover();
  expect(Object.keys(repository.refs())).toContain(`refs/dream/archive/${RUN}`);

  repository.write(`.git/refs/heads/dream/${OTHER}.lock`, '');
  await expect(writeSampleRun(store, [{ name: 'lint' }], OTHER)).rejects.toMatchObject({
    kind: 'busy',
    message: expect.stringContaining(`The run ${OTHER} is written. Then this failed: Another process`),
    hints: expect.arrayContaining(['The next command that writes makes its branch.']),
  });
  rmSync(join(repository.folder, `.git/refs/heads/dream/${OTHER}.lock`));
  expect((await store.recover()).map(({ code }) => code)).toEqual(['branch-restored']);
});

test.each([
  ['is not asked again', false, '11111111'],
  ['is asked where the rejected one was quarantined', true, null],
])('what claims the same as a rejected change %s', async (_, quarantined, supersededBy) => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  // As when another machine, which does not know of the rejection, proposes it in other words.
  const changes = [
    sampleChange({ id: '11111111', name: 'bun', run: RUN, quarantined }),
    sampleChange({ id: '22222222', name: 'bun', run: OTHER, body: 'The same in other words.\n' }),
  ];
  const write = async (at: number, id: string, startedAt: string): Promise<void> => {
    const { commit } = await store.readLedger();
    await store.writeRun(sampleRun(await store.baseCommit(), changes.slice(at, at + 1), { id, startedAt }), commit);
  };
  await write(0, RUN, '2026-11-22T03:00:00.000Z');
  await review(store, [await rule(store, 'bun', 'rejected')]);
  await write(1, OTHER, '2026-11-23T03:00:00.000Z');
  expect(await changeNamed(store, 'bun')).toMatchObject({ id: '22222222', state: 'open', supersededBy });
  const first = (await store.readLedger()).changes.find(({ id }) => id === '11111111');
  if (first === undefined) throw new Error('no change');
  const revived = await review(store, [{ change: first, verdict: 'revived', reason: '', edited: null }]);
  expect(revived.results).toMatchObject([{ status: 'done' }]);
  expect(await changeNamed(store, 'bun')).toMatchObject({ id: '22222222', state: 'open', supersededBy: null });
});

test('many changes are read in their order, and one that is not here is named', async () => {
  const { store } = await twoRuns();
  const changes = (await store.readLedger()).changes;
  const contents = await store.readChanges(changes);
  expect(contents).toEqual(await Promise.all(changes.map((change) => store.readChange(change))));
  expect(contents.map(({ after }) => /title: (.*)/.exec(after ?? '')?.[1])).toEqual(changes.map(({ title }) => title));
  const gone = { commit: '1'.repeat(40), path: 'playbooks/team--app/bun.md' };
  await expect(store.readChanges([...changes, gone])).rejects.toMatchObject({ kind: 'usage' });
});

async function twoRuns() {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'web' }, { name: 'bun' }], '20261122T030000Z-aaaa');
  await writeSampleRun(store, [{ name: 'lint' }], '20261123T030000Z-bbbb');
  return { repository, store };
}

test('a decision and its commit are of one moment, however long the writing takes', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  await writeSampleRun(await open(repository.folder), [{ name: 'bun' }]);
  let seconds = 0;
  // A clock that runs five seconds each time it is looked at: as on a slow machine.
  const now = (): Date => new Date(Date.UTC(2026, 10, 23) + (seconds += 5) * 1000);
  const store = await open(repository.folder, { now });
  const { results } = await review(store, [await rule(store, 'bun')]);
  const decision = results[0]?.status === 'done' ? results[0].decision : null;
  const committed = repository.git('show', '-s', '--format=%ct', decision?.result ?? '');
  expect(Date.parse(decision?.at ?? '')).toBe(Number(committed) * 1000);
});
