// `dream review list`: what waits, in the order the walk shows it; or what was rejected.
import { DreamError } from '../../errors.ts';
import { PLAYBOOK_KINDS } from '../../model/playbook.ts';
import type { Ledger, TrackedChange } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';
import { loadColours } from '../../terminal/colours.ts';
import { escapeLine, printJson } from '../../terminal/escape.ts';
import { printTable } from '../../terminal/tree.ts';
import { documentTracked } from '../change-document.ts';
import { printPending } from '../print-pending.ts';
import { selectWaiting } from '../select-changes.ts';
import type { Surroundings } from '../surroundings.ts';

export interface ListOptions {
  readonly run?: string;
  readonly project?: string;
  readonly kind?: string;
  readonly tombstones?: boolean;
}

/**
 * Prints the changes that wait.
 * @returns the exit code
 * @throws DreamError usage for an unknown kind or run
 */
export async function listChanges(
  store: Store,
  ledger: Ledger,
  options: ListOptions,
  { output, globals }: Surroundings,
  memoryFlag: string,
): Promise<number> {
  if (options.kind !== undefined && !PLAYBOOK_KINDS.some((kind) => kind === options.kind)) {
    throw new DreamError('usage', `There is no kind \`${escapeLine(options.kind)}\`.`, {
      hints: [`Kinds: ${PLAYBOOK_KINDS.join(', ')}.`],
    });
  }
  if (options.run !== undefined && !ledger.runs.some((run) => run.id === options.run)) {
    throw new DreamError('usage', `There is no run ${escapeLine(options.run)}.`);
  }
  const all =
    options.tombstones === true
      ? ledger.changes.filter((change) => change.state === 'rejected')
      : selectWaiting(ledger);
  const changes = all.filter(
    (change) =>
      (options.run === undefined || change.run === options.run) &&
      (options.project === undefined || change.project === options.project) &&
      (options.kind === undefined || change.kind === options.kind),
  );
  if (globals.json) {
    const documents = [];
    for (const change of changes) documents.push(documentTracked(change, await store.readChange(change)));
    output.write(printJson({ version: 1, changes: documents }));
    return 0;
  }
  if (options.tombstones === true) output.write(printTombstones(changes, ledger));
  else output.write(printPending(changes, await loadColours(output.colour), memoryFlag));
  return 0;
}

function printTombstones(changes: readonly TrackedChange[], ledger: Ledger): string {
  if (changes.length === 0) return 'Nothing was rejected.\n';
  const rows = changes.map((change) => {
    const decision = ledger.decisions.findLast((one) => one.change === change.id && one.verdict === 'rejected');
    const why = decision === undefined ? '' : ` (${decision.who}: ${decision.reason})`;
    return [change.id, escapeLine(change.project), escapeLine(`${change.title}${why}`)];
  });
  return `${printTable(rows)}\nLift one: dream review revive <change>\n`;
}
