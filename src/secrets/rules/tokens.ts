// Tokens told by their inner structure.
import type { Rule } from '../rule.ts';
import { onlyIf, part, sample } from '../rule.ts';

const jwt = `ey${part('J')}${sample(20)}.ey${part('J')}${sample(40)}.${sample(43)}`;

export const STRUCTURED_TOKENS: readonly Rule[] = [
  {
    id: 'jwt',
    kind: 'secret',
    keywords: [],
    // header.payload.signature, the first two base64url of `{"` (RFC 7519)
    pattern: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,2048}\.eyJ[A-Za-z0-9_-]{8,8192}(?:\.[A-Za-z0-9_-]{0,2048})?/g,
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
];
