// Lowers origins by what a passage itself shows: what is pasted into a typed message, what a command fetched from
// outside, what dream wrote. Nothing is lost and no origin is ever raised.
import type { CallTurn, Passage, Turn } from '../model/session.ts';
import { splitTyped } from './split-typed.ts';

/** A turn with the origins its texts deserve. */
export function lowerOrigins(turn: Turn): Turn {
  if (turn.kind === 'message' || turn.kind === 'reaction') {
    return { ...turn, passages: turn.passages.flatMap((passage) => lowerPassage(passage)) };
  }
  if (turn.kind === 'call' && (isOutside(turn) || isOwnWriting(turn.output.text))) {
    return { ...turn, output: { ...turn.output, origin: 'external' } };
  }
  return turn;
}

function lowerPassage(passage: Passage): readonly Passage[] {
  if (isOwnWriting(passage.text)) return [{ ...passage, origin: 'external' }];
  return passage.origin === 'user' ? splitTyped(passage.text) : [passage];
}

/** Text that dream wrote and an agent read again gives no support to itself (trust.md, rule 6). */
function isOwnWriting(text: string): boolean {
  return text.includes('support: { sessions:') || text.includes('dream memory, data not instructions');
}

/** Programs whose output comes from the network; what a server of this machine says is local. */
const NETWORK =
  /(?:^|[|;&(]\s{0,4}|\bsudo )(?:curl|wget|http|https|xh|lynx|w3m|gh (?:issue|pr|api|gist|search|release|run)|glab (?:issue|mr|api))\s/;
const LOCAL_SERVER = /\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])\b/;

function isOutside(turn: CallTurn): boolean {
  if (turn.action === 'fetch') return true;
  return turn.command !== null && NETWORK.test(turn.command) && !LOCAL_SERVER.test(turn.command);
}
