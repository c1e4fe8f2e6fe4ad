// Personal data that can be told by form: e-mail, phone, card, IBAN, IP address, the user's name in home paths.
// Names and postal addresses are not claimed (trust.md).
import { isIPv6 } from 'node:net';
import { IBAN_LENGTHS, passesIban, passesLuhn } from '../checksums.ts';
import type { Range, Rule, RuleMatch } from '../rule.ts';
import { onlyIf, part, textBefore } from '../rule.ts';
import { PHONE_NUMBERS } from './phone-numbers.ts';

const FILE_ENDINGS =
  /\.(?:png|jpe?g|gif|svg|webp|ico|[cm]?[jt]sx?|json|md|py|rs|go|css|html?|ya?ml|toml|lock|sh|txt|zip|gz)$/i;
const NO_ONES_DOMAIN =
  /(?:^|\.)(?:example\.(?:com|org|net|edu)|example|test|invalid|local|localhost|localdomain|internal|noreply\.github\.com)$/i;
const NO_ONES_NAME =
  /^(?:(?:[\w.-]{1,30}[.-])?(?:no-?reply|do-?not-?reply)|actions|git|root|example|user|username|name|you|your[.-]?name|email|test|foo|bar)$/i;

function locateEmail({ matchStart, end, value, groups, text }: RuleMatch): Range | null {
  const given = groups['local'] ?? '';
  const domain = value.slice(1);
  // `\n@app.route(` in a string within a string: the letter belongs to the escape
  const escaped = /(?:^|[^\\])\\{1,7}$/.test(
    text.slice(Math.max(0, matchStart - given.length - 8), matchStart - given.length),
  );
  const local = escaped ? given.slice(1) : given;
  if (local === '' || text.startsWith('(', end) || /^\d+\.\d+\./.test(domain)) return null;
  const ending = domain.slice(domain.lastIndexOf('.') + 1);
  if (!/^(?:[A-Za-z]{2,24}|xn--[A-Za-z0-9-]{2,59})$/.test(ending) || NO_ONES_DOMAIN.test(domain)) return null;
  // `icon@2x.png`, but also the countries .md, .rs, .py and .sh: there only what is said to be an address is one
  const before = text.slice(Math.max(0, matchStart - local.length - 12), matchStart - local.length);
  if (FILE_ENDINGS.test(domain) && !/(?:mailto:|<|mail["']?[:= ]{1,3}["']?)$/i.test(before)) return null;
  if (NO_ONES_NAME.test(local) || /^[.%+-]+$/.test(local)) return null;
  if (text.slice(0, matchStart - local.length).endsWith('://') && /^[/:]/.test(text.slice(end, end + 1))) return null;
  return { start: matchStart - local.length, end };
}

/** Whether an address that is spelled out leads to someone. */
function isSpelledOut(value: string): boolean {
  const [local = '', ...rest] = value
    .replaceAll(/ ?[([{<] ?(?:at|@) ?[)\]}>] ?| at |&#0*64;|&#x0*40;|&commat;|\\u0040/gi, '@')
    .replaceAll(/ ?[([{<] ?(?:dot|\.) ?[)\]}>] ?| dot /gi, '.')
    .split('@');
  const domain = rest.join('@');
  if (FILE_ENDINGS.test(domain) || NO_ONES_DOMAIN.test(domain) || NO_ONES_NAME.test(local)) return false;
  return /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24}$/.test(domain);
}

/** Accounts that are nobody's: of programs, of images and of examples. */
const NO_ONES_ACCOUNT = new Set(
  (
    'shared public default user users username runner root node app admin administrator daemon bin sys nobody www-data http nginx apache ' +
    'postgres mysql redis git ubuntu debian ec2-user centos fedora alpine vagrant docker jenkins circleci codespace vscode gitpod coder ' +
    'sandbox appuser example test tester testuser me you name yourname your-name youruser your-username foo'
  ).split(' '),
);

/** What a folder of homes lies in where it is not the root: a drive, a mount, another part of the system. */
const HOME_PARENT =
  /(?:^|[^A-Za-z0-9])(?:[A-Za-z]:?|mnt[\\/][a-z]|(?<![\w./-])\/(?:var|usr|export|data|nfs|net|srv|System\/Volumes\/Data|Volumes\/[\w .-]{1,20}))$/;

/** The name after `/Users/` or `/home/`, where that is the beginning of a path and not a page of a web site. */
function locateHome(match: RuleMatch): Range | null {
  const before = textBefore(match, 40);
  const drive = HOME_PARENT.test(before);
  if (/[\w.\-}\])]$/.test(before) && !drive) return null;
  const name = match.value.replace(/(?<![.,])[.,]+$/, '');
  if (name === '' || NO_ONES_ACCOUNT.has(name.toLowerCase())) return null;
  return { start: match.start, end: match.start + name.length };
}

