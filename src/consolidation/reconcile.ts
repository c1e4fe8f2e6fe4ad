// Evidence meets what is there: the memory, what waits for review, and what was decided. Pure; says for each piece of
// evidence whether it is a change, and if not, why not.
import { changeIdOf, type Change, type Held, type HeldReason } from '../model/change.ts';
import type { Evidence } from '../model/evidence.ts';
import { makePlaybook, printPlaybook, revisePlaybook, type Playbook } from '../model/playbook.ts';
import type { Ledger, Memory, TrackedChange } from '../model/run.ts';
import { pointSameWay, polarityOf } from '../text/polarity.ts';
import { REPLACES } from '../text/replacement.ts';
import { sectionsOf } from '../text/sections.ts';
import { jaccardSimilarity, wordsOf } from '../text/similarity.ts';
import { projectFolder, slugOf } from '../text/slug.ts';
import type { Lesson } from './echoes.ts';
import { withNewer, withoutRetracted } from './retire.ts';
import { Sayings, type Saying } from './sayings.ts';
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
  /** The newest undecided change of each path. */
  readonly waiting: ReadonlyMap<string, TrackedChange>;
  /** The newest accepted change of each pattern. */
  readonly accepted: ReadonlyMap<string, TrackedChange>;
  /** The newest accepted change of each path. */
  readonly written: ReadonlyMap<string, TrackedChange>;
  /** What the playbooks of each project say, for finding what a newer statement replaces or takes back. */
  readonly sayings: Sayings;
  /** Where a playbook went that an accepted merge took in, by its former path. */
  readonly mergedInto: ReadonlyMap<string, string>;
  /** Paths that this run writes already; two lessons with one title get two names. */
  readonly taken: Set<string>;
}

/** Takes in a change of this run: no other one may write its files. */
export function take(known: Known, change: Change): void {
  for (const path of [change.playbook.path, ...change.removes.map((one) => one.path)]) {
    known.taken.add(path);
    known.sayings.take(path);
  }
}

/** Sorts memory and ledger for lookups. */
export function knowledgeOf(memory: Memory, ledger: Ledger): Known {
  const open = new Map<string, TrackedChange>();
  const waiting = new Map<string, TrackedChange>();
  const accepted = new Map<string, TrackedChange>();
  const written = new Map<string, TrackedChange>();
  const mergedInto = new Map<string, string>();
  for (const change of ledger.changes) {
    if (change.supersededBy !== null) continue;
    if (change.state === 'open' || change.state === 'later' || change.state === 'quarantined') {
      open.set(change.pattern, change);
      waiting.set(change.path, change);
    }
    if (change.state === 'accepted' || change.state === 'edited') {
      accepted.set(change.pattern, change);
      written.set(change.path, change);
      for (const path of change.removes) mergedInto.set(path, change.path);
    }
  }
  return {
    playbooks: new Map(memory.playbooks.map((one) => [one.path, one])),
    open,
    waiting,
    accepted,
    written,
    sayings: new Sayings(memory.playbooks),
    mergedInto,
    taken: new Set(),
  };
}

/** What one piece of evidence changes, or why it changes nothing. */
export function reconcile(evidence: Evidence, known: Known): Reconciled {
  const words = wordEvidence(evidence);
  const open = known.open.get(evidence.pattern);
  if (open !== undefined && evidence.support.sessions < open.support.sessions * SUPPORT_GROWN) {
    return held(evidence, words, 'already-open', `waits as ${open.id} since run ${open.run}`);
  }
  if (evidence.claim.type === 'retraction') return retract(evidence, words, known, open);
  const own = open?.path ?? known.accepted.get(evidence.pattern)?.path;
  const keeper = own === undefined ? undefined : known.mergedInto.get(own);
  if (keeper !== undefined && own !== undefined && !known.playbooks.has(own)) {
    return held(evidence, words, 'already-known', `${keeper} took in ${own}`);
  }
  if (own === undefined) {
    const older = findOlder(evidence, known);
    if (older !== null) return replaceOlder(evidence, older, known);
  }
  const path = own ?? freePath(evidence, words, known.taken);
  const current = known.playbooks.get(path);
  if (current !== undefined) return reviseKnown(evidence, words, current, known, open);
  // Another pattern may have given this very file its text: of two that want to write it, the newer one is asked about.
  const older = open ?? known.waiting.get(path);
  return { change: toChange('add', evidence, newPlaybook(evidence, words, path), null, older) };
}

