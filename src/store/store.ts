// The contract of the store: memory, ledger, runs and decisions, with git behind it. The rest of the code sees only
// this file; nothing outside store/ knows git.
import type { FileWrite, GuardedChange, ValueKey } from '../model/change.ts';
import type { Decision } from '../model/decision.ts';
import type { Finding } from '../model/finding.ts';
import type { Observation, SessionRecord } from '../model/observation.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Owners } from '../model/ownership.ts';
import type { Ledger, Memory, RunRecord, TrackedChange } from '../model/run.ts';
import type { AppliedUndo, UndoPlan, UndoRequest, UndoToApply } from './undoing.ts';
import type { SyncRequest, Synced } from './synced.ts';

export type { Publication, SyncProblem, SyncRequest, Synced } from './synced.ts';

export interface StoreOptions {
  /** The memory folder: a repository, a folder inside one, or (with `create`) absent or empty. Absolute. */
  readonly folder: string;
  /** True for `dream run` and `dream init`: an absent or empty folder becomes a repository of its own. */
  readonly create: boolean;
  /** `branch:` of dream.yaml, null when not set. */
  readonly branch: string | null;
  /** `branchPrefix:` of dream.yaml; run branches are `<prefix>/<run id>`. */
  readonly branchPrefix: string;
  /** Author of proposed commits, `Name <email>`. */
  readonly author: string;
  /** The environment git may see, as config/ read it: PATH, HOME, SSH agent and the like; never inherited `GIT_*`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly now: () => Date;
  /** Seconds to wait for a reference or an index that another process has locked; 30 when absent. */
  readonly lockSeconds?: number;
  /** What calls over the network see: all that the user's own git would. The above when absent. */
  readonly network?: Readonly<Record<string, string>>;
  /** Seconds a remote may stay silent; ten minutes when absent. */
  readonly networkSeconds?: number;
  /** Seconds after which a silent git process counts as hung; when absent 60, and 600 where its work grows with the repository. */
  readonly gitSeconds?: number;
  /** What a playbook claims, for decisions that are found in git with other words than were proposed; absent, the proposed value is kept. */
  readonly claimOf?: (playbook: Playbook) => Promise<ValueKey>;
  /** Where people's words are kept: in the ledger, or only on this machine; the ledger when absent. */
  readonly quotes?: 'ledger' | 'local';
  /** The owners' file of the git host, kept up to date beside the index; null or absent when none is wanted. */
  readonly codeowners?: OwnersFile | null;
}

/** What `dream.yaml` says about the file that git hosts read owners from. */
export interface OwnersFile {
  /** Relative to the top of the repository. */
  readonly file: string;
  readonly owners: Owners;
  /** Patterns of what is decided only with care. */
  readonly highStakes: readonly string[];
}

/** What the files made from the playbooks say on the memory branch, and what they should say. */
export interface IndexState {
  /** The memory branch, without `refs/heads/`, and its tip; null while it is unborn. */
  readonly branch: string;
  readonly commit: string | null;
  /** How many playbooks the memory holds. */
  readonly playbooks: number;
  /** Paths relative to the top of the repository. */
  readonly stale: readonly { readonly path: string; readonly before: string | null; readonly after: string }[];
  /** Files that cannot be refreshed, and why. */
  readonly problems: readonly { readonly path: string; readonly problem: string }[];
}

/** What `dream index` did in the work tree. */
export interface WrittenIndex extends IndexState {
  readonly written: readonly string[];
  /** Stale files that stay as they are, because the user has changed them. */
  readonly kept: readonly { readonly path: string; readonly problem: string }[];
}

/** What `dream index --commit` did. */
export interface IndexCommit extends IndexState {
  /** The `Refresh index` commit, null when nothing was stale. */
  readonly indexCommit: string | null;
  readonly findings: readonly Finding[];
}

/** Who decides, as git knows them. */
export interface Reviewer {
  readonly name: string;
  readonly email: string;
}

/** Everything one run writes, in one go. */
export interface RunToWrite {
  readonly record: RunRecord;
  /** Best first. Quarantined ones are committed apart, under `refs/dream/quarantine/<run id>`. */
  readonly changes: readonly GuardedChange[];
  readonly sessions: readonly SessionRecord[];
  /** By session key. */
  readonly observations: ReadonlyMap<string, readonly Observation[]>;
}

export interface WrittenRun {
  /** The record as the ledger has it: its start is moved on where the clock ran back. */
  readonly record: RunRecord;
  /** Full commit ids by change id. */
  readonly commits: ReadonlyMap<string, string>;
}

