import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { loadColours } from '../../src/terminal/colours.ts';
import { escapeBlock } from '../../src/terminal/escape.ts';
import { lookOver } from '../../src/terminal/last-look.ts';

const ESC = '\u001B';

describe('the last look', () => {
  it('names what a place forgot to escape, and tells of it', () => {
    const told: string[] = [];
    const look = { colour: true, columns: null, onUnescaped: (text: string) => void told.push(text) };
    expect(lookOver(`a${ESC}[2Jb\r${ESC}[8mc\u202E\n`, look)).toBe('a<U+001B>[2Jb<U+000D><U+001B>[8mc<U+202E>\n');
    expect(told).toHaveLength(1);
    expect(lookOver('all\twell\n', look)).toBe('all\twell\n');
    expect(told).toHaveLength(1);
  });

  it('lets exactly our own colours pass, and only where colours are wanted', async () => {
    for (const paint of Object.values(await loadColours(true))) {
      const painted = paint('word');
      expect(painted).toContain(ESC);
      expect(lookOver(painted, { colour: true, columns: null })).toBe(painted);
      expect(lookOver(painted, { colour: false, columns: null })).not.toContain(ESC);
    }
    for (const other of ['0', '5', '8', '30', '40', '38;5;1', '1;31', ''])
      expect(lookOver(`${ESC}[${other}m`, { colour: true, columns: null })).not.toContain(ESC);
  });

  it('breaks rows before the terminal does, deeper than where they begin, and loses nothing', () => {
    expect(lookOver('Error: one two three four\n', { colour: false, columns: 16 })).toBe(
      'Error: one \n    two three \n    four\n',
    );
    const word = fc.constantFrom('a', 'word ', `${ESC}[1m`, `${ESC}[22m`, '日', '\t', '\n', '  ', 'x'.repeat(30));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), fc.integer({ min: 20, max: 60 }), (parts, columns) => {
        const text = escapeBlock(parts.filter((part) => !part.startsWith(ESC)).join(''));
        const shown = lookOver(parts.join(''), { colour: true, columns });
        const bare = (one: string): string => one.replaceAll(/\p{Cc}\[\d+m/gu, '').replaceAll(/\s/g, '');
        expect(bare(shown)).toBe(bare(text));
        expect(shown.match(/\p{Cc}\[22m/gu)?.length ?? 0).toBeGreaterThanOrEqual(
          parts.filter((one) => one === `${ESC}[22m`).length,
        );
      }),
    );
  });
});
