// What dream does in the property test: runs that propose through the real guard, reviews, and both cut short.
import { leastTrusted } from '../../src/model/origin.ts';
import { guardChanges, guardEdit } from '../../src/guards/guard-changes.ts';
import { changeIdOf } from '../../src/model/change.ts';
import type { Change, GuardedChange } from '../../src/model/change.ts';
import { parsePlaybook } from '../../src/model/playbook.ts';
import type { Ledger, TrackedChange } from '../../src/model/run.ts';
import type { Ruling, RunToWrite, Store } from '../../src/store/store.ts';
import { sampleObservation, sampleRun, sampleSession } from '../store/sample-run.ts';
import type { Trouble } from './desk.ts';
import { keyOf } from './model.ts';
import type { Model, ModelChange, Ruled } from './model.ts';
import {
  CONFLICT,
  mergeTexts,
  NAMES,
  nameOf,
  pathOf,
  playbookOf,
  printIndex,
  slotsOf,
  SUPPORT,
  textOf,
  valueOf,
} from './texts.ts';
import { checkBranches, checkTidy, differences, openAndRecover, statusOf } from './world.ts';
import type { Place } from './world.ts';

/** Numbers from which a step takes its choices, one after the other. */
export type Pick = (below: number) => number;

export interface Cut {
  readonly trouble: Trouble;
  readonly call: number;
  /** Entry of the compiled store. */
  readonly compiled: string;
}

const NO_POLICY = { owners: [], requireOwner: false, highStakes: [], frozen: [] };

let runs = 0;

/** A run that proposes for some playbooks. @returns what became of it, for the count */
export async function dreamRun(place: Place, pick: Pick, cut: Cut | null): Promise<string> {
  const store = await openAndRecover(place);
  const ledger = await store.readLedger();
  runs += 1;
  const id = `20261122T030000Z-${String(runs).padStart(5, '0')}`;
  const { allowed, expected } = await propose(place.model, store, ledger, id, pick);
  const session = `claude-code:${runs}`;
  const run: RunToWrite = {
    ...sampleRun(await store.baseCommit(), allowed, {
      id,
      startedAt: new Date(runs * 1000).toISOString(),
      endedAt: place.desk.now().toISOString(),
    }),
    sessions: [sampleSession(session)],
    observations: new Map([[session, [sampleObservation(session)]]]),
  };
  const after = place.model.clone();
  after.changes.push(...expected);
  const before = statusOf(place);
  const sessions = new Set([...place.sessions, session]);
  if (cut === null) {
    if ((await store.writeRun(run, ledger.commit)) === null) throw new Error('the ledger moved by itself');
    place.model = after;
    place.sessions.add(session);
  } else {
    const job = { run: { ...run, observations: [...run.observations] }, review: null };
    const write = async (cutStore: Store): Promise<void> => void (await cutStore.writeRun(run, ledger.commit));
    const done = await cutShort(place, cut, job, write, [
      [place.model, place.sessions],
      [after, sessions],
    ]);
    if (done === 1) place.sessions.add(session);
  }
  if (statusOf(place) !== before) throw new Error(`git status changed from\n${before}\nto\n${statusOf(place)}`);
  noteTip(place, id);
  return expected.length === 0 ? 'nothing new' : '';
}

function noteTip(place: Place, run: string): void {
  const tip = place.desk.ask('rev-parse', '--verify', '--quiet', `refs/heads/dream/${run}`);
  const own = place.model.changes.filter((change) => change.run === run && !change.quarantined);
  if (own.length === 0) return;
  if (tip === null) throw new Error(`run ${run} has no branch`);
  const base = place.desk.git('merge-base', tip, 'main');
  const count = Number(place.desk.git('rev-list', '--count', `${base}..${tip}`));
  if (count !== own.length) throw new Error(`the branch of ${run} has ${count} commits for ${own.length} changes`);
  place.tips.set(run, tip);
}

