// Which commits does the memory branch hold? What was accepted on a branch that is gone is lost, not taken back.
import { listCommits } from './commit-graph.ts';
import { OBJECT_ID } from './git.ts';
import type { Repository } from './locate-memory.ts';

/**
 * @param tip of the memory branch, null while it is unborn
 * @returns the commits that are not in the branch's history, or not in this repository at all
 */
export async function findLostCommits(
  repository: Repository,
  tip: string | null,
  commits: readonly string[],
): Promise<ReadonlySet<string>> {
  const asked = [...new Set(commits)].filter((commit) => OBJECT_ID.test(commit));
  if (tip === null || asked.length === 0) return new Set(asked);
  const found = await repository.git.readObjects((objects) =>
    Promise.all(asked.map((commit) => objects.readCommit(commit))),
  );
  const absent = asked.filter((_, at) => found[at] === null);
  const here = asked.filter((_, at) => found[at] !== null);
  // One walk for all: what is reachable from them and not from the tip.
  const input = [...here, `^${tip}`].map((line) => `${line}\n`).join('');
  const outside = new Set(await listCommits(repository.git, ['--stdin'], input));
  return new Set([...absent, ...here.filter((commit) => outside.has(commit))]);
}
