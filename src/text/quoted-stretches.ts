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
    if (index > end) parts.push({ text: text.slice(end, index), quoted: false });
    parts.push({ text: quotation, quoted: true });
    end = index + quotation.length;
  }
  if (end < text.length || parts.length === 0) parts.push({ text: text.slice(end), quoted: false });
  return parts;
}

/** An opening mark without its end quotes the rest of the line; a straight one alone is an inch or a slip. */
function isSentence(quotation: string): boolean {
  if (quotation.startsWith('"') && !quotation.endsWith('"')) return false;
  return quotation.length >= (quotation.startsWith('「') ? SENTENCE / 2 : SENTENCE);
}
