// Makes untrusted text visible. Nothing is stripped: what a terminal would act on or hide is printed as `<U+001B>`, so
// that a person sees what is there (trust.md, "What a person sees is what is there").
import { escapeUnseenInJson, nameUnseen } from '../model/unseen.ts';

/**
 * Text of several lines for a terminal: newlines and tabs stay, every other unseen character is named.
 * @param text anything, also text from a log, a file name or an error message
 */
export function escapeBlock(text: string): string {
  return nameUnseen(text, '\n\t');
}

/** Text of one line for a terminal: newlines and tabs are named too, so it can never start a line of its own. */
export function escapeLine(text: string): string {
  return nameUnseen(text);
}

/**
 * A value as JSON that is safe to look at: the same value when parsed, with unseen characters as `\uXXXX`.
 * @returns the document with a newline at its end
 */
export function printJson(value: unknown): string {
  return `${escapeUnseenInJson(JSON.stringify(value, null, 2))}\n`;
}
