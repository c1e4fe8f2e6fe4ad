// One layer of base64: long tokens that decode to readable text, which may hold a secret.
import type { Range } from './rule.ts';

/** Longest token decoded, in characters. */
const MAX_TOKEN_LENGTH = 16_384;
/** So many characters decide whether the whole is worth decoding: chance text passes once in 10^7. */
const PROBE_LENGTH = 24;

export interface DecodedToken extends Range {
  readonly text: string;
}

/** Tokens of a text that are base64 or base64url of readable text, with what they say. */
export function decodeBase64Tokens(text: string): readonly DecodedToken[] {
  const found: DecodedToken[] = [];
  for (const match of text.matchAll(/(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{24,}={0,2}/g)) {
    const token = match[0];
    if (token.length > MAX_TOKEN_LENGTH || !isReadable(decode(token.slice(0, PROBE_LENGTH)))) continue;
    const decoded = decode(token);
    if (isReadable(decoded)) found.push({ start: match.index, end: match.index + token.length, text: decoded });
  }
  return found;
}

function decode(token: string): string {
  return Buffer.from(token, 'base64').toString('latin1');
}

function isReadable(text: string): boolean {
  return /^[\t\n\r\u0020-\u007e]+$/.test(text);
}
