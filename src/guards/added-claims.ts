// What does a change claim that was not claimed before? Only that can be a rejected value coming back: what people
// accepted stays accepted, whatever else of the file changes.
import type { Change, ValueKey } from '../model/change.ts';
import { parsePlaybook, type Playbook } from '../model/playbook.ts';
import { claimsOf, wholeClaim, type Claim } from '../text/claims.ts';
import { keyOf, valueKeyOf } from './value-key.ts';

export interface Added {
  /** Lines and sentences that are new. */
  readonly lines: readonly Claim[];
  /** All new lines together. */
  readonly whole: Claim;
  /** What a decision on the change is about. Empty for a change that claims nothing new: its id speaks for it. */
  readonly value: ValueKey;
}

const NOTHING: Claim = { prescribes: new Set(), forbids: new Set() };

/** The new claims of a change against the files it starts from, those that a merge takes in included. */
export function addedClaims(change: Change): Added {
  const { playbook } = change;
  if (change.after === null) return { lines: [], whole: NOTHING, value: keyOf(playbook, []) };
  const before = [
    ...(change.before === null ? [] : [{ path: playbook.path, text: change.before }]),
    ...change.removes.map((one) => ({ path: one.path, text: one.before })),
  ].flatMap(({ path, text }) => {
    const parsed = parsePlaybook(text, path);
    return parsed.ok ? [parsed.value] : [];
  });
  const lines = claimsOf(playbook.title, playbook.body);
  if (before.length === 0) {
    return { lines, whole: wholeClaim(playbook.title, playbook.body), value: valueKeyOf(playbook) };
  }
  const known = new Set(before.flatMap((one) => claimsOf(one.title, one.body)).map(nameOf));
  const added = lines.filter((line) => !known.has(nameOf(line)));
  const whole = wholeClaim('', newLines(playbook, before));
  return {
    lines: added,
    whole: added.length === 0 ? NOTHING : whole,
    value: keyOf(playbook, added.length === 0 ? [] : [whole]),
  };
}

/** The body without the lines that were there before; headings stay with what follows them. */
function newLines(playbook: Playbook, before: readonly Playbook[]): string {
  const known = new Set(before.flatMap((one) => one.body.split('\n').map((line) => line.trim())));
  return playbook.body
    .split('\n')
    .filter((line) => !known.has(line.trim()))
    .join('\n');
}

function nameOf(claim: Claim): string {
  return `${[...claim.prescribes].sort().join(' ')}|${[...claim.forbids].sort().join(' ')}`;
}
