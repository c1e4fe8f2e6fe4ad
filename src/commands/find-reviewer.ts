// Who decides, and why: every decision is signed, and no secret goes into git with a reason.
import { DreamError } from '../errors.ts';
import { readReviewer } from '../store/reviewer.ts';
import type { Reviewer, Store } from '../store/store.ts';
import type { Surroundings } from './surroundings.ts';

/** @throws DreamError usage when git does not know who decides */
export async function findReviewer(store: Store, { environment }: Surroundings): Promise<Reviewer> {
  const reviewer = await readReviewer(store.folder, environment.git);
  if (reviewer !== null) return reviewer;
  throw new DreamError('usage', 'Git does not know who you are, and every decision is signed.', {
    hints: ['`git config --global user.name "Your Name"`', '`git config --global user.email you@example.com`'],
  });
}

/** Reasons go into git for good, so they are redacted like everything else. The scanner is loaded only when there is one. */
export async function redactReasons(reasons: readonly string[]): Promise<readonly string[]> {
  if (reasons.every((reason) => reason === '')) return reasons;
  const { redactTexts } = await import('../secrets/index.ts');
  return redactTexts(reasons);
}
