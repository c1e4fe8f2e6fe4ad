// Rows under headings, in columns: how lists of playbooks and changes are laid out. Cells are escaped by the caller.
import { measureWidth, padEnd, wrapWords } from './wrap.ts';

/** With less room than this for the last column, a row is no table row any more: its cells follow one another. */
const NARROWEST = 16;

/**
 * Rows with aligned columns, two spaces between; the last column is not padded.
 * @param indent put before every row
 * @param columns width at which rows are wrapped, deeper than where they begin
 * @returns one line per row, each with a newline
 */
export function printTable(rows: readonly (readonly string[])[], indent = '', columns = Infinity): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, measureWidth(cell));
    });
  }
  return rows
    .map((row) => {
      const last = row.length - 1;
      const before = indent.length + widths.slice(0, last).reduce((sum, width) => sum + width + 2, 0);
      if (columns - before < NARROWEST) {
        const cells = row.filter((cell) => cell !== '');
        return `${indent}${wrapWords(cells.join('  '), columns, `${indent}    `)}\n`;
      }
      const cells = row.map((cell, column) =>
        column === last ? wrapWords(cell, columns, ' '.repeat(before)) : padEnd(cell, widths[column] ?? 0),
      );
      return `${indent}${cells.join('  ').trimEnd()}\n`;
    })
    .join('');
}

/** Values in groups, in order of first appearance. */
export function groupBy<T, K extends string>(values: readonly T[], keyOf: (value: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

/** `1 session`, `2 sessions`, `5,210 turns`. */
export function countOf(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? noun : plural}`;
}
