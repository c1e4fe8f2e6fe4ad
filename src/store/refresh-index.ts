// `dream index`: brings the files that are made from the playbooks up to date, in the work tree for the user to commit,
// or as a commit on the memory branch. An accept does the same for the files it changes; a plain merge does not.
import { lstat, mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DreamError } from '../errors.ts';
import type { Playbook } from '../model/playbook.ts';
import { readBlock, refreshCodeowners } from '../text/codeowners.ts';
import type { ReviewSite } from './apply-review.ts';
import { openAttempts } from './attempts.ts';
import { codeOf, whenAbsent } from './file-errors.ts';
import { planGenerated } from './generated-files.ts';
import type { GeneratedFiles, StaleFile } from './generated-files.ts';
import { importCommits, signatureOf } from './import-stream.ts';
import { ownFolder, ownName, writeDurably } from './journal.ts';
import { moveMemory } from './memory-move.ts';
import { decodeUtf8, readMemoryFiles } from './read-memory.ts';
import { readHead } from './run-branches.ts';
import type { IndexCommit, IndexState, WrittenIndex } from './store.ts';

export type PrintIndex = (playbooks: readonly Playbook[]) => string;

/** Compares what is committed with what should be. Reads only. */
export async function readIndexState(site: ReviewSite, printIndex: PrintIndex): Promise<IndexState> {
  const { tip } = await site.snapshot();
  const { stale, problems, playbooks } = await plan(site, tip, printIndex);
  return { branch: site.memoryBranch, commit: tip, playbooks: playbooks.length, stale, problems };
}

/**
 * Writes the stale files into the work tree of the memory folder, each only where it is as git has it.
 * @throws DreamError (`usage`) when the memory branch is not checked out there
 */
export async function writeIndex(site: ReviewSite, printIndex: PrintIndex): Promise<WrittenIndex> {
  const { repository, memoryBranch, options } = site;
  const { workTree } = repository;
  const head = workTree === null ? null : await readHead(repository, repository.gitDir);
  if (workTree === null || head !== `refs/heads/${memoryBranch}`) {
    const why = workTree === null ? 'is bare' : `has another branch checked out than ${memoryBranch}`;
    throw new DreamError('usage', `The repository of ${repository.folder} ${why}, so there is no file to refresh.`, {
      hints: ['`dream index --commit` commits the refreshed index on the memory branch instead.'],
    });
  }
  const { tip } = await site.snapshot();
  const { stale, problems, playbooks } = await plan(site, tip, printIndex);
  const written: string[] = [];
  const kept: { path: string; problem: string }[] = [];
  const codeowners = options.codeowners ?? null;
  for (const file of stale) {
    const own = codeowners?.file === file.path ? codeowners : null;
    const outcome = await refreshFile(site, workTree, file, (text) =>
      own === null
        ? replaceWhole(file, text)
        : replaceBlock(file, text, { ...own, prefix: repository.prefix, playbooks }),
    );
    if (outcome === 'written') written.push(file.path);
    else if (outcome !== 'there') kept.push({ path: file.path, problem: outcome.problem });
  }
  return { branch: memoryBranch, commit: tip, playbooks: playbooks.length, stale, problems, written, kept };
}

/**
 * Commits the stale files on the memory branch as `Refresh index`.
 * @throws DreamError `refused` while the branch is being rebased or merged, `busy` when others keep writing
 */
export async function commitIndex(site: ReviewSite, printIndex: PrintIndex): Promise<IndexCommit> {
  const { repository, options, memoryBranch } = site;
  const mayTry = openAttempts(options.lockSeconds);
  while (mayTry()) {
    const snapshot = await site.snapshot();
    const { tip } = snapshot;
    const { stale, problems, playbooks } = await plan(site, tip, printIndex);
    const state: IndexState = { branch: memoryBranch, commit: tip, playbooks: playbooks.length, stale, problems };
    if (tip === null || stale.length === 0) return { ...state, indexCommit: null, findings: [] };
    const who = signatureOf(options.author, options.now());
    const marks = await importCommits(repository.git, ownName('index'), [
      {
        mark: 1,
        from: tip,
        author: who,
        committer: who,
        message: 'Refresh index\n',
        files: stale.map(({ path, mode, after }) => ({ path, mode, text: after })),
      },
    ]);
    const to = marks.get(1) ?? tip;
    const findings = await moveMemory(repository, memoryBranch, snapshot, tip, to, options.lockSeconds);
    if (findings !== null) return { ...state, commit: to, indexCommit: to, findings };
  }
  throw new DreamError('busy', `Others kept writing to the memory branch ${memoryBranch}.`, {
    hints: ['Run the command again.'],
  });
}

