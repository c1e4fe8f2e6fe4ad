// What a rule is: a pattern as data, with the texts it must find and those it must leave alone beside it.
// Example secrets are put together from parts, so that this source holds nothing that looks like a key.

/** Start and end in a text, in UTF-16 code units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Rule {
  /** What it finds, as it stands in the placeholder. */
  readonly id: string;
  readonly kind: 'secret' | 'personal';
  /** A text that holds none of these (in lower case) is skipped. Empty where the pattern itself is as quick: never skipped. */
  readonly keywords: readonly string[];
  /** Global. The secret is the group `value`, which must end the match, or else the whole match. No nested quantifiers. */
  readonly pattern: RegExp;
  /** Says where the secret is, or that the match is none. Default: the value as it was matched. */
  readonly locate?: (match: RuleMatch) => Range | null;
  readonly hits: readonly Hit[];
  readonly misses: readonly string[];
}

/** Text with a secret in it, and the secret. */
export interface Hit {
  readonly text: string;
  readonly secret: string;
}

export interface RuleMatch extends Range {
  /** What `start` and `end` enclose: the group `value`, or the whole match. */
  readonly value: string;
  readonly groups: Readonly<Record<string, string | undefined>>;
  /** Where the whole match begins; `start` is where the value does. */
  readonly matchStart: number;
  readonly text: string;
}

/** What stands before a match, at most `length` characters; never of another text that is scanned together with it. */
export function textBefore(match: RuleMatch, length: number): string {
  const before = match.text.slice(Math.max(0, match.matchStart - length), match.matchStart);
  return before.slice(before.lastIndexOf('\0') + 1);
}

/** A locate function that keeps the match where a test says so. */
export function onlyIf(test: (match: RuleMatch) => boolean): (match: RuleMatch) => Range | null {
  return (match) => (test(match) ? match : null);
}

/** All places where a rule finds something in a text, in order. */
export function matchRule(rule: Rule, text: string): readonly Range[] {
  const found: Range[] = [];
  for (const match of text.matchAll(rule.pattern)) {
    const value = match.groups?.['value'] ?? match[0];
    const end = match.index + match[0].length;
    const located = {
      start: end - value.length,
      end,
      value,
      groups: match.groups ?? {},
      matchStart: match.index,
      text,
    };
    const range = rule.locate === undefined ? located : rule.locate(located);
    if (range !== null && range.end > range.start) found.push({ start: range.start, end: range.end });
  }
  return found;
}

/** A part of an example: keeps the whole of it out of this source. */
export function part(text: string): string {
  return text;
}

const ALPHABET = 'q7Xk2LmZ9bRt4WvJ8cNd6YpH3sFg5TzQ';

/** Characters that look random, the same every time: for building examples. */
export function sample(length: number, alphabet: string = ALPHABET): string {
  let text = '';
  for (let index = 0; index < length; index += 1)
    text += alphabet[(index * 7 + ((index * index) >> 3)) % alphabet.length];
  return text;
}

/** Hexadecimal sample. */
export function sampleHex(length: number): string {
  return sample(length, '7c0a4f9e1b8d2635');
}
