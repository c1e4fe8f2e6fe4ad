// The walk of `dream review`: one change at a time. Nothing is decided until the end or `q`; an interrupt decides nothing.
import { loadColours } from '../../terminal/colours.ts';
import { countOf } from '../../terminal/tree.ts';
import type { ChangeFilter } from '../filter-changes.ts';
import { isFiltered, openFilter } from '../filter-changes.ts';
import { sayAwaited } from '../say-awaited.ts';
import { selectWaiting } from '../select-changes.ts';
import type { Rulings } from './apply-rulings.ts';
import { decide, exitCodeOf } from './apply-rulings.ts';
import type { Asker } from '../ask-line.ts';
import { findReviewer } from '../find-reviewer.ts';
import { makeAsker } from '../ask-line.ts';
import { makeReport, printReport } from './report.ts';
import { resolveConflicts } from './resolve-conflicts.ts';
import type { Reviewing } from './reviewing.ts';
import { Walk, WHEN_INTERRUPTED } from './walk.ts';

/**
 * Walks through what waits, then applies the decisions in one go.
 * @returns the exit code
 * @throws DreamError usage when git does not know who decides: told before anything is asked
 */
export async function walkChanges(reviewing: Reviewing, filter: ChangeFilter): Promise<number> {
  const { store, ledger, ownership, memoryFlag, surroundings } = reviewing;
  const { output, input } = surroundings;
  const all = selectWaiting(ledger);
  const changes = all.filter(openFilter(filter, ledger, ownership));
  if (changes.length === 0) {
    output.write(
      isFiltered(filter) && all.length > 0
        ? `Of ${countOf(all.length, 'change')} that ${all.length === 1 ? 'waits' : 'wait'}, none fits. Next: dream review list${memoryFlag}\n`
        : ((await sayAwaited(store, ledger, memoryFlag)) ?? `Nothing waits for review. Next: dream run${memoryFlag}\n`),
    );
    return 0;
  }
  const reviewer = await findReviewer(store, surroundings);
  surroundings.sayWhenInterrupted(WHEN_INTERRUPTED);
  const colours = await loadColours(output.colour);
  const asker = makeAsker(input, output.write);
  try {
    const decided = await new Walk(reviewing, changes, reviewer, asker, colours).toEnd();
    if (decided.rulings.length === 0) {
      output.write('Nothing was decided.\n');
      return 0;
    }
    return await applyAll(reviewing, decided, asker);
  } finally {
    asker.close();
  }
}

/** Applies, and goes on with what conflicts until it is resolved or left. */
async function applyAll(reviewing: Reviewing, decided: Rulings, asker: Asker): Promise<number> {
  const { memoryFlag, surroundings } = reviewing;
  let next = decided;
  let code = 0;
  for (;;) {
    const applied = await decide(reviewing, next);
    const conflicts = applied.results.flatMap((result) => (result.status === 'conflict' ? [result] : []));
    const { output } = surroundings;
    const report = makeReport(applied);
    output.write(printReport(report, next.rulings, memoryFlag, output.columns, conflicts.length > 0));
    code = Math.max(code, exitCodeOf(applied.results.filter(({ status }) => status !== 'conflict')));
    if (conflicts.length === 0) return code;
    next = await resolveConflicts(reviewing, asker, conflicts);
    if (next.rulings.length < conflicts.length) {
      surroundings.output.write(
        `${countOf(conflicts.length - next.rulings.length, 'conflict')} left; see \`dream review list${memoryFlag}\`.\n`,
      );
      code = Math.max(code, 1);
    }
    if (next.rulings.length === 0) return code;
  }
}
