// When or what for a sentence tells to do something: “after adding a skill”, “to link the new extension”.

/** When or what for a person is told to run something. */
export interface Occasion {
  /** “after adding a skill”, “to link the new extension”; lower case at its start. */
  readonly text: string;
  /** True for a time or condition, false for a purpose. */
  readonly when: boolean;
}

const WHEN =
  /(?:^|[\s,;:(])((?:after|when|whenever|once|before|every time|each time|if) [^,.;:()`*_]{6,70}?)(?=[,;:).]|\s[—–-]\s|\s(?:just |simply |please |remember to |you )|$)/iu;
const PURPOSE =
  /(?:`|\.sh|again)\s(?:once |again )?(to (?!(?:the|a|your|my|see|be)\b)[a-z]{3,15} [^,.;:()`*_!]{5,60})/iu;
/** Words that point at one task: the occasion would mean nothing to the next reader. */
const POINTS =
  /\b(?:this|these|those|that|them|it|its|i|we|everything|following|above|below|done|ready|fixed?|question|want|like|prefer)\b/iu;

/** The occasion that a sentence of advice names, null when it names none that holds beyond the moment. */
export function occasionOf(sentence: string): Occasion | null {
  const when = WHEN.exec(sentence)?.[1]?.trim();
  if (when !== undefined && !POINTS.test(when)) return { text: lower(when), when: true };
  const purpose = PURPOSE.exec(sentence)?.[1]?.trim();
  return purpose !== undefined && !POINTS.test(purpose) ? { text: lower(purpose), when: false } : null;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
