// What people laid down, over sessions: the same rule in other words is one rule, its opposite is another.
import type { StatementObservation } from '../model/observation.ts';
import { pointSameWay, polarityOf, type Polarity } from '../text/polarity.ts';
import { jaccardSimilarity } from '../text/similarity.ts';
import type { Pattern, ProjectView } from './weigh.ts';

/** Two statements with this much of their words in common, pointing the same way, are one. */
const SAME_STATEMENT = 0.6;
/** Less is enough when they share a name (a file, a command, an identifier), which then counts this many times. */
const SAME_SUBJECT = 0.35;
const NAME_WEIGHT = 5;

/** Statements of one word that a new one is compared with. */
const MAX_CANDIDATES = 50;

interface Cluster {
  readonly words: ReadonlySet<string>;
  readonly polarity: Polarity;
  readonly members: StatementObservation[];
}

export function weighStatements(view: ProjectView): readonly Pattern[] {
  const statements = view.observations.filter((one) => one.kind === 'statement');
  return cluster(statements).map(({ members }) => {
    const standing = members.filter((one) => one.standing);
    // Observations come in order of time; a standing wording says it best.
    const latest = (standing.length > 0 ? standing : members).at(-1);
    const statement = latest?.statement ?? '';
    const others = [...new Set(members.map((one) => one.statement))].filter((text) => text !== statement);
    return {
      kind: 'preference',
      key: `statement|${members[0]?.key ?? ''}`,
      claim: { type: 'statement', statement, others: others.slice(0, 3), standing: standing.length > 0 },
      observations: members,
      trust: 'user',
      turnsLost: 0,
      weight: standing.length > 0 ? 1.2 : 1,
      bar: standing.length > 0 ? 1 : view.minSupport,
    };
  });
}

/** Joins statements over shared words; candidates come from an index by word, so nothing is compared with everything. */
function cluster(statements: readonly StatementObservation[]): readonly Cluster[] {
  const clusters: Cluster[] = [];
  const byWord = new Map<string, number[]>();
  for (const statement of statements) {
    const words = new Set(statement.key.split(' ').map((word) => word.slice(word.lastIndexOf('/') + 1)));
    const polarity = polarityOf(statement.statement);
    const rare = [...words]
      .filter((word) => byWord.has(word))
      .sort((a, b) => (byWord.get(a)?.length ?? 0) - (byWord.get(b)?.length ?? 0))
      .slice(0, 4);
    const candidates = new Set(rare.flatMap((word) => (byWord.get(word) ?? []).slice(0, MAX_CANDIDATES)));
    const home = [...candidates].find((index) => {
      const other = clusters[index];
      return other !== undefined && isSameStatement(words, other.words) && pointSameWay(polarity, other.polarity);
    });
    if (home !== undefined) {
      clusters[home]?.members.push(statement);
      continue;
    }
    clusters.push({ words, polarity, members: [statement] });
    for (const word of words) {
      const list = byWord.get(word);
      if (list === undefined) byWord.set(word, [clusters.length - 1]);
      else list.push(clusters.length - 1);
    }
  }
  return clusters;
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
