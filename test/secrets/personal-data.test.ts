// Personal data as it stands in logs: what is replaced in whichever dress, and what only looks like it and must stay.
import { describe, expect, it } from 'vitest';
import { redactTexts } from '../../src/secrets/index.ts';

async function redact(text: string): Promise<string> {
  return (await redactTexts([text]))[0] ?? '';
}

const VALUES = {
  email: 'ann.lee@acme-corp.io',
  phone: '+49 170 123 4567',
  card: ['4111', '1111', '1111', '1111'].join(' '),
  iban: 'DE89 3704 0044 0532 0130 00',
  ip: '81.2.69.142',
};

const DRESSES: Readonly<Record<string, (value: string) => string>> = {
  plain: (value) => value,
  'zero-width blanks': (value) => value.split('').join('\u200b'),
  'tag characters': (value) => value.split('').join('\u{e0041}'),
  'full-width': (value) =>
    value.replaceAll(/[!-~]/g, (one) => String.fromCodePoint((one.codePointAt(0) ?? 0) + 0xfee0)),
  'no-break blanks': (value) => value.replaceAll(' ', '\u00a0'),
  'URL-encoded': (value) => encodeURIComponent(value),
  'every byte URL-encoded': (value) =>
    [...Buffer.from(value)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
};

describe.each(Object.entries(DRESSES))('%s', (_, dress) => {
  it.each(Object.entries(VALUES))('%s is replaced whole', async (kind, value) => {
    expect(await redact(`a ${dress(value)} b`)).toBe(`a <${kind}> b`);
  });
});

it.each([
  'ann.lee (at) acme.io',
  'ann.lee[at]acme[dot]io',
  'ann.lee { @ } acme.io',
  'ann.lee&#64;acme.io',
  'ann.lee&#x40;acme.io',
  'ann.lee&commat;acme.io',
  String.raw`ann.lee\u0040acme.io`,
  'ann.lee at acme dot io',
])('an address that is spelled out is replaced whole: %s', async (value) => {
  expect(await redact(`x ${value} y`)).toBe('x <email> y');
});

describe('what only looks like personal data', () => {
  it.each([
    'at Object.<anonymous> (src/app.test.ts:120:45)',
    '9e107d9d372bb6826bd81d3542a419d6b2d8d4d1 refs/heads/main',
    '123e4567-e89b-12d3-a456-426614174000',
    '2026-11-22T04:05:06.789+02:00 INFO 1700000000000 1700000000000000000',
    'Listening on http://127.0.0.1:3000 and http://0.0.0.0:8080, http://192.168.1.20:5173, http://[::1]:80',
    'npm install react@18.2.0 @scope/name@1.2.3 lodash@^4.17.21 pkg@npm:other@1.0.0',
    '@app.route("/") @Component({}) @dataclass @media (max-width: 100px)',
    'git clone git@github.com:acme/web.git && git remote add up ssh://git@host.io:2222/acme/web.git',
    'ok 345 tests, 12 skipped, 1234567 bytes, 45.678 s, 99.9 %',
    'Chrome/120.0.6099.71 Safari/537.36, build 10.0.19041.1, v4.2.69.142',
    '0000020 0012 3456 7890 1234 00 01 84 17 61 18 2f',
    'someone@example.com or 203.0.113.7 or 2001:db8::1',
    'total 1234567890 of 9876543210 rows; id=4029384756; port 49152; pid 4294967295',
    'sha512-4111111111111111 order 4111111111111112',
    'Co-authored-by: Claude <noreply@anthropic.com>',
    'cd /home/runner/work/app/app && ls /Users/<user>/x $HOME /home/$USER',
    '12:34:56:78:9a:bc:de:f0 fe80::1 fd12:3456:789a:1::1',
  ])('%s', async (line) => {
    expect(await redact(line)).toBe(line);
  });
});
