import { expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import type { AppliedUndo, UndoPlan, UndoRequest } from '../../src/store/undoing.ts';
import { gitRepository } from '../helpers/git-repository.ts';
import type { TestRepository } from '../helpers/git-repository.ts';
import {
  changeNamed,
  idOf,
  open,
  REVIEWER,
  review,
  rule,
  RUN,
  sampleChange,
  samplePlaybook,
  sampleRun,
  tamper,
  writeSampleRun,
} from './sample-run.ts';
import { printPlaybook } from '../../src/model/playbook.ts';

const GRACE = 'Grace <grace@example.com>';
const FILE = 'playbooks/team--app/bun.md';

let undos = 0;

async function plan(store: Store, ...targets: string[]): Promise<UndoPlan> {
  return store.planUndo({ targets, session: null });
}

async function apply(store: Store, request: UndoPlan, reason = ''): Promise<AppliedUndo & { id: string }> {
  undos += 1;
  const id = `undo-${undos}`;
  const applied = await store.applyUndo({
    id,
    reviewer: REVIEWER,
    reason,
    plan: request,
    printIndex: (playbooks) => `# Memory\n\n${playbooks.map(({ title }) => `- ${title}\n`).join('')}`,
  });
  return { ...applied, id };
}

async function undo(store: Store, ...targets: string[]): Promise<AppliedUndo & { id: string }> {
  return apply(store, await plan(store, ...targets));
}

function withdraw(name: string, minSupport = 2): UndoRequest {
  return { targets: [], session: { name, minSupport, countSessions: (keys) => keys.length } };
}

async function states(store: Store): Promise<Record<string, string>> {
  const { changes } = await store.readLedger();
  return Object.fromEntries(changes.map((change) => [change.playbook.replace('team--app/', ''), change.state]));
}

async function resultOf(store: Store, name: string): Promise<string> {
  const { id, run } = await changeNamed(store, name);
  const { decisions } = await store.readLedger();
  return decisions.findLast((one) => one.change === id && one.run === run)?.result ?? '';
}

/** A memory in which the named playbooks were accepted, in one run and one review. */
async function accepted(...names: string[]): Promise<{ repository: TestRepository; store: Store }> {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(
    store,
    names.map((name) => ({ name })),
  );
  const rulings = [];
  for (const name of names) rulings.push(await rule(store, name));
  await review(store, rulings);
  return { repository, store };
}

test('an accepted change is taken back by a commit that tells its story', async () => {
  const { repository, store } = await accepted('bun', 'lint');
  const before = await resultOf(store, 'bun');
  const seen = repository.refs();
  const planned = await plan(store, idOf('bun'));
  expect(planned).toMatchObject({
    steps: [
      { verdict: 'undone', undoes: before, subject: 'Undo: add pitfall: bun', files: [{ path: FILE, after: null }] },
    ],
    conflicts: [],
  });
  expect(repository.refs()).toEqual(seen);
  const { done, indexCommit } = await apply(store, planned, 'It is not true any more.');
  expect(done.map(({ decision }) => [decision.verdict, decision.who, decision.reason])).toEqual([
    ['undone', GRACE, 'It is not true any more.'],
  ]);
  const [commit] = repository.git('rev-parse', 'HEAD~1').split('\n');
  expect(done[0]?.decision.result).toBe(commit);
  expect(indexCommit).toBe(repository.git('rev-parse', 'HEAD'));
  expect(repository.git('log', '--format=%s', '-4')).toBe(
    ['Refresh index', 'Undo: add pitfall: bun', 'Refresh index', 'add pitfall: lint'].join('\n'),
  );
  expect(repository.git('log', '-1', '--format=%an%n%cn%n%b', 'HEAD~1')).toBe(
    [
      'Grace',
      'Grace',
      `Takes back commit ${before}.`,
      'The reason given:',
      '  It is not true any more.',
      '',
      `Dream-Change-Id: ${idOf('bun')}`,
      'Dream-Playbook: team--app/bun',
      `Dream-Run: ${RUN}`,
      'Dream-Decision: undone',
      `Dream-Undoes: ${before}`,
      `Reviewed-by: ${GRACE}`,
      '',
    ].join('\n'),
  );
  expect(repository.git('status', '--porcelain')).toBe('');
  expect(repository.git('ls-files', 'playbooks')).toBe('playbooks/team--app/lint.md');
  expect(repository.read('MEMORY.md')).not.toContain('Run bun');
  expect(await states(store)).toEqual({ bun: 'undone', lint: 'accepted' });
  expect(await store.recover()).toEqual([]);
});

test('an undo is undone by its commit or by its id, any number of times', async () => {
  const { repository, store } = await accepted('bun');
  const text = repository.read(FILE);
  const first = await undo(store, idOf('bun'));
  const commit = first.done[0]?.decision.result ?? '';
  const redone = await undo(store, commit.slice(0, 9));
  expect(redone.done).toMatchObject([{ decision: { verdict: 'accepted', who: GRACE } }]);
  expect(repository.read(FILE)).toBe(text);
  expect(await states(store)).toEqual({ bun: 'accepted' });
  await expect(plan(store, commit)).rejects.toThrow(`The undo ${commit} was itself undone already.`);
  const second = await undo(store, idOf('bun'));
  await expect(plan(store, idOf('bun'))).rejects.toThrow('was taken back already');
  await undo(store, second.id);
  await expect(plan(store, second.id)).rejects.toThrow('What it did was undone already');
  expect(repository.read(FILE)).toBe(text);
  expect(repository.git('log', '--format=%s', '--grep=pitfall').split('\n')).toEqual([
    'Redo: add pitfall: bun',
    'Undo: add pitfall: bun',
    'Redo: add pitfall: bun',
    'Undo: add pitfall: bun',
    'add pitfall: bun',
  ]);
  expect(repository.git('status', '--porcelain')).toBe('');
});

test('what cannot be undone is named with what to do instead', async () => {
  const { store } = await accepted('bun');
  await writeSampleRun(store, [{ name: 'lint' }, { name: 'web' }], '20261123T030000Z-b');
  await review(store, [await rule(store, 'web', 'rejected')]);
  const hintsOf = async (target: string): Promise<readonly string[]> =>
    plan(store, target).then(
      () => [],
      (error: { kind: string; hints: readonly string[] }) => [error.kind, ...error.hints],
    );
  expect(await hintsOf(idOf('lint'))).toEqual([
    'usage',
    `To turn it down: dream review reject ${idOf('lint')} --reason "<why>"`,
  ]);
  expect(await hintsOf(idOf('web'))).toEqual(['usage', `To lift the rejection: dream review revive ${idOf('web')}`]);
  expect(await hintsOf('20261123T030000Z-b')).toEqual(['usage', '`dream review` decides on what it proposed.']);
  expect((await hintsOf('ffffffff'))[0]).toBe('usage');
  expect((await hintsOf('--all'))[0]).toBe('usage');
});

test('a file that was revised since is taken back with its revision, and not without', async () => {
  const { repository, store } = await accepted('bun');
  const revised = printPlaybook(samplePlaybook('bun', '**Do** `bun test`.\n'));
  const other = '20261123T030000Z-b';
  await writeSampleRun(store, [{ name: 'bun', type: 'revise', before: repository.read(FILE), after: revised }], other);
  await review(store, [await rule(store, 'bun')]);
  const [add, revise] = (await store.readLedger()).decisions.map(({ result }) => result ?? '');
  expect(repository.read(FILE)).toBe(revised);
  const alone = await undo(store, RUN);
  expect(alone.done).toEqual([]);
  expect(alone.conflicts).toMatchObject([{ undoes: add, path: FILE, later: [{ run: other }] }]);
  expect(repository.read(FILE)).toBe(revised);
  const together = await undo(store, add ?? '', revise ?? '');
  expect(together.done.map(({ step }) => step.undoes)).toEqual([revise, add]);
  expect(repository.git('ls-files', 'playbooks')).toBe('');
  await undo(store, together.id);
  expect(repository.read(FILE)).toBe(revised);
  expect((await store.readLedger()).changes.map(({ state }) => state)).toEqual(['accepted', 'accepted']);
});

test('a run of five with one edited by hand since: four go, one stays and is named', async () => {
  const names = ['aaaa', 'bbbb', 'cccc', 'dddd', 'eeee'];
  const { repository, store } = await accepted(...names);
  const path = 'playbooks/team--app/cccc.md';
  repository.commit('My words', { [path]: `${repository.read(path)}\n- more\n` });
  const { done, conflicts } = await undo(store, RUN);
  expect(done.map(({ step }) => step.change.id)).toEqual(['eeee', 'dddd', 'bbbb', 'aaaa'].map(idOf));
  expect(conflicts).toMatchObject([{ path, reason: 'it was changed since', later: [] }]);
  expect(conflicts[0]?.merged).toContain('- more');
  expect(repository.git('ls-files', 'playbooks')).toBe(path);
  expect(repository.git('status', '--porcelain')).toBe('');
});

test.each([[['bun', 'lint', 'web'] as const], [['web', 'bun', 'lint'] as const], [['lint', 'web', 'bun'] as const]])(
  'changes are taken back in any order: %j',
  async (order) => {
    const { repository, store } = await accepted('bun', 'lint', 'web');
    for (const name of order) await undo(store, idOf(name));
    expect(repository.git('ls-tree', '-r', '--name-only', 'HEAD')).toBe('MEMORY.md\na.txt');
    expect(await states(store)).toEqual({ bun: 'undone', lint: 'undone', web: 'undone' });
  },
);

test('git revert is recorded as undone, and git revert of that as accepted again', async () => {
  const { repository, store } = await accepted('bun', 'lint');
  repository.git('revert', '--no-edit', await resultOf(store, 'bun'));
  const revert = repository.git('rev-parse', 'HEAD');
  expect(await states(store)).toEqual({ bun: 'undone', lint: 'accepted' });
  expect(await store.recover()).toMatchObject([
    { code: 'decision-recorded', detail: 'undone by Ada <ada@example.com>' },
  ]);
  expect((await store.readLedger()).decisions.at(-1)).toMatchObject({ verdict: 'undone', result: revert });
  repository.git('revert', '--no-edit', revert);
  expect(await store.recover()).toMatchObject([
    { code: 'decision-recorded', detail: 'accepted by Ada <ada@example.com>' },
  ]);
  expect(await states(store)).toEqual({ bun: 'accepted', lint: 'accepted' });
  // And the two ways mix.
  const { done } = await undo(store, idOf('bun'));
  repository.git('revert', '--no-edit', done[0]?.decision.result ?? '');
  await store.recover();
  expect(await states(store)).toEqual({ bun: 'accepted', lint: 'accepted' });
  repository.git('-c', 'revert.reference=true', 'revert', '--no-edit', 'HEAD');
  await store.recover();
  expect(await states(store)).toEqual({ bun: 'undone', lint: 'accepted' });
  expect(await store.recover()).toEqual([]);
});

test('a message that only claims a revert, or a revert that was resolved into something else, takes nothing back', async () => {
  const { repository, store } = await accepted('bun');
  const commit = await resultOf(store, 'bun');
  repository.commit(`Revert\n\nThis reverts commit ${commit}.`, { 'b.txt': 'b\n' });
  expect(await states(store)).toEqual({ bun: 'accepted' });
  repository.commit(`Revert\n\nThis reverts commit ${commit}.`, { [FILE]: `${repository.read(FILE)}\nmore\n` });
  expect(await states(store)).toEqual({ bun: 'accepted' });
  expect(await store.recover()).toEqual([]);
});

test('a merged run that is reverted as a whole is taken back with all it brought', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }, { name: 'lint' }]);
  repository.git('merge', '--quiet', '--no-ff', '-m', 'take it', `dream/${RUN}`);
  const merge = repository.git('rev-parse', 'HEAD');
  await store.recover();
  repository.git('revert', '--no-edit', '-m', '1', merge);
  await store.recover();
  expect(await states(store)).toEqual({ bun: 'undone', lint: 'undone' });
  repository.git('revert', '--no-edit', 'HEAD');
  await store.recover();
  expect(await states(store)).toEqual({ bun: 'accepted', lint: 'accepted' });
});

