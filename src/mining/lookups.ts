// What the agent looked up: files that were there, and files that were not, with what it opened instead.
import type { LookupObservation } from '../model/observation.ts';
import type { ScreenedSession } from '../model/session.ts';
import type { Miner } from './miner.ts';

export const lookupMiner: Miner = { name: 'lookups', observe: observeLookups };

function observeLookups(_session: ScreenedSession): readonly LookupObservation[] {
  return [];
}
