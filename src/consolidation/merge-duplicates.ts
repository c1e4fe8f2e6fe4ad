// Two playbooks of one project that say the same, from two machines or by hand, become one: the better supported stays,
// takes in what only the other says, and the other file goes. Never across projects, never a pinned one.
import { createHash } from 'node:crypto';
import type { Change, Held } from '../model/change.ts';
import { leastTrusted, readOrigin, type LessonOrigin } from '../model/origin.ts';
import { printPlaybook, revisePlaybook, type Playbook, type Support } from '../model/playbook.ts';
import type { Ledger, Memory, TrackedChange } from '../model/run.ts';
import { ClaimIndex } from '../text/claim-index.ts';
import { claimOf, claimsOf, unite, wholeClaim, type Claim } from '../text/claims.ts';
import { isSameSlots } from '../text/same-claim.ts';
import { sectionsOf } from '../text/sections.ts';
import { compareText } from '../text/similarity.ts';
import { isAsProposed, type Known } from './reconcile.ts';

/** One run merges at most this share of the memory, at least one pair: more at once is for a person to look at first. */
const MAX_SHARE = 0.25;
/** A claim of fewer words is in too many others by chance. */
const MIN_WORDS = 2;
/** Quotes taken from each side. */
const MAX_QUOTES = 5;
/** Sections of which nothing is taken in: the reasons stay with the commits of the file that goes. */
const LEFT_BEHIND = new Set(['', 'why', 'when', 'where']);

export interface Merges {
  readonly changes: readonly Change[];
  readonly held: readonly Held[];
}

/** @param known what this run writes already is left alone */
export function mergeDuplicates(memory: Memory, ledger: Ledger, known: Known): Merges {
  const waiting = waitingPaths(ledger);
  const changes: Change[] = [];
  const held: Held[] = [];
  const used = new Set(known.taken);
  const most = Math.max(1, Math.floor(memory.playbooks.length * MAX_SHARE));
  for (const [one, other] of findPairs(memory.playbooks.filter((each) => !each.pinned))) {
    if (changes.length >= most || used.has(one.path) || used.has(other.path)) continue;
    const [keeper, gone] = choose(one, other, known);
    used.add(keeper.path).add(gone.path);
    const open = waiting.get(keeper.path) ?? waiting.get(gone.path);
    const change = mergeInto(keeper, gone, known, ledger);
    if (open === undefined) changes.push(change);
    else {
      const { project, title } = keeper;
      const detail = `says the same as ${gone.path}; ${open.id} waits`;
      held.push({
        reason: 'already-open',
        title,
        project,
        pattern: change.pattern,
        sessions: change.support.sessions,
        detail,
      });
    }
  }
  return { changes, held };
}

/** Pairs of one project of which one says all that the other prescribes and forbids, in the order of their paths. */
function findPairs(playbooks: readonly Playbook[]): readonly (readonly [Playbook, Playbook])[] {
  const index = new ClaimIndex<Playbook>();
  const sorted = [...playbooks].sort((a, b) => compareText(a.path, b.path));
  for (const playbook of sorted) {
    const whole = wholeClaim(playbook.title, playbook.body);
    if (whole.prescribes.size + whole.forbids.size >= MIN_WORDS) index.add(playbook.project, whole, playbook);
  }
  return sorted.flatMap((playbook) => {
    const same = index.findSame(playbook.project, wholeClaim(playbook.title, playbook.body), isSameSlots);
    const held = [...index.findParts(playbook.project, claimsOf(playbook.title, rulesOf(playbook)))]
      .filter(([, { known, parts }]) => isSameSlots(known, unite(parts)))
      .map(([one]) => one);
    return [...new Set([...same, ...held])]
      .filter((one) => one.path !== playbook.path)
      .sort((a, b) => compareText(a.path, b.path))
      .map((one) => [playbook, one] as const);
  });
}

/** A body without the reasons: what somebody is quoted with there, the playbook does not say itself. */
function rulesOf({ body }: Playbook): string {
  return [...sectionsOf(body)]
    .filter(([name]) => !LEFT_BEHIND.has(name))
    .map(([name, text]) => `**${headingOf(name)}** ${text}`)
    .join('\n');
}

function headingOf(section: string): string {
  return section.slice(0, 1).toUpperCase() + section.slice(1);
}

/** The one that stays: what people edited, then the better supported, then by path. */
function choose(a: Playbook, b: Playbook, known: Known): readonly [Playbook, Playbook] {
  const rank = (one: Playbook): readonly number[] => [
    isAsProposed(one, known.written.get(one.path)) ? 1 : 0,
    -(one.support?.sessions ?? 0),
  ];
  const [left, right] = [rank(a), rank(b)];
  const place = left.findIndex((value, at) => value !== right[at]);
  const first = place === -1 ? compareText(a.path, b.path) < 0 : (left[place] ?? 0) < (right[place] ?? 0);
  return first ? [a, b] : [b, a];
}

