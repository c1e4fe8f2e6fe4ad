// Finishes or takes back what processes that are gone had begun: files and index entries of worktrees follow the memory
// branch, which alone says whether the write happened. Can be repeated.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../model/finding.ts';
import { whenAbsent } from './file-errors.ts';
import { clearLocks, ownFolder, readLeftJournals } from './journal.ts';
import type { LeftJournal } from './journal.ts';
import type { Repository } from './locate-memory.ts';
import { readRef } from './move-ref.ts';
import { moveWorkTrees } from './work-tree.ts';

/** Settles every journal of this machine whose process is gone. Only called under the memory lock. */
export async function settleJournals(repository: Repository, lockSeconds: number): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const left of await readLeftJournals(repository))
    findings.push(...(await settle(repository, left, lockSeconds)));
  return findings;
}

async function settle(repository: Repository, left: LeftJournal, lockSeconds: number): Promise<Finding[]> {
  const { journal, file } = left;
  await clearLocks(left);
  const findings: Finding[] = [];
  if (journal.ref !== null && journal.to !== null && journal.steps.length > 0) {
    const now = await readRef(repository.git, journal.ref);
    const contains = now !== null && (await isBelow(repository, journal.to, now));
    await moveWorkTrees(repository, journal.steps, contains ? 'forward' : 'back', lockSeconds);
    const detail = `a review that was cut short has been ${contains ? 'finished' : 'taken back'}`;
    findings.push({ code: 'write-recovered', file: null, line: null, detail });
  }
  const own = new Set([`file-${journal.pid}`]);
  for (const name of await readdir(ownFolder(repository)).catch(whenAbsent<string[]>([]))) {
    if (own.has(name) || name.startsWith(`lock-${journal.pid}-`))
      await rm(join(ownFolder(repository), name), { force: true });
  }
  await rm(file, { force: true });
  return findings;
}

/** Whether a commit is reachable from another; one that is gone is not. */
async function isBelow(repository: Repository, commit: string, from: string): Promise<boolean> {
  const known = await repository.git.readObjects((objects) => objects.readCommit(commit));
  return known !== null && (await repository.git.ask(['merge-base', '--is-ancestor', commit, from])) !== null;
}
