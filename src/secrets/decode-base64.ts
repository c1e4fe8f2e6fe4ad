// One layer of base64: long tokens that decode to readable text, which may hold a secret.
import type { Range } from './rule.ts';

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
    const token = text.slice(start, end);
    if (!isReadable(decode(token.slice(0, PROBE_LENGTH)))) continue;
    const decoded = decode(token);
    if (isReadable(decoded)) found.push({ start, end: end + paddingAt(text, end), text: decoded });
  }
  return found;
}

function paddingAt(text: string, index: number): number {
  if (text[index] !== '=') return 0;
  return text[index + 1] === '=' ? 2 : 1;
}

function decode(token: string): string {
  return Buffer.from(token, 'base64').toString('latin1');
}

function isReadable(text: string): boolean {
  return /^[\t\n\r\u0020-\u007e]+$/.test(text);
}