function mergeInto(keeper: Playbook, gone: Playbook, known: Known, ledger: Ledger): Change {
  const [own, other] = [known.written.get(keeper.path), known.written.get(gone.path)];
  const asProposed = isAsProposed(gone, other);
  // People's words come along as they are, whatever they repeat.
  const added = asProposed ? onlyIn(gone, keeper) : gone.body.trim();
  const body = added === '' ? keeper.body : `${keeper.body.trimEnd()}\n\n${added}\n`;
  const support = unitedSupport(keeper, gone, own, other, ledger);
  const playbook = revisePlaybook(keeper, { body, ...(support === null ? {} : { support }) });
  const sides = [own, other].filter((one) => one !== undefined);
  return {
    type: 'merge',
    pattern: own?.pattern ?? createHash('sha256').update(keeper.path).digest('hex').slice(0, 16),
    playbook,
    before: printPlaybook(keeper),
    after: printPlaybook(playbook),
    support: support ?? NO_SUPPORT,
    sessions: [...new Set(sides.flatMap((one) => one.sessions))].sort(compareText),
    trust: lowestTrust(sides),
    quotes: sides.flatMap((one) => one.quotes.slice(0, MAX_QUOTES)),
    score: Math.max(0, ...sides.map((one) => one.score)),
    scoreParts: own?.scoreParts ?? other?.scoreParts ?? [],
    supersedes: null,
    replaces: null,
    removes: [{ path: gone.path, before: printPlaybook(gone) }],
  };
}

const NO_SUPPORT: Support = { sessions: 0, days: 0, people: 0, first: '', last: '' };

/** What a person wrote into the memory is the project's own text; what runs wrote has the lowest origin of its sides. */
function lowestTrust(sides: readonly TrackedChange[]): LessonOrigin {
  return leastTrusted(sides.length === 0 ? ['repository'] : sides.map((one) => readOrigin(one.trust)));
}

/** The lines that only one of two playbooks has, under their headings. */
function onlyIn(gone: Playbook, keeper: Playbook): string {
  const known = claimsOf(keeper.title, keeper.body);
  const all = unite([wholeClaim(keeper.title, keeper.body), ...known]);
  const sections = [...sectionsOf(gone.body)].flatMap(([name, text]) => {
    if (LEFT_BEHIND.has(name)) return [];
    const lines = text.split('\n').filter((line) => line.trim() !== '' && !isCovered(line, name, all));
    return lines.length === 0
      ? []
      : [`**${headingOf(name)}**${/^\d|^[-*]/.test(lines[0] ?? '') ? '\n\n' : ' '}${lines.join('\n')}`];
  });
  return sections.join('\n\n');
}

/** Whether all words of a line stand in the slots of what is known. */
function isCovered(line: string, section: string, all: Claim): boolean {
  const { prescribes, forbids } = claimOf(section === 'avoid' ? line.replace(/:\s*it fails with.*/i, '') : line);
  const asked = section === 'avoid' ? new Set<string>() : prescribes;
  const forbidden = section === 'avoid' ? new Set([...prescribes, ...forbids]) : forbids;
  return [...asked].every((word) => all.prescribes.has(word)) && [...forbidden].every((word) => all.forbids.has(word));
}

/** Support of both, counting sessions that speak for both once; null where neither file has any. */
function unitedSupport(
  keeper: Playbook,
  gone: Playbook,
  own: TrackedChange | undefined,
  other: TrackedChange | undefined,
  ledger: Ledger,
): Support | null {
  const [a, b] = [keeper.support, gone.support];
  if (a === null || b === null) return a ?? b;
  const left = own?.sessions ?? [];
  const right = new Set(other?.sessions);
  const common = left.filter((key) => right.has(key)).length;
  const records = [...new Set([...left, ...right])].flatMap((key) => ledger.sessions.get(key) ?? []);
  const days = new Set(records.flatMap((one) => one.startedAt?.slice(0, 10) ?? [])).size;
  const people = new Set(records.flatMap((one) => one.people)).size;
  const between = (value: number, one: number, two: number): number => Math.min(one + two, Math.max(value, one, two));
  const dates = (one: string, two: string): readonly string[] =>
    [one, two].filter((day) => day !== '').sort(compareText);
  return {
    sessions: a.sessions + b.sessions - Math.min(common, a.sessions, b.sessions),
    days: between(days, a.days, b.days),
    people: between(people, a.people, b.people),
    first: dates(a.first, b.first)[0] ?? '',
    last: dates(a.last, b.last).at(-1) ?? '',
  };
}

/** Files that a change waits to write, with that change. */
function waitingPaths(ledger: Ledger): ReadonlyMap<string, TrackedChange> {
  const waiting = new Map<string, TrackedChange>();
  for (const change of ledger.changes) {
    if (change.supersededBy !== null || (change.state !== 'open' && change.state !== 'later')) continue;
    for (const path of [change.path, ...change.removes]) waiting.set(path, change);
  }
  return waiting;
}
