// How wide text is on a terminal, and how it is broken into lines: nothing is ever cut.

/**
 * Characters that some terminal draws in two cells: East Asian wide and fullwidth (Unicode 16, EastAsianWidth W and F), by
 * whole blocks where the rest of a block is rare, and emoji. Counted too wide, a row only ends early; counted too narrow,
 * the terminal would begin a row of its own, where our gutter should stand.
 */
const WIDE =
  /[\u1100-\u115F\u2329-\u232A\u2630-\u2637\u268A-\u268F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{1B2FF}\u{1D300}-\u{1D376}\u{1F000}-\u{1FAFF}\u{20000}-\u{3FFFD}\p{Emoji_Presentation}\p{Emoji_Modifier_Base}]/u;
/**
 * Marks that take no cell on any terminal: nonspacing ones, and since Unicode 3.2 (2002), so that no table is too old to
 * know them. All other marks are counted as a cell, as such tables do.
 */
const WITHOUT_CELL =
  /^(?=[\p{Mn}\p{Me}])[\u0300-\u034F\u0360-\u0486\u0488-\u05A1\u05A3-\u05B9\u05BB-\u05C4\u064B-\u0655\u0670-\u07B0\u0901-\u0902\u093C-\u0954\u0962-\u09E3\u0A02-\u0A4D\u0A70-\u0A71\u0A81-\u0ACD\u0B01-\u0B43\u0B4D\u0B56\u0B82-\u0BCD\u0C3E-\u0C56\u0CBF-\u0CCD\u0D41-\u0D43\u0D4D\u0DCA-\u0EB9\u0EBB-\u0F87\u0F90-\u1032\u1036-\u1039\u1058-\u1059\u1712-\u1773\u17B7-\u17D3\u18A9\u20D0-\u20EA\u302A-\u309A\uFB1E-\uFE23\u{1D167}-\u{1D1AD}]$/u;

const MARK = /^\p{M}$/u;

/** Cells one code point takes at most, a tab counted as it is printed by `breakSpans`. */
function cells(character: string): number {
  if (character.length === 1 && character >= ' ' && character <= '~') return 1;
  if (character === '\t') return 4;
  if (WITHOUT_CELL.test(character)) return 0;
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

/** Where lines end but the last one, as offsets into the text. A mark stays with the letter it is drawn on. */
function findBreaks(text: string, width: number): number[] {
  const ends: number[] = [];
  let used = 0;
  let at = 0;
  // Behind the last space of the line, and before the last letter, each with the cells up to there.
  let space = { at: 0, used: 0 };
  let letter = { at: 0, used: 0 };
  for (const character of text) {
    const wide = cells(character);
    const here = { at, used };
    const isMark = character > '~' && MARK.test(character);
    if (!isMark) letter = here;
    if (used + wide > width && used > 0) {
      const soft = space.used > width / 2 && character !== ' ';
      const end = soft ? space : isMark && letter.used > 0 ? letter : here;
      ends.push(end.at);
      used -= end.used;
      space = { at: 0, used: 0 };
      letter = { at: letter.at, used: Math.max(0, letter.used - end.used) };
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
