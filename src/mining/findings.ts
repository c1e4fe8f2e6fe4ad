// Telling lines inside long outputs: what linters, compilers and test runs name, not the run as a whole.
import type { FindingObservation } from '../model/observation.ts';
import type { ScreenedSession } from '../model/session.ts';
import type { Miner } from './miner.ts';

export const findingMiner: Miner = { name: 'findings', observe: observeFindings };

function observeFindings(_session: ScreenedSession): readonly FindingObservation[] {
  return [];
}
