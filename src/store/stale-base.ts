// Which waiting changes were made from a file that the memory branch no longer has like that? Told by object ids: no
// text is compared. Accepting such a change merges.
import type { TrackedChange } from '../model/run.ts';
import { inBatches } from './in-batches.ts';
import type { Repository } from './locate-memory.ts';
import type { Commit, ObjectReader } from './object-reader.ts';

/**
 * @param waiting changes without a decision, with their commit and the base of their run
 * @param tip of the memory branch
 * @returns those whose playbook, or one that they take in, is another one on the tip than in their commit's parent
 */
export async function findStaleBases(
  repository: Repository,
  objects: ObjectReader,
  waiting: readonly { readonly change: TrackedChange; readonly commit: Commit; readonly base: string }[],
  tip: string | null,
): Promise<ReadonlySet<TrackedChange>> {
  if (tip === null) return new Set();
  const isStale = async ({ change, commit, base }: (typeof waiting)[number]): Promise<boolean> => {
    const [parent] = commit.parents;
    if (base === tip || parent === undefined) return false;
    // In a shallow clone the parent is not there: nothing can be said.
    if ((await objects.read(parent)) === null) return false;
    for (const path of [change.path, ...change.removes].map((one) => repository.prefix + one)) {
      const [then, now] = await Promise.all([objects.read(`${parent}:${path}`), objects.read(`${tip}:${path}`)]);
      if (then?.id !== now?.id) return true;
    }
    return false;
  };
  const found = await inBatches(waiting, isStale);
  return new Set(waiting.flatMap(({ change }, at) => (found[at] === true ? [change] : [])));
}
