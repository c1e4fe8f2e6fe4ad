// Which commit carries each change of a run? The run's branch says so as long as it exists; the ledger's commits keep
// every run's commits reachable, whatever becomes of the branch.
import { parseTrailers } from '../model/commit-message.ts';
import type { RunRecord } from '../model/run.ts';
import type { Repository } from './locate-memory.ts';
import type { Commit, ObjectReader } from './object-reader.ts';
import { archiveRef, quarantineArchiveRef, quarantineRef } from './refs.ts';
import type { Refs } from './refs.ts';

/** Tips of a run's two chains of commits, null where it has none. */
export interface RunTips {
  readonly branch: string | null;
  readonly quarantine: string | null;
}

const NO_TIPS: RunTips = { branch: null, quarantine: null };

/** Trailer of a ledger commit: which chains its parents after the first are. */
export const TIPS_TRAILER = 'Dream-Tips';
/** Trailer of a ledger commit: the run it records. */
export const RUN_TRAILER = 'Dream-Run';

export interface LocatedCommit {
  readonly commit: Commit;
  /** False when a person took it off the run's branch. */
  readonly onBranch: boolean;
}

export interface RunCommits {
  /** @returns commits by change id */
  locate(run: RunRecord): Promise<ReadonlyMap<string, LocatedCommit>>;
  /** The tips as the run was written. */
  writtenTips(run: string): Promise<RunTips>;
}

/** @param ledger the ledger's commit, null when there is none */
export function openRunCommits(objects: ObjectReader, refs: Refs, ledger: string | null): RunCommits {
  let written: Promise<ReadonlyMap<string, RunTips>> | null = null;
  const writtenTips = async (run: string): Promise<RunTips> => {
    written ??= walkLedger(objects, ledger);
    return (await written).get(run) ?? NO_TIPS;
  };

  async function locateChain(run: RunRecord, quarantined: boolean, found: Map<string, LocatedCommit>): Promise<void> {
    const wanted = run.changes.filter((change) => change.quarantined === quarantined).map((change) => change.id);
    if (wanted.length === 0) return;
    const live = quarantined
      ? refs.get(quarantineRef(run.id))
      : run.branch === null
        ? undefined
        : refs.get(`refs/heads/${run.branch}`);
    const archived = refs.get(quarantined ? quarantineArchiveRef(run.id) : archiveRef(run.id));
    const visible = live ?? archived;
    if (visible !== undefined) {
      const commits = await walkChain(objects, visible, run, wanted.length);
      for (const id of wanted) {
        const commit = commits.get(id);
        if (commit !== undefined) found.set(id, { commit, onBranch: true });
      }
    }
    const missing = wanted.filter((id) => !found.has(id));
    if (missing.length === 0) return;
    const tips = await writtenTips(run.id);
    const tip = quarantined ? tips.quarantine : tips.branch;
    if (tip === null) return;
    const commits = await walkChain(objects, tip, run, wanted.length);
    for (const id of missing) {
      const commit = commits.get(id);
      // Without any reference the branch is only waiting to be created (recover).
      if (commit !== undefined) found.set(id, { commit, onBranch: visible === undefined });
    }
  }

  return {
    writtenTips,
    async locate(run) {
      const found = new Map<string, LocatedCommit>();
      await locateChain(run, false, found);
      await locateChain(run, true, found);
      return found;
    },
  };
}

/** Commits of a run by change id, from a tip down to the run's base; of two with one id the newer. */
async function walkChain(
  objects: ObjectReader,
  tip: string,
  run: RunRecord,
  expected: number,
): Promise<ReadonlyMap<string, Commit>> {
  const found = new Map<string, Commit>();
  // People may add commits of their own, or rebase; they hardly add a hundred.
  const limit = expected * 2 + 100;
  let at: string | undefined = tip;
  for (let steps = 0; at !== undefined && at !== run.base && steps < limit; steps += 1) {
    const commit: Commit | null = await objects.readCommit(at);
    if (commit === null) break;
    const trailers = parseTrailers(commit.message);
    const id = trailers.get('Dream-Change-Id')?.[0];
    if (id !== undefined && trailers.get('Dream-Run')?.[0] === run.id && !found.has(id)) found.set(id, commit);
    at = commit.parents[0];
  }
  return found;
}

/** Tips of every run as it was written. @param ledger the ledger's commit, null when there is none */
export async function readWrittenTips(
  repository: Repository,
  ledger: string | null,
): Promise<ReadonlyMap<string, RunTips>> {
  return repository.git.readObjects(async (objects) => walkLedger(objects, ledger));
}

/** Tips of every run, read from the ledger's own commits. */
async function walkLedger(objects: ObjectReader, ledger: string | null): Promise<ReadonlyMap<string, RunTips>> {
  const tips = new Map<string, RunTips>();
  const seen = new Set<string>();
  const waiting = ledger === null ? [] : [ledger];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const commit = await objects.readCommit(id);
    if (commit === null) continue;
    const trailers = parseTrailers(commit.message);
    const run = trailers.get(RUN_TRAILER)?.[0];
    const chains = (trailers.get(TIPS_TRAILER)?.[0] ?? '').split(' ').filter((word) => word !== '');
    // Parents that are chains of a run lead into the code's own history; only the others are the ledger's.
    const own = run === undefined ? commit.parents : commit.parents.slice(0, 1);
    // The first parent first: of two commits that claim one run, the one that was here before the other ledger joined.
    waiting.push(...own.toReversed());
    if (run === undefined || tips.has(run)) continue;
    const tipOf = (chain: string): string | null => {
      const position = chains.indexOf(chain);
      return position === -1 ? null : (commit.parents[position + 1] ?? null);
    };
    tips.set(run, { branch: tipOf('branch'), quarantine: tipOf('quarantine') });
  }
  return tips;
}
