// What people laid down, over sessions: the same rule in other words is one rule, its opposite is another, and what was
// said later of the same thing takes back what was said before.
import type { StatementObservation } from '../model/observation.ts';
import { pointSameWay, polarityOf, type Polarity } from '../text/polarity.ts';
import { isSameSubject } from '../text/same-subject.ts';
import { ClaimIndex } from '../text/claim-index.ts';
import { claimOf } from '../text/claims.ts';
import { retractedClaims } from '../text/retracted-claims.ts';
import { jaccardSimilarity } from '../text/similarity.ts';
import { soundsReporting } from './phrasing/index.ts';
import { isWorkWord } from './phrasing/work-words.ts';
import type { Pattern, ProjectView } from './weigh.ts';

/** Two statements with this much of their words in common, pointing the same way, are one. */
const SAME_STATEMENT = 0.6;
/** Less is enough when they share a name (a file, a command, an identifier), which then counts this many times. */
const SAME_SUBJECT = 0.35;
const NAME_WEIGHT = 5;
/** Statements of one word that a new one is compared with. */
const MAX_CANDIDATES = 50;
/** Rarest words of a statement by which others are found. */
const RARE_WORDS = 4;

/** What a person lays down once holds for every session to come, unlike a command that went wrong. */
const STANDING_WEIGHT = 2;

interface Cluster {
  readonly words: ReadonlySet<string>;
  readonly polarity: Polarity;
  readonly members: StatementObservation[];
  /** Its place among all clusters, oldest first. */
  readonly at: number;
  /** A later cluster took it back. */
  replaced: boolean;
  /** What it took back itself. */
  replaces: Cluster | null;
}

/** A person's words that take something back, with what had been said before. */
interface RetractionOf {
  readonly said: StatementObservation;
  readonly taken: readonly Cluster[];
}

export function weighStatements(view: ProjectView): readonly Pattern[] {
  const statements = view.observations.filter((one) => one.kind === 'statement');
  const all = cluster(statements);
  const clusters = all.clusters.filter((one) => !one.replaced);
  const halves = otherHalves(clusters);
  const halfOf = new Map([...halves].map(([half, home]) => [home, half]));
  const rules = clusters
    .filter((one) => !halves.has(one))
    .map((whole) => {
      const { members, replaces } = whole;
      const half = halfOf.get(whole);
      const standing = members.filter((one) => one.standing);
      // Observations come in order of time; a standing wording says it best.
      const latest = (standing.length > 0 ? standing : members).at(-1);
      const statement = latest?.statement ?? '';
      const others = [...new Set(members.map((one) => one.statement))].filter((text) => text !== statement);
      const isStanding = standing.length > 0;
      return {
        kind: 'preference' as const,
        key: `statement|${members[0]?.key ?? ''}`,
        claim: {
          type: 'statement' as const,
          statement,
          rule: latest?.rule ?? '',
          more: [...(latest?.more ?? []), ...(half === undefined ? [] : [sentenceOf(half.members.at(-1)?.rule ?? '')])],
          others: others.slice(-3),
          standing: isStanding,
          replaces: replaces?.members.at(-1)?.statement ?? null,
          replacedOn: lastDay(replaces?.members ?? [], view),
        },
        besides: replaces?.members.slice(-1) ?? [],
        observations: half === undefined ? members : [...members, ...half.members],
        trust: 'user' as const,
        turnsLost: 0,
        weight: isStanding ? STANDING_WEIGHT : 1,
        bar: isStanding || members.some(isAboutWork) ? 1 : view.minSupport,
      };
    });
  return [...rules, ...all.retractions.map(toRetraction)];
}

/** Day of the latest of some statements, null where no session has a time. */
function lastDay(statements: readonly StatementObservation[], view: ProjectView): string | null {
  const { last } = view.counter.supportOf(statements.map((one) => one.session));
  return last === '' ? null : last;
}

/** A rule that a person took back; one session is enough, as it was for the rule. */
function toRetraction({ said, taken }: RetractionOf): Pattern {
  return {
    kind: 'preference',
    key: `retraction|${said.key}`,
    claim: { type: 'retraction', statement: said.statement, subject: said.rule, of: said.retracts ?? 'rule' },
    observations: [said],
    besides: taken.flatMap((one) => one.members.slice(-1)),
    trust: 'user',
    turnsLost: 0,
    weight: STANDING_WEIGHT,
    bar: 1,
  };
}

/** Share of a correction's messages that must lay down the same rule. */
const SAME_MESSAGES = 0.5;

/**
 * Corrections that say the other half of a rule: "never touch the generated file" and, in the same messages, "change the
 * table and regenerate" are one lesson. Each rule takes in one of them.
 */
function otherHalves(clusters: readonly Cluster[]): ReadonlyMap<Cluster, Cluster> {
  const byMessage = new Map<string, Cluster>();
  const placeOf = (one: StatementObservation): string => `${one.session}|${one.quotes[0]?.turn ?? ''}`;
  for (const one of clusters) {
    if (!one.members.some((member) => member.standing)) continue;
    for (const member of one.members) byMessage.set(placeOf(member), one);
  }
  const halves = new Map<Cluster, Cluster>();
  const taken = new Set<Cluster>();
  for (const one of clusters) {
    if (one.members.length < 2 || one.members.some((member) => member.standing)) continue;
    const homes = one.members.flatMap((member) => byMessage.get(placeOf(member)) ?? []);
    const home = homes.find((each) => !taken.has(each));
    if (home === undefined || homes.filter((each) => each === home).length < one.members.length * SAME_MESSAGES)
      continue;
    halves.set(one, home);
    taken.add(home);
  }
  return halves;
}

