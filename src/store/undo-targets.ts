// What does a person mean by the name of something to undo? A change, a commit, a run, or an earlier review or undo.
// Everything is looked up in what the ledger and the memory branch say; nothing typed reaches git.
import { DreamError } from '../errors.ts';
import type { Decision } from '../model/decision.ts';
import type { TrackedChange } from '../model/run.ts';
import { changeKey } from './make-decision.ts';
import type { Snapshot } from './snapshot.ts';

/** A change to be taken back or brought back. */
export interface Taking {
  readonly change: TrackedChange;
  readonly twins: readonly TrackedChange[];
  readonly verdict: 'undone' | 'accepted' | 'edited';
  /** The commit that accepted it, or took it back, last. */
  readonly undoes: string;
}

export interface Taken {
  readonly takings: readonly Taking[];
  /** Keys of the sessions whose withdrawal is lifted. */
  readonly restores: readonly string[];
}

/** Everything that was decided, as one moment has it. */
export interface Decided {
  readonly changes: readonly TrackedChange[];
  /** By changeKey, oldest first; with what the ledger was not told of yet. */
  readonly decisions: ReadonlyMap<string, readonly Decision[]>;
}

export function readDecided(snapshot: Snapshot): Decided {
  const decisions = new Map<string, Decision[]>();
  for (const decision of [...snapshot.files.decisions, ...snapshot.unrecorded]) {
    const key = changeKey(decision.run, decision.change);
    const own = decisions.get(key);
    if (own === undefined) decisions.set(key, [decision]);
    else own.push(decision);
  }
  return { changes: snapshot.changes, decisions };
}

/** The commit that made a change what it is now, null for one that no commit of the memory branch decided. */
export function resultOf(decided: Decided, change: TrackedChange): string | null {
  const decisions = decided.decisions.get(changeKey(change.run, change.id)) ?? [];
  // Not simply the last one: what was rejected on another machine stands all the same when the branch has it.
  const isOf = (one: Decision): boolean => (one.verdict === 'undone') === (change.state === 'undone');
  return decisions.findLast((one) => one.result !== null && isOf(one))?.result ?? null;
}

/** How to take back what stands, or to bring back what was taken; null where neither can be done. */
export function takingOf(decided: Decided, change: TrackedChange): Taking | null {
  const undoes = resultOf(decided, change);
  if (undoes === null || !['accepted', 'edited', 'undone'].includes(change.state)) return null;
  const twins = decided.changes.filter(
    (one) =>
      one !== change &&
      one.id === change.id &&
      one.path === change.path &&
      one.state === change.state &&
      resultOf(decided, one) === undoes,
  );
  if (change.state !== 'undone') return { change, twins, verdict: 'undone', undoes };
  const before = decided.decisions.get(changeKey(change.run, change.id)) ?? [];
  const accepted = before.findLast(({ verdict }) => verdict === 'accepted' || verdict === 'edited');
  return { change, twins, verdict: accepted?.verdict === 'edited' ? 'edited' : 'accepted', undoes };
}

/**
 * @param names as typed
 * @throws DreamError (`usage`) for a name that means nothing or several things, or something that cannot be undone
 */
export function findTargets(snapshot: Snapshot, names: readonly string[]): Taken {
  const decided = readDecided(snapshot);
  const takings = new Map<string, Taking>();
  const restores = new Set<string>();
  for (const name of names) {
    const found = findTarget(snapshot, decided, name.trim());
    for (const taking of found.takings) {
      const known = [taking.change, ...taking.twins].some(({ run, id }) => takings.has(changeKey(run, id)));
      if (!known) takings.set(changeKey(taking.change.run, taking.change.id), taking);
    }
    for (const key of found.restores) restores.add(key);
  }
  for (const key of liftedBy(snapshot, decided, [...takings.values()])) restores.add(key);
  return { takings: [...takings.values()], restores: [...restores] };
}

