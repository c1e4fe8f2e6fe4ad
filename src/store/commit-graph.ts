// How do commits lie to each other? Answers of git, each taken for what it says and for nothing less.
import { OBJECT_ID, makesNoSense, readParts } from './git.ts';
import type { Git } from './git.ts';

/** Whether a commit is reachable from another. Both must be in this repository. */
export async function isAncestor(git: Git, commit: string, from: string): Promise<boolean> {
  const printed = await git.ask(['merge-base', '--is-ancestor', commit, from]);
  // It answers by its exit code alone.
  if (printed !== null && printed !== '') throw makesNoSense('merge-base');
  return printed !== null;
}

/** A newest commit that all of these stand on; null where there is none. */
export async function findCommonBase(git: Git, commits: readonly string[]): Promise<string | null> {
  const printed = await git.ask(['merge-base', '--octopus', ...commits]);
  return printed === null ? null : (readParts('merge-base', printed, '\n', OBJECT_ID)[0]?.[0] ?? null);
}

/** @param args of `git rev-list`, made of ids and constants; @returns commit ids in its order */
export async function listCommits(git: Git, args: readonly string[], input?: string): Promise<string[]> {
  const printed = await git.run(['rev-list', ...args], input === undefined ? {} : { input });
  return readParts('rev-list', printed, '\n', OBJECT_ID).map(([id]) => id);
}
