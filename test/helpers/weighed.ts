// What a run would weigh of some sessions, without logs, store or guard.
import { MINER_VERSION, observeSession } from '../../src/mining/index.ts';
import { weigh, type Weighed } from '../../src/mining/weigh.ts';
import type { Observation, SessionRecord } from '../../src/model/observation.ts';
import type { ScreenedSession } from '../../src/model/session.ts';

/** Mines and weighs sessions. */
export function weighed(sessions: readonly ScreenedSession[], minSupport = 2): Weighed {
  const records = new Map(sessions.map((one) => [one.key, recordOf(one)]));
  const observations = new Map<string, readonly Observation[]>(
    sessions.map((one) => [one.key, observeSession(one).observations]),
  );
  return weigh(records, observations, { minSupport, projects: new Map(), instructions: new Map() });
}

function recordOf(one: ScreenedSession): SessionRecord {
  return {
    key: one.key,
    id: one.id,
    format: one.format,
    project: one.project,
    agent: one.agent,
    agentVersion: null,
    model: null,
    people: [],
    startedAt: one.startedAt,
    endedAt: one.endedAt,
    outcome: one.outcome,
    parent: one.parent,
    turns: one.turns.length,
    contentHash: one.id,
    bytes: 1,
    readerVersion: 'claude-code/1',
    minerVersion: MINER_VERSION,
    opening: one.turns.slice(0, 3).map((turn) => `${turn.id}`),
    prompt: null,
    touched: [],
    folder: '',
  };
}
