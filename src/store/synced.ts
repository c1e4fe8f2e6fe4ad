// The contract of an exchange with a remote: what is asked for, and what came of it.
import type { ErrorKind } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import type { Playbook } from '../model/playbook.ts';

export interface SyncRequest {
  /** Name of the remote as typed or configured; null for origin, else the only one there is. */
  readonly remote: string | null;
  /** `ledger:` of dream.yaml. */
  readonly ledger: 'ref' | 'branch';
  /** Fetches objects and says what would happen; moves nothing here and sends nothing. */
  readonly dryRun: boolean;
  /** Prints `MEMORY.md` where two memories are joined. */
  readonly printIndex: (playbooks: readonly Playbook[]) => string;
  /** Told before people's words go to a remote that has no ledger yet. */
  readonly onPublish?: (publication: Publication) => void;
}

/** What a remote gets with its first ledger. */
export interface Publication {
  readonly remote: string;
  /** Credentials masked. */
  readonly url: string;
  readonly sessions: number;
  readonly observations: number;
  /** Quotes with words in them. */
  readonly quotes: number;
}

/** Something that could not be exchanged while the rest was: decides the exit code. */
export interface SyncProblem {
  readonly kind: Extract<ErrorKind, 'failed' | 'refused'>;
  readonly message: string;
  readonly hints: readonly string[];
}

export interface LedgerCounts {
  readonly runs: number;
  readonly decisions: number;
}

export interface Synced {
  readonly remote: string;
  /** Credentials masked. */
  readonly url: string;
  readonly dryRun: boolean;
  readonly ledger: {
    /** Ours stayed, followed theirs, or both were joined by a commit. */
    readonly action: 'none' | 'same' | 'forward' | 'joined';
    readonly received: LedgerCounts;
    readonly sent: LedgerCounts;
  };
  /** Names of run branches. */
  readonly branches: {
    /** New here. */
    readonly received: readonly string[];
    /** Here already, and moved to what was done at the remote. */
    readonly moved: readonly string[];
    readonly sent: readonly string[];
    /** Taken away at the remote, because all on them is decided. */
    readonly closed: readonly string[];
  };
  readonly memory: {
    readonly branch: string;
    readonly action: 'none' | 'forward' | 'joined' | 'left';
    /** Commits. */
    readonly received: number;
    readonly sent: number;
    /** Commits that were left to `git pull` and `git push`. */
    readonly toPull: number;
    readonly toPush: number;
  };
  /** Null unless this made the remote's first ledger. */
  readonly published: Publication | null;
  readonly problems: readonly SyncProblem[];
  readonly findings: readonly Finding[];
}
