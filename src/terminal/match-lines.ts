// Which lines of a text were there before? The same comparison as the diff that people see.
import { diffArrays } from 'diff';

/** Milliseconds after which no line counts as kept. */
const TIMEOUT = 2000;

/** For each line after: its index among the lines before, null for a new one. Neither moves nor copies are followed. */
export function matchLines(before: readonly string[], after: readonly string[]): readonly (number | null)[] {
  const parts = diffArrays([...before], [...after], { timeout: TIMEOUT });
  // Nothing when the time was up.
  if (parts === undefined) return after.map(() => null);
  const matched: (number | null)[] = [];
  let old = 0;
  for (const part of parts) {
    if (part.removed) old += part.value.length;
    else for (const _ of part.value) matched.push(part.added ? null : old++);
  }
  return matched;
}