test('one change of a squashed run is taken back without its neighbours', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }, { name: 'lint' }]);
  repository.git('merge', '--quiet', '--squash', `dream/${RUN}`);
  repository.git('commit', '--quiet', '-m', 'Memory of the week');
  await store.recover();
  const { done } = await undo(store, idOf('bun'));
  expect(done).toMatchObject([{ step: { subject: 'Undo: add pitfall: run bun' } }]);
  expect(repository.git('ls-files', 'playbooks')).toBe('playbooks/team--app/lint.md');
  expect(await states(store)).toEqual({ bun: 'undone', lint: 'accepted' });
  const week = repository.git('log', '--format=%H', '--grep=of the week');
  await undo(store, week);
  expect(await states(store)).toEqual({ bun: 'undone', lint: 'undone' });
});

test('an accepted commit that was rebased since is still taken back', async () => {
  const { repository, store } = await accepted('bun');
  repository.git('checkout', '--quiet', '-b', 'work', 'HEAD~2');
  repository.commit('elsewhere', { 'b.txt': 'b\n' });
  repository.git('rebase', '--quiet', 'work', 'main');
  repository.git('update-ref', '-d', 'refs/heads/work');
  const { done, conflicts } = await undo(store, idOf('bun'));
  expect(conflicts).toEqual([]);
  expect(done).toMatchObject([{ decision: { verdict: 'undone' } }]);
  expect(repository.git('ls-files', 'playbooks')).toBe('');
  await store.recover();
  expect(await states(store)).toEqual({ bun: 'undone' });
});