async function plan(
  site: ReviewSite,
  tip: string | null,
  printIndex: PrintIndex,
): Promise<GeneratedFiles & { readonly playbooks: readonly Playbook[] }> {
  const { playbooks } = await readMemoryFiles(site.repository, tip);
  const files = await site.repository.git.readObjects((objects) =>
    planGenerated(site.repository, objects, tip, playbooks, site.options, printIndex),
  );
  return { ...files, playbooks };
}

/** What a work tree's file should become, or why it stays. */
type Replaced = { readonly text: string } | { readonly problem: string };

/** The whole file is ours: it is replaced only where nobody has touched it. */
function replaceWhole(file: StaleFile, text: string | null): Replaced {
  if (text === file.before || text === null) return { text: file.after };
  const windows = (lines: string | null): string | undefined => lines?.replaceAll(/\r?\n/g, '\r\n');
  if (text === windows(file.before) || text === windows(file.after)) return { text: windows(file.after) ?? '' };
  if (text === file.after) return { text };
  return { problem: 'you have changed it since it was committed' };
}

/** Only the lines between our marks are ours; whatever else the user has changed in the file stays. */
function replaceBlock(file: StaleFile, text: string | null, memory: Parameters<typeof refreshCodeowners>[1]): Replaced {
  const plain = (lines: string | null): string => (readBlock(lines ?? '') ?? '').replaceAll('\r\n', '\n');
  if (text !== null && ![plain(file.before), plain(file.after)].includes(plain(text))) {
    return { problem: 'you have changed the lines that `dream index` writes' };
  }
  const refreshed = refreshCodeowners(text, memory);
  return refreshed.ok ? { text: refreshed.text ?? '' } : refreshed;
}

async function refreshFile(
  site: ReviewSite,
  workTree: string,
  file: StaleFile,
  replace: (text: string | null) => Replaced,
): Promise<'written' | 'there' | { readonly problem: string }> {
  const target = join(workTree, file.path);
  const found = await readPlainFile(workTree, file.path);
  if ('problem' in found) return found;
  const replaced = replace(found.text);
  if ('problem' in replaced) return replaced;
  if (replaced.text === found.text) return 'there';
  await mkdir(dirname(target), { recursive: true });
  await mkdir(ownFolder(site.repository), { recursive: true });
  const mode = found.mode ?? (file.mode === '100755' ? 0o777 : 0o666);
  const aside = join(ownFolder(site.repository), ownName('file'));
  try {
    await writeDurably(target, aside, replaced.text, mode);
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error;
    // A worktree on another disk: beside the file, then.
    await writeDurably(target, join(dirname(target), `.${basename(target)}.dream`), replaced.text, mode);
  }
  return 'written';
}

/** A file of the work tree, below no link: one would lead the writing elsewhere. */
async function readPlainFile(
  workTree: string,
  path: string,
): Promise<{ readonly text: string | null; readonly mode: number | null } | { readonly problem: string }> {
  const parts = path.split('/');
  for (let depth = 1; depth < parts.length; depth += 1) {
    const folder = await lstat(join(workTree, ...parts.slice(0, depth))).catch(whenAbsent(null));
    if (folder === null) return { text: null, mode: null };
    if (!folder.isDirectory()) return { problem: `${parts.slice(0, depth).join('/')} is not a folder here` };
  }
  const stats = await lstat(join(workTree, path)).catch(whenAbsent(null));
  if (stats === null) return { text: null, mode: null };
  if (!stats.isFile()) return { problem: 'it is not a regular file here' };
  const text = decodeUtf8(await readFile(join(workTree, path)));
  return text === null ? { problem: 'it is not UTF-8 here' } : { text, mode: stats.mode & 0o777 };
}
