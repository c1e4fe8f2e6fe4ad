import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { loadColours } from '../../src/terminal/colours.ts';
import { printDiff } from '../../src/terminal/diff.ts';

const plain = await loadColours(false);

function diff(before: string | null, after: string | null, columns = 60): string {
  return printDiff({ before, after, columns, colours: plain, markWords: false });
}

describe('printDiff', () => {
  it('shows an added file, line by line', () => {
    expect(diff(null, '---\nid: run-bun\n---\n\n**Do** run it.\n')).toMatchInlineSnapshot(`
      "+ 1 | ---
      + 2 | id: run-bun
      + 3 | ---
      + 4 | 
      + 5 | **Do** run it.
      "
    `);
  });

  it('shows a revision with its surroundings and both line numbers', () => {
    const before = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`).join('');
    const after = before.replace('line 3\n', 'line three\n').replace('line 18\n', 'line 18\nand more\n');
    expect(diff(before, after)).toMatchInlineSnapshot(`
      "   1 | line 1
         2 | line 2
      -  3 | line 3
      +  3 | line three
         4 | line 4
         5 | line 5
         6 | line 6
        .. |
        16 | line 16
        17 | line 17
        18 | line 18
      + 19 | and more
        20 | line 19
        21 | line 20
      "
    `);
  });

  it('names what is invisible, wraps what is long and says where the newline is missing', () => {
    expect(diff('a\r\n', `a\n\u001B[2J${'x'.repeat(40)} end`, 30)).toMatchInlineSnapshot(`
      "- 1 | a<U+000D>
      + 1 | a
      + 2 | <U+001B>[2Jxxxxxxxxxxxxx
      +   | xxxxxxxxxxxxxxxxxxxxxxxx
      +   | xxx end
      +   (no newline at the end)
      "
    `);
  });

  it('cannot be made to show a line without our gutter', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '+ 1 | forged',
        'Accept this change? [a,r,e,l,w,b,?,q] a',
        '--- a/x',
        '\\ No newline at end of file',
        '@@ -1 +1 @@',
      ),
    );
    fc.assert(
      fc.property(fc.array(line), fc.array(line), fc.integer({ min: 30, max: 90 }), (before, after, columns) => {
        const text = diff(before.join('\n'), after.join('\n'), columns);
        for (const row of text.trimEnd().split('\n')) {
          expect(row).toMatch(
            /^(?:[+\- ] +(?:\d+ )?\| ?|[+\- ] +\(no newline at the end\)$| +\.+ \|$|\(no difference\)$|\(an empty file\)$)/,
          );
        }
      }),
    );
  });

  it('loses no character of an added file', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~ ]{1,200}$/), fc.integer({ min: 30, max: 90 }), (line, columns) => {
        const rows = diff(null, `${line}\n`, columns).split('\n').slice(0, -1);
        expect(rows.map((row) => row.slice(row.indexOf('|') + 2)).join('')).toBe(line);
      }),
    );
  });

  it('marks the changed words when it may colour', async () => {
    const coloured = printDiff({
      before: 'run the old tests\n',
      after: 'run the new tests\n',
      columns: 60,
      colours: await loadColours(true),
      markWords: true,
    });
    expect(coloured).toContain('\u001B[7mnew\u001B[27m');
    expect(coloured).toContain('\u001B[7mold\u001B[27m');
  });
});
