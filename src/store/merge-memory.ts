// One memory out of two that have both moved on: three-way, file by file, as a commit with both as parents, so that every
// commit the ledger names stays reachable. No checkout, no merge driver; what git itself would call a conflict is one.
import type { Playbook } from '../model/playbook.ts';
import { makesNoSense } from './git.ts';
import { importCommits, signatureOf } from './import-stream.ts';
import type { ImportFile } from './import-stream.ts';
import { openInTheWay } from './in-the-way.ts';
import type { Repository } from './locate-memory.ts';
import { mergeFiles } from './merge-texts.ts';
import type { ObjectReader } from './object-reader.ts';
import { isPlaybookPath } from './playbook-paths.ts';
import { parsePlaybook } from '../model/playbook.ts';
import { decodeUtf8, readMemoryFiles } from './read-memory.ts';
import type { StoreOptions } from './store.ts';

/** An entry of a tree; null where there is none. */
export type Entry = { readonly mode: string; readonly id: string } | null;

/** One path that is not the same in two commits. */
export interface Difference {
  readonly path: string;
  readonly before: Entry;
  readonly after: Entry;
}

export type MergedMemory =
  | { readonly type: 'merged'; readonly commit: string }
  /** Paths that people have to put together. */
  | { readonly type: 'conflict'; readonly paths: readonly string[] };

/**
 * @param base the newest commit both stand on
 * @param printIndex prints `MEMORY.md` from the playbooks of the merged memory
 */
export async function mergeMemory(
  repository: Repository,
  options: Pick<StoreOptions, 'author' | 'now'>,
  remote: string,
  commits: { readonly base: string; readonly ours: string; readonly theirs: string },
  printIndex: (playbooks: readonly Playbook[]) => string,
): Promise<MergedMemory> {
  const { base, ours, theirs } = commits;
  const here = new Map((await readDifferences(repository, base, ours)).map((one) => [one.path, one]));
  const there = await readDifferences(repository, base, theirs);
  const files: ImportFile[] = [];
  const paths: string[] = [];
  await repository.git.readObjects(async (objects) => {
    const inTheWay = openInTheWay(objects, ours);
    for (const { path, before, after } of there) {
      const own = here.get(path);
      if (own !== undefined && sameEntry(own.after, after)) continue;
      if (own === undefined) {
        const fits = after === null || (await hasRoom(inTheWay, path, before));
        if (fits) files.push(fileOf(path, after));
        else paths.push(path);
      } else if (path !== 'MEMORY.md') {
        const merged = await mergeOne(repository, objects, path, before, own.after, after);
        if (merged === null) paths.push(path);
        else files.push(merged);
      }
    }
  });
  if (paths.length > 0) return { type: 'conflict', paths };
  const write = async (more: readonly ImportFile[]): Promise<string> => {
    const who = signatureOf(options.author, options.now());
    const message = `Join the memory of ${remote}\n`;
    const commit = { mark: 1, from: ours, merges: [theirs], author: who, committer: who, message };
    const marks = await importCommits(repository.git, 'join-memory', [{ ...commit, files: [...files, ...more] }]);
    return marks.get(1) ?? ours;
  };
  const plain = await write([]);
  const memory = await readMemoryFiles(repository, plain);
  const index = memory.index === null ? null : printIndex(memory.playbooks);
  if (index === memory.index || index === null) return { type: 'merged', commit: plain };
  return { type: 'merged', commit: await write([{ path: 'MEMORY.md', text: index }]) };
}

/** Files that differ between two commits. */
export async function readDifferences(
  repository: Repository,
  from: string,
  to: string,
): Promise<readonly Difference[]> {
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--full-index', from, to, '--'];
  const fields = (await repository.git.run(args)).split('\0');
  if (fields.pop() !== '' || fields.length % 2 !== 0) throw makesNoSense('diff-tree');
  const differences: Difference[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const match = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) /.exec(fields[at] ?? '');
    const path = fields[at + 1] ?? '';
    if (match === null || path === '') throw makesNoSense('diff-tree');
    const [, oldMode = '', newMode = '', oldId = '', newId = ''] = match;
    const entry = (mode: string, id: string): Entry => (mode === '000000' ? null : { mode, id });
    differences.push({ path, before: entry(oldMode, oldId), after: entry(newMode, newId) });
  }
  return differences;
}

/** Whether a new file does not take the place of a folder, or a folder that of a file. */
async function hasRoom(inTheWay: ReturnType<typeof openInTheWay>, path: string, before: Entry): Promise<boolean> {
  // What stood there before, link or submodule, is what the other side has changed.
  return before !== null || (await inTheWay(path)) === null;
}

async function mergeOne(
  repository: Repository,
  objects: ObjectReader,
  path: string,
  before: Entry,
  ours: Entry,
  theirs: Entry,
): Promise<ImportFile | null> {
  if (ours === null || theirs === null || before === null) return null;
  const modes = [before, ours, theirs].map(({ mode }) => mode);
  if (modes.some((mode) => !mode.startsWith('100'))) return null;
  const mode = ours.mode === before.mode ? theirs.mode : ours.mode;
  if (ours.id === theirs.id || before.id === theirs.id) return { path, mode, id: ours.id };
  if (before.id === ours.id) return { path, mode, id: theirs.id };
  const texts: string[] = [];
  for (const { id } of [before, ours, theirs]) {
    const object = await objects.read(id);
    const text = object === null ? null : decodeUtf8(object.bytes);
    if (text === null) return null;
    texts.push(text);
  }
  const [old = '', here = '', there = ''] = texts;
  const merged = await mergeFiles(repository, old, here, there);
  if (!merged.clean) return null;
  // Clean for git, and no playbook any more: two edits of one front matter, say.
  return isPlaybookPath(path) && !parsePlaybook(merged.text, path).ok ? null : { path, mode, text: merged.text };
}

function fileOf(path: string, entry: Entry): ImportFile {
  return entry === null ? { path, remove: true } : { path, mode: entry.mode, id: entry.id };
}

function sameEntry(a: Entry, b: Entry): boolean {
  return a === null || b === null ? a === b : a.id === b.id && a.mode === b.mode;
}
