// The story of one run, top to bottom: logs → sessions → screened sessions → evidence → changes → guarded changes → commits.
import { createHash } from 'node:crypto';
import { minerVersionOf, type DreamJob, type DreamResult } from './dream-job.ts';
import { DreamError } from './errors.ts';
import { guardChanges, LeakError } from './guards/guard-changes.ts';
import { findLoss, type Loss } from './guards/refuse-loss.ts';
import { keepNames } from './mining/projects.ts';
import { weigh } from './mining/weigh.ts';
import { holdStated, holdUnsure } from './consolidation/hold-unsure.ts';
import type { Change, GuardedChange, Held } from './model/change.ts';
import type { Ledger, Memory } from './model/run.ts';
import { dropKnown, observeSessions, type Observed } from './observe-sessions.ts';
import { budgetOf, describeRebuilt, findLost, readNothing, replaceWaiting, withoutWaiting } from './rebuild.ts';
import { isSettled, knownOf, planHashOf, recordRun } from './record-run.ts';
import { screenObservations } from './screening/screen-observations.ts';

export type { DreamJob, DreamResult } from './dream-job.ts';

/**
 * Runs `dream run` once: proposes, never decides. Nothing is written in a dry run, or when there is nothing new.
 * @throws DreamError when nothing could be read, the store is busy, or the guard found a secret or could not look
 */
export async function dream(job: DreamJob): Promise<DreamResult> {
  const startedAt = job.now();
  if (!job.dryRun) await job.store.recover();
  let ledger = await job.store.readLedger();
  const rebuild = job.rebuild ?? false;
  let seen = rebuild ? readNothing(job, ledger) : await observeSessions(job, ledger);
  if (!job.dryRun) await job.store.noteLogPlaces(seen.places);

  for (;;) {
    const memory = await job.store.readMemory();
    const base = await job.store.baseCommit();
    const planHash = planHashOf(job, base, ledger);
    // Same logs, same memory, same decisions, same settings: the last run has said all there is to say.
    const settled = isSettled(job, ledger, seen, planHash);
    const plan = settled ? NOTHING : await propose(job, ledger, memory, seen);
    const findings = [...job.store.findings, ...(ledger.findings ?? []), ...seen.findings, ...memory.findings];
    const record = recordRun({ job, startedAt, base, memory, seen, plan, planHash, findings });
    const rebuilt = rebuild ? describeRebuilt(ledger, settled) : null;
    const result = { record, held: plan.held, findings, known: knownOf(ledger, seen, plan), rebuilt };

    if (job.dryRun)
      return { ...result, outcome: 'dry', changes: plan.allowed.map((guarded) => ({ guarded, commit: null })) };
    if (seen.records.length === 0 && plan.allowed.length === 0) {
      const where = rebuild ? 'the ledger' : `${seen.counts.files} files`;
      await job.store.noteIdleRun(`${record.endedAt} ${job.runId} nothing new in ${where}`);
      return { ...result, outcome: 'idle', changes: [] };
    }
    job.onProgress({ stage: 'writing', changes: plan.allowed.length });
    const written = await job.store.writeRun(
      { record, changes: plan.allowed, sessions: seen.records, observations: seen.observations },
      ledger.commit,
    );
    if (written !== null) {
      // Branches of which everything is replaced now go at once.
      if (rebuild) await job.store.recover();
      const changes = plan.allowed.map((guarded) => ({ guarded, commit: written.commits.get(guarded.id) ?? null }));
      return { ...result, record: written.record, outcome: 'written', changes };
    }
    // Another run wrote first. Its sessions and proposals count now, so read and plan again.
    ledger = await job.store.readLedger();
    seen = rebuild ? readNothing(job, ledger) : dropKnown(seen, ledger);
  }
}

interface Plan {
  readonly allowed: readonly GuardedChange[];
  readonly held: readonly Held[];
}

const NOTHING: Plan = { allowed: [], held: [] };

