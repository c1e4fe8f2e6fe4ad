// What rests on one session? Changes that would not have been proposed without it, proposals that have no other, and
// other sessions that tell of the same events.
import { DreamError } from '../errors.ts';
import type { SessionRecord } from '../model/observation.ts';
import type { TrackedChange } from '../model/run.ts';
import type { Snapshot } from './snapshot.ts';
import { readDecided, takingOf } from './undo-targets.ts';
import type { Taking } from './undo-targets.ts';
import type { SessionToWithdraw, SharedEvents, UndoPlan } from './undoing.ts';

export type SessionPlan = Pick<UndoPlan, 'withdraws' | 'alsoRests' | 'sharedEvents'> & {
  readonly takings: readonly Taking[];
};

/** @throws DreamError (`usage`) for a session that is not known, not the only one of that name, or withdrawn with all it carried */
export function planSession(snapshot: Snapshot, { name, minSupport, countSessions }: SessionToWithdraw): SessionPlan {
  const session = findSession(snapshot, name);
  const { withdrawn } = snapshot.files;
  const decided = readDecided(snapshot);
  const takings: Taking[] = [];
  const alsoRests: { change: TrackedChange; sessions: number }[] = [];
  for (const change of snapshot.changes) {
    if (change.state !== 'accepted' && change.state !== 'edited') continue;
    if (!change.sessions.includes(session.key)) continue;
    const left = change.sessions.filter((key) => key !== session.key && !withdrawn.has(key));
    const sessions = countSessions(left);
    // A standing wish is proposed when it is said once, so less than the bar can have been enough for a change.
    const enough = Math.max(1, Math.min(minSupport, change.support.sessions));
    const taking = sessions >= enough ? null : takingOf(decided, change);
    if (taking === null) alsoRests.push({ change, sessions });
    else if (!takings.some(({ twins }) => twins.includes(change))) takings.push(taking);
  }
  const gone = withdrawn.has(session.key);
  if (gone && takings.length === 0) {
    const undo = snapshot.files.withdrawals.findLast((one) => one.session === session.key)?.undo ?? '';
    throw new DreamError('usage', `The session ${session.id} was taken back already.`, {
      hints: [`To bring it back: dream undo ${undo}`],
    });
  }
  return { takings, withdraws: gone ? [] : [session], alsoRests, sharedEvents: findShared(snapshot, session) };
}

function findSession(snapshot: Snapshot, name: string): SessionRecord {
  const all = [...snapshot.files.sessions.values()];
  const exact = all.filter(({ key, id }) => key === name || id === name);
  const found =
    exact.length > 0 || name.length < 4
      ? exact
      : all.filter(({ key, id }) => id.startsWith(name) || key.startsWith(name));
  const [session] = found;
  if (session === undefined) {
    throw new DreamError('usage', `No session named ${JSON.stringify(name)} is in the ledger.`, {
      hints: [
        'Give the log’s own id, four or more characters of its beginning, or `<format>:<id>`; `dream show <playbook> --why` names the sessions.',
      ],
    });
  }
  if (found.length > 1) {
    throw new DreamError('usage', `${JSON.stringify(name)} can mean ${found.length} sessions.`, {
      hints: [
        `Name one: ${found
          .slice(0, 10)
          .map(({ key }) => key)
          .join(', ')}.`,
      ],
    });
  }
  return session;
}

/** Sessions told apart by nothing but their file: copies, resumed histories, sub-agents, the same task given again. */
function findShared(snapshot: Snapshot, session: SessionRecord): readonly SharedEvents[] {
  const opening = new Set(session.opening);
  const whyOf = (other: SessionRecord): SharedEvents['why'] | null => {
    if (other.id.toLowerCase() === session.id.toLowerCase()) return 'same-id';
    if (other.opening.some((mark) => opening.has(mark))) return 'same-events';
    const family = other.parent === session.key || session.parent === other.key;
    if (family || (other.parent !== null && other.parent === session.parent)) return 'same-parent';
    if (other.prompt !== null && other.prompt === session.prompt && other.project === session.project)
      return 'same-prompt';
    return null;
  };
  return [...snapshot.files.sessions.values()].flatMap((other) => {
    const why = other.key === session.key || snapshot.files.withdrawn.has(other.key) ? null : whyOf(other);
    return why === null ? [] : [{ session: other, why }];
  });
}
