// Typing mistakes of people, told from names: the agent writes the same words rightly in the same session.
import type { ScreenedSession } from '../model/session.ts';
import { isOneEditApart, wordsOf } from '../text/similarity.ts';

/** A shorter word is one letter away from too many. */
const MIN_LENGTH = 6;
/** How often the agent must write a word before it can be what was meant; a long word has hardly any neighbours. */
const FREQUENT = 2;
const LONG = 8;
/** Characters of the agent's messages that are read, of each and in all. */
const MAX_MESSAGE = 4_000;
const MAX_READ = 200_000;
/** Words of one text that are looked up. */
const MAX_WORDS = 80;

/** The words that the agent writes in one session. Nothing is read before the first question. */
export class AgentWords {
  readonly #session: ScreenedSession;
  #counts: ReadonlyMap<string, number> | null = null;

  constructor(session: ScreenedSession) {
    this.#session = session;
  }

  /**
   * A person's text with its typing mistakes taken out: a longer word that the agent never writes becomes the one word
   * it writes that is one letter away and begins the same. Plurals and other endings are no mistakes.
   */
  corrected(text: string): string {
    let left = MAX_WORDS;
    return text.replaceAll(/(?<![\p{L}\d_./@-])\p{L}{6,30}(?![\p{L}\d_/@-]|\.\p{L})/gu, (word) => {
      left -= 1;
      return left < 0 ? word : this.#meant(word);
    });
  }

  #meant(word: string): string {
    const typed = word.toLowerCase();
    this.#counts ??= countWords(this.#session);
    if (this.#counts.has(typed)) return word;
    const near = [...this.#counts].filter(
      ([other, count]) =>
        (count >= FREQUENT || other.length >= LONG) &&
        other.length >= MIN_LENGTH &&
        other[0] === typed[0] &&
        /^\p{L}+$/u.test(other) &&
        !other.startsWith(typed) &&
        !typed.startsWith(other) &&
        other.slice(-2) === typed.slice(-2) &&
        isOneEditApart(typed, other),
    );
    const [found = ''] = near[0] ?? [];
    if (near.length !== 1) return word;
    return word[0] === typed[0] ? found : (word[0] ?? '') + found.slice(1);
  }
}

function countWords(session: ScreenedSession): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  let read = 0;
  for (const turn of session.turns) {
    if (turn.kind !== 'message' || turn.from !== 'agent') continue;
    for (const { text } of turn.passages) {
      if (read > MAX_READ) return counts;
      const part = text.slice(0, MAX_MESSAGE);
      read += part.length;
      for (const word of wordsOf(part)) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return counts;
}
