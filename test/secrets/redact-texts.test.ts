// Finding and redacting as the callers do it: many texts at once, hostile ones among them.
import { cpuTime } from '../helpers/cpu-time.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecrets, redactTexts, replaceSpans } from '../../src/secrets/index.ts';
import { RULES } from '../../src/secrets/rules/index.ts';

const token = ['gh', 'p_', 'aB3dE5fG7h'.repeat(4).slice(0, 36)].join('');

async function redact(text: string): Promise<string | undefined> {
  return (await redactTexts([text]))[0];
}

/** Pieces that rules look for and pieces that confuse them. */
const piece = fc.oneof(
  fc.constantFrom(...RULES.flatMap((rule) => [...rule.hits.map((hit) => hit.text), ...rule.misses])),
  fc.constantFrom(
    '<secret:password>',
    '<email>',
    '<user>',
    '<',
    '>',
    ' ',
    '\n',
    '=',
    ':',
    '@',
    '/',
    '"',
    'password=',
    'token: ',
    '://a:',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

describe('redactTexts', () => {
  it('replaces by typed placeholders and leaves the rest', async () => {
    expect(
      await redactTexts([
        `export GITHUB_TOKEN=${token} # for ann@acme.io`,
        'psql postgres://app:geheim7@db.host:5432/app',
        'cd /Users/annlee/work && ls',
        '9e107d9d372bb6826bd81d3542a419d6b2d8d4d1 and 123e4567-e89b-12d3-a456-426614174000',
        '',
      ]),
    ).toEqual([
      'export GITHUB_TOKEN=<secret:github-token> # for <email>',
      'psql postgres://app:<secret:password>@db.host:5432/app',
      'cd /Users/<user>/work && ls',
      '9e107d9d372bb6826bd81d3542a419d6b2d8d4d1 and 123e4567-e89b-12d3-a456-426614174000',
      '',
    ]);
  });

  it('finds secrets that are dressed up', async () => {
    const wide = token
      .split('')
      .map((letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0))
      .join('');
    expect(await redact(`a ${wide} b`)).toBe('a <secret:github-token> b');
    expect(await redact(`a ${token.split('').join('\u{e0001}')} b`)).toBe('a <secret:github-token> b');
    expect(await redact(`a ${Buffer.from(`key ${token}`).toString('base64')} b`)).toBe('a <secret:github-token> b');
    expect(
      await redact(
        `?q=${token
          .split('')
          .map((one) => `%${one.charCodeAt(0).toString(16)}`)
          .join('')}&`,
      ),
    ).toBe('?q=<secret:github-token>&');
    expect(await redact(`mail ann%40acme.io`)).toBe('mail <email>');
  });

  it('cannot be switched off by the text', async () => {
    expect(await redact(`// secretlint-disable\n${token}\n// secretlint-enable`)).not.toContain(token);
  });

  it('finds a secret wherever a long text is cut', async () => {
    const key = RULES.find((rule) => rule.id === 'private-key')?.hits[0]?.secret ?? '';
    for (const offset of [48_500, 48_530, 65_500, 65_530, 97_000, 113_000]) {
      const long = `${'lorem ipsum '.repeat(20_000).slice(0, offset)}\n${token}\n${key}\n${'dolor sit '.repeat(9_000)}`;
      const clean = await redact(long);
      expect(clean).not.toContain(token);
      expect(clean).toContain('\n<secret:github-token>\n<secret:private-key>\ndolor');
    }
  });

  it('says the same of a text alone as among others', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 6 }), async (texts) => {
        const together = await findSecrets(texts);
        const alone = await Promise.all(texts.map(async (one) => (await findSecrets([one]))[0]));
        expect(together).toEqual(alone);
      }),
      { numRuns: 150 },
    );
  });

  it('changes nothing outside the spans', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (one) => {
        const spans = (await findSecrets([one]))[0] ?? [];
        let done = 0;
        for (const span of spans) {
          expect(span.start).toBeGreaterThanOrEqual(done);
          expect(span.end).toBeGreaterThan(span.start);
          done = span.end;
        }
        expect(done).toBeLessThanOrEqual(one.length);
        const parts = replaceSpans(one, spans).split(/<(?:secret:[a-z0-9-]+|email|phone|card|iban|ip|user)>/);
        const kept: string[] = [];
        let from = 0;
        for (const span of spans) {
          kept.push(one.slice(from, span.start));
          from = span.end;
        }
        kept.push(one.slice(from));
        expect(parts.join('')).toBe(
          kept.join('').replaceAll(/<(?:secret:[a-z0-9-]+|email|phone|card|iban|ip|user)>/g, ''),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('is idempotent', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (one) => {
        const clean = (await redactTexts([one]))[0] ?? '';
        expect((await redactTexts([clean]))[0]).toBe(clean);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves placeholders alone', async () => {
    for (const id of new Set(RULES.map((rule) => (rule.kind === 'secret' ? `<secret:${rule.id}>` : `<${rule.id}>`)))) {
      for (const frame of [
        '%',
        'password=%',
        '"token": "%"',
        'Authorization: Bearer %',
        'https://a:%@host.io/',
        '/home/%/x',
        '_authToken=%',
      ]) {
        const framed = frame.replace('%', () => id);
        expect(await redact(framed)).toBe(framed);
      }
    }
  });

  it('takes megabytes in linear time', async () => {
    const line = `2026-02-10T10:00:00Z INFO built src/components/Button.tsx in 12 ms, token count 1234, path /usr/lib/node\n`;
    const timed = async (count: number): Promise<number> => {
      const start = cpuTime();
      await findSecrets(Array.from({ length: count }, () => line.repeat(100)));
      return cpuTime() - start;
    };
    await timed(20);
    const small = Math.max(20, Math.min(await timed(50), await timed(50)));
    expect(Math.min(await timed(400), await timed(400))).toBeLessThan(small * 24);
  });
});
