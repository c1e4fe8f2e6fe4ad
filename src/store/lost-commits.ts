// Which commits does the memory branch hold? What was accepted on a branch that is gone is lost, not taken back.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listCommits } from './commit-graph.ts';
import { whenAbsent } from './file-errors.ts';
import { OBJECT_ID } from './git.ts';
import type { Repository } from './locate-memory.ts';

/**
 * @param tip of the memory branch, null while it is unborn
 * @returns the commits that are not in the branch's history, or not in this repository at all; of a shallow clone, which
 *   has only a part of that history, nothing is said of what it has not
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
  const absent = (await isShallow(repository)) ? [] : asked.filter((_, at) => found[at] === null);
  const here = asked.filter((_, at) => found[at] !== null);
  // One walk for all: what is reachable from them and not from the tip.
  const input = [...here, `^${tip}`].map((line) => `${line}\n`).join('');
  const outside = new Set(await listCommits(repository.git, ['--stdin'], input));
  return new Set([...absent, ...here.filter((commit) => outside.has(commit))]);
}

/** Whether this clone has only the newest part of its history. */
export async function isShallow({ commonDir }: Repository): Promise<boolean> {
  return (await readFile(join(commonDir, 'shallow'), 'utf8').catch(whenAbsent(''))) !== '';
}