/** Proposals for one to four playbooks, guarded; the model's own idea of which of them the guard lets through. */
async function propose(model: Model, store: Store, ledger: Ledger, run: string, pick: Pick) {
  const changes: Change[] = [];
  const wanted: ModelChange[] = [];
  const names = [...NAMES];
  for (let left = 1 + pick(4); left > 0; left -= 1) {
    const name = names.splice(pick(names.length), 1)[0] ?? '';
    const path = pathOf(name);
    const before = model.files.get(path) ?? null;
    const old = before === null ? { rule: 0, note: 0, more: 0 } : slotsOf(before);
    const type = before === null ? ('add' as const) : pick(5) === 0 ? ('retire' as const) : ('revise' as const);
    const slots = type === 'retire' ? old : { rule: pick(2) === 0 ? old.rule : pick(4), note: pick(3), more: old.more };
    const playbook = playbookOf(name, slots);
    const after = type === 'retire' ? null : textOf(name, slots);
    if (after === before) continue;
    const id = changeIdOf({ type, playbook, after });
    const open = model.waitingFor(path);
    const quarantined = pick(8) === 0;
    // What a change claims that was not there before; one that claims nothing new is known by its id alone.
    const value = type === 'add' || slots.rule !== old.rule ? valueOf(name, slots) : `id ${id}`;
    const supersedes = open === undefined || open.id === id ? null : open.id;
    wanted.push({ run, id, path, before, after, value, supersedes, quarantined });
    changes.push({
      type,
      pattern: `pattern-${name}`,
      playbook,
      before,
      after,
      support: SUPPORT,
      sessions: ['claude-code:1', 'claude-code:2', 'claude-code:3'],
      trust: leastTrusted([quarantined ? 'external' : 'observed']),
      quotes: [],
      score: 1,
      scoreParts: [],
      supersedes,
      replaces: null,
      removes: [],
    });
  }
  const { playbooks } = await store.readMemory();
  const { allowed, held } = await guardChanges(changes, {
    run: { id: run, engine: 'offline/1' },
    playbooks,
    decisions: ledger.decisions,
    changes: ledger.changes,
    policy: NO_POLICY,
    maxChanges: 20,
  });
  // What the guard holds for other reasons is its own affair; a rejected value must be held, and no other for that.
  const isRejected = (change: ModelChange): boolean => model.isTombstoned(change);
  const passed = new Map(allowed.map((one) => [one.id, one]));
  const expected = wanted.filter(({ id }) => passed.has(id));
  const back = expected.find(isRejected);
  if (back !== undefined) throw new Error(`the guard let the rejected ${back.value} through`);
  for (const one of held.filter(({ reason }) => reason === 'tombstoned')) {
    const change = wanted.find(({ path }) => `pattern-${nameOf(path)}` === one.pattern);
    if (change === undefined || !isRejected(change))
      throw new Error(`held as rejected, and it was not: ${JSON.stringify(one)}`);
  }
  const apart = expected.find((change) => change.quarantined !== passed.get(change.id)?.quarantined);
  if (apart !== undefined) throw new Error(`${apart.path} is quarantined, or is not and should be`);
  return { allowed, expected };
}

const VERDICTS = ['accepted', 'accepted', 'accepted', 'edited', 'rejected', 'rejected', 'later', 'revived'] as const;

