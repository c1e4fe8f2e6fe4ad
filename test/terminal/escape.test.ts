import { existsSync, readFileSync } from 'node:fs';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { escapeBlock, escapeLine, printJson } from '../../src/terminal/escape.ts';

/** What no terminal may ever be sent from untrusted text; newline and tab are allowed in blocks. */
const DANGEROUS = new RegExp(
  String.raw`[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]|[\u{E0000}-\u{E0FFF}]`,
  'u',
);

const CORPUS = new URL('../../../shared/corpora/security/', import.meta.url);
const corpusIsThere = existsSync(CORPUS);
if (!corpusIsThere) process.stderr.write('Skipped: escape tests over the security corpus, which is not here.\n');

function readSamples(file: string): string[] {
  return readFileSync(new URL(file, CORPUS), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => z.object({ input: z.string() }).parse(JSON.parse(line)).input);
}

describe('escaping', () => {
  it('names what a terminal would act on or hide, and keeps the rest', () => {
    expect(escapeLine('a\u001B[2Jb')).toBe('a<U+001B>[2Jb');
    expect(escapeLine('one\ntwo\tthree')).toBe('one<U+000A>two<U+0009>three');
    expect(escapeBlock('one\ntwo\tthree\r')).toBe('one\ntwo\tthree<U+000D>');
    expect(escapeLine('if (admin\u202E) \u2066{')).toBe('if (admin<U+202E>) <U+2066>{');
    expect(escapeLine('run\u{E0041}')).toBe('run<U+E0041>');
    expect(escapeLine('\uD800x\uE000\u0378\u3164\u2800')).toBe('<U+D800>x<U+E000><U+0378><U+3164><U+2800>');
    expect(escapeLine('Größe, 日本語, ✓, 🚀, עברית')).toBe('Größe, 日本語, ✓, 🚀, עברית');
  });

  it('leaves nothing dangerous in any text, and is idempotent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(escapeBlock(text)).not.toMatch(DANGEROUS);
        expect(escapeLine(text)).not.toMatch(/[\n\t]/);
        expect(escapeLine(escapeLine(text))).toBe(escapeLine(text));
      }),
    );
  });

  it('prints JSON that parses to the same value and is safe to look at', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
        const json = printJson({ value, text });
        expect(json).not.toMatch(DANGEROUS);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ value, text })));
      }),
    );
  });
});

describe.skipIf(!corpusIsThere)('escaping the security corpus', () => {
  it.each(['crafted/ansi.jsonl', 'crafted/unicode.jsonl'])('leaves nothing dangerous of %s', (file) => {
    const inputs = readSamples(file);
    expect(inputs.length).toBeGreaterThan(10);
    for (const input of inputs) {
      expect(escapeBlock(input)).not.toMatch(DANGEROUS);
      expect(escapeLine(input)).not.toMatch(DANGEROUS);
    }
  });

  it('leaves nothing dangerous of a list of naughty strings', () => {
    const strings = z.array(z.string()).parse(JSON.parse(readFileSync(new URL('unicode/blns.json', CORPUS), 'utf8')));
    for (const text of strings) expect(escapeBlock(text)).not.toMatch(DANGEROUS);
  });
});