/** Card networks with the lengths they issue, so that timestamps and ids are left alone (ISO/IEC 7812 prefixes). */
const CARD =
  /^(?:4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14})$/;

/** Words that make a number with the right check digit a card's, whatever its length and first digits. */
const CARD_WORDS = /(?:card|credit|debit|visa|amex|maestro|jcb|discover|diners|unionpay|\bpan\b|\bcc\b)/i;

/** What stands before it on its line, back to the next digit. */
function wordsBefore(match: RuleMatch): string {
  return (
    textBefore(match, 48)
      .split(/[\n\d]/)
      .at(-1) ?? ''
  );
}

function isCard(match: RuleMatch): boolean {
  const digits = match.value.replaceAll(/[ -]/g, '');
  if (!passesLuhn(digits) || /^(\d)\1*$/.test(digits)) return false;
  // without such words a time in milliseconds or nanoseconds, or an id, is right one time in ten
  return CARD.test(digits) || (!/^1[4-9]\d{11}(?:\d{3}){0,2}$/.test(digits) && CARD_WORDS.test(wordsBefore(match)));
}

/** An IBAN has the length of its country; what follows it in capitals was taken in by the blanks. */
function locateIban(match: RuleMatch): Range | null {
  const length = IBAN_LENGTHS[match.value.slice(0, 2).toUpperCase()];
  if (length === undefined || (/^[a-z]/.test(match.value) && /-/.test(textBefore(match, 1)))) return null;
  let end = 0;
  for (let digits = 0; digits < length; end += 1) {
    const character = match.value[end];
    if (character === undefined) return null;
    if (character !== ' ' && character !== '-') digits += 1;
  }
  if (/^[A-Za-z0-9]/.test(match.text.slice(match.start + end, match.start + end + 1))) return null;
  if (!passesIban(match.value.slice(0, end).replaceAll(/[ -]/g, '').toUpperCase())) return null;
  return { start: match.start, end: match.start + end };
}

/** Addresses that lead to no one: private, loopback, link-local, documentation, masks, public resolvers. */
const NO_ONES_ADDRESS =
  /^(?:0\.|10\.|127\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.|192\.0\.[02]\.|198\.51\.100\.|203\.0\.113\.|198\.1[89]\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|2(?:2[4-9]|[3-5]\d)\.|8\.8\.(?:8\.8|4\.4)$|1\.(?:1\.1\.1|0\.0\.1)$)/;

