// Which of many known claims says what a text says? An index by words: a claim that says the same shares most of its
// words, so it is enough to look up the few rarest ones, and nothing is compared with everything.
import { unite, type Claim } from './claims.ts';
import { bareWord, isTelling } from './plain-words.ts';
import { isSameClaim } from './same-claim.ts';

/** Share of the words of one line that a known claim must hold for the line to be a part of it. */
const PART = 0.8;

interface Entry<T> {
  readonly item: T;
  readonly claim: Claim;
  /** Bare words of each slot. */
  readonly prescribes: ReadonlySet<string>;
  readonly forbids: ReadonlySet<string>;
}

/** Known claims of every project, each with what it belongs to. */
export class ClaimIndex<T> {
  readonly #byWord = new Map<string, Entry<T>[]>();

  add(project: string, claim: Claim, item: T): void {
    const entry = { item, claim, prescribes: bareWords(claim.prescribes), forbids: bareWords(claim.forbids) };
    for (const word of new Set([...entry.prescribes, ...entry.forbids])) {
      const key = keyOf(project, word);
      const list = this.#byWord.get(key);
      if (list === undefined) this.#byWord.set(key, [entry]);
      else list.push(entry);
    }
  }

  /** What belongs to claims that say the same as this one, in the order in which they were added. */
  findSame(project: string, claim: Claim, same: typeof isSameClaim = isSameClaim): readonly T[] {
    return this.#candidates(project, claim)
      .filter((entry) => same(entry.claim, claim))
      .map((entry) => entry.item);
  }

  /** The lines of a text that are parts of known claims, by what the known claim belongs to. */
  findParts(project: string, lines: readonly Claim[]): ReadonlyMap<T, Parts> {
    const found = new Map<T, { readonly known: Claim; readonly parts: Claim[] }>();
    for (const line of lines) {
      for (const entry of this.#candidates(project, line)) {
        if (!isPartOf(line, entry)) continue;
        const one = found.get(entry.item);
        if (one === undefined) found.set(entry.item, { known: entry.claim, parts: [line] });
        else one.parts.push(line);
      }
    }
    return found;
  }

  /** Claims that can hold `PART` of the words of one slot: they hold at least one of its rarest. */
  #candidates(project: string, claim: Claim): readonly Entry<T>[] {
    const found = new Set<Entry<T>>();
    for (const slot of [claim.prescribes, claim.forbids]) {
      const lists = [...bareWords(slot)].map((word) => this.#byWord.get(keyOf(project, word)) ?? []);
      lists.sort((a, b) => a.length - b.length);
      const needed = lists.length === 0 ? 0 : Math.floor(lists.length * (1 - PART)) + 1;
      for (const list of lists.slice(0, needed)) for (const entry of list) found.add(entry);
    }
    return [...found];
  }
}

/** A known claim and the lines that are parts of it. */
export interface Parts {
  readonly known: Claim;
  readonly parts: readonly Claim[];
}

/**
 * Whether lines that are parts of a known claim say all of it, one alone or all together. What the known claim
 * prescribes has to be prescribed; what else it forbids may be left out.
 */
export function sayAll({ known, parts }: Parts): boolean {
  const says = (claim: Claim): boolean =>
    (known.prescribes.size === 0 || claim.prescribes.size > 0) && isSameClaim(known, claim);
  return parts.some(says) || says(unite(parts));
}

function isPartOf<T>(line: Claim, entry: Entry<T>): boolean {
  // What to use in place of something is a lesson by itself, no half of one that puts nothing in another thing's place.
  if (line.forbids.size > 0 && entry.forbids.size === 0 && !isSameClaim(entry.claim, line)) return false;
  const slots = [
    [line.prescribes, entry.prescribes],
    [line.forbids, entry.forbids],
  ] as const;
  const compared = slots.filter(([own, known]) => own.size > 0 && known.size > 0);
  return compared.length > 0 && compared.every(([own, known]) => isHeld(own, known));
}

function isHeld(own: ReadonlySet<string>, known: ReadonlySet<string>): boolean {
  const missing = [...own].filter((word) => !known.has(bareWord(word)));
  return missing.length <= own.size * (1 - PART) && !missing.some(isTelling);
}

function bareWords(words: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...words].map(bareWord));
}

function keyOf(project: string, word: string): string {
  return `${project.toLowerCase()}\n${word}`;
}
