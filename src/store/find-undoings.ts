// What was taken back on the memory branch and is not in the ledger yet? Either `git revert` did it, or an undo was cut
// short after its commit point. A commit counts only where the files say what its message says.
import { parseTrailers, parseUndoMessage } from '../model/commit-message.ts';
import type { Decision, Withdrawal } from '../model/decision.ts';
import type { TrackedChange } from '../model/run.ts';
import { listCommits } from './commit-graph.ts';
import { laterThan, timeOf } from './commit-time.ts';
import { OBJECT_ID } from './git.ts';
import type { Repository } from './locate-memory.ts';
import { changeKey } from './make-decision.ts';
import { boundHistory } from './memory-history.ts';
import { mergeTexts } from './merge-texts.ts';
import type { Commit, ObjectReader } from './object-reader.ts';
import { decodeUtf8 } from './read-memory.ts';

/** A change that was taken back, or brought back, and by which commit. */
export interface FoundUndoing {
  readonly change: TrackedChange;
  readonly made: Pick<Decision, 'verdict' | 'who' | 'at' | 'reason' | 'result' | 'value'>;
}

export interface FoundUndoings {
  /** In the order they were made. */
  readonly undoings: readonly FoundUndoing[];
  readonly withdrawals: readonly Withdrawal[];
}

/** Git's own words, with the whole id or, under `revert.reference`, the beginning of it. */
const TAKEN_BACK = /^ *(?:Dream-Undoes: |This reverts commit )([0-9a-f]{7,64})\b/gm;

/** What one commit of the memory branch did to a change. */
interface Carried {
  readonly change: TrackedChange;
  readonly verdict: Decision['verdict'];
}

/** What can be taken back: by the commit that did it, and by changeKey. */
interface Known {
  readonly carried: ReadonlyMap<string, readonly Carried[]>;
  readonly byKey: ReadonlyMap<string, TrackedChange>;
}

/**
 * @param changes every change that was accepted at some time, with the decisions about it, oldest first
 * @param known withdrawals the ledger has, oldest first
 * @param tip of the memory branch, null while it is unborn
 * @param bases where the runs of those changes started
 */
export async function findUndoings(
  repository: Repository,
  objects: ObjectReader,
  changes: readonly { readonly change: TrackedChange; readonly decisions: readonly Decision[] }[],
  known: readonly Withdrawal[],
  tip: string | null,
  bases: Iterable<string>,
): Promise<FoundUndoings> {
  const carried = new Map<string, Carried[]>();
  const byKey = new Map(changes.map(({ change }) => [changeKey(change.run, change.id), change]));
  const last = new Map<TrackedChange, FoundUndoing['made']>();
  const edited = new Set<TrackedChange>();
  const carry = (commit: string | null, one: Carried): void => {
    if (commit !== null) carried.set(commit, [...(carried.get(commit) ?? []), one]);
  };
  for (const { change, decisions } of changes) {
    for (const one of decisions) {
      carry(one.result, { change, verdict: one.verdict });
      last.set(change, one);
      if (one.verdict === 'edited') edited.add(change);
    }
  }
  const undoings: FoundUndoing[] = [];
  const withdrawals: Withdrawal[] = [];
  const spoken = new Map(known.map((one) => [one.session, one]));
  if (tip === null || carried.size === 0) return { undoings, withdrawals };

  for (const commit of await readUndoings(repository, objects, tip, bases)) {
    // What the ledger knows of it is told already.
    if (carried.has(commit.id)) continue;
    const stated = parseUndoMessage(commit.message);
    const own: Carried[] = [];
    for (const target of await findTargets(repository, objects, { carried, byKey }, commit)) {
      const { change } = target.carried;
      const before = last.get(change);
      // An undo of ours is about one change, whatever else came with the commit it takes back.
      if (stated !== null && stated.trailers.id !== change.id) continue;
      if (
        before === undefined ||
        !(await isReversed(repository, objects, target.commit, commit, change, stated !== null))
      )
        continue;
      const again = edited.has(change) ? ('edited' as const) : ('accepted' as const);
      const made: FoundUndoing['made'] = {
        verdict: target.carried.verdict === 'undone' ? again : 'undone',
        who: stated?.trailers.reviewer || commit.committer.who,
        at: laterThan(before.at, timeOf(commit)),
        reason: stated?.reason ?? 'made with git',
        result: commit.id,
        value: before.value,
      };
      undoings.push({ change, made });
      last.set(change, made);
      own.push({ change, verdict: made.verdict });
    }
    for (const one of own) carry(commit.id, one);
    if (stated === null || own.length === 0) continue;
    const { withdraws, restores, reviewer: who } = stated.trailers;
    for (const session of new Set([...withdraws, ...restores])) {
      const lifted = !withdraws.includes(session);
      const before = spoken.get(session);
      // Every commit of one undo says the same.
      if ((before?.lifted ?? true) === lifted) continue;
      const at = laterThan(before?.at, timeOf(commit));
      const withdrawal = { session, who, at, reason: stated.reason, lifted };
      withdrawals.push(withdrawal);
      spoken.set(session, withdrawal);
    }
  }
  return { undoings, withdrawals };
}