test.each([['undone'], ['redone']])(
  'an undo that was cut short before the ledger (%s) is recorded by the next command',
  async (which) => {
    const { repository, store } = await accepted('bun', 'lint');
    if (which === 'redone') await undo(store, RUN);
    const ledger = repository.git('rev-parse', 'refs/dream/ledger');
    const target = which === 'redone' ? await resultOf(store, 'bun') : idOf('bun');
    const { done } = await apply(store, await plan(store, target), 'a reason\n\nin two parts');
    const told = (await store.readLedger()).decisions.at(-1);
    // As if it was killed right after its commit point.
    repository.git('update-ref', 'refs/dream/ledger', ledger);
    const later = await open(repository.folder);
    expect((await later.recover()).map(({ code }) => code)).toEqual(['decision-recorded']);
    expect({ ...(await later.readLedger()).decisions.at(-1), at: told?.at }).toEqual(told);
    expect(told?.result).toBe(done[0]?.decision.result);
    expect(await states(later)).toEqual(
      which === 'redone' ? { bun: 'accepted', lint: 'undone' } : { bun: 'undone', lint: 'accepted' },
    );
    expect(await later.recover()).toEqual([]);
  },
);

test('a change that is memory although someone rejected it on another machine is taken back like any other', async () => {
  const { repository, store } = await accepted('bun');
  const [decision] = (await store.readLedger()).decisions;
  const rejected = { ...decision, verdict: 'rejected', result: null, at: '2027-01-01T00:00:00.000Z' };
  tamper(repository.folder, 'decisions/elsewhere.jsonl', `${JSON.stringify(rejected)}\n`);
  expect(await states(store)).toEqual({ bun: 'accepted' });
  const { id } = await undo(store, idOf('bun'));
  expect(await states(store)).toEqual({ bun: 'undone' });
  await undo(store, id);
  expect(await states(store)).toEqual({ bun: 'accepted' });
});