/** What a reviewer decided about one change. */
export interface Ruling {
  readonly change: TrackedChange;
  readonly verdict: 'accepted' | 'edited' | 'rejected' | 'later' | 'revived';
  readonly reason: string;
  /** True when the reviewer wants it whatever its origin or impact is; the decision and its commit say so. */
  readonly trusted?: boolean;
  /** The guarded replacement when the verdict is `edited`, else null. */
  readonly edited: GuardedChange | null;
  /**
   * The playbook's text on the memory branch that the edited text was written over, null for none: what others changed
   * since is merged in. Absent, the edited text replaces what is there.
   */
  readonly over?: string | null;
}

/** The bytes an accept is about to write. */
export interface AcceptedBytes {
  /** Paths relative to the memory folder. */
  readonly files: readonly FileWrite[];
  /** The same files as they stand, where that is what the change was made from; null where it is not, or none is there. */
  readonly current: readonly FileWrite[];
  /** Without the trailers that say who decided. */
  readonly message: string;
}

export interface ReviewToApply {
  /** Unique id of this review, made at the top. */
  readonly id: string;
  readonly reviewer: Reviewer;
  readonly rulings: readonly Ruling[];
  /** Prints `MEMORY.md` from the playbooks the memory holds after the review. */
  readonly printIndex: (playbooks: readonly Playbook[]) => string;
  /**
   * The guard's last look at what is about to be written, whoever made it: a run, an amended commit, a merge, an editor.
   * @returns in a few words why it may not be written, null when it may
   */
  readonly check?: (ruling: Ruling, bytes: AcceptedBytes) => Promise<string | null>;
}

/** What became of one ruling. */
export type Applied =
  | { readonly status: 'done'; readonly decision: Decision }
  /** The file changed on both sides; nothing was written. `merged` is the file with conflict marks, `current` the memory's. */
  | {
      readonly status: 'conflict';
      readonly change: TrackedChange;
      readonly merged: string;
      readonly current: string | null;
    }
  /** The guard refused what would have been written. */
  | { readonly status: 'refused'; readonly change: TrackedChange; readonly reason: string }
  /** Someone decided first, or the run's branch moved since it was shown. */
  | { readonly status: 'stale'; readonly change: TrackedChange; readonly reason: string };

export interface AppliedReview {
  readonly results: readonly Applied[];
  /** The `Refresh index` commit, null when nothing was accepted. */
  readonly indexCommit: string | null;
  readonly findings: readonly Finding[];
}

/** The exact bytes of a proposed change, read from its commit. */
export interface ChangeContent {
  /** Text on the run's base, null when the change adds the file. */
  readonly before: string | null;
  /** Text the change proposes, null when it removes the file. */
  readonly after: string | null;
  readonly message: string;
}

/** What accepting a change would make of its playbook now. */
export interface MergedChange {
  /** The playbook's text on the memory branch, null when it is not there. */
  readonly current: string | null;
  /** Null when accepting removes it; with conflict marks when `clean` is false. */
  readonly merged: string | null;
  readonly clean: boolean;
}

/** One commit of the memory branch that touched a file. */
export interface HistoryEntry {
  readonly commit: string;
  readonly author: string;
  readonly committer: string;
  /** ISO 8601 with the committer's zone. */
  readonly at: string;
  readonly message: string;
}

/** A file as one commit left it. */
export interface FileVersion extends HistoryEntry {
  /** The commits before it that touched the file. */
  readonly parents: readonly string[];
  /** Null where the commit removed it. */
  readonly text: string | null;
}

/** A commit that a person named. */
export interface Revision {
  readonly commit: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** What the name was taken for: `branch main`, `change 3f9a2b1c`. */
  readonly as: string;
}

/** The memory branch at a time. */
export type PastMemory =
  | { readonly status: 'found'; readonly revision: Revision }
  /** It began later; `shallow` when this clone does not have all of it. */
  | { readonly status: 'before'; readonly began: string | null; readonly shallow: boolean }
  /** The branch has no commit yet. */
  | { readonly status: 'none' };

/** A file that agents of the project load. */
export interface InstructionFile {
  readonly name: string;
  readonly text: string;
}