/** Commits that say they take something back, oldest first. */
async function readUndoings(
  repository: Repository,
  objects: ObjectReader,
  tip: string,
  bases: Iterable<string>,
): Promise<readonly Commit[]> {
  const words = ['--basic-regexp', '--grep=^ *Dream-Undoes: ', '--grep=^ *This reverts commit '];
  const bound = await boundHistory(repository, objects, bases);
  const listed = await listCommits(repository.git, ['--topo-order', '--reverse', ...words, tip, ...bound, '--']);
  const commits = await Promise.all(listed.map((id) => objects.readCommit(id)));
  return commits.filter((commit) => commit !== null);
}

/**
 * What the commits that a message names did to changes; of a merge what it brought in. An accept that was rebased since
 * has another id than the ledger knows, and still names its change.
 */
async function findTargets(
  repository: Repository,
  objects: ObjectReader,
  { carried, byKey }: Known,
  commit: Commit,
): Promise<readonly { readonly commit: Commit; readonly carried: Carried }[]> {
  const targets: { commit: Commit; carried: Carried }[] = [];
  for (const match of commit.message.matchAll(TAKEN_BACK)) {
    const name = match[1] ?? '';
    const id = OBJECT_ID.test(name) ? name : [...carried.keys()].find((one) => one.startsWith(name));
    const named = id === undefined ? null : await objects.readCommit(id);
    if (named === null) continue;
    const ids = carried.has(named.id) ? [named.id] : await listMerged(repository, named);
    const brought = ids.flatMap((one) => carried.get(one) ?? []);
    for (const one of brought.length > 0 ? brought : readCarried(byKey, named)) {
      targets.push({ commit: named, carried: one });
    }
  }
  return targets;
}

/** What a commit's own trailers say it did. */
function readCarried(byKey: Known['byKey'], { message }: Commit): readonly Carried[] {
  const trailers = parseTrailers(message);
  const one = (key: string): string => trailers.get(key)?.[0] ?? '';
  const change = byKey.get(changeKey(one('Dream-Run'), one('Dream-Change-Id')));
  if (change === undefined) return [];
  return [{ change, verdict: one('Dream-Decision') === 'undone' ? 'undone' : 'accepted' }];
}

/** The commits that a merge brought in; none for any other commit. */
async function listMerged(repository: Repository, commit: Commit): Promise<readonly string[]> {
  const [parent, ...others] = commit.parents;
  if (parent === undefined || others.length === 0) return [];
  return listCommits(repository.git, [...others, `^${parent}`, '--']);
}

/**
 * Whether a commit left the files of a change as they were before another, or as taking that one back makes them.
 * @param idle true when a commit counts that found them so
 */
async function isReversed(
  repository: Repository,
  objects: ObjectReader,
  undone: Commit,
  by: Commit,
  change: TrackedChange,
  idle: boolean,
): Promise<boolean> {
  const textAt = async (commit: string | undefined, path: string): Promise<string | null | undefined> => {
    const object = commit === undefined ? null : await objects.read(`${commit}:${repository.prefix}${path}`);
    return object?.type === 'blob' ? (decodeUtf8(object.bytes) ?? undefined) : null;
  };
  let touched = idle;
  for (const path of [change.path, ...change.removes]) {
    const [after, before] = [await textAt(undone.id, path), await textAt(undone.parents[0], path)];
    const [ours, result] = [await textAt(by.parents[0], path), await textAt(by.id, path)];
    if (after === undefined || before === undefined || ours === undefined || result === undefined) return false;
    if (result !== ours) touched = true;
    if (result === before) continue;
    const merged = await mergeTexts(repository, after, ours, before);
    if (!merged.clean || merged.text !== result) return false;
  }
  return touched;
}
