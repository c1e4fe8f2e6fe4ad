// Commits of the memory branch that touched a file, and the exact content of one proposed change.
import { DreamError } from '../errors.ts';
import { OBJECT_ID } from './git.ts';
import { inBatches } from './in-batches.ts';
import type { Repository } from './locate-memory.ts';
import type { ObjectReader } from './object-reader.ts';
import type { ChangeContent, FileVersion, HistoryEntry } from './store.ts';

const FORMAT = '--format=%H%x00%P%x00%an <%ae>%x00%cn <%ce>%x00%cI%x00%B%x00';
const FIELDS = 6;

/**
 * Oldest first; renames are not followed, because a playbook never changes its name.
 * @param tip where to begin, null while the branch is unborn
 * @param path relative to the memory folder; empty for everything in it
 */
export async function readHistory(
  repository: Repository,
  tip: string | null,
  path: string,
): Promise<readonly HistoryEntry[]> {
  const entries = tip === null ? [] : await readLog(repository, [tip, '--', ...pathspec(repository, path)]);
  return entries.map(({ commit, author, committer, at, message }) => ({ commit, author, committer, at, message }));
}

/**
 * A file as each commit left it, parents before children; the last one is the file as it is at the tip.
 * @param path relative to the memory folder
 */
export async function readVersions(
  repository: Repository,
  tip: string | null,
  path: string,
): Promise<readonly FileVersion[]> {
  if (tip === null) return [];
  // Rewritten parents: of each commit those that touched the file last.
  const entries = await readLog(repository, ['--topo-order', '--parents', tip, '--', ...pathspec(repository, path)]);
  return repository.git.readObjects(async (objects) => {
    const blobs = await Promise.all(entries.map(({ commit }) => objects.read(`${commit}:${repository.prefix}${path}`)));
    return entries.map((entry, at) => {
      const blob = blobs[at];
      return { ...entry, text: blob?.type === 'blob' ? blob.bytes.toString('utf8') : null };
    });
  });
}

function pathspec(repository: Repository, path: string): readonly string[] {
  const whole = repository.prefix + path;
  return whole === '' ? [] : [whole];
}

type LogEntry = HistoryEntry & Pick<FileVersion, 'parents'>;

async function readLog(repository: Repository, args: readonly string[]): Promise<readonly LogEntry[]> {
  const printed = await repository.git.log(['--reverse', '--no-color', '--encoding=UTF-8', FORMAT, ...args]);
  const fields = printed.split('\0');
  const entries: LogEntry[] = [];
  for (let at = 0; at + FIELDS - 1 < fields.length; at += FIELDS) {
    const [commit = '', parents = '', author = '', committer = '', when = '', message = ''] = fields.slice(
      at,
      at + FIELDS,
    );
    entries.push({
      commit: commit.trim(),
      parents: parents.split(' ').filter((id) => id !== ''),
      author,
      committer,
      at: when,
      message,
    });
  }
  return entries;
}

/**
 * Content of changes, in their order, through one process however many there are.
 * @throws DreamError (`usage`) when one of the commits is not in this repository
 */
export async function readChanges(
  repository: Repository,
  changes: readonly { readonly commit: string; readonly path: string }[],
): Promise<readonly ChangeContent[]> {
  const strange = changes.find(({ commit }) => !OBJECT_ID.test(commit));
  if (strange !== undefined)
    throw new DreamError('usage', `${JSON.stringify(strange.commit)} is not a full commit id.`);
  return repository.git.readObjects((objects) => inBatches(changes, (one) => readContent(repository, objects, one)));
}

async function readContent(
  { prefix }: Repository,
  objects: ObjectReader,
  change: { readonly commit: string; readonly path: string },
): Promise<ChangeContent> {
  const commit = await objects.readCommit(change.commit);
  if (commit === null) {
    throw new DreamError('usage', `The commit ${change.commit} is not in this repository.`, {
      hints: ['Run `dream sync` to fetch it.'],
    });
  }
  const textAt = async (at: string | undefined): Promise<string | null> => {
    const object = at === undefined ? null : await objects.read(`${at}:${prefix}${change.path}`);
    return object?.type === 'blob' ? object.bytes.toString('utf8') : null;
  };
  const [before, after] = await Promise.all([textAt(commit.parents[0]), textAt(commit.id)]);
  return { before, after, message: commit.message };
}
