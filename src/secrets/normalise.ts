// The text a rule sees: compatibility forms folded (NFKC) and invisible characters dropped, so that a secret split or
// dressed up by them is still found, with the way back to the original positions.
import type { Range } from './rule.ts';

export interface View {
  readonly text: string;
  /** The original positions of a range of `text`. */
  readonly toSource: (start: number, end: number) => Range;
}

/** Default-ignorable, format and control characters, the blank of Braille, and marks that sit on a letter. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Mn}\p{Me}\u2800]/u;

/** Colour codes and other control sequences (ECMA-48, CSI) as a whole, else each character that is not plain ASCII. */
// oxlint-disable-next-line no-control-regex -- the escape character is what it looks for
const UNUSUAL = /(?:\u001b\[|\u009b)[0-?]{0,40}[@-~]|[^\t\n\r\u0020-\u007e]/gu;

/** What `text` looks like to a rule; the very same string where nothing had to change. */
export function normalise(text: string): View {
  if (!/[^\t\n\r\u0020-\u007e]/.test(text)) return identity(text);
  return rewrite(text, UNUSUAL, fold) ?? identity(text);
}

function identity(text: string): View {
  return { text, toSource: (start, end) => ({ start, end }) };
}

const folds = new Map<string, string>();

function fold(character: string): string {
  const known = folds.get(character);
  if (known !== undefined) return known;
  const folded = INVISIBLE.test(character) ? '' : character.normalize('NFKC');
  if (folds.size < 20_000) folds.set(character, folded);
  return folded;
}

/** The text with each match replaced, or null when that changes nothing. */
export function rewrite(text: string, pattern: RegExp, replace: (match: string) => string): View | null {
  // one entry for each stretch of unchanged text and one for each replacement, sorted by position in the new text
  const starts: number[] = [];
  const sources: number[] = [];
  /** Length in the original of what was replaced; 0 for a stretch of unchanged text. */
  const widths: number[] = [];
  const parts: string[] = [];
  let done = 0;
  let length = 0;
  const add = (part: string, source: number, width: number): void => {
    if (part === '') return;
    starts.push(length);
    sources.push(source);
    widths.push(width);
    parts.push(part);
    length += part.length;
  };
  for (const match of text.matchAll(pattern)) {
    const replacement = replace(match[0]);
    if (replacement === match[0]) continue;
    add(text.slice(done, match.index), done, 0);
    add(replacement, match.index, match[0].length);
    done = match.index + match[0].length;
  }
  if (done === 0) return null;
  add(text.slice(done), done, 0);
  const locate = (position: number): { source: number; width: number } => {
    const at = lastAtMost(starts, position);
    const width = widths[at] ?? 0;
    const source = sources[at] ?? 0;
    return width > 0 ? { source, width } : { source: source + position - (starts[at] ?? 0), width: 1 };
  };
  return {
    text: parts.join(''),
    toSource: (start, end) => {
      const last = locate(end - 1);
      return { start: locate(start).source, end: last.source + last.width };
    },
  };
}

/** Index of the last element not above the limit; the list is sorted. */
export function lastAtMost(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
