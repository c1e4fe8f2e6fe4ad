// Personal data that can be told by form: e-mail, phone, card, IBAN, IP address, the user's name in home paths.
// Names and postal addresses are not claimed (trust.md).
import { isIPv6 } from 'node:net';
import { passesIban, passesLuhn } from '../checksums.ts';
import type { Range, Rule, RuleMatch } from '../rule.ts';
import { onlyIf, part, textBefore } from '../rule.ts';

const FILE_ENDINGS =
  /\.(?:png|jpe?g|gif|svg|webp|ico|[cm]?[jt]sx?|json|md|py|rs|go|css|html?|ya?ml|toml|lock|sh|txt|zip|gz)$/i;
const NO_ONES_DOMAIN =
  /(?:^|\.)(?:example\.(?:com|org|net|edu)|example|test|invalid|local|localhost|localdomain|internal|noreply\.github\.com)$/i;
const NO_ONES_NAME =
  /^(?:no-?reply|do-?not-?reply|git|root|example|user|username|name|you|your[.-]?name|email|test|foo|bar)$/i;

function locateEmail({ matchStart, end, value, groups, text }: RuleMatch): Range | null {
  const local = groups['local'] ?? '';
  const domain = value.slice(1);
  const ending = domain.slice(domain.lastIndexOf('.') + 1);
  if (!/^[A-Za-z]{2,24}$/.test(ending) || FILE_ENDINGS.test(domain) || NO_ONES_DOMAIN.test(domain)) return null;
  if (NO_ONES_NAME.test(local) || /^[.%+-]+$/.test(local)) return null;
  if (text.slice(0, matchStart - local.length).endsWith('://') && /^[/:]/.test(text.slice(end, end + 1))) return null;
  return { start: matchStart - local.length, end };
}

/** Names in home paths that are nobody's. */
const SHARED_HOMES = new Set([
  'shared',
  'public',
  'default',
  'user',
  'users',
  'username',
  'runner',
  'root',
  'node',
  'app',
]);

/** The name after `/Users/` or `/home/`, where that is the beginning of a path and not a page of a web site. */
function locateHome(match: RuleMatch): Range | null {
  const before = textBefore(match, 6);
  const drive = /(?:^|[^A-Za-z0-9])(?:[A-Za-z]:?|mnt[\\/][a-z])$/.test(before);
  if (/[\w.\-}\])]$/.test(before) && !drive) return null;
  const name = match.value.replace(/[.,]+$/, '');
  if (name === '' || SHARED_HOMES.has(name.toLowerCase())) return null;
  return { start: match.start, end: match.start + name.length };
}

/** Card networks with the lengths they issue, so that timestamps and ids are left alone (ISO/IEC 7812 prefixes). */
const CARD =
  /^(?:4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14})$/;

/** Addresses that lead to no one: private, loopback, link-local, documentation, masks, public resolvers. */
const NO_ONES_ADDRESS =
  /^(?:0\.|10\.|127\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.|192\.0\.[02]\.|198\.51\.100\.|203\.0\.113\.|198\.1[89]\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|2(?:2[4-9]|[3-5]\d)\.|8\.8\.(?:8\.8|4\.4)$|1\.(?:1\.1\.1|0\.0\.1)$)/;

