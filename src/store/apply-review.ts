// Carries out a review. What is accepted goes onto the memory branch in one chain and one compare-and-swap; then the
// ledger records every decision. Each ruling is bound to the commit that was shown: who came too late is told.
import { DreamError } from '../errors.ts';
import { openAttempts } from './attempts.ts';
import { laterThan } from './commit-time.ts';
import type { Decision } from '../model/decision.ts';
import type { Finding } from '../model/finding.ts';
import type { TrackedChange } from '../model/run.ts';
import { halfDone } from './half-done.ts';
import { importCommits, signatureOf } from './import-stream.ts';
import type { Repository } from './locate-memory.ts';
import { writeRootCommit } from './memory-branch.ts';
import { changeKey, makeDecision } from './make-decision.ts';
import { moveMemory } from './memory-move.ts';
import type { Signature } from './object-reader.ts';
import { planAccepts, requireReviewId } from './plan-accepts.ts';
import { closeRunRefs } from './run-branches.ts';
import type { Snapshot } from './snapshot.ts';
import type { Applied, AppliedReview, ReviewToApply, Ruling, StoreOptions } from './store.ts';
import { decisionsFile, writeDecisions } from './write-decisions.ts';

/** What applying needs to know about the store. */
export interface ReviewSite {
  readonly repository: Repository;
  readonly options: StoreOptions;
  readonly memoryBranch: string;
  readonly snapshot: () => Promise<Snapshot>;
}

export async function applyReview(site: ReviewSite, review: ReviewToApply): Promise<AppliedReview> {
  requireReviewId(review.id);
  const { repository, options } = site;
  const results = new Map<Ruling, Applied>();
  const accepted = await acceptAll(site, review, results);
  try {
    await recordAll(site, review, accepted.decisions, results);
  } catch (error) {
    throw accepted.decisions.length === 0 ? error : halfRecorded(site, review, accepted.decisions.length, error);
  }
  try {
    const { plan } = await site.snapshot();
    await closeRunRefs(repository, plan, options.lockSeconds);
  } catch (error) {
    throw halfDone('The review is done.', 'The next command that writes moves the decided branches away.', error);
  }
  return {
    results: review.rulings.flatMap((ruling) => results.get(ruling) ?? []),
    indexCommit: accepted.indexCommit,
    findings: accepted.findings,
  };
}

interface Accepted {
  readonly decisions: readonly { readonly ruling: Ruling; readonly decision: Decision }[];
  readonly indexCommit: string | null;
  readonly findings: readonly Finding[];
}

const NOTHING: Accepted = { decisions: [], indexCommit: null, findings: [] };

/** Moves the memory branch. Fills `results` with what cannot be accepted. */
async function acceptAll(site: ReviewSite, review: ReviewToApply, results: Map<Ruling, Applied>): Promise<Accepted> {
  const { repository, options, memoryBranch } = site;
  const wanted = review.rulings.filter(({ verdict }) => verdict === 'accepted' || verdict === 'edited');
  if (wanted.length === 0) return NOTHING;
  const mayTry = openAttempts(options.lockSeconds);
  while (mayTry()) {
    for (const ruling of wanted) results.delete(ruling);
    const snapshot = await site.snapshot();
    // One moment for commits and decisions: `dream show --at <commit>` asks what was decided by the time of a commit.
    const now = options.now();
    const committer = committerOf(review, now);
    const base = snapshot.tip ?? (await writeRootCommit(repository));
    const good = judge(wanted, snapshot, results);
    const plan = await planAccepts(repository, base, review, good, committer, options);
    for (const { ruling, applied } of plan.refused) results.set(ruling, applied);
    if (plan.accepts.length === 0) return NOTHING;
    const marks = await importCommits(repository.git, `review-${review.id}`, plan.commits);
    const to = marks.get(plan.commits.length) ?? base;
    const findings = await moveMemory(repository, memoryBranch, snapshot, base, to, options.lockSeconds);
    if (findings === null) continue;
    const decisions = plan.accepts.map(({ ruling, change, mark }) => {
      const verdict = ruling.edited === null ? ('accepted' as const) : ('edited' as const);
      const at = timeAfter(snapshot, change, now);
      const result = marks.get(mark) ?? null;
      const made = { verdict, who: committer.who, at, reason: ruling.reason, trusted: ruling.trusted === true, result };
      return {
        ruling,
        decision: makeDecision(change, ruling.edited === null ? made : { ...made, value: ruling.edited.value }),
      };
    });
    return {
      decisions,
      indexCommit: plan.indexMark === null ? null : (marks.get(plan.indexMark) ?? null),
      findings: [...plan.findings, ...findings],
    };
  }
  throw tooBusy(`the memory branch ${memoryBranch}`);
}

