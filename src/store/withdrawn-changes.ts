// A proposal that rests on withdrawn sessions alone is closed, and waits again when one of them is given back. Both
// follow from the withdrawals, so every machine that has them comes to the same.
import type { Decision, Withdrawal } from '../model/decision.ts';
import type { TrackedChange } from '../model/run.ts';
import { laterThan } from './commit-time.ts';
import { changeKey, makeDecision } from './make-decision.ts';

/**
 * @param decisions all there are, oldest first
 * @param withdrawals all there are, oldest first
 * @returns decisions that are due: `undone` for a waiting change without a session left, `revived` for one that has again
 */
export function closeWithdrawn(
  changes: readonly TrackedChange[],
  decisions: readonly Decision[],
  withdrawals: readonly Withdrawal[],
): readonly { readonly change: TrackedChange; readonly decision: Decision }[] {
  if (withdrawals.length === 0) return [];
  const word = new Map(withdrawals.map((one) => [one.session, one]));
  const last = new Map(decisions.map((one) => [changeKey(one.run, one.change), one]));
  const closed: { change: TrackedChange; decision: Decision }[] = [];
  for (const change of changes) {
    const before = last.get(changeKey(change.run, change.id));
    const gone = change.sessions.length > 0 && change.sessions.every((key) => word.get(key)?.lifted === false);
    const waits = change.state === 'open' || change.state === 'quarantined' || change.state === 'later';
    // Closed by a withdrawal: an undo of something accepted has a commit.
    const shut = change.state === 'undone' && before?.result === null;
    if (gone ? !waits : !shut) continue;
    const spoken = change.sessions.flatMap((key) => word.get(key) ?? []).filter((one) => one.lifted !== gone);
    const by = spoken.toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1);
    if (by === undefined) continue;
    const made = {
      verdict: gone ? ('undone' as const) : ('revived' as const),
      who: by.who,
      at: laterThan(before?.at, by.at),
      reason: by.reason === '' && gone ? `session ${by.session} was taken back` : by.reason,
      result: null,
    };
    closed.push({ change, decision: makeDecision(change, made) });
  }
  return closed;
}
