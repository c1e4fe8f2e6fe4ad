// Lines of hostile bytes: huge, cut, packed, oddly encoded. Memory is asserted loosely, but a reader that holds a line fails.
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Line } from '../../src/sources/lines.ts';
import { decodeBytes, MAX_LINE, readLines } from '../../src/sources/lines.ts';

const MB = 1024 * 1024;

async function linesOf(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<{ lines: Line[]; damage: string[] }> {
  const lines: Line[] = [];
  const damage: string[] = [];
  for await (const batch of readLines(decodeBytes(chunks, (reason) => damage.push(reason)))) lines.push(...batch);
  return { lines, damage };
}

async function textsOf(...chunks: readonly (string | Uint8Array)[]): Promise<readonly (string | null)[]> {
  return (await linesOf(chunks.map((chunk) => Buffer.from(chunk)))).lines.map((line) => line.text);
}

/** Cuts bytes into pieces of the given sizes, over and over. */
function* cut(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

/** As the reader decodes a line: white space at its ends gone, lone surrogates replaced. */
function trim(line: string): string {
  return Buffer.from(line, 'utf8')
    .toString('utf8')
    .replaceAll(/^[ \t\r]+|[ \t\r]+$/g, '');
}

function* millionLines(): Generator<Uint8Array> {
  for (let count = 0; count < 1_000; count += 1) {
    yield Buffer.from(`{"type":"note","n":${count},"text":"${'y'.repeat(60)}"}\n`.repeat(1_000));
  }
}

describe('lines', () => {
  it('gives the lines of a text, however it is cut into chunks', async () => {
    const text = fc.array(
      fc.string({ unit: 'grapheme', maxLength: 30 }).map((line) => line.replaceAll(/[\n\r\0\ufeff]/g, '')),
      { maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('\n', '\r\n'),
        async (lines, sizes, end) => {
          // A line in front, so that no random first bytes look like gzip or a byte order mark.
          const bytes = Buffer.from(['first', ...lines].join(end));
          const found = (await linesOf(cut(bytes, sizes))).lines;
          const expected = ['first', ...lines]
            .map((line, index) => ({ number: index + 1, text: trim(line) }))
            .filter(({ text }) => text !== '');
          expect(found.map(({ number, text }) => ({ number, text }))).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('reads byte order marks, UTF-16, NUL runs and broken UTF-8', async () => {
    expect(await textsOf('\ufeffone\r\n\r\n  \ntwo')).toEqual(['one', 'two']);
    expect(await textsOf(Buffer.from('\ufeffé1\né2', 'utf16le'))).toEqual(['é1', 'é2']);
    expect(await textsOf(Buffer.from('\ufeffé1\né2', 'utf16le').swap16())).toEqual(['é1', 'é2']);
    expect(await textsOf('one\n', Buffer.alloc(3 * MB), 'two\n')).toEqual(['one', 'two']);
    expect(await textsOf(Buffer.from([0x61, 0xff, 0x0a, 0x62]))).toEqual(['a\ufffd', 'b']);
    expect(await textsOf('')).toEqual([]);
    expect(await textsOf('\n\n\n')).toEqual([]);
  });

  it('unpacks gzip, also from one byte at a time', async () => {
    const packed = gzipSync('one\ntwo\nthree');
    expect((await linesOf(cut(packed, [1]))).lines.map((line) => line.text)).toEqual(['one', 'two', 'three']);
  });

  it('says where gzip data is damaged and keeps what came before', async () => {
    const text = Array.from({ length: 50_000 }, (_, index) => `line ${index} ${Math.imul(index, 2_654_435_761)}`).join(
      '\n',
    );
    const { lines, damage } = await linesOf([gzipSync(text).subarray(0, 200_000)]);
    expect(lines.length).toBeGreaterThan(1_000);
    expect(damage).toEqual([expect.stringMatching(/damaged or cut/)]);
  });

  it('holds a line of exactly the limit and passes by a longer one', async () => {
    const fits = Buffer.alloc(MAX_LINE, 'a');
    const { lines } = await linesOf([fits, Buffer.from('\n'), fits, Buffer.from('b\nnext')]);
    expect(lines.map((line) => [line.number, line.text?.length ?? null])).toEqual([
      [1, MAX_LINE],
      [2, null],
      [3, 4],
    ]);
  });

  it('passes by a line of 1 GB in flat memory', async () => {
    const chunk = Buffer.alloc(MB, 'x');
    const before = process.memoryUsage().rss;
    let most = 0;
    const bytes = function* (): Generator<Uint8Array> {
      yield Buffer.from('first\n');
      for (let count = 0; count < 1_024; count += 1) {
        if (count % 64 === 0) most = Math.max(most, process.memoryUsage().rss);
        yield Buffer.from(chunk);
      }
      yield Buffer.from('\nlast\n');
    };
    const { lines } = await linesOf(bytes());
    expect(lines).toEqual([
      { number: 1, text: 'first', ended: true },
      { number: 2, text: null, ended: true },
      { number: 3, text: 'last', ended: true },
    ]);
    expect((most - before) / MB).toBeLessThan(200);
  });

  it('reads a million lines in flat memory', async () => {
    const before = process.memoryUsage().rss;
    let most = 0;
    let count = 0;
    for await (const batch of readLines(decodeBytes(millionLines(), () => undefined))) {
      count += batch.length;
      most = Math.max(most, process.memoryUsage().rss);
    }
    expect(count).toBe(1_000_000);
    expect((most - before) / MB).toBeLessThan(200);
  });
});
