// What agents note for themselves: causes, obstacles, rules. Only sentences that name something of this project count.
import type { RemarkObservation } from '../model/observation.ts';
import type { ScreenedSession } from '../model/session.ts';
import type { Miner } from './miner.ts';

export const remarkMiner: Miner = { name: 'remarks', observe: observeRemarks };

function observeRemarks(_session: ScreenedSession): readonly RemarkObservation[] {
  return [];
}
