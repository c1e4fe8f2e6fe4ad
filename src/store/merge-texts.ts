// Merges one file three-way, as git does it. A merge that git calls clean must still be a playbook; where one side
// removed the file and the other changed it, a person decides.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DreamError } from '../errors.ts';
import { parsePlaybook } from '../model/playbook.ts';
import { OBJECT_ID, gitFailed, makesNoSense } from './git.ts';
import type { Repository } from './locate-memory.ts';
import { decodeUtf8 } from './read-memory.ts';
import type { MergedChange } from './store.ts';

export interface MergedText {
  readonly clean: boolean;
  /** Null for no file; with conflict marks when not clean. */
  readonly text: string | null;
}

/** @param old what both sides were made from; null is no file, on every side */
export async function mergeTexts(
  repository: Repository,
  old: string | null,
  ours: string | null,
  theirs: string | null,
): Promise<MergedText> {
  if (ours === old) return { clean: true, text: theirs };
  if (ours === theirs || theirs === old) return { clean: true, text: ours };
  const merged = await mergeFiles(repository, old ?? '', ours ?? '', theirs ?? '');
  if (old === null || ours === null || theirs === null) return { clean: false, text: merged.text };
  return { clean: merged.clean && parsePlaybook(merged.text, '').ok, text: merged.text };
}

/**
 * What accepting a change would make of its playbook on a tip.
 * @param tip of the memory branch, null while it is unborn
 * @throws DreamError (`usage`) when the commit is not in this repository, or a text is not UTF-8
 */
export async function mergeChange(
  repository: Repository,
  tip: string | null,
  change: { readonly commit: string; readonly path: string },
): Promise<MergedChange> {
  const [old, current, proposed] = await repository.git.readObjects(async (objects) => {
    const commit = OBJECT_ID.test(change.commit) ? await objects.readCommit(change.commit) : null;
    if (commit === null) throw new DreamError('usage', `The commit ${change.commit} is not in this repository.`);
    const at = async (id: string | null | undefined): Promise<string | null> => {
      const object =
        id === null || id === undefined ? null : await objects.read(`${id}:${repository.prefix}${change.path}`);
      if (object?.type !== 'blob') return null;
      const text = decodeUtf8(object.bytes);
      if (text === null) throw new DreamError('usage', `${change.path} is not UTF-8 in ${id}.`);
      return text;
    };
    return [await at(commit.parents[0]), await at(tip), await at(commit.id)] as const;
  });
  const merged = await mergeTexts(repository, old, current, proposed);
  return { current, merged: merged.text, clean: merged.clean };
}

/** Merges three texts as git does, whatever they are; with conflict marks when not clean. */
export async function mergeFiles(
  repository: Repository,
  old: string,
  ours: string,
  theirs: string,
): Promise<{ readonly clean: boolean; readonly text: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'dream-merge-'));
  try {
    const names = ['memory', 'base', 'proposed'].map((name) => join(folder, name));
    for (const [at, text] of [ours, old, theirs].entries()) await writeFile(names[at] ?? '', text);
    const labels = ['-L', 'memory', '-L', 'base', '-L', 'proposed'];
    const output = await repository.git.attempt(['merge-file', '-p', '--diff3', ...labels, '--', ...names]);
    // The exit code counts conflicts; above 127 it is an error.
    if (output.code > 127) throw gitFailed('merge-file', output);
    const text = output.stdout.toString('utf8');
    // Each line of a clean merge is one of the two sides': it is going to be written.
    const known = new Set([...ours.split('\n'), ...theirs.split('\n')]);
    if (output.code === 0 && !text.split('\n').every((line) => known.has(line))) throw makesNoSense('merge-file');
    return { clean: output.code === 0, text };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
