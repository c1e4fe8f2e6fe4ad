// An error in words: one line of ours, and everything else behind it indented, so that a message of another program, such
// as what a remote says to git, can look like nothing but a part of the error.
import { printBehindBar } from './behind-bar.ts';
import { escapeLine } from './escape.ts';
import { wrapWords } from './wrap.ts';

/**
 * @param message its first line stands behind `Error: `, further ones behind a bar
 * @param columns of the terminal; Infinity to keep lines whole
 */
export function printProblem(message: string, hints: readonly string[], columns: number): string {
  const [first = '', ...more] = message.split('\n');
  const rest = more.length === 0 ? '' : `${printBehindBar(more.join('\n'), columns)}\n`;
  const told = hints.map((hint) => {
    const [line = '', ...below] = hint.split('\n');
    const behind = below.length === 0 ? '' : `${printBehindBar(below.join('\n'), columns)}\n`;
    return `  ${wrapWords(escapeLine(line), columns, '    ')}\n${behind}`;
  });
  return `${wrapWords(`Error: ${escapeLine(first)}`, columns, '  ')}\n${rest}${told.join('')}`;
}
