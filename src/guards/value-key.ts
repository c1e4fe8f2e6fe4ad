// What does a playbook claim, whatever its words? Rejections block this value, so that it does not come back in other
// case, spacing, look-alike letters, invisible characters, order of flags or other words; the opposite still gets through.
import type { ValueKey } from '../model/change.ts';
import type { Playbook } from '../model/playbook.ts';
import { unite, wholeClaim, type Claim } from '../text/claims.ts';
import { isSameClaim } from '../text/same-claim.ts';

/** The value of a playbook: kind, project, and what it prescribes and forbids as two slots of sorted plain words. */
export function valueKeyOf(playbook: Pick<Playbook, 'kind' | 'project' | 'title' | 'body'>): ValueKey {
  return keyOf(playbook, [wholeClaim(playbook.title, playbook.body)]);
}

/** The value of claims made in a playbook: what a revision adds, say. */
export function keyOf(playbook: Pick<Playbook, 'kind' | 'project'>, claims: readonly Claim[]): ValueKey {
  const { prescribes, forbids } = unite(claims);
  return {
    kind: playbook.kind,
    project: playbook.project.toLowerCase(),
    prescribes: [...prescribes].sort().join(' '),
    forbids: [...forbids].sort().join(' '),
  };
}

/** The claim that a key stands for. */
export function claimIn(value: Pick<ValueKey, 'prescribes' | 'forbids'>): Claim {
  const words = (slot: string): ReadonlySet<string> => new Set(slot.split(' ').filter((word) => word !== ''));
  return { prescribes: words(value.prescribes), forbids: words(value.forbids) };
}

/** Whether two values are the same claim of one project, of whatever kind. */
export function isSameValue(a: ValueKey, b: ValueKey): boolean {
  return a.project === b.project && isSameClaim(claimIn(a), claimIn(b));
}
