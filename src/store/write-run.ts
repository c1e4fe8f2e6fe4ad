// Writes a run: all its objects first, through one process, then the ledger by compare-and-swap, which makes the run
// exist, then the branches that follow from it. Work tree, index, HEAD and everyone else's references stay as they are.
import { DreamError } from '../errors.ts';
import type { GuardedChange } from '../model/change.ts';
import type { Observation } from '../model/observation.ts';
import { OBJECT_ID } from './git.ts';
import { halfDone } from './half-done.ts';
import { importCommits, signatureOf } from './import-stream.ts';
import type { ImportCommit, ImportFile } from './import-stream.ts';
import { openInTheWay } from './in-the-way.ts';
import { withRefLocks } from './journal.ts';
import { printFormat, printLine, printRunRecord } from './ledger-files.ts';
import { hideRecord, printHidden, removeWords, writeWords } from './local-words.ts';
import type { Repository } from './locate-memory.ts';
import { moveRefs } from './move-ref.ts';
import type { RefMove } from './move-ref.ts';
import { isPlaybookPath } from './playbook-paths.ts';
import type { Signature } from './object-reader.ts';
import { LEDGER_REF, isRunBranch, isRunId, quarantineRef } from './refs.ts';
import { requireFreeName } from './run-branches.ts';
import { RUN_TRAILER, TIPS_TRAILER } from './run-commits.ts';
import type { RunToWrite, StoreOptions, WrittenRun } from './store.ts';

/** The ledger's first commit, the same on every machine: ledgers of two machines share it when they meet. */
export const LEDGER_ROOT: Pick<ImportCommit, 'from' | 'author' | 'committer' | 'message' | 'files'> = {
  from: null,
  author: { who: 'dream <dream@localhost>', when: '946684800 +0000' },
  committer: { who: 'dream <dream@localhost>', when: '946684800 +0000' },
  message: 'Begin the ledger\n',
  files: [{ path: 'format.json', text: printFormat() }],
};

const LEDGER_MARK = 1;
const ROOT_MARK = 2;
/** Changes get the marks from here on. */
const FIRST_MARK = 3;

/**
 * @param expected the ledger's commit the run was planned from, null when there was none
 * @returns null when the ledger moved meanwhile and nothing was written
 */
export async function writeRun(
  repository: Repository,
  options: StoreOptions,
  run: RunToWrite,
  expected: string | null,
): Promise<WrittenRun | null> {
  requireSafe(run);
  const branched = run.changes.filter((change) => !change.quarantined);
  const apart = run.changes.filter((change) => change.quarantined);
  const branch = branched.length === 0 ? null : (run.record.branch ?? `${options.branchPrefix}/${run.record.id}`);
  if (branch !== null) await requireFreeName(repository, options.branchPrefix);
  await requireRoom(repository, run);
  const who = signatureOf(options.author, options.now());
  const chain = [
    ...chainOf(repository, branched, run.record.base, FIRST_MARK, who),
    ...chainOf(repository, apart, run.record.base, FIRST_MARK + branched.length, who),
  ];
  const local = options.quotes === 'local';
  const counts = { branched: branched.length, apart: apart.length };
  const ledger = ledgerCommits(run, branch, counts, who, expected, local);
  const marks = await importCommits(repository.git, run.record.id, [...chain, ...ledger]);
  const commitOf = (mark: number): string => marks.get(mark) ?? '';

  // On disk before the ledger names them; a kill in between leaves a file that nothing refers to.
  if (local) await writeWords(repository, run);
  const follow: RefMove[] = [];
  if (branch !== null)
    follow.push({ ref: `refs/heads/${branch}`, from: null, to: commitOf(FIRST_MARK + branched.length - 1) });
  if (apart.length > 0)
    follow.push({ ref: quarantineRef(run.record.id), from: null, to: commitOf(FIRST_MARK + run.changes.length - 1) });
  const reason = `dream: run ${run.record.id}`;
  const move = { ref: LEDGER_REF, from: expected, to: commitOf(LEDGER_MARK) };
  const written = await withRefLocks(repository, [LEDGER_REF, ...follow.map(({ ref }) => ref)], async () => {
    if ((await moveRefs(repository.git, [move], reason, options.lockSeconds)) === 'lost') return false;
    // From here on the run exists; a branch that is missing after a kill is made by the next command that writes.
    try {
      for (const one of follow) await moveRefs(repository.git, [one], reason, options.lockSeconds);
    } catch (error) {
      throw halfDone(`The run ${run.record.id} is written.`, 'The next command that writes makes its branch.', error);
    }
    return true;
  });
  if (!written) {
    if (local) await removeWords(repository, run.record.id);
    return null;
  }
  const ordered = [...branched, ...apart];
  const record = { ...run.record, branch };
  return { record, commits: new Map(ordered.map((change, at) => [change.id, commitOf(FIRST_MARK + at)])) };
}

