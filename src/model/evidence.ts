// Observations of the same pattern over several sessions, weighed.
import type { PlaybookKind, Support } from './playbook.ts';
import type { Origin } from './origin.ts';
import type { FormatId } from './session.ts';

/** A quote that can be followed to its turn. */
export interface EvidenceQuote {
  readonly session: string;
  readonly sessionId: string;
  readonly format: FormatId;
  readonly turn: number;
  readonly origin: Origin;
  readonly text: string;
  /** Day of the session, `YYYY-MM-DD`, null when unknown. */
  readonly day: string | null;
}

/** What a pattern says, as plain parts from which an engine makes words. */
export type Claim =
  | {
      readonly type: 'fixed-error';
      readonly tool: string;
      /** Attempts that failed, most frequent first. */
      readonly attempted: readonly string[];
      /** What worked instead, most frequent first, aligned with `attempted`. */
      readonly fixed: readonly string[];
      /** Words that all fixes drop from the front of the attempt, when that is the whole difference. */
      readonly droppedPrefix: string | null;
      readonly error: string;
      readonly hiddenSessions: number;
    }
  | {
      readonly type: 'recurring-failure';
      readonly tool: string;
      readonly attempted: readonly string[];
      /** Distinct error lines, most frequent first. */
      readonly errors: readonly string[];
    }
  | { readonly type: 'statement'; readonly statement: string; readonly others: readonly string[] }
  | {
      readonly type: 'request';
      readonly request: string;
      /** Share of its sessions in which it came as the last or last but one message. */
      readonly atEnd: number;
      /** Canonical command that carries the request out, null when none is common. */
      readonly command: string | null;
      /** Share of its sessions in which that command had not run before the request. */
      readonly notBefore: number;
      /** Common steps that follow it, in order, as commands. */
      readonly steps: readonly string[];
    }
  | {
      readonly type: 'workflow';
      readonly steps: readonly { readonly key: string; readonly display: string }[];
      /** The request that most often came before, null when there is none. */
      readonly trigger: string | null;
    };

/** One part of a score, so that `dream show --why` can explain the rank. */
export interface ScorePart {
  readonly name: string;
  readonly value: number;
}

export interface Evidence {
  /** Identifies the pattern in a project, whatever its words: the hash of project, kind of claim and canonical key. */
  readonly pattern: string;
  readonly project: string;
  readonly kind: PlaybookKind;
  readonly claim: Claim;
  readonly support: Support;
  /** Keys of all sessions that count, sorted. */
  readonly sessions: readonly string[];
  /** The lowest origin of what it rests on. */
  readonly trust: Origin;
  readonly quotes: readonly EvidenceQuote[];
  readonly score: number;
  readonly scoreParts: readonly ScorePart[];
}
