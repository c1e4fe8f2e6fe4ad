// What does a playbook claim, whatever its words? Rejections block this value, so that it does not come back in other
// case, spacing, look-alike letters, invisible characters, order of flags or other words; the opposite still gets through.
import type { ValueKey } from '../model/change.ts';
import type { Playbook } from '../model/playbook.ts';
import { isEnglishWord } from '../text/english-words.ts';
import { unite, wholeClaim, type Claim } from './claims.ts';
import { bareWord, isTelling } from './plain-words.ts';

/** Two slots with at least this much of their words in common say the same. */
const SAME_VALUE = 0.8;

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

/**
 * Whether two claims say the same: nearly the same words in each slot. Where only one of them has something in a slot,
 * the other slot decides: “use pnpm” says what “use pnpm, not npm” does. The opposite has its words in the other slot.
 */
export function isSameClaim(a: Claim, b: Claim): boolean {
  const comparable = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean => one.size > 0 && other.size > 0;
  const asks = comparable(a.prescribes, b.prescribes);
  const forbids = comparable(a.forbids, b.forbids);
  if (!asks && !forbids) return false;
  return (!asks || isAlike(a.prescribes, b.prescribes)) && (!forbids || isAlike(a.forbids, b.forbids));
}

/** Whether two claims say the same in both slots, nothing left out. */
export function isSameSlots(a: Claim, b: Claim): boolean {
  return isAlike(a.prescribes, b.prescribes) && isAlike(a.forbids, b.forbids) && a.prescribes.size + a.forbids.size > 0;
}

function isAlike(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [left, right] = [new Set([...a].map(bareWord)), new Set([...b].map(bareWord))];
  const others = [
    ...[...a].filter((word) => !right.has(bareWord(word))),
    ...[...b].filter((word) => !left.has(bareWord(word))),
  ];
  if (others.length === 0) return true;
  const common = [...left].filter((word) => right.has(word)).length;
  if (common / (common + others.length) < SAME_VALUE || others.some(isTelling)) return false;
  // A name in place of another is another value; a common word in place of another may be the same in other words.
  const replaced = common < left.size && common < right.size;
  return !replaced || others.every(isEnglishStem);
}

/** Stems have lost their last letters; they are English when one of their likely wholes is. */
function isEnglishStem(stem: string): boolean {
  return ['', 'e', 'y', 'ion', 'ate'].some((end) => isEnglishWord(stem.replace(/i$/, end === 'y' ? '' : 'i') + end));
}
