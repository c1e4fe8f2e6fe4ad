// Do two claims say the same, whatever their words? Opposites have their words in the other slot.
import type { Claim } from './claims.ts';
import { isEnglishWord } from './english-words.ts';
import { bareWord, isTelling } from './plain-words.ts';

/** Two slots with at least this much of their words in common say the same. */
const SAME_VALUE = 0.8;

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
