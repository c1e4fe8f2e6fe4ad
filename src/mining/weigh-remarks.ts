// The same remark in several sessions, in other words each time. Remarks are joined over the words that tell them apart
// (names and topics of tools and process); candidates come from an index by word, so nothing is compared with everything.
import { OTHERS_WORK, type RemarkObservation } from '../model/observation.ts';
import type { PlaybookKind } from '../model/playbook.ts';
import { durabilityOf } from '../text/durable-remark.ts';
import { polarityOf, type Polarity } from '../text/polarity.ts';
import { compareText } from '../text/similarity.ts';
import { CODE_SPAN, isWeakTopic, termsOf, type Term } from './remark-names.ts';
import type { Pattern, ProjectView } from './weigh.ts';

/** What a shared word is worth, by what it is; multiplied by how rare it is among the project's sessions. */
const TYPE_WEIGHT: Readonly<Record<Term['type'], number>> = { name: 2, topic: 1.6, source: 0.8, plain: 0.7 };
/** Cosine from which two remarks say the same. */
const SAME = 0.45;
/** Cosine from which they do when both followed a failure and share two telling words: what failed, and where. */
const SAME_FAILURE = 0.3;
/** Share of a remark's weight (squared) that must stand in a longer one that says the same and more. */
const CONTAINED = 0.6;
/** Cosine from which remarks of two clusters touch; remarks of each that are compared; clusters that are. */
const TOUCHING = 0.3;
const MAX_COMPARED = 20;
const MAX_CLUSTERS = 150;
/** Remarks listed under one word, words by which a remark looks for others, remarks of one project. */
const MAX_POSTINGS = 120;
const MAX_LOOKUPS = 6;
const MAX_REMARKS = 6_000;
/** Share of a cluster's sessions whose remarks must have a word before it is what the cluster is about. */
const CORE_SHARE = 0.5;
const MAX_OTHERS = 3;
/** What agents say ranks behind what was seen to happen as often, and what two sessions say behind all. */
const WEIGHT = 0.9;
const WEIGHT_OF_TWO = 0.6;

interface Entry {
  readonly one: RemarkObservation;
  readonly unit: string;
  readonly terms: readonly Term[];
  readonly polarity: Polarity;
  /** Weights of its terms, of length 1. */
  readonly vector: ReadonlyMap<string, number>;
}

interface Cluster {
  readonly medoid: Entry;
  readonly members: readonly Entry[];
  readonly core: readonly Term[];
}

export function weighRemarks(view: ProjectView): readonly Pattern[] {
  const entries = entriesOf(view);
  return clusters(entries).flatMap((cluster): Pattern[] => {
    const { medoid, members, core } = cluster;
    if (!isLesson(cluster)) return [];
    const others: string[] = [];
    const quoted = new Set([medoid.unit]);
    const units = new Set(members.map(({ unit }) => unit));
    // Those that also say what to do come first.
    const answering = members.filter(({ one }) => ANSWERS.test(one.remark));
    for (const { one, unit } of [...answering, ...members]) {
      if (
        others.length >= MAX_OTHERS ||
        quoted.has(unit) ||
        one.remark === medoid.one.remark ||
        others.includes(one.remark)
      )
        continue;
      quoted.add(unit);
      others.push(one.remark);
    }
    return [
      {
        kind: kindOf(cluster),
        key: `remark|${core
          .map(({ word }) => word)
          .sort()
          .join(' ')}`,
        claim: { type: 'remark', remark: medoid.one.remark, others, names: core.map(({ word }) => word), commands: [] },
        observations: members.map(({ one }) => one),
        trust: 'agent',
        turnsLost: 0,
        weight: units.size > 2 ? WEIGHT : WEIGHT_OF_TWO,
        bar: Math.max(view.minSupport, isTelling(cluster) ? 2 : 3),
      },
    ];
  });
}

