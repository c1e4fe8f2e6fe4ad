// Applies decisions in one go and says what became of each: the same value in words and in `--json`.
import type { Decision } from '../../model/decision.ts';
import type { Finding } from '../../model/finding.ts';
import { printMemoryIndex } from '../../model/memory-index.ts';
import { DreamError } from '../../errors.ts';
import { readReviewer } from '../../store/reviewer.ts';
import type { AppliedReview, Ruling, Store } from '../../store/store.ts';
import { describeFinding } from '../../terminal/describe-finding.ts';
import { escapeBlock, escapeLine, printJson } from '../../terminal/escape.ts';
import type { Surroundings } from '../surroundings.ts';
import { makeId } from '../surroundings.ts';

interface ReviewReport {
  readonly version: 1;
  readonly decisions: readonly Decision[];
  /** The `Refresh index` commit, null when nothing was accepted. */
  readonly indexCommit: string | null;
  /** Files that changed on both sides; `merged` has conflict marks. */
  readonly conflicts: readonly { readonly change: string; readonly path: string; readonly merged: string }[];
  /** Changes that someone else decided first, or whose branch moved. */
  readonly stale: readonly { readonly change: string; readonly path: string; readonly reason: string }[];
  readonly findings: readonly Finding[];
}

/**
 * Applies rulings, prints what became of them.
 * @returns 0 when all were carried out, 1 when one was not
 * @throws DreamError usage when git does not know who decides
 */
export async function applyRulings(
  store: Store,
  rulings: readonly Ruling[],
  surroundings: Surroundings,
): Promise<number> {
  const { output, globals } = surroundings;
  surroundings.sayWhenInterrupted(
    'Interrupted while writing. Each decision is either written or not; `dream review list` shows which.',
  );
  const reviewer = await findReviewer(store, surroundings);
  const applied = await store.applyReview({
    id: makeId(surroundings),
    reviewer,
    rulings: await withoutSecrets(rulings),
    printIndex: printMemoryIndex,
  });
  const report = makeReport(applied);
  if (globals.json) output.write(printJson(report));
  else if (!globals.quiet) output.write(printReport(report, rulings));
  return report.conflicts.length + report.stale.length > 0 ? 1 : 0;
}

function makeReport(applied: AppliedReview): ReviewReport {
  return {
    version: 1,
    decisions: applied.results.flatMap((result) => (result.status === 'done' ? [result.decision] : [])),
    indexCommit: applied.indexCommit,
    conflicts: applied.results.flatMap((result) =>
      result.status === 'conflict'
        ? [{ change: result.change.id, path: result.change.path, merged: result.merged }]
        : [],
    ),
    stale: applied.results.flatMap((result) =>
      result.status === 'stale' ? [{ change: result.change.id, path: result.change.path, reason: result.reason }] : [],
    ),
    findings: applied.findings,
  };
}

const VERDICT_NAMES: Readonly<Record<Decision['verdict'], string>> = {
  accepted: 'Accepted',
  edited: 'Accepted with your words',
  rejected: 'Rejected',
  later: 'Left for later',
  undone: 'Taken back',
  revived: 'Revived',
};

function printReport(report: ReviewReport, rulings: readonly Ruling[]): string {
  const titles = new Map(rulings.map(({ change }) => [change.id, change.title]));
  const title = (id: string): string => escapeLine(`${id} ${titles.get(id) ?? ''}`.trim());
  let text = '';
  for (const decision of report.decisions) {
    const commit = decision.result === null ? '' : ` in commit ${decision.result.slice(0, 12)}`;
    text += `${VERDICT_NAMES[decision.verdict]}: ${title(decision.change)}${commit}\n`;
  }
  for (const { change, reason } of report.stale) text += `Not decided: ${title(change)}: ${escapeLine(reason)}\n`;
  for (const { change, path, merged } of report.conflicts) {
    const lines = escapeBlock(merged).trimEnd().split('\n');
    text += `Conflict, not decided: ${title(change)}\n  ${escapeLine(path)} was changed on both sides:\n`;
    text += lines.map((line) => `  | ${line}\n`).join('');
    text += `  Write the text you want to a file, then: dream review edit ${change} --file <file>\n`;
  }
  for (const finding of report.findings) text += `Note: ${describeFinding(finding)}.\n`;
  if (report.indexCommit !== null) text += `Index refreshed in commit ${report.indexCommit.slice(0, 12)}.\n`;
  return text === '' ? 'Nothing was decided.\n' : text;
}

/** A reason goes into git for good, so it is redacted like everything else. The scanner is loaded only when there is one. */
async function withoutSecrets(rulings: readonly Ruling[]): Promise<readonly Ruling[]> {
  if (rulings.every((ruling) => ruling.reason === '')) return rulings;
  const { redactTexts } = await import('../../secrets/index.ts');
  const reasons = await redactTexts(rulings.map((ruling) => ruling.reason));
  return rulings.map((ruling, index): Ruling => Object.assign({}, ruling, { reason: reasons[index] ?? '' }));
}

async function findReviewer(store: Store, { environment }: Surroundings): Promise<{ name: string; email: string }> {
  const reviewer = await readReviewer(store.folder, environment.git);
  if (reviewer !== null) return reviewer;
  throw new DreamError('usage', 'Git does not know who you are, and every decision is signed.', {
    hints: ['`git config --global user.name "Your Name"`', '`git config --global user.email you@example.com`'],
  });
}
