// What else a reviewer should know about a change: who answers for it, what was rejected before, whom it contradicts,
// which proposal it replaces. Found in the ledger and the memory, never told by the change itself.
import { isSameValue } from '../guards/value-key.ts';
import type { Decision } from '../model/decision.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Ledger, TrackedChange } from '../model/run.ts';
import type { Ownership } from './own-changes.ts';

export interface ChangeContext {
  readonly owners: readonly string[];
  /** The last rejection of the same value. */
  readonly rejectedBefore: {
    readonly change: string;
    readonly title: string;
    readonly who: string;
    /** ISO 8601, UTC. */
    readonly at: string;
    readonly reason: string;
  } | null;
  /** The older statement that this one takes back, and the newer one. */
  readonly conflictWith: { readonly older: Statement; readonly newer: Statement } | null;
  /** The older proposal for the same playbook that this one stands for. */
  readonly replaced: {
    readonly change: string;
    readonly run: string;
    readonly title: string;
    readonly at: string;
  } | null;
}

interface Statement {
  readonly text: string;
  /** `YYYY-MM-DD`, null when unknown. */
  readonly day: string | null;
}

/** @param playbooks as the memory branch has them */
export function openContext(
  ledger: Ledger,
  playbooks: readonly Playbook[],
  ownership: Ownership,
): (change: TrackedChange) => ChangeContext {
  const rejections = ledger.decisions.filter(({ verdict }) => verdict === 'rejected');
  const titles = new Map(ledger.changes.map(({ run, id, title }) => [`${run}/${id}`, title]));
  const starts = new Map(ledger.runs.map(({ id, startedAt }) => [id, startedAt]));
  const dayOf = openDays(ledger, playbooks);

  const rejectionOf = (change: TrackedChange): Decision | undefined =>
    change.state === 'rejected'
      ? undefined
      : rejections.findLast(
          (one) =>
            one.change === change.id || (change.flags.includes('was-rejected') && isSameValue(one.value, change.value)),
        );
  return (change) => {
    const rejection = rejectionOf(change);
    const older =
      change.supersedes === null ? undefined : ledger.changes.findLast(({ id }) => id === change.supersedes);
    const newest = change.quotes.reduce((a, b) => ((b.day ?? '') > (a?.day ?? '') ? b : a), change.quotes[0]);
    return {
      owners: ownership.owners(change),
      rejectedBefore:
        rejection === undefined
          ? null
          : {
              change: rejection.change,
              title: titles.get(`${rejection.run}/${rejection.change}`) ?? rejection.playbook,
              who: rejection.who,
              at: rejection.at,
              reason: rejection.reason,
            },
      conflictWith:
        change.replaces === undefined || change.replaces === null
          ? null
          : {
              older: { text: change.replaces, day: dayOf(change.replaces) },
              newer: { text: newest?.text ?? change.title, day: newest?.day ?? (change.support.last || null) },
            },
      replaced:
        older === undefined
          ? null
          : { change: older.id, run: older.run, title: older.title, at: starts.get(older.run) ?? '' },
    };
  };
}

/** The day something was said last: by the sessions that say it, else by the playbook that has it as its title. */
function openDays(ledger: Ledger, playbooks: readonly Playbook[]): (statement: string) => string | null {
  let days: Map<string, string> | null = null;
  const gather = (): Map<string, string> => {
    const found = new Map<string, string>();
    for (const { title, support } of playbooks) if (support !== null) found.set(title, support.last);
    for (const [key, observations] of ledger.observations) {
      const day = ledger.sessions.get(key)?.startedAt?.slice(0, 10);
      for (const one of observations) {
        if (day === undefined || one.kind !== 'statement') continue;
        if ((found.get(one.statement) ?? '') < day) found.set(one.statement, day);
      }
    }
    return found;
  };
  return (statement) => {
    days ??= gather();
    return days.get(statement) ?? null;
  };
}
