// Where does every proposed change stand? Decisions in the ledger say so first, then what people did with plain git,
// then whether the commit still is on its run's branch.
import type { ChangeState } from '../model/change.ts';
import type { Decision, Withdrawal } from '../model/decision.ts';
import type { Finding } from '../model/finding.ts';
import { outweighs } from '../model/outweigh.ts';
import type { ProposedChange, TrackedChange } from '../model/run.ts';
import { settleDecisions } from './differing-decisions.ts';
import { inBatches } from './in-batches.ts';
import type { Repository } from './locate-memory.ts';
import { laterThan } from './commit-time.ts';
import { findUndoings } from './find-undoings.ts';
import type { FoundUndoings } from './find-undoings.ts';
import type { ObjectReader } from './object-reader.ts';
import { changeKey, makeDecision } from './make-decision.ts';
import { findPlainDecisions } from './plain-git.ts';
import type { Waiting } from './plain-git.ts';
import type { LedgerFiles } from './read-ledger.ts';
import type { RunCommits } from './run-commits.ts';
import { findStaleBases } from './stale-base.ts';
import type { StoreOptions } from './store.ts';
import { valueInCommit } from './value-in-commit.ts';
import { closeWithdrawn } from './withdrawn-changes.ts';

export interface Tracking {
  readonly changes: readonly TrackedChange[];
  /** Decisions made with plain git that the ledger does not have yet. */
  readonly unrecorded: readonly Decision[];
  /** Sessions that were taken back or given back by an undo that was cut short. */
  readonly withdrawals: readonly Withdrawal[];
  readonly findings: readonly Finding[];
}

/** Whether nothing is to be decided any more. */
export function isSettled(change: Pick<TrackedChange, 'state' | 'supersededBy'>): boolean {
  return change.supersededBy !== null || ['accepted', 'edited', 'rejected', 'undone'].includes(change.state);
}

/**
 * @param tip of the memory branch, null while it is unborn
 * @param claimOf what a playbook claims; asked where a change was accepted with other words
 */
export async function trackChanges(
  repository: Repository,
  objects: ObjectReader,
  ledger: LedgerFiles,
  commits: RunCommits,
  tip: string | null,
  claimOf?: StoreOptions['claimOf'],
): Promise<Tracking> {
  const { last, findings: differing } = await settleDecisions(repository, objects, ledger.decisions, tip, changeKey);

  const changes: TrackedChange[] = [];
  const waiting: (Waiting & { readonly at: number })[] = [];
  const findings: Finding[] = [...differing];
  const everywhere = await inBatches(ledger.runs, async (run) => {
    const decided = run.changes.every((change) => isFinal(last.get(changeKey(run.id, change.id))));
    // Of a run that is decided throughout, the decisions themselves name the commits: it is not walked again.
    return decided ? null : commits.locate(run);
  });
  for (const [at, run] of ledger.runs.entries()) {
    const located = everywhere[at];
    for (const change of run.changes) {
      const decision = last.get(changeKey(run.id, change.id));
      const found = located?.get(change.id);
      const commit = found?.commit.id ?? decision?.commit;
      if (commit === undefined) {
        const detail = `the commit of change ${change.id} is not in this repository`;
        findings.push({ code: 'broken-line', file: `runs/${run.id}.json`, line: null, detail });
        continue;
      }
      const state = stateOf(change, decision?.verdict, found?.onBranch ?? true);
      changes.push({ ...change, run: run.id, commit, state, supersededBy: null });
      if (found !== undefined && !isFinal(decision))
        waiting.push({ run, change, commit: found.commit, at: changes.length - 1 });
    }
  }
  supersede(changes, ledger);

  const open = waiting.filter(({ at }) => changes[at]?.supersededBy === null);
  const known = new Set(ledger.decisions.map((decision) => decision.result ?? ''));
  const plain = await findPlainDecisions(repository, objects, open, tip, known);
  const unrecorded: Decision[] = [];
  for (const [index, { at, run, change, commit }] of open.entries()) {
    const found = plain[index] ?? null;
    const tracked = changes[at];
    if (found === null || tracked === undefined) continue;
    changes[at] = { ...tracked, state: found.verdict };
    const value =
      found.verdict === 'edited'
        ? await valueInCommit(repository, objects, found.result, change, claimOf)
        : change.value;
    const when = laterThan(last.get(changeKey(run.id, change.id))?.at, found.at);
    const made = { ...found, at: when, reason: 'made with git', value };
    unrecorded.push(makeDecision({ ...change, run: run.id, commit: commit.id }, made));
  }
  const { undoings, withdrawals } = await findUndone(repository, objects, ledger, changes, unrecorded, tip);
  for (const { change, made } of undoings) {
    const at = changes.findIndex((one) => one.run === change.run && one.id === change.id);
    changes[at] = { ...change, state: stateOf(change, made.verdict, true) };
    unrecorded.push(makeDecision(change, made));
  }
  const closed = closeWithdrawn(changes, [...ledger.decisions, ...unrecorded], [...ledger.withdrawals, ...withdrawals]);
  for (const { change, decision } of closed) {
    changes[changes.indexOf(change)] = { ...change, state: stateOf(change, decision.verdict, true) };
    unrecorded.push(decision);
  }
  const undecided = open.flatMap(({ at, run, commit }) => {
    const change = changes[at];
    return change === undefined || isSettled(change) ? [] : [{ change, commit, base: run.base, at }];
  });
  const stale = await findStaleBases(repository, objects, undecided, tip);
  for (const { at, change } of undecided) {
    if (stale.has(change)) changes[at] = { ...change, flags: [...new Set([...change.flags, 'stale-base' as const])] };
  }
  return { changes, unrecorded, withdrawals, findings };
}

