// All miners, and what one session gives. Add a new miner to the list here, and raise MINER_VERSION whenever the same
// session would give other observations: sessions mined by an older version are then read again.
import type { Observation } from '../model/observation.ts';
import type { ScreenedSession } from '../model/session.ts';
import { commitMiner } from './commits.ts';
import { failureMiner } from './failures.ts';
import { findingMiner } from './findings.ts';
import { heardMiner } from './heard.ts';
import { instructionMiner } from './instructions.ts';
import { lookupMiner } from './lookups.ts';
import type { Miner } from './miner.ts';
import { remarkMiner } from './remarks.ts';
import { requestMiner } from './requests.ts';
import { statementMiner } from './statements.ts';
import { stepMiner } from './steps.ts';
import { themeMiner } from './themes.ts';

export const MINER_VERSION = 'miners/7';

const MINERS = [
  failureMiner,
  statementMiner,
  requestMiner,
  themeMiner,
  stepMiner,
  remarkMiner,
  findingMiner,
  lookupMiner,
  instructionMiner,
  commitMiner,
  heardMiner,
] as const satisfies readonly Miner[];

/** Most observations one miner may make of one session: a flood is an attack on the reviewer (trust.md, rule 7). */
const MAX_OBSERVATIONS = 200;

export interface Observed {
  readonly observations: readonly Observation[];
  /** How many were dropped because the session gave more than the cap. */
  readonly dropped: number;
}

/** Everything the miners see in one session. */
export function observeSession(session: ScreenedSession): Observed {
  let dropped = 0;
  const observations = MINERS.flatMap((miner) => {
    const seen = miner.observe(session);
    dropped += Math.max(0, seen.length - MAX_OBSERVATIONS);
    return seen.slice(0, MAX_OBSERVATIONS);
  });
  return { observations, dropped };
}
