// Files of the memory as a chain of planned commits leaves them, and the commit at its end that refreshes what is made
// from them. Accepts and undos are written alike.
import type { Finding } from '../model/finding.ts';
import { parsePlaybook } from '../model/playbook.ts';
import type { Playbook } from '../model/playbook.ts';
import { planGenerated, tellProblems } from './generated-files.ts';
import type { ImportCommit, ImportFile } from './import-stream.ts';
import type { Repository } from './locate-memory.ts';
import type { ObjectReader, Signature } from './object-reader.ts';
import type { StoreOptions } from './store.ts';

/** Where files stand, by path relative to the memory folder: their text, null when they are absent. */
export type PlannedFiles = Map<string, { readonly text: string | null; readonly mode: string }>;

/** Planned files as a commit writes them. */
export function importFiles(repository: Repository, files: PlannedFiles): readonly ImportFile[] {
  return [...files].map(([path, { text, mode }]) => {
    const whole = repository.prefix + path;
    return text === null ? { path: whole, remove: true as const } : { path: whole, mode, text };
  });
}

/**
 * The commit `Refresh index` at the end of a chain.
 * @param base the tip the chain goes on top of
 * @param playbooks what the memory holds at `base`
 * @param files what the whole chain changes
 * @param from mark of the chain's last commit; the next number is this commit's
 * @returns null for the commit when nothing made from the playbooks changes
 */
export async function planIndexCommit(
  repository: Repository,
  objects: ObjectReader,
  base: string,
  playbooks: readonly Playbook[],
  files: PlannedFiles,
  from: number,
  committer: Signature,
  options: Pick<StoreOptions, 'codeowners'>,
  printIndex: (playbooks: readonly Playbook[]) => string,
): Promise<{ readonly commit: ImportCommit | null; readonly findings: readonly Finding[] }> {
  const after = playbooksAfter(playbooks, files);
  const { stale, problems } = await planGenerated(repository, objects, base, after, options, printIndex);
  const findings = tellProblems(repository, problems);
  if (stale.length === 0) return { commit: null, findings };
  const commit = {
    mark: from + 1,
    from,
    author: committer,
    committer,
    message: 'Refresh index\n',
    files: stale.map(({ path, mode, after: text }) => ({ path, mode, text })),
  };
  return { commit, findings };
}

/** Whether a path holds a plain file in a commit, or nothing. */
export async function isPlainFile(objects: ObjectReader, commit: string, path: string): Promise<boolean> {
  const mode = await entryMode(objects, commit, path);
  return mode === null || mode === '100644' || mode === '100755';
}

/** The mode a file keeps when it is written again. */
export async function modeAt(objects: ObjectReader, commit: string, path: string): Promise<string> {
  return (await entryMode(objects, commit, path)) === '100755' ? '100755' : '100644';
}

async function entryMode(objects: ObjectReader, commit: string, path: string): Promise<string | null> {
  const slash = path.lastIndexOf('/');
  const tree = await objects.readTree(slash === -1 ? commit : `${commit}:${path.slice(0, slash)}`);
  return tree?.find(({ name }) => name === path.slice(slash + 1))?.mode ?? null;
}

/** The memory's playbooks with the planned files in place. */
function playbooksAfter(playbooks: readonly Playbook[], files: PlannedFiles): readonly Playbook[] {
  const byPath = new Map(playbooks.map((playbook) => [playbook.path, playbook]));
  for (const [path, { text }] of files) {
    const parsed = text === null ? null : parsePlaybook(text, path);
    if (parsed?.ok === true) byPath.set(path, parsed.value);
    else byPath.delete(path);
  }
  const paths = [...byPath.keys()].sort();
  return paths.flatMap((path) => byPath.get(path) ?? []);
}
