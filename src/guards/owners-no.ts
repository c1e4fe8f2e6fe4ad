// What no run may touch: playbooks that are pinned, and what `policy.frozen` of dream.yaml names.
import type { Change } from '../model/change.ts';
import { matchesAny, type Policy } from '../model/ownership.ts';
import type { Playbook } from '../model/playbook.ts';

/**
 * Why the owners of a file forbid a change to it, null when they do not. Asked for every file that the change writes.
 * @param known the memory's playbooks by path
 */
export function ownersNo(change: Change, known: ReadonlyMap<string, Playbook>, policy: Policy): string | null {
  const { playbook } = change;
  for (const path of [playbook.path, ...change.removes.map((one) => one.path)]) {
    const current = known.get(path);
    if (current?.pinned === true) return `${path} is pinned: no run may change it`;
    if (matchesAny(policy.frozen, current ?? { ...playbook, path }))
      return `${path} is frozen by \`policy\` in dream.yaml`;
  }
  return null;
}

/** Whether a person has to decide a change by its id (`policy.highStakes`). */
export function isHighStakes(change: Change, known: ReadonlyMap<string, Playbook>, policy: Policy): boolean {
  const { playbook } = change;
  return [playbook, ...change.removes.flatMap(({ path }) => known.get(path) ?? [])].some((one) =>
    matchesAny(policy.highStakes, one),
  );
}