/** Remarks as weighted words. What comes from outside supports nothing. */
function entriesOf(view: ProjectView): readonly Entry[] {
  const raw = view.observations
    .flatMap((one) =>
      one.kind === 'remark' && one.origin !== 'external' && one.advised === null
        ? [{ one, unit: view.counter.unitOf(one.session), terms: termsOf(one.remark) }]
        : [],
    )
    .slice(-MAX_REMARKS);
  const units = new Map<string, Set<string>>();
  for (const { unit, terms } of raw) {
    for (const { word } of terms) units.set(word, (units.get(word) ?? new Set()).add(unit));
  }
  const all = new Set(raw.map(({ unit }) => unit)).size;
  return raw.map((entry) => {
    const weights = entry.terms.map(
      ({ word, type }) => [word, TYPE_WEIGHT[type] * Math.log(1 + all / (units.get(word)?.size ?? 1))] as const,
    );
    const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
    return {
      ...entry,
      polarity: polarityOf(entry.one.remark),
      vector: new Map(weights.map(([word, weight]) => [word, weight / length])),
    };
  });
}

function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [word, weight] of a) sum += weight * (b.get(word) ?? 0);
  return sum;
}

interface Neighbour {
  readonly index: number;
  readonly similarity: number;
  /** Weight of the telling words they share: short remarks about common things are close to much and say little. */
  readonly common: number;
}

/** Each remark with those that say the same, most sessions first; every remark belongs to one cluster at most. */
function clusters(entries: readonly Entry[]): readonly Cluster[] {
  const near = neighbours(entries);
  const sessionsOf = (list: readonly Neighbour[]): number =>
    new Set(list.map(({ index }) => entries[index]?.unit)).size;
  const order = near
    .map((list, index) => ({
      index,
      sessions: sessionsOf(list),
      closeness: list.reduce((sum, one) => sum + (one.index === index ? 0 : one.common), 0) / Math.max(1, list.length),
    }))
    .filter(({ sessions }) => sessions > 1)
    .sort((a, b) => b.sessions - a.sessions || b.closeness - a.closeness || a.index - b.index);
  const home = new Map<number, number>();
  const found: { readonly members: number[]; readonly guests: number[] }[] = [];
  for (const { index } of order) {
    if (home.has(index) || found.length >= MAX_CLUSTERS) continue;
    const own = (near[index] ?? []).filter((one) => !home.has(one.index));
    if (sessionsOf(own) < 2) continue;
    for (const one of own) home.set(one.index, found.length);
    found.push({ members: own.map((one) => one.index), guests: [] });
  }
  // A cluster that touches an earlier one in a third of the sessions of both tells of the same: the cause, or what to do about it.
  const joined = new Set<number>();
  for (const [number, { members }] of found.entries()) {
    const target = found.findIndex(({ members: others }, other) => {
      if (other >= number || joined.has(other)) return false;
      const touching = new Set<string>();
      const touched = new Set<string>();
      const units = new Set<string>();
      for (const index of members.slice(0, MAX_COMPARED)) {
        const entry = entries[index];
        if (entry === undefined) continue;
        units.add(entry.unit);
        for (const one of others.slice(0, MAX_COMPARED)) {
          const other = entries[one];
          if (other === undefined || !touch(entry, other)) continue;
          touching.add(entry.unit);
          touched.add(other.unit);
        }
      }
      const whole = new Set(others.slice(0, MAX_COMPARED).map((one) => entries[one]?.unit)).size;
      return touching.size > 1 && touching.size * 3 >= units.size && touched.size > 1 && touched.size * 3 >= whole;
    });
    if (target < 0) continue;
    joined.add(number);
    found[target]?.guests.push(...members);
  }
  const all = (list: readonly number[]): readonly Entry[] => list.flatMap((index) => entries[index] ?? []);
  return found.flatMap(({ members, guests }, number) => {
    if (joined.has(number)) return [];
    const core = coreOf(all(members));
    return [{ core, medoid: medoidOf(all(members), core), members: all([...members, ...guests]) }];
  });
}