async function propose(job: DreamJob, whole: Ledger, memory: Memory, seen: Observed): Promise<Plan> {
  const rebuild = job.rebuild ?? false;
  const ledger = rebuild ? withoutWaiting(whole) : whole;
  const lost = rebuild ? await findLost(job.store, whole, memory) : new Set();
  const records = new Map([...ledger.sessions, ...seen.records.map((record) => [record.key, record] as const)]);
  // A session that was taken back counts for nothing, also when it has grown or is read by a newer miner.
  const counted = [...seen.observations].filter(([key]) => !ledger.withdrawn.has(key));
  const kept = await screenKept(job, ledger, seen);
  const observations = new Map([...kept, ...counted]);
  job.onProgress({ stage: 'weighing', observations: observations.size });
  const used = new Set([...memory.playbooks, ...whole.changes].map((one) => one.project));
  const projects = keepNames(records.values(), job.projects, used);
  const instructions = await job.store.readInstructions();
  const { evidence, below, stated } = weigh(records, observations, {
    minSupport: job.limits.minSupport,
    projects,
    instructions: new Map(job.ownProject.map((name) => [projects.get(name) ?? name, instructions])),
  });
  const filter = new Set(job.filters.projects.map((name) => projects.get(name) ?? name));
  const isWanted = (one: { readonly project: string }): boolean => filter.size === 0 || filter.has(one.project);
  const wanted = evidence.filter(isWanted);

  job.onProgress({ stage: 'proposing', patterns: wanted.length });
  const proposal = await job.engine.propose(wanted, memory, ledger);
  const proposed = rebuild ? replaceWaiting(proposal.changes, whole) : proposal.changes;
  const changes = job.store.quotes === 'local' ? proposed.map(keepWordsHere) : proposed;
  const verdict = await guardChanges(changes, {
    run: { id: job.runId, engine: job.engine.name },
    playbooks: memory.playbooks,
    decisions: ledger.decisions,
    changes: ledger.changes.filter((change) => !lost.has(change)),
    policy: job.policy,
    maxChanges: rebuild ? budgetOf(job, whole, lost.size) : job.limits.maxChanges,
  }).catch((error: unknown) => {
    if (error instanceof LeakError) throw new DreamError('failed', error.message, { cause: error, hints: error.hints });
    throw new DreamError('failed', 'The scan for secrets failed; nothing was written.', {
      cause: error,
      hints: ['Please report this, with what DREAM_DEBUG=1 prints.'],
    });
  });
  const loss = job.allowLoss ? null : findLoss(verdict.allowed, memory.playbooks);
  if (loss !== null) throw refuseLoss(loss);
  const unsure = holdUnsure(below.filter(isWanted));
  const known = holdStated(stated.filter(isWanted));
  return { allowed: verdict.allowed, held: [...proposal.held, ...verdict.held, ...known, ...unsure] };
}

/** What earlier runs saw; screened again where it was seen by other miners or under other rules than today's. */
async function screenKept(job: DreamJob, ledger: Ledger, seen: Observed): Promise<Ledger['observations']> {
  const current = minerVersionOf(job);
  const kept = new Map(ledger.observations);
  for (const [key, observations] of ledger.observations) {
    if (seen.observations.has(key) || ledger.sessions.get(key)?.minerVersion === current) continue;
    kept.set(key, await screenObservations(observations));
  }
  return kept;
}

/** The change with a hash beside each quote: its words stay on this machine (`quotes: local`). */
function keepWordsHere(change: Change): Change {
  const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
  return { ...change, quotes: change.quotes.map((quote) => ({ ...quote, sha256: hashOf(quote.text) })) };
}

/** Paths that are named in a refusal; the rest is counted. */
const MAX_NAMED = 20;

function refuseLoss({ removed, shrunk, playbooks, bytesCut, bytes }: Loss): DreamError {
  const named = [...removed.map((path) => `remove ${path}`), ...shrunk.map((path) => `shorten ${path}`)];
  const more = named.length > MAX_NAMED ? `, and ${named.length - MAX_NAMED} more` : '';
  const percent = Math.round((bytesCut / Math.max(1, bytes)) * 100);
  return new DreamError(
    'refused',
    `This run would remove ${removed.length} of ${playbooks} playbooks and cut ${percent} % of what they say, more than a quarter of the memory; nothing was written.`,
    {
      hints: [
        `It would ${named.slice(0, MAX_NAMED).join(', ')}${more}.`,
        'Run it with --allow-loss when that is wanted; every change still waits for review.',
      ],
    },
  );
}