/** One commit per change, each on top of the one before. */
function chainOf(
  repository: Repository,
  changes: readonly GuardedChange[],
  base: string,
  firstMark: number,
  who: Signature,
): ImportCommit[] {
  return changes.map((change, at) => ({
    mark: firstMark + at,
    from: at === 0 ? base : firstMark + at - 1,
    author: who,
    committer: who,
    message: change.message,
    files: change.files.map((file): ImportFile => {
      const path = repository.prefix + file.path;
      return file.text === null ? { path, remove: true } : { path, text: file.text };
    }),
  }));
}

/** The ledger's new commit, and its first one when there is none. Parents after the first are the run's own tips. */
function ledgerCommits(
  run: RunToWrite,
  branch: string | null,
  counts: { readonly branched: number; readonly apart: number },
  who: Signature,
  expected: string | null,
  local: boolean,
): ImportCommit[] {
  const record = local ? hideRecord(run.record) : run.record;
  const chains = [...(counts.branched > 0 ? ['branch'] : []), ...(counts.apart > 0 ? ['quarantine'] : [])];
  const merges = [
    ...(counts.branched > 0 ? [FIRST_MARK + counts.branched - 1] : []),
    ...(counts.apart > 0 ? [FIRST_MARK + counts.branched + counts.apart - 1] : []),
  ];
  const root: ImportCommit[] = expected === null ? [{ ...LEDGER_ROOT, mark: ROOT_MARK }] : [];
  const trailers = [
    `${RUN_TRAILER}: ${record.id}`,
    ...(branch === null ? [] : [`Dream-Branch: ${branch}`]),
    ...(chains.length === 0 ? [] : [`${TIPS_TRAILER}: ${chains.join(' ')}`]),
  ];
  const files: ImportFile[] = [
    { path: `runs/${record.id}.json`, text: printRunRecord({ ...record, branch }) },
    { path: `sessions/${record.id}.jsonl`, lines: run.sessions.map(printLine) },
    { path: `observations/${record.id}.jsonl`, lines: observationLines(run, local ? printHidden : printLine) },
  ];
  return [
    ...root,
    {
      mark: LEDGER_MARK,
      from: expected ?? ROOT_MARK,
      merges,
      author: who,
      committer: who,
      message: `Record run ${record.id}\n\n${trailers.join('\n')}\n`,
      files,
    },
  ];
}

/** Made while they are sent, in the order of the sessions: no second copy of them all. */
function* observationLines(run: RunToWrite, print: (one: Observation) => string): Generator<string> {
  for (const session of run.sessions) for (const one of run.observations.get(session.key) ?? []) yield print(one);
}

/** @throws DreamError (`usage`) when something that is no playbook stands where a change would write */
async function requireRoom(repository: Repository, run: RunToWrite): Promise<void> {
  const paths = run.changes.flatMap(({ files }) => files.map(({ path }) => repository.prefix + path));
  if (paths.length === 0) return;
  await repository.git.readObjects(async (objects) => {
    const inTheWay = openInTheWay(objects, run.record.base);
    for (const path of paths) {
      const taken = await inTheWay(path);
      if (taken === null) continue;
      throw new DreamError('usage', `The playbook ${path} has no place on the memory branch: ${taken}.`, {
        hints: ['Rename what stands there and commit that, or name another folder with --memory.'],
      });
    }
  });
}

function requireSafe(run: RunToWrite): void {
  const { id, base, branch } = run.record;
  if (!isRunId(id)) {
    throw new DreamError('failed', `A run cannot have the id ${JSON.stringify(id)}.`);
  }
  if (!OBJECT_ID.test(base)) throw new DreamError('failed', `The base of run ${id} is not a full commit id.`);
  if (branch !== null && !isRunBranch(branch, id)) {
    throw new DreamError('usage', `${JSON.stringify(branch)} is not a name git allows for a branch.`, {
      hints: ['Set `branchPrefix:` in dream.yaml to another name.'],
    });
  }
  const seen = new Set<string>();
  const ids = new Set<string>();
  for (const change of run.changes) {
    if (ids.has(change.id)) throw new DreamError('failed', `Two changes of run ${id} have the id ${change.id}.`);
    ids.add(change.id);
    for (const file of change.files) {
      if (!isPlaybookPath(file.path))
        throw new DreamError('failed', `A run may not write ${JSON.stringify(file.path)}.`);
      // Commits of a run commute because no two of them touch one file; what is quarantined stands apart.
      const key = `${change.quarantined ? 'apart' : 'branch'} ${file.path}`;
      if (seen.has(key)) throw new DreamError('failed', `Two changes of run ${id} write ${file.path}.`);
      seen.add(key);
    }
  }
}
