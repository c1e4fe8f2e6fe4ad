// The words for changes: what they do, why they were held back, what their flags and scores mean.
import type { ChangeFlag, ChangeState, ChangeType, HeldReason, Impact } from '../model/change.ts';
import type { EvidenceQuote, ScorePart } from '../model/evidence.ts';
import type { Origin } from '../model/origin.ts';
import type { Support } from '../model/playbook.ts';
import { escapeLine } from './escape.ts';
import { countOf } from './tree.ts';

/** `Add`, as commit subjects have it. */
export const CHANGE_TYPE_NAMES: Readonly<Record<ChangeType, string>> = {
  add: 'Add',
  revise: 'Revise',
  merge: 'Merge',
  retire: 'Retire',
};

/** Why something was not proposed, to stand after its count: `31 below the support bar`. */
export const HELD_REASONS: Readonly<Record<HeldReason, string>> = {
  'below-support': 'below the support bar',
  tombstoned: 'rejected before',
  'already-open': 'already waiting for review',
  'already-known': 'already in the memory',
  'already-stated': "said in the project's own instructions",
  'not-followed': "said in the project's own instructions, but not followed",
  'taken-back': 'taken back by a person',
  'over-budget': 'over the limit of changes per run',
  'too-similar': 'too similar to another proposal',
  guard: 'refused by a guard',
};

/** What a flag asks of the reviewer. */
export const FLAG_MEANINGS: Readonly<Record<ChangeFlag, string>> = {
  quarantined: 'quarantined: rests on text from outside or could do harm; accepted only by its id with --trust',
  'high-impact': 'high impact: touches credentials, checks, the network or what runs',
  conflict: 'conflict: sources disagree',
  'was-rejected': 'was rejected before; newer and better evidence speaks for it',
  supersedes: 'replaces an older proposal for the same playbook',
  'stale-base': 'the file has changed since it was proposed; accepting merges',
  'high-stakes': 'high stakes: dream.yaml wants it decided by its id',
};

/** `high impact by the rule "history rewritten", line 10: run …`. */
export function describeImpact({ rule, line, text }: Impact): string {
  return escapeLine(`high impact by the rule "${rule}", line ${line}: ${text}`);
}

/**
 * The flags of a change as lists have them: what is said by where it stands is not said again, and what made it
 * quarantined is said in few words.
 */
export function nameFlags(change: {
  readonly flags: readonly ChangeFlag[];
  readonly trust: string;
  readonly impacts?: readonly Impact[] | undefined;
}): readonly string[] {
  const rules = [...new Set((change.impacts ?? []).map(({ rule }) => rule))].slice(0, 3);
  return change.flags.flatMap((flag) => {
    if (flag === 'quarantined') return change.trust === 'external' ? ['from outside'] : [];
    return flag === 'high-impact' && rules.length > 0 ? [escapeLine(`high-impact: ${rules.join(', ')}`)] : [flag];
  });
}

/** Where a change stands. */
export const STATE_NAMES: Readonly<Record<ChangeState, string>> = {
  open: 'waits for review',
  quarantined: 'quarantined',
  later: 'set aside for later',
  accepted: 'accepted',
  edited: 'accepted with other words',
  rejected: 'rejected',
  undone: 'taken back',
};

/** What an origin means, for a reader who sees the word for the first time. */
export const ORIGIN_MEANINGS: Readonly<Record<Origin, string>> = {
  user: 'typed by a person',
  observed: 'seen from commands run locally',
  repository: "from the project's files",
  agent: 'said by the agent',
  external: 'from outside: not to be trusted by itself',
};

/** `29 sessions on 12 days, 2026-02-10 to 2026-03-02`. */
export function describeSupport(support: Support): string {
  const days = support.days > 0 ? ` on ${countOf(support.days, 'day')}` : '';
  const people = support.people > 1 ? `, ${countOf(support.people, 'person', 'people')}` : '';
  const span =
    support.first === ''
      ? ''
      : `, ${support.first === support.last ? support.first : `${support.first} to ${support.last}`}`;
  return escapeLine(`${countOf(support.sessions, 'session')}${days}${people}${span}`);
}

/** A score as the product it is, without the parts that change nothing: `score 9.79 = sessions 3.7 × days 1.5`. */
export function describeScore(score: number, parts: readonly ScorePart[]): string {
  const words = parts.filter((part) => round(part.value) !== '1').map((part) => `${part.name} ${round(part.value)}`);
  return escapeLine(`score ${round(score)}${words.length === 0 ? '' : ` = ${words.join(' × ')}`}`);
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** The words of a quote, or where they are when the ledger does not have them. Not escaped. */
export function wordsOfQuote(quote: EvidenceQuote): string {
  const away = quote.text === '' && quote.sha256 !== undefined;
  return away ? '(the words are on the machine that read the log)' : quote.text;
}

/** Where a quote is from: `claude-code 27940602 turn 41, 2026-02-10, observed`. */
export function describeAnchor(quote: EvidenceQuote): string {
  const day = quote.day === null ? '' : `, ${quote.day}`;
  return escapeLine(`${quote.format} ${quote.sessionId} turn ${quote.turn}${day}, ${quote.origin}`);
}
