// What the project itself already tells its agents in CLAUDE.md or AGENTS.md, as far as a session shows it.
import type { InstructionObservation } from '../model/observation.ts';
import type { ScreenedSession } from '../model/session.ts';
import type { Miner } from './miner.ts';

export const instructionMiner: Miner = { name: 'instructions', observe: observeInstructions };

function observeInstructions(_session: ScreenedSession): readonly InstructionObservation[] {
  return [];
}
