// The last look at everything that is printed. What is untrusted was escaped where it was put into a sentence; here the
// program makes sure of it once more, so that a place where that was forgotten shows `<U+001B>` and nothing worse.
import { nameUnseen } from '../model/unseen.ts';
import { breakSpans, measureWidth, type Span } from './wrap.ts';

/** The colour sequences of `colours.ts` and nothing else: no hidden text, no black on black, no cursor. */
const OWN_COLOUR = new RegExp(String.raw`(\u001B\[(?:1|2|7|22|27|31|32|33|36|39)m)`);
/** A row that goes on is indented by at least this much, so that it never begins where our own rows do. */
const HANGING = 4;
/** An indent deeper than this is text, not layout. */
const DEEPEST = 16;

export interface Look {
  /** Whether our own colours may pass. */
  readonly colour: boolean;
  /** Width of the terminal, at which rows are broken with an indent; null to leave rows as long as they are. */
  readonly columns: number | null;
  /** Told of text that was not escaped before: a defect of ours, which a test can look for. */
  readonly onUnescaped?: ((text: string) => void) | undefined;
}

/** Names every unseen character but newlines, tabs and our own colours, and breaks rows that a terminal would break. */
export function lookOver(text: string, look: Look): string {
  const parts = look.colour ? text.split(OWN_COLOUR) : [text];
  const safe = parts.map((part, at) => (at % 2 === 1 ? part : nameUnseen(part, '\n\t'))).join('');
  if (safe !== text) look.onUnescaped?.(text);
  const { columns } = look;
  return columns === null
    ? safe
    : safe
        .split('\n')
        .map((row) => breakRow(row, columns, look.colour))
        .join('\n');
}

function breakRow(printed: string, columns: number, colour: boolean): string {
  // How far a tab goes depends on where it stands; spaces can be counted.
  const row = printed.replaceAll('\t', '    ');
  const parts = colour ? row.split(OWN_COLOUR) : [row];
  const words = parts.filter((_, at) => at % 2 === 0).join('');
  if (measureWidth(words) <= columns) return row;
  const before = /^ */.exec(words)?.[0].length ?? 0;
  const indent = ' '.repeat(Math.min(before + HANGING, DEEPEST, Math.floor(columns / 2)));
  // A colour takes no cell: it goes with the words behind it.
  const spans: Span[] = [];
  let colours = '';
  parts.forEach((part, at) => {
    if (at % 2 === 1) colours += part;
    else if (part !== '') {
      const own = colours;
      spans.push({ text: part, paint: (words) => own + words });
      colours = '';
    }
  });
  return breakSpans(spans, columns - indent.length).join(`\n${indent}`) + colours;
}
