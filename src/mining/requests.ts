// Short requests by a person. One is nothing; the same one in session after session is a preference ("commit",
// "update the changelog"), and what the agent did before and after it tells how it is meant.
import type { RequestObservation } from '../model/observation.ts';
import { typedText, type ScreenedSession } from '../model/session.ts';
import { isFiller, isGeneral, soundsAsking } from './cues/index.ts';
import { wordsOf } from '../text/similarity.ts';
import type { Miner } from './miner.ts';
import { quoteOf } from './quotes.ts';
import { stepsOf } from './steps.ts';

/** Longer messages are tasks of their own, said once. */
const MAX_REQUEST_LENGTH = 120;
const MAX_REQUEST_WORDS = 12;

export const requestMiner: Miner = { name: 'requests', observe: observeRequests };

function observeRequests(session: ScreenedSession): readonly RequestObservation[] {
  const typed = session.turns.filter(
    (turn) => turn.kind === 'message' && turn.from === 'user' && typedText(turn) !== '',
  );
  const steps = stepsOf(session);
  return typed.flatMap((turn, position) => {
    if (turn.kind !== 'message') return [];
    const request = typedText(turn).replaceAll(/\s+/g, ' ');
    if (
      request.length > MAX_REQUEST_LENGTH ||
      wordsOf(request).length > MAX_REQUEST_WORDS ||
      /^[/!]/.test(request) ||
      soundsAsking(request)
    )
      return [];
    const key = requestWords(request);
    if (key.length === 0) return [];
    const end = typed[position + 1]?.index ?? Number.POSITIVE_INFINITY;
    const followedBy = steps.filter((step) => step.turn > turn.index && step.turn < end).map((step) => step.key);
    const before = new Set(steps.filter((step) => step.turn < turn.index).map((step) => step.key));
    return [
      {
        kind: 'request' as const,
        session: session.key,
        project: session.project,
        key: key.join(' '),
        origin: 'user' as const,
        quotes: [quoteOf(turn.index, 'user', request)],
        request,
        position,
        messages: typed.length,
        afterWork: session.turns.some((one) => one.kind === 'call' && one.index < turn.index),
        followedBy: [...new Set(followedBy)],
        ranBefore: [...new Set(followedBy)].filter((step) => before.has(step)),
      },
    ];
  });
}

/** The telling words of a short request, in its order, at most four; none when it is too general to recur as the same wish. */
function requestWords(request: string): readonly string[] {
  const words = [...new Set(wordsOf(request).filter((word) => !isFiller(word)))];
  if (words.length > 6) return [];
  const telling = words.filter((word) => !isGeneral(word) && word.length > 2);
  return telling.length === 0 || telling.length > 4 ? [] : telling;
}
