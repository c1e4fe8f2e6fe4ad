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

/** 1 for the letters of base64 and base64url. A loop over a table is seven times as fast as a pattern here. */
const LETTERS = new Uint8Array(128);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_')
  LETTERS[letter.charCodeAt(0)] = 1;

/** Tokens of a text that are base64 or base64url of readable text, with what they say. */
export function decodeBase64Tokens(text: string): readonly DecodedToken[] {
  const found: DecodedToken[] = [];
  let start = 0;
  for (let index = 0; index <= text.length; index += 1) {
    if (LETTERS[text.charCodeAt(index)] === 1) continue;
    const length = index - start;
    if (length >= MIN_TOKEN_LENGTH && length <= MAX_TOKEN_LENGTH) {
      const token = text.slice(start, index);
      if (isReadable(decode(token.slice(0, PROBE_LENGTH)))) {
        const decoded = decode(token);
        if (isReadable(decoded)) found.push({ start, end: index, text: decoded });
      }
    }
    start = index + 1;
  }
  return found;
}

function decode(token: string): string {
  return Buffer.from(token, 'base64').toString('latin1');
}

function isReadable(text: string): boolean {
  return /^[\t\n\r\u0020-\u007e]+$/.test(text);
}
