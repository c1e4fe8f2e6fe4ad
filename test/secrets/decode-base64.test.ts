// One layer of base64: what is readable is decoded, nothing else is looked at.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64Tokens } from '../../src/secrets/decode-base64.ts';

describe('decodeBase64Tokens', () => {
  it('finds every token of readable text, wherever it stands', () => {
    const readable = fc.stringMatching(/^[ -~]{18,80}$/);
    // a line end alone would make two tokens one that is written in lines
    const gap = fc.stringMatching(/^[ .,:"][ .,:"\n]{0,39}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(gap, readable), { maxLength: 8 }), (parts) => {
        const text = parts.map(([before, said]) => before + Buffer.from(said).toString('base64')).join('');
        const found = decodeBase64Tokens(`${text} `);
        expect(found.map((token) => token.text)).toEqual(parts.map(([, said]) => said));
        expect(found.map((token) => text.slice(token.start, token.end))).toEqual(
          parts.map(([, said]) => Buffer.from(said).toString('base64')),
        );
      }),
    );
  });

  it('leaves paths, hashes and short words alone', () => {
    expect(decodeBase64Tokens('src/components/forms/SubmitButton/index')).toEqual([]);
    expect(decodeBase64Tokens('9e107d9d372bb6826bd81d3542a419d6b2d8d4d1')).toEqual([]);
    expect(decodeBase64Tokens('aGVsbG8=')).toEqual([]);
    expect(decodeBase64Tokens('a'.repeat(100_000))).toEqual([]);
  });
});
