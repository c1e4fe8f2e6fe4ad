// What became of the decisions of a review: the same value in words and in `--json`.
import type { Decision } from '../../model/decision.ts';
import type { Finding } from '../../model/finding.ts';
import type { AppliedReview, Ruling } from '../../store/store.ts';
import { printBehindBar } from '../../terminal/behind-bar.ts';
import { describeFinding } from '../../terminal/describe-finding.ts';
import { escapeLine } from '../../terminal/escape.ts';
import { wrapWords } from '../../terminal/wrap.ts';

export interface ReviewReport {
  readonly version: 1;
  readonly decisions: readonly Decision[];
  /** The `Refresh index` commit, null when nothing was accepted. */
  readonly indexCommit: string | null;
  /** Files that changed on both sides; `merged` has conflict marks. */
  readonly conflicts: readonly { readonly change: string; readonly path: string; readonly merged: string }[];
  /** Changes that someone else decided first, or whose branch moved. */
  readonly stale: readonly Undecided[];
  /** Changes whose bytes the guard does not let into the memory. */
  readonly refused: readonly Undecided[];
  readonly findings: readonly Finding[];
}

interface Undecided {
  readonly change: string;
  readonly path: string;
  readonly reason: string;
}

export function makeReport({ results, indexCommit, findings }: AppliedReview): ReviewReport {
  const undecided = (status: 'stale' | 'refused'): Undecided[] =>
    results.flatMap((result) =>
      result.status === status ? [{ change: result.change.id, path: result.change.path, reason: result.reason }] : [],
    );
  return {
    version: 1,
    decisions: results.flatMap((result) => (result.status === 'done' ? [result.decision] : [])),
    indexCommit,
    conflicts: results.flatMap((result) =>
      result.status === 'conflict'
        ? [{ change: result.change.id, path: result.change.path, merged: result.merged }]
        : [],
    ),
    stale: undecided('stale'),
    refused: undecided('refused'),
    findings,
  };
}

/** Past tense, as the report has it. */
const VERDICT_NAMES: Readonly<Record<Decision['verdict'], string>> = {
  accepted: 'Accepted',
  edited: 'Accepted with your words',
  rejected: 'Rejected',
  later: 'Left for later',
  undone: 'Taken back',
  revived: 'Revived',
};

/**
 * @param memoryFlag for the commands it names
 * @param columns of the terminal; sentences are wrapped to it
 * @param resolvable whether a conflict is resolved right after this, so that its text need not be shown here
 */
export function printReport(
  report: ReviewReport,
  rulings: readonly Ruling[],
  memoryFlag: string,
  columns: number,
  resolvable: boolean,
): string {
  const titles = new Map(rulings.map(({ change }) => [change.id, change.title]));
  const title = (id: string): string => escapeLine(`${id} ${titles.get(id) ?? ''}`.trim());
  const wrap = (line: string): string => `${wrapWords(line, columns, '  ')}\n`;
  let text = '';
  for (const decision of report.decisions) {
    const commit = decision.result === null ? '' : ` in commit ${decision.result.slice(0, 12)}`;
    text += wrap(`${VERDICT_NAMES[decision.verdict]}: ${title(decision.change)}${commit}`);
  }
  for (const { change, reason } of report.stale) text += wrap(`Not decided: ${title(change)}: ${escapeLine(reason)}`);
  for (const { change, reason } of report.refused)
    text += wrap(`Refused, not decided: ${title(change)}: ${escapeLine(reason)}`);
  for (const { change, path, merged } of report.conflicts) {
    text += wrap(`Conflict, not decided: ${title(change)}`);
    text += `  ${wrapWords(`${escapeLine(path)} was changed on both sides${resolvable ? '.' : ':'}`, columns - 2, '  ')}\n`;
    if (resolvable) continue;
    text += `${printBehindBar(merged.trimEnd(), columns)}\n`;
    text += `  Write the text you want to a file, then: dream review edit ${change} --file <file>${memoryFlag}\n`;
  }
  for (const finding of report.findings) text += wrap(`Note: ${describeFinding(finding)}.`);
  if (report.indexCommit !== null) text += `Index refreshed in commit ${report.indexCommit.slice(0, 12)}.\n`;
  return text === '' ? 'Nothing was decided.\n' : text;
}
