// One execution of `dream run`, as the ledger keeps it, and what the ledger as a whole knows.
import type { ChangeFlag, ChangeState, ChangeType, Held, Impact, ValueKey } from './change.ts';
import type { Decision } from './decision.ts';
import type { EvidenceQuote, ScorePart } from './evidence.ts';
import type { Finding } from './finding.ts';
import type { Observation, SessionRecord } from './observation.ts';
import type { Playbook, PlaybookKind, Support } from './playbook.ts';

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUSD: number;
}

/** How far a run is. Bytes are those of the files read so far. */
export type Progress =
  | {
      readonly stage: 'reading';
      readonly files: number;
      readonly of: number;
      readonly bytes: number;
      readonly sessions: number;
    }
  | { readonly stage: 'weighing'; readonly observations: number }
  | { readonly stage: 'proposing'; readonly patterns: number }
  | { readonly stage: 'writing'; readonly changes: number };

/** What a run read. */
export interface SessionCounts {
  readonly files: number;
  readonly read: number;
  readonly new: number;
  /** Sessions that were known and have grown, or are read by a newer reader or miner. */
  readonly updated: number;
  /** Files whose content was read before. */
  readonly unchanged: number;
  readonly active: number;
  /** Sessions that a filter left out, or that are a shorter copy of one that is known. */
  readonly leftOut: number;
  readonly unreadable: number;
  readonly turns: number;
  readonly byFormat: Readonly<Record<string, number>>;
}

/** A change as its run's record keeps it; its commit is found through the run's tips, because a record cannot name a commit that is written with it. */
export interface ProposedChange {
  readonly id: string;
  readonly type: ChangeType;
  readonly pattern: string;
  readonly path: string;
  readonly playbook: string;
  readonly kind: PlaybookKind;
  readonly title: string;
  readonly project: string;
  readonly support: Support;
  readonly trust: string;
  readonly flags: readonly ChangeFlag[];
  readonly quarantined: boolean;
  /** Which rules of the guard it broke, and where; absent when it broke none or an earlier dream wrote it. */
  readonly impacts?: readonly Impact[] | undefined;
  readonly value: ValueKey;
  readonly sessions: readonly string[];
  readonly quotes: readonly EvidenceQuote[];
  readonly score: number;
  readonly scoreParts: readonly ScorePart[];
  readonly supersedes: string | null;
  /** Paths of the playbooks that a merge takes in and removes. */
  readonly removes: readonly string[];
  /** The older words of a person that this takes back; absent or null when it takes back none. */
  readonly replaces?: string | null;
}

/** `runs/<run id>.json` in the ledger. */
export interface RunRecord {
  readonly id: string;
  /** The run's branch, null when it proposed nothing that goes on a branch. */
  readonly branch: string | null;
  /** The memory branch as it was resolved, without `refs/heads/`. */
  readonly memoryBranch: string;
  /** The commit the run's branch starts from. */
  readonly base: string;
  readonly engine: string;
  readonly dreamVersion: string;
  readonly configHash: string;
  /** Hash of everything but the logs that decided this plan: the same again means nothing new to say. */
  readonly planHash: string;
  /** Where the words of its logs are kept: on the machine that ran it; absent for the ledger. */
  readonly words?: 'local' | undefined;
  /** True for a run from the ledger alone. */
  readonly rebuild?: boolean | undefined;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly usage: Usage;
  readonly sessions: SessionCounts;
  readonly changes: readonly ProposedChange[];
  readonly held: readonly Held[];
  readonly findings: readonly Finding[];
}

/** A proposed change with where it stands now. */
export interface TrackedChange extends ProposedChange {
  readonly run: string;
  readonly commit: string;
  readonly state: ChangeState;
  /** Id of a newer change of the same playbook that replaces it, null when there is none. */
  readonly supersededBy: string | null;
}

/** What the ledger and the run branches say together. */
export interface Ledger {
  /** Commit of `refs/dream/ledger` this was read from, null when there is none yet; writes are compared with it. */
  readonly commit: string | null;
  /** The newest record of each session, by session key. */
  readonly sessions: ReadonlyMap<string, SessionRecord>;
  /** The observations that belong to those records, by session key. */
  readonly observations: ReadonlyMap<string, readonly Observation[]>;
  /** Oldest first. */
  readonly runs: readonly RunRecord[];
  /** Oldest first. */
  readonly decisions: readonly Decision[];
  /** Sessions that a person took back: known, so never read again as new, but without any observation here. */
  readonly withdrawn: ReadonlySet<string>;
  /** Every change of every run, with its state, oldest run first. */
  readonly changes: readonly TrackedChange[];
  /** Lines and files of the ledger that could not be used; absent means none. */
  readonly findings?: readonly Finding[];
}

/** The memory as it is on the memory branch. */
export interface Memory {
  /** Without `refs/heads/`. */
  readonly branch: string;
  /** Tip of the memory branch; null while it is unborn. */
  readonly commit: string | null;
  readonly playbooks: readonly Playbook[];
  /** Text of `MEMORY.md`, null when there is none. */
  readonly index: string | null;
  /** Git object id of each playbook's file, by path. */
  readonly blobs: ReadonlyMap<string, string>;
  /** Files under `playbooks/` that could not be read as a playbook. */
  readonly findings: readonly Finding[];
}