function isAddress({ value, text, start }: RuleMatch): boolean {
  const parts = value.split('.');
  if (parts.some((part) => Number(part) > 255 || (part.length > 1 && part.startsWith('0')))) return false;
  if (NO_ONES_ADDRESS.test(value)) return false;
  const before = text.slice(Math.max(0, start - 16), start);
  return !/(?:[A-Za-z]\/|[<>=~^]=\s?|[~^]|version["']?[:= ]{0,3}["']?|release |\bv\.?\s?)$/i.test(before);
}

export const PERSONAL_DATA: readonly Rule[] = [
  {
    id: 'email',
    kind: 'personal',
    keywords: [],
    // starts at the rare `@` and looks back for the name: linear
    pattern: /@(?<=(?<![\w.%+-])(?<local>[\w.%+-]{1,64})@)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}/g,
    locate: locateEmail,
    hits: [
      { text: 'mail ann.lee+x@acme-corp.co.uk now', secret: 'ann.lee+x@acme-corp.co.uk' },
      { text: 'Author: Ann <ann@acme.io>', secret: 'ann@acme.io' },
    ],
    misses: [
      'git@github.com:owner/name.git',
      'ssh://git@host.io/x',
      'noreply@anthropic.com',
      '12+bob@users.noreply.github.com',
      'someone@example.com',
      'icon@2x.png',
      'react@18.2.0',
      '@types/node',
      'pkg@npm:1.0',
    ],
  },
  {
    id: 'phone',
    kind: 'personal',
    keywords: [],
    pattern: /(?<![\w+.)\]])\+[1-9]\d{0,2}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .-]?\d){6,12}(?![\w.])/g,
    locate: onlyIf(({ value }) => {
      const digits = value.replaceAll(/\D/g, '').length;
      return (
        digits >= 8 && digits <= 15 && (value.length > digits + 1 || digits >= 11) && !/^\+\d{1,4}\.\d+$/.test(value)
      );
    }),
    hits: [
      { text: 'call +49 170 123 4567', secret: '+49 170 123 4567' },
      { text: 'tel +1 (555) 010-4477,', secret: '+1 (555) 010-4477' },
      { text: '+442079460123', secret: '+442079460123' },
    ],
    misses: ['2024-01-01T10:00:00+02:00', '+12345', 'a+1234567890', '+1234.567890123', '+ 1 2 3'],
  },
  {
    id: 'card',
    kind: 'personal',
    keywords: [],
    pattern: /(?<![\w.+-])[2-6]\d{3}(?:[ -]?\d){10,12}(?![\w-]|\.\d)/g,
    locate: onlyIf(({ value }) => {
      const digits = value.replaceAll(/[ -]/g, '');
      return CARD.test(digits) && passesLuhn(digits);
    }),
    hits: [
      { text: `card ${part('4111')} 1111 1111 1111.`, secret: '4111 1111 1111 1111' },
      { text: `amex ${part('3782')}82246310005`, secret: '378282246310005' },
    ],
    misses: ['4111 1111 1111 1112', '1700000000000000', 'id 4111111111111111a', '0.4111111111111111'],
  },
  {
    id: 'iban',
    kind: 'personal',
    keywords: [],
    pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/g,
    locate: (match) => {
      // a following word in capitals can be taken in by the spaces: shorten word by word
      for (let value = match.value; value.length >= 15; value = value.slice(0, Math.max(0, value.lastIndexOf(' ')))) {
        const compact = value.replaceAll(' ', '');
        if (compact.length >= 15 && compact.length <= 34 && passesIban(compact)) {
          return { start: match.start, end: match.start + value.length };
        }
      }
      return null;
    },
    hits: [
      { text: 'pay to DE89 3704 0044 0532 0130 00 soon', secret: 'DE89 3704 0044 0532 0130 00' },
      { text: 'GB82WEST12345698765432', secret: 'GB82WEST12345698765432' },
    ],
    misses: ['DE89 3704 0044 0532 0130 01', 'AB12CDEF3456'],
  },
  {
    id: 'ip',
    kind: 'personal',
    keywords: [],
    pattern: /(?<![\w.-])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w-]|\.\d)/g,
    locate: onlyIf(isAddress),
    hits: [
      { text: 'from 81.2.69.142:443', secret: '81.2.69.142' },
      { text: 'ssh bob@95.216.10.7.', secret: '95.216.10.7' },
    ],
    misses: [
      '127.0.0.1',
      '0.0.0.0',
      '192.168.1.20',
      '10.1.2.3',
      'v81.2.69.142',
      'Chrome/120.0.6099.71',
      '1.2.3.4.5',
      'pkg==4.2.69.142',
      '999.1.1.1',
      '203.0.113.7',
    ],
  },
  {
    id: 'ip',
    kind: 'personal',
    keywords: [],
    // all public addresses begin with 2 or 3 (RFC 4291, 2000::/3); 2001:db8 is for documentation
    pattern: /(?<![\w:.])[23][0-9a-fA-F]{3}:[0-9a-fA-F:]{2,35}(?![\w:])/g,
    locate: onlyIf(({ value }) => isIPv6(value) && !/^2001:0?db8:/i.test(value)),
    hits: [{ text: 'peer 2a02:908:13b:7c00::1a2f up', secret: '2a02:908:13b:7c00::1a2f' }],
    misses: ['::1', 'fe80::1', '2001:db8::1', '2024:10:11', 'std::vector'],
  },
  {
    id: 'user',
    kind: 'personal',
    keywords: [],
    pattern: /[\\/]{1,2}(?:Users|home)[\\/]{1,2}(?<value>[^\\/\s"'`<>:|*?,;()[\]{}$&=#!\0]{1,64})/g,
    locate: locateHome,
    hits: [
      { text: 'cd /Users/annlee/work', secret: 'annlee' },
      { text: String.raw`C:\Users\Ann\x`, secret: 'Ann' },
      { text: String.raw`"C:\\Users\\Ann\\x"`, secret: 'Ann' },
      { text: 'file:///home/ann/x and /mnt/c/Users/ann.', secret: 'ann' },
    ],
    misses: [
      'https://host.io/home/start',
      '/home/runner/work',
      '/Users/<user>/x',
      '/home/$USER/x',
      'src/home/page.ts',
      '/home/',
    ],
  },
  {
    id: 'user',
    kind: 'personal',
    keywords: [],
    // folders that agents name after a path with dashes for slashes
    pattern: /(?<![\w-])-(?:Users|home)-(?<value>[A-Za-z0-9_.]{1,64})(?=-)/g,
    locate: onlyIf(({ value }) => !SHARED_HOMES.has(value.toLowerCase())),
    hits: [{ text: '.claude/projects/-Users-annlee-work-app/x.jsonl', secret: 'annlee' }],
    misses: ['go-home-page-now', 'x-Users-ann-y'],
  },
];
