// The sentences of what a person typed, which is often without capitals, full stops or spaces after them.
import { MAX_SENTENCE } from './phrasing/index.ts';

/** Most sentences read of one message. */
const MAX_SENTENCES = 60;
/** A full stop after one of these ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|approx|no|nr|z\.b|bzw|ca|p\.ex|ej|др|т\.е|т\.д|\p{L}|\d{1,3})\.$/iu;
/** A clause that is a sentence of its own, after a comma: a question, or what is wished beside the request. */
const CLAUSE =
  /,\s+(?=(?:what|why|how|where|which|who|is|are|do|does|did|can|could)\s[^,]{0,200}\?\s*$)|,\s+(?=(?:so |and |but )?(?:just|please) )|,\s+(?=(?:and |but |so |i |we )*(?:don['’]?t|do not|never) (?:ever )?(?:want|use|push|commit|touch|edit|change|delete|merge|run)\b)/giu;

/** Sentences in order: at line ends, list bullets and full stops, at most 500 characters each; longer ones are left out. */
export function sentencesOf(text: string): readonly string[] {
  const found: string[] = [];
  for (const line of text.split(/\n+/)) {
    let open = '';
    for (const piece of line.replace(/^\s*(?:[-*•]|\d{1,3}[.)])\s+/, '').split(/(?<=[.!?])\s+|(?<=[。！？])/u)) {
      open = open === '' ? piece : `${open} ${piece}`;
      if (ABBREVIATION.test(open.slice(-12))) continue;
      found.push(...clausesOf(open));
      open = '';
    }
    if (open !== '') found.push(...clausesOf(open));
    if (found.length >= MAX_SENTENCES) break;
  }
  return found
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '' && sentence.length <= MAX_SENTENCE)
    .slice(0, MAX_SENTENCES);
}

function clausesOf(sentence: string): readonly string[] {
  return sentence.length > MAX_SENTENCE ? [] : sentence.split(CLAUSE);
}
