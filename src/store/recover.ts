// What a crash, another machine or plain git left to be done. Every step can be repeated and none needs a person.
import type { Finding } from '../model/finding.ts';
import type { ReviewSite } from './apply-review.ts';
import { signatureOf } from './import-stream.ts';
import { readLeftJournals, withRefLocks } from './journal.ts';
import { nameOfLines } from './ledger-files.ts';
import { isLockLeft, withMemoryLock } from './memory-lock.ts';
import { moveRefs } from './move-ref.ts';
import { closeRunRefs, findInTheWay } from './run-branches.ts';
import { decisionsFile, withdrawalsFile, writeDecisions } from './write-decisions.ts';

const ATTEMPTS = 5;

export async function recover(site: ReviewSite): Promise<readonly Finding[]> {
  const { repository, options } = site;
  const findings: Finding[] = [];
  if ((await readLeftJournals(repository)).length > 0 || (await isLockLeft(repository))) {
    findings.push(...(await withMemoryLock(repository, options.lockSeconds ?? 30, async (settled) => settled)));
  }
  findings.push(...(await recordPlainDecisions(site)));
  const { plan, refs } = await site.snapshot();
  for (const move of plan.create) {
    const name = move.ref.replace(/^refs\/heads\//, '');
    const taken = findInTheWay(move.ref, refs);
    if (taken !== null) {
      // Its commits are kept by the ledger, and all on it can be decided without the branch.
      const detail = `${name}: a branch named ${taken.replace(/^refs\/heads\//, '')} stands in its way`;
      findings.push({ code: 'branch-blocked', file: null, line: null, detail });
      continue;
    }
    const restore = () => moveRefs(repository.git, [move], 'dream: restored', options.lockSeconds);
    if ((await withRefLocks(repository, [move.ref], restore)) === 'lost') continue;
    findings.push({ code: 'branch-restored', file: null, line: null, detail: name });
  }
  await closeRunRefs(repository, plan, options.lockSeconds);
  return findings;
}

async function recordPlainDecisions(site: ReviewSite): Promise<Finding[]> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const snapshot = await site.snapshot();
    const { unrecorded, unrecordedWithdrawals } = snapshot;
    if (unrecorded.length === 0) return [];
    // Every machine that sees the same gives the files the same name, so that ledgers can be united.
    const id = `git-${nameOfLines(decisionsFile('', unrecorded).lines)}`;
    const files = [decisionsFile(id, unrecorded), withdrawalsFile(id, unrecordedWithdrawals)];
    const who = signatureOf(site.options.author, site.options.now());
    if (!(await writeDecisions(site, snapshot, files, 'Record what was decided with git', who))) continue;
    return unrecorded.map((one) => ({
      code: 'decision-recorded',
      file: one.playbook,
      line: null,
      detail: `${one.verdict} by ${one.who}`,
    }));
  }
  return [];
}
