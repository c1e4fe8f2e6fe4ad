// Two people exchange over one remote: what must hold once both have all there is, whatever each of them did before.
import type { Store } from '../../src/store/store.ts';
import { keyOf, Model } from './model.ts';
import type { State } from './model.ts';
import { onPath, settle } from './people-steps.ts';
import { CONFLICT, mergeTexts, nameOf, printIndex, slotsOf, valueOf } from './texts.ts';
import { adoptTree, openAndRecover, readTree } from './world.ts';
import type { Place } from './world.ts';

const FINAL: ReadonlySet<string> = new Set<State>(['accepted', 'edited', 'rejected', 'undone']);

/** Playbooks as both had them when they met last. */
export type Common = ReadonlyMap<string, string>;

/**
 * Both sync until nothing is left to send, resolving by hand what dream leaves to people. @returns what they have in common
 * @throws Error naming what was lost, or what differs
 */
export async function meet(places: readonly [Place, Place], common: Common): Promise<Common> {
  const [a, b] = places;
  const before: { files: ReadonlyMap<string, string>; states: ReadonlyMap<string, State> }[] = [];
  for (const place of places) {
    settle(place);
    await openAndRecover(place);
    const states = place.model.states();
    const byKey = new Map(place.model.changes.map((change, at) => [keyOf(change), states[at]?.state ?? 'open']));
    before.push({ files: new Map(place.model.files), states: byKey });
  }
  let byHand = false;
  for (const place of [a, b, a, b]) byHand = (await exchange(place)) || byHand;
  if (byHand) for (const place of [a, b, a]) await exchange(place);
  // What follows from a ledger that has just come is done by the next command that writes.
  for (const { desk } of places) await (await desk.open()).recover();
  const [first, second] = [sharedRefs(a), sharedRefs(b)];
  if (first !== second) throw new Error(`both have synced, and differ:\n${first}\nand\n${second}`);
  checkRunBranches(places);
  for (const place of places) place.model = await modelOf(place, await openAndRecover(place));
  const [one, other] = before;
  if (one !== undefined && other !== undefined) {
    checkFiles(common, one.files, other.files, a.model.files, byHand);
    checkDecisions(one.states, other.states, a.model);
  }
  return new Map(a.model.files);
}

/** @returns whether a person had to join the two memories */
async function exchange(place: Place): Promise<boolean> {
  const { desk } = place;
  const sync = async () => {
    const store = await openAndRecover(place);
    return store.sync({ remote: null, ledger: 'ref', dryRun: false, printIndex });
  };
  if ((await sync()).problems.length === 0) return false;
  desk.git('fetch', '--quiet', 'origin', 'main');
  if (desk.ask('merge', '--quiet', '-X', 'ours', '-m', 'Join by hand', 'FETCH_HEAD') === null) {
    desk.git('add', '--all');
    desk.git('commit', '--quiet', '-m', 'Join by hand');
  }
  adoptTree(place);
  const again = (await sync()).problems;
  if (again.length > 0) throw new Error(`after joining by hand, sync says: ${JSON.stringify(again)}`);
  return true;
}

function sharedRefs({ desk }: Place): string {
  return desk.git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads/main', 'refs/dream/ledger');
}

/** A run's branch can be in the archive of one of them already; where both have it, it is the same. */
function checkRunBranches([a, b]: readonly [Place, Place]): void {
  const other = new Map(onPath(b.desk, 'refs/heads/dream/'));
  for (const [run, tip] of onPath(a.desk, 'refs/heads/dream/')) {
    if ((other.get(run) ?? tip) !== tip) throw new Error(`both have synced, and the branch of ${run} differs`);
  }
}

/** What only one of them changed is as that one has it; what both did goes together as git would put it. */
function checkFiles(base: Common, ours: Common, theirs: Common, now: Common, byHand: boolean): void {
  for (const path of new Set([...base.keys(), ...ours.keys(), ...theirs.keys(), ...now.keys()])) {
    const [old, left, right] = [base, ours, theirs].map((files) => files.get(path) ?? null);
    const expected = mergeTexts(old ?? null, left ?? null, right ?? null);
    if (expected === CONFLICT && byHand) continue;
    if ((now.get(path) ?? null) !== expected) throw new Error(`${path} is not what both of them made of it`);
  }
}