/** A rule is taken back: what says it goes, as far as it says nothing else. */
function retract(evidence: Evidence, words: Words, known: Known, open: TrackedChange | undefined): Reconciled {
  const { claim, project, support } = evidence;
  if (claim.type !== 'retraction') throw new Error('not a retraction');
  const meant = known.sayings.findRetracted(project, claim.subject, claim.of);
  const current = meant === null ? undefined : known.playbooks.get(meant.saying.path);
  if (meant === null || current === undefined)
    return held(
      evidence,
      words,
      'already-known',
      'no playbook says what it takes back, or more than one could be meant',
    );
  // What was seen or said again after the retraction holds.
  if (support.last !== '' && (current.support?.last ?? '') > support.last)
    return held(evidence, words, 'already-known', `${current.path} was confirmed later`);
  if (current.body.includes(claim.statement)) return held(evidence, words, 'already-known', current.path);
  const revised = withoutRetracted(current, meant, evidence, isAsProposed(current, known.written.get(current.path)));
  const change = toChange(
    revised === null ? 'retire' : 'revise',
    evidence,
    revised ?? current,
    printPlaybook(current),
    open,
  );
  return { change: { ...change, replaces: meant.saying.line, ...(revised === null ? { after: null } : {}) } };
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

/** What a newer statement of the same thing replaces, null when it speaks of something else. */
function findOlder(evidence: Evidence, known: Known): Saying | null {
  const { claim, project } = evidence;
  if (claim.type !== 'statement') return null;
  const found = known.sayings.findReplaced(project, claim.rule);
  if (found === null || found.score < REPLACES) return null;
  const { saying } = found;
  const said = saying.at === 0 ? saying.title : saying.line;
  const same = jaccardSimilarity(new Set(wordsOf(said)), new Set(wordsOf(claim.rule))) >= SAME_SAYING;
  return same && pointSameWay(polarityOf(said), polarityOf(claim.rule)) ? null : saying;
}

/** The newer statement takes the older one's place, and names it: nothing is overwritten in silence. */
function replaceOlder(evidence: Evidence, older: Saying, known: Known): Reconciled {
  const { claim, support } = evidence;
  const current = known.playbooks.get(older.path);
  if (current === undefined || claim.type !== 'statement') throw new Error(`no playbook at ${older.path}`);
  const said = older.at === 0 && older.of === 1 ? older.title : older.line;
  const lastSaid = current.support?.last ?? '';
  const replacing = {
    ...evidence,
    claim: {
      ...claim,
      replaces: claim.replaces ?? said,
      replacedOn: claim.replacedOn ?? (lastSaid === '' ? null : lastSaid),
    },
  };
  const words = wordEvidence(replacing);
  const asProposed = isAsProposed(current, known.written.get(older.path));
  const next = !asProposed
    ? { body: withNewer(current.body, claim.statement) }
    : older.of > 1 && claim.more.length === 0
      ? withLineReplaced(current, older, words)
      : { title: words.title, body: words.body };
  return {
    change: toChange(
      'revise',
      replacing,
      revisePlaybook(current, { ...next, support }),
      printPlaybook(current),
      undefined,
    ),
  };
}

/** One of several lines corrected: the rest stays. */
function withLineReplaced(
  current: Playbook,
  older: Saying,
  words: Words,
): { readonly title?: string; readonly body: string } {
  const sections = sectionsOf(words.body);
  const line = (sections.get('do') ?? sections.get('fact') ?? '').trim().split('\n')[0] ?? '';
  const why = (sections.get('why') ?? '').trim();
  const mark = /^(?:[-*+]|\d{1,3}\.) /.exec(older.line)?.[0] ?? '';
  const body = current.body.replace(older.line, () => mark + line).trimEnd();
  return { ...(older.at === 0 ? { title: words.title } : {}), body: `${body}\n${why}\n` };
}

/** Whether a file still says, word for word, what the accepted change proposed. */
export function isAsProposed(current: Playbook, written: TrackedChange | undefined): boolean {
  if (written === undefined) return false;
  return changeIdOf({ type: written.type, playbook: current, after: printPlaybook(current) }) === written.id;
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
