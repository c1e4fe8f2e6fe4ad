// Evidence meets what is there: the memory, what waits for review, and what was decided. Pure; says for each piece of
// evidence whether it is a change, and if not, why not.
import { changeIdOf, type Change, type Held, type HeldReason } from '../model/change.ts';
import type { Evidence } from '../model/evidence.ts';
import { makePlaybook, printPlaybook, revisePlaybook, type Playbook } from '../model/playbook.ts';
import type { Ledger, Memory, TrackedChange } from '../model/run.ts';
import { projectFolder, slugOf } from '../text/slug.ts';
import type { Words } from './word-evidence.ts';

/** A change that waits or is known is proposed again once its support is this many times what it was (memory.md). */
const SUPPORT_GROWN = 2;

export type Reconciled = { readonly change: Change } | { readonly held: Held };

/** What has to be known about memory and ledger, made once for a run. */
export interface Known {
  readonly playbooks: ReadonlyMap<string, Playbook>;
  /** The newest undecided change of each pattern. */
  readonly open: ReadonlyMap<string, TrackedChange>;
  /** Path of the accepted playbook of each pattern. */
  readonly accepted: ReadonlyMap<string, TrackedChange>;
}

/** Sorts memory and ledger for lookups. */
export function knowledgeOf(memory: Memory, ledger: Ledger): Known {
  const open = new Map<string, TrackedChange>();
  const accepted = new Map<string, TrackedChange>();
  for (const change of ledger.changes) {
    if (change.supersededBy !== null) continue;
    if (change.state === 'open' || change.state === 'later' || change.state === 'quarantined')
      open.set(change.pattern, change);
    if (change.state === 'accepted' || change.state === 'edited') accepted.set(change.pattern, change);
  }
  return { playbooks: new Map(memory.playbooks.map((one) => [one.path, one])), open, accepted };
}

/**
 * @param taken paths that this run already writes; two lessons with one title get two names
 */
export function reconcile(evidence: Evidence, words: Words, known: Known, taken: ReadonlySet<string>): Reconciled {
  const open = known.open.get(evidence.pattern);
  if (open !== undefined && evidence.support.sessions < open.support.sessions * SUPPORT_GROWN) {
    return held(evidence, words, 'already-open', `waits as ${open.id} since run ${open.run}`);
  }
  const path = open?.path ?? known.accepted.get(evidence.pattern)?.path ?? freePath(evidence, words, taken);
  const current = known.playbooks.get(path);
  if (current !== undefined) return reviseKnown(evidence, words, current, open);
  return { change: toChange('add', evidence, newPlaybook(evidence, words, path), null, open) };
}

function reviseKnown(evidence: Evidence, words: Words, current: Playbook, open: TrackedChange | undefined): Reconciled {
  if (current.pinned) return held(evidence, words, 'already-known', `${current.path} is pinned`);
  const before = current.support?.sessions ?? 0;
  if (evidence.support.sessions < before * SUPPORT_GROWN || before === 0) {
    return held(evidence, words, 'already-known', current.path);
  }
  // The words stay as people accepted or edited them; only the figures are brought up to date.
  const revised = revisePlaybook(current, { support: evidence.support });
  return { change: toChange('revise', evidence, revised, printPlaybook(current), open) };
}

function toChange(
  type: Change['type'],
  evidence: Evidence,
  playbook: Playbook,
  before: string | null,
  open: TrackedChange | undefined,
): Change {
  const change = {
    type,
    pattern: evidence.pattern,
    playbook,
    before,
    after: printPlaybook(playbook),
    support: evidence.support,
    sessions: evidence.sessions,
    trust: evidence.trust,
    quotes: evidence.quotes,
    score: evidence.score,
    scoreParts: evidence.scoreParts,
  };
  // A change whose words are the same has the same id, and cannot supersede itself; its newer commit replaces the old one.
  return { ...change, supersedes: open === undefined || open.id === changeIdOf(change) ? null : open.id };
}

function newPlaybook(evidence: Evidence, words: Words, path: string): Playbook {
  return makePlaybook({
    path,
    id: path.slice(path.lastIndexOf('/') + 1, -'.md'.length),
    title: words.title,
    kind: evidence.kind,
    project: evidence.project,
    support: evidence.support,
    body: words.body,
  });
}

function freePath(evidence: Evidence, words: Words, taken: ReadonlySet<string>): string {
  const folder = `playbooks/${projectFolder(evidence.project)}`;
  const slug = slugOf(words.title, `${evidence.kind}-${evidence.pattern.slice(0, 6)}`);
  const path = `${folder}/${slug}.md`;
  return taken.has(path) ? `${folder}/${slug.slice(0, 57)}-${evidence.pattern.slice(0, 6)}.md` : path;
}

function held(evidence: Evidence, words: Words, reason: HeldReason, detail: string): Reconciled {
  return {
    held: {
      reason,
      title: words.title,
      project: evidence.project,
      pattern: evidence.pattern,
      sessions: evidence.support.sessions,
      detail,
    },
  };
}
