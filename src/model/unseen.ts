// What a person does not see in a text, or a terminal acts on: named, never taken away, so that what is seen is what is
// there. Everything that prints text of others, or puts it into a commit, goes through this.

/**
 * Control, format, surrogate, private-use, unassigned, separators of lines and paragraphs, default-ignorable, letters and
 * symbols whose picture is blank, and spaces of odd widths. The spaces that people type in French and Chinese stay.
 */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u1680\u2000-\u200A\u205F\u2800\u{13441}\u{13442}\u{1D159}]|\u{16FE4}/gu;

/**
 * Marks with nothing to stand on would be drawn over what is before them, our own signs too; and more than four in a row
 * over the lines around. Four: https://www.unicode.org/reports/tr39/ section 5.4. Those that take a cell are counted
 * more generously, since some scripts need several; ten still stay in one row with their letter.
 */
const STRAY_MARKS = /(?<=^|[\s>])\p{M}+|(?<=[\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]+|(?<=\p{M}{10})\p{M}+/gu;

/** `<U+001B>`. */
function nameCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/**
 * The text with every unseen character named; twice gives the same as once.
 * @param kept characters that stay as they are, such as newlines
 */
export function nameUnseen(text: string, kept = ''): string {
  return text
    .replaceAll(UNSEEN, (character) => (kept.includes(character) ? character : nameCharacter(character)))
    .replaceAll(STRAY_MARKS, (marks) => Array.from(marks, nameCharacter).join(''));
}

/** JSON with every unseen character, newlines aside, written as `\uXXXX`: the same value, safe to look at. */
export function escapeUnseenInJson(json: string): string {
  return json
    .replaceAll(UNSEEN, (character) => (character === '\n' ? character : escapeInJson(character)))
    .replaceAll(STRAY_MARKS, escapeInJson)
    .replaceAll(/(?<=")\p{M}+/gu, escapeInJson);
}

function escapeInJson(text: string): string {
  return Array.from({ length: text.length }, (_, unit) => text.charCodeAt(unit))
    .map((code) => `\\u${code.toString(16).padStart(4, '0')}`)
    .join('');
}
