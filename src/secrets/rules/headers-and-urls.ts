// Credentials in HTTP headers and in URLs.
import { isPlaceholder, looksLikeToken } from '../looks-secret.ts';
import type { Rule } from '../rule.ts';
import { onlyIf, part, sample } from '../rule.ts';

export const HEADERS_AND_URLS: readonly Rule[] = [
  {
    id: 'authorization',
    kind: 'secret',
    keywords: ['authorization'],
    pattern:
      /authorization["'\\\]]{0,4}\s{0,3}[:=,]\s{0,3}["'`\\]{0,3}(?:(?:bearer|basic|token|digest|apikey|negotiate|bot|key|aws4-hmac-sha256)\s{1,3})?(?<value>[A-Za-z0-9._~+/=:-]{8,4096})/gi,
    locate: onlyIf(
      ({ value }) => !isPlaceholder(value) && (looksLikeToken(value) || value.length >= 24) && !value.includes('://'),
    ),
    hits: [
      { text: `-H "Authorization: Basic ${sample(20)}=="`, secret: `${sample(20)}==` },
      { text: `"authorization": "token ${sample(30)}"`, secret: sample(30) },
    ],
    misses: [
      'Authorization: Bearer $TOKEN',
      'Authorization: Bearer <token>',
      'authorization: required',
      'Authorization: Bearer YOUR_TOKEN',
    ],
  },
  {
    id: 'authorization',
    kind: 'secret',
    keywords: ['bearer'],
    pattern: /\bbearer\s{1,3}(?<value>[A-Za-z0-9._~+/=-]{16,4096})/gi,
    locate: onlyIf(({ value }) => looksLikeToken(value)),
    hits: [{ text: `use Bearer ${sample(32)} here`, secret: sample(32) }],
    misses: ['Bearer authentication-is-required', 'the bearer responsibilities', 'Bearer process.env.TOKEN_VALUE_1'],
  },
  {
    id: 'cookie',
    kind: 'secret',
    keywords: ['cookie'],
    pattern:
      /\b(?:set-)?cookie["'\\]{0,3}\s{0,2}:\s{0,2}["'\\]{0,3}(?<value>[A-Za-z0-9_.%-]{1,64}=[^\s"'`<>\0\\][^\r\n"'`<>\0\\]{11,4096})/gi,
    locate: onlyIf(({ value }) => value.split(/[;=]\s?/).some((part) => part.length >= 12 && looksLikeToken(part))),
    hits: [{ text: `Cookie: session=${sample(32)}; theme=dark`, secret: `session=${sample(32)}; theme=dark` }],
    misses: ['Cookie: theme=dark; lang=en-GB', 'cookie: a small text'],
  },
  {
    id: 'password',
    kind: 'secret',
    keywords: [],
    // also .git-credentials, proxies and connection strings
    pattern: /:\/\/[^\s:/?"'`<>\0]{0,256}:(?<value>[^\s/?,"'`<>\0]{1,256})(?=@[\w[])/g,
    locate: onlyIf(({ value }) => !isPlaceholder(value) || /^[!&@|#]/.test(value)),
    hits: [
      { text: `https://bob:geh${part('eim')}@git.host.net/x.git`, secret: 'geheim' },
      { text: `postgres://app:p%40ss${part('word1')}@db:5432/app`, secret: 'p%40ssword1' },
      { text: `https://ann@host.io:pa${part('ss')}!#@1@git.host.net`, secret: 'pass!#@1' },
      { text: `redis://:longpa${part('ss')}@cache:6379`, secret: 'longpass' },
    ],
    misses: [
      'https://host:8080/path@2',
      'http://user:${PASS}@host',
      'https://user:password@host',
      'ssh://git@host/x',
      'postgres://u:<secret:password>@h/d',
    ],
  },
  {
    id: 'token',
    kind: 'secret',
    keywords: [],
    pattern: /:\/\/(?<value>[A-Za-z0-9_-]{20,256})(?=@)/g,
    locate: onlyIf(({ value }) => looksLikeToken(value)),
    hits: [{ text: `git clone https://${sample(30)}@github.com/a/b`, secret: sample(30) }],
    misses: ['ssh://git@host/x', 'https://a-long-name-of-some-user-here@host/x'],
  },
  {
    id: 'signature',
    kind: 'secret',
    keywords: [],
    pattern:
      /[?&;](?:sig|key|x-amz-signature|x-amz-security-token|x-goog-signature|apikey)=(?<value>[A-Za-z0-9%+/=_.~-]{16,2048})/gi,
    locate: onlyIf(({ value }) => looksLikeToken(value)),
    hits: [{ text: `https://x.blob/c?sv=1&sig=${sample(43)}%3D`, secret: `${sample(43)}%3D` }],
    misses: ['?key=value', '?key=some-long-readable-anchor'],
  },
];
