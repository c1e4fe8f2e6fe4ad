// A fresh clone: git brings the playbooks, but the ledger stays at the remote until `dream sync`. Who looks for what
// waits there must not be told that nothing does.
import type { Ledger } from '../model/run.ts';
import type { Store } from '../store/store.ts';
import { escapeLine } from '../terminal/escape.ts';

/** @returns the sentence that stands in place of "nothing waits", null where the ledger is here or nowhere to be had */
export async function sayAwaited(store: Store, ledger: Ledger, memoryFlag: string): Promise<string | null> {
  const remote = ledger.commit === null ? await store.awaitedRemote() : null;
  if (remote === null) return null;
  const fetches = `dream sync${memoryFlag} fetches it from ${escapeLine(remote)}`;
  return `The ledger is not in this clone yet, so nothing is known of what waits. Next: ${fetches}; if there is none, dream run${memoryFlag} begins it.\n`;
}
