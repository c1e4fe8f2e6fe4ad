// Which changes a reviewer wants to look at: by run, project, kind and owner.
import { DreamError } from '../errors.ts';
import { isOwner } from '../model/ownership.ts';
import { PLAYBOOK_KINDS } from '../model/playbook.ts';
import type { Ledger, TrackedChange } from '../model/run.ts';
import { escapeLine } from '../terminal/escape.ts';
import type { Ownership } from './own-changes.ts';

/** Options of the command line, as typed. Projects and kinds: any of them. */
export interface ChangeFilter {
  readonly run?: string;
  readonly project?: readonly string[];
  readonly kind?: readonly string[];
  readonly owner?: string;
}

/** Whether anything was asked for. */
export function isFiltered(filter: ChangeFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

/**
 * Whether a change is one of those that were asked for.
 * @throws DreamError usage for a run or a kind that does not exist
 */
export function openFilter(
  { run, project, kind, owner }: ChangeFilter,
  ledger: Ledger,
  ownership: Ownership,
): (change: TrackedChange) => boolean {
  const unknown = kind?.find((name) => !PLAYBOOK_KINDS.some((one) => one === name));
  if (unknown !== undefined) {
    throw new DreamError('usage', `There is no kind \`${escapeLine(unknown)}\`.`, {
      hints: [`Kinds: ${PLAYBOOK_KINDS.join(', ')}.`],
    });
  }
  if (run !== undefined && !ledger.runs.some((one) => one.id === run)) {
    throw new DreamError('usage', `There is no run ${escapeLine(run)}.`);
  }
  return (change) =>
    (run === undefined || change.run === run) &&
    (project?.includes(change.project) ?? true) &&
    (kind?.includes(change.kind) ?? true) &&
    (owner === undefined || isOwner({ email: owner }, ownership.owners(change)));
}
