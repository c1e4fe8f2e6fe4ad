// Run branches on both sides of an exchange. What people did to one on the host is followed where nobody did anything
// here, and the other way round; where both did, both stay. A branch of which all is decided goes away on both sides.
import type { Finding } from '../model/finding.ts';
import type { RunRecord } from '../model/run.ts';
import { isAncestor } from './commit-graph.ts';
import { withRefLocks } from './journal.ts';
import type { Repository } from './locate-memory.ts';
import { moveRefs, readRef } from './move-ref.ts';
import { archiveRef, isRunBranch, isRunId } from './refs.ts';
import type { Refs } from './refs.ts';
import type { Sending } from './remote-git.ts';
import { findInTheWay, readUsedRefs } from './run-branches.ts';
import { readWrittenTips } from './run-commits.ts';
import type { RunTips } from './run-commits.ts';
import type { Snapshot } from './snapshot.ts';
import { isSettled } from './track-changes.ts';

/** Where a run's branch stood when both sides last had the same. */
export function exchangedRef(remote: string, run: string): string {
  return `refs/dream/remotes/${remote}/runs/${run}`;
}

/** Branches of the other side that can be those of runs. */
export function runBranchesOf(refs: Refs): readonly string[] {
  return [...refs.keys()].filter((ref) => {
    return ref.startsWith('refs/heads/') && isRunId(ref.slice(ref.lastIndexOf('/') + 1));
  });
}

export interface BranchPlan {
  /** Branches here that follow the other side; `from` null where there is none here yet. */
  readonly follow: readonly {
    readonly run: string;
    readonly ref: string;
    readonly from: string | null;
    readonly to: string;
  }[];
  readonly send: readonly (Sending & { readonly run: string })[];
  /** Both sides have the same, and it is noted that they do. */
  readonly same: readonly { readonly run: string; readonly at: string }[];
  /** Notes about branches that are gone on both sides. */
  readonly gone: readonly { readonly run: string; readonly at: string }[];
  readonly findings: readonly Finding[];
}

/** @param fetched run branches of the other side, their objects fetched */
export async function planBranches(
  repository: Repository,
  snapshot: Snapshot,
  remote: string,
  fetched: Refs,
): Promise<BranchPlan> {
  const follow: { run: string; ref: string; from: string | null; to: string }[] = [];
  const send: (Sending & { run: string })[] = [];
  const same: { run: string; at: string }[] = [];
  const gone: { run: string; at: string }[] = [];
  const findings: Finding[] = [];
  const open = openRuns(snapshot);
  // Where each branch began; the ledger is walked for it only where that is asked.
  let tips: ReadonlyMap<string, RunTips> | null = null;
  const written = async (run: string): Promise<string | null> => {
    tips ??= await readWrittenTips(repository, snapshot.ledgerAt);
    return tips.get(run)?.branch ?? null;
  };
  for (const run of snapshot.files.runs) {
    if (run.branch === null || !isRunBranch(run.branch, run.id)) continue;
    const ref = `refs/heads/${run.branch}`;
    const here = snapshot.refs.get(ref) ?? null;
    const there = fetched.get(ref) ?? null;
    const last = snapshot.refs.get(exchangedRef(remote, run.id)) ?? null;
    if (!open.has(run.id)) {
      if (there === null && last !== null) gone.push({ run: run.id, at: last });
      if (there !== null && (await isKept(repository, snapshot, run, there, [last, await written(run.id)]))) {
        send.push({ run: run.id, ref, to: null, from: there });
      } else if (there !== null)
        findings.push(left(run, `all of it is decided, but ${remote} has commits on it that are not here`));
      continue;
    }
    if (here === there) {
      if (here !== null && here !== last) same.push({ run: run.id, at: here });
      continue;
    }
    if (there === null) {
      if (here !== null) send.push({ run: run.id, ref, to: here, from: null });
      continue;
    }
    const before = last ?? (await written(run.id));
    if (here === null || here === before || (await isBelow(repository, here, there))) {
      follow.push({ run: run.id, ref, from: here, to: there });
    } else if (there === before || (await isBelow(repository, there, here))) {
      send.push({ run: run.id, ref, to: here, from: there });
    } else {
      const hint = `keep one of them: git push --force ${remote} ${run.branch}, or git branch --force ${run.branch} ${there}`;
      findings.push(left(run, `it was changed here and at ${remote}; ${hint}`));
    }
  }
  return { follow, send, same, gone, findings };
}

/** Moves branches of ours to what the other side has, except those someone has checked out. @returns those moved, and whether they are new here */
export async function followBranches(
  repository: Repository,
  plan: BranchPlan,
  remote: string,
  refs: Refs,
  lockSeconds: number | undefined,
): Promise<{ readonly moved: ReadonlyMap<string, boolean>; readonly findings: readonly Finding[] }> {
  const moved = new Map<string, boolean>();
  const findings: Finding[] = [];
  const used = plan.follow.length === 0 ? new Set<string>() : await readUsedRefs(repository);
  for (const { ref, from, to, run } of plan.follow) {
    const name = ref.slice('refs/heads/'.length);
    const taken = from === null ? findInTheWay(ref, refs) : null;
    if (used.has(ref) || taken !== null) {
      const why = taken === null ? 'it is checked out' : `${taken.replace(/^refs\/heads\//, '')} stands in its way`;
      findings.push({
        code: 'branch-diverged',
        file: null,
        line: null,
        detail: `${name}: changed at ${remote}, but ${why}`,
      });
      continue;
    }
    const move = () => moveRefs(repository.git, [{ ref, from, to }], `dream: follow ${remote}`, lockSeconds);
    if ((await withRefLocks(repository, [ref], move)) === 'lost') continue;
    moved.set(name, from === null);
    await noteExchanged(repository, exchangedRef(remote, run), to, lockSeconds);
  }
  return { moved, findings };
}

/** Keeps in mind where both sides stand; null forgets it. Only ever a note: whoever loses a race leaves it to the next. */
export async function noteExchanged(
  repository: Repository,
  ref: string,
  to: string | null,
  lockSeconds: number | undefined,
): Promise<void> {
  const from = await readRef(repository.git, ref);
  if (from === to) return;
  const move = () => moveRefs(repository.git, [{ ref, from, to }], 'dream: sync', lockSeconds);
  await withRefLocks(repository, [ref], move);
}

/** Runs with something on their branch that waits. */
function openRuns(snapshot: Snapshot): ReadonlySet<string> {
  return new Set(
    snapshot.changes.filter((change) => !change.quarantined && !isSettled(change)).map((change) => change.run),
  );
}

/** Whether what the other side's branch of a decided run holds stays reachable here: then it may go. */
async function isKept(
  repository: Repository,
  snapshot: Snapshot,
  run: RunRecord,
  there: string,
  known: readonly (string | null)[],
): Promise<boolean> {
  const kept = [snapshot.refs.get(archiveRef(run.id)), snapshot.refs.get(`refs/heads/${run.branch ?? ''}`)];
  for (const tip of [...kept, ...known, snapshot.tip]) {
    if (tip !== undefined && tip !== null && (await isBelow(repository, there, tip))) return true;
  }
  return false;
}

async function isBelow(repository: Repository, commit: string, tip: string): Promise<boolean> {
  return commit === tip || (await isAncestor(repository.git, commit, tip));
}

function left(run: RunRecord, detail: string): Finding {
  return { code: 'branch-diverged', file: null, line: null, detail: `${run.branch ?? run.id}: ${detail}` };
}
