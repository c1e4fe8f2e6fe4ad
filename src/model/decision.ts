// What a person decided about one change. Decisions are written once per review and never changed.
import type { ValueKey } from './change.ts';

export type Verdict = 'accepted' | 'edited' | 'rejected' | 'later' | 'undone' | 'revived';

/** A session whose observations count for nothing any more, because a person took it back. */
export interface Withdrawal {
  /** Session key. */
  readonly session: string;
  readonly who: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly reason: string;
  /** True where an earlier withdrawal is lifted. */
  readonly lifted: boolean;
}

export interface Decision {
  readonly verdict: Verdict;
  /** Change id; it can repeat (accept, undo, propose again), so the commit stands beside it. */
  readonly change: string;
  /** The commit that was shown and decided on. */
  readonly commit: string;
  readonly run: string;
  readonly playbook: string;
  readonly pattern: string;
  readonly value: ValueKey;
  /** Support when it was decided: a rejection is lifted only by later, better evidence. */
  readonly sessions: number;
  readonly trust: string;
  readonly who: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly reason: string;
  /** True when the reviewer named it as one whose origin or high impact they want (`--trust`); absent when not. */
  readonly trusted?: boolean | undefined;
  /** The commit on the memory branch that carries it out; null for verdicts that write none. */
  readonly result: string | null;
}
