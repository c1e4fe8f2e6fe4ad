// A decision as the ledger keeps it, and what it is about.
import type { Decision } from '../model/decision.ts';
import type { ProposedChange, TrackedChange } from '../model/run.ts';

/** Names a change for good: ids repeat when something is undone and proposed again, but not within a run. */
export function changeKey(run: string, id: string): string {
  return `${run}/${id}`;
}

/** A decision as the ledger keeps it. */
export function makeDecision(
  change: ProposedChange & Pick<TrackedChange, 'run' | 'commit'>,
  made: Pick<Decision, 'verdict' | 'who' | 'at' | 'reason' | 'result'> & Partial<Pick<Decision, 'value' | 'trusted'>>,
): Decision {
  return {
    verdict: made.verdict,
    change: change.id,
    commit: change.commit,
    run: change.run,
    playbook: change.playbook,
    pattern: change.pattern,
    value: made.value ?? change.value,
    sessions: change.support.sessions,
    trust: change.trust,
    who: made.who,
    at: made.at,
    reason: made.reason,
    ...(made.trusted === true ? { trusted: true } : {}),
    result: made.result,
  };
}
