// What was seen too seldom to be proposed: counted and named, never silently dropped.
import type { Held } from '../model/change.ts';
import type { Evidence } from '../model/evidence.ts';
import { wordEvidence } from './word-evidence.ts';

/** Evidence below the support bar as held proposals, in its order. */
export function holdUnsure(below: readonly Evidence[]): readonly Held[] {
  return below.map((one) => ({
    reason: 'below-support',
    title: wordEvidence(one).title,
    project: one.project,
    pattern: one.pattern,
    sessions: one.support.sessions,
    detail: '',
  }));
}