function neighbours(entries: readonly Entry[]): readonly (readonly Neighbour[])[] {
  const postings = new Map<string, number[]>();
  for (const [index, { vector }] of entries.entries()) {
    for (const word of vector.keys()) {
      const list = postings.get(word);
      if (list === undefined) postings.set(word, [index]);
      else if (list.length < MAX_POSTINGS) list.push(index);
    }
  }
  return entries.map((entry, index) => {
    const strongest = [...entry.vector].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0])).slice(0, MAX_LOOKUPS);
    const candidates = new Set([index, ...strongest.flatMap(([word]) => postings.get(word) ?? [])]);
    return [...candidates]
      .flatMap((other) => {
        const one = entries[other];
        if (one === undefined) return [];
        const similarity = other === index ? 1 : likeness(entry, one);
        return similarity > 0 ? [{ index: other, similarity, common: commonWeight(entry, one) }] : [];
      })
      .sort((a, b) => b.similarity - a.similarity || a.index - b.index);
  });
}

/**
 * How much the other remark says what this one says: their cosine, or the share of this one's weight that stands in the
 * other when that holds two telling words. 0 when they only touch: one heavy word alone is a coincidence.
 */
function likeness(entry: Entry, other: Entry): number {
  const common = entry.terms.filter(({ word }) => other.vector.has(word));
  const isOthersWork = common.some(({ word }) => word === OTHERS_WORK);
  const telling = common.filter(({ type }) => type === 'name' || type === 'topic').length;
  if (!isOthersWork && (common.length < 2 || telling === 0)) return 0;
  const similarity = cosine(entry.vector, other.vector);
  const contained = common.reduce((sum, { word }) => sum + (entry.vector.get(word) ?? 0) ** 2, 0);
  const strong = common.filter(({ word, type }) => type === 'name' || (type === 'topic' && !isWeakTopic(word))).length;
  const isSameFailure = strong > 1 && similarity >= SAME_FAILURE && entry.one.afterFailure && other.one.afterFailure;
  if (!isOthersWork && !isSameFailure && similarity < SAME && (telling < 2 || contained < CONTAINED)) return 0;
  if (contradict(entry, other)) return 0;
  return isOthersWork ? Math.max(SAME, similarity) : similarity;
}

/** How much two remarks share of what tells remarks apart, names above all. */
function commonWeight(entry: Entry, other: Entry): number {
  return entry.terms
    .filter(({ word, type }) => other.vector.has(word) && (type === 'name' || (type === 'topic' && !isWeakTopic(word))))
    .reduce((sum, { type }) => sum + TYPE_WEIGHT[type], 0);
}

/** Whether two remarks of different clusters have more in common than chance. */
function touch(a: Entry, b: Entry): boolean {
  const telling = a.terms.filter(
    ({ word, type }) => (type === 'name' || (type === 'topic' && !isWeakTopic(word))) && b.vector.has(word),
  );
  return telling.length > 1 && cosine(a.vector, b.vector) >= TOUCHING;
}

/** Whether one advises what the other warns of: "use npm, not pnpm" and the reverse share all their words. */
function contradict(a: Entry, b: Entry): boolean {
  const names = new Set(a.terms.filter(({ type }) => type !== 'plain').map(({ word }) => word));
  const crossed = (one: Polarity, other: Polarity): boolean =>
    [...one.prescribes].some(
      (word) => names.has(word) && other.forbids.has(word) && !one.forbids.has(word) && !other.prescribes.has(word),
    );
  return crossed(a.polarity, b.polarity) && crossed(b.polarity, a.polarity);
}

/** The terms that remarks of at least half of the sessions have, in the order of how many do. */
function coreOf(members: readonly Entry[]): readonly Term[] {
  const found = new Map<string, { readonly term: Term; readonly units: Set<string> }>();
  for (const { terms, unit } of members) {
    for (const term of terms) {
      const known = found.get(term.word);
      if (known === undefined) found.set(term.word, { term, units: new Set([unit]) });
      else known.units.add(unit);
    }
  }
  const all = new Set(members.map(({ unit }) => unit)).size;
  return [...found.values()]
    .filter(({ units }) => units.size >= Math.max(2, all * CORE_SHARE))
    .sort((a, b) => b.units.size - a.units.size || compareText(a.term.word, b.term.word))
    .map(({ term }) => term);
}

