// Who answers for a change, and what is decided only with care: dream.yaml as it is now, asked about changes of any age.
// Owners are those the file on the memory branch names: a proposal cannot name its own.
import type { Config } from '../config/read-config.ts';
import type { Owned } from '../model/ownership.ts';
import { matchesAny, ownersOf } from '../model/ownership.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Ledger, TrackedChange } from '../model/run.ts';

export interface Ownership {
  /** The playbooks a change writes or removes. */
  readonly owned: (change: TrackedChange) => readonly Owned[];
  /** Everybody who answers for one of them. */
  readonly owners: (change: TrackedChange) => readonly string[];
}

/** @param playbooks as the memory branch has them */
export function openOwnership(config: Pick<Config, 'owners'>, playbooks: readonly Playbook[]): Ownership {
  const byPath = new Map(playbooks.map((playbook) => [playbook.path, playbook]));
  const owned: Ownership['owned'] = (change) =>
    [change.path, ...change.removes].map((path) => {
      const playbook = byPath.get(path);
      return playbook ?? { path, project: change.project };
    });
  return {
    owned,
    owners: (change) => [...new Set(owned(change).flatMap((one) => ownersOf(one, config.owners)))],
  };
}

/** The ledger with `high-stakes` on every change that `policy.highStakes` is about, whenever it was proposed. */
export function flagHighStakes(ledger: Ledger, ownership: Ownership, config: Pick<Config, 'policy'>): Ledger {
  const { highStakes } = config.policy;
  if (highStakes.length === 0) return ledger;
  const flag = (change: TrackedChange): TrackedChange =>
    ownership.owned(change).some((one) => matchesAny(highStakes, one))
      ? { ...change, flags: [...new Set([...change.flags, 'high-stakes' as const])] }
      : change;
  return { ...ledger, changes: ledger.changes.map(flag) };
}
