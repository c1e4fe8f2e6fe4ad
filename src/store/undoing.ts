// The contract of undo: what is asked, what would happen, what happened. Part of store.ts, in a file of its own.
import type { Decision, Withdrawal } from '../model/decision.ts';
import type { Finding } from '../model/finding.ts';
import type { SessionRecord } from '../model/observation.ts';
import type { Playbook } from '../model/playbook.ts';
import type { TrackedChange } from '../model/run.ts';
import type { Reviewer } from './store.ts';

/** What to take back, as a person names it. */
export interface UndoRequest {
  /** Changes, commits, runs, and earlier reviews or undos. */
  readonly targets: readonly string[];
  readonly session: SessionToWithdraw | null;
}

export interface SessionToWithdraw {
  /** The session's key, the log's own id, or a unique beginning of it. */
  readonly name: string;
  /** Distinct sessions that a pattern needs. */
  readonly minSupport: number;
  /** Distinct sessions among session keys: copies and sub-agents count once. */
  readonly countSessions: (keys: readonly string[]) => number;
}

/** One commit to be made. */
export interface UndoStep {
  /** As it stands before. */
  readonly change: TrackedChange;
  /** The same proposal of other runs that the same commit accepted: they share its fate. */
  readonly twins: readonly TrackedChange[];
  /** Where the change stands afterwards: `accepted` or `edited` when an undo is taken back. */
  readonly verdict: 'undone' | 'accepted' | 'edited';
  /** Full id of the commit that is taken back. */
  readonly undoes: string;
  /** Subject of the commit to be made. */
  readonly subject: string;
  /** Texts before and after, null for no file; a file that is as wanted already has the same twice. */
  readonly files: readonly { readonly path: string; readonly before: string | null; readonly after: string | null }[];
}

/** A change that cannot be taken back by itself; nothing is written for it. */
export interface UndoConflict {
  readonly change: TrackedChange;
  readonly undoes: string;
  readonly path: string;
  /** Why, in a few words. */
  readonly reason: string;
  /** Accepted changes that came on top of it: taken back with it, there is no conflict. */
  readonly later: readonly TrackedChange[];
  /** The file with conflict marks, null where none can be made. */
  readonly merged: string | null;
}

/** A session that looks like another telling of the one that is withdrawn. */
export interface SharedEvents {
  readonly session: SessionRecord;
  readonly why: 'same-id' | 'same-events' | 'same-parent' | 'same-prompt';
}

export interface UndoPlan {
  /** In the order of the commits: what was accepted last is taken back first. */
  readonly steps: readonly UndoStep[];
  readonly conflicts: readonly UndoConflict[];
  /** Sessions that count for nothing from now on. */
  readonly withdraws: readonly SessionRecord[];
  /** Keys of sessions that count again. */
  readonly restores: readonly string[];
  /** Waiting changes that are closed, because they rest on withdrawn sessions alone; when sessions are restored, those that wait again. */
  readonly closes: readonly TrackedChange[];
  readonly reopens: readonly TrackedChange[];
  /** Accepted changes that the session speaks for, and that keep enough others, with their number. */
  readonly alsoRests: readonly { readonly change: TrackedChange; readonly sessions: number }[];
  readonly sharedEvents: readonly SharedEvents[];
}

export interface UndoToApply {
  /** Unique id of this undo, made at the top. */
  readonly id: string;
  readonly reviewer: Reviewer;
  /** May be empty. */
  readonly reason: string;
  readonly plan: UndoPlan;
  /** Prints `MEMORY.md` from the playbooks the memory holds afterwards. */
  readonly printIndex: (playbooks: readonly Playbook[]) => string;
}

export interface AppliedUndo {
  /** One for each step that was carried out, in the order of the commits. */
  readonly done: readonly { readonly step: UndoStep; readonly decision: Decision }[];
  readonly conflicts: readonly UndoConflict[];
  /** Somebody was faster. */
  readonly stale: readonly { readonly change: TrackedChange; readonly reason: string }[];
  /** Everything the ledger was told, closed and reopened proposals included. */
  readonly decisions: readonly Decision[];
  readonly withdrawals: readonly Withdrawal[];
  /** The `Refresh index` commit, null when nothing changed in it. */
  readonly indexCommit: string | null;
  readonly findings: readonly Finding[];
}
