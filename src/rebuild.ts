// `dream run --rebuild`: the same proposals again from the ledger alone. What waits for review holds nothing back, since
// the new proposals take its place; what people decided holds as ever.
import { createHash } from 'node:crypto';
import { minerVersionOf, type DreamJob } from './dream-job.ts';
import { DreamError } from './errors.ts';
import { changeIdOf, type Change } from './model/change.ts';
import type { Finding } from './model/finding.ts';
import type { Ledger, Memory, TrackedChange } from './model/run.ts';
import type { Observed } from './observe-sessions.ts';
import type { Store } from './store/store.ts';

/** What a rebuild made its plan from. */
export interface Rebuilt {
  /** Sessions in the ledger, and what was seen in them. */
  readonly sessions: number;
  readonly observations: number;
  /** The run that is a rebuild from the very same, whose proposals still stand; null when there is none. */
  readonly sameAs: string | null;
}

/**
 * What is read when no log is.
 * @throws DreamError nothing-readable when the ledger holds no session
 */
export function readNothing(job: DreamJob, ledger: Ledger): Observed {
  if (ledger.sessions.size === 0) {
    throw new DreamError('nothing-readable', `The ledger of ${job.store.folder} holds no session to rebuild from.`, {
      hints: ['Run `dream run <logs>` first.', 'A fresh clone has no ledger by itself: `dream sync` fetches it.'],
    });
  }
  const older = [...ledger.sessions.values()].filter((one) => one.minerVersion !== minerVersionOf(job)).length;
  const detail = `${older} of ${ledger.sessions.size}; what was seen in them is used as it is`;
  const findings: readonly Finding[] =
    older === 0 ? [] : [{ code: 'older-observations', file: null, line: null, detail }];
  return { records: [], observations: new Map(), places: new Map(), counts: NO_COUNTS, findings };
}

const NO_COUNTS: Observed['counts'] = {
  files: 0,
  read: 0,
  new: 0,
  updated: 0,
  unchanged: 0,
  active: 0,
  leftOut: 0,
  unreadable: 0,
  turns: 0,
  byFormat: {},
};

/** The ledger as if nothing waited. */
export function withoutWaiting(ledger: Ledger): Ledger {
  return { ...ledger, changes: ledger.changes.filter((change) => !waits(change)) };
}

/** The changes, each naming what waits for the same pattern in other words or in another file: it takes its place. */
export function replaceWaiting(changes: readonly Change[], ledger: Ledger): readonly Change[] {
  const waiting = new Map(ledger.changes.filter(waits).map((change) => [change.pattern, change]));
  return changes.map((change) => {
    const old = waiting.get(change.pattern);
    return old === undefined || old.id === changeIdOf(change) ? change : { ...change, supersedes: old.id };
  });
}

/**
 * Accepted changes that are gone together with the commits that carried them: the memory branch was lost or begun anew.
 * Where only the file is gone, a person has taken it out.
 */
export async function findLost(store: Store, ledger: Ledger, memory: Memory): Promise<ReadonlySet<TrackedChange>> {
  const results = new Map(ledger.decisions.map((one) => [`${one.run}/${one.change}`, one.result]));
  const resultOf = (change: TrackedChange): string | null => results.get(`${change.run}/${change.id}`) ?? null;
  const there = new Set(memory.playbooks.map(({ path }) => path));
  const gone = ledger.changes.filter(
    ({ state, path }) => (state === 'accepted' || state === 'edited') && !there.has(path),
  );
  const lost = await store.findLostCommits(gone.flatMap((change) => resultOf(change) ?? []));
  return new Set(gone.filter((change) => lost.has(resultOf(change) ?? '')));
}

/** At least as many changes as were proposed before and are to come again. @param lost how many the memory has lost */
export function budgetOf(job: DreamJob, ledger: Ledger, lost: number): number {
  const waiting = new Set(ledger.changes.filter((one) => waits(one) && !one.quarantined).map(({ pattern }) => pattern));
  return Math.max(job.limits.maxChanges, waiting.size + lost);
}

/** Hash of all that the ledger knows of sessions, so that a second rebuild is told from one that has more to go on. */
export function knowledgeHashOf(ledger: Ledger): string {
  const hash = createHash('sha256');
  for (const key of [...ledger.sessions.keys()].sort()) {
    const { contentHash = '', readerVersion = '', minerVersion = '' } = ledger.sessions.get(key) ?? {};
    const seen = ledger.observations.get(key)?.length ?? 0;
    hash.update(`${JSON.stringify([key, contentHash, readerVersion, minerVersion, seen])}\n`);
  }
  return hash.digest('hex');
}

export function describeRebuilt(ledger: Ledger, settled: boolean): Rebuilt {
  let observations = 0;
  for (const seen of ledger.observations.values()) observations += seen.length;
  return { sessions: ledger.sessions.size, observations, sameAs: settled ? (ledger.runs.at(-1)?.id ?? null) : null };
}

function waits({ state, supersededBy }: TrackedChange): boolean {
  return supersededBy === null && (state === 'open' || state === 'later' || state === 'quarantined');
}
