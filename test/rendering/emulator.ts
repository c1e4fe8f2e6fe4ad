// A terminal without a window: takes the bytes that the program prints, and says what stands on the screen.
import type { Terminal as TerminalType } from '@xterm/headless';
import xterm from '@xterm/headless';
import { util } from 'prettier';

const { Terminal } = xterm;

export interface Screen {
  /** Every row from the top, the scrolled ones too, without the blanks at its end. */
  readonly rows: readonly string[];
  /** Rows that the terminal itself began, because the one before was too long. */
  readonly broken: readonly string[];
  /** What else happened: a title, a bell. */
  readonly events: readonly string[];
}

/** Widths of a table of Unicode 6 (`narrow`: emoji take one cell, younger marks too), or the widest there are (`wide`). */
export type WidthTable = 'narrow' | 'wide';

/** Shows bytes on a terminal of some width; a newline moves to the left edge, as a tty makes it. */
export async function showOnScreen(bytes: string, columns: number, table: WidthTable = 'wide'): Promise<Screen> {
  const terminal = new Terminal({
    cols: columns,
    rows: 50,
    scrollback: 200_000,
    convertEol: true,
    allowProposedApi: true,
  });
  try {
    if (table === 'wide') useWideTable(terminal);
    const events: string[] = [];
    terminal.onTitleChange((title) => void events.push(`title ${title}`));
    terminal.onBell(() => void events.push('bell'));
    await new Promise<void>((done) => terminal.write(bytes, done));
    const buffer = terminal.buffer.active;
    if (buffer.type !== 'normal') events.push('alternate screen');
    const rows: string[] = [];
    const broken: string[] = [];
    for (let y = 0; y <= buffer.baseY + buffer.cursorY; y += 1) {
      const line = buffer.getLine(y);
      const text = line?.translateToString(true) ?? '';
      rows.push(text);
      if (line?.isWrapped === true) broken.push(text);
    }
    return { rows, broken, events };
  } finally {
    terminal.dispose();
  }
}

function useWideTable(terminal: TerminalType): void {
  const widths = new Map<number, 0 | 1 | 2>();
  const wcwidth = (code: number): 0 | 1 | 2 => {
    let width = widths.get(code);
    if (width === undefined) {
      const character = String.fromCodePoint(code);
      width = /^[\p{Mn}\p{Me}\p{Cc}]$/u.test(character) ? 0 : util.getStringWidth(character) === 2 ? 2 : 1;
      widths.set(code, width);
    }
    return width;
  };
  terminal.unicode.register({
    version: 'wide',
    wcwidth,
    // As the emulator packs it: whether the character joins the one before, and its cells.
    charProperties: (code, preceding) => {
      const own = wcwidth(code);
      const before = (preceding >> 1) & 3;
      const joins = own === 0 && preceding !== 0 && before !== 0;
      return ((joins ? Math.max(own, before) : own) << 1) | (joins ? 1 : 0);
    },
  });
  terminal.unicode.activeVersion = 'wide';
}

/** The colours of the program, and nothing else that begins with an escape character. */
const OWN_COLOURS = new RegExp(String.raw`\u001B\[(?:1|2|7|22|27|31|32|33|36|39)m`, 'g');
/** What must never reach a terminal, but for newlines. */
const DANGEROUS = new RegExp(
  String.raw`[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\u2800\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\uFFFE\uFFFF]|[\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]|\p{Cs}|[\p{Mn}\p{Me}]{5}`,
  'u',
);

/** Rows of printed text without its colours. */
export function rowsOf(printed: string): readonly string[] {
  return printed.replaceAll(OWN_COLOURS, '').split('\n');
}

/** What is wrong with printed text by itself: bytes that a terminal acts on, or hides. */
export function findDangerous(printed: string): string | null {
  const found = DANGEROUS.exec(printed.replaceAll(OWN_COLOURS, '').replaceAll('\t', ''));
  return found === null ? null : JSON.stringify(printed.slice(Math.max(0, found.index - 30), found.index + 30));
}

/** What is wrong with printed text on a screen: rows that are not what was printed, in this order and each from the edge. */
export async function findDifference(printed: string, columns: number, table: WidthTable): Promise<string | null> {
  const dangerous = findDangerous(printed);
  if (dangerous !== null) return `sends ${dangerous}`;
  const screen = await showOnScreen(printed, columns, table);
  if (screen.events.length > 0) return screen.events.join(', ');
  if (screen.broken.length > 0) return `at ${columns} the terminal broke a row: ${JSON.stringify(screen.broken[0])}`;
  const expected = rowsOf(printed).map((row) => row.trimEnd());
  const at = expected.findIndex((row, index) => row !== screen.rows[index]?.trimEnd());
  return at === -1
    ? null
    : `at ${columns} row ${at} is ${JSON.stringify(screen.rows[at])}, not ${JSON.stringify(expected[at])}`;
}
