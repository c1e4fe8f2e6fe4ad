// All that git says about the memory at one moment: every reference is read in one call, and everything else follows
// from the objects they name, which never change.
import type { Decision, Withdrawal } from '../model/decision.ts';
import type { Finding } from '../model/finding.ts';
import type { Ledger, TrackedChange } from '../model/run.ts';
import type { Repository } from './locate-memory.ts';
import { openWords } from './local-words.ts';
import { memoryTip } from './memory-branch.ts';
import { readLedgerFiles } from './read-ledger.ts';
import type { LedgerFiles } from './read-ledger.ts';
import { LEDGER_REF, readRefs } from './refs.ts';
import type { Refs } from './refs.ts';
import { openRunCommits } from './run-commits.ts';
import { planRunRefs } from './run-branches.ts';
import type { RunRefPlan } from './run-branches.ts';
import type { StoreOptions } from './store.ts';
import { trackChanges } from './track-changes.ts';

export interface Snapshot {
  readonly refs: Refs;
  /** The memory branch's tip, null while it is unborn. */
  readonly tip: string | null;
  /** Where the branch itself stands here: null while only origin has it. */
  readonly branchAt: string | null;
  readonly ledgerAt: string | null;
  readonly files: LedgerFiles;
  readonly changes: readonly TrackedChange[];
  readonly unrecorded: readonly Decision[];
  readonly unrecordedWithdrawals: readonly Withdrawal[];
  readonly findings: readonly Finding[];
  readonly plan: RunRefPlan;
}

/** @param last an earlier snapshot, given back when no reference moved since */
export async function takeSnapshot(
  repository: Repository,
  memoryBranch: string,
  last: Snapshot | null,
  claimOf?: StoreOptions['claimOf'],
): Promise<Snapshot> {
  const refs = await readRefs(repository, memoryBranch);
  if (last !== null && sameRefs(refs, last.refs)) return last;
  const tip = memoryTip(refs, memoryBranch);
  const ledgerAt = refs.get(LEDGER_REF) ?? null;
  return repository.git.readObjects(async (objects) => {
    const files = await readLedgerFiles(objects, ledgerAt, openWords(repository));
    const commits = openRunCommits(objects, refs, ledgerAt);
    const { changes, unrecorded, withdrawals, findings } = await trackChanges(
      repository,
      objects,
      files,
      commits,
      tip,
      claimOf,
    );
    const plan = await planRunRefs(files.runs, changes, refs, commits);
    const branchAt = refs.get(`refs/heads/${memoryBranch}`) ?? null;
    return {
      refs,
      tip,
      branchAt,
      ledgerAt,
      files,
      changes,
      unrecorded,
      unrecordedWithdrawals: withdrawals,
      findings: [...files.findings, ...findings],
      plan,
    };
  });
}

/** The snapshot as the rest of the code sees it. */
export function ledgerOf(snapshot: Snapshot): Ledger {
  const { sessions, observations, runs, decisions, withdrawn } = snapshot.files;
  return {
    commit: snapshot.ledgerAt,
    sessions,
    observations,
    runs,
    decisions,
    withdrawn,
    changes: snapshot.changes,
    findings: snapshot.findings,
  };
}

function sameRefs(a: Refs, b: Refs): boolean {
  return a.size === b.size && [...a].every(([ref, id]) => b.get(ref) === id);
}
