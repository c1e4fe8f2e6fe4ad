// One layer of hexadecimal: long tokens that decode to readable ASCII. A digest never does: of 16 chance bytes all are
// readable once in 10^7.
import type { DecodedToken } from './decode-base64.ts';

/** Bytes of printable ASCII, tab and line ends only. */
const READABLE_BYTES = /(?<![0-9A-Fa-f])(?:[2-7][0-9A-Fa-f]|0[9AaDd]|1[Bb]){16,8192}(?![0-9A-Fa-f])/g;

/** Tokens of a text that are hexadecimal of readable text, with what they say. */
export function decodeHexTokens(text: string): readonly DecodedToken[] {
  const found: DecodedToken[] = [];
  for (const { 0: token, index } of text.matchAll(READABLE_BYTES)) {
    // a number or a run of one digit is no text
    if (!/[A-Fa-f]/.test(token) && /^(?:3\d)+$/.test(token)) continue;
    found.push({ start: index, end: index + token.length, text: Buffer.from(token, 'hex').toString('latin1') });
  }
  return found;
}
