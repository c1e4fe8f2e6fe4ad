// What a person quotes within a line is somebody else's (trust.md, "Origin", rule 3): a name or a command in quotation marks
// is still the person's word, a sentence is not.

/** Quotations by their marks, each up to its end or that of the line. */
const QUOTATIONS = /"[^"\n]*"?|“[^”\n]*”?|„[^“”\n]*[“”]?|«[^»\n]*»?|「[^」\n]*」?/g;
/** A quotation from so many characters on, marks included, is a sentence; in Chinese and Japanese half as many. */
const SENTENCE = 32;

/** The text in parts, in order: what is the writer's own, and the sentences that are quoted. */
export function splitQuoted(text: string): readonly { readonly text: string; readonly quoted: boolean }[] {
  const parts: { text: string; quoted: boolean }[] = [];
  let end = 0;
  for (const { 0: quotation, index } of text.matchAll(QUOTATIONS)) {
    if (!isSentence(quotation)) continue;
    if (index < end) continue;
    let from = index;
    let to = index + quotation.length;
    if (quotation.startsWith('"')) {
      // Straight marks do not nest: a sentence with quotations of its own goes from the first mark of its line to the last.
      from = text.indexOf('"', Math.max(end, text.lastIndexOf('\n', index) + 1));
      to = lastMark(text, to);
    }
    if (from > end) parts.push({ text: text.slice(end, from), quoted: false });
    parts.push({ text: text.slice(from, to), quoted: true });
    end = to;
  }
  if (end < text.length || parts.length === 0) parts.push({ text: text.slice(end), quoted: false });
  return parts;
}

/** One past the last straight mark of the line in which `from` stands. */
function lastMark(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return Math.max(from, text.lastIndexOf('"', newline === -1 ? text.length : newline) + 1);
}

/** An opening mark without its end quotes the rest of the line; a straight one alone is an inch or a slip. */
function isSentence(quotation: string): boolean {
  if (quotation.startsWith('"') && !quotation.endsWith('"')) return false;
  return quotation.length >= (quotation.startsWith('「') ? SENTENCE / 2 : SENTENCE);
}