/** Writes all decisions of the review into the ledger, as one file. */
async function recordAll(
  site: ReviewSite,
  review: ReviewToApply,
  accepted: Accepted['decisions'],
  results: Map<Ruling, Applied>,
): Promise<void> {
  const others = review.rulings.filter(({ verdict }) => verdict !== 'accepted' && verdict !== 'edited');
  const who = committerOf(review, site.options.now());
  const mayTry = openAttempts(site.options.lockSeconds);
  while (mayTry()) {
    const snapshot = await site.snapshot();
    for (const ruling of others) results.delete(ruling);
    const made = judge(others, snapshot, results).map(({ ruling, change }) => {
      const verdict = ruling.verdict;
      const at = timeAfter(snapshot, change, site.options.now());
      return {
        ruling,
        decision: makeDecision(change, { verdict, who: who.who, at, reason: ruling.reason, result: null }),
      };
    });
    const all = [...accepted, ...made];
    const file = decisionsFile(
      review.id,
      all.map(({ decision }) => decision),
    );
    if (all.length === 0 || (await writeDecisions(site, snapshot, [file], `Record review ${review.id}`, who))) {
      for (const { ruling, decision } of all) results.set(ruling, { status: 'done', decision });
      return;
    }
  }
  throw tooBusy('the ledger');
}

/** The rulings that still hold, each with its change as it stands now; the others are told why not. */
function judge(
  rulings: readonly Ruling[],
  snapshot: Snapshot,
  results: Map<Ruling, Applied>,
): { readonly ruling: Ruling; readonly change: TrackedChange }[] {
  const now = new Map(snapshot.changes.map((change) => [changeKey(change.run, change.id), change]));
  const last = new Map(snapshot.files.decisions.map((one) => [changeKey(one.run, one.change), one]));
  const seen = new Set<string>();
  const good: { ruling: Ruling; change: TrackedChange }[] = [];
  for (const ruling of rulings) {
    const key = changeKey(ruling.change.run, ruling.change.id);
    const change = now.get(key);
    const by = last.get(key)?.who;
    const reason = seen.has(key) ? 'it is decided twice in this review' : whyStale(ruling, change, by);
    seen.add(key);
    if (reason === null && change !== undefined) good.push({ ruling, change });
    else results.set(ruling, { status: 'stale', change: change ?? ruling.change, reason: reason ?? '' });
  }
  return good;
}

function whyStale(ruling: Ruling, change: TrackedChange | undefined, by: string | undefined): string | null {
  if (change === undefined) return 'its run is not in the ledger any more';
  const decided = ['accepted', 'edited', 'rejected', 'undone'].includes(change.state);
  const name = by === undefined ? '' : ` by ${by}`;
  if (ruling.verdict === 'revived') return change.state === 'rejected' ? null : `it is ${change.state}, not rejected`;
  if (decided) return `it was ${change.state} already${name}`;
  if (change.commit !== ruling.change.commit) return 'its commit on the run’s branch is another one by now';
  // Taken off the branch since it was shown; a decision to look later is no such thing.
  if (change.state === 'later' && by === undefined && ruling.verdict !== 'rejected')
    return 'it is not on the run’s branch any more';
  if (change.supersededBy !== null) return `it was replaced by ${change.supersededBy}`;
  return null;
}

/** Now, or just after the change's last decision: the latest decides, also when a clock stands still or runs back. */
function timeAfter(snapshot: Snapshot, change: TrackedChange, now: Date): string {
  const last = snapshot.files.decisions.findLast((one) => one.run === change.run && one.change === change.id);
  return laterThan(last?.at, now.toISOString());
}

function committerOf(review: ReviewToApply, now: Date): Signature {
  return signatureOf(`${review.reviewer.name} <${review.reviewer.email}>`, now);
}

/** The memory branch has moved, and with it the accepts are made; the ledger learns of them from their commits. */
function halfRecorded(site: ReviewSite, review: ReviewToApply, accepted: number, error: unknown): DreamError {
  const others = review.rulings.filter(({ verdict }) => verdict !== 'accepted' && verdict !== 'edited').length;
  const count = accepted === 1 ? 'One change is' : `${accepted} changes are`;
  const it = accepted === 1 ? 'it' : 'them';
  const rest = others === 0 ? '' : '; what else was decided has to be decided again';
  return halfDone(
    `${count} accepted on ${site.memoryBranch}.`,
    `The next command that writes records ${it} in the ledger${rest}.`,
    error,
  );
}

function tooBusy(what: string): DreamError {
  return new DreamError('busy', `Others kept writing to ${what}.`, {
    hints: ['Run the command again.'],
  });
}
