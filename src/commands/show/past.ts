// The memory as it was: which commit a revision or a time means, and what had been decided by then.
import { parseSince } from '../../config/parse-since.ts';
import { DreamError } from '../../errors.ts';
import type { Decision } from '../../model/decision.ts';
import type { Ledger, TrackedChange } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';
import { escapeLine } from '../../terminal/escape.ts';

export interface Past {
  /** As typed. */
  readonly asked: string;
  /** What it was taken for: `branch main`, `2026-11-01T23:59:59.999Z`. */
  readonly as: string;
  /** Null before the memory began. */
  readonly commit: string | null;
  /** What was decided after this moment is left out; ISO 8601, UTC. */
  readonly until: string;
  /** When the memory began, where that was later; null when it had begun or has no commit at all. */
  readonly began: string | null;
  /** Whether older commits may be missing here. */
  readonly shallow: boolean;
}

/**
 * Finds what `--at` means: a day (its end, UTC), a time, how long ago, or a revision.
 * @throws DreamError usage when it is none of these
 */
export async function findPast(store: Store, asked: string, now: Date): Promise<Past> {
  const time = parseTime(asked.trim(), now);
  if (time !== null) {
    const found = await store.findRevisionAt(time);
    const until = time.toISOString();
    const past = { asked, as: until, until, commit: null, began: null, shallow: false };
    if (found.status === 'found') return { ...past, commit: found.revision.commit };
    return found.status === 'before' ? { ...past, began: found.began, shallow: found.shallow } : past;
  }
  const revision = await store.resolveRevision(asked.trim());
  if (revision === null) {
    throw new DreamError('usage', `--at does not understand \`${escapeLine(asked)}\`.`, {
      hints: [
        'Give a day (2026-11-01), a time (2026-11-01T10:00Z), how long ago (12h, 7d, 2w),',
        'a commit, a branch, a tag, or the id of a run or an accepted change; ~1 goes one commit back.',
      ],
    });
  }
  // A commit knows whole seconds, decisions know their thousandths.
  const until = new Date(Date.parse(revision.at) + 999).toISOString();
  return { asked, as: revision.as, commit: revision.commit, until, began: null, shallow: false };
}

/** A day stands for its end: what was accepted on it is in. A time without a zone is UTC, whatever this machine's is. */
function parseTime(text: string, now: Date): Date | null {
  const zoned = /T[\d:.]+$/.test(text) ? `${text}Z` : text;
  const time = parseSince(zoned, now);
  return time !== null && /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(time.getTime() + 86_399_999) : time;
}

/** The ledger as it stood at a time: later runs and decisions are not there yet. */
export function ledgerAt(ledger: Ledger, until: string): Ledger {
  const runs = ledger.runs.filter((run) => run.startedAt <= until);
  const known = new Set(runs.map((run) => run.id));
  const decisions = ledger.decisions.filter((decision) => decision.at <= until);
  const last = new Map<string, Decision>();
  for (const decision of decisions) last.set(`${decision.run}/${decision.change}`, decision);
  const changes = ledger.changes
    .filter((change) => known.has(change.run))
    .map((change): TrackedChange => {
      const verdict = last.get(`${change.run}/${change.id}`)?.verdict;
      const undecided = change.quarantined ? 'quarantined' : 'open';
      return { ...change, state: verdict === undefined || verdict === 'revived' ? undecided : verdict };
    });
  return { ...ledger, runs, decisions, changes };
}

/** `At branch main, commit 1a2b3c4d5e6f.`, or that there was nothing yet. */
export function describePast({ as, commit, began, shallow }: Past): string {
  if (commit !== null) return escapeLine(`At ${as}: commit ${commit.slice(0, 12)}.`);
  if (began === null) return 'The memory has no commit yet.';
  const what = shallow ? 'What this clone has of the memory begins' : 'The memory began';
  return escapeLine(`${what} on ${began}; at ${as} there was nothing.`);
}
