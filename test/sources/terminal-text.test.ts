// What a terminal shows of a line, and lines as one text with the gaps between them.
import { cpuTime } from '../helpers/cpu-time.ts';
import { describe, expect, it } from 'vitest';
import { decodeBytes, readLines } from '../../src/sources/lines.ts';
import { joinLines, plainLine } from '../../src/sources/terminal-text.ts';

describe('a line as a terminal shows it', () => {
  it.each([
    ['\u001b[32;1m$ npm test\u001b[0;m', '$ npm test'],
    ['0% [Working]\r            \rHit:1 http://ports.invalid', 'Hit:1 http://ports.invalid'],
    ['done\r', 'done'],
    ['\u001b[?2004hroot@box:/app# ls', 'root@box:/app# ls'],
    ['\u001b]0;title\u0007text', 'text'],
    ['a\u0000b\u0007c', 'abc'],
    ['  indented stays', '  indented stays'],
  ])('%j', (text, shown) => {
    expect(plainLine(text)).toBe(shown);
  });

  it('takes no time on a line made to take it', () => {
    const started = cpuTime();
    for (const piece of ['\u001b[', '\u001b]', '\u001b[1;', '\r', '\u001b]x\u001b']) plainLine(piece.repeat(500_000));
    expect(cpuTime() - started).toBeLessThan(10_000);
  });
});

describe('lines of a text', () => {
  it('keep their white space, and the blank lines between them as one', async () => {
    const text = 'one  \r\n\n \n  two\n\tthree';
    const found = [];
    for await (const batch of readLines(
      decodeBytes([Buffer.from(text)], () => undefined),
      null,
      true,
    ))
      found.push(...batch.map((line) => ({ line: line.number, text: line.text ?? '' })));
    expect(found).toEqual([
      { line: 1, text: 'one  ' },
      { line: 4, text: '  two' },
      { line: 5, text: '\tthree' },
    ]);
    expect(joinLines(found)).toBe('one  \n\n  two\n\tthree');
  });
});
