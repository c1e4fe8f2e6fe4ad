// Which part of the memory branch's history matters to what runs have proposed? A memory may be a folder of a large
// repository, so nothing walks further back than where the first of them began.
import { findCommonBase } from './commit-graph.ts';
import type { Repository } from './locate-memory.ts';
import type { ObjectReader } from './object-reader.ts';

/** Runs whose start may be the first, because clocks of different machines differ. */
const FIRST_RUNS = 16;

/**
 * @param bases the commits that runs started from, by the time the runs give
 * @returns arguments for `git rev-list`: a commit that all of them stand on as a bound; none where that cannot be told, as
 *   in a shallow clone
 */
export async function boundHistory(
  repository: Repository,
  objects: ObjectReader,
  bases: Iterable<string>,
): Promise<readonly string[]> {
  const first = [...new Set(bases)].slice(0, FIRST_RUNS);
  for (const base of first) if ((await objects.readCommit(base)) === null) return [];
  if (first.length < 2) return first.map((base) => `^${base}`);
  const common = await findCommonBase(repository.git, first);
  return common === null ? [] : [`^${common}`];
}