test('a merge is taken back in every file it touched', async () => {
  const { repository, store } = await accepted('bun', 'lint');
  const before = repository.git('rev-parse', 'HEAD:playbooks');
  const [kept, taken] = [FILE, 'playbooks/team--app/lint.md'].map((path) => ({ path, before: repository.read(path) }));
  const text = printPlaybook(samplePlaybook('bun', '**Do** both.\n'));
  const id = '20261123T030000Z-b';
  const made = sampleChange({
    id: 'abcdef01',
    name: 'bun',
    type: 'merge',
    before: kept?.before ?? '',
    after: text,
    run: id,
  });
  const removes = taken === undefined ? [] : [taken];
  const merge = {
    ...made,
    change: { ...made.change, removes },
    files: [...made.files, ...removes.map(({ path }) => ({ path, text: null }))],
  };
  const startedAt = '2026-11-23T03:00:00.000Z';
  const run = sampleRun(await store.baseCommit(), [merge], { id, startedAt });
  await store.writeRun(run, (await store.readLedger()).commit);
  expect((await review(store, [await rule(store, 'bun')])).results).toMatchObject([{ status: 'done' }]);
  expect(repository.git('ls-files', 'playbooks')).toBe(FILE);
  const { done, id: undoId } = await undo(store, 'abcdef01');
  expect(done[0]?.step.files.map(({ path }) => path)).toEqual([FILE, taken?.path]);
  expect(repository.git('rev-parse', 'HEAD:playbooks')).toBe(before);
  await undo(store, undoId);
  expect([repository.git('ls-files', 'playbooks'), repository.read(FILE)]).toEqual([FILE, text]);
});

test('two that take back the same: one does, the other is told', async () => {
  const { store } = await accepted('bun');
  const planned = await plan(store, idOf('bun'));
  await apply(store, planned);
  const late = await apply(store, planned);
  expect(late).toMatchObject({
    done: [],
    stale: [{ reason: 'it is undone by now' }],
    decisions: [],
    indexCommit: null,
  });
});

test('worktrees follow, and a file the user has edited is left alone and named', async () => {
  const { repository, store } = await accepted('bun', 'lint');
  repository.write('playbooks/team--app/lint.md', 'mine\n');
  repository.write('new.txt', 'staged\n');
  repository.git('add', 'new.txt');
  const { findings } = await undo(store, RUN);
  expect(findings.map(({ code }) => code)).toEqual(['left-alone']);
  expect(repository.read('playbooks/team--app/lint.md')).toBe('mine\n');
  expect(repository.git('ls-tree', '-r', '--name-only', 'HEAD')).toBe('MEMORY.md\na.txt');
  expect(repository.git('diff', '--cached', '--name-only')).toBe('new.txt');
});

