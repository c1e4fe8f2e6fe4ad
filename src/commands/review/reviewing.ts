// What every part of `dream review` works with: the memory as it was when the command began, and who asks.
import type { Config } from '../../config/read-config.ts';
import type { Ledger, TrackedChange } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';
import type { ChangeContext } from '../change-context.ts';
import { openContext } from '../change-context.ts';
import { nameMemory } from '../name-memory.ts';
import { openMemory, tellFindings } from '../open-memory.ts';
import type { Ownership } from '../own-changes.ts';
import { flagHighStakes, openOwnership } from '../own-changes.ts';
import type { Surroundings } from '../surroundings.ts';

export interface Reviewing {
  readonly store: Store;
  readonly config: Config;
  /** With the flags that dream.yaml gives changes now. */
  readonly ledger: Ledger;
  readonly ownership: Ownership;
  readonly contextOf: (change: TrackedChange) => ChangeContext;
  /** ` --memory <dir>` for commands that are printed, or empty. */
  readonly memoryFlag: string;
  readonly surroundings: Surroundings;
}

/**
 * Opens the memory for a review.
 * @param writes whether decisions may be written: then what people did with plain git is recorded first, so that
 *   nothing is shown that was decided already
 */
export async function openReview(config: Config, surroundings: Surroundings, writes: boolean): Promise<Reviewing> {
  const store = await openMemory(config, surroundings, false);
  tellFindings(store.findings, surroundings);
  if (writes) tellFindings(await store.recover(), surroundings);
  const { playbooks } = await store.readMemory();
  const ownership = openOwnership(config, playbooks);
  const ledger = flagHighStakes(await store.readLedger(), ownership, config);
  return {
    store,
    config,
    ledger,
    ownership,
    contextOf: openContext(ledger, playbooks, ownership),
    memoryFlag: nameMemory(config, surroundings.cwd),
    surroundings,
  };
}
