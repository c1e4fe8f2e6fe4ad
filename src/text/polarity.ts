// What does a sentence ask for, and what does it forbid? Opposites share all their words, so nothing is merged or
// blocked on similarity alone without asking this.
import { jaccardSimilarity, wordsOf } from './similarity.ts';

/** Words after which the rest of the clause is forbidden; the languages of mining/cues. */
const NEGATIONS = new Set(
  (
    "not no never don't dont doesn't avoid without stop nobody nothing cannot can't won't shouldn't mustn't unless except " +
    'nunca jamás jamais não nao sin sem sans ne pas nicht nie niemals kein keine ohne не нет никогда без не-'
  ).split(' '),
);
/** Words that neither ask for nor forbid anything. */
const EMPTY_WORDS = new Set(
  'a an and are be by do for i in is it of on or so that the this to use used was we with you'.split(' '),
);
/** A clause whose negation comes after what it forbids: “npm must not be used”, “force pushes are forbidden”. */
const FORBIDDEN_SUBJECT =
  /\b(?:(?:must|should|may|can|shall|is|are)(?: ?not|n't|not) (?:be|to be|allowed|permitted|used|ok|okay|wanted|welcome)\b|(?:must|should|may|can|is|are) never (?:be )?\w+ed\b|(?:is|are) (?:strictly )?(?:forbidden|banned|prohibited|disallowed|off limits|taboo)\b)/iu;
/** Words after which what follows is the thing to leave: `pnpm instead of npm`. */
const RATHER = /\b(?:instead of|rather than|over|en lugar de|em vez de|au lieu de|statt|anstatt|вместо)\b/giu;
/** Where a clause ends; “use” begins one, except in “never use” and “do not use”. */
const CLAUSE_END =
  /[,;:.!?。、，；]\s|[.!?。]$|\s[-–—]\s|\n|\b(?:but|and|instead)\b|(?<!\b(?:not|never|don['’]?t|to|ever) )\buse\b/iu;
/** CJK negations stand inside words of one character each. */
const CJK_NEGATION = /不要|别|禁止|しないで|するな|ではなく/gu;

export interface Polarity {
  readonly prescribes: ReadonlySet<string>;
  readonly forbids: ReadonlySet<string>;
}

/** Splits the words of a text into those it asks for and those it forbids, clause by clause. */
export function polarityOf(text: string): Polarity {
  const prescribes = new Set<string>();
  const forbids = new Set<string>();
  const marked = text.replaceAll(RATHER, ' , not ').replaceAll(CJK_NEGATION, ' not ');
  for (const clause of marked.split(CLAUSE_END)) {
    let forbidden = FORBIDDEN_SUBJECT.test(clause);
    for (const word of wordsOf(clause.replaceAll('’', "'"))) {
      if (NEGATIONS.has(word)) forbidden = true;
      else if (!EMPTY_WORDS.has(word)) (forbidden ? forbids : prescribes).add(word);
    }
  }
  return { prescribes, forbids };
}

/**
 * Whether two texts point the same way: both forbid something or neither does, and neither asks for what the other
 * forbids.
 */
export function pointSameWay(a: Polarity, b: Polarity): boolean {
  if (a.forbids.size === 0 && b.forbids.size === 0) return true;
  if (a.forbids.size === 0 || b.forbids.size === 0) return false;
  if (jaccardSimilarity(a.forbids, b.forbids) >= 0.5) return true;
  const crossed = (one: Polarity, other: Polarity): boolean =>
    [...one.prescribes].some(
      (word) => other.forbids.has(word) && !one.forbids.has(word) && !other.prescribes.has(word),
    );
  return !crossed(a, b) && !crossed(b, a);
}