function findTarget(snapshot: Snapshot, decided: Decided, name: string): Taken {
  const written = snapshot.files.reviews.get(name);
  const withdrawn = snapshot.files.withdrawals.filter((one) => one.undo === name);
  if (written !== undefined || withdrawn.length > 0) return takeReview(snapshot, decided, name, written ?? []);
  const run = snapshot.files.runs.find(({ id, branch }) => id === name || branch === name);
  if (run !== undefined) return { takings: takeRun(decided, run.id), restores: [] };
  if (/^[0-9a-f]{4,8}$/.test(name)) {
    const changes = decided.changes.filter(({ id }) => id.startsWith(name));
    if (changes.length > 0) return { takings: [takeOne(decided, changes, name)], restores: [] };
  }
  if (/^[0-9a-f]{7,64}$/.test(name)) {
    const takings = takeCommit(decided, name);
    if (takings !== null) return { takings, restores: [] };
  }
  throw new DreamError('usage', `There is no accepted change, commit, run or undo named ${JSON.stringify(name)}.`, {
    hints: [
      'Give the id of a change, 7 or more digits of its commit on the memory branch, a run, or the id that a review or an undo printed.',
      '`dream show --history` and `git log` show commits; a commit that no review made is taken back with `git revert`.',
    ],
  });
}

/** Takes back what a review accepted, and brings back what an undo took. */
function takeReview(snapshot: Snapshot, decided: Decided, name: string, written: readonly Decision[]): Taken {
  const byKey = new Map(decided.changes.map((change) => [changeKey(change.run, change.id), change]));
  const takings: Taking[] = [];
  for (const one of written) {
    const change = byKey.get(changeKey(one.run, one.change));
    // What was decided again since is no longer this one's doing.
    if (change === undefined || one.result === null || resultOf(decided, change) !== one.result) continue;
    const taking = takingOf(decided, change);
    if (taking !== null) takings.push(taking);
  }
  const restores = snapshot.files.withdrawals
    .filter((one) => one.undo === name && !one.lifted && lastUndoOf(snapshot, one.session) === name)
    .map(({ session }) => session);
  if (takings.length > 0 || restores.length > 0) return { takings, restores };
  const did = written.some(({ result }) => result !== null);
  const why = did ? 'What it did was undone already' : 'It accepted nothing and took nothing back';
  throw new DreamError('usage', `Nothing of ${name} can be undone. ${why}.`, {
    hints: ['`dream show --history` shows the commits of a playbook.'],
  });
}

function lastUndoOf(snapshot: Snapshot, session: string): string | undefined {
  return snapshot.files.withdrawals.findLast((one) => one.session === session)?.undo;
}

function takeRun(decided: Decided, run: string): readonly Taking[] {
  const changes = decided.changes.filter((change) => change.run === run);
  const accepted = changes.filter(({ state }) => state === 'accepted' || state === 'edited');
  const takings = accepted.flatMap((change) => takingOf(decided, change) ?? []);
  if (takings.length > 0) return takings;
  const undone = changes.filter((change) => change.state === 'undone' && resultOf(decided, change) !== null);
  throw new DreamError('usage', `No change of the run ${run} is accepted, so there is nothing to undo.`, {
    hints:
      undone.length > 0
        ? [`Taken back already; to bring them back: dream undo ${undone.map((one) => short(decided, one)).join(' ')}`]
        : ['`dream review` decides on what it proposed.'],
  });
}

function takeOne(decided: Decided, changes: readonly TrackedChange[], name: string): Taking {
  const ids = [...new Set(changes.map(({ id }) => id))];
  const standing = changes.filter(({ state }) => state === 'accepted' || state === 'edited');
  const exact = new Set(standing.map(({ id }) => id));
  if (exact.size > 1 || (exact.size === 0 && ids.length > 1)) {
    throw new DreamError('usage', `${name} is the beginning of ${ids.length} ids.`, {
      hints: [`Type more of it: ${ids.join(', ')}.`],
    });
  }
  // The same proposal can come from two machines; the newest is the one that is meant.
  const change = standing.at(-1) ?? changes.at(-1);
  const taking = change === undefined ? null : takingOf(decided, change);
  if (taking?.verdict === 'undone') return taking;
  throw notAccepted(decided, change);
}

