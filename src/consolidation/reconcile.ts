// Evidence meets what is there: the memory, what waits for review, and what was decided. Pure; says for each piece of
// evidence whether it is a change, and if not, why not.
import { changeIdOf, type Change, type Held, type HeldReason } from '../model/change.ts';
import type { Evidence } from '../model/evidence.ts';
import { makePlaybook, printPlaybook, revisePlaybook, type Playbook } from '../model/playbook.ts';
import type { Ledger, Memory, TrackedChange } from '../model/run.ts';
import { pointSameWay, polarityOf } from '../text/polarity.ts';
import { findReplaced, REPLACES } from '../text/replacement.ts';
import { jaccardSimilarity, wordsOf } from '../text/similarity.ts';
import { projectFolder, slugOf } from '../text/slug.ts';
import type { Lesson } from './echoes.ts';
import { wordEvidence, type Words } from './word-evidence.ts';

/** A change that waits or is known is proposed again once its support is this many times what it was (memory.md). */
const SUPPORT_GROWN = 2;
/** Share of common words from which a newer statement says the same again rather than something else of the same thing. */
const SAME_SAYING = 0.8;

export type Reconciled = { readonly change: Change } | { readonly held: Held };

/** What has to be known about memory and ledger, made once for a run. */
export interface Known {
  readonly playbooks: ReadonlyMap<string, Playbook>;
  /** The newest undecided change of each pattern. */
  readonly open: ReadonlyMap<string, TrackedChange>;
  /** The newest accepted change of each pattern. */
  readonly accepted: ReadonlyMap<string, TrackedChange>;
  /** The newest accepted change of each path. */
  readonly written: ReadonlyMap<string, TrackedChange>;
  /** What the preferences and facts of each project say, for finding the one that a newer statement retires. */
  readonly sayings: ReadonlyMap<string, readonly Saying[]>;
}

/** What one playbook says, in a line. */
interface Saying {
  readonly path: string;
  readonly title: string;
  readonly text: string;
}

/** Sorts memory and ledger for lookups. */
export function knowledgeOf(memory: Memory, ledger: Ledger): Known {
  const open = new Map<string, TrackedChange>();
  const accepted = new Map<string, TrackedChange>();
  const written = new Map<string, TrackedChange>();
  for (const change of ledger.changes) {
    if (change.supersededBy !== null) continue;
    if (change.state === 'open' || change.state === 'later' || change.state === 'quarantined')
      open.set(change.pattern, change);
    if (change.state === 'accepted' || change.state === 'edited') {
      accepted.set(change.pattern, change);
      written.set(change.path, change);
    }
  }
  const sayings = new Map<string, Saying[]>();
  for (const { path, title, kind, project, pinned, body } of memory.playbooks) {
    if (pinned || (kind !== 'preference' && kind !== 'fact')) continue;
    const list = sayings.get(project) ?? [];
    list.push({ path, title, text: `${title}. ${/\*\*(?:Do|Fact)\*\*\s+(.+)/.exec(body)?.[1] ?? ''}` });
    sayings.set(project, list);
  }
  return { playbooks: new Map(memory.playbooks.map((one) => [one.path, one])), open, accepted, written, sayings };
}

/**
 * @param taken paths that this run already writes; two lessons with one title get two names
 */
export function reconcile(evidence: Evidence, known: Known, taken: ReadonlySet<string>): Reconciled {
  const words = wordEvidence(evidence);
  const open = known.open.get(evidence.pattern);
  if (open !== undefined && evidence.support.sessions < open.support.sessions * SUPPORT_GROWN) {
    return held(evidence, words, 'already-open', `waits as ${open.id} since run ${open.run}`);
  }
  const own = open?.path ?? known.accepted.get(evidence.pattern)?.path;
  if (own === undefined) {
    const older = findOlder(evidence, known, taken);
    if (older !== null) return replaceOlder(evidence, older, known);
  }
  const path = own ?? freePath(evidence, words, taken);
  const current = known.playbooks.get(path);
  if (current !== undefined) return reviseKnown(evidence, words, current, known, open);
  return { change: toChange('add', evidence, newPlaybook(evidence, words, path), null, open) };
}

