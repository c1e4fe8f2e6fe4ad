// Carries out an undo: its commits go onto the memory branch in one chain and one compare-and-swap, which is what
// counts; then the ledger records the decisions and the sessions that were taken back or given back.
import { DreamError } from '../errors.ts';
import { printUndoMessage } from '../model/commit-message.ts';
import type { Decision, Withdrawal } from '../model/decision.ts';
import type { ReviewSite } from './apply-review.ts';
import { openAttempts } from './attempts.ts';
import { laterThan } from './commit-time.ts';
import { halfDone } from './half-done.ts';
import { importCommits, signatureOf } from './import-stream.ts';
import type { ImportCommit } from './import-stream.ts';
import { changeKey, makeDecision } from './make-decision.ts';
import { moveMemory } from './memory-move.ts';
import type { Signature } from './object-reader.ts';
import { requireReviewId } from './plan-accepts.ts';
import { makeInert } from '../text/inert-words.ts';
import { nameUnseen } from '../model/unseen.ts';
import { planReversals } from './plan-undo.ts';
import { importFiles, planIndexCommit } from './planned-files.ts';
import type { PlannedFiles } from './planned-files.ts';
import { readMemoryFiles } from './read-memory.ts';
import { closeRunRefs } from './run-branches.ts';
import type { Snapshot } from './snapshot.ts';
import { planSession } from './undo-session.ts';
import { findTargets, readDecided, takingOf } from './undo-targets.ts';
import type { Taking } from './undo-targets.ts';
import type { AppliedUndo, UndoPlan, UndoRequest, UndoStep, UndoToApply } from './undoing.ts';
import { closeWithdrawn } from './withdrawn-changes.ts';
import { decisionsFile, withdrawalsFile, writeDecisions } from './write-decisions.ts';

/**
 * What an undo would do. Reads only.
 * @throws DreamError (`usage`) for what is not known, or cannot be undone
 */
export async function planUndo(site: ReviewSite, request: UndoRequest): Promise<UndoPlan> {
  const snapshot = await site.snapshot();
  const named = findTargets(snapshot, request.targets);
  const session = request.session === null ? null : planSession(snapshot, request.session);
  const takings = [...named.takings];
  for (const taking of session?.takings ?? []) {
    if (!takings.some(({ change }) => change === taking.change)) takings.push(taking);
  }
  const withdraws = session?.withdraws ?? [];
  const { steps, conflicts } = await planOn(site, snapshot, takings);
  const who = { who: '', at: new Date(0).toISOString(), reason: '' };
  const told = [
    ...withdraws.map(({ key }) => ({ ...who, session: key, lifted: false })),
    ...named.restores.map((key) => ({ ...who, session: key, lifted: true })),
  ];
  const closed = closeWithdrawn(snapshot.changes, decisionsOf(snapshot), [...withdrawalsOf(snapshot), ...told]);
  const closedAs = (verdict: Decision['verdict']) =>
    closed.filter(({ decision }) => decision.verdict === verdict).map(({ change }) => change);
  return {
    steps: steps.map(({ step }) => step),
    conflicts,
    withdraws,
    restores: named.restores,
    closes: closedAs('undone'),
    reopens: closedAs('revived'),
    alsoRests: session?.alsoRests ?? [],
    sharedEvents: session?.sharedEvents ?? [],
  };
}

/**
 * Carries out a plan, as far as it still holds: the files are merged anew with what the memory branch is now.
 * @throws DreamError `refused` while the branch is being rebased or merged, `busy` when others keep writing
 */
