// What do the lines of a text claim? Each line gives what it prescribes and what it forbids as two sets of plain words,
// wherever in a playbook it stands, so that a claim is known again under another heading or among others.
import { polarityOf } from './polarity.ts';
import { foldForComparing, foldWord } from './fold-letters.ts';
import { bareWord, codeWords, PLACE, plainWords } from './plain-words.ts';
import { sectionsOf } from './sections.ts';

/** What a line or a text asks for and what it forbids, in plain words (plain-words.ts). */
export interface Claim {
  readonly prescribes: ReadonlySet<string>;
  readonly forbids: ReadonlySet<string>;
}

/** Sections that say why or when, where nothing is prescribed. */
const TELLING_NO_RULE = new Set(['', 'why', 'when', 'where', 'check', 'avoid']);
/** Names the older words that a newer statement took back. */
const TAKEN_BACK = /^Replaces what was said\b[^:]{0,30}:/i;
/** Stands beside a single word, so that it is not taken for the verb of a clause. */
const NO_VERB = 'zznoverbzz';
/** How templates introduce a person's words. */
const LEAD_IN = /^(?:In their words|Also said|Newer|Said):\s*/i;

/** What a playbook as a whole claims: its instructions, or its title where it has none. */
export function wholeClaim(title: string, body: string): Claim {
  const sections = sectionsOf(body);
  const asked = [...sections].filter(([name]) => !TELLING_NO_RULE.has(name)).map(([, text]) => text);
  const avoided = avoidedIn(sections.get('avoid') ?? '');
  const found = unite([...asked.flatMap((text) => linesOf(text)).map(claimOf), asForbidden(avoided)]);
  return isEmpty(found) ? unite([claimOf(title), claimOf(sections.get('') ?? '')]) : found;
}

/**
 * Every claim of a text: its title, and each line and each sentence of every section but When. What it says to do goes together
 * with what it says to avoid: another thing in the place of the same one is another lesson.
 */
export function claimsOf(title: string, body: string): readonly Claim[] {
  const sections = sectionsOf(body);
  const avoided = asForbidden(avoidedIn(sections.get('avoid') ?? ''));
  const units = [...linesOf(title).map(claimOf), avoided];
  for (const [name, text] of sections) {
    // What stands under When is the occasion, not what to do on it.
    if (name === 'avoid' || name === 'when') continue;
    const lines = linesOf(text);
    // One command of several steps is no claim by itself: other workflows run it, too.
    const telling = lines.length > 1 ? lines.filter((line) => !/^`[^`]+`[.,;]?$/.test(line)) : lines;
    const found = telling.map(claimOf);
    units.push(...(name === 'do' ? found.map((one) => unite([one, avoided])) : found));
  }
  return units.filter((unit) => !isEmpty(unit));
}

/** Lines and, where a line has several, its sentences; without list marks and quotation marks around them. */
function linesOf(text: string): readonly string[] {
  return text.split('\n').flatMap((raw) => {
    const line = raw
      .trim()
      .replace(/^(?:[-*+>]|\d{1,3}[.)])\s+/, '')
      .trim();
    if (line === '' || TAKEN_BACK.test(line)) return [];
    const said = line.replace(LEAD_IN, '');
    return said.split(/(?<=[.!?。！？]["”'»]?)\s+/u);
  });
}

/** What one line prescribes and forbids. */
export function claimOf(line: string): Claim {
  const code: string[] = [];
  const folded = foldForComparing(line)
    .replaceAll(/(`{1,8})(.+?)\1/g, (_, _fence, text: string) => {
      code.push(text);
      return ` ${PLACE}${code.length - 1} `;
    })
    .replaceAll(/["\s]+/g, ' ')
    .trim();
  const ordered = orderOf(foldWord(folded));
  const { prescribes, forbids } = polarityOf(withPolarity(folded));
  const read = (words: ReadonlySet<string>): string[] => [...words].flatMap((word) => expand(word, code));
  // Clause by clause the words lose their neighbours; what the whole line drops as a verb of use is dropped there, too.
  const kept = new Set(plainWords(foldWord(folded)).flatMap((word) => expand(word, code)));
  const inLine = (words: ReadonlySet<string>): string[] => read(words).filter((word) => kept.has(word));
  return {
    prescribes: new Set([
      ...inLine(prescribes),
      ...ordered.flatMap((word) => expand(word, code)).map((word) => `first:${bareWord(word)}`),
    ]),
    forbids: new Set(inLine(forbids)),
  };
}

function expand(word: string, code: readonly string[]): readonly string[] {
  if (!word.startsWith(PLACE))
    return plainWords(`${NO_VERB} ${foldWord(word)} ${NO_VERB}`).filter((one) => one !== NO_VERB);
  return codeWords(code[Number(word.slice(PLACE.length))] ?? '');
}

/** Words for leaving something that the rest of the clause is about. */
function withPolarity(line: string): string {
  return line
    .replaceAll(
      /\b(?:refrain from|keep away from|stay away from|steer clear of|skip|ban|forbid|forget about)\b/g,
      ' never ',
    )
    .replaceAll(/\b(?:in place of|in lieu of|as opposed to|and not|but not)\b/g, ' instead of ')
    .replaceAll(/\bnot to be\b/g, 'must not be')
    .replaceAll(/\b(?:no longer|not any ?more)\b/g, ' not ');
}

/** The words of what comes first, where a line says that one thing comes before another; at most the first clause's. */
function orderOf(line: string): readonly string[] {
  const found =
    /^(?:before|prior to) [^,]{2,80}, (.{2,120})$/.exec(line) ??
    /^(?:after|once) ([^,]{2,80}), /.exec(line) ??
    /^(.{2,120}?) (?:before|prior to) /.exec(line) ??
    /\bafter (.{2,120})$/.exec(line) ??
    /^(?:first,? )?(.{2,120}?),? (?:and )?then /.exec(line);
  return found === null ? [] : plainWords(found[1] ?? '');
}

/** What is to be avoided, without the error it is said to fail with. */
function avoidedIn(text: string): string {
  return text.replace(/:\s*it fails with[^\n]*/gi, '').replaceAll(/^(?:to|never|do not|don'?t)\s/gim, '');
}

function asForbidden(text: string): Claim {
  const { prescribes, forbids } = unite(linesOf(text).map(claimOf));
  return {
    prescribes: new Set(),
    forbids: new Set([...prescribes, ...forbids].filter((word) => !word.startsWith('first:'))),
  };
}

/** All that several claims say. */
export function unite(claims: readonly Claim[]): Claim {
  return {
    prescribes: new Set(claims.flatMap((one) => [...one.prescribes])),
    forbids: new Set(claims.flatMap((one) => [...one.forbids])),
  };
}

function isEmpty(claim: Claim): boolean {
  return claim.prescribes.size === 0 && claim.forbids.size === 0;
}
