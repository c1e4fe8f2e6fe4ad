// `dream review show <change>`: one change as the walk shows it, for who has no terminal or wants to look before naming it.
import { DreamError } from '../../errors.ts';
import { loadColours } from '../../terminal/colours.ts';
import { STATE_NAMES } from '../../terminal/describe-change.ts';
import { printJson } from '../../terminal/escape.ts';
import { documentTracked } from '../change-document.ts';
import type { ChangeFilter } from '../filter-changes.ts';
import { isFiltered } from '../filter-changes.ts';
import { findChange, isWaiting } from '../select-changes.ts';
import { printChange, printSources } from './print-change.ts';
import type { Reviewing } from './reviewing.ts';
import { viewChange } from './view-change.ts';

/**
 * Prints a change of any state with all its evidence.
 * @returns the exit code
 * @throws DreamError usage for an unknown id
 */
export async function showChange(reviewing: Reviewing, id: string, filter: ChangeFilter): Promise<number> {
  const { store, ledger, contextOf, memoryFlag, surroundings } = reviewing;
  const { output, globals } = surroundings;
  if (isFiltered(filter)) throw new DreamError('usage', '--run, --project, --kind and --owner do not go with an id.');
  const change = findChange(ledger, id, () => true, memoryFlag);
  if (globals.json) {
    const document = documentTracked(change, await store.readChange(change), contextOf(change));
    output.write(printJson({ version: 1, changes: [document] }));
    return 0;
  }
  const shown = await viewChange(reviewing, change);
  const view = { columns: output.columns, colour: output.colour, colours: await loadColours(output.colour) };
  const state =
    change.supersededBy === null ? STATE_NAMES[change.state] : `replaced by the newer proposal ${change.supersededBy}`;
  output.write(`${printChange(shown, state, view, Infinity)}\n${printSources(shown, view)}`);
  if (isWaiting(change)) {
    const trust = change.quarantined ? ' --trust' : '';
    output.write(`\nNext: dream review accept ${change.id}${trust}${memoryFlag}, or reject, edit, later\n`);
  }
  return 0;
}
