// Commits of the memory branch that touched a file, and the exact content of one proposed change.
import { DreamError } from '../errors.ts';
import { OBJECT_ID } from './git.ts';
import type { Repository } from './locate-memory.ts';
import type { ChangeContent, HistoryEntry } from './store.ts';

/** Oldest first. @param tip of the memory branch, null while it is unborn; @param path relative to the memory folder */
export async function readHistory(
  repository: Repository,
  tip: string | null,
  path: string,
): Promise<readonly HistoryEntry[]> {
  if (tip === null) return [];
  const format = '--format=%H%x00%an <%ae>%x00%cn <%ce>%x00%cI%x00%B%x00';
  const printed = await repository.git.log([
    '--reverse',
    '--no-color',
    '--encoding=UTF-8',
    format,
    tip,
    '--',
    repository.prefix + path,
  ]);
  const fields = printed.split('\0');
  const entries: HistoryEntry[] = [];
  for (let at = 0; at + 4 < fields.length; at += 5) {
    const [commit = '', author = '', committer = '', when = '', message = ''] = fields.slice(at, at + 5);
    entries.push({ commit: commit.trim(), author, committer, at: when, message });
  }
  return entries;
}

/** @throws DreamError (`usage`) when the commit is not in this repository */
export async function readChange(
  repository: Repository,
  change: { readonly commit: string; readonly path: string },
): Promise<ChangeContent> {
  if (!OBJECT_ID.test(change.commit))
    throw new DreamError('usage', `${JSON.stringify(change.commit)} is not a full commit id.`);
  return repository.git.readObjects(async (objects) => {
    const commit = await objects.readCommit(change.commit);
    if (commit === null) {
      throw new DreamError('usage', `The commit ${change.commit} is not in this repository.`, {
        hints: ['Run `dream sync` to fetch it.'],
      });
    }
    const textAt = async (at: string | undefined): Promise<string | null> => {
      const object = at === undefined ? null : await objects.read(`${at}:${repository.prefix}${change.path}`);
      return object?.type === 'blob' ? object.bytes.toString('utf8') : null;
    };
    return { before: await textAt(commit.parents[0]), after: await textAt(commit.id), message: commit.message };
  });
}