/** A remark that says what is so and what the agent does about it. */
const ANSWERS =
  /(?:[.!]|,? so) (?:I['’](?:m|ll)|Let me|I (?:will|need to|must|should)) (?!(?:also |now |just )?(?:fix|check|verify|look|see|read|run|rerun|try|retry|add|make|write|start|continue|inspect)(?:ing)?\b)/u;

/** The remark that says what all say with the fewest details of its own. */
function medoidOf(members: readonly Entry[], core: readonly Term[]): Entry {
  const words = new Set(core.map(({ word }) => word));
  const worth = ({ one, terms }: Entry): number => {
    const shared = terms.filter(({ word }) => words.has(word)).length;
    const details = terms
      .filter(({ word }) => !words.has(word))
      .reduce((sum, { type }) => sum + (type === 'plain' ? 0.2 : 0.5), 0);
    const numbers = one.remark.replaceAll(CODE_SPAN, ' ').match(/\d+/g)?.length ?? 0;
    const answers = ANSWERS.test(one.remark) ? 0.8 : 0;
    return (
      shared +
      durabilityOf(one.remark) * 2.5 +
      answers -
      details -
      numbers * 0.3 -
      one.remark.length / 200 -
      (/^(?:i|let|now)\b/i.test(one.remark) ? 0.3 : 0)
    );
  };
  const [best] = members
    .map((entry) => ({ entry, worth: worth(entry) }))
    .sort((a, b) => b.worth - a.worth || compareText(a.entry.one.remark, b.entry.one.remark));
  if (best === undefined) throw new TypeError('a cluster has members');
  return best.entry;
}

/** Shared words enough to be about one thing, among them something of tools, process or place. */
function isLesson({ core, members, medoid }: Cluster): boolean {
  const telling = core.filter(({ type }) => type === 'name' || type === 'topic');
  const strong = telling.filter(({ word }) => !isWeakTopic(word));
  if (durabilityOf(medoid.one.remark) === 0) return false;
  const isOthersWork = core.some(({ word }) => word === OTHERS_WORK);
  if (strong.length === 0 || (core.length < 2 && !isOthersWork)) return false;
  // What was there before and was mended is gone.
  const mended = members.filter(({ one }) => /\b(?:let me|i['’]ll|i will) (?:also )?fix\b/i.test(one.remark)).length;
  if (telling.some(({ word }) => word === 'not-mine') && mended * 4 >= members.length) return false;
  // One wording over and over is a form that somebody else wrote.
  const same = new Map<string, number>();
  for (const { one } of members) if (one.remark.length > 80) same.set(one.remark, (same.get(one.remark) ?? 0) + 1);
  return Math.max(0, ...same.values()) * 2 <= members.length;
}

/**
 * Two sessions are enough where they share much and the wording stands for itself: a name and four more words, three
 * telling words after something had failed, or two when more than one session says it after a failure.
 */
function isTelling({ core, members, medoid }: Cluster): boolean {
  if (durabilityOf(medoid.one.remark) < 2) return false;
  const names = core.filter(({ type, word }) => type === 'name' || (type === 'topic' && !isWeakTopic(word)));
  if (core.length >= 5 && core.some(({ type }) => type === 'name')) return true;
  if (names.length < 2) return false;
  const after = new Set(members.filter(({ one }) => one.afterFailure).map(({ unit }) => unit)).size;
  return after > 1 || (core.length >= 3 && after > 0);
}

/** A preference where the agent lays down how to act, a pitfall where something does not work, else a fact. */
function kindOf({ medoid, core }: Cluster): PlaybookKind {
  const { remark } = medoid.one;
  const resolves =
    /\b(?:i['’](?:ll|m)|i (?:will|must|should|need to)|let me|we (?:must|should|need to)) (?:\w{1,12} ){0,2}(?:only|not|never|always|avoid)\b|\b(?:must|should) (?:always|never|only|not)\b/i;
  if (resolves.test(remark) || core.some(({ word }) => word === OTHERS_WORK)) return 'preference';
  const fails = /\b(?:fail\w{0,6}|block\w{0,4}|cannot|unable|broken|errors?|not|stale|missing)\b|n['’]t\b/i;
  return fails.test(remark) ? 'pitfall' : 'fact';
}
