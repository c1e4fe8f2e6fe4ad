// Which branch is the memory, and where does it stand? What is configured wins, then the remote's default branch, then
// what the ledger's first run wrote down, then what is checked out (product.md).
import { DreamError } from '../errors.ts';
import { OBJECT_ID, readParts } from './git.ts';
import type { Repository } from './locate-memory.ts';
import { readSymbolicRef } from './move-ref.ts';
import { LEDGER_REF, isReferenceName, isRunId, requireReferenceName } from './refs.ts';
import type { Refs } from './refs.ts';

/**
 * @returns the branch without `refs/heads/`; it may be unborn
 * @throws DreamError (`usage`) when HEAD is detached and nothing names a branch
 */
export async function findMemoryBranch(repository: Repository, configured: string | null): Promise<string> {
  if (configured !== null) return requireReferenceName(configured, '`branch` in dream.yaml');
  // Both at once: every command waits for the answer.
  const [remote, recorded] = await Promise.all([
    readSymbolicRef(repository.git, 'refs/remotes/origin/HEAD'),
    readRecordedBranch(repository),
  ]);
  if (remote?.startsWith('refs/remotes/origin/') === true) return remote.slice('refs/remotes/origin/'.length);
  if (recorded !== null) return recorded;
  const head = await readSymbolicRef(repository.git, 'HEAD');
  if (head?.startsWith('refs/heads/') === true) return head.slice('refs/heads/'.length);
  throw new DreamError(
    'usage',
    `The repository of ${repository.folder} has no branch checked out, so the memory branch is not known.`,
    {
      hints: ['Set `branch:` in dream.yaml, or check a branch out.'],
    },
  );
}

/** The memory branch's tip: its own, else the one last fetched from origin; null while it is unborn. */
export function memoryTip(refs: Refs, branch: string): string | null {
  return refs.get(`refs/heads/${branch}`) ?? refs.get(`refs/remotes/origin/${branch}`) ?? null;
}

/** Time of the root commit, seconds since 1970: 2000-01-01. */
export const ROOT_SECONDS = 946_684_800;

/** What all unborn memories start from, the same commit everywhere: an empty tree at a fixed time. */
export async function writeRootCommit(repository: Repository): Promise<string> {
  const { git } = repository;
  const hash = async (type: string, input: string): Promise<string> => {
    const printed = await git.run(['hash-object', '-t', type, '-w', '--stdin'], { input });
    return readParts('hash-object', printed, '\n', OBJECT_ID)[0]?.[0] ?? '';
  };
  const tree = await hash('tree', '');
  const who = `dream <dream@localhost> ${ROOT_SECONDS} +0000`;
  const commit = `tree ${tree}\nauthor ${who}\ncommitter ${who}\n\nBegin the memory\n`;
  return hash('commit', commit);
}

async function readRecordedBranch(repository: Repository): Promise<string | null> {
  return repository.git.readObjects(async (objects) => {
    const runs = await objects.readTree(`${LEDGER_REF}:runs`);
    // Run ids begin with their time, so the first name is the first run.
    for (const entry of runs ?? []) {
      const run = entry.name.replace(/\.json$/, '');
      if (!isRunId(run)) continue;
      const name = memoryBranchOf(run, (await objects.read(entry.id))?.bytes.toString('utf8') ?? '');
      // What a run proposes is no memory, whatever a ledger from elsewhere says.
      const proposals = name === null || isRunId(name.slice(name.lastIndexOf('/') + 1));
      if (!proposals && isReferenceName(`refs/heads/${name}`)) return name;
    }
    return null;
  });
}

/** The one name that every command needs of a run's record; reading all of it takes a library. */
function memoryBranchOf(run: string, record: string): string | null {
  try {
    const value: unknown = JSON.parse(record);
    if (typeof value !== 'object' || value === null || !('memoryBranch' in value) || !('id' in value)) return null;
    if (value.id !== run) return null;
    return typeof value.memoryBranch === 'string' ? value.memoryBranch : null;
  } catch {
    return null;
  }
}