/** Decides on up to four changes in one review: mostly on what waits, sometimes on what is decided already. */
export async function dreamReview(place: Place, pick: Pick, cut: Cut | null): Promise<string> {
  const store = await openAndRecover(place);
  const ledger = await store.readLedger();
  const { model, desk } = place;
  const ruled: Ruled[] = [];
  const rulings: Ruling[] = [];
  for (let left = 1 + pick(4); left > 0 && model.changes.length > 0; left -= 1) {
    const states = model.states();
    const wanted = model.changes.filter((_, at) => isWanted(states[at]));
    const from = pick(8) === 0 || wanted.length === 0 ? model.changes : wanted;
    const change = from[pick(from.length)];
    const tracked = ledger.changes.find((one) => change !== undefined && keyOf(one) === keyOf(change));
    if (change === undefined || tracked === undefined) throw new Error('a change of the model is not in the ledger');
    let verdict: Ruled['verdict'] = VERDICTS[pick(VERDICTS.length)] ?? 'later';
    if (model.stateOf(change) === 'rejected' && pick(2) === 0) verdict = 'revived';
    if (verdict === 'edited' && change.after === null) verdict = 'rejected';
    const name = nameOf(change.path);
    const text = verdict === 'edited' ? textOf(name, { rule: pick(4), note: pick(3), more: 1 + pick(3) }) : null;
    ruled.push({ change, verdict, text });
    const edited = text === null ? null : await guardedEdit(tracked, text);
    rulings.push({ change: tracked, verdict, reason: verdict === 'rejected' ? 'not true' : '', edited });
  }
  if (ruled.length === 0) return 'nothing to decide';

  const after = model.clone();
  const expected = after.review(ruled);
  const before = statusOf(place);
  const reviewer = { name: desk.person, email: `${desk.person.toLowerCase()}@example.com` };
  runs += 1;
  const review = { id: `review-${runs}`, reviewer, rulings, printIndex };
  if (cut === null) {
    const { results } = await store.applyReview(review);
    const got = results.map(({ status }) => status).join(' ');
    if (got !== expected.join(' '))
      throw new Error(
        `the review gave ${got}, the model ${expected.join(' ')} for ${ruled.map((one) => `${one.verdict} ${keyOf(one.change)}`).join(', ')}: ${JSON.stringify(results.map((one) => ('reason' in one ? one.reason : one.status)))}`,
      );
    place.model = after;
    checkBranches(place);
    checkTidy(place);
  } else {
    const accepts = model.clone();
    accepts.review(ruled.filter(({ verdict }) => verdict === 'accepted' || verdict === 'edited'));
    const write = async (cutStore: Store): Promise<void> => void (await cutStore.applyReview(review));
    await cutShort(place, cut, { run: null, review }, write, [
      [model, place.sessions],
      [accepts, place.sessions],
      [after, place.sessions],
    ]);
  }
  if (statusOf(place) !== before) throw new Error(`git status changed from\n${before}\nto\n${statusOf(place)}`);
  return expected.includes('conflict') ? 'conflict' : expected.includes('stale') ? 'stale' : '';
}

function isWanted(one: { readonly state: string; readonly superseded: boolean } | undefined): boolean {
  return one !== undefined && !one.superseded && ['open', 'quarantined', 'later', 'rejected'].includes(one.state);
}

async function guardedEdit(change: TrackedChange, text: string): Promise<GuardedChange> {
  const parsed = parsePlaybook(text, change.path);
  if (!parsed.ok) throw new Error(parsed.problem);
  const { type, pattern, support, sessions, quotes, score, scoreParts, supersedes } = change;
  const rest = {
    type,
    pattern,
    support,
    sessions,
    quotes,
    score,
    scoreParts,
    supersedes,
    trust: leastTrusted(['observed']),
  };
  const original: Change = { ...rest, playbook: parsed.value, before: null, after: text, replaces: null, removes: [] };
  const checked = await guardEdit(original, text, { id: change.run, engine: 'offline/1' });
  if ('problem' in checked) throw new Error(checked.problem);
  return checked.guarded;
}

/**
 * Does a writing command whose k-th git call goes wrong, then lets the next command settle what it left.
 * @param candidates what may be the outcome, each as a whole
 * @returns which one it was
 */
async function cutShort(
  place: Place,
  { trouble, call, compiled }: Cut,
  job: object,
  write: (store: Store) => Promise<void>,
  candidates: readonly (readonly [Model, ReadonlySet<string>])[],
): Promise<number> {
  const path = place.desk.troubled(trouble, call);
  if (trouble === 'kill') await place.desk.elsewhere(compiled, path, job);
  else await place.desk.open(path).then(write).catch(onlyOurs);
  await (await place.desk.open()).recover();
  checkTidy(place);
  const store = await place.desk.open();
  const found: string[] = [];
  for (const [at, [model, sessions]] of candidates.entries()) {
    model.recover();
    const differs = await differences({ ...place, model, sessions: new Set(sessions) }, store);
    if (differs.length === 0) {
      place.model = model;
      return at;
    }
    found.push(`as outcome ${at}: ${differs.join('; ')}`);
  }
  throw new Error(
    `cut short at call ${call} (${trouble}), neither nothing nor everything is there:\n${found.join('\n')}`,
  );
}

