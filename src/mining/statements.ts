// What a person lays down: standing rules (one session is enough), and corrections of what the agent did, which are
// lessons only when they come again. Only text of origin `user` is read; pasted blocks never are.
import type { StatementObservation } from '../model/observation.ts';
import { typedText, type MessageTurn, type ReactionTurn, type ScreenedSession } from '../model/session.ts';
import { wordsOf } from '../text/similarity.ts';
import { isFiller, soundsAsking, soundsCorrecting, soundsStanding } from './cues/index.ts';
import type { Miner } from './miner.ts';
import { quoteOf } from './quotes.ts';

/** A rule fits into one sentence; what is longer is a brief for one task. */
const MAX_SENTENCE = 280;
const MIN_WORDS = 4;

export const statementMiner: Miner = { name: 'statements', observe: observeStatements };

function observeStatements(session: ScreenedSession): readonly StatementObservation[] {
  const found = new Map<string, StatementObservation>();
  let interrupted = false;
  let worked = false;
  for (const turn of session.turns) {
    // Only what was done can be corrected: in a talk without edits and commands, "no" is just an answer.
    if (turn.kind === 'call' && (turn.action === 'edit' || turn.action === 'shell')) worked = true;
    if (turn.kind === 'call' && (turn.status === 'rejected' || turn.status === 'interrupted')) interrupted = true;
    if (turn.kind === 'reaction') {
      interrupted = true;
      for (const one of readTurn(session, turn, true)) keepFirst(found, one);
    }
    if (turn.kind === 'message' && turn.from === 'user') {
      const typed = typedText(turn);
      if (typed === '') continue;
      for (const one of readTurn(session, turn, interrupted || (worked && soundsCorrecting(typed))))
        keepFirst(found, one);
      interrupted = false;
    }
  }
  return [...found.values()];
}

function keepFirst(found: Map<string, StatementObservation>, one: StatementObservation): void {
  if (!found.has(one.key)) found.set(one.key, one);
}

function readTurn(
  session: ScreenedSession,
  turn: MessageTurn | ReactionTurn,
  corrects: boolean,
): StatementObservation[] {
  return splitSentences(typedText(turn)).flatMap((sentence) => {
    const words = contentWords(sentence);
    const standing = isRule(sentence) && soundsStanding(sentence);
    if (words.length < 2 || (!standing && !corrects)) return [];
    if (!standing && (wordsOf(sentence).length < MIN_WORDS || !isInstruction(sentence))) return [];
    return [
      {
        kind: 'statement' as const,
        session: session.key,
        project: session.project,
        key: words.join(' '),
        origin: 'user' as const,
        quotes: [quoteOf(turn.index, 'user', sentence)],
        statement: sentence,
        standing,
      },
    ];
  });
}

/** What a correction says to do; what the person says about themselves, or asks, is none. */
function isInstruction(sentence: string): boolean {
  return (
    !soundsAsking(sentence) &&
    !/[?？]\s*$/u.test(sentence) &&
    !/^(?:i|i['’]\w+|my|thanks?|thank you|let me|sorry)\b/i.test(sentence)
  );
}

/** A rule is an instruction: no question, no report about what something always does, no condition of this one task. */
function isRule(sentence: string): boolean {
  if (wordsOf(sentence).length < MIN_WORDS || /[?？]\s*$/u.test(sentence)) return false;
  if (soundsAsking(sentence) || /^(?:it|this|that|he|she|they|there)\b/i.test(sentence)) return false;
  // A request for one thing is no rule, however politely it is put.
  if (/^(?:can|could|would|will) (?:you|we)\b/i.test(sentence) && !/\b(?:always|never|from now on)\b/i.test(sentence))
    return false;
  // Thinking aloud is no rule yet.
  if (/\b(?:perhaps|maybe|i think|i guess|not sure|i wonder|probably)\b|\bright$/i.test(sentence)) return false;
  return !/\b(?:it|this|that|which|they|he|she|code|test|tests|app|page|server|build|it'?s|is|are|was|were|has|have|i|i'?ve|i'?m) (?:still |also )?(?:always|never)\b/i.test(
    sentence,
  );
}

/** Sentences of a typed text: at line ends, list bullets and full stops; commands and abbreviations stay whole. */
function splitSentences(text: string): readonly string[] {
  return text
    .split(/\n+|(?<=[.!?。！？])\s+(?=[\p{Lu}\p{Lo}"“(])/u)
    .map((sentence) => sentence.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, '').trim())
    .filter((sentence) => sentence !== '' && sentence.length <= MAX_SENTENCE);
}

/** The words that say what is wanted, without fillers, sorted and unique: equal for rewordings that only shuffle. */
function contentWords(sentence: string): readonly string[] {
  return [...new Set(wordsOf(sentence).filter((word) => !isFiller(word)))].sort();
}
