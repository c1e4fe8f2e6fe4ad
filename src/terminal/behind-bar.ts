// Words of others behind a bar of ours: every row has it, wrapped ones too, so that no content can pass for a line of ours.
import type { Colours } from './colours.ts';
import { escapeLine } from './escape.ts';
import { wrapWords } from './wrap.ts';

const BAR = '  | ';
/** A deeper indent of a line is not kept for its wrapped rows. */
const DEEPEST = /^ {0,8}/;

/**
 * @param text of any number of lines, not escaped
 * @param columns of the terminal; Infinity to keep lines whole
 * @returns rows without a newline at the end
 */
export function printBehindBar(text: string, columns: number, colours?: Colours): string {
  const bar = colours === undefined ? BAR : colours.dim(BAR);
  return text
    .split('\n')
    .flatMap((line) => {
      const indent = DEEPEST.exec(line)?.[0] ?? '';
      return wrapWords(escapeLine(line), columns - BAR.length, indent).split('\n');
    })
    .map((row) => `${bar}${row}`)
    .join('\n');
}