export async function applyUndo(site: ReviewSite, undo: UndoToApply): Promise<AppliedUndo> {
  requireReviewId(undo.id);
  const moved = await moveAll(site, undo);
  let recorded: Pick<AppliedUndo, 'decisions' | 'withdrawals'>;
  try {
    recorded = await recordAll(site, undo, moved.done);
  } catch (error) {
    if (moved.done.length === 0) throw error;
    const count = moved.done.length === 1 ? 'One change is' : `${moved.done.length} changes are`;
    const next = 'The next command that writes records it in the ledger.';
    throw halfDone(`${count} taken back or brought back on ${site.memoryBranch}.`, next, error);
  }
  try {
    const { plan } = await site.snapshot();
    await closeRunRefs(site.repository, plan, site.options.lockSeconds);
  } catch (error) {
    throw halfDone('The undo is done.', 'The next command that writes moves the decided branches away.', error);
  }
  return { ...moved, ...recorded };
}

type Moved = Pick<AppliedUndo, 'done' | 'conflicts' | 'stale' | 'indexCommit' | 'findings'>;

/** Moves the memory branch. */
async function moveAll(site: ReviewSite, undo: UndoToApply): Promise<Moved> {
  const { repository, options, memoryBranch } = site;
  const mayTry = openAttempts(options.lockSeconds);
  while (mayTry()) {
    const snapshot = await site.snapshot();
    const { takings, stale } = judge(snapshot, undo.plan);
    const { steps, conflicts } = await planOn(site, snapshot, takings);
    const nothing: Moved = { done: [], conflicts, stale, indexCommit: null, findings: [] };
    const base = snapshot.tip;
    if (steps.length === 0 || base === null) return nothing;
    // One moment for commits and decisions, as for a review.
    const now = options.now();
    const committer = committerOf(undo, now);
    const commits: ImportCommit[] = steps.map(({ step, files }, at) => ({
      mark: at + 1,
      from: at === 0 ? base : at,
      author: committer,
      committer,
      message: messageOf(undo, step, committer),
      files: importFiles(repository, files),
    }));
    const all: PlannedFiles = new Map(steps.flatMap(({ files }) => [...files]));
    const memory = await readMemoryFiles(repository, base);
    const index = await repository.git.readObjects((objects) =>
      planIndexCommit(
        repository,
        objects,
        base,
        memory.playbooks,
        all,
        commits.length,
        committer,
        options,
        undo.printIndex,
      ),
    );
    if (index.commit !== null) commits.push(index.commit);
    const marks = await importCommits(repository.git, `undo-${undo.id}`, commits);
    const to = marks.get(commits.length) ?? base;
    const findings = await moveMemory(repository, memoryBranch, snapshot, base, to, options.lockSeconds, 'dream: undo');
    if (findings === null) continue;
    const done = steps.flatMap(({ step }, at) => {
      const result = marks.get(at + 1) ?? null;
      return [step.change, ...step.twins].map((change) => {
        const before = decisionsOf(snapshot).findLast((one) => isAbout(one, change));
        const made = {
          verdict: step.verdict,
          who: committer.who,
          at: laterThan(before?.at, now.toISOString()),
          reason: undo.reason,
          result,
        };
        const decision = makeDecision(change, before === undefined ? made : { ...made, value: before.value });
        return { step, decision };
      });
    });
    const indexCommit = index.commit === null ? null : (marks.get(index.commit.mark) ?? null);
    return { done, conflicts, stale, indexCommit, findings: [...index.findings, ...findings] };
  }
  throw new DreamError('busy', `Others kept writing to the memory branch ${memoryBranch}.`, {
    hints: ['Run the command again.'],
  });
}