/** @returns null when no decision names such a commit */
function takeCommit(decided: Decided, name: string): readonly Taking[] | null {
  const found = new Map<string, { change: TrackedChange; decision: Decision }[]>();
  for (const change of decided.changes) {
    for (const decision of decided.decisions.get(changeKey(change.run, change.id)) ?? []) {
      const commit = [decision.result, decision.commit].find((id) => id?.startsWith(name) === true);
      if (commit === undefined || commit === null) continue;
      found.set(commit, [...(found.get(commit) ?? []), { change, decision }]);
    }
  }
  if (found.size === 0) return null;
  if (found.size > 1) {
    throw new DreamError('usage', `${name} is the beginning of ${found.size} commits.`, {
      hints: [`Type more of it: ${[...found.keys()].join(', ')}.`],
    });
  }
  const [[commit, named] = ['', []]] = found;
  const takings: Taking[] = [];
  for (const { change, decision } of named) {
    const taking = takingOf(decided, change);
    if (taking === null || takings.some((one) => one.change === change)) continue;
    const took = decision.verdict === 'undone' && decision.result === commit;
    // An undo is taken back by its own commit, an accepted change by any that stands for it.
    if (took === (taking.verdict !== 'undone')) takings.push(taking);
  }
  if (takings.length > 0) return takings;
  const undid = named.some(({ decision }) => decision.verdict === 'undone' && decision.result === commit);
  if (!undid) throw notAccepted(decided, named.at(-1)?.change);
  throw new DreamError('usage', `The undo ${name} was itself undone already.`, {
    hints: [`To take the change back again: dream undo ${named.at(-1)?.change.id ?? ''}`],
  });
}

function notAccepted(decided: Decided, change: TrackedChange | undefined): DreamError {
  const id = change?.id ?? '';
  if (change?.state === 'undone') {
    const commit = short(decided, change);
    const hint =
      commit === '' ? 'It comes back with the session it rests on.' : `To bring it back: dream undo ${commit}`;
    return new DreamError('usage', `The change ${id} was taken back already.`, { hints: [hint] });
  }
  if (change?.state === 'rejected') {
    return new DreamError('usage', `The change ${id} was rejected, so there is nothing to undo.`, {
      hints: [`To lift the rejection: dream review revive ${id}`],
    });
  }
  return new DreamError('usage', `The change ${id} is not accepted yet, so there is nothing to undo.`, {
    hints: [`To turn it down: dream review reject ${id} --reason "<why>"`],
  });
}

function short(decided: Decided, change: TrackedChange): string {
  return resultOf(decided, change)?.slice(0, 12) ?? '';
}

/** Sessions whose withdrawal ends, because nothing that was taken back with it stays taken back. */
function liftedBy(snapshot: Snapshot, decided: Decided, takings: readonly Taking[]): readonly string[] {
  const back = new Set(takings.filter(({ verdict }) => verdict !== 'undone').map(({ undoes }) => undoes));
  if (back.size === 0) return [];
  const byKey = new Map(decided.changes.map((change) => [changeKey(change.run, change.id), change]));
  return [...snapshot.files.withdrawn].filter((session) => {
    const undo = lastUndoOf(snapshot, session);
    const commits = (snapshot.files.reviews.get(undo ?? '') ?? []).filter(({ result }) => result !== null);
    const left = commits.filter((one) => {
      const change = byKey.get(changeKey(one.run, one.change));
      return change?.state === 'undone' && resultOf(decided, change) === one.result && !back.has(one.result ?? '');
    });
    return left.length === 0 && commits.some(({ result }) => back.has(result ?? ''));
  });
}
