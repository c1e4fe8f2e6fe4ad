// Opens a memory: finds its repository and branch, and gives back the store the rest of the code works with.
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ledger, Memory } from '../model/run.ts';
import { applyReview } from './apply-review.ts';
import { applyUndo, planUndo } from './apply-undo.ts';
import { readChange, readHistory, readVersions } from './history.ts';
import { ownFolder } from './journal.ts';
import { locateMemory } from './locate-memory.ts';
import { noteLogPlaces, readLogPlaces } from './log-places.ts';
import { findLostCommits } from './lost-commits.ts';
import { findMemoryBranch, memoryTip, writeRootCommit } from './memory-branch.ts';
import { mergeChange } from './merge-texts.ts';
import { readInstructionFiles, readMemoryFiles } from './read-memory.ts';
import { recover } from './recover.ts';
import { commitIndex, readIndexState, writeIndex } from './refresh-index.ts';
import { LEDGER_REF, readRefs, requireReferenceName } from './refs.ts';
import { defaultRemote, findRemote, listRemotes } from './remote-settings.ts';
import { findRevisionAt, resolveRevision } from './revisions.ts';
import { ledgerOf, takeSnapshot } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';
import type { Finding } from '../model/finding.ts';
import type { RunToWrite, Store, StoreOptions } from './store.ts';
import { sync } from './sync.ts';
import { writeRun } from './write-run.ts';

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
    readLedger: async () => ledgerOf(await snapshot()),
    baseCommit: async () => (await readTip()) ?? writeRootCommit(repository),
    async recover() {
      const found = await recover(site);
      findings.push(...found);
      return found;
    },
    async writeRun(run, expected) {
      const { ledgerAt, files } = await snapshot();
      return ledgerAt === expected ? writeRun(repository, options, afterLast(run, files.runs), expected) : null;
    },
    async noteIdleRun(line) {
      await mkdir(ownFolder(repository), { recursive: true });
      await appendFile(join(ownFolder(repository), 'runs.log'), `${line.replaceAll(/\s+/g, ' ').trim()}\n`);
    },
    applyReview: (review) => applyReview(site, review),
    planUndo: (request) => planUndo(site, request),
    applyUndo: (undo) => applyUndo(site, undo),
    findLostCommits: async (commits) => findLostCommits(repository, await readTip(), commits),
    readIndexState: (printIndex) => readIndexState(site, printIndex),
    writeIndex: (printIndex) => writeIndex(site, printIndex),
    commitIndex: (printIndex) => commitIndex(site, printIndex),
    readChange: (change) => readChange(repository, change),
    mergeChange: async (change) => mergeChange(repository, await readTip(), change),
    readHistory: async (path, from) => readHistory(repository, from === undefined ? await readTip() : from, path),
    readVersions: async (path, from) => readVersions(repository, from === undefined ? await readTip() : from, path),
    resolveRevision: async (text) => resolveRevision(repository, text, async () => (await snapshot()).files),
    findRevisionAt: async (time) => findRevisionAt(repository, await readTip(), time),
    async readMemoryAt(commit) {
      return { branch: memoryBranch, commit, ...(await readMemoryFiles(repository, commit)) };
    },
    readLogPlaces: async () => readLogPlaces(repository),
    noteLogPlaces: async (places) => noteLogPlaces(repository, places),
    sync: async (request) => sync(site, request),
    requireRemote: async (remote) => void (await findRemote(repository, remote)),
    async awaitedRemote() {
      if ((await readRefs(repository, memoryBranch)).has(LEDGER_REF)) return null;
      return defaultRemote(await listRemotes(repository));
    },
  };
}

/** The run, started after those it knows of: the newest record of a session counts, also when a clock runs back. */
function afterLast(run: RunToWrite, runs: Ledger['runs']): RunToWrite {
  const last = Date.parse(runs.at(-1)?.startedAt ?? '');
  if (Number.isNaN(last) || Date.parse(run.record.startedAt) > last) return run;
  return { ...run, record: { ...run.record, startedAt: new Date(last + 1).toISOString() } };
}
