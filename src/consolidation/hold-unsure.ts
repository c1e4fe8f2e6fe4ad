// What is not proposed without a guard having looked at it: seen too seldom, or said already in the project's own
// instructions. Counted and named, never silently dropped.
import type { Held } from '../model/change.ts';
import type { Evidence, Stated } from '../model/evidence.ts';
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

/** What the projects' own instructions say already, told apart by whether it is followed. */
export function holdStated(stated: readonly Stated[]): readonly Held[] {
  return stated.map((one) => ({
    reason: one.followed ? 'already-stated' : 'not-followed',
    title: one.evidence === null ? `Ran \`${one.seen}\`` : wordEvidence(one.evidence).title,
    project: one.project,
    pattern: one.evidence?.pattern ?? '',
    sessions: one.sessions,
    detail: `${one.file} says: “${one.instruction}”`,
  }));
}
