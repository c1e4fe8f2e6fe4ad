// What an engine proposes and what a guard lets through; one change is one commit.
import { createHash } from 'node:crypto';
import type { EvidenceQuote, ScorePart } from './evidence.ts';
import type { LessonOrigin } from './origin.ts';
import { printWithoutSupport, type Playbook, type Support } from './playbook.ts';

export type ChangeType = 'add' | 'revise' | 'merge' | 'retire';
export type ChangeState = 'open' | 'quarantined' | 'later' | 'accepted' | 'edited' | 'rejected' | 'undone';
export type ChangeFlag =
  'quarantined' | 'high-impact' | 'conflict' | 'was-rejected' | 'supersedes' | 'stale-base' | 'high-stakes';

/** A proposal, before any guard has looked at it. Plain data: it can be printed, saved, tested and refused. */
export interface Change {
  readonly type: ChangeType;
  /** The pattern it comes from (Evidence.pattern). */
  readonly pattern: string;
  readonly playbook: Playbook;
  /** The file's text the change was made from, null when it adds a file. */
  readonly before: string | null;
  /** The file's new text, front matter included; null when it retires the playbook. */
  readonly after: string | null;
  readonly support: Support;
  readonly sessions: readonly string[];
  readonly trust: LessonOrigin;
  readonly quotes: readonly EvidenceQuote[];
  readonly score: number;
  readonly scoreParts: readonly ScorePart[];
  /** Id of the open change it replaces, if any. */
  readonly supersedes: string | null;
  /** The older words of a person that this takes back, null when it takes back none. */
  readonly replaces: string | null;
  /** Other playbooks' files that a merge takes in and removes. */
  readonly removes: readonly { readonly path: string; readonly before: string }[];
}

/** Id of a change: 8 hex digits of the hash of type, playbook and new content without `support`; the same on every machine. */
export function changeIdOf(change: Pick<Change, 'type' | 'playbook' | 'after'>): string {
  const content = change.after === null ? '' : printWithoutSupport(change.playbook);
  return createHash('sha256').update(`${change.type}\n${change.playbook.path}\n${content}`).digest('hex').slice(0, 8);
}

/** Why a change is of high impact: a rule of the guard, and a line of the file that it fired on. */
export interface Impact {
  readonly rule: string;
  /** Counted from 1. */
  readonly line: number;
  /** The line as it is written, shortened. */
  readonly text: string;
}

/** One file a change writes, with its exact bytes; null bytes remove it. The path is relative to the memory folder. */
export interface FileWrite {
  readonly path: string;
  readonly text: string | null;
}

declare const guarded: unique symbol;

/** A change that may be written: its files and message are final, and scanned. Only guards/guard-changes.ts makes one. */
export interface GuardedChange {
  readonly [guarded]: true;
  /** Hash of what is proposed, the same on every machine (memory.md): 8 hex digits. */
  readonly id: string;
  readonly change: Change;
  readonly files: readonly FileWrite[];
  /** The whole commit message, trailers included. */
  readonly message: string;
  readonly flags: readonly ChangeFlag[];
  /** True when it must stay apart from the run's branch. */
  readonly quarantined: boolean;
  /** What of it is of high impact; empty when nothing is. */
  readonly impacts: readonly Impact[];
  /** Canonical value, for tombstones (memory.md). */
  readonly value: ValueKey;
}

/** What a playbook claims, so that the same claim in other words is recognised: what it prescribes and what it forbids. */
export interface ValueKey {
  readonly kind: string;
  readonly project: string;
  readonly prescribes: string;
  readonly forbids: string;
}

/** Why something was not proposed. */
export type HeldReason =
  | 'below-support'
  | 'tombstoned'
  | 'already-open'
  | 'already-known'
  | 'already-stated'
  | 'not-followed'
  | 'taken-back'
  | 'over-budget'
  | 'too-similar'
  | 'guard';

export interface Held {
  readonly reason: HeldReason;
  readonly title: string;
  readonly project: string;
  readonly pattern: string;
  readonly sessions: number;
  /** More about the reason, such as which open change; may be empty. */
  readonly detail: string;
}
