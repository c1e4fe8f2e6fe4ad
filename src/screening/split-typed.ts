// What in a typed message a person typed and what was pasted into it (trust.md, "Origin", rule 3). When in doubt it is
// pasted: a lost wish comes again in another session, a web page taken for a wish becomes a rule.
import type { Passage } from '../model/session.ts';
import { splitQuoted } from '../text/quoted-stretches.ts';
import { HEADING, PASTE_SIGNS, PREFILLED } from './paste-signs.ts';

/** A message longer than this holds more than was typed: the rest of its plain text is taken for pasted. */
const MAX_TYPED_CHARACTERS = 600;
const MAX_TYPED_LINES = 12;
/** A closing paragraph up to this length is a wish again. */
const MAX_CLOSING_CHARACTERS = 300;
const MAX_CLOSING_LINES = 4;

interface Paragraph {
  readonly first: number;
  /** One past its last line. */
  readonly end: number;
  readonly characters: number;
}

/** The passages of a typed text in order, `user` and `external`; joined by line ends they are the text. */
export function splitTyped(text: string): readonly Passage[] {
  const lines = text.split('\n');
  const pasted = markPasted(lines);
  const cut = lowerLongText(lines, pasted);
  const passages: { text: string[]; pasted: boolean }[] = [];
  for (const [index, line] of lines.entries()) {
    const isPasted = pasted[index] === true;
    const last = passages.at(-1);
    // blank lines belong to what stands before them
    if (last !== undefined && (last.pasted === isPasted || line.trim() === '')) last.text.push(line);
    else passages.push({ text: [line], pasted: isPasted });
    if (cut !== null && cut.line === index) {
      passages.at(-1)?.text.splice(-1, 1, line.slice(0, cut.column));
      passages.push({ text: [line.slice(cut.column)], pasted: true });
    }
  }
  const split: Passage[] = [];
  const add = (part: Passage): void => {
    const last = split.at(-1);
    // a quotation right behind a paste is of one piece with it
    if (last?.origin === part.origin) split.splice(-1, 1, { text: `${last.text}\n${part.text}`, origin: part.origin });
    else split.push(part);
  };
  for (const passage of passages) {
    const joined = passage.text.join('\n');
    if (passage.pasted) add({ text: joined, origin: 'external' });
    else for (const part of splitQuoted(joined)) add({ text: part.text, origin: part.quoted ? 'external' : 'user' });
  }
  return split;
}

/** Marks what its form shows to be pasted, line by line. */
function markPasted(lines: readonly string[]): boolean[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  if (PREFILLED.test(lines[first]?.trim() ?? '')) return lines.map((_, index) => index > first);
  const pasted = markFences(lines);
  for (const sign of PASTE_SIGNS) {
    let run: number[] = [];
    for (let index = 0; index <= lines.length; index += 1) {
      const line = lines[index];
      if (line !== undefined && pasted[index] !== true && sign.pattern.test(line)) run.push(index);
      else if (line === undefined || !continuesRun(line, sign.name)) {
        if (run.length >= sign.run) for (const one of run) pasted[one] = true;
        run = [];
      }
    }
  }
  const heading = lines.findIndex((line, index) => pasted[index] !== true && HEADING.test(line));
  if (heading !== -1 && lines.slice(heading + 1).filter((line) => line.trim() !== '').length >= 2) {
    pasted.fill(true, heading);
  }
  const paragraphs = paragraphsOf(lines);
  for (const { first: start, end } of paragraphs) fillParagraph(pasted, start, end, end >= lines.length);
  for (const [number, { first: start, end }] of paragraphs.entries()) {
    const before = paragraphs[number - 1];
    const after = paragraphs[number + 1];
    if (before === undefined || after === undefined || pasted.slice(start, end).includes(true)) continue;
    // what stands between two stretches of the same paste is part of it, unless it leads over to the next
    const isBetween = isBarePaste(lines, pasted, before.end - 1) && isBarePaste(lines, pasted, after.first);
    if (isBetween && !/[:：?？]\s*$/.test(lines[end - 1] ?? '')) pasted.fill(true, start, end);
  }
  return pasted;
}

/** A list goes on over blank lines and continued items; other runs end at any other line. */
function continuesRun(line: string, sign: string): boolean {
  return sign === 'list' && (line.trim() === '' || line.startsWith('  '));
}

