// The stream of one `git fast-import`: commits written into a reference that the stream itself resets to nothing, so
// that objects are all it leaves behind (https://git-scm.com/docs/git-fast-import).
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { OBJECT_ID, gitFailed, makesNoSense } from './git.ts';
import type { Git } from './git.ts';
import type { Signature } from './object-reader.ts';

/** One file of a commit: a text, a text in lines (none of which may be `END_OF_LINES`), an object that exists, or its removal. */
export type ImportFile =
  | { readonly path: string; readonly mode?: string; readonly text: string }
  | { readonly path: string; readonly lines: Iterable<string> }
  | { readonly path: string; readonly mode: string; readonly id: string }
  | { readonly path: string; readonly remove: true };

export interface ImportCommit {
  /** Names the commit in this stream. */
  readonly mark: number;
  /** A commit id, the mark of an earlier commit, or null for a commit without parents. */
  readonly from: string | number | null;
  /** Further parents: commit ids, or marks of earlier commits. */
  readonly merges?: readonly (string | number)[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
  readonly files: readonly ImportFile[];
}

/**
 * Writes commits in one process, without index, work tree or hooks.
 * @param name unique among imports that run at the same time; part of a reference that never comes to be
 * @returns commit ids by mark; they are on disk, and nothing refers to them
 */
export async function importCommits(
  git: Git,
  name: string,
  commits: readonly ImportCommit[],
): Promise<ReadonlyMap<number, string>> {
  // `--done`: a stream that breaks off is an error, never half an import.
  const output = await git.attempt(['fast-import', '--quiet', '--done', '--date-format=raw'], {
    input: printStream(name, commits),
  });
  if (output.code !== 0) {
    await removeCrashReport(git, output.stderr);
    throw gitFailed('fast-import', output);
  }
  const ids = output.stdout.toString('utf8').trim().split('\n');
  if (ids.length !== commits.length) throw makesNoSense('fast-import');
  const marks = new Map<number, string>();
  for (const [at, commit] of commits.entries()) {
    const id = ids[at] ?? '';
    if (!OBJECT_ID.test(id)) throw makesNoSense('fast-import');
    marks.set(commit.mark, id);
  }
  return marks;
}

/** Removes the report git leaves in its folder after each failed import: the error says what there is to say. */
async function removeCrashReport(git: Git, stderr: string): Promise<void> {
  const report = /^fast-import: dumping crash report to (.*fast_import_crash_\d+)$/m.exec(stderr)?.[1];
  if (report !== undefined) await rm(resolve(git.directory, report), { force: true });
}

/** A signature for fast-import: no line break or angle bracket can end it early. */
export function signatureOf(who: string, at: Date): Signature {
  return { who, when: `${Math.floor(at.getTime() / 1000)} +0000` };
}

function* printStream(name: string, commits: readonly ImportCommit[]): Generator<string> {
  let ref = '';
  for (const [at, commit] of commits.entries()) {
    const before = commits[at - 1]?.mark;
    // A commit on top of the one before continues its reference; anything else begins a new one.
    const follows = before !== undefined && commit.from === before;
    if (!follows) {
      if (ref !== '') yield `reset ${ref}\n`;
      ref = `refs/dream/importing/${name}-${commit.mark}`;
    }
    yield `commit ${ref}\nmark :${commit.mark}\nauthor ${print(commit.author)}\ncommitter ${print(commit.committer)}\n`;
    yield printData(commit.message);
    if (!follows && commit.from !== null)
      yield `from ${typeof commit.from === 'number' ? `:${commit.from}` : commit.from}\n`;
    for (const merge of commit.merges ?? []) yield `merge ${typeof merge === 'number' ? `:${merge}` : merge}\n`;
    for (const file of commit.files) yield* printFile(file);
    yield '\n';
  }
  if (ref !== '') yield `reset ${ref}\n`;
  for (const commit of commits) yield `get-mark :${commit.mark}\n`;
  yield 'done\n';
}

function* printFile(file: ImportFile): Generator<string> {
  const path = quotePath(file.path);
  if ('remove' in file) yield `D ${path}\n`;
  else if ('id' in file) yield `M ${file.mode} ${file.id} ${path}\n`;
  else if ('text' in file) yield `M ${file.mode ?? '100644'} inline ${path}\n${printData(file.text)}`;
  else {
    yield `M 100644 inline ${path}\ndata <<END_OF_LINES\n`;
    for (const line of file.lines) yield `${line}\n`;
    yield 'END_OF_LINES\n';
  }
}

function printData(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function print(signature: Signature): string {
  const match = /^(.*?)(?<!\s)\s*<([^<>]*)>$/.exec(signature.who.replaceAll(/[\n\r\0]/g, ' ').trim());
  const name = (match?.[1] ?? signature.who).replaceAll(/[<>\n\r\0]/g, '').trim();
  return `${name === '' ? '' : `${name} `}<${(match?.[2] ?? '').trim()}> ${signature.when}`;
}

/** A path as fast-import reads it back, whatever bytes it holds. */
function quotePath(path: string): string {
  const bytes = [...Buffer.from(path)].map((byte) => {
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
    return plain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `"${bytes.join('')}"`;
}
