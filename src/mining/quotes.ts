// Verbatim words for an observation: short, never reworded, with the turn they come from.
import { MAX_QUOTE_LENGTH, type Quote } from '../model/observation.ts';
import type { Origin } from '../model/origin.ts';

/** A quote of at most 300 characters; what is cut is shown by an ellipsis. */
export function quoteOf(turn: number, origin: Origin, text: string): Quote {
  const tidy = text.trim();
  return { turn, origin, text: tidy.length <= MAX_QUOTE_LENGTH ? tidy : `${tidy.slice(0, MAX_QUOTE_LENGTH - 1)}…` };
}