function markFences(lines: readonly string[]): boolean[] {
  let fence: string | null = null;
  return lines.map((line) => {
    const mark = /^\s{0,8}(?<mark>```|~~~)/.exec(line)?.groups?.['mark'] ?? null;
    if (fence === null) fence = mark;
    else if (mark === fence) {
      fence = null;
      return true;
    }
    return fence !== null;
  });
}

/** A pasted line that nothing marks the end of: neither fenced nor quoted. */
function isBarePaste(lines: readonly string[], pasted: readonly boolean[], index: number): boolean {
  return pasted[index] === true && !/^\s{0,8}(?:```|~~~|>)/.test(lines[index] ?? '');
}

/** Within a paragraph: lines between pasted ones are pasted, and lines after them, but for one last line at the end. */
function fillParagraph(pasted: boolean[], start: number, end: number, isLast: boolean): void {
  const marks = pasted.slice(start, end);
  if (!marks.includes(true)) return;
  const first = start + marks.indexOf(true);
  const last = start + marks.lastIndexOf(true);
  pasted.fill(true, first, isLast && end - last === 2 ? last + 1 : end);
}

/** Runs of lines that are not blank. */
function paragraphsOf(lines: readonly string[]): readonly Paragraph[] {
  const found: Paragraph[] = [];
  let first = -1;
  let characters = 0;
  for (let index = 0; index <= lines.length; index += 1) {
    const line = lines[index]?.trim() ?? '';
    if (line !== '') {
      if (first === -1) first = index;
      characters += line.length;
    } else if (first !== -1) {
      found.push({ first, end: index, characters });
      first = -1;
      characters = 0;
    }
  }
  return found;
}

/** Of plain text too long to be typed only the beginning and a short close stay; gives where a line is cut, if one is. */
function lowerLongText(lines: readonly string[], pasted: boolean[]): { line: number; column: number } | null {
  const plain = lines.map((line, index) => (pasted[index] === true ? '' : line));
  const paragraphs = paragraphsOf(plain);
  const first = paragraphs[0];
  if (first === undefined) return null;
  const total = paragraphs.reduce((sum, one) => sum + one.characters, 0);
  const count = paragraphs.reduce((sum, one) => sum + one.end - one.first, 0);
  if (total <= MAX_TYPED_CHARACTERS && count <= MAX_TYPED_LINES) return null;

  const announces = paragraphs.length > 1 && /[:：]\s*$/.test(plain[first.end - 1] ?? '');
  // A question about much text: what follows is what it is about.
  const asks = paragraphs.length > 2 && /[?？]\s*$/.test(plain[first.end - 1] ?? '');
  const isPaste = announces || asks || total > 2 * MAX_TYPED_CHARACTERS || count > 2 * MAX_TYPED_LINES;
  let characters = 0;
  let kept = 0;
  let cut: { line: number; column: number } | null = null;
  for (const [number, paragraph] of paragraphs.entries()) {
    const isFirst = number === 0;
    const size = paragraph.end - paragraph.first;
    const fits = characters + paragraph.characters <= MAX_TYPED_CHARACTERS && kept + size <= MAX_TYPED_LINES;
    if (fits && (isFirst || !isPaste)) {
      characters += paragraph.characters;
      kept += size;
      continue;
    }
    const isLast = number === paragraphs.length - 1 && !isFirst;
    const isClose = isLast && !announces && (!asks || /[?？]\s*$/.test(plain[paragraph.end - 1] ?? ''));
    if (isClose && paragraph.characters <= MAX_CLOSING_CHARACTERS && size <= MAX_CLOSING_LINES) continue;
    // later paragraphs are no longer the beginning
    kept = MAX_TYPED_LINES;
    pasted.fill(true, paragraph.first, paragraph.end);
    if (isFirst) cut = keepBeginning(lines, pasted, paragraph);
  }
  return cut;
}

/** Keeps the first line of a first paragraph that is too long, up to the end of a sentence or word. */
function keepBeginning(
  lines: readonly string[],
  pasted: boolean[],
  paragraph: Paragraph,
): { line: number; column: number } | null {
  pasted[paragraph.first] = false;
  const line = lines[paragraph.first] ?? '';
  if (line.length <= MAX_TYPED_CHARACTERS) return null;
  const head = line.slice(0, MAX_TYPED_CHARACTERS);
  const sentence = Math.max(
    head.lastIndexOf('. '),
    head.lastIndexOf('! '),
    head.lastIndexOf('? '),
    head.lastIndexOf('。'),
  );
  const column = sentence > 0 ? sentence + 1 : head.lastIndexOf(' ');
  return { line: paragraph.first, column: column > 0 ? column : MAX_TYPED_CHARACTERS };
}
