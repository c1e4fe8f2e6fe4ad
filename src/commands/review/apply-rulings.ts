// Applies decisions in one go: signed, by somebody who may decide, and with the guard's last look at every byte.
import { EXIT_CODES } from '../../errors.ts';
import { printMemoryIndex } from '../../model/memory-index.ts';
import type { Applied, AppliedReview, ReviewToApply, Ruling } from '../../store/store.ts';
import { printJson } from '../../terminal/escape.ts';
import { findReviewer, redactReasons } from '../find-reviewer.ts';
import { requireOwner } from '../require-owner.ts';
import { makeId } from '../surroundings.ts';
import { makeReport, printReport } from './report.ts';
import type { Reviewing } from './reviewing.ts';

/** Rulings, and the commits that the reviewer named as ones whose origin or high impact they want. */
export interface Rulings {
  readonly rulings: readonly Ruling[];
  readonly trusted: ReadonlySet<string>;
}

/**
 * Applies rulings, prints what became of them.
 * @returns 0 when all were carried out, 5 when the guard refused one, 1 when one was not carried out for another reason
 * @throws DreamError usage when git does not know who decides, refused when they may not
 */
export async function applyRulings(reviewing: Reviewing, decided: Rulings): Promise<number> {
  const { memoryFlag, surroundings } = reviewing;
  const { output, globals, interactive } = surroundings;
  // Whoever reads this by machine gets one decision a line.
  const columns = interactive ? output.columns : Infinity;
  const applied = await decide(reviewing, decided);
  const report = makeReport(applied);
  if (globals.json) output.write(printJson(report));
  else if (!globals.quiet) output.write(printReport(report, decided.rulings, memoryFlag, columns, false));
  return exitCodeOf(applied.results);
}

/** Applies rulings and prints nothing. */
export async function decide(reviewing: Reviewing, { rulings, trusted }: Rulings): Promise<AppliedReview> {
  const { store, config, ownership, memoryFlag, surroundings } = reviewing;
  surroundings.sayWhenInterrupted(
    `Interrupted while writing. Each decision is either written or not; \`dream review list${memoryFlag}\` shows which.`,
  );
  const reviewer = await findReviewer(store, surroundings);
  const binding = rulings.filter(({ verdict }) => verdict !== 'later');
  requireOwner(
    binding.flatMap(({ change }) => ownership.owned(change)),
    reviewer,
    config,
  );
  return store.applyReview({
    id: makeId(surroundings),
    reviewer,
    rulings: (await withoutSecrets(rulings)).map((one) => ({ ...one, trusted: trusted.has(one.change.commit) })),
    printIndex: printMemoryIndex,
    check: checkBytes(trusted),
  });
}

/** The exit code of what became of rulings. */
export function exitCodeOf(results: readonly Applied[]): number {
  if (results.some(({ status }) => status === 'refused')) return EXIT_CODES.refused;
  return results.every(({ status }) => status === 'done') ? 0 : EXIT_CODES.failed;
}

/** The guard's last look: a commit on a branch can be amended by anyone, and a merge makes a text nobody has seen. */
function checkBytes(trusted: ReadonlySet<string>): NonNullable<ReviewToApply['check']> {
  return async ({ change }, { files, current, message }) => {
    const own = new Set([change.path, ...change.removes]);
    const foreign = files.find(({ path }) => !own.has(path));
    if (foreign !== undefined) return `its commit touches ${foreign.path}, which is another playbook`;
    const { findObstacle } = await import('../../guards/check-bytes.ts');
    return findObstacle(files, current, message, trusted.has(change.commit));
  };
}

async function withoutSecrets(rulings: readonly Ruling[]): Promise<readonly Ruling[]> {
  const reasons = await redactReasons(rulings.map(({ reason }) => reason));
  return rulings.map((ruling, index): Ruling => Object.assign({}, ruling, { reason: reasons[index] ?? '' }));
}
