// What people took out of the memory after they had accepted it: undone, retired, or deleted by hand. It is not proposed
// again, unless twice as many sessions speak for it now, or it says something else.
import type { Change, HeldReason } from '../model/change.ts';
import type { Decision } from '../model/decision.ts';
import type { Playbook } from '../model/playbook.ts';
import type { TrackedChange } from '../model/run.ts';
import type { Added } from './added-claims.ts';
import { ClaimIndex } from '../text/claim-index.ts';
import { claimIn } from './value-key.ts';

/** Support must be this many times what it was when it was taken back. */
const SUPPORT_GROWN = 2;

interface Gone {
  readonly change: TrackedChange;
  /** Sessions that spoke for it then. */
  readonly sessions: number;
  readonly reason: HeldReason;
  readonly how: string;
}

/** Changes whose effect people took back, made once for a run. */
export class TakenBack {
  readonly #byId = new Map<string, Gone>();
  readonly #index = new ClaimIndex<Gone>();

  constructor(changes: readonly TrackedChange[], decisions: readonly Decision[], playbooks: readonly Playbook[]) {
    const paths = new Set(playbooks.map((one) => one.path));
    const undone = new Map(
      decisions.filter((one) => one.verdict === 'undone').map((one) => [`${one.run}/${one.change}`, one] as const),
    );
    const removed = removals(changes);
    // The newest word on a file decides: what was undone and then accepted again is there.
    const newest = new Map<string, TrackedChange>();
    for (const change of changes) if (isDecided(change)) newest.set(change.path, change);
    for (const change of changes) {
      const decision = undone.get(`${change.run}/${change.id}`);
      const gone = goneOf(change, decision, paths, removed);
      if (gone === null || (change.state === 'undone' && !isNewest(change, newest))) continue;
      this.#byId.set(change.id, gone);
      this.#index.add(change.project, claimIn(change.value), gone);
    }
  }

  /** Why a change would only bring back what was taken back, null when it may be proposed. */
  find(change: Change, id: string, added: Added): { readonly reason: HeldReason; readonly detail: string } | null {
    const byId = this.#byId.get(id);
    const same =
      change.type === 'add' || change.type === 'revise'
        ? this.#index.findSame(change.playbook.project, added.whole)
        : [];
    for (const gone of [...(byId === undefined ? [] : [byId]), ...same]) {
      // A revision is only the same as a revision: other playbooks may say what this one once said.
      if (gone !== byId && change.type === 'revise' && gone.change.path !== change.playbook.path) continue;
      if (change.support.sessions < gone.sessions * SUPPORT_GROWN) return { reason: gone.reason, detail: gone.how };
    }
    return null;
  }
}

function goneOf(
  change: TrackedChange,
  decision: Decision | undefined,
  paths: ReadonlySet<string>,
  removed: ReadonlyMap<string, TrackedChange>,
): Gone | null {
  if (change.state === 'undone') {
    const commit = decision?.result?.slice(0, 8) ?? '<commit>';
    const how = `undone; \`dream undo ${commit}\` brings it back`;
    return { change, sessions: decision?.sessions ?? change.support.sessions, reason: 'taken-back', how };
  }
  if (change.type === 'retire' || (change.state !== 'accepted' && change.state !== 'edited')) return null;
  if (paths.has(change.path)) return null;
  const by = removed.get(change.path);
  const { sessions } = change.support;
  if (by?.type === 'merge')
    return { change, sessions: Infinity, reason: 'already-known', how: `taken in by ${by.path}` };
  if (by !== undefined)
    return {
      change,
      sessions,
      reason: 'taken-back',
      how: `retired as ${by.id}; \`dream undo ${by.id}\` brings it back`,
    };
  const how = `${change.path} was deleted from the memory; \`git log -- ${change.path}\` names the commit, \`git revert\` of it brings it back`;
  return { change, sessions, reason: 'taken-back', how };
}

/** Accepted changes that removed a file, by its path. */
function removals(changes: readonly TrackedChange[]): ReadonlyMap<string, TrackedChange> {
  const removed = new Map<string, TrackedChange>();
  for (const change of changes) {
    if (change.state !== 'accepted' && change.state !== 'edited') continue;
    if (change.type === 'retire') removed.set(change.path, change);
    for (const path of change.removes) removed.set(path, change);
  }
  return removed;
}

function isDecided(change: TrackedChange): boolean {
  return change.state === 'accepted' || change.state === 'edited' || change.state === 'undone';
}

function isNewest(change: TrackedChange, newest: ReadonlyMap<string, TrackedChange>): boolean {
  const last = newest.get(change.path);
  return last === change || last?.state === 'undone';
}
