// Prose that stands below something: every line of it, the first too, begins with the same indent.
import { wrapWords } from '../../terminal/wrap.ts';

/** Wraps escaped text to a width, the indent counted. */
export function indentWords(text: string, columns: number, indent: string, first = indent): string {
  return `${first}${wrapWords(text, columns, indent)}`;
}