export interface Store {
  /** The memory folder, absolute. */
  readonly folder: string;
  /** Findings of opening: a journal that was finished or rolled back, a missing run branch that was restored, plain-git decisions that were recorded. */
  readonly findings: readonly Finding[];
  /** Where the words of what is written from now on are kept. */
  readonly quotes: 'ledger' | 'local';
  /** True when opening made the repository. */
  readonly created: boolean;
  /** The memory branch's tip. Reads only. */
  readMemory(): Promise<Memory>;
  /**
   * What the project around the memory tells its agents, as committed on the memory branch; empty for a memory in a
   * repository of its own. Reads only.
   */
  readInstructions(): Promise<readonly InstructionFile[]>;
  /** The ledger and where every change stands. Reads only. */
  readLedger(): Promise<Ledger>;
  /** The commit a run must start from: the memory branch's tip, or on an unborn branch the fixed empty root commit. Writes at most an unreferenced object. */
  baseCommit(): Promise<string>;
  /**
   * What a crash, another machine or plain git left to be done: finishes or rolls back journals, creates missing run branches,
   * records what people did with plain git. Every writing command calls it first.
   */
  recover(): Promise<readonly Finding[]>;
  /**
   * Writes a run: all objects, then the ledger by compare-and-swap with `expected`, then the refs that follow from it.
   * @returns null when the ledger moved meanwhile and nothing was written: read again, plan again, try again
   */
  writeRun(run: RunToWrite, expected: string | null): Promise<WrittenRun | null>;
  /** One line about a run that wrote nothing, in `.git/dream/runs.log`. */
  noteIdleRun(line: string): Promise<void>;
  /** Applies a review in one go (memory.md, "Deciding"). */
  applyReview(review: ReviewToApply): Promise<AppliedReview>;
  /**
   * What an undo would do: which commits, and what stands in the way. Reads only.
   * @throws DreamError (`usage`) for what is not known, is not accepted, or was taken back already
   */
  planUndo(request: UndoRequest): Promise<UndoPlan>;
  /** Carries out an undo as far as its plan still holds, as commits on the memory branch (memory.md, "Deciding"). */
  applyUndo(undo: UndoToApply): Promise<AppliedUndo>;
  /** Those of the commits that the memory branch does not hold in its history. Reads only. */
  findLostCommits(commits: readonly string[]): Promise<ReadonlySet<string>>;
  /** Compares the index (and the owners' file) as committed with the playbooks. Reads only. */
  readIndexState(printIndex: ReviewToApply['printIndex']): Promise<IndexState>;
  /** Writes what is stale into the work tree of the memory folder, only where the user has changed nothing. */
  writeIndex(printIndex: ReviewToApply['printIndex']): Promise<WrittenIndex>;
  /** Commits what is stale on the memory branch. */
  commitIndex(printIndex: ReviewToApply['printIndex']): Promise<IndexCommit>;
  readChange(change: Pick<TrackedChange, 'commit' | 'path'>): Promise<ChangeContent>;
  /** The same of many, in their order, at the price of one process. */
  readChanges(changes: readonly Pick<TrackedChange, 'commit' | 'path'>[]): Promise<readonly ChangeContent[]>;
  /** The change merged with the playbook as the memory branch has it now. Reads only. */
  mergeChange(change: Pick<TrackedChange, 'commit' | 'path'>): Promise<MergedChange>;
  /**
   * Commits of the memory branch that touched a file, oldest first.
   * @param path empty for everything in the memory folder
   * @param from a commit to begin at instead of the branch's tip
   */
  readHistory(path: string, from?: string | null): Promise<readonly HistoryEntry[]>;
  /** The file as each of those commits left it, parents before children. */
  readVersions(path: string, from?: string | null): Promise<readonly FileVersion[]>;
  /** The commit that a revision as a person types it means; null when there is none. Reads only. */
  resolveRevision(text: string): Promise<Revision | null>;
  /** The memory branch as it was at a time. Reads only. */
  findRevisionAt(time: Date): Promise<PastMemory>;
  /** The memory as one commit has it, empty for null. Reads only. */
  readMemoryAt(commit: string | null): Promise<Memory>;
  /** Where the logs of sessions lay on this machine when they were read last, by session key; only a hint. */
  readLogPlaces(): Promise<ReadonlyMap<string, string>>;
  /** Remembers that on this machine. Never fails. */
  noteLogPlaces(places: ReadonlyMap<string, string>): Promise<void>;
  /**
   * Exchanges ledger, run branches and, in a repository of its own, the memory branch with a remote.
   * @throws DreamError (`usage`) without a remote, `failed` when it cannot be reached, `busy` when others kept writing
   */
  sync(request: SyncRequest): Promise<Synced>;
  /** @throws DreamError (`usage`) when `sync` would find no remote to exchange with. Reads only. */
  requireRemote(remote: string | null): Promise<void>;
  /** The remote a ledger can be fetched from while none is here, as in a fresh clone; null otherwise. Reads only. */
  awaitedRemote(): Promise<string | null>;
}
