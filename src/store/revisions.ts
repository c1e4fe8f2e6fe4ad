// Which commit does a person mean by a revision: a commit, a branch, a tag, a run, a change, or any of these some
// steps back? What was typed is matched against names here and reaches git as data on standard input, never as an option.
import type { Decision } from '../model/decision.ts';
import type { RunRecord } from '../model/run.ts';
import { listCommits } from './commit-graph.ts';
import type { Repository } from './locate-memory.ts';
import { isShallow } from './lost-commits.ts';
import type { Commit, ObjectReader } from './object-reader.ts';
import { ROOT_SECONDS } from './memory-branch.ts';
import { isReferenceName } from './refs.ts';
import type { PastMemory, Revision } from './store.ts';

/** `~`, `~3`, `^`, `^2`, any number of times: steps back, as git writes them. */
const STEPS = /^(.+?)((?:~\d{0,5}|\^\d{0,2}){1,20})$/;

/** What the ledger knows of names for commits. */
interface Known {
  readonly runs: readonly RunRecord[];
  readonly decisions: readonly Decision[];
}

/**
 * @param readKnown asked only for what looks like a run or a change
 * @returns null when nothing of that name is in this repository
 */
export async function resolveRevision(
  repository: Repository,
  text: string,
  readKnown: () => Promise<Known>,
): Promise<Revision | null> {
  const stepped = STEPS.exec(text);
  const [name, steps] = stepped === null ? [text, ''] : [stepped[1] ?? '', stepped[2] ?? ''];
  const known = /^(?:[0-9a-f]{8}|\d{8}T[\w.-]*)$/.test(name) ? findKnown(await readKnown(), name) : null;
  return repository.git.readObjects(async (objects) => {
    for (const { base, as } of known ?? candidates(name)) {
      const commit = await objects.readCommit(`${base}^{commit}${steps}`);
      if (commit !== null)
        return { commit: commit.id, at: timeOf(commit), as: `${as}${steps === '' ? '' : `, ${steps}`}` };
    }
    return null;
  });
}

interface Candidate {
  readonly base: string;
  readonly as: string;
}

/** A run stands for what it started from, a change for the commit that made it memory. */
function findKnown({ runs, decisions }: Known, name: string): readonly Candidate[] | null {
  const decision = decisions.findLast(
    (one) => one.change === name && one.result !== null && (one.verdict === 'accepted' || one.verdict === 'edited'),
  );
  if (decision?.result != null) return [{ base: decision.result, as: `change ${name}` }, ...candidates(name)];
  const named = runs.filter((run) => run.id.startsWith(name));
  const [run] = named;
  return run !== undefined && named.length === 1 ? [{ base: run.base, as: `the start of run ${run.id}` }] : null;
}

function candidates(name: string): readonly Candidate[] {
  const found: Candidate[] = [];
  if (name === 'HEAD' || name === '@') found.push({ base: 'HEAD', as: 'HEAD' });
  if (/^[0-9a-f]{4,64}$/.test(name)) found.push({ base: name, as: `commit ${name}` });
  for (const [folder, what] of [
    ['refs/heads/', 'branch '],
    ['refs/tags/', 'tag '],
    ['refs/remotes/', 'remote branch '],
    ['', ''],
  ] as const) {
    const whole = `${folder}${name}`;
    if (whole.startsWith('refs/') && isReferenceName(whole)) found.push({ base: whole, as: `${what}${name}` });
  }
  return found;
}

/**
 * The memory branch's own last commit at a time.
 * @param tip of the memory branch, null while it is unborn
 */
export async function findRevisionAt(repository: Repository, tip: string | null, time: Date): Promise<PastMemory> {
  if (tip === null) return { status: 'none' };
  const seconds = Math.floor(time.getTime() / 1000);
  const found = await newest(repository, tip, [`--min-age=${seconds}`]);
  if (found !== null && !isRoot(found))
    return { status: 'found', revision: { commit: found.id, at: timeOf(found), as: 'that time' } };
  const ids = await listCommits(repository.git, ['--first-parent', '--reverse', tip, '--']);
  return repository.git.readObjects(async (objects) => {
    const [first, second] = await Promise.all(ids.slice(0, 2).map((id) => objects.readCommit(id)));
    const began = first != null && isRoot(first) ? (second ?? null) : (first ?? null);
    const shallow = await isShallow(repository);
    return { status: 'before', began: began === null ? null : timeOf(began), shallow };
  });
}

/** The empty commit that memories start from has a fixed time, long before anything was remembered. */
function isRoot(commit: Commit): boolean {
  return commit.parents.length === 0 && commit.committer.when.startsWith(`${ROOT_SECONDS} `);
}

async function newest(repository: Repository, tip: string, args: readonly string[]): Promise<Commit | null> {
  const [id] = await listCommits(repository.git, ['--first-parent', '--max-count=1', ...args, tip, '--']);
  return id === undefined ? null : repository.git.readObjects((objects: ObjectReader) => objects.readCommit(id));
}

/** Time of a commit, ISO 8601 in UTC; a commit may claim any. */
function timeOf(commit: Commit): string {
  const seconds = Number(commit.committer.when.split(' ')[0]);
  const last = Date.UTC(9999, 11, 31) / 1000;
  return new Date(Math.min(Math.max(Number.isFinite(seconds) ? seconds : 0, 0), last) * 1000).toISOString();
}
