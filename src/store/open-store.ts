// Opens a memory: finds its repository and branch, and gives back the store the rest of the code works with. What a command
// does not use is not loaded: the libraries behind writing and behind the ledger take longer than all of `dream show`.
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ledger, Memory } from '../model/run.ts';
import { laterThan } from './commit-time.ts';
import { readChanges, readHistory, readVersions } from './history.ts';
import { isUnwritable } from './file-errors.ts';
import { locateMemory } from './locate-memory.ts';
import { findLostCommits } from './lost-commits.ts';
import { findMemoryBranch, memoryTip, writeRootCommit } from './memory-branch.ts';
import { readInstructionFiles, readMemoryFiles } from './read-memory.ts';
import { LEDGER_REF, readRefs, requireReferenceName } from './refs.ts';
import { defaultRemote, findRemote, listRemotes } from './remote-settings.ts';
import { findRevisionAt, resolveRevision } from './revisions.ts';
import type { Snapshot } from './snapshot.ts';
import type { Finding } from '../model/finding.ts';
import type { RunToWrite, Store, StoreOptions } from './store.ts';

/**
 * Opens the memory in a folder. Writes nothing, unless it may create the repository.
 * @throws DreamError (`usage`) when there is no memory there, or its branch cannot be told
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  requireReferenceName(`refs/heads/${options.branchPrefix}`, '`branchPrefix` in dream.yaml');
  const repository = await locateMemory(options);
  const memoryBranch = await findMemoryBranch(repository, options.branch);
  const findings: Finding[] = [];
  let last: Snapshot | null = null;
  const snapshot = async (): Promise<Snapshot> => {
    const { takeSnapshot } = await import('./snapshot.ts');
    last = await takeSnapshot(repository, memoryBranch, last, options.claimOf);
    return last;
  };
  const readTip = async (): Promise<string | null> => memoryTip(await readRefs(repository, memoryBranch), memoryBranch);
  const site = { repository, options, memoryBranch, snapshot };

  return {
    folder: repository.folder,
    findings,
    created: repository.created,
    quotes: options.quotes ?? 'ledger',
    async readMemory(): Promise<Memory> {
      const commit = await readTip();
      return { branch: memoryBranch, commit, ...(await readMemoryFiles(repository, commit)) };
    },
    readInstructions: async () => readInstructionFiles(repository, await readTip()),
    readLedger: async () => (await import('./snapshot.ts')).ledgerOf(await snapshot()),
    baseCommit: async () => (await readTip()) ?? writeRootCommit(repository),
    async recover() {
      const found = await (await import('./recover.ts')).recover(site);
      findings.push(...found);
      return found;
    },
    async writeRun(run, expected) {
      const { ledgerAt, files } = await snapshot();
      if (ledgerAt !== expected) return null;
      const { writeRun } = await import('./write-run.ts');
      return writeRun(repository, options, afterLast(run, files.runs), expected);
    },
    async noteIdleRun(line) {
      const { ownFolder } = await import('./journal.ts');
      try {
        await mkdir(ownFolder(repository), { recursive: true });
        await appendFile(join(ownFolder(repository), 'runs.log'), `${line.replaceAll(/\s+/g, ' ').trim()}\n`);
      } catch (error) {
        // A run with nothing to write is as good on a disk that takes nothing.
        if (!isUnwritable(error)) throw error;
      }
    },
    applyReview: async (review) => (await import('./apply-review.ts')).applyReview(site, review),
    planUndo: async (request) => (await import('./apply-undo.ts')).planUndo(site, request),
    applyUndo: async (undo) => (await import('./apply-undo.ts')).applyUndo(site, undo),
    findLostCommits: async (commits) => findLostCommits(repository, await readTip(), commits),
    readIndexState: async (printIndex) => (await import('./refresh-index.ts')).readIndexState(site, printIndex),
    writeIndex: async (printIndex) => (await import('./refresh-index.ts')).writeIndex(site, printIndex),
    commitIndex: async (printIndex) => (await import('./refresh-index.ts')).commitIndex(site, printIndex),
    async readChange(change) {
      const [content] = await readChanges(repository, [change]);
      if (content === undefined) throw new Error('a change was asked for and none was read');
      return content;
    },
    readChanges: (changes) => readChanges(repository, changes),
    mergeChange: async (change) => (await import('./merge-texts.ts')).mergeChange(repository, await readTip(), change),
    readHistory: async (path, from) => readHistory(repository, from === undefined ? await readTip() : from, path),
    readVersions: async (path, from) => readVersions(repository, from === undefined ? await readTip() : from, path),
    resolveRevision: async (text) => resolveRevision(repository, text, async () => (await snapshot()).files),
    findRevisionAt: async (time) => findRevisionAt(repository, await readTip(), time),
    async readMemoryAt(commit) {
      return { branch: memoryBranch, commit, ...(await readMemoryFiles(repository, commit)) };
    },
    readLogPlaces: async () => (await import('./log-places.ts')).readLogPlaces(repository),
    noteLogPlaces: async (places) => (await import('./log-places.ts')).noteLogPlaces(repository, places),
    sync: async (request) => (await import('./sync.ts')).sync(site, request),
    requireRemote: async (remote) => void (await findRemote(repository, remote)),
    async awaitedRemote() {
      if ((await readRefs(repository, memoryBranch)).has(LEDGER_REF)) return null;
      return defaultRemote(await listRemotes(repository));
    },
  };
}

/** The run, started after those it knows of: the newest record of a session counts, also when a clock runs back. */
function afterLast(run: RunToWrite, runs: Ledger['runs']): RunToWrite {
  return { ...run, record: { ...run.record, startedAt: laterThan(runs.at(-1)?.startedAt, run.record.startedAt) } };
}
