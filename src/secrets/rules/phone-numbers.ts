// Telephone numbers. The international form and the few national forms that nothing else has are told by themselves, any
// other row of digits only by the words beside it: logs are full of rows of digits.
import type { Range, Rule, RuleMatch } from '../rule.ts';
import { onlyIf, textBefore } from '../rule.ts';

/** Fields: `phone: `, `"mobileNumber":"`, `fax_no = `, `tel:`, `Phone (home): `. */
const FIELD_BEFORE =
  /(?:^|[^a-z]|home|work|cell|mobile|contact|customer|user)(?:telephone|phone|tel|mobile|cell|cellphone|fax|telefax|whatsapp|handy|telefon|handynummer|rufnummer|téléphone|teléfono|telefono|móvil|msisdn|hotline|landline|desk|office)(?:[ _-]?(?:number|num|no|nr))?\.?(?: \([a-z]{1,10}\))?["']?[ \t]{0,3}(?:[:=]|is )[ \t]{0,4}\r?\n?["'(]?$/i;
/** Words: `call me at `, `answering on `, `message to `, `phone number `, `fax `. */
const WORDS_BEFORE =
  /\b(?:(?:call|calls|called|calling|ring|dial|text|sms|reach|contact|answer|answering|message|messages)(?: (?:me|us|him|her|them|back|you))? (?:at|on|to|under)(?: (?:my|our|his|her|the))?(?: (?:phone|mobile|cell))?|(?:phone|telephone|mobile|cell|fax|dial|tel\.?)|registered)(?: (?:number|no\.?))?:? $/i;
/** What stands behind it in a signature: `781 1704 office`. */
const WORDS_AFTER = /^ ?[-(]? ?(?:office|fax|mobile|cell|landline)\b(?![./\w=:-])/i;

/** Country codes behind `00` (ITU-T E.164): which digits may begin them. */
const EXIT_CODE = /^00(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9]\d\d)$/;
const NORTH_AMERICA = /^(?:(?:001|1)[ .-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[.-])[1-9]\d\d[.-]\d{4}$/;
const EXTENSION = / ?[xe][^]*$/;
const DATE = /^(?:19|20)\d\d[ .-][01]?\d[ .-][0-3]?\d(?!\d)|^[0-3]?\d[ .-][0-3]?\d[ .-](?:19|20)\d\d(?!\d)/;

/** `+49 170 123 4567`: 8 to 15 digits (E.164), and no offset, difference or decimal. */
function isInternational({ value }: RuleMatch): boolean {
  const digits = digitsOf(value);
  return (
    digits.length >= 8 &&
    digits.length <= 15 &&
    (value.length > digits.length + 1 || digits.length >= 11) &&
    !/^\+\d{1,4}\.\d+$/.test(value) &&
    !DATE.test(value.slice(1))
  );
}

/** A row of digits and signs: a number by its form, or by what stands beside it. */
function locateRow(match: RuleMatch): Range | null {
  const { text, end } = match;
  const value = match.value.replace(EXTENSION, '');
  const digits = digitsOf(value);
  if (digits.length < 7 || digits.length > 15 || DATE.test(value) || /[ .-]{3}|\(\d*\(|\(\D/.test(value)) return null;
  const signed = WORDS_AFTER.test(text.slice(end, end + 16));
  // a piece of a file name or an id
  if (!signed && /^-\w/.test(text.slice(end, end + 2))) return null;
  const before = textBefore(match, 56);
  const isGrouped = /\d[ .()-]+\d/.test(value);
  if (isGrouped && !/[:=]$/.test(before) && (NORTH_AMERICA.test(value) || hasTrunkZero({ ...match, value }, before)))
    return match;
  // one dot makes a decimal, digits alone an id
  if (/^\d+\.\d+$/.test(value) || (!isGrouped && digits.length < 9)) return null;
  if (FIELD_BEFORE.test(before)) return match;
  return WORDS_BEFORE.test(before) || (isGrouped && signed) ? match : null;
}

/** National forms with their zero, in three groups or more of one separator: `0490 75 40 81`, `03.93.92.16.85`, `(08) 8747 6301`. */
function hasTrunkZero({ value, text, end }: RuleMatch, before: string): boolean {
  const groups = value.replaceAll(/[()]/g, '').split(/[ .-]/);
  const separators = new Set(value.replaceAll(/\(\d+\) ?|\d/g, ''));
  const [first = '', ...rest] = groups;
  const length = digitsOf(value).length;
  if (groups.length < 3 || separators.size !== 1 || groups.includes('')) return false;
  if (EXIT_CODE.test(first)) return length >= 11 && rest.every((group) => group.length <= 8);
  if (!/^0[1-9]\d{0,3}$/.test(first) || length < 9 || length > 11) return false;
  if (!rest.every((group) => group.length >= 2 && group.length <= 4)) return false;
  // a social security number of the United States
  if (/^\d{3}-\d\d-\d{4}$/.test(value)) return false;
  // pairs are also what a dump of bytes or a list of small numbers is made of
  const isDump = /[0-9a-f]{2}[ .-]$/i.test(before) || /^[ .-][0-9a-f]{2}\b/i.test(text.slice(end, end + 4));
  return !isDump && new Set(groups).size === groups.length && !isCounting(groups);
}

/** `01 02 03 04 05`. */
function isCounting(groups: readonly string[]): boolean {
  return groups.every((group, index) => index === 0 || Number(group) === Number(groups[index - 1]) + 1);
}

function digitsOf(value: string): string {
  return value.replace(EXTENSION, '').replaceAll(/\D/g, '');
}

export const PHONE_NUMBERS: readonly Rule[] = [
  {
    id: 'phone',
    kind: 'personal',
    keywords: [],
    pattern:
      /(?<![\w+.)\]])\+[1-9]\d{0,2}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .-]?\d){6,12}(?: ?(?:x|ext\.?) ?\d{1,6})?(?!\w|\.\d)/g,
    locate: onlyIf(isInternational),
    hits: [
      { text: 'call +49 170 123 4567', secret: '+49 170 123 4567' },
      { text: 'tel +1 (555) 010-4477,', secret: '+1 (555) 010-4477' },
      { text: '+442079460123', secret: '+442079460123' },
      { text: 'Desk: +46 (0)8 928 571 38.', secret: '+46 (0)8 928 571 38' },
      { text: 'fax +1-903-140-4508x769', secret: '+1-903-140-4508x769' },
    ],
    misses: ['2024-01-01T10:00:00+02:00', '+12345', 'a+1234567890', '+1234.567890123', '+ 1 2 3', '+2024-01-02 10'],
  },
  {
    id: 'phone',
    kind: 'personal',
    keywords: [],
    pattern: /(?<![\w+./$%#@)\]-]|\d,)\(?\d[\d ().-]{5,22}\d(?: ?(?:x|ext\.?) ?\d{1,6})?(?![\w%+/]|[.,:-]\d)/g,
    locate: locateRow,
    hits: [
      { text: 'call 345-899-3560x4587 now', secret: '345-899-3560x4587' },
      { text: 'from (602)272-9781', secret: '(602)272-9781' },
      { text: 'or 259.735.7502.', secret: '259.735.7502' },
      { text: '001-518-640-0854', secret: '001-518-640-0854' },
      { text: 'dial 0049 170 1234567', secret: '0049 170 1234567' },
      { text: 'at 03.93.92.16.85', secret: '03.93.92.16.85' },
      { text: 'or 07700 063 966, or 0490 75 40 81', secret: '0490 75 40 81' },
      { text: '(08) 8747 6301', secret: '(08) 8747 6301' },
      { text: '"phoneNumber": "9498777106"', secret: '9498777106' },
      { text: 'Phone:\n60-56-85-91', secret: '60-56-85-91' },
      { text: 'tel:0612345678', secret: '0612345678' },
      { text: 'Please call me at 467 3395', secret: '467 3395' },
      { text: '\n781 1704 office\n', secret: '781 1704' },
    ],
    misses: [
      '2024-01-02 10',
      '01.02.2024 10:00',
      '00 01 84 17 61 18 2f',
      '01 02 03 04 05',
      '1700000000000',
      'tests 12 3456 78',
      '12 345 678 bytes',
      '120.0.6099.71',
      'line 467 3395',
      'phone: 1.2345678',
      'cell 20240102',
      '460-89-9847',
      '054-28-6917',
      '04-29-23-38-35-afef0c5b',
      'id 345-899-3560-1',
      '0.345-899-3560',
    ],
  },
];
