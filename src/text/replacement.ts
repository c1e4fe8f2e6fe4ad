// Which known line does a new one retire? Lines that say the same of the same subject share its name and its attribute,
// while the value differs, so what counts is the weighted words in common, the rare and the early ones most.
import { wordsOf } from './similarity.ts';

/** Words of letters are compared by their first letters: "attended" and "attends" are one. No list of endings, so it works in most languages. */
const STEM_LENGTH = 5;
/** A word's weight falls with its place n as 1/(1+n·this): subject and attribute come first, values and asides later. */
const FALL = 0.15;
/** Added to a line's weight, so that a very short one does not win by one common word. */
const SMOOTHING = 4;
/** From this score on, two lines of one subject say the same of it, with another value. */
export const REPLACES = 0.45;

export interface Replaced {
  /** Index of the line that the new one retires. */
  readonly index: number;
  /** Weighted words in common, from 0 to 1; below `REPLACES` the two more likely speak of different things. */
  readonly score: number;
}

/**
 * The line that the newer one most likely retires: the highest cosine of weighted words, idf over the given lines. Of
 * equals the first. Null when no line shares a word with the newer one. Linear in the length of all lines.
 */
export function findReplaced(facts: readonly string[], newer: string): Replaced | null {
  const lines = facts.map(stemsOf);
  const holding = new Map<string, number>();
  for (const stem of lines.flatMap((line) => [...new Set(line)])) holding.set(stem, (holding.get(stem) ?? 0) + 1);
  const idf = (stem: string): number => Math.log(1 + (lines.length + 1) / ((holding.get(stem) ?? 0) + 0.5));
  const wanted = weightsOf(stemsOf(newer), idf);
  const wantedTotal = total(wanted.values());
  let best: Replaced | null = null;
  for (const [index, line] of lines.entries()) {
    const weights = weightsOf(line, idf);
    const common = total([...weights].map(([stem, weight]) => (wanted.has(stem) ? weight : 0)));
    const score = common / Math.sqrt((SMOOTHING + total(weights.values())) * Math.max(wantedTotal, 1));
    if (score > (best?.score ?? 0)) best = { index, score: Math.min(1, score) };
  }
  return best;
}

function stemsOf(text: string): readonly string[] {
  return wordsOf(text).map((word) => (/^\p{L}+$/u.test(word) ? word.slice(0, STEM_LENGTH) : word));
}

/** The weight of each distinct word, by where it comes first. */
function weightsOf(stems: readonly string[], idf: (stem: string) => number): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const [place, stem] of stems.entries()) {
    if (!weights.has(stem)) weights.set(stem, idf(stem) / (1 + FALL * place));
  }
  return weights;
}

function total(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
