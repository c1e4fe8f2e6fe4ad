// Runs of words as numbers: which runs were heard before, in linear time and bounded memory.

/** Words in a run; two neighbouring runs in common make eight words in common, and chance out of the question. */
const GRAM_LENGTH = 7;
/** Runs kept, about 12 MB of text; beyond that everything counts as heard. */
const MAX_GRAMS = 2_000_000;
const BASE = 0x01000193;

/** Signs that join words to one: a path or a URL is a name, not a sentence. */
const JOINTS = new Uint8Array(128);
for (const joint of '/\\.-:@~+=%?&#') JOINTS[joint.charCodeAt(0)] = 1;

/** Hashes of the words of a text: letters and digits, in lower case; a sign of a script without spaces is a word. */
export function hashWords(text: string): readonly number[] {
  const hashes: number[] = [];
  let hash = 0;
  let open = false;
  for (let index = 0; index <= text.length; index += 1) {
    const code = text.charCodeAt(index);
    const letter = wordCode(code);
    if (letter > 0) {
      hash = Math.imul(hash ^ letter, BASE);
      open = true;
    }
    if (!open || (letter > 0 && code < 0x2e80)) continue;
    if (letter === 0 && JOINTS[code] === 1 && wordCode(text.charCodeAt(index + 1)) > 0) {
      hash = Math.imul(hash ^ code, BASE);
      continue;
    }
    hashes.push(hash);
    hash = 0;
    open = false;
  }
  return hashes;
}

/** Letters and digits of ASCII, by code, in lower case. */
const ASCII = new Uint8Array(128);
for (const letter of '0123456789_abcdefghijklmnopqrstuvwxyz') {
  ASCII[letter.charCodeAt(0)] = letter.charCodeAt(0);
  ASCII[letter.toUpperCase().charCodeAt(0)] = letter.charCodeAt(0);
}

/** The code of a letter in lower case, or 0 for what stands between words. */
function wordCode(code: number): number {
  if (code < 128) return ASCII[code] ?? 0;
  return code >= 0xaa && !(code >= 0x2000 && code < 0x2e80) && !(code >= 0x3000 && code < 0x3040) ? code : 0;
}

/** A rolling hash over every run of `length` words, told with the index of its first word. */
export function rollGrams(
  words: readonly number[],
  length: number,
  visit: (hash: number, first: number) => boolean,
): boolean {
  let power = 1;
  for (let index = 1; index < length; index += 1) power = Math.imul(power, BASE);
  let hash = 0;
  // a plain loop: this runs over every word that came from outside
  for (let index = 0; index < words.length; index += 1) {
    if (index >= length) hash = (hash - Math.imul(words[index - length] ?? 0, power)) | 0;
    hash = (Math.imul(hash, BASE) + (words[index] ?? 0)) | 0;
    if (index >= length - 1 && visit(hash, index - length + 1)) return true;
  }
  return false;
}

/** Remembers runs of words. */
export class WordGrams {
  private table = new Uint32Array(1024);
  private size = 0;

  /** True when nothing was heard yet. */
  get isEmpty(): boolean {
    return this.size === 0;
  }

  /**
   * @param words of a text, from `hashWords`
   * @param except runs that are left out
   */
  hear(words: readonly number[], except: WordGrams | null = null): void {
    rollGrams(words, GRAM_LENGTH, (hash) => {
      if (except === null || !except.has(hash)) this.add(hash);
      return this.size >= MAX_GRAMS;
    });
  }

  /** Whether a text has eight words in a row in common with what was heard. */
  echoes(words: readonly number[]): boolean {
    if (this.size >= MAX_GRAMS) return words.length > 0;
    let before = false;
    return rollGrams(words, GRAM_LENGTH, (hash) => {
      const known = this.has(hash);
      if (known && before) return true;
      before = known;
      return false;
    });
  }

  private has(hash: number): boolean {
    return this.table[this.slotOf(hash)] !== 0;
  }

  private add(hash: number): void {
    const slot = this.slotOf(hash);
    if (this.table[slot] !== 0) return;
    this.table[slot] = hash >>> 0 || 1;
    this.size += 1;
    if (this.size * 2 > this.table.length) this.grow();
  }

  /** Where a hash stands, or the free place where it would. */
  private slotOf(hash: number): number {
    const value = hash >>> 0 || 1;
    const mask = this.table.length - 1;
    let slot = (Math.imul(value, 0x9e3779b1) >>> 0) & mask;
    while (this.table[slot] !== 0 && this.table[slot] !== value) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const old = this.table;
    this.table = new Uint32Array(old.length * 2);
    for (const value of old) if (value !== 0) this.table[this.slotOf(value)] = value;
  }
}