function isAddress({ value, text, start }: RuleMatch): boolean {
  const parts = value.split('.');
  if (parts.some((part) => Number(part) > 255 || (part.length > 1 && part.startsWith('0')))) return false;
  // a network, or a version
  if (NO_ONES_ADDRESS.test(value) || /\.0$|^\d+\.0\.0\./.test(value)) return false;
  const before = text.slice(Math.max(0, start - 16), start);
  return !/(?:[A-Za-z]\/|[<>=~^]=\s?|[~^]|version["']?[:= ]{0,3}["']?|release |\bv\.?\s?)$/i.test(before);
}

function locateUserName(match: RuleMatch): Range | null {
  return NO_ONES_ACCOUNT.has(match.value.toLowerCase()) ? null : match;
}

export const PERSONAL_DATA: readonly Rule[] = [
  {
    id: 'email',
    kind: 'personal',
    keywords: [],
    // starts at the rare `@` and looks back for the name: linear
    pattern:
      /@(?<=(?<![\w.%+\u00c0-\u00ff-])(?<local>[\w.%+\u00c0-\u00ff-]{1,64})@)[A-Za-z0-9\u00df-\u00ff-]{1,63}(?:\.[A-Za-z0-9\u00df-\u00ff-]{1,63}){1,6}/g,
    locate: locateEmail,
    hits: [
      { text: 'mail ann.lee+x@acme-corp.co.uk now', secret: 'ann.lee+x@acme-corp.co.uk' },
      { text: 'Author: Ann <ann@acme.io>', secret: 'ann@acme.io' },
      { text: 'an jörg@müller.de.', secret: 'jörg@müller.de' },
      { text: 'mailto:ann@firma.rs', secret: 'ann@firma.rs' },
      { text: String.raw`"a\nann@acme.io"`, secret: 'ann@acme.io' },
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
      'crate@src.rs',
      'patches/pacote@21.5.0.patch',
      String.raw`\n@app.route('/')`,
      'npm-oidc-no-reply@github.com',
    ],
  },
  {
    id: 'email',
    kind: 'personal',
    keywords: [' at ', '(at', '[at', '{at', '<at', '@)', '@]', '@}', '@>', '@ ', '&#', '&commat;', String.raw`\u0040`],
    // written so that no program reads it: `ann (at) acme.io`, `ann [at] acme [dot] io`, `ann&#64;acme.io`
    pattern:
      /(?<![\w.%+-])[\w.%+-]{1,64}(?: ?[([{<] ?(?:at|@) ?[)\]}>] ?| AT |&#0{0,3}64;|&#x0{0,2}40;|&commat;|\\u0040)[A-Za-z0-9-]{1,63}(?:(?: ?[([{<] ?(?:dot|\.) ?[)\]}>] ?| DOT |\.)[A-Za-z0-9-]{1,63}){1,4}/g,
    locate: onlyIf(({ value }) => isSpelledOut(value)),
    hits: [
      { text: 'ask ann.lee (at) acme.io now', secret: 'ann.lee (at) acme.io' },
      { text: 'ann [at] acme [dot] co [dot] uk', secret: 'ann [at] acme [dot] co [dot] uk' },
      { text: 'ann&#64;acme.io', secret: 'ann&#64;acme.io' },
      { text: 'ann AT acme DOT io', secret: 'ann AT acme DOT io' },
    ],
    misses: ['arr[at].value.x', 'f(at).then', 'look AT Node.js', 'ann (at) example.com', 'ann (at) work'],
  },
  {
    id: 'email',
    kind: 'personal',
    keywords: [' dot '],
    pattern:
      /(?<![\w.%+-])[\w.%+-]{1,64} at [A-Za-z0-9-]{1,63}(?: dot [A-Za-z0-9-]{1,63}){0,2} dot (?:com|net|org|edu|gov|info|io|dev|co|ai|app|me|uk|de|fr|nl|it|es|se|no|dk|fi|pl|ch|at|be|eu|us|ca|au|jp|br)\b/gi,
    locate: onlyIf(({ value }) => isSpelledOut(value)),
    hits: [{ text: 'write to ann.lee at acme dot com', secret: 'ann.lee at acme dot com' }],
    misses: ['ann at example dot com', 'look at the dot in the corner', 'at a dot product'],
  },
  ...PHONE_NUMBERS,
  {
    id: 'card',
    kind: 'personal',
    keywords: [],
    pattern: /(?<![\w.+-])\d{4}(?:[ -]?\d){8,15}(?![\w-]|\.\d)/g,
    locate: onlyIf(isCard),
    hits: [
      { text: `card ${part('4111')} 1111 1111 1111.`, secret: '4111 1111 1111 1111' },
      { text: `amex ${part('3782')}82246310005`, secret: '378282246310005' },
      { text: `my card ${part('4222')}222222222 is lost`, secret: '4222222222222' },
      { text: `"cardNumber": "${part('6304')}27373398"`, secret: '630427373398' },
    ],
    misses: [
      '4111 1111 1111 1112',
      '1700000000000000',
      'id 4111111111111111a',
      '0.4111111111111111',
      'at 4222222222222',
      'card 1700000000007',
      'card 000000000000',
    ],
  },
  {
    id: 'iban',
    kind: 'personal',
    keywords: [],
    pattern: /(?<![A-Za-z0-9])(?:[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}|[a-z]{2}\d{2}(?: ?[a-z0-9]){11,30})/g,
    locate: locateIban,
    hits: [
      { text: 'pay to DE89 3704 0044 0532 0130 00 soon', secret: 'DE89 3704 0044 0532 0130 00' },
      { text: 'pay to DE89 3704 0044 0532 0130 00 EUR', secret: 'DE89 3704 0044 0532 0130 00' },
      { text: 'GB82WEST12345698765432', secret: 'GB82WEST12345698765432' },
      { text: 'gb82west12345698765432.', secret: 'gb82west12345698765432' },
      { text: 'NL91-ABNA-0417-1643-00', secret: 'NL91-ABNA-0417-1643-00' },
    ],
    misses: [
      'DE89 3704 0044 0532 0130 01',
      'AB12CDEF3456',
      'GB82WEST123456987654321',
      'de89370400440532013000ff',
      'be23-529f935209cf',
    ],
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
      'pyerfa 2.0.0.3',
      'network 81.2.69.0/24',
      '999.1.1.1',
      '203.0.113.7',
    ],
  },
  {
    id: 'ip',
    kind: 'personal',
    keywords: [],
    // shortened, only public addresses: they begin with 2 or 3 (RFC 4291, 2000::/3); in full, any that can be no
    // fingerprint and is not local
    pattern: /(?<![\w:.])(?:[23][0-9a-fA-F]{3}:[0-9a-fA-F:]{2,35}|[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4}){7})(?![\w:])/g,
    locate: onlyIf(
      ({ value }) =>
        isIPv6(value) && /[0-9a-fA-F]{3}/.test(value) && !/^(?:2001:0?db8|fe[89ab].|f[cd]..|0{1,4}):/i.test(value),
    ),
    hits: [
      { text: 'peer 2a02:908:13b:7c00::1a2f up', secret: '2a02:908:13b:7c00::1a2f' },
      { text: '6e40:4041:c617:e898:c11:40d2:c669:2eb4', secret: '6e40:4041:c617:e898:c11:40d2:c669:2eb4' },
    ],
    misses: [
      '::1',
      'fe80::1',
      '2001:db8::1',
      '2024:10:11',
      'std::vector',
      '12:34:56:78:9a:bc:de:f0',
      'fd12:3456:789a:1:2:3:4:5',
    ],
  },
  {
    id: 'user',
    kind: 'personal',
    keywords: [],
    // names with blanks only where back-slashes tell that the name goes on: `C:\Users\Ann Lee\x`
    pattern:
      /[\\/]{1,2}(?:Users|home|Documents and Settings)[\\/]{1,2}(?<value>[^\\/\s"'`<>:|*?,;()[\]{}$&=#!\0]{1,64}(?:(?: [A-Z][\w.-]{0,30}){1,2}(?=\\))?)/g,
    locate: locateHome,
    hits: [
      { text: 'cd /Users/annlee/work', secret: 'annlee' },
      { text: String.raw`C:\Users\Ann\x`, secret: 'Ann' },
      { text: String.raw`"C:\\Users\\Ann\\x"`, secret: 'Ann' },
      { text: String.raw`C:\Users\Ann Lee\x`, secret: 'Ann Lee' },
      { text: String.raw`C:\Documents and Settings\Ann\x`, secret: 'Ann' },
      { text: 'file:///home/ann/x and /mnt/c/Users/ann.', secret: 'ann' },
      { text: 'ls /var/home/ann/x', secret: 'ann' },
    ],
    misses: [
      'https://host.io/home/start',
      '/home/runner/work',
      '/Users/<user>/x',
      '/home/$USER/x',
      'app/var/home/start',
      'src/home/page.ts',
      '/home/',
    ],
  },
  {
    id: 'user',
    kind: 'personal',
    keywords: [],
    // folders that agents name after a path with dashes for slashes
    pattern: /(?<![\w-])(?:[A-Z]-)?-(?:Users|home)-(?<value>[A-Za-z0-9_.]{1,64})(?=-)/g,
    locate: locateUserName,
    hits: [
      { text: '.claude/projects/-Users-annlee-work-app/x.jsonl', secret: 'annlee' },
      { text: '.claude/projects/C--Users-Ann-work/x.jsonl', secret: 'Ann' },
    ],
    misses: ['go-home-page-now', 'x-Users-ann-y'],
  },
  {
    id: 'user',
    kind: 'personal',
    keywords: ['uid=', 'user=', 'logname=', 'username='],
    // `id`, and what a shell keeps the name in
    pattern: /(?:\buid=\d{1,10}\(|(?<![\w$])(?:USER|LOGNAME|USERNAME)=)(?<value>[A-Za-z][\w.-]{0,63})/g,
    locate: locateUserName,
    hits: [
      { text: 'uid=501(annlee) gid=20(staff)', secret: 'annlee' },
      { text: 'LOGNAME=annlee', secret: 'annlee' },
    ],
    misses: ['uid=0(root)', 'USER=$(whoami)', 'USER=root', 'DB_USER=annlee', 'user=annlee'],
  },
  {
    id: 'user',
    kind: 'personal',
    keywords: ['rw'],
    // owner in a long listing: `-rw-r--r--@  1 annlee  staff  512 …`
    pattern: /(?<![\w-])[bcdlps-](?:[r-][w-][xsStT-]){3}[@+.]? {1,6}\d{1,6} {1,4}(?<value>[A-Za-z][\w.-]{0,63})(?= )/g,
    locate: locateUserName,
    hits: [{ text: '-rw-r--r--@  1 annlee  staff  512 Jan 1 a', secret: 'annlee' }],
    misses: ['drwxr-xr-x 2 root root 4096 Jan 1 a', 'drwxr-xr-x 2 501 20 4096 Jan 1 a'],
  },
];
