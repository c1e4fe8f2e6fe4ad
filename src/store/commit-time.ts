// Times that decisions found in git are given. The latest decision about something counts, so a time is never before
// that of an earlier one, also when a clock stands still or runs back.
import type { Commit } from './object-reader.ts';

/** The last second a time in the ledger can name: a commit may claim any. */
const LAST_SECOND = Date.UTC(9999, 11, 31) / 1000;

/** When a commit was made, ISO 8601 in UTC. */
export function timeOf(commit: Pick<Commit, 'committer'>): string {
  const seconds = Number(commit.committer.when.split(' ')[0]);
  return new Date(Math.min(Math.max(seconds, 0), LAST_SECOND) * 1000).toISOString();
}

/** A time, or just after the one before it. @param before ISO 8601, undefined when nothing came before */
export function laterThan(before: string | undefined, at: string): string {
  const earliest = before === undefined ? Number.NaN : Date.parse(before) + 1;
  return Number.isNaN(earliest) || Date.parse(at) >= earliest ? at : new Date(earliest).toISOString();
}
