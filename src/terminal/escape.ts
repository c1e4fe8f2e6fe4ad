// Makes untrusted text visible. Nothing is stripped: what a terminal would act on or hide is printed as `<U+001B>`, so
// that a person sees what is there (trust.md, "What a person sees is what is there").

/** Control, format, surrogate, private-use, unassigned, line and paragraph separators, default-ignorable, and the blank Braille cell. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

function name(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/**
 * Text of several lines for a terminal: newlines and tabs stay, every other unseen character is named.
 * @param text anything, also text from a log, a file name or an error message
 */
export function escapeBlock(text: string): string {
  return text.replaceAll(UNSEEN, (character) =>
    character === '\n' || character === '\t' ? character : name(character),
  );
}

/** Text of one line for a terminal: newlines and tabs are named too, so it can never start a line of its own. */
export function escapeLine(text: string): string {
  return text.replaceAll(UNSEEN, name);
}

/**
 * A value as JSON that is safe to look at: the same value when parsed, with unseen characters as `\uXXXX`.
 * @returns the document with a newline at its end
 */
export function printJson(value: unknown): string {
  const json = JSON.stringify(value, null, 2);
  const safe = json.replaceAll(UNSEEN, (character) =>
    character === '\n'
      ? character
      : Array.from({ length: character.length }, (_, unit) => character.charCodeAt(unit))
          .map((code) => `\\u${code.toString(16).padStart(4, '0')}`)
          .join(''),
  );
  return `${safe}\n`;
}
