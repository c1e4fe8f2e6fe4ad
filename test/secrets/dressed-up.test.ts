// Properties of finding: whatever stands around a token, and however it is dressed up, it is found.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactTexts } from '../../src/secrets/index.ts';
import { RULES } from '../../src/secrets/rules/index.ts';

const token = ['gh', 'p_', 'aB3dE5fG7h'.repeat(4).slice(0, 36)].join('');
const ALPHABET = 'q7Xk2LmZ9bRt4WvJ8cNd6YpH3sFg5T';

const filler = fc.constantFrom('lorem ipsum ', 'a = b\n', '{"x": 1}, ', 'x\\n', '%20', '=\n', '“äöü” ');
const hex = (text: string): string[] => text.split('').map((one) => one.charCodeAt(0).toString(16).padStart(2, '0'));
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const dress: fc.Arbitrary<(text: string) => string> = fc.constantFrom(
  (text: string) => text,
  (text: string) =>
    hex(text)
      .map((code) => `%${code}`)
      .join(''),
  (text: string) =>
    hex(text)
      .map((code) => `\\u00${code}`)
      .join(''),
  (text: string) =>
    hex(text)
      .map((code) => `&#x${code};`)
      .join(''),
  (text: string) => hex(`key ${text} end`).join(''),
  (text: string) => base64(`key ${text} end`),
  (text: string) => JSON.stringify(`a\n${text}\nb`),
  (text: string) => `"${text.slice(0, 9)}" + "${text.slice(9)}"`,
  (text: string) => `${text.slice(0, 9)}\\\n${text.slice(9)}`,
  (text: string) => `${text.slice(0, 9)}\u001B[1;31m${text.slice(9)}`,
);

describe('a token', () => {
  it('is found at any place of a text of any length', async () => {
    await fc.assert(
      fc.asyncProperty(filler, fc.nat(150_000), fc.nat(150_000), async (part, before, after) => {
        const pad = (length: number): string => part.repeat(Math.ceil(length / part.length)).slice(0, length);
        const [clean] = await redactTexts([`${pad(before)} ${token} ${pad(after)}`]);
        expect(clean).not.toContain(token);
        expect(clean).toContain('<secret:github-token>');
      }),
      { numRuns: 12 },
    );
  });

  it('is found under any number of characters that nobody sees', async () => {
    const unseen = fc.array(fc.constantFrom('\u200B', '\u00AD', '\uFE0F', '\u{E0041}', '\u2060', '\u034F', '\u0301'), {
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(unseen, { minLength: token.length, maxLength: token.length }), async (between) => {
        const dressed = token
          .split('')
          .map((letter, index) => letter + (between[index] ?? []).join(''))
          .join('');
        const [clean = ''] = await redactTexts([`a ${dressed} b`]);
        expect(clean.replaceAll(/[^ -~]/g, '')).toBe('a <secret:github-token> b');
      }),
      { numRuns: 60 },
    );
  });

  it('is found under any two encodings, one over the other', async () => {
    await fc.assert(
      fc.asyncProperty(dress, dress, async (inner, outer) => {
        // a joint in the very place of a joint is no string any more
        fc.pre(inner !== outer);
        const dressed = outer(inner(token));
        expect((await redactTexts([`see ${dressed} there`]))[0]).toContain('<secret:');
      }),
      { numRuns: 80 },
    );
  });

  it('is replaced in all texts that belong together, once its name gave it away in one', async () => {
    const value = `${ALPHABET.slice(0, 7)}!${ALPHABET.slice(9, 14)}`;
    expect(await redactTexts([`DB_PASSWORD=${value}`, `psql said ${value}, twice: ${value}`, 'nothing'])).toEqual([
      'DB_PASSWORD=<secret:password>',
      'psql said <secret:password>, twice: <secret:password>',
      'nothing',
    ]);
  });
});

describe('redaction', () => {
  it('never keeps a secret of the parts when they are joined', async () => {
    const hits = RULES.filter((rule) => rule.kind === 'secret').flatMap((rule) => rule.hits);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...hits), { minLength: 1, maxLength: 5 }), async (some) => {
        const parts = await redactTexts(some.map((hit) => hit.text));
        const [joined = ''] = await redactTexts([some.map((hit) => hit.text).join('\n\n')]);
        for (const [index, { secret }] of some.entries()) {
          if (secret.length >= 9 && !(parts[index] ?? '').includes(secret)) expect(joined).not.toContain(secret);
        }
      }),
      { numRuns: 60 },
    );
  });
});
