// Names of the references the store uses, and one reading of all of them. A name is made here or checked here.
import { DreamError } from '../errors.ts';
import { readParts } from './git.ts';
import type { Repository } from './locate-memory.ts';

export const LEDGER_REF = 'refs/dream/ledger';
/** The ledger at a remote that refuses references below `refs/dream`; here it is never a branch. */
export const LEDGER_BRANCH = 'refs/heads/dream-ledger';

/** Object ids by full reference name, all read at once. */
export type Refs = ReadonlyMap<string, string>;

/**
 * Whether a text can be the id of a run. It begins with a time and holds no separator, so that no reference made of it is
 * anyone else's.
 */
export function isRunId(id: string): boolean {
  return /^\d{8}T\d{6}Z-[\w.-]+$/.test(id) && isReferenceName(`refs/dream/${id}`);
}

/** Whether a branch can be that of a run: its last part is the run's id. */
export function isRunBranch(branch: string, id: string): boolean {
  return branch.endsWith(`/${id}`) && isReferenceName(`refs/heads/${branch}`);
}

export function quarantineRef(run: string): string {
  return `refs/dream/quarantine/${run}`;
}

/** Where a run's branch stays reachable when all of it is decided. */
export function archiveRef(run: string): string {
  return `refs/dream/archive/${run}`;
}

/** The same for what was quarantined. */
export function quarantineArchiveRef(run: string): string {
  return `refs/dream/archive/quarantine/${run}`;
}

/**
 * Reads the references a store works with: everything of `dream`, all branches, the memory branch at origin. All,
 * because runs that were written under another `branchPrefix` have their branches elsewhere.
 */
export async function readRefs(repository: Repository, memoryBranch: string): Promise<Refs> {
  const patterns = ['refs/dream', 'refs/heads', `refs/remotes/origin/${memoryBranch}`];
  const printed = await repository.git.run(['for-each-ref', '--format=%(objectname) %(refname)', '--', ...patterns]);
  const refs = new Map<string, string>();
  for (const [, id = '', ref = ''] of readParts('for-each-ref', printed, '\n', /^([0-9a-f]{40,64}) (refs\/.+)$/))
    refs.set(ref, id);
  return refs;
}

/**
 * Whether git takes it as a reference (https://git-scm.com/docs/git-check-ref-format), and nothing more: no options,
 * no revision syntax, no line breaks.
 */
export function isReferenceName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (name === '' || name === '@' || /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|^[-/]|[/.]$/.test(name)) return false;
  return name.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock'));
}

/** @throws DreamError (`usage`) naming where the bad name came from */
export function requireReferenceName(name: string, from: string): string {
  if (isReferenceName(name)) return name;
  throw new DreamError('usage', `${from} is not a name git allows for a branch: ${JSON.stringify(name)}.`);
}