/** A command that fails says why in its own words; anything else is a defect. */
function onlyOurs(error: unknown): void {
  if (!(error instanceof Error) || error.name !== 'DreamError') throw error;
}

/** Takes back an accepted change, or brings back one that was taken back. */
export async function dreamUndo(place: Place, pick: Pick, cut: Cut | null): Promise<string> {
  const store = await openAndRecover(place);
  const { decisions } = await store.readLedger();
  const { model, desk } = place;
  const states = model.states();
  const wanted = model.changes.filter((_, at) => ['accepted', 'edited', 'undone'].includes(states[at]?.state ?? ''));
  const change = wanted[pick(wanted.length)];
  if (change === undefined) return 'nothing to undo';
  const last = decisions.findLast((one) => one.run === change.run && one.change === change.id && one.result !== null);
  const result = last?.result ?? '';
  const textAt = (revision: string): string | null => {
    const printed = desk.ask('cat-file', 'blob', `${revision}:${change.path}`);
    return printed === null ? null : `${printed}\n`;
  };
  const [brought, before] = [textAt(result), textAt(`${result}~1`)];
  const merged = mergeTexts(brought, model.files.get(change.path) ?? null, before);
  const plan = await store.planUndo({ targets: [result], session: null }).catch(onlyOurs);
  if (plan === undefined) return 'nothing to undo';
  const alone = plan.steps.length + plan.conflicts.length === 1;
  const said = alone ? (plan.steps[0] ?? plan.conflicts[0])?.change.id : change.id;
  if (!alone || said !== change.id) return 'more than one';
  if ((merged === CONFLICT) !== (plan.conflicts.length === 1))
    throw new Error(`undo of ${keyOf(change)}: the model expects ${String(merged)}, the plan ${JSON.stringify(plan)}`);
  const after = model.clone();
  if (merged !== CONFLICT) {
    if (merged === null) after.files.delete(change.path);
    else after.files.set(change.path, merged);
    const verdict = plan.steps[0]?.verdict ?? 'undone';
    if ((verdict === 'undone') === (model.stateOf(change) === 'undone'))
      throw new Error(`the plan is to make it ${verdict}`);
    // The same proposal of another run shares its fate, whichever of them the plan names first.
    const all = plan.steps.flatMap((step) => [step.change, ...step.twins]).map(keyOf);
    if (!all.includes(keyOf(change))) throw new Error(`undo of ${keyOf(change)} is planned for ${all.join(' ')}`);
    for (const key of all) after.verdicts.set(key, verdict);
    after.refreshIndex();
  }
  const was = statusOf(place);
  runs += 1;
  const reviewer = { name: desk.person, email: `${desk.person.toLowerCase()}@example.com` };
  const undo = { id: `undo-${runs}`, reviewer, reason: 'not needed', plan, printIndex };
  if (cut === null) {
    const { done } = await store.applyUndo(undo);
    if ((done.length === 0) !== (plan.steps.length === 0))
      throw new Error(`undone ${done.length} of ${plan.steps.length}`);
    place.model = after;
    checkTidy(place);
  } else {
    const write = async (cutStore: Store): Promise<void> => void (await cutStore.applyUndo(undo));
    await cutShort(place, cut, { run: null, review: null, undo }, write, [
      [model, place.sessions],
      [after, place.sessions],
    ]);
  }
  if (statusOf(place) !== was) throw new Error(`git status changed from\n${was}\nto\n${statusOf(place)}`);
  return merged === CONFLICT ? 'conflict' : '';
}
