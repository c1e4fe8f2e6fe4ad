// placeholder: types only, the story follows
import type { Change, GuardedChange, Held } from './model/change.ts';
import type { Finding } from './model/finding.ts';
import type { RunRecord } from './model/run.ts';

export type DreamStage = 'reading' | 'mining' | 'proposing' | 'writing';

export interface DreamResult {
  /** The run as the ledger has it (or would have it, for a dry run or an idle one). */
  readonly record: RunRecord;
  /** False when nothing was written: a dry run, or nothing new. */
  readonly written: boolean;
  /** Ranked, quarantined ones included. Commits are null in a dry run. */
  readonly changes: readonly { readonly guarded: GuardedChange; readonly commit: string | null }[];
  readonly held: readonly Held[];
  readonly findings: readonly Finding[];
}
export type { Change };