/** Tells the ledger: one commit, with what follows for proposals that still wait. */
async function recordAll(
  site: ReviewSite,
  undo: UndoToApply,
  done: AppliedUndo['done'],
): Promise<Pick<AppliedUndo, 'decisions' | 'withdrawals'>> {
  const who = committerOf(undo, site.options.now());
  const { withdraws, restores } = undo.plan;
  const mayTry = openAttempts(site.options.lockSeconds);
  while (mayTry()) {
    const snapshot = await site.snapshot();
    const known = snapshot.files.withdrawals;
    const tell = (session: string, lifted: boolean): Withdrawal[] => {
      const before = known.findLast((one) => one.session === session);
      if ((before?.lifted ?? true) === lifted) return [];
      const at = laterThan(before?.at, site.options.now().toISOString());
      return [{ session, who: who.who, at, reason: undo.reason, lifted }];
    };
    const withdrawals = [
      ...withdraws.flatMap(({ key }) => tell(key, false)),
      ...restores.flatMap((key) => tell(key, true)),
    ];
    // What follows from an undo that is on the branch already was found with it.
    const found = snapshot.unrecorded.filter(({ result }) => result === null);
    const all = [...known, ...snapshot.unrecordedWithdrawals, ...withdrawals];
    const closed = closeWithdrawn(snapshot.changes, decisionsOf(snapshot), all).map(({ decision }) => decision);
    const decisions = [...done.map(({ decision }) => decision), ...found, ...closed];
    if (decisions.length === 0 && withdrawals.length === 0) return { decisions, withdrawals };
    const files = [decisionsFile(undo.id, decisions), withdrawalsFile(undo.id, withdrawals)];
    if (await writeDecisions(site, snapshot, files, `Record undo ${undo.id}`, who)) return { decisions, withdrawals };
  }
  throw new DreamError('busy', 'Others kept writing to the ledger.', { hints: ['Run the command again.'] });
}

async function planOn(
  { repository }: ReviewSite,
  snapshot: Snapshot,
  takings: readonly Taking[],
): ReturnType<typeof planReversals> {
  const { tip } = snapshot;
  if (tip === null || takings.length === 0) return { steps: [], conflicts: [] };
  return repository.git.readObjects((objects) => planReversals(repository, objects, snapshot, tip, takings));
}

/** What of a plan still holds; the rest was decided by someone else meanwhile. */
function judge(
  snapshot: Snapshot,
  plan: UndoPlan,
): { readonly takings: readonly Taking[]; readonly stale: AppliedUndo['stale'] } {
  const decided = readDecided(snapshot);
  const now = new Map(snapshot.changes.map((change) => [changeKey(change.run, change.id), change]));
  const takings: Taking[] = [];
  const stale: { change: UndoStep['change']; reason: string }[] = [];
  for (const { change } of [...plan.steps, ...plan.conflicts]) {
    const current = now.get(changeKey(change.run, change.id)) ?? change;
    const taking = current.state === change.state ? takingOf(decided, current) : null;
    if (taking === null) stale.push({ change, reason: `it is ${current.state} by now` });
    else takings.push(taking);
  }
  return { takings, stale };
}

function messageOf(undo: UndoToApply, { change, verdict, undoes, subject }: UndoStep, { who }: Signature): string {
  return printUndoMessage({
    // The subject is anyone's who may push; the reason is the reviewer's own, who may want to name an issue.
    subject: makeInert(subject.replaceAll('`', '')),
    reason: nameUnseen(undo.reason, '\n'),
    trailers: {
      id: change.id,
      playbook: folderAndName(change.path),
      run: change.run,
      verdict,
      undoes,
      withdraws: undo.plan.withdraws.map(({ key }) => key),
      restores: undo.plan.restores,
      reviewer: who,
    },
  });
}

/** `<project folder>/<playbook id>`, as the trailer of an accept has it. */
function folderAndName(path: string): string {
  return path.replace(/^playbooks\//, '').replace(/\.md$/, '');
}

function decisionsOf(snapshot: Snapshot): readonly Decision[] {
  return [...snapshot.files.decisions, ...snapshot.unrecorded];
}

function withdrawalsOf(snapshot: Snapshot): readonly Withdrawal[] {
  return [...snapshot.files.withdrawals, ...snapshot.unrecordedWithdrawals];
}

function isAbout(decision: Decision, change: UndoStep['change']): boolean {
  return decision.run === change.run && decision.change === change.id;
}

function committerOf({ reviewer }: UndoToApply, now: Date): Signature {
  return signatureOf(`${reviewer.name} <${reviewer.email}>`, now);
}
