// What a person quotes within a line is somebody else's (trust.md, "Origin", rule 3): a name or a command in quotation marks
// is still the person's word, a sentence is not.

/**
 * A quotation from so many characters on is a sentence. One that is not closed is matched too, up to the end of its line,
 * so that no text is gone through again for each of its marks.
 */
const STRETCHES: readonly RegExp[] = [
  /“[^”\n]{30,}”?/g,
  /„[^“”\n]{30,}[“”]?/g,
  /«[^»\n]{30,}»?/g,
  /「[^」\n]{15,}」?/g,
  /"[^"\n]{30,}"?/g,
];

/** The text without its quoted sentences, and these. */
export function splitQuoted(text: string): { readonly own: string; readonly quoted: string } {
  const quoted: string[] = [];
  let own = text;
  for (const stretches of STRETCHES) {
    own = own.replace(stretches, (stretch) => {
      if (!/["“”»」]$/.test(stretch)) return stretch;
      quoted.push(stretch);
      return ' ';
    });
  }
  return { own, quoted: quoted.join('\n') };
}
