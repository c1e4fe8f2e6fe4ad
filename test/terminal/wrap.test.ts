import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { breakSpans, measureWidth, wrapWords } from '../../src/terminal/wrap.ts';

describe('wrapping', () => {
  it('counts cells as a terminal does', () => {
    expect(measureWidth('abc')).toBe(3);
    expect(measureWidth('日本')).toBe(4);
    expect(measureWidth('e\u0301')).toBe(1);
    expect(measureWidth('🚀')).toBe(2);
  });

  it('wraps between words and indents what follows', () => {
    expect(wrapWords('one two three four', 12, '  ')).toBe('one two\n  three four');
    expect(wrapWords('abcdefghijklmnopqrstuvwxyz', 14)).toBe('abcdefghijklmn\nopqrstuvwxyz');
  });

  it('keeps the spaces that are there', () => {
    expect(wrapWords('  if x:  # two', 40)).toBe('  if x:  # two');
    expect(wrapWords('', 40, '  ')).toBe('');
  });

  it('never makes a line too wide and never loses a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 4, max: 40 }), (text, width) => {
        const line = text.replaceAll(/\s/g, ' ');
        const rows = breakSpans([{ text: line, paint: (part) => part }], width);
        expect(rows.join('')).toBe(line);
        for (const row of rows) expect(measureWidth(row)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