function isFinal(decision: Decision | undefined): boolean {
  return decision !== undefined && decision.verdict !== 'later' && decision.verdict !== 'revived';
}

/** What was taken back or brought back on the memory branch, of all that was ever accepted. */
async function findUndone(
  repository: Repository,
  objects: ObjectReader,
  ledger: LedgerFiles,
  changes: readonly TrackedChange[],
  unrecorded: readonly Decision[],
  tip: string | null,
): Promise<FoundUndoings> {
  const carried = new Map<string, Decision[]>();
  for (const decision of [...ledger.decisions, ...unrecorded]) {
    const key = changeKey(decision.run, decision.change);
    const own = carried.get(key);
    if (own !== undefined) own.push(decision);
    else carried.set(key, [decision]);
  }
  const accepted = changes.flatMap((change) => {
    const decisions = carried.get(changeKey(change.run, change.id)) ?? [];
    return decisions.some(({ result }) => result !== null) ? [{ change, decisions }] : [];
  });
  const bases = new Map(ledger.runs.map((run) => [run.id, run.base]));
  const from = accepted.flatMap(({ change }) => bases.get(change.run) ?? []);
  return findUndoings(repository, objects, accepted, ledger.withdrawals, tip, from);
}

function stateOf(change: ProposedChange, verdict: Decision['verdict'] | undefined, onBranch: boolean): ChangeState {
  if (verdict !== undefined && verdict !== 'revived') return verdict;
  if (change.quarantined) return 'quarantined';
  // Taken out in a rebase: not wanted now, which is not the same as rejected.
  return onBranch ? 'open' : 'later';
}

/**
 * Of several changes to one playbook that wait, the newest stands for all. One that names another, or proposes the very
 * same again, replaces it in any case: once it is decided, the older copy must not wait again. What is quarantined
 * replaces only what is quarantined too, or a poisoned log could hide an honest proposal.
 */
function supersede(changes: TrackedChange[], { decisions, runs }: LedgerFiles): void {
  const rejected = indexRejected(changes, decisions);
  const revivals = decisions.filter(({ verdict }) => verdict === 'revived');
  const ends = new Map(runs.map((run) => [run.id, run.endedAt]));
  const newer = { trusted: new Map<string, TrackedChange>(), quarantined: new Map<string, TrackedChange>() };
  for (let at = changes.length - 1; at >= 0; at -= 1) {
    const change = changes[at];
    if (change === undefined) continue;
    const waits = change.state === 'open' || change.state === 'quarantined' || change.state === 'later';
    const twin = rejectedKeys(change)
      .flatMap((key) => rejected.get(key) ?? [])
      .find((rejection) => !isLifted(rejection, change, revivals, ends.get(change.run) ?? ''));
    const found = [newer.trusted, ...(change.quarantined ? [newer.quarantined] : [])]
      .flatMap((map) => [map.get(`id ${change.id}`), map.get(`path ${change.path}`)])
      .find((one) => one !== undefined && one.run !== change.run);
    const by = found?.id ?? twin?.change;
    if (waits && by !== undefined) changes[at] = { ...change, supersededBy: by };
    const map = change.quarantined ? newer.quarantined : newer.trusted;
    const names = [
      ...(waits ? [`path ${change.path}`] : []),
      `id ${change.id}`,
      ...(change.supersedes === null ? [] : [`id ${change.supersedes}`]),
    ];
    for (const key of names) if (!map.has(key)) map.set(key, change);
  }
}

/**
 * Whether a change was proposed although this rejection was known, and may wait: for better evidence, or because a person
 * had revived what says the same in other words. One that was made later, or elsewhere meanwhile, closes it as any other.
 * @param revivals all of the ledger
 * @param proposed when the run that made the change ended
 */
function isLifted(
  rejection: Decision,
  change: TrackedChange,
  revivals: readonly Decision[],
  proposed: string,
): boolean {
  if (!change.flags.includes('was-rejected')) return false;
  const { project } = change.value;
  const between = (at: string): boolean =>
    Date.parse(rejection.at) < Date.parse(at) && Date.parse(at) <= Date.parse(proposed);
  return outweighs(change, rejection) || revivals.some((one) => one.value.project === project && between(one.at));
}

/**
 * Rejections by what the rejected is known by, as far as nobody revived it since. The same proposal of another run
 * or machine, older or newer, is rejected with them, and so is another that claims the same.
 * @param decisions oldest first
 */
function indexRejected(
  changes: readonly TrackedChange[],
  decisions: readonly Decision[],
): ReadonlyMap<string, readonly Decision[]> {
  const apart = new Set(changes.filter((one) => one.quarantined).map((one) => changeKey(one.run, one.id)));
  const rejected = new Map<string, Decision[]>();
  for (const decision of decisions) {
    const { run, change: id, value, verdict } = decision;
    const quarantined = rejectedKeys({ id, value, quarantined: true });
    const all = [...quarantined, ...rejectedKeys({ id, value, quarantined: false })];
    if (verdict === 'revived') for (const key of all) rejected.delete(key);
    if (verdict !== 'rejected') continue;
    // A claim that was turned down in quarantine says nothing about the same claim from a better source.
    for (const key of apart.has(changeKey(run, id)) ? quarantined : all) {
      const own = rejected.get(key);
      if (own === undefined) rejected.set(key, [decision]);
      else own.push(decision);
    }
  }
  return rejected;
}

/** A change that claims nothing new has an empty value, which is nobody else's: then only its id speaks. */
function rejectedKeys({ id, quarantined, value }: Pick<TrackedChange, 'id' | 'quarantined' | 'value'>): string[] {
  const { project, prescribes, forbids } = value;
  if (prescribes === '' && forbids === '') return [`id ${id}`];
  return [`id ${id}`, JSON.stringify([quarantined, project, prescribes, forbids])];
}
