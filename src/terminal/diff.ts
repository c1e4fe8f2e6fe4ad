// Shows what a change does to a file, from its real bytes. Every line starts with our own gutter (sign, line number,
// bar), wrapped lines too, so no content can pass for a line of ours, a prompt or another diff.
import { diffWordsWithSpace, structuredPatch } from 'diff';

import type { Colours } from './colours.ts';
import { escapeLine } from './escape.ts';
import type { Span } from './wrap.ts';
import { breakSpans } from './wrap.ts';

/** Milliseconds after which a difference counts as too large to compute and both texts are shown whole. */
const DIFF_TIMEOUT = 2000;
/** Lines that may be compared word by word with their counterpart. */
const MAX_WORD_DIFF_LENGTH = 2000;

export interface DiffView {
  /** Text before, null when the file is added. */
  readonly before: string | null;
  /** Text after, null when the file is removed. */
  readonly after: string | null;
  readonly columns: number;
  readonly colours: Colours;
  /** True to mark changed words within changed lines. */
  readonly markWords: boolean;
}

interface DiffLine {
  readonly sign: '+' | '-' | ' ';
  readonly number: number;
  readonly text: string;
  /** The file ends here without a newline. */
  unterminated: boolean;
}

/** A unified diff with our gutter; ends with a newline. Says so when nothing differs. */
export function printDiff(view: DiffView): string {
  const hunks = findHunks(view.before ?? '', view.after ?? '');
  if (hunks.length === 0) return view.before === view.after ? '(no difference)\n' : '(an empty file)\n';
  const digits = String(Math.max(...hunks.flat().map((line) => line.number))).length;
  return hunks.map((hunk) => printHunk(hunk, digits, view)).join(`${view.colours.dim(`  ${'.'.repeat(digits)} |`)}\n`);
}

function findHunks(before: string, after: string): DiffLine[][] {
  const patch = structuredPatch('', '', before, after, undefined, undefined, { context: 3, timeout: DIFF_TIMEOUT });
  if (patch === undefined) return [[...wholeText('-', before), ...wholeText('+', after)]];
  return patch.hunks.map((hunk) => {
    let [old, now] = [hunk.oldStart, hunk.newStart];
    const lines: DiffLine[] = [];
    for (const raw of hunk.lines) {
      const sign = raw[0];
      const text = raw.slice(1);
      if (sign === '-') lines.push({ sign, number: old++, text, unterminated: false });
      else if (sign === '+') lines.push({ sign, number: now++, text, unterminated: false });
      else if (sign === ' ') {
        lines.push({ sign, number: now++, text, unterminated: false });
        old += 1;
      } else {
        // `\ No newline at end of file`: about the line before; no content line can start with it.
        const last = lines.at(-1);
        if (last !== undefined) last.unterminated = true;
      }
    }
    return lines;
  });
}

function wholeText(sign: '+' | '-', text: string): DiffLine[] {
  const lines = text.split('\n');
  const unterminated = lines.at(-1) !== '';
  if (!unterminated) lines.pop();
  return lines.map((line, index) => ({
    sign,
    number: index + 1,
    text: line,
    unterminated: unterminated && index === lines.length - 1,
  }));
}

function printHunk(hunk: readonly DiffLine[], digits: number, view: DiffView): string {
  const counterparts = view.markWords ? pairChangedLines(hunk) : new Map<DiffLine, DiffLine>();
  return hunk.map((line) => printLine(line, counterparts.get(line), digits, view)).join('');
}

function printLine(line: DiffLine, counterpart: DiffLine | undefined, digits: number, view: DiffView): string {
  const { colours } = view;
  const paint = { '+': colours.added, '-': colours.removed, ' ': (text: string) => text }[line.sign];
  const spans: Span[] =
    counterpart === undefined
      ? [{ text: escapeTabbed(line.text), paint }]
      : markWords(line, counterpart, colours, paint);
  const gutter = `${line.sign} ${String(line.number).padStart(digits)} | `;
  const continued = `${line.sign} ${' '.repeat(digits)} | `;
  const rows = breakSpans(spans, Math.max(20, view.columns - gutter.length));
  const note = line.unterminated
    ? `${colours.dim(`${line.sign} ${' '.repeat(digits)} (no newline at the end)`)}\n`
    : '';
  return rows.map((row, index) => `${paint(index === 0 ? gutter : continued)}${row}\n`).join('') + note;
}

function markWords(line: DiffLine, counterpart: DiffLine, colours: Colours, paint: Span['paint']): Span[] {
  const [before, after] = line.sign === '-' ? [line, counterpart] : [counterpart, line];
  const mark = line.sign === '-' ? colours.removedWord : colours.addedWord;
  return diffWordsWithSpace(before.text, after.text)
    .filter((part) => (line.sign === '-' ? !part.added : !part.removed))
    .map((part) => ({ text: escapeTabbed(part.value), paint: part.added || part.removed ? mark : paint }));
}

/** Pairs the lines of a run of removals with those of the run of additions that follows it, when there are as many. */
function pairChangedLines(hunk: readonly DiffLine[]): Map<DiffLine, DiffLine> {
  const pairs = new Map<DiffLine, DiffLine>();
  let index = 0;
  while (index < hunk.length) {
    const removed = takeRun(hunk, index, '-');
    const added = takeRun(hunk, index + removed.length, '+');
    if (removed.length === added.length) {
      removed.forEach((line, position) => {
        const other = added[position];
        if (other === undefined || line.text.length + other.text.length > MAX_WORD_DIFF_LENGTH) return;
        pairs.set(line, other).set(other, line);
      });
    }
    index += Math.max(1, removed.length + added.length);
  }
  return pairs;
}

function takeRun(hunk: readonly DiffLine[], start: number, sign: DiffLine['sign']): DiffLine[] {
  let end = start;
  while (hunk[end]?.sign === sign) end += 1;
  return hunk.slice(start, end);
}

/** A tab is shown as spaces by the wrapper; everything else unseen is named. */
function escapeTabbed(text: string): string {
  return text.split('\t').map(escapeLine).join('\t');
}
