// How long one regular expression takes on text made to be slow for it. A quadratic one needs seconds for 64 kB, a
// linear one at most some milliseconds, so that the bound leaves room for a slow machine.

/** Characters of a text. */
export const SIZE = 64 * 1024;
/** Milliseconds of computing for it; a busy machine takes longer by the clock. */
const LIMIT = 50;

/** What is slow for somebody: single characters, and pieces that many expressions begin with. */
const GENERIC = [
  ...Array.from(`aA0 \t\n\r-_.,:;/\\|*#=+~@\`"'<>()[]{}!?$%&^é一\u200b€`),
  ...Array.from('a-":', (letter) => `${letter} `),
  ...String.raw`a. a/ a- a: a, 0. 0: a= <a -- "" a' ../ a@ \" ab-c`.split(' '),
  '`a',
  '\r\n',
];
const ENDS = ['', '\u0000', '\n!'];

/** Texts of `size` characters to try on a regular expression: the given attacks first. */
function* slowTexts(source: string, attacks: readonly string[], size: number): Generator<string> {
  const own = piecesOf(source);
  const pumps = new Set([...attacks, ...GENERIC, ...own]);
  for (const first of own.slice(0, 8))
    for (const second of [...own.slice(0, 8), ' ', 'a', '\n']) pumps.add(first + second);
  for (const pump of pumps) for (const end of ENDS) yield fill('', pump, end, size);
  // A beginning that matches once, and then one thing for ever.
  for (const start of own.slice(0, 10))
    for (const pump of [' ', 'a', '0', '.', '-', '/', '"', '(', ...own.slice(0, 6)])
      yield fill(start, pump, '\u0000', size);
}

function fill(start: string, pump: string, end: string, size: number): string {
  const room = Math.max(1, size - start.length - end.length);
  return start + pump.repeat(Math.ceil(room / pump.length)).slice(0, room) + end;
}

/** Literal pieces of a pattern: what a text must hold to get far into it. */
function piecesOf(source: string): string[] {
  const plain = source
    .replaceAll(/\(\?(?:[:=!]|<[=!]|<\w+>)/g, '(')
    .replaceAll(/\\s|\\b|\\W/g, ' ')
    .replaceAll(/\\d/g, '0')
    .replaceAll(/\\[wpPS](?:\{\w+\})?/g, 'a')
    .replaceAll(/\\([^a-z0-9])/gi, '$1')
    .replaceAll(/\{\d+(?:,\d*)?\}/g, '');
  return [...new Set(plain.split(/[()|[\]^$?*+]+/))].filter((piece) => piece !== '').slice(0, 40);
}

/**
 * @param pattern with the flags it is used with: one with `g` goes through the whole text
 * @param attacks pieces to repeat that an analysis found
 * @param size characters of the longest text
 * @returns the slowest text that was found, its milliseconds, and whether all stayed in the limit; stops at the first over it
 */
export function slowest(
  pattern: RegExp,
  attacks: readonly string[] = [],
  size = SIZE,
): { readonly ms: number; readonly text: string; readonly fast: boolean } {
  let worst = { ms: 0, text: '' };
  // Short ones first: an exponential one would never come back from a long one.
  for (const length of new Set([20, 24, 28, 1_000, 8_000, size].map((one) => Math.min(size, one)))) {
    for (const text of slowTexts(pattern.source, attacks, length)) {
      // The best of some tries: a garbage collection is no fault of the expression.
      let ms = timeOf(pattern, text);
      for (let again = 0; again < 2 && ms > LIMIT / 2 && ms < 4 * LIMIT; again++)
        ms = Math.min(ms, timeOf(pattern, text));
      if (ms > worst.ms) worst = { ms, text };
      if (ms > LIMIT) return { ...worst, fast: false };
    }
  }
  return { ...worst, fast: true };
}

function timeOf(pattern: RegExp, text: string): number {
  pattern.lastIndex = 0;
  const start = process.cpuUsage();
  text.replace(pattern, '');
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
