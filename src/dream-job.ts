// What a run takes and gives. The job brings its store, engine, limits, clock and ids, so that a whole run can be
// tested without network, home folder or clock.
import type { Engine } from './consolidation/engine.ts';
import { MINER_VERSION } from './mining/index.ts';
import type { GuardedChange, Held } from './model/change.ts';
import type { Finding } from './model/finding.ts';
import type { Policy } from './model/ownership.ts';
import type { Progress, RunRecord } from './model/run.ts';
import type { Rebuilt } from './rebuild.ts';
import type { Store } from './store/store.ts';

export interface DreamJob {
  /** Unique and sortable: `20261122T030000Z-7c1e`. */
  readonly runId: string;
  readonly store: Store;
  readonly engine: Engine;
  /** Log files and folders, absolute. */
  readonly paths: readonly string[];
  readonly filters: {
    /** Only sessions that ended after it. */
    readonly since: Date | null;
    /** Only these projects; all when empty. */
    readonly projects: readonly string[];
    /** Also sessions whose last turn is under 30 minutes old. */
    readonly includeActive: boolean;
  };
  /** Names that logs give a project → what it is called in the memory. */
  readonly projects: ReadonlyMap<string, string>;
  /** Names that the project around the memory may go by in logs; empty when there is none. */
  readonly ownProject: readonly string[];
  readonly limits: { readonly minSupport: number; readonly maxChanges: number };
  /** Owners' no and high stakes, from `policy:` of dream.yaml. */
  readonly policy: Policy;
  /** True when the run may remove or shrink more than a quarter of the memory. */
  readonly allowLoss: boolean;
  readonly dryRun: boolean;
  /** From the ledger alone: no log is read, and what waits is proposed again. False when absent. */
  readonly rebuild?: boolean;
  readonly dreamVersion: string;
  /** sha256 of what decides the outcome of a run (configuration and limits), hex. */
  readonly configHash: string;
  /** Names the rules for redaction of this memory; empty or absent where it has none. */
  readonly redaction?: string;
  /** Prefix of run branches. */
  readonly branchPrefix: string;
  readonly now: () => Date;
  readonly onProgress: (progress: Progress) => void;
}

/** Who read a session: the same log under other miners or other rules of redaction is read again. */
export function minerVersionOf({ redaction = '' }: Pick<DreamJob, 'redaction'>): string {
  return redaction === '' ? MINER_VERSION : `${MINER_VERSION}+redact-${redaction}`;
}

export interface DreamResult {
  /** The run as the ledger has it, or would have it after a dry or idle run. */
  readonly record: RunRecord;
  /** `written`, `dry` (plan only) or `idle` (nothing new to record). */
  readonly outcome: 'written' | 'dry' | 'idle';
  /** Ranked, quarantined ones included; the commit is null in a dry run. */
  readonly changes: readonly { readonly guarded: GuardedChange; readonly commit: string | null }[];
  readonly held: readonly Held[];
  readonly findings: readonly Finding[];
  /** Patterns seen below the support bar, sessions known in all, changes that wait: for saying why nothing was proposed. */
  readonly known: { readonly sessions: number; readonly belowSupport: number; readonly open: number };
  /** What a rebuild was made from, null for a run over logs. */
  readonly rebuilt: Rebuilt | null;
}
