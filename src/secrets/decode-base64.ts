// One layer of base64: long tokens that decode to readable text, which may hold a secret.
import type { Range } from './rule.ts';

/** No control characters but tab, line ends and escape; at the end a letter may be cut through. */
// oxlint-disable-next-line no-control-regex -- which control characters may stand in a text is the question
const READABLE = /^[\t\n\r\u001b\u0020-\u007e\u00a0-\ufffc]+\ufffd?$/;

/** Longest token decoded, in characters. */
const MAX_TOKEN_LENGTH = 16_384;
/** So many characters decide whether the whole is worth decoding: chance text passes once in 10^7. */
const PROBE_LENGTH = 24;

export interface DecodedToken extends Range {
  readonly text: string;
}

/** Shortest token looked at: 18 bytes. */
const MIN_TOKEN_LENGTH = 24;

/** 1 for the letters of base64 and base64url, by code. */
const LETTERS = new Uint8Array(128);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_')
  LETTERS[letter.charCodeAt(0)] = 1;

/** Tokens of a text that are base64 or base64url of readable text, with what they say. */
export function decodeBase64Tokens(text: string): readonly DecodedToken[] {
  const found: DecodedToken[] = [];
  const isLetter = (index: number): boolean => LETTERS[text.charCodeAt(index)] === 1;
  // a token covers every 24th place of a text: the places between are looked at only around such a letter
  let free = 0;
  for (let probe = MIN_TOKEN_LENGTH - 1; probe < text.length; probe = free + MIN_TOKEN_LENGTH - 1) {
    if (!isLetter(probe)) {
      free = probe + 1;
      continue;
    }
    let start = probe;
    while (start > free && isLetter(start - 1)) start -= 1;
    let end = probe + 1;
    while (end < text.length && isLetter(end)) end += 1;
    free = end;
    if (end - start < MIN_TOKEN_LENGTH || end - start > MAX_TOKEN_LENGTH) continue;
    const wrapped = endOfWrapped(text, start, end, isLetter);
    if (wrapped > end && add(found, text, start, wrapped)) free = wrapped;
    else if (!add(found, text, start, end)) addParts(found, text, start, end);
  }
  return found;
}

/** Adds the token when it decodes to readable text. */
function add(found: DecodedToken[], text: string, start: number, end: number): boolean {
  const token = text.slice(start, end).replaceAll(/\s+/g, '');
  if (!isReadable(decode(token.slice(0, PROBE_LENGTH)))) return false;
  const decoded = decode(token);
  if (!isReadable(decoded)) return false;
  found.push({ start, end: end + paddingAt(text, end), text: decoded });
  return true;
}

/** A token after a path or a name, `a/b/<token>`: its letters are letters of base64, too. */
function addParts(found: DecodedToken[], text: string, start: number, end: number): void {
  for (const { 0: part, index } of text.slice(start, end).matchAll(/[A-Za-z0-9+]{24,}/g)) {
    if (part.length < end - start) add(found, text, start + index, start + index + part.length);
  }
}

/** The end of a token written in lines of one length (RFC 2045: 76, PEM: 64), or the end given when it is in one line. */
function endOfWrapped(text: string, start: number, end: number, isLetter: (index: number) => boolean): number {
  const width = end - start;
  if (width < 40 || width % 4 !== 0) return end;
  let last = end;
  for (;;) {
    const next = text[last] === '\r' ? last + 2 : last + 1;
    if (text[next - 1] !== '\n') return last;
    let stop = next;
    while (stop < text.length && stop - next < width && isLetter(stop)) stop += 1;
    if (stop === next || stop - start > MAX_TOKEN_LENGTH) return last;
    last = stop;
    if (stop - next < width) return last;
  }
}

function paddingAt(text: string, index: number): number {
  if (text[index] !== '=') return 0;
  return text[index + 1] === '=' ? 2 : 1;
}

function decode(token: string): string {
  return Buffer.from(token, 'base64').toString('utf8');
}

function isReadable(text: string): boolean {
  return READABLE.test(text);
}
