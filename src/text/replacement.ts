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

/** The line that the newer one most likely retires, as `Replaceable` finds it. */
export function findReplaced(facts: readonly string[], newer: string): Replaced | null {
  const lines = new Replaceable();
  for (const fact of facts) lines.add(fact);
  return lines.find(newer);
}

/** Lines of one subject, by their words: only those that share a word with a newer one are looked at. */
export class Replaceable {
  readonly #lines: (readonly string[] | null)[] = [];
  readonly #holding = new Map<string, Set<number>>();
  #count = 0;

  /** @returns the line's index */
  add(line: string): number {
    const stems = stemsOf(line);
    const index = this.#lines.push(stems) - 1;
    this.#count += 1;
    for (const stem of stems) {
      const list = this.#holding.get(stem);
      if (list === undefined) this.#holding.set(stem, new Set([index]));
      else list.add(index);
    }
    return index;
  }

  /** Leaves a line out from now on, as if it had never been added. */
  remove(index: number): void {
    const stems = this.#lines[index] ?? [];
    if (this.#lines[index] !== null) this.#count -= 1;
    this.#lines[index] = null;
    for (const stem of stems) this.#holding.get(stem)?.delete(index);
  }

  /**
   * The line with the highest cosine of weighted words, idf over all lines. Of equals the first. Null when no line shares
   * a word with the newer one.
   */
  find(newer: string): Replaced | null {
    const idf = (stem: string): number =>
      Math.log(1 + (this.#count + 1) / ((this.#holding.get(stem)?.size ?? 0) + 0.5));
    const wanted = weightsOf(stemsOf(newer), idf);
    const wantedTotal = total(wanted.values());
    const candidates = new Set<number>();
    for (const stem of wanted.keys()) for (const index of this.#holding.get(stem) ?? []) candidates.add(index);
    let best: Replaced | null = null;
    for (const index of [...candidates].sort((a, b) => a - b)) {
      const weights = weightsOf(this.#lines[index] ?? [], idf);
      const common = total([...weights].map(([stem, weight]) => (wanted.has(stem) ? weight : 0)));
      const score = common / Math.sqrt((SMOOTHING + total(weights.values())) * Math.max(wantedTotal, 1));
      if (score > (best?.score ?? 0)) best = { index, score: Math.min(1, score) };
    }
    return best;
  }
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
