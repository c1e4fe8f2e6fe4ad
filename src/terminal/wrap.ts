// How wide text is on a terminal, and how it is broken into lines: nothing is ever cut.

/** Two-cell characters: East Asian wide and fullwidth ranges (Unicode EastAsianWidth W and F), and emoji shown as pictures. */
const WIDE =
  /[\u1100-\u115F\u231A\u231B\u2329\u232A\u23E9-\u23EC\u23F0\u23F3\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}\p{Emoji_Presentation}]/u;
const COMBINING = /^\p{M}$/u;

/** Cells one code point takes, a tab counted as it is printed by `expandTabs`. */
function cells(character: string): number {
  if (character.length === 1 && character >= ' ' && character <= '~') return 1;
  if (COMBINING.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Cells a line of escaped text takes. */
export function measureWidth(line: string): number {
  let width = 0;
  for (const character of line) width += cells(character);
  return width;
}

/** Pads with spaces to a width; longer text stays as it is. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - measureWidth(text)));
}

/** A piece of a line that is painted in one way. */
export interface Span {
  readonly text: string;
  readonly paint: (text: string) => string;
}

/**
 * Breaks painted spans into lines of at most `width` cells, for real bytes, where every space counts: behind a space where
 * that leaves no line half empty, else at any character. Nothing is left out.
 * @returns painted lines; one empty line for no text
 */
export function breakSpans(spans: readonly Span[], width: number): string[] {
  const whole = spans.map(({ text, paint }) => ({ text: text.replaceAll('\t', '    '), paint }));
  const ends = findBreaks(whole.map(({ text }) => text).join(''), width);
  const lines: string[] = [];
  let line = '';
  let at = 0;
  for (const { text, paint } of whole) {
    let from = 0;
    for (let end = ends[lines.length]; end !== undefined && end < at + text.length; end = ends[lines.length]) {
      if (end > at + from) line += paint(text.slice(from, end - at));
      lines.push(line);
      line = '';
      from = end - at;
    }
    if (from < text.length) line += paint(text.slice(from));
    at += text.length;
  }
  lines.push(line);
  return lines;
}

/** Where lines end but the last one, as offsets into the text. */
function findBreaks(text: string, width: number): number[] {
  const ends: number[] = [];
  let used = 0;
  let at = 0;
  // Behind the last space of the line, and the cells up to there.
  let space = { at: 0, used: 0 };
  for (const character of text) {
    const wide = cells(character);
    if (used + wide > width && used > 0) {
      const soft = space.used > width / 2 && character !== ' ';
      ends.push(soft ? space.at : at);
      used = soft ? used - space.used : 0;
      space = { at: 0, used: 0 };
    }
    used += wide;
    at += character.length;
    if (character === ' ') space = { at, used };
  }
  return ends;
}

function plain(text: string): string {
  return text;
}

/**
 * Wraps prose between words; a word longer than a line is broken. Spaces within a line stay as they are.
 * @param indent put before every line but the first, and counted
 */
export function wrapWords(text: string, width: number, indent = ''): string {
  const room = Math.max(10, width - measureWidth(indent));
  const lines: string[] = [];
  let line: string | null = null;
  for (const word of text.split(' ')) {
    const longer: string = line === null ? word : `${line} ${word}`;
    if (line !== null && word !== '' && measureWidth(longer) > room) {
      lines.push(line);
      line = word;
    } else line = longer;
    const pieces = breakSpans([{ text: line, paint: plain }], room);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  lines.push(line ?? '');
  return lines.join(`\n${indent}`);
}
