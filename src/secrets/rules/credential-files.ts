// Lines of files that hold nothing but credentials, and private keys.
import { isPlaceholder } from '../looks-secret.ts';
import type { Range, Rule, RuleMatch } from '../rule.ts';
import { onlyIf, part, sample, textBefore } from '../rule.ts';

const BEGIN = `-----BEGIN RSA PRIV${part('ATE')} KEY-----`;
const END = `-----END RSA PRIV${part('ATE')} KEY-----`;
const body = `MII${sample(61)}\n${sample(64)}\n${sample(20)}==`;

/** Longest key block looked at, in characters: an RSA key of 16,384 bits has 12,700. */
const MAX_KEY_LENGTH = 16_000;

/** From BEGIN to END; where END was cut off, as far as lines look like a key. A mention without a body is none. */
function locateKeyBlock({ matchStart, end, text }: RuleMatch): Range | null {
  const close = text.slice(end, end + MAX_KEY_LENGTH).indexOf('-----END');
  if (close !== -1) {
    const inside = text.slice(end, end + close);
    if (!inside.includes('-----BEGIN') && /[A-Za-z0-9+/=]{16}/.test(inside)) {
      const endLine = /-----END[A-Z0-9 ]{0,40}-----/y;
      endLine.lastIndex = end + close;
      return { start: matchStart, end: endLine.test(text) ? endLine.lastIndex : end + close + '-----END'.length };
    }
  }
  const line = /(?:[\s"'`+>|,:]|\\[nrt\\]){0,40}[A-Za-z0-9+/=]{20,}/y;
  let last = end;
  for (line.lastIndex = end; line.test(text) && line.lastIndex - end < MAX_KEY_LENGTH;) last = line.lastIndex;
  return last === end ? null : { start: matchStart, end: last };
}

/** How far from a value the head of its manifest is looked for, in characters. */
const MANIFEST_LENGTH = 1000;

/** Whether a line stands below `data:` or `stringData:` of a manifest of kind Secret. */
function isInSecretManifest(match: RuleMatch): boolean {
  const before = textBefore(match, MANIFEST_LENGTH);
  let end = before.length;
  for (let lines = 0; lines < 50 && end > 0; lines += 1) {
    const start = before.lastIndexOf('\n', end - 1) + 1;
    const line = before.slice(start, end);
    if (/^["']?(?:data|stringData)["']?:\s*$/.test(line)) return isSecret(before, match);
    if (/^["'\w]/.test(line)) return false;
    end = start - 1;
  }
  return false;
}

function isSecret(before: string, { text, end }: RuleMatch): boolean {
  const kind = /^["']?kind["']?:[ \t]{0,4}["']?secret\b/im;
  const above = before.slice(before.lastIndexOf('\n---') + 1);
  const [below = ''] = text.slice(end, end + MANIFEST_LENGTH).split(/\n---|\0/, 1);
  return kind.test(above) || kind.test(below);
}

export const CREDENTIAL_FILES: readonly Rule[] = [
  {
    id: 'private-key',
    kind: 'secret',
    keywords: [],
    pattern: /-----BEGIN[A-Z0-9 ]{0,32}PRIVATE KEY(?: BLOCK)?-----/g,
    locate: locateKeyBlock,
    hits: [
      { text: `a\n${BEGIN}\n${body}\n${END}\nb`, secret: `${BEGIN}\n${body}\n${END}` },
      { text: `"${BEGIN}\\n${sample(64)}\\n${sample(64)}`, secret: `${BEGIN}\\n${sample(64)}\\n${sample(64)}` },
    ],
    misses: [`a file that starts with ${BEGIN} is a key`, '-----BEGIN CERTIFICATE-----', `grep -l "${BEGIN}" .`],
  },
  {
    id: 'private-key',
    kind: 'secret',
    keywords: [],
    pattern: /Private-Lines: \d{1,3}\s{1,2}(?<value>[A-Za-z0-9+/=\r\n]{40,8000})/g,
    hits: [{ text: `Private-Lines: 1\n${sample(64)}\n`, secret: `${sample(64)}\n` }],
    misses: ['Private-Lines: 8'],
  },
  {
    id: 'netrc-password',
    kind: 'secret',
    keywords: [],
    // netrc(5): `machine host login name password secret`, on one line or several
    pattern: /\blogin\s{1,4}[^\s\0]{1,128}\s{1,4}password\s{1,4}(?<value>[^\s\0]{3,256})/g,
    locate: onlyIf(({ value }) => !isPlaceholder(value)),
    hits: [{ text: `machine host\n  login bob\n  password geh${part('eim')}`, secret: 'geheim' }],
    misses: ['login form password field', 'login $USER password $PASS'],
  },
  {
    id: 'pgpass-password',
    kind: 'secret',
    keywords: [],
    // https://www.postgresql.org/docs/current/libpq-pgpass.html: host:port:database:user:password
    pattern:
      /^[A-Za-z0-9.*-]{1,253}:(?:54\d\d|64\d\d|\*):[A-Za-z_*][^:\s\0]{0,63}:[^:\s\0]{1,63}:(?<value>[^\s:\0]{3,256})$/gm,
    locate: onlyIf(({ value }) => !isPlaceholder(value)),
    hits: [{ text: `db.host:5432:app:bob:geh${part('eim')}`, secret: 'geheim' }],
    misses: ['localhost:5432:open', 'db:5432:app:bob:$PASS', '*:*:*:*:*'],
  },
  {
    id: 'kubernetes-secret',
    kind: 'secret',
    keywords: ['data:'],
    // `data:` of a Secret is base64 of anything, `stringData:` is the text itself
    pattern:
      /^[ \t]{1,12}["']?[\w./-]{1,80}["']?:[ \t]{1,4}(?:[|>][+-]?\r?\n[ \t]{1,12})?["']?(?<value>[^\s"'#\0]{6,4096})/gm,
    locate: onlyIf((match) => !isPlaceholder(match.value) && isInSecretManifest(match)),
    hits: [{ text: `kind: Secret\ndata:\n  a: Z2Vo${part('ZWlt')}NzI=\n`, secret: `Z2Vo${part('ZWlt')}NzI=` }],
    misses: ['kind: ConfigMap\ndata:\n  a: Z2VoZWltNzI=\n', 'kind: Secret\nmetadata:\n  name: db-credentials\n'],
  },
  {
    id: 'nuget-password',
    kind: 'secret',
    keywords: ['password'],
    pattern: /<add key="(?:ClearText)?Password"\s{1,4}value="(?<value>[^"<>\0]{4,256})(?=")/gi,
    locate: onlyIf(({ value }) => !isPlaceholder(value)),
    hits: [{ text: `<add key="ClearTextPassword" value="geh${part('eim')}7" />`, secret: 'geheim7' }],
    misses: ['<add key="ClearTextPassword" value="%PASS%" />'],
  },
];
