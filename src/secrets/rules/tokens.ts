// Tokens told by their inner structure.
import { looksLikeToken } from '../looks-secret.ts';
import type { Rule } from '../rule.ts';
import { onlyIf, part, sample, sampleHex } from '../rule.ts';

const jwt = `ey${part('J')}${sample(20)}.ey${part('J')}${sample(40)}.${sample(43)}`;

export const STRUCTURED_TOKENS: readonly Rule[] = [
  {
    id: 'jwt',
    kind: 'secret',
    keywords: [],
    // header.payload.signature, the first two base64url of `{"` (RFC 7519)
    pattern: /(?<![A-Za-z0-9_-])ey[A-Za-z0-9_-]{9,2048}\.ey[A-Za-z0-9_-]{9,8192}(?:\.[A-Za-z0-9_-]{0,2048})?/g,
    locate: onlyIf(({ value }) => /\d/.test(value) && /[A-Z]/.test(value)),
    hits: [
      { text: `cookie=${jwt}; path=/`, secret: jwt },
      { text: `"${jwt}"`, secret: jwt },
    ],
    misses: ['eyJ alone', `eyJ${sample(30)}`, 'a.eyJ.b'],
  },
  {
    id: 'telegram-token',
    kind: 'secret',
    keywords: [],
    pattern: /(?<![A-Za-z0-9])\d{8,10}:AA[A-Za-z0-9_-]{32,34}(?![A-Za-z0-9_-])/g,
    hits: [{ text: `bot 123456789:AA${sample(33)}`, secret: `123456789:AA${sample(33)}` }],
    misses: ['12:34:56:AA', '123456789:AAA'],
  },
  {
    id: 'discord-token',
    kind: 'secret',
    keywords: [],
    pattern: /(?<![A-Za-z0-9_.-])[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}(?![A-Za-z0-9_.-])/g,
    locate: onlyIf(({ value }) => /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value.slice(1))),
    hits: [
      { text: `x M${sample(24)}.${sample(6)}.${sample(30)} y`, secret: `M${sample(24)}.${sample(6)}.${sample(30)}` },
    ],
    misses: ['Module.name.thing', 'MyLongClassNameForTestingThings.method.something'],
  },
  {
    id: 'azure-secret',
    kind: 'secret',
    keywords: [],
    pattern: /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~.-])/g,
    hits: [{ text: `SECRET is abc8Q~${sample(32)}`, secret: `abc8Q~${sample(32)}` }],
    misses: ['abc8Q~short'],
  },
  {
    id: 'webhook',
    kind: 'secret',
    keywords: [],
    pattern:
      /(?:hooks\.slack\.com\/(?:services|workflows|triggers)\/|discord(?:app)?\.com\/api\/webhooks\/|webhook\.office\.com\/webhookb2\/|tines\.com\/webhook\/)(?<value>[A-Za-z0-9/@_-]{24,256})/g,
    hits: [
      {
        text: `curl https://hooks.slack.com/serv${part('ices')}/T${sample(9)}/B${sample(9)}/${sample(24)}`,
        secret: `T${sample(9)}/B${sample(9)}/${sample(24)}`,
      },
    ],
    misses: ['https://hooks.slack.com/services/', 'see discord.com/api/webhooks/ID'],
  },
  {
    id: 'password-hash',
    kind: 'secret',
    keywords: [],
    // crypt(5) and PHC strings, as in htpasswd and shadow files
    pattern:
      /\$(?:apr1|2[abxy]|1|5|6|7|y|gy|md5|sha1|argon2i|argon2d|argon2id|scrypt|pbkdf2-sha256|pbkdf2-sha512)[$,][A-Za-z0-9./$,=+_-]{20,300}/g,
    locate: onlyIf(({ value }) => /[$,][A-Za-z0-9./+_-]{20,}$/.test(value)),
    hits: [
      {
        text: `bob:${part('$apr')}1$${sample(8)}$${sample(22)}`,
        secret: `${part('$apr')}1$${sample(8)}$${sample(22)}`,
      },
      {
        text: `root:${part('$6')}$${sample(8)}$${sample(86)}:18000:0:`,
        secret: `${part('$6')}$${sample(8)}$${sample(86)}`,
      },
      { text: `hash ${part('$2')}b$12$${sample(53)}`, secret: `${part('$2')}b$12$${sample(53)}` },
    ],
    misses: ['awk "{print $1,$2}"', 'costs $1,000,000.00', '$1$2$3'],
  },
  {
    id: 'password-hash',
    kind: 'secret',
    keywords: [],
    pattern: /\{S{0,1}SHA\}(?<value>[A-Za-z0-9+/]{27,64}={0,2})/g,
    hits: [{ text: `bob:{SHA}${sample(27)}=`, secret: `${sample(27)}=` }],
    misses: ['{SHA} of the file'],
  },
  {
    id: 'authress-key',
    kind: 'secret',
    keywords: ['.acc'],
    pattern:
      /(?<![A-Za-z0-9])(?:sc|ext|scauth|authress)_[a-z0-9]{5,30}\.[a-z0-9]{4,6}\.acc[_-][a-z0-9-]{10,32}\.[a-z0-9+/_=-]{30,120}/gi,
    hits: [
      {
        text: `key ${part('sc')}_${sampleHex(20)}.${sampleHex(4)}.acc_${sampleHex(20)}.${sample(40)}`,
        secret: `${part('sc')}_${sampleHex(20)}.${sampleHex(4)}.acc_${sampleHex(20)}.${sample(40)}`,
      },
    ],
    misses: ['sc_name.of.acc_thing'],
  },
  {
    id: 'facebook-token',
    kind: 'secret',
    keywords: [],
    pattern: /(?<![A-Za-z0-9])\d{15,16}(?:\||%7[Cc])[A-Za-z0-9_-]{27,40}(?![A-Za-z0-9_-])/g,
    hits: [
      { text: `id 1${'0123456789'.repeat(2).slice(0, 14)}|${sample(27)}`, secret: `101234567890123|${sample(27)}` },
    ],
    misses: ['| 123456789012345 | a |'],
  },
  {
    id: 'terraform-token',
    kind: 'secret',
    keywords: ['.atlasv1.'],
    pattern: /(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9=_-]{60,70}/g,
    hits: [{ text: `token = "${sample(14)}.atlasv1.${sample(64)}"`, secret: `${sample(14)}.atlasv1.${sample(64)}` }],
    misses: ['a.atlasv1.b'],
  },
  {
    id: 'maxmind-key',
    kind: 'secret',
    keywords: ['_mmk'],
    pattern: /(?<![A-Za-z0-9])[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk(?![A-Za-z0-9])/g,
    hits: [{ text: `x ${sample(6)}_${sample(29)}_mmk`, secret: `${sample(6)}_${sample(29)}_mmk` }],
    misses: ['abc_mmk'],
  },
  {
    id: 'aws-key',
    kind: 'secret',
    keywords: [],
    // the id of a key: secretlint knows those of people and roles
    pattern: /(?<![A-Za-z0-9])(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AROA|ANPA|ANVA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
    locate: onlyIf(({ value }) => /\d/.test(value) && !value.includes('EXAMPLE') && new Set(value).size > 8),
    hits: [{ text: `id AS${part('IA')}Z7Q2K9X4M1B8V5C3`, secret: `AS${part('IA')}Z7Q2K9X4M1B8V5C3` }],
    misses: ['AKIAIOSFODNN7EXAMPLE', 'AKIA is how they begin'],
  },
  {
    id: 'otp-seed',
    kind: 'secret',
    keywords: ['otpauth'],
    // https://github.com/google/google-authenticator/wiki/Key-Uri-Format
    pattern: /otpauth:\/\/[^\s"'<>\0]{10,400}/g,
    locate: ({ value, start }) => {
      const seed = /[?&]secret=([A-Za-z2-7]{10,128})/.exec(value);
      if (seed === null) return null;
      const end = start + seed.index + seed[0].length;
      return { start: end - (seed[1] ?? '').length, end };
    },
    hits: [
      {
        text: `otpauth://totp/a:b?secret=${part('JBSWY3DP')}EHPK3PXPQ2&issuer=a`,
        secret: `${part('JBSWY3DP')}EHPK3PXPQ2`,
      },
    ],
    misses: ['otpauth://totp/a:b'],
  },
  {
    id: 'session-cookie',
    kind: 'secret',
    keywords: ['sess', 'connect.sid'],
    pattern:
      /\b(?:_gitlab_session|phpsessid|jsessionid|asp\.net_sessionid|laravel_session|_session_id|sessionid|connect\.sid)["']?[=:]\s?["']?(?<value>[A-Za-z0-9%._-]{20,512})(?![A-Za-z0-9%._-])/gi,
    // the session of an agent is an uuid and no login
    locate: onlyIf(({ value }) => !/^[0-9a-f]{8}-[0-9a-f]{4}-/.test(value) && looksLikeToken(value)),
    hits: [{ text: `PHPSESSID=${sampleHex(26)};`, secret: sampleHex(26) }],
    misses: ['sessionId: 0b8a1b7e-6f1a-4a7e-9c1d-3a5e7f1b2c3d', 'sessionid=the-first-session-of-the-day'],
  },
  {
    id: 'seed-phrase',
    kind: 'secret',
    keywords: ['mnemonic', 'seed', 'recovery'],
    // BIP 39: 12 to 24 words of three to eight letters
    pattern:
      /\b(?:mnemonic|seed|recovery)[ _-]?(?:phrase|words)?["']?\s{0,2}[:=]\s{0,2}["']?(?<value>(?:[a-z]{3,8} ){11}[a-z]{3,8}(?: [a-z]{3,8}){0,12})(?![a-z])/gi,
    hits: [
      {
        text: 'MNEMONIC="abandon ability able about above absent absorb abstract absurd abuse access acid"',
        secret: 'abandon ability able about above absent absorb abstract absurd abuse access acid',
      },
    ],
    misses: ['seed: the number that a run starts from', 'seed: 42'],
  },
];
