// The memory branch in an exchange. In a repository of its own it follows the other side, is sent, or both are joined; in
// a repository that holds other things too the branch is the user's, and it is only said what waits for `git push`.
import { DreamError } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import type { Playbook } from '../model/playbook.ts';
import { readParts } from './git.ts';
import { writeRootCommit } from './memory-branch.ts';
import { mergeMemory, readDifferences } from './merge-memory.ts';
import { moveMemory } from './memory-move.ts';
import type { ReviewSite } from './apply-review.ts';
import type { SyncProblem } from './synced.ts';
import { findBase } from './unite-ledgers.ts';
import { findCheckouts } from './work-tree.ts';

/** What is to be done about the memory branch, or was. */
export interface MemoryExchange {
  readonly action: 'none' | 'forward' | 'joined' | 'left';
  /** Commits the other side has that were not here, and ours that were not there. */
  readonly received: number;
  readonly waiting: number;
  /** The commit to send, null when there is nothing to send or it is not ours to send. */
  readonly send: string | null;
  readonly problem: SyncProblem | null;
  readonly findings: readonly Finding[];
}

const NOTHING: MemoryExchange = {
  action: 'none',
  received: 0,
  waiting: 0,
  send: null,
  problem: null,
  findings: [],
};

/**
 * Brings the memory branch here to where both sides are.
 * @param theirs the other side's branch, its objects fetched; null when it has none
 * @returns null when it moved meanwhile: look again
 */
export async function exchangeMemory(
  site: ReviewSite,
  remote: string,
  theirs: string | null,
  dryRun: boolean,
  printIndex: (playbooks: readonly Playbook[]) => string,
): Promise<MemoryExchange | null> {
  const { repository, memoryBranch, options } = site;
  const snapshot = await site.snapshot();
  const ours = snapshot.branchAt;
  if (ours === theirs) return NOTHING;
  const received = theirs === null ? 0 : await countCommits(repository, theirs, ours);
  const waiting = ours === null ? 0 : await countCommits(repository, ours, theirs);
  if (repository.prefix !== '') return { ...NOTHING, action: 'left', received, waiting };
  const counts = { ...NOTHING, received, waiting };
  if (theirs === null || received === 0) return { ...counts, send: ours };
  const base = ours === null ? null : await findBase(repository, ours, theirs);
  const from = ours ?? (await writeRootCommit(repository));
  if (ours !== null && base === null) return { ...counts, action: 'left', problem: unrelated(remote, memoryBranch) };
  const unsafe = await findUnsafe(site, from, theirs);
  if (unsafe !== null) return { ...counts, action: 'left', problem: unsafe };
  let to = theirs;
  if (ours !== null && base !== null && base !== ours) {
    const merged = await mergeMemory(repository, options, remote, { base, ours, theirs }, printIndex);
    if (merged.type === 'conflict')
      return { ...counts, action: 'left', problem: conflict(site, remote, memoryBranch, merged.paths) };
    to = merged.commit;
  }
  const action = to === theirs ? 'forward' : 'joined';
  const send = to === theirs ? null : to;
  // The commit that joins goes there too.
  const done = { ...counts, action, send, waiting: action === 'joined' ? waiting + 1 : waiting } as const;
  if (dryRun) return done;
  try {
    // Without a branch here nothing in a work tree follows it yet, also when the other side's was fetched before.
    const plan = ours === null ? { ...snapshot, tip: null } : snapshot;
    const findings = await moveMemory(repository, memoryBranch, plan, from, to, options.lockSeconds, 'dream: sync');
    return findings === null ? null : { ...done, findings };
  } catch (error) {
    if (!(error instanceof DreamError) || error.kind !== 'refused') throw error;
    const problem = { kind: 'refused' as const, message: error.message, hints: error.hints };
    return { ...counts, action: 'left', problem };
  }
}

async function countCommits(repository: ReviewSite['repository'], of: string, without: string | null): Promise<number> {
  const bounds = without === null ? [of] : [of, `^${without}`];
  const printed = await repository.git.run(['rev-list', '--count', ...bounds, '--']);
  return Number(readParts('rev-list', printed, '\n', /^\d+$/)[0]?.[0] ?? 0);
}

/** What comes from elsewhere is written into work trees: no path of it may leave them, or reach git's own files. */
async function findUnsafe(site: ReviewSite, from: string, to: string): Promise<SyncProblem | null> {
  const { repository, memoryBranch } = site;
  const differences = await readDifferences(repository, from, to);
  const hostile = differences.find(({ path, after }) => after !== null && !isSafePath(path));
  if (hostile !== undefined) {
    const message = `The memory of the remote holds a file with a name that is not allowed: ${hostile.path}.`;
    return { kind: 'failed', message, hints: ['Its memory branch was not taken over. Have that file removed there.'] };
  }
  const special = differences.find((one) =>
    [one.before, one.after].some((entry) => entry?.mode.startsWith('1') === true && !entry.mode.startsWith('100')),
  );
  if (special === undefined) return null;
  const checkouts = await findCheckouts(repository, `refs/heads/${memoryBranch}`).catch(() => []);
  if (checkouts.length === 0) return null;
  const message = `The memory of the remote changes ${special.path}, which is a link or a submodule.`;
  return { kind: 'failed', message, hints: ['Take that over with git itself: git pull, then `dream sync`.'] };
}

/** Whether a path stays where it says on every file system: no step is `.git` in any disguise, or leads elsewhere. */
function isSafePath(path: string): boolean {
  return path.split('/').every((step) => {
    // NTFS drops dots and spaces at the end and reads `name:stream`; HFS+ drops invisible characters.
    const plain = step
      .normalize('NFKC')
      .replaceAll(/[\p{Cf}\p{Cc}]/gu, '')
      .replace(/:.*$/s, '')
      .replace(/(?<![. ])[. ]+$/, '')
      .toLowerCase();
    return plain !== '' && plain !== '.git' && plain !== 'git~1' && !step.includes('\\');
  });
}

function unrelated(remote: string, branch: string): SyncProblem {
  return {
    kind: 'failed',
    message: `The memory branch ${branch} here and at ${remote} have no commit in common, so they were not joined.`,
    hints: [
      `See whether ${remote} is the right remote: git remote -v`,
      `If it is: git pull --no-rebase --allow-unrelated-histories ${remote} ${branch}, then \`dream sync\`.`,
    ],
  };
}

function conflict(site: ReviewSite, remote: string, branch: string, paths: readonly string[]): SyncProblem {
  const few = paths.slice(0, 5).join(', ');
  const more = paths.length > 5 ? ` and ${paths.length - 5} more` : '';
  return {
    kind: 'failed',
    message: `The memory branch ${branch} was changed here and at ${remote} in the same place: ${few}${more}. It was not moved.`,
    hints: [
      `Resolve it with git: git -C ${site.repository.folder} pull --no-rebase ${remote} ${branch}, then edit, \`git add\`, \`git commit\` and \`dream sync\`.`,
    ],
  };
}
