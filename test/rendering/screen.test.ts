// What stands on a screen after the program printed the words of others: exactly what was printed, row by row, at any
// width, with nothing hidden, moved or overwritten, and none of it where the program's own words begin.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { printBehindBar } from '../../src/terminal/behind-bar.ts';
import { escapeLine } from '../../src/terminal/escape.ts';
import { lookOver } from '../../src/terminal/last-look.ts';
import { wrapWords } from '../../src/terminal/wrap.ts';
import { findDangerous, findDifference, rowsOf, showOnScreen, type WidthTable } from './emulator.ts';
import { corpusIsThere, HONEST, HOSTILE, readCorpora, readHonest } from './hostile-strings.ts';
import { printDocument, printPaths } from './printed-paths.ts';

const WIDTHS = [40, 60, 80, 200];

/** Rows that begin with a gutter or an indent of ours; the others must begin with a word of ours. */
const BEHIND_GUTTER = /^(?:\s|[|] |[+-] +\d* |\d+ .{0,20}\| |$)/;

/** The words that rows at the left edge begin with; the same for every text, or the text got there. */
function firstWords(printed: string): readonly string[] {
  return rowsOf(printed).flatMap((row) => (BEHIND_GUTTER.test(row) ? [] : [/^\S+/.exec(row)?.[0] ?? '']));
}

const expected = new Map<number, ReadonlyMap<string, ReadonlySet<string>>>();

/** The words at the edge when nothing is hostile; our own sentences wrap, so they depend on the width. */
async function wordsAtEdge(columns: number): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const known = expected.get(columns);
  if (known !== undefined) return known;
  const harmless = await printPaths('harmless', columns, false);
  const words = new Map([...harmless].map(([name, printed]) => [name, new Set(firstWords(printed))]));
  expected.set(columns, words);
  return words;
}

/** What is wrong with one text on all paths at one width. */
async function findViolations(
  text: string,
  columns: number,
  colour: boolean,
  tables: readonly WidthTable[] = ['wide'],
): Promise<readonly string[]> {
  const known = await wordsAtEdge(columns);
  const paths = await printPaths(text, columns, colour);
  const wrong: string[] = [];
  for (const [name, printed] of paths) {
    const foreign = firstWords(printed).find((word) => known.get(name)?.has(word) !== true);
    if (foreign !== undefined) wrong.push(`${name} at ${columns}: ${JSON.stringify(foreign)} stands at the edge`);
  }
  // On one screen below each other: what one does to the next is seen, too.
  const all = [...paths.values()].join('');
  for (const table of tables) {
    const difference = await findDifference(all, columns, table);
    if (difference !== null) wrong.push(difference);
  }
  return wrong.map((what) => `${JSON.stringify(text.slice(0, 80))}: ${what}`);
}

describe('the emulator', () => {
  it('sees what raw text would do, so that the tests below can fail', async () => {
    expect(await findDifference('a\rb\n', 80, 'wide')).toContain('sends');
    expect((await showOnScreen('long hidden\r\u001B[Kb', 80)).rows[0]).toBe('b');
    expect((await showOnScreen('\u001B]0;title\u0007', 80)).events).toEqual(['title title']);
    expect((await showOnScreen('日本語'.repeat(20), 80)).broken).not.toEqual([]);
    expect(await findDifference(`${'日本語'.repeat(20)}\n`, 80, 'wide')).toContain('broke a row');
  });
});

describe('the screen', () => {
  it.each(WIDTHS)('shows hostile text on every path as it was printed, %i cells wide', async (columns) => {
    const wrong: string[] = [];
    for (const text of HOSTILE) {
      const tables: readonly WidthTable[] = columns === 40 ? ['wide', 'narrow'] : ['wide'];
      wrong.push(...(await findViolations(text, columns, columns !== 60, tables)));
    }
    expect(wrong).toEqual([]);
  });

  it('shows what people write in their languages as it is', async () => {
    for (const text of [...HONEST, ...(corpusIsThere ? readHonest() : [])]) {
      expect(await findViolations(text, 80, true)).toEqual([]);
      // Joined pictures and their variants are named in part, and stay readable.
      if (!/\u200D|\uFE0F|[\u{E0000}-\u{E007F}]/u.test(text)) expect(escapeLine(text)).toBe(text);
    }
  });

  it('cannot be led astray by any text (property)', async () => {
    const character = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom(
        ...Array.from('\u0301\u0338\u20DD\u0903\u200B\u202E\u2066\uFE0F\u3164\u2800\uFFF9\u{E0041}\uD800'),
      ),
      fc.constantFrom('\n', '\r', '\t', ' ', '|', '日', '🚀', '<', '>', '\u001B[', '\u009B'),
    );
    const text = fc.array(character, { maxLength: 120 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 30, max: 120 }), async (hostile, columns) => {
        const printed = lookOver(
          `${printBehindBar(hostile, columns)}\n  ${wrapWords(escapeLine(hostile), columns, '  ')}\n`,
          { colour: false, columns, onUnescaped: (forgotten) => expect(forgotten).toBe('') },
        );
        for (const row of rowsOf(printed)) expect(row).toMatch(/^(?: {2}| *$)/);
        for (const table of ['wide', 'narrow'] as const)
          expect(await findDifference(printed, columns, table)).toBe(null);
      }),
      { numRuns: 60 },
    );
  });

  it('gives every character at most the cells that it is counted for', async () => {
    // All of Unicode, in rows that are wrapped at the width: the terminal has nothing left to wrap.
    let text = '';
    for (let code = 0x20; code < 0x32000; code += 1)
      if (code < 0xd800 || code > 0xf8ff) text += String.fromCodePoint(code);
    const shown = escapeLine(text).replaceAll(/(?:<U\+[0-9A-F]{4,6}>)+/g, ' ');
    const printed = `${printBehindBar(shown, 64)}\n`;
    for (const table of ['wide', 'narrow'] as const) expect(await findDifference(printed, 64, table)).toBe(null);
  });

  it('stays quick with floods', () => {
    const started = process.cpuUsage().user;
    for (const flood of ['\u0301', '\u0903', '\u202E', 'x', '日', ' ', '\t', '\u001B'].map((one) =>
      one.repeat(100_000),
    ))
      printBehindBar(flood, 80);
    expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(20);
  });
});

describe('a document', () => {
  it('is valid JSON of the same value, and safe to look at on a terminal', () => {
    for (const text of [...HOSTILE, ...(corpusIsThere ? [...readCorpora().values()].flat() : [])]) {
      const printed = printDocument(text);
      expect(findDangerous(printed)).toBe(null);
      expect(Object.keys(JSON.parse(printed) as object)).toEqual([text]);
    }
  });
});

describe.skipIf(!corpusIsThere)('the security corpora', () => {
  it.each([...(corpusIsThere ? readCorpora() : new Map<string, string[]>())])(
    '%s changes nothing on the screen',
    async (name, texts) => {
      const wrong: string[] = [];
      const crafted = name === 'ansi' || name === 'unicode';
      // The small sets one by one at every width, the large ones in handfuls.
      const handful = crafted ? 1 : 40;
      for (const columns of crafted ? WIDTHS : [60]) {
        for (let at = 0; at < texts.length; at += handful)
          wrong.push(...(await findViolations(texts.slice(at, at + handful).join('\n'), columns, true)));
      }
      expect(wrong).toEqual([]);
    },
    120_000,
  );
});
