// `dream review list`: what waits, in the order the walk shows it; or what was rejected.
import type { Ledger, TrackedChange } from '../../model/run.ts';
import { loadColours } from '../../terminal/colours.ts';
import { escapeLine, printJson } from '../../terminal/escape.ts';
import { printTable } from '../../terminal/tree.ts';
import { documentTracked } from '../change-document.ts';
import type { ChangeFilter } from '../filter-changes.ts';
import { isFiltered, openFilter } from '../filter-changes.ts';
import { printPending } from '../print-pending.ts';
import { sayAwaited } from '../say-awaited.ts';
import { selectWaiting } from '../select-changes.ts';
import type { Reviewing } from './reviewing.ts';

/**
 * Prints the changes that wait, or with `tombstones` those that were rejected.
 * @returns the exit code
 * @throws DreamError usage for an unknown kind or run
 */
export async function listChanges(reviewing: Reviewing, filter: ChangeFilter, tombstones: boolean): Promise<number> {
  const { store, ledger, ownership, contextOf, memoryFlag, surroundings } = reviewing;
  const { output, globals } = surroundings;
  // One row is one line for what reads a pipe.
  const columns = output.isTTY ? output.columns : Infinity;
  const all = tombstones ? ledger.changes.filter(({ state }) => state === 'rejected') : selectWaiting(ledger);
  const changes = all.filter(openFilter(filter, ledger, ownership));
  const awaited = all.length === 0 ? await sayAwaited(store, ledger, memoryFlag) : null;
  if (globals.json) {
    const contents = await store.readChanges(changes);
    const documents = changes.flatMap((change, at) => {
      const content = contents[at];
      return content === undefined ? [] : [documentTracked(change, content, contextOf(change))];
    });
    output.write(printJson({ version: 1, changes: documents }));
  } else if (awaited !== null) output.write(awaited);
  else if (changes.length === 0 && all.length > 0 && isFiltered(filter)) {
    output.write(`None of ${all.length} fits. \`dream review list${memoryFlag}\` shows all that wait.\n`);
  } else if (tombstones) output.write(printTombstones(changes, ledger, memoryFlag, columns));
  else output.write(printPending(changes, await loadColours(output.colour), memoryFlag, columns));
  return 0;
}

function printTombstones(
  changes: readonly TrackedChange[],
  ledger: Ledger,
  memoryFlag: string,
  columns: number,
): string {
  if (changes.length === 0) return 'Nothing was rejected.\n';
  const last = new Map(
    ledger.decisions.filter(({ verdict }) => verdict === 'rejected').map((one) => [`${one.run}/${one.change}`, one]),
  );
  const rows = changes.map((change) => {
    const decision = last.get(`${change.run}/${change.id}`);
    const why = decision === undefined ? '' : ` (${decision.who}: ${decision.reason})`;
    return [
      change.id,
      decision?.at.slice(0, 10) ?? '',
      escapeLine(change.project),
      escapeLine(`${change.title}${why}`),
    ];
  });
  return `${printTable(rows, '', columns)}\nLift one: dream review revive <change>${memoryFlag}\n`;
}