function sentenceOf(rule: string): string {
  return `${(rule[0] ?? '').toUpperCase()}${rule.slice(1)}${/[.!。！]$/u.test(rule) ? '' : '.'}`;
}

/** How a general way to do something is told apart from this one case. */
const GENERAL_WAY =
  /\b(?:instead of|instead|rather than|whole|entire|only|never|always|not separately|all the|every|without)\b|^(?:no,? )?(?:don['’]?t|do not) (?:want to )?(?:push|commit|merge|deploy|publish|release|run)\b/i;

/**
 * Somebody who stops a call and says in general words how the work is to be done means the next time, too ("lint the
 * whole project instead"); what is said about the product is for now.
 */
function isAboutWork(one: StatementObservation): boolean {
  const words = one.key.split(' ');
  return (
    one.rejecting &&
    words.length <= 16 &&
    words.some(isWorkWord) &&
    GENERAL_WAY.test(one.rule) &&
    !soundsReporting(one.rule)
  );
}

/** Joins statements over shared words; candidates come from an index by word, so nothing is compared with everything. */
function cluster(statements: readonly StatementObservation[]): {
  readonly clusters: readonly Cluster[];
  readonly retractions: readonly RetractionOf[];
} {
  const clusters: Cluster[] = [];
  const retractions: (RetractionOf & { readonly at: number })[] = [];
  const rules = new ClaimIndex<Cluster>();
  const byWord = new Map<string, number[]>();
  for (const statement of statements) {
    if (statement.retracts !== undefined) {
      const taken = retractedClusters(statement, rules).filter((one) => !one.replaced);
      for (const one of taken) one.replaced = true;
      retractions.push({ said: statement, taken, at: clusters.length });
      continue;
    }
    const words = new Set(statement.key.split(' ').map((word) => word.slice(word.lastIndexOf('/') + 1)));
    const polarity = polarityOf(statement.rule);
    const rare = [...words]
      .filter((word) => byWord.has(word))
      .sort((a, b) => (byWord.get(a)?.length ?? 0) - (byWord.get(b)?.length ?? 0))
      .slice(0, RARE_WORDS);
    const candidates = [...new Set(rare.flatMap((word) => (byWord.get(word) ?? []).slice(-MAX_CANDIDATES)))];
    const home = candidates.find((index) => {
      const other = clusters[index];
      if (other === undefined || !isSameStatement(words, other.words)) return false;
      const said = other.members.at(-1)?.rule ?? '';
      return pointSameWay(polarity, other.polarity) && !(statement.standing && isSameSubject(said, statement.rule));
    });
    if (home !== undefined && clusters[home]?.replaced === false) {
      clusters[home].members.push(statement);
      continue;
    }
    const one: Cluster = {
      words,
      polarity,
      members: [statement],
      at: clusters.length,
      replaced: false,
      replaces: null,
    };
    if (statement.standing)
      takeBack(
        one,
        statement,
        candidates.flatMap((index) => clusters[index] ?? []),
      );
    clusters.push(one);
    rules.add('', claimOf(statement.rule), one);
    for (const word of words) {
      const list = byWord.get(word);
      if (list === undefined) byWord.set(word, [clusters.length - 1]);
      else list.push(clusters.length - 1);
    }
  }
  // A rule that was laid down again after it had been taken back holds.
  const standing = retractions.filter(
    ({ said, at }) => !retractedClusters(said, rules).some((one) => !one.replaced && one.at >= at),
  );
  return { clusters, retractions: standing };
}

/** Clusters of what a retraction is about: as a whole, not one item of a list among others. */
function retractedClusters(said: StatementObservation, rules: ClaimIndex<Cluster>): readonly Cluster[] {
  const found = retractedClaims('', said.rule, said.retracts ?? 'rule', rules);
  return found.filter((one) => one.whole).map((one) => one.item);
}

/** Marks the older standing statement that a newer one takes back. */
function takeBack(one: Cluster, statement: StatementObservation, older: readonly Cluster[]): void {
  for (const other of older) {
    const last = other.members.at(-1);
    if (other.replaced || last === undefined || !other.members.some((member) => member.standing)) continue;
    const opposite = isSameStatement(one.words, other.words) && !pointSameWay(one.polarity, other.polarity);
    if (last.session === statement.session || (!opposite && !isSameSubject(last.rule, statement.rule))) continue;
    other.replaced = true;
    one.replaces ??= other;
  }
}

function isSameStatement(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (jaccardSimilarity(a, b) >= SAME_STATEMENT) return true;
  const weigh = (words: Iterable<string>): number =>
    [...words].reduce((sum, word) => sum + (isName(word) ? NAME_WEIGHT : 1), 0);
  const common = [...a].filter((word) => b.has(word));
  return common.some(isName) && weigh(common) / weigh(new Set([...a, ...b])) >= SAME_SUBJECT;
}

/** Whether a word names one thing of the project: it has a dot, an underscore, a colon or a digit inside. */
function isName(word: string): boolean {
  return word.length > 3 && /[a-z][._:][a-z]|[a-z]\d|_/.test(word);
}
