// What does a playbook claim as it was accepted? A decision that is found in git keeps the accepted value, not the one
// that was proposed, so that a later reader of the ledger is told the truth.
import type { ValueKey } from '../model/change.ts';
import { parsePlaybook } from '../model/playbook.ts';
import type { ProposedChange } from '../model/run.ts';
import type { Repository } from './locate-memory.ts';
import type { ObjectReader } from './object-reader.ts';
import { decodeUtf8 } from './read-memory.ts';
import type { StoreOptions } from './store.ts';

/** The value of a change's playbook in a commit; the proposed one where it is not there, or no text of a playbook. */
export async function valueInCommit(
  repository: Repository,
  objects: ObjectReader,
  commit: string,
  change: ProposedChange,
  claimOf: StoreOptions['claimOf'],
): Promise<ValueKey> {
  const object = await objects.read(`${commit}:${repository.prefix}${change.path}`);
  const text = object?.type === 'blob' ? decodeUtf8(object.bytes) : null;
  const parsed = text === null ? null : parsePlaybook(text, change.path);
  return parsed?.ok === true && claimOf !== undefined ? claimOf(parsed.value) : change.value;
}
