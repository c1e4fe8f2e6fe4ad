// Times in the ledger. The latest decision about something counts, so a time is never before that of an earlier one,
// also when a clock stands still or runs back.
import type { Commit } from './object-reader.ts';

/**
 * The last time in the ledger, in milliseconds: no clock that is only wrong says more. Far enough from the year 10000, whose
 * times are no longer sorted as text, for any number of decisions after it.
 */
const LAST_TIME = Date.UTC(9000, 0, 1);

/** Whether a text of the form of a time is one that anything can come after. */
export function isLedgerTime(text: string): boolean {
  return Date.parse(text) <= LAST_TIME;
}

/** When a commit was made, ISO 8601 in UTC. */
export function timeOf(commit: Pick<Commit, 'committer'>): string {
  const seconds = Number(commit.committer.when.split(' ')[0]);
  return new Date(Math.min(Math.max(seconds, 0) * 1000, LAST_TIME)).toISOString();
}

/** A time, or just after the one before it. @param before ISO 8601, undefined when nothing came before */
export function laterThan(before: string | undefined, at: string): string {
  const earliest = before === undefined ? Number.NaN : Date.parse(before) + 1;
  const late = Number.isNaN(earliest) ? Date.parse(at) : Math.max(Date.parse(at), earliest);
  return Number.isNaN(late) ? at : new Date(Math.min(late, LAST_TIME)).toISOString();
}
