// Adds what people decided to the ledger: files that are written once and never changed.
import type { Decision, Withdrawal } from '../model/decision.ts';
import type { ReviewSite } from './apply-review.ts';
import { importCommits } from './import-stream.ts';
import type { ImportCommit } from './import-stream.ts';
import { withRefLocks } from './journal.ts';
import { printLine } from './ledger-files.ts';
import { moveRefs } from './move-ref.ts';
import type { Signature } from './object-reader.ts';
import { LEDGER_REF } from './refs.ts';
import type { Snapshot } from './snapshot.ts';
import { LEDGER_ROOT } from './write-run.ts';

/** A file of the ledger, line by line. */
export interface LedgerFile {
  readonly path: string;
  readonly lines: readonly string[];
}

/** @param id of the review or undo */
export function decisionsFile(id: string, decisions: readonly Decision[]): LedgerFile {
  return { path: `decisions/${id}.jsonl`, lines: decisions.map(printLine) };
}

/** @param id of the undo */
export function withdrawalsFile(id: string, withdrawals: readonly Withdrawal[]): LedgerFile {
  return { path: `withdrawn/${id}.jsonl`, lines: withdrawals.map(printLine) };
}

/**
 * Adds files to the ledger, if neither ledger nor memory moved since the snapshot.
 * @param files those without a line are left out
 * @returns false when something had moved, and nothing was written
 */
export async function writeDecisions(
  site: ReviewSite,
  snapshot: Snapshot,
  files: readonly LedgerFile[],
  subject: string,
  who: Signature,
): Promise<boolean> {
  const { repository, options, memoryBranch } = site;
  const root: ImportCommit[] = snapshot.ledgerAt === null ? [{ ...LEDGER_ROOT, mark: 2 }] : [];
  const commit: ImportCommit = {
    mark: 1,
    from: snapshot.ledgerAt ?? 2,
    author: who,
    committer: who,
    message: `${subject}\n`,
    files: files.filter(({ lines }) => lines.length > 0),
  };
  const marks = await importCommits(repository.git, 'decisions', [...root, commit]);
  const memory = `refs/heads/${memoryBranch}`;
  const moves = [
    { ref: LEDGER_REF, from: snapshot.ledgerAt, to: marks.get(1) ?? null },
    { ref: memory, from: snapshot.branchAt, to: snapshot.branchAt },
  ];
  return withRefLocks(repository, [memory, LEDGER_REF], async () => {
    return (await moveRefs(repository.git, moves, 'dream: decisions', options.lockSeconds)) !== 'lost';
  });
}
