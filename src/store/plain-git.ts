// What did people do with plain git? A change whose trailers, or whose resulting file, is on the memory branch was
// accepted there, by a merge, a cherry-pick or a squash; nothing but the memory branch itself is asked.
import { parseTrailers } from '../model/commit-message.ts';
import type { ProposedChange, RunRecord } from '../model/run.ts';
import { listCommits } from './commit-graph.ts';
import { timeOf } from './commit-time.ts';
import { OBJECT_ID, makesNoSense } from './git.ts';
import { inBatches } from './in-batches.ts';
import type { Repository } from './locate-memory.ts';
import { boundHistory } from './memory-history.ts';
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
  /** Whether its commit says that it was named with `--trust`. */
  readonly trusted?: boolean;
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
  if (tip === null || waiting.every(({ run }) => run.base === tip)) return waiting.map(() => null);
  const wanted = new Set(waiting.map(({ change }) => change.id));
  const bases = new Set(waiting.map(({ run }) => run.base));
  const mentions = await readMentions(objects, wanted, await listMentions(repository, objects, tip, bases));
  const since = new Map<string, ReadonlySet<string>>();
  const mentioned: (Commit | undefined)[] = [];
  for (const { run, change } of waiting) {
    const own = (mentions.get(change.id) ?? []).filter((one) => !known.has(one.id) && !decidesForOther(one, run));
    // Only few are named at all, and only for those it is asked what is newer than their own run.
    if (own.length > 0 && bases.size > 1 && !since.has(run.base))
      since.set(run.base, new Set(await listMentions(repository, objects, tip, [run.base])));
    mentioned.push(own.find(({ id }) => since.get(run.base)?.has(id) ?? true));
  }

  const placed = await inBatches(waiting, async ({ change, commit }) => {
    const path = repository.prefix + change.path;
    const [here, there] = await Promise.all([blobAt(objects, tip, path), blobAt(objects, commit.id, path)]);
    return here === there;
  });
  const touched = waiting.filter((one, at) => mentioned[at]?.id === one.commit.id || placed[at] === true);
  const paths = touched.map(({ change }) => repository.prefix + change.path);
  const last = await readLastTouched(repository, objects, paths, tip);

  const found: (FoundDecision | null)[] = [];
  for (const [at, one] of waiting.entries()) {
    const commit = mentioned[at];
    const by = last.get(repository.prefix + one.change.path) ?? null;
    if (commit !== undefined) found.push(await describeMention(repository, objects, one, commit, by));
    else if (placed[at] !== true || by === null) found.push(null);
    else found.push({ verdict: 'accepted', result: by.id, who: by.committer.who, at: timeOf(by) });
  }
  return found;
}

/** A review that accepted the same proposal of another run: that one is decided by it, not this one. */
function decidesForOther(commit: Commit, run: RunRecord): boolean {
  const trailers = parseTrailers(commit.message);
  return trailers.has('Dream-Decision') && (trailers.get('Dream-Run')?.[0] ?? run.id) !== run.id;
}

/** Commits that name a change, newest first, by change id. */
type Mentions = ReadonlyMap<string, readonly Commit[]>;

/**
 * Commits that name any change, newest first, of the history since the first of these bases. Where one is not in this
 * repository, as in a shallow clone, all commits are since it.
 */
async function listMentions(
  repository: Repository,
  objects: ObjectReader,
  tip: string,
  bases: Iterable<string>,
): Promise<readonly string[]> {
  const words = ['--basic-regexp', '--grep=^ *Dream-Change-Id: '];
  return listCommits(repository.git, [...words, tip, ...(await boundHistory(repository, objects, bases)), '--']);
}

/** Which commits name each of the changes. A squash may name several, anywhere in its text. */
async function readMentions(
  objects: ObjectReader,
  wanted: ReadonlySet<string>,
  listed: readonly string[],
): Promise<Mentions> {
  const mentions = new Map<string, Commit[]>();
  for (const commit of await inBatches(listed, async (id) => objects.readCommit(id))) {
    for (const match of commit?.message.matchAll(/^ *Dream-Change-Id: ([0-9a-f]{8})\s*$/gm) ?? []) {
      const change = match[1] ?? '';
      if (commit === null || !wanted.has(change)) continue;
      const own = mentions.get(change);
      if (own === undefined) mentions.set(change, [commit]);
      else own.push(commit);
    }
  }
  return mentions;
}

async function describeMention(
  repository: Repository,
  objects: ObjectReader,
  { change, commit: proposed }: Waiting,
  commit: Commit,
  last: Commit | null,
): Promise<FoundDecision> {
  const trailers = parseTrailers(commit.message);
  const stated = trailers.get('Dream-Decision')?.[0];
  const reviewer = trailers.get('Reviewed-by')?.[0];
  if ((stated === 'accepted' || stated === 'edited' || stated === 'undone') && reviewer !== undefined) {
    const trusted = trailers.has('Dream-Trusted');
    return { verdict: stated, result: commit.id, who: reviewer, at: timeOf(commit), trusted };
  }
  const path = repository.prefix + change.path;
  const same = (await blobAt(objects, commit.id, path)) === (await blobAt(objects, proposed.id, path));
  // Merged as it was: who merged is named by the merge, not by our own commit.
  const by = commit.id === proposed.id ? (last ?? commit) : commit;
  return { verdict: same ? 'accepted' : 'edited', result: commit.id, who: by.committer.who, at: timeOf(by) };
}

async function blobAt(objects: ObjectReader, commit: string, path: string): Promise<string | null> {
  return (await objects.read(`${commit}:${path}`))?.id ?? null;
}

/** The last commit of the branch itself, merges included, that changed each of the paths. */
async function readLastTouched(
  repository: Repository,
  objects: ObjectReader,
  paths: readonly string[],
  tip: string,
): Promise<ReadonlyMap<string, Commit>> {
  const last = new Map<string, Commit>();
  if (paths.length === 0) return last;
  const shape = ['--first-parent', '--diff-merges=first-parent', '--no-renames', '--no-ext-diff', '--no-color'];
  const args = ['log', ...shape, '--format=%x00%H', '--name-only', '-z', tip, '--', ...new Set(paths)];
  let commit: Commit | null = null;
  // After each commit its paths; an empty field stands before the next commit.
  let before = 'x';
  const printed = await repository.git.run(args);
  if (printed !== '' && !printed.startsWith('\0')) throw makesNoSense('log');
  for (const field of printed.split('\0')) {
    const path = field.replace(/^\n/, '');
    if (before === '' && OBJECT_ID.test(path)) commit = await objects.readCommit(path);
    else if (commit !== null && path !== '' && !last.has(path)) last.set(path, commit);
    before = field;
  }
  return last;
}
