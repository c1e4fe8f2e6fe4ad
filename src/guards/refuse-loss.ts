// A run may not forget much at once (memory.md): one that would remove or shrink more than a quarter of the memory is
// refused as a whole, whichever engine proposed it.
import type { GuardedChange } from '../model/change.ts';
import { parsePlaybook, type Playbook } from '../model/playbook.ts';

/** Share of the playbooks, and of the bytes of their bodies, that one run may take away. */
const MAX_LOSS = 0.25;

/** What a run would take from the memory. */
export interface Loss {
  /** Paths of playbooks that would go. */
  readonly removed: readonly string[];
  /** Paths of playbooks that would stay and say less. */
  readonly shrunk: readonly string[];
  readonly playbooks: number;
  readonly bytesCut: number;
  readonly bytes: number;
}

/**
 * What the changes of one run take away together, null when that is little: up to a quarter of the playbooks and of the
 * bytes of their bodies. One playbook alone is always little.
 */
export function findLoss(changes: readonly GuardedChange[], playbooks: readonly Playbook[]): Loss | null {
  const known = new Map(playbooks.map((one) => [one.path, one]));
  const removed: string[] = [];
  const shrunk: string[] = [];
  let bytesCut = 0;
  for (const { change, files } of changes) {
    let cut = 0;
    for (const { path, text } of files) {
      const before = sizeOf(known.get(path));
      const after = text === null ? 0 : sizeOfText(text, path);
      // What a merge takes out of one file it puts into another.
      cut += before - (known.has(path) || change.removes.length > 0 ? after : before);
      if (text === null && known.has(path)) removed.push(path);
      else if (after < before && known.has(path)) shrunk.push(path);
    }
    bytesCut += Math.max(0, cut);
  }
  const bytes = playbooks.reduce((sum, one) => sum + sizeOf(one), 0);
  if (removed.length + shrunk.length <= 1) return null;
  if (removed.length <= playbooks.length * MAX_LOSS && bytesCut <= bytes * MAX_LOSS) return null;
  return { removed, shrunk, playbooks: playbooks.length, bytesCut, bytes };
}

function sizeOf(playbook: Playbook | undefined): number {
  return playbook === undefined ? 0 : Buffer.byteLength(playbook.body);
}

function sizeOfText(text: string, path: string): number {
  const parsed = parsePlaybook(text, path);
  return parsed.ok ? sizeOf(parsed.value) : 0;
}
