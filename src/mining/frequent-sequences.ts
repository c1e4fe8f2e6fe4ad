// Frequent sequences with bounded gaps, after PrefixSpan (Pei et al., ICDE 2001): grow patterns item by item over the
// places where they occur. Support is counted by caller-given groups (sessions), so repeats inside one count once.

export interface Sequence {
  /** Who this sequence counts for. */
  readonly group: string;
  readonly items: readonly string[];
}

export interface FrequentSequence {
  readonly items: readonly string[];
  /** Groups in which it occurs, in the order they were given. */
  readonly groups: readonly string[];
  /** Indexes of the sequences it occurs in with the place of each of its items there (first occurrence). */
  readonly places: readonly { readonly sequence: number; readonly at: readonly number[] }[];
}

export interface MiningLimits {
  readonly minSupport: number;
  readonly maxLength: number;
  /** Most other items between two items of a pattern. */
  readonly maxGap: number;
  /** Most places that are looked at: bounds the work on hostile input. */
  readonly maxWork: number;
}

interface Occurrence {
  readonly sequence: number;
  readonly at: readonly number[];
}

/** All sequences of two or more distinct items that occur in at least `minSupport` groups, in a fixed order. */
export function mineSequences(sequences: readonly Sequence[], limits: MiningLimits): readonly FrequentSequence[] {
  const frequent = frequentItems(sequences, limits.minSupport);
  const found: FrequentSequence[] = [];
  let work = 0;

  function grow(items: readonly string[], occurrences: readonly Occurrence[]): void {
    work += occurrences.length;
    if (work > limits.maxWork) return;
    if (items.length >= 2) found.push(describe(items, occurrences, sequences));
    if (items.length >= limits.maxLength) return;
    const next = new Map<string, Occurrence[]>();
    // Two ways to reach the same place are one occurrence: what follows does not depend on how it was reached.
    const reached = new Set<string>();
    for (const occurrence of occurrences) {
      const sequence = sequences[occurrence.sequence];
      const last = occurrence.at.at(-1) ?? 0;
      for (let at = last + 1; at <= last + 1 + limits.maxGap; at += 1) {
        const item = sequence?.items[at];
        if (item === undefined || !frequent.has(item) || items.includes(item)) continue;
        const place = `${occurrence.sequence} ${at}`;
        if (reached.has(place)) continue;
        reached.add(place);
        const list = next.get(item) ?? [];
        list.push({ sequence: occurrence.sequence, at: [...occurrence.at, at] });
        next.set(item, list);
      }
    }
    for (const item of [...next.keys()].sort()) {
      const list = next.get(item) ?? [];
      if (countGroups(list, sequences) >= limits.minSupport) grow([...items, item], list);
    }
  }

  for (const item of [...frequent].sort()) {
    const occurrences: Occurrence[] = [];
    sequences.forEach((sequence, index) => {
      sequence.items.forEach((one, at) => {
        if (one === item) occurrences.push({ sequence: index, at: [at] });
      });
    });
    grow([item], occurrences);
  }
  return found;
}

/**
 * Only sequences that no longer one repeats with the same groups (closed patterns; Yan, Han, Afshar, SDM 2003). Looks
 * one item further, which is enough because all shorter ones were found as well.
 */
export function closedSequences(found: readonly FrequentSequence[]): readonly FrequentSequence[] {
  const keyOf = (items: readonly string[]): string => items.join('\n');
  const widest = new Map<string, number>();
  for (const { items, groups } of found) {
    if (items.length < 3) continue;
    for (let left = 0; left < items.length; left += 1) {
      const part = keyOf(items.filter((_, at) => at !== left));
      widest.set(part, Math.max(widest.get(part) ?? 0, groups.length));
    }
  }
  return found.filter(({ items, groups }) => (widest.get(keyOf(items)) ?? 0) < groups.length);
}

function frequentItems(sequences: readonly Sequence[], minSupport: number): ReadonlySet<string> {
  const groups = new Map<string, Set<string>>();
  for (const sequence of sequences) {
    for (const item of sequence.items) {
      const set = groups.get(item) ?? new Set<string>();
      set.add(sequence.group);
      groups.set(item, set);
    }
  }
  return new Set([...groups].filter(([, set]) => set.size >= minSupport).map(([item]) => item));
}

function countGroups(occurrences: readonly Occurrence[], sequences: readonly Sequence[]): number {
  return new Set(occurrences.map((occurrence) => sequences[occurrence.sequence]?.group)).size;
}

function describe(
  items: readonly string[],
  occurrences: readonly Occurrence[],
  sequences: readonly Sequence[],
): FrequentSequence {
  const places = new Map<number, Occurrence>();
  for (const occurrence of occurrences)
    if (!places.has(occurrence.sequence)) places.set(occurrence.sequence, occurrence);
  const groups = new Set<string>();
  for (const index of places.keys()) groups.add(sequences[index]?.group ?? '');
  return { items, groups: [...groups], places: [...places.values()] };
}
