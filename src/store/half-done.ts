// The error of a command whose decisive write happened before something after it failed: it says what holds first, so
// that nobody does it again or believes it lost.
import { DreamError, messageOf } from '../errors.ts';

/**
 * @param holds what is written for good, one sentence
 * @param next what becomes of the rest, one sentence
 */
export function halfDone(holds: string, next: string, error: unknown): DreamError {
  const known = error instanceof DreamError ? error : null;
  const hints = [next, ...(known?.hints ?? [])];
  return new DreamError(known?.kind ?? 'failed', `${holds} Then this failed: ${messageOf(error)}`, {
    hints,
    cause: error,
  });
}
