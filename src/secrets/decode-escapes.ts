// Escapes of URLs, JSON, C, HTML and quoted-printable mail decoded, and strings joined that are written in parts.
import type { View } from './normalise.ts';
import { normalise, rewrite } from './normalise.ts';
import type { Range } from './rule.ts';

/** Printable ASCII, tab, line ends and escape as two hexadecimal digits. */
const ASCII = '(?:[2-6][0-9A-Fa-f]|7[0-9A-Ea-e]|0[9AaDd]|1[Bb])';

/** A literal colour code, `\\u001b[31m`, stands for nothing; then escapes of one character each. */
const CODED_ESCAPES = new RegExp(
  [
    String.raw`\\(?:u001[bB]|x1[bB]|033|e)\[[0-9;]{0,20}[A-Za-z]`,
    `%${ASCII}`,
    '%[cC]2%[aA][dD]|%[eE]2%8[01]%[89aAbB][0-9A-Fa-f]|%[eE][fF]%[bB][bB]%[bB][fF]',
    String.raw`\\u00${ASCII}`,
    String.raw`\\u\{0{0,4}${ASCII}\}`,
    String.raw`\\u(?:200[b-fB-F]|00[aA][dD]|2060|[fF][eE][fF]{2})`,
    String.raw`\\x${ASCII}`,
    `&#[xX]0{0,4}${ASCII};`,
    String.raw`&#0{0,4}(?:9|1[03]|3[2-9]|[4-9]\d|1[01]\d|12[0-6]);`,
    '&(?:amp|quot|apos|lt|gt|equals|colon|sol|plus|lowbar|commat|period|num|dollar|excl|nbsp);',
  ].join('|'),
  'g',
);

/** Escaped line ends and quotes; a letter with which a name goes on that rules look for (`C:\\token`) is that letter. */
const SIMPLE_ESCAPES =
  /\\(?:n(?!pm_|tn_|vapi-)|r(?!dme_|ubygems_|8_|k_)|t(?!oken|skey-|k-us|fp_)|b(?!earer)|f(?!o1_|m[12])|["'`/\\])/g;

const CODED = new RegExp(String.raw`%${ASCII}|\\(?:u[\dfF{]|x[0-7]|033|e\[)|&(?:#|[a-z]{2,6};)`);

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  equals: '=',
  colon: ':',
  sol: '/',
  plus: '+',
  lowbar: '_',
  commat: '@',
  period: '.',
  num: '#',
  dollar: '$',
  excl: '!',
  nbsp: ' ',
};

const SIMPLE: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: ' ', f: ' ' };

/** `=41` and the soft line ends of RFC 2045, section 6.7. */
const QUOTED_PRINTABLE = /=\r?\n|=(?:[2-6][0-9A-F]|7[0-9A-E])/g;

/**
 * Where a string goes on in the next literal or the next line: `"a" + "b"`, `'a' 'b'`, `a\` at the end of a line.
 * Letters of tokens must stand on both sides.
 */
const JOINTS =
  /(?:\\(?<=[\w+/=.-]\\)\r?\n[ \t]{0,40}|["'`](?<=[\w+/=.-]\\?["'`])[ \t]{0,8}[+.&|]{0,2}[ \t]{0,8}\\?(?:\r?\n[ \t]{0,80})?[+.&]?[ \t]{0,8}\\?["'`])(?=[\w+/=.-])/g;

/** The same text with its escapes of printable ASCII decoded, or null where there is none. */
export function decodeEscapes(view: View): View | null {
  const { text } = view;
  const hasMail = text.includes('=3D') || text.includes('=\n') || text.includes('=\r\n');
  if (!hasMail && !CODED.test(text)) return null;
  const decoded = rewrite(text, CODED_ESCAPES, decode);
  const outer = decoded === null ? view : within(view, decoded);
  const mail = hasMail ? rewrite(outer.text, QUOTED_PRINTABLE, decodeMail) : null;
  if (mail === null && decoded === null) return null;
  const clear = mail === null ? outer : within(outer, mail);
  // what was escaped may be invisible, or half of a colour code
  return within(clear, normalise(clear.text));
}

/** The same text with escaped line ends and quotes as they are meant, through up to three layers of escaping. */
export function decodeLineEnds(view: View): View {
  let clear = view;
  for (let depth = 0; depth < 3 && clear.text.includes('\\'); depth += 1) {
    const decoded = rewrite(clear.text, SIMPLE_ESCAPES, (escape) => SIMPLE[escape.slice(1)] ?? escape.slice(1));
    if (decoded === null) return clear;
    clear = within(clear, decoded);
  }
  return clear;
}

function decode(escape: string): string {
  const code = /([0-9A-Fa-f]{2})[;}]?$/.exec(escape)?.[1];
  if (escape.startsWith('&#') && !/^&#x/i.test(escape))
    return String.fromCharCode(Number.parseInt(escape.slice(2), 10));
  // more than one byte of UTF-8: a character that nobody sees
  if (/^%..%/.test(escape)) return '';
  if (escape.startsWith('%') || /^(?:\\x|\\u00|\\u\{|&#)/i.test(escape)) {
    if (/\[/.test(escape) || /^\\u00ad$/i.test(escape)) return '';
    return code === undefined ? escape : String.fromCharCode(Number.parseInt(code, 16));
  }
  if (escape.startsWith('\\u') || escape.includes('[')) return '';
  return NAMED[escape.slice(1, -1)] ?? escape;
}

function decodeMail(escape: string): string {
  return /^=\r?\n$/.test(escape) ? '' : String.fromCharCode(Number.parseInt(escape.slice(1), 16));
}

/** So much of the text around a joint is looked at. Longer than a token; a key in many lines has a joint in each. */
const AROUND_JOINT = 600;

/**
 * The parts of a text around places where strings are written in parts, with those joined. Ranges are empty where
 * nothing was joined inside: those are seen in the text itself.
 */
export function joinParts(view: View): readonly View[] {
  const windows: { start: number; end: number }[] = [];
  for (const { 0: joint, index } of view.text.matchAll(JOINTS)) {
    const start = Math.max(0, index - AROUND_JOINT);
    const end = Math.min(view.text.length, index + joint.length + AROUND_JOINT);
    const last = windows.at(-1);
    if (last !== undefined && start <= last.end) last.end = end;
    else windows.push({ start, end });
  }
  return windows.flatMap((window) => {
    const joined = rewrite(view.text.slice(window.start, window.end), JOINTS, () => '');
    if (joined === null) return [];
    const toSource = (start: number, end: number): Range => {
      const inner = joined.toSource(start, end);
      if (inner.end - inner.start === end - start) return { start: 0, end: 0 };
      return view.toSource(inner.start + window.start, inner.end + window.start);
    };
    return [{ text: joined.text, toSource }];
  });
}

/** A view of a view's text as a view of what that one shows. */
export function within(outer: View, inner: View): View {
  return {
    text: inner.text,
    toSource: (start, end) => {
      const range = inner.toSource(start, end);
      return outer.toSource(range.start, range.end);
    },
  };
}
