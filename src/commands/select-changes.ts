// Which changes wait for a decision, in the order a reviewer meets them, and which one an id means.
import { DreamError } from '../errors.ts';
import type { Ledger, TrackedChange } from '../model/run.ts';
import { STATE_NAMES } from '../terminal/describe-change.ts';
import { escapeLine } from '../terminal/escape.ts';

const UNDECIDED: ReadonlySet<string> = new Set(['open', 'quarantined', 'later']);

/**
 * Changes without a decision, most valuable first; those set aside come after, quarantined ones last and apart.
 * Changes that a newer one replaces are left out.
 */
export function selectWaiting(ledger: Ledger): readonly TrackedChange[] {
  return ledger.changes
    .filter((change) => UNDECIDED.has(change.state) && change.supersededBy === null)
    .map((change, age) => ({ change, age }))
    .sort((a, b) => rank(a.change) - rank(b.change) || b.change.score - a.change.score || b.age - a.age)
    .map(({ change }) => change);
}

function rank(change: TrackedChange): number {
  if (change.quarantined) return 2;
  return change.state === 'later' ? 1 : 0;
}

/**
 * The change an id, or a unique beginning of one (four digits or more), means.
 * @param wanted whether the state of a change is one the command can act on
 * @param memoryFlag for the command that a hint names
 * @throws DreamError usage when there is none, when it was decided already, or when the beginning is not unique
 */
export function findChange(
  ledger: Ledger,
  id: string,
  wanted: (change: TrackedChange) => boolean,
  memoryFlag = '',
): TrackedChange {
  const shown = escapeLine(id);
  const named = /^[0-9a-f]{4,8}$/.test(id) ? ledger.changes.filter((change) => change.id.startsWith(id)) : [];
  if (named.length === 0) {
    throw new DreamError('usage', `There is no change ${shown}.`, {
      hints: [`\`dream review list${memoryFlag}\` shows the ids.`],
    });
  }
  const usable = named.filter(wanted);
  const ids = new Set((usable.length > 0 ? usable : named).map((change) => change.id));
  if (ids.size > 1) {
    throw new DreamError('usage', `${shown} is the beginning of ${ids.size} ids.`, {
      hints: [`Type more of it: ${[...ids].join(', ')}.`],
    });
  }
  // The same proposal can come from two machines; the newest is the one that was shown.
  const change = usable.at(-1);
  if (change !== undefined) return change;
  const last = named.findLast(({ supersededBy }) => supersededBy === null) ?? named.at(-1);
  const replaced = last?.supersededBy ?? null;
  throw new DreamError(
    'usage',
    replaced === null
      ? `The change ${shown} is ${last === undefined ? 'unknown' : STATE_NAMES[last.state].replace('waits', 'waiting')} already.`
      : `The change ${shown} was replaced by ${replaced}.`,
    { hints: [`\`dream review list${memoryFlag}\` shows what waits.`] },
  );
}

/** Whether a change can be decided on. */
export function isWaiting(change: TrackedChange): boolean {
  return UNDECIDED.has(change.state) && change.supersededBy === null;
}