/** No decision is lost: what one of them decided stands, where both did one of the two does. */
function checkDecisions(ours: ReadonlyMap<string, State>, theirs: ReadonlyMap<string, State>, model: Model): void {
  const states = model.states();
  for (const [at, change] of model.changes.entries()) {
    const key = keyOf(change);
    const decided = [ours.get(key), theirs.get(key)].filter((state) => state !== undefined && FINAL.has(state));
    const { state, superseded } = states[at] ?? { state: 'open', superseded: false };
    // A person who revived it, wherever, meant to.
    if (model.values.get(`id ${change.id}`) === 'revived') continue;
    // A copy of the same proposal that the other one decided may stand for it.
    if (decided.length > 0 && !decided.includes(state) && !FINAL.has(state))
      throw new Error(`${key} was ${decided.join(' and ')}, and is ${state} now`);
    if (decided.includes('rejected') && !superseded && !FINAL.has(state)) throw new Error(`${key} came back`);
  }
}

/** The model of what a clone holds, made from its ledger and files. */
async function modelOf(place: Place, store: Store): Promise<Model> {
  const { desk } = place;
  const model = new Model();
  place.model = model;
  adoptTree(place);
  const ledger = await store.readLedger();
  place.sessions.clear();
  for (const key of ledger.sessions.keys()) place.sessions.add(key);
  for (const change of ledger.changes) {
    // Somebody may have rebased and decided on another machine: then only the decision has come, which is enough.
    const content = FINAL.has(change.state)
      ? await store.readChange(change).catch(() => null)
      : await store.readChange(change);
    const { before, after } = content ?? { before: null, after: null };
    const name = nameOf(change.path);
    const claims = after !== null && (before === null || slotsOf(before).rule !== slotsOf(after).rule);
    const value = claims ? valueOf(name, slotsOf(after)) : `id ${change.id}`;
    const { run, id, path, supersedes, quarantined } = change;
    model.changes.push({ run, id, path, before, after, value, supersedes, quarantined });
  }
  const byKey = new Map(model.changes.map((change) => [keyOf(change), change]));
  for (const decision of ledger.decisions) {
    const change = byKey.get(`${decision.run}/${decision.change}`);
    if (change !== undefined) model.note(change, decision.verdict);
  }
  for (const change of ledger.changes) {
    const verdict = model.verdicts.get(keyOf(change));
    // Where both decided, what stands on the memory counts.
    if (verdict !== undefined && FINAL.has(verdict) && FINAL.has(change.state))
      model.verdicts.set(keyOf(change), change.state);
    // Found on the joined memory only after what stood for it had been decided: recorded by the next command.
    const isOpen = verdict === undefined || verdict === 'later' || verdict === 'revived';
    if (isOpen && (change.state === 'accepted' || change.state === 'edited'))
      model.taken.set(keyOf(change), change.state);
  }
  for (const key of droppedOf(place)) model.dropped.add(key);
  place.tips.clear();
  for (const [branch, tip] of onPath(desk, 'refs/heads/dream/')) place.tips.set(branch, tip);
  place.ledger = readTree(desk, 'refs/dream/ledger');
  return model;
}

/** Changes that a person took off the branch of their run, on which machine whatsoever. */
function droppedOf({ desk, model }: Place): readonly string[] {
  const tips = new Map([...onPath(desk, 'refs/dream/archive/'), ...onPath(desk, 'refs/heads/dream/')]);
  const format = ['Dream-Run', 'Dream-Change-Id'].map((key) => `%(trailers:key=${key},valueonly,separator=)`).join('/');
  const there = new Set(
    [...tips.values()].flatMap((tip) => desk.git('log', '--first-parent', `--format=${format}`, tip).split('\n')),
  );
  const own = model.changes.filter(({ run, quarantined }) => tips.has(run) && !quarantined);
  return own.map(keyOf).filter((key) => !there.has(key));
}
