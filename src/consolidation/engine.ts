// The contract of an engine: what turns evidence into changes. Offline or a model, the same evidence goes in, the same
// kind of plain changes comes out, and the same guards look at them.
import type { Change, Held } from '../model/change.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Ledger, Memory } from '../model/run.ts';

export interface Proposal {
  /** Best first. */
  readonly changes: readonly Change[];
  readonly held: readonly Held[];
}

export interface Engine {
  /** Name and version as trailers show it, such as `offline/1`. */
  readonly name: string;
  /**
   * @param evidence ranked, best first
   * @param memory the accepted playbooks
   * @param ledger what waits for review and what was decided
   */
  propose(evidence: readonly Evidence[], memory: Memory, ledger: Ledger): Promise<Proposal>;
}
