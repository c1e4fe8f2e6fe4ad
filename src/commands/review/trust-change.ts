// What a reviewer has to name by its id before it is accepted, because a key pressed too often is no decision.
import type { GuardedChange } from '../../model/change.ts';
import type { TrackedChange } from '../../model/run.ts';
import { describeImpact } from '../../terminal/describe-change.ts';
import type { Asker } from '../ask-line.ts';
import { isHighStakes } from './rule-changes.ts';

export type Named = 'yes' | 'no' | 'end';

/**
 * Asks for the id where one is needed.
 * @param edited the reviewer's own text, which can be of high impact by itself
 */
export async function nameChange(asker: Asker, change: TrackedChange, edited: GuardedChange | null): Promise<Named> {
  const why = change.quarantined
    ? 'It is quarantined.'
    : edited?.quarantined === true
      ? 'Your text is of high impact.'
      : isHighStakes(change)
        ? 'It is of high stakes.'
        : null;
  if (why === null) return 'yes';
  const impacts = (edited?.impacts ?? []).map((one) => `${describeImpact(one)}\n`).join('');
  const typed = await asker.ask(`${impacts}${why} Type its id (${change.id}) to trust it: `);
  if (typed === null) return 'end';
  return typed.trim() === change.id ? 'yes' : 'no';
}
