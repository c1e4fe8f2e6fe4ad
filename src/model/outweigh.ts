// When may a claim be proposed again that a person turned down? One rule for what a run proposes and for what waits.
import type { Decision } from './decision.ts';
import { originRank, readOrigin } from './origin.ts';
import type { ProposedChange } from './run.ts';

/**
 * Whether what speaks for a change is better than what spoke for a claim when it was rejected: sessions after the
 * rejection, more of them, and of a higher origin (memory.md, "Tombstones").
 */
export function outweighs(change: Pick<ProposedChange, 'support' | 'trust'>, rejection: Decision): boolean {
  const newer = change.support.last > rejection.at.slice(0, 10) && change.support.sessions > rejection.sessions;
  return newer && originRank(readOrigin(change.trust)) < originRank(readOrigin(rejection.trust));
}
