// What a run did, as one value: `--json` prints it as it is, the summary prints it in words, so they cannot disagree.
import type { DreamResult } from '../../dream.ts';
import type { HeldReason } from '../../model/change.ts';
import type { Finding } from '../../model/finding.ts';
import type { SessionCounts, Usage } from '../../model/run.ts';
import { groupBy } from '../../terminal/tree.ts';
import type { ChangeDocument } from '../change-document.ts';
import { documentProposal } from '../change-document.ts';

export interface RunReport {
  readonly version: 1;
  readonly run: {
    readonly id: string;
    /** Null when nothing is proposed. */
    readonly branch: string | null;
    readonly base: string;
    readonly engine: string;
    readonly startedAt: string;
    readonly endedAt: string;
    readonly usage: Usage;
    readonly outcome: DreamResult['outcome'];
    readonly memoryBranch: string;
    /** The memory folder, absolute. */
    readonly memory: string;
    /** What a rebuild was made from, null for a run over logs. */
    readonly rebuilt: DreamResult['rebuilt'];
  };
  readonly sessions: SessionCounts;
  readonly changes: readonly ChangeDocument[];
  readonly held: readonly HeldCount[];
  readonly findings: readonly Finding[];
  readonly known: DreamResult['known'];
}

interface HeldCount {
  readonly reason: HeldReason;
  readonly count: number;
  /** With `--verbose`; always for `not-followed`. */
  readonly items?: readonly {
    readonly title: string;
    readonly project: string;
    readonly sessions: number;
    readonly detail: string;
  }[];
}

/**
 * Makes the report of a run.
 * @param verbose true to name what was held, not only count it
 */
export function makeRunReport(result: DreamResult, memory: string, verbose: boolean): RunReport {
  const { record } = result;
  const held = [...groupBy(result.held, (one) => one.reason)].map(([reason, of]): HeldCount => {
    // A rule that people wrote down and that is broken all the same is told by name in every run.
    if (!verbose && reason !== 'not-followed') return { reason, count: of.length };
    const items = of.map(({ title, project, sessions, detail }) => ({ title, project, sessions, detail }));
    return { reason, count: of.length, items };
  });
  return {
    version: 1,
    run: {
      id: record.id,
      branch: record.branch,
      base: record.base,
      engine: record.engine,
      startedAt: record.startedAt,
      endedAt: record.endedAt,
      usage: record.usage,
      outcome: result.outcome,
      memoryBranch: record.memoryBranch,
      memory,
      rebuilt: result.rebuilt,
    },
    sessions: record.sessions,
    changes: result.changes.map(({ guarded, commit }) => documentProposal(guarded, commit)),
    held,
    findings: result.findings,
    known: result.known,
  };
}
