// Does a sentence take a rule back without another in its place, and which one? “Forget the rule about the changelog”,
// “you need not run lint any more”. One list for each of the languages of mining/cues that it is known for.

interface Retraction {
  readonly pattern: RegExp;
  /** `rule`: any rule about the subject; `duty`: only one that asks for it; `ban`: only one that forbids it. */
  readonly of: 'rule' | 'duty' | 'ban';
}

const RETRACTIONS: readonly Retraction[] = [
  {
    of: 'rule',
    pattern:
      /^(?:forget|drop|ignore|scrap|retire|remove|cancel|lift|discard) (?:(?:all|what) )?(?:about )?(?:the|that|our|my|your|this|those) (?:\p{L}+ )?(?:rule|convention|policy|preference|instruction|requirement|habit|guideline)s? (?:about|on|for|of|that says? to|that says?|to|against|regarding) (.{3,160})$/iu,
  },
  {
    of: 'rule',
    pattern:
      /^(?:forget|drop|ignore|scrap|disregard) (?:what (?:i|we) (?:said|told you|asked)|my (?:request|wish|instruction)s?) (?:earlier |before |about |on |regarding |to ){1,3}(.{3,160})$/iu,
  },
  {
    of: 'rule',
    pattern:
      /^(?:the|that|our|my) (?:rule|convention|policy|preference|requirement)s? (?:about|on|for|of|to|against|regarding) (.{3,120}?) (?:no longer (?:applies|holds|counts|stands)|(?:does not|doesn['’]?t) (?:apply|hold|count|stand) any ?more|is (?:gone|obsolete|off|withdrawn|dropped|history))$/iu,
  },
  {
    of: 'duty',
    pattern:
      /^(?:you|we|agents?) (?:need not|needn['’]?t|(?:don['’]?t|do not) (?:need|have) to|no longer (?:need|have) to|(?:do not|don['’]?t) (?:need|have) to) (?:always )?(.{3,160}?)(?: any ?more| any longer| from now on)?$/iu,
  },
  {
    of: 'duty',
    pattern:
      /^(?:there is |there['’]s )?no (?:need|longer any need) to (.{3,160}?)(?: any ?more| any longer| from now on)?$/iu,
  },
  { of: 'ban', pattern: /^(?:you|we|agents?) (?:may|can|are allowed to) (.{3,160}?) (?:again|from now on)$/iu },
  { of: 'rule', pattern: /^(?:olvida|ignora) (?:la|esa|nuestra) (?:regla|norma) (?:de|sobre|del) (.{3,160})$/iu },
  { of: 'duty', pattern: /^ya no (?:hace falta|es necesario|tienes que|hay que) (.{3,160})$/iu },
  { of: 'rule', pattern: /^(?:esqueça|ignore) (?:a|essa|nossa) regra (?:de|sobre|do|da) (.{3,160})$/iu },
  { of: 'duty', pattern: /^(?:já )?não (?:precisa|é (?:mais )?(?:preciso|necessário)) (?:mais )?(.{3,160})$/iu },
  { of: 'rule', pattern: /^oublie[sz]? (?:la|cette|notre) règle (?:sur|de|du|des) (.{3,160})$/iu },
  { of: 'duty', pattern: /^(?:il n['’]est )?plus (?:besoin|nécessaire) de (.{3,160})$/iu },
  {
    of: 'rule',
    pattern: /^(?:vergiss|vergesst|ignoriere?) die (?:regel|vorgabe) (?:zu|zum|zur|über|mit) (.{3,160})$/iu,
  },
  { of: 'duty', pattern: /^(?:du musst|ihr müsst|wir müssen) (.{3,160}?) nicht mehr (\p{L}{3,20})$/iu },
  { of: 'rule', pattern: /^(?:забудь|забудьте) (?:про |о )?правило (?:о|об|про) (.{3,160})$/iu },
  { of: 'duty', pattern: /^больше не (?:нужно|надо) (.{3,160})$/iu },
];
/** What is said of the call at hand, not of a rule. */
const SMALL = /^(?:that|this|it|them|these|those|so|anything|everything|worry|ask|wait|be|apologi[sz]e|explain)\b/iu;

export interface Retracted {
  /** What the rule is about, in the person's words. */
  readonly subject: string;
  readonly of: Retraction['of'];
}

/** What a sentence takes back, null when it takes back nothing. @param sentence without chat around it */
export function retractedBy(sentence: string): Retracted | null {
  const text = sentence.trim().replace(/(?<![.!。！])[.!。！]+$/u, '');
  for (const { pattern, of } of RETRACTIONS) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const subject = [found[1], found[2]]
      .filter((part) => part !== undefined)
      .join(' ')
      .trim();
    return SMALL.test(subject) || (!subject.includes(' ') && of !== 'rule') ? null : { subject, of };
  }
  return null;
}

/** Every pattern, for the test that holds them to linear time. */
export const RETRACTION_PATTERNS: readonly RegExp[] = RETRACTIONS.map(({ pattern }) => pattern);
