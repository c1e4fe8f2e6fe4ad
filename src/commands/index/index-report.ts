// What `dream index` found or did, as one value: `--json` prints it as it is.
import type { Finding } from '../../model/finding.ts';
import type { IndexState } from '../../store/store.ts';

export interface IndexReport {
  readonly version: 1;
  readonly action: 'check' | 'write' | 'commit';
  /** Whether the index is what it should be now; for `write` and `commit` whether everything stale was refreshed. */
  readonly ok: boolean;
  readonly branch: string;
  /** Tip of the memory branch, null while it is unborn. */
  readonly commit: string | null;
  readonly playbooks: number;
  /** What was stale, with the lines that are missing there and those that should not be. */
  readonly stale: readonly {
    readonly path: string;
    readonly missing: readonly string[];
    readonly extra: readonly string[];
  }[];
  readonly written: readonly string[];
  /** Stale files that the user has changed. */
  readonly kept: readonly { readonly path: string; readonly problem: string }[];
  /** Files that cannot be refreshed. */
  readonly problems: readonly { readonly path: string; readonly problem: string }[];
  /** The `Refresh index` commit, null when none was made. */
  readonly indexCommit: string | null;
  readonly findings: readonly Finding[];
}

/** @param done what was written, for the actions that write */
export function makeIndexReport(
  action: IndexReport['action'],
  state: IndexState,
  done: Partial<Pick<IndexReport, 'written' | 'kept' | 'indexCommit' | 'findings'>> = {},
): IndexReport {
  const { branch, commit, playbooks, problems } = state;
  const kept = done.kept ?? [];
  const mended = action === 'check' ? state.stale.length === 0 : kept.length === 0;
  return {
    version: 1,
    action,
    ok: mended && problems.length === 0,
    branch,
    commit,
    playbooks,
    stale: state.stale.map(({ path, before, after }) => ({
      path,
      missing: linesOnlyIn(after, before ?? ''),
      extra: linesOnlyIn(before ?? '', after),
    })),
    written: done.written ?? [],
    kept,
    problems,
    indexCommit: done.indexCommit ?? null,
    findings: done.findings ?? [],
  };
}

function linesOnlyIn(text: string, other: string): readonly string[] {
  const known = new Set(other.split('\n'));
  return text.split('\n').filter((line) => !known.has(line));
}
