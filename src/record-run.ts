// What the ledger will say about a run, and whether the last run has said all there is to say already.
import { createHash } from 'node:crypto';
import { minerVersionOf, type DreamJob, type DreamResult } from './dream-job.ts';
import type { GuardedChange, Held } from './model/change.ts';
import type { Finding } from './model/finding.ts';
import type { Ledger, Memory, ProposedChange, RunRecord } from './model/run.ts';
import type { Observed } from './observe-sessions.ts';
import { knowledgeHashOf } from './rebuild.ts';

/** Findings kept in the ledger; a folder of broken files must not fill it. */
const MAX_FINDINGS = 200;
/** Lines of high impact kept of one change: enough to see why; the diff shows the rest. */
const MAX_IMPACTS = 20;

/**
 * Hash of everything but the logs that decides what a run proposes. Equal hashes and no new session: the same plan,
 * so that a second run over the same logs does not go on with what was over budget in the first.
 */
export function planHashOf(job: DreamJob, base: string, ledger: Ledger): string {
  const inputs = [
    job.engine.name,
    minerVersionOf(job),
    job.configHash,
    job.limits,
    [...job.filters.projects].sort(),
    base,
    ledger.decisions.length,
    ...(ledger.withdrawn.size > 0 ? [[...ledger.withdrawn].sort()] : []),
    ...(job.rebuild === true ? ['rebuild', knowledgeHashOf(ledger)] : []),
  ];
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
}

/**
 * Whether a run with the same inputs is in the ledger and nothing was read since. A rebuild says nothing about what a run
 * over logs would go on with, so such a run looks past it; a rebuild is repeated by none that comes after another run.
 */
export function isSettled(job: DreamJob, ledger: Ledger, seen: Observed, planHash: string): boolean {
  if (job.rebuild === true) return ledger.runs.at(-1)?.planHash === planHash;
  return seen.records.length === 0 && ledger.runs.findLast((one) => one.rebuild !== true)?.planHash === planHash;
}

/** What is known in all, for saying why nothing was proposed. */
export function knownOf(
  ledger: Ledger,
  seen: Observed,
  plan: { readonly held: readonly Held[] },
): DreamResult['known'] {
  const sessions = new Set([...ledger.sessions.keys(), ...seen.records.map((record) => record.key)]);
  return {
    sessions: sessions.size,
    belowSupport: plan.held.filter((one) => one.reason === 'below-support').length,
    open: ledger.changes.filter((change) => change.state === 'open' && change.supersededBy === null).length,
  };
}

/** The run's record. */
export function recordRun(run: {
  readonly job: DreamJob;
  readonly startedAt: Date;
  readonly base: string;
  readonly memory: Memory;
  readonly seen: Observed;
  readonly plan: { readonly allowed: readonly GuardedChange[]; readonly held: readonly Held[] };
  readonly planHash: string;
  readonly findings: readonly Finding[];
}): RunRecord {
  const { job, plan } = run;
  const onBranch = plan.allowed.some((guarded) => !guarded.quarantined);
  return {
    id: job.runId,
    branch: onBranch ? `${job.branchPrefix}/${job.runId}` : null,
    memoryBranch: run.memory.branch,
    base: run.base,
    engine: job.engine.name,
    dreamVersion: job.dreamVersion,
    configHash: job.configHash,
    planHash: run.planHash,
    ...(job.rebuild === true ? { rebuild: true } : {}),
    startedAt: run.startedAt.toISOString(),
    endedAt: job.now().toISOString(),
    usage: { inputTokens: 0, outputTokens: 0, costUSD: 0 },
    sessions: run.seen.counts,
    changes: plan.allowed.map(toProposed),
    held: plan.held,
    findings: run.findings.slice(0, MAX_FINDINGS),
  };
}

function toProposed(guarded: GuardedChange): ProposedChange {
  const { change } = guarded;
  return {
    id: guarded.id,
    type: change.type,
    pattern: change.pattern,
    path: change.playbook.path,
    playbook: change.playbook.id,
    kind: change.playbook.kind,
    title: change.playbook.title,
    project: change.playbook.project,
    support: change.support,
    trust: change.trust,
    flags: guarded.flags,
    quarantined: guarded.quarantined,
    ...(guarded.impacts.length > 0 ? { impacts: guarded.impacts.slice(0, MAX_IMPACTS) } : {}),
    value: guarded.value,
    sessions: change.sessions,
    quotes: change.quotes,
    score: change.score,
    scoreParts: change.scoreParts,
    supersedes: change.supersedes,
    removes: change.removes.map(({ path }) => path),
    replaces: change.replaces,
  };
}