test('while the branch is being rebased nothing is undone', async () => {
  const { repository, store } = await accepted('bun');
  const tip = repository.git('rev-parse', 'main');
  const planned = await plan(store, idOf('bun'));
  repository.write('.git/rebase-merge/head-name', 'refs/heads/main\n');
  await expect(apply(store, planned)).rejects.toMatchObject({ kind: 'refused' });
  expect(repository.git('rev-parse', 'main')).toBe(tip);
  expect(await states(store)).toEqual({ bun: 'accepted' });
});

test('in a bare repository only the branch moves', async () => {
  const { repository } = await accepted('bun');
  repository.git('clone', '--quiet', '--bare', '.', `${repository.folder}/bare.git`);
  repository.git('push', '--quiet', `${repository.folder}/bare.git`, 'refs/dream/*:refs/dream/*');
  const store = await open(`${repository.folder}/bare.git`, { branch: 'main' });
  await undo(store, idOf('bun'));
  expect(await states(store)).toEqual({ bun: 'undone' });
  expect((await store.readMemory()).playbooks).toEqual([]);
});

test('a session is withdrawn: what rests on it goes, what waits is closed, and all of it comes back', async () => {
  const { repository, store } = await accepted('bun');
  await writeSampleRun(store, [{ name: 'lint' }], '20261123T030000Z-b');
  expect((await store.readLedger()).observations.get('claude-code:1')).toHaveLength(1);
  const planned = await store.planUndo(withdraw('claude-code:1'));
  expect(planned).toMatchObject({
    steps: [{ change: { id: idOf('bun') } }],
    closes: [{ id: idOf('lint') }],
    withdraws: [{ key: 'claude-code:1' }],
  });
  const { id, decisions, withdrawals } = await apply(store, planned, 'it was a demo');
  expect(withdrawals).toMatchObject([{ session: 'claude-code:1', lifted: false, reason: 'it was a demo', who: GRACE }]);
  expect(decisions.map(({ verdict, result }) => [verdict, result !== null])).toEqual([
    ['undone', true],
    ['undone', false],
  ]);
  const ledger = await store.readLedger();
  expect([...ledger.withdrawn]).toEqual(['claude-code:1']);
  expect(ledger.observations.get('claude-code:1')).toEqual([]);
  expect(ledger.sessions.has('claude-code:1')).toBe(true);
  expect(await states(store)).toEqual({ bun: 'undone', lint: 'undone' });
  expect(repository.refs()).not.toHaveProperty(['refs/heads/dream/20261123T030000Z-b']);
  await expect(store.planUndo(withdraw('claude-code:1'))).rejects.toMatchObject({
    hints: [`To bring it back: dream undo ${id}`],
  });
  const back = await undo(store, id);
  expect(back.withdrawals).toMatchObject([{ session: 'claude-code:1', lifted: true }]);
  expect([...(await store.readLedger()).withdrawn]).toEqual([]);
  expect(await states(store)).toEqual({ bun: 'accepted', lint: 'open' });
  expect((await review(store, [await rule(store, 'lint')])).results).toMatchObject([{ status: 'done' }]);
  expect(await store.recover()).toEqual([]);
});

test.each([['withdrawn'], ['restored']])(
  'a session that was %s when the undo was cut short is recorded too',
  async (which) => {
    const { repository, store } = await accepted('bun');
    await writeSampleRun(store, [{ name: 'lint' }], '20261123T030000Z-b');
    const before = which === 'restored' ? await apply(store, await store.planUndo(withdraw('claude-code:1'))) : null;
    const ledger = repository.git('rev-parse', 'refs/dream/ledger');
    if (before === null) await apply(store, await store.planUndo(withdraw('claude-code:1')));
    else await undo(store, before.done[0]?.decision.result ?? '');
    const expected = [await states(store), [...(await store.readLedger()).withdrawn]];
    repository.git('update-ref', 'refs/dream/ledger', ledger);
    const later = await open(repository.folder);
    await later.recover();
    expect([await states(later), [...(await later.readLedger()).withdrawn]]).toEqual(expected);
    expect(expected).toEqual(
      before === null
        ? [{ bun: 'undone', lint: 'undone' }, ['claude-code:1']]
        : [{ bun: 'accepted', lint: 'open' }, []],
    );
    expect(await later.recover()).toEqual([]);
  },
);
