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
  return joinDenials(found.map((sentence) => sentence.trim()))
    .filter((sentence) => sentence !== '' && sentence.length <= MAX_SENTENCE)
    .slice(0, MAX_SENTENCES);
}

/** "Ask me! Not make decisions." says one thing. */
function joinDenials(sentences: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const sentence of sentences) {
    const last = joined.at(-1);
    if (last !== undefined && last.length < 200 && /^not (?!a\b|the\b|sure\b)\p{L}/iu.test(sentence))
      joined.splice(
        -1,
        1,
        `${last.replace(/(?<![.!])[.!]+$/, '')}, ${sentence[0]?.toLowerCase() ?? ''}${sentence.slice(1)}`,
      );
    else joined.push(sentence);
  }
  return joined;
}

function clausesOf(sentence: string): readonly string[] {
  return sentence.length > MAX_SENTENCE ? [] : sentence.split(CLAUSE);
}
