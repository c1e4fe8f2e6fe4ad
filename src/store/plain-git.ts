// What did people do with plain git? A change whose trailers, or whose resulting file, is on the memory branch was
// accepted there, by a merge, a cherry-pick or a squash; nothing but the memory branch itself is asked.
import { parseTrailers } from '../model/commit-message.ts';
import type { ProposedChange, RunRecord } from '../model/run.ts';
import type { Repository } from './locate-memory.ts';
import type { Commit, ObjectReader } from './object-reader.ts';

/** A change that waits, with its commit. */
export interface Waiting {
  readonly run: RunRecord;
  readonly change: ProposedChange;
  readonly commit: Commit;
}

/** What the memory branch says about it. */
export interface FoundDecision {
  readonly verdict: 'accepted' | 'edited' | 'undone';
  /** The commit that brought it. */
  readonly result: string;
  /** `Name <email>`. */
  readonly who: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/**
 * @param tip of the memory branch
 * @param known results of decisions the ledger has already; such a commit speaks for no other change
 * @returns what was found, in the order of `waiting`; null where nothing was
 */
export async function findPlainDecisions(
  repository: Repository,
  objects: ObjectReader,
  waiting: readonly Waiting[],
  tip: string | null,
  known: ReadonlySet<string>,
): Promise<readonly (FoundDecision | null)[]> {
  const oldest = waiting[0]?.run.base;
  if (tip === null || oldest === undefined || tip === oldest) return waiting.map(() => null);
  const mentions = await readMentions(
    repository,
    objects,
    tip,
    oldest,
    new Set(waiting.map(({ change }) => change.id)),
  );
  const found: (FoundDecision | null)[] = [];
  for (const one of waiting) {
    const commit = (mentions.get(one.change.id) ?? []).find(({ id }) => !known.has(id));
    const mentioned = commit !== undefined && !(await isAncestor(repository, commit.id, one.run.base));
    found.push(
      mentioned
        ? await describeMention(repository, objects, one, commit, tip)
        : await describeContent(repository, objects, one, tip),
    );
  }
  return found;
}

/** Commits that name one of the changes, newest first, by change id. A squash may name several, anywhere in its text. */
async function readMentions(
  repository: Repository,
  objects: ObjectReader,
  tip: string,
  oldest: string,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly Commit[]>> {
  const bounds = (await objects.readCommit(oldest)) === null ? [tip] : [tip, `^${oldest}`];
  const listed = await repository.git.run(['rev-list', '--grep=^ *Dream-Change-Id: ', ...bounds, '--']);
  const mentions = new Map<string, Commit[]>();
  for (const id of listed.split('\n').filter((line) => line !== '')) {
    const commit = await objects.readCommit(id);
    for (const match of commit?.message.matchAll(/^ *Dream-Change-Id: ([0-9a-f]{8})\s*$/gm) ?? []) {
      const change = match[1] ?? '';
      if (commit !== null && wanted.has(change)) mentions.set(change, [...(mentions.get(change) ?? []), commit]);
    }
  }
  return mentions;
}

async function describeMention(
  repository: Repository,
  objects: ObjectReader,
  { change, commit: proposed }: Waiting,
  commit: Commit,
  tip: string,
): Promise<FoundDecision> {
  const trailers = parseTrailers(commit.message);
  const stated = trailers.get('Dream-Decision')?.[0];
  const reviewer = trailers.get('Reviewed-by')?.[0];
  if ((stated === 'accepted' || stated === 'edited' || stated === 'undone') && reviewer !== undefined) {
    return { verdict: stated, result: commit.id, who: reviewer, at: timeOf(commit) };
  }
  const path = repository.prefix + change.path;
  const same = (await blobAt(objects, commit.id, path)) === (await blobAt(objects, proposed.id, path));
  // Merged as it was: who merged is named by the merge, not by our own commit.
  const by = commit.id === proposed.id ? ((await lastToTouch(repository, objects, path, tip)) ?? commit) : commit;
  return { verdict: same ? 'accepted' : 'edited', result: commit.id, who: by.committer.who, at: timeOf(by) };
}

async function describeContent(
  repository: Repository,
  objects: ObjectReader,
  { change, commit: proposed }: Waiting,
  tip: string,
): Promise<FoundDecision | null> {
  const path = repository.prefix + change.path;
  const wanted = await blobAt(objects, proposed.id, path);
  if ((await blobAt(objects, tip, path)) !== wanted) return null;
  const by = await lastToTouch(repository, objects, path, tip);
  return by === null ? null : { verdict: 'accepted', result: by.id, who: by.committer.who, at: timeOf(by) };
}

async function blobAt(objects: ObjectReader, commit: string, path: string): Promise<string | null> {
  return (await objects.read(`${commit}:${path}`))?.id ?? null;
}

/** The last commit of the branch itself, merges included, that changed a file. */
async function lastToTouch(
  repository: Repository,
  objects: ObjectReader,
  path: string,
  tip: string,
): Promise<Commit | null> {
  const id = (await repository.git.run(['rev-list', '--first-parent', '--max-count=1', tip, '--', path])).trim();
  return id === '' ? null : objects.readCommit(id);
}

async function isAncestor(repository: Repository, commit: string, of: string): Promise<boolean> {
  return (await repository.git.ask(['merge-base', '--is-ancestor', commit, of])) !== null;
}

/** The last second a time in the ledger can name: a commit may claim any. */
const LAST_SECOND = Date.UTC(9999, 11, 31) / 1000;

function timeOf(commit: Commit): string {
  const seconds = Number(commit.committer.when.split(' ')[0]);
  return new Date(Math.min(Math.max(seconds, 0), LAST_SECOND) * 1000).toISOString();
}
