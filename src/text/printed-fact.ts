// What of a line that a tool printed may be quoted: what it says that is, and nothing it wants done (trust.md, "Origin").
// A tripwire on top of the structure: what was printed stands only behind Avoid or Why, whatever it says.

/** A longer line is read only so far. */
const MAX_LINE = 400;
/** Shorter remains say nothing. */
const MIN_FACT = 8;
const ADVISES =
  /\b(?:(?:re-?)?run|use|using|try|execute|invoke|call|install|launch|start(?:ed)?|switch|upgrade|update|download|visit|please|should|must|shall|ought|needs? to|ha(?:ve|s) to|want to|instead|recommend(?:ed)?|consider|prefer|make sure|ensure|specify|remember|always|you|your|curl|wget|sudo)\b|:\/\/|\$\(/i;

/** The part of a printed line before it advises anything, empty when little is left. */
export function printedFact(line: string): string {
  const text = line.slice(0, MAX_LINE).trim();
  if (!ADVISES.test(text)) return text;
  const clauses = text.split(/(?<=[.;,!?])\s+/);
  const end = clauses.findIndex((clause) => ADVISES.test(clause));
  const fact = clauses
    .slice(0, end)
    .join(' ')
    .replace(/(?<![.;,\s])[.;,\s]+$/, '');
  return fact.length < MIN_FACT ? '' : fact;
}

/** Whether a printed name is an identifier, such as that of a rule or a test, and no sentence. */
export function isIdentifier(name: string): boolean {
  return name.length <= 60 && /^@?\w+(?:(?:::|[./-])\w+)*$/.test(name);
}
