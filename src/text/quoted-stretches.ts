// What a person quotes within a line is somebody else's (trust.md, "Origin", rule 3): a name or a command in quotation marks
// is still the person's word, a sentence is not.

/** A quotation from so many characters on is a sentence. */
const STRETCH = /"[^"\n]{30,}"|“[^”\n]{30,}”|„[^“”\n]{30,}[“”]|«[^»\n]{30,}»|「[^」\n]{15,}」/g;

/** The text without its quoted sentences, and these. */
export function splitQuoted(text: string): { readonly own: string; readonly quoted: string } {
  const quoted: string[] = [];
  const own = text.replace(STRETCH, (stretch) => {
    quoted.push(stretch);
    return ' ';
  });
  return { own, quoted: quoted.join('\n') };
}
