// The contract of a miner: one screened session in, observations out; pure, so that it can run in a worker thread.
// A miner is one file, one line in index.ts, and its tests.
import type { Observation } from '../model/observation.ts';
import type { ScreenedSession } from '../model/session.ts';

export interface Miner {
  /** Name as findings and tests use it. */
  readonly name: string;
  /** What it saw in this one session; counting over sessions is weigh's work. */
  readonly observe: (session: ScreenedSession) => readonly Observation[];
}