function reviseKnown(
  evidence: Evidence,
  words: Words,
  current: Playbook,
  known: Known,
  open: TrackedChange | undefined,
): Reconciled {
  if (current.pinned) return held(evidence, words, 'already-known', `${current.path} is pinned`);
  const written = known.written.get(current.path);
  if (written !== undefined && written.pattern !== evidence.pattern) {
    return held(evidence, words, 'already-known', `${current.path} says something newer`);
  }
  const { claim, support } = evidence;
  const newer = claim.type === 'statement' && claim.replaces !== null && !current.body.includes(claim.statement);
  const before = current.support?.sessions ?? 0;
  if (!newer && (support.sessions < before * SUPPORT_GROWN || before === 0)) {
    return held(evidence, words, 'already-known', current.path);
  }
  // Words that people accepted as they were may be brought up to date with what is known now; words they edited are theirs.
  const revised = isAsProposed(current, written)
    ? revisePlaybook(current, { title: words.title, body: words.body, support })
    : revisePlaybook(current, { ...(newer ? { body: withNewer(current.body, claim.statement) } : {}), support });
  return { change: toChange('revise', evidence, revised, printPlaybook(current), open) };
}

/** The playbook that a newer statement of the same thing retires, null when it speaks of something else. */
function findOlder(evidence: Evidence, known: Known, taken: ReadonlySet<string>): Saying | null {
  const { claim, project } = evidence;
  if (claim.type !== 'statement') return null;
  const sayings = (known.sayings.get(project) ?? []).filter((one) => !taken.has(one.path));
  const found = findReplaced(
    sayings.map((one) => one.text),
    claim.rule,
  );
  if (found === null || found.score < REPLACES) return null;
  const older = sayings[found.index];
  if (older === undefined) return null;
  const same = jaccardSimilarity(new Set(wordsOf(older.title)), new Set(wordsOf(claim.rule))) >= SAME_SAYING;
  return same && pointSameWay(polarityOf(older.title), polarityOf(claim.rule)) ? null : older;
}

/** The newer statement takes the older one's place, and names it: nothing is overwritten in silence. */
function replaceOlder(evidence: Evidence, older: Saying, known: Known): Reconciled {
  const { claim, support } = evidence;
  const current = known.playbooks.get(older.path);
  if (current === undefined || claim.type !== 'statement') throw new Error(`no playbook at ${older.path}`);
  const replacing = { ...evidence, claim: { ...claim, replaces: claim.replaces ?? older.title } };
  const words = wordEvidence(replacing);
  const revised = isAsProposed(current, known.written.get(older.path))
    ? revisePlaybook(current, { title: words.title, body: words.body, support })
    : revisePlaybook(current, { body: withNewer(current.body, claim.statement), support });
  return { change: toChange('revise', replacing, revised, printPlaybook(current), undefined) };
}

/** Whether a file still says, word for word, what the accepted change proposed. */
function isAsProposed(current: Playbook, written: TrackedChange | undefined): boolean {
  if (written === undefined) return false;
  return changeIdOf({ type: written.type, playbook: current, after: printPlaybook(current) }) === written.id;
}

/** A text that people wrote, with the newer words of a person added and nothing taken away. */
function withNewer(body: string, statement: string): string {
  return `${body.trimEnd()}\n\n**Newer** “${statement.replaceAll(/\s+/g, ' ').trim()}”\n`;
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
    replaces: evidence.claim.type === 'statement' ? evidence.claim.replaces : null,
    removes: [],
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
  return { held: heldAs(reason, { evidence, words }, detail) };
}

/** A lesson that is not proposed, and why not. */
export function heldAs(reason: HeldReason, { evidence, words }: Lesson, detail: string): Held {
  const { project, pattern, support } = evidence;
  return { reason, title: words.title, project, pattern, sessions: support.sessions, detail };
}
