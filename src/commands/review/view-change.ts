// Everything about one change that a screen needs, read from the store.
import type { TrackedChange } from '../../model/run.ts';
import type { ChangeContent, MergedChange } from '../../store/store.ts';
import type { ChangeContext } from '../change-context.ts';
import { isWaiting } from '../select-changes.ts';
import type { Reviewing } from './reviewing.ts';

export interface ShownChange {
  readonly change: TrackedChange;
  /** The bytes of its commit. */
  readonly content: ChangeContent;
  readonly context: ChangeContext;
  /** What accepting makes of a file that has changed since; null where it has not, and for decided changes. */
  readonly merged: MergedChange | null;
}

export async function viewChange({ store, contextOf }: Reviewing, change: TrackedChange): Promise<ShownChange> {
  const stale = isWaiting(change) && change.flags.includes('stale-base');
  return {
    change,
    content: await store.readChange(change),
    context: contextOf(change),
    merged: stale ? await store.mergeChange(change) : null,
  };
}
