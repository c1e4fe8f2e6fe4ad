// What a crash, another machine or plain git left to be done. Every step can be repeated and none needs a person.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../model/finding.ts';
import { writeDecisions } from './apply-review.ts';
import type { ReviewSite } from './apply-review.ts';
import { signatureOf } from './import-stream.ts';
import { whenAbsent } from './file-errors.ts';
import { clearLocks, ownFolder, readLeftJournals } from './journal.ts';
import type { LeftJournal } from './journal.ts';
import { nameOfLines, printLine } from './ledger-files.ts';
import type { Repository } from './locate-memory.ts';
import { moveRefs, readRef } from './move-ref.ts';
import { closeRunRefs, requireFreeName } from './run-branches.ts';
import { moveWorkTrees } from './work-tree.ts';

const ATTEMPTS = 5;

export async function recover(site: ReviewSite): Promise<readonly Finding[]> {
  const { repository, options } = site;
  const findings: Finding[] = [];
  for (const left of await readLeftJournals(repository))
    findings.push(...(await settle(repository, left, options.lockSeconds ?? 30)));
  findings.push(...(await recordPlainDecisions(site)));
  const { plan } = await site.snapshot();
  if (plan.create.some(({ ref }) => ref.startsWith('refs/heads/')))
    await requireFreeName(repository, options.branchPrefix);
  for (const move of plan.create) {
    if ((await moveRefs(repository.git, [move], 'dream: restored', options.lockSeconds)) === 'lost') continue;
    findings.push({ code: 'branch-restored', file: null, line: null, detail: move.ref.replace(/^refs\/heads\//, '') });
  }
  await closeRunRefs(repository, plan, options.lockSeconds);
  return findings;
}

/** Finishes what a journal names when its reference has moved, else takes it back. */
async function settle(repository: Repository, left: LeftJournal, lockSeconds: number): Promise<Finding[]> {
  const { journal, file } = left;
  await clearLocks(left);
  const findings: Finding[] = [];
  if (journal.ref !== null && journal.to !== null && journal.steps.length > 0) {
    const now = await readRef(repository.git, journal.ref);
    const contains = now !== null && (await isBelow(repository, journal.to, now));
    await moveWorkTrees(repository, journal.steps, contains ? 'forward' : 'back', lockSeconds);
    const detail = contains
      ? 'a review that was cut short has been finished'
      : 'a review that was cut short has been taken back';
    findings.push({ code: 'write-recovered', file: null, line: null, detail });
  }
  for (const name of await readdir(ownFolder(repository)).catch(whenAbsent<string[]>([]))) {
    if (name === `file-${journal.pid}`) await rm(join(ownFolder(repository), name), { force: true });
  }
  await rm(file, { force: true });
  return findings;
}

/** Whether a commit is reachable from another; one that is gone is not. */
async function isBelow(repository: Repository, commit: string, from: string): Promise<boolean> {
  const known = await repository.git.readObjects((objects) => objects.readCommit(commit));
  return known !== null && (await repository.git.ask(['merge-base', '--is-ancestor', commit, from])) !== null;
}

async function recordPlainDecisions(site: ReviewSite): Promise<Finding[]> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const snapshot = await site.snapshot();
    const { unrecorded } = snapshot;
    if (unrecorded.length === 0) return [];
    const lines = unrecorded.map(printLine);
    // Every machine that sees the same gives the file the same name, so that ledgers can be united.
    const name = `decisions/git-${nameOfLines(lines)}.jsonl`;
    const who = signatureOf(site.options.author, site.options.now());
    if (!(await writeDecisions(site, snapshot, name, lines, 'Record what was decided with git', who))) continue;
    return unrecorded.map((one) => ({
      code: 'decision-recorded',
      file: one.playbook,
      line: null,
      detail: `${one.verdict} by ${one.who}`,
    }));
  }
  return [];
}
