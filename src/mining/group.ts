// Grouping and counting that does not depend on the order of what comes in.
import { compareText } from '../text/similarity.ts';

/** Items by key, in the order in which keys are first seen. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [item]);
    else list.push(item);
  }
  return groups;
}

/** Distinct texts, most frequent first, then by code unit. */
export function countTexts(texts: readonly string[]): readonly string[] {
  return countBy(
    texts,
    (text) => text,
    (text) => text,
  );
}

/** One text for each key, most frequent key first, then by code unit. */
export function countBy<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  show: (item: T) => string,
): readonly string[] {
  return largestGroups(items, keyOf).map(([, list]) => [...list].map(show).sort(compareText)[0] ?? '');
}

/** Items by key, the largest group first, then by code unit. */
export function largestGroups<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): readonly (readonly [string, readonly T[]])[] {
  return [...groupBy(items, keyOf)].sort((a, b) => b[1].length - a[1].length || compareText(a[0], b[0]));
}
