// Themes over sessions: the same wish in words that share nothing. It takes over what other weighers made of the same
// sentences, because it says in general what they quote.
import type { ThemeObservation } from '../model/observation.ts';
import { wordsOf } from '../text/similarity.ts';
import { isAct } from './acts.ts';
import { isDocument } from './group-requests.ts';
import { objectsIn } from './themes/objects.ts';
import { themesIn, THEME_IDS, THEMES, type ThemeId } from './themes/index.ts';
import type { Pattern, ProjectView } from './weigh.ts';

/** A wish about how to behave that is put in this many messages of one session is meant to last. */
const INSISTED = 3;
/** A longer sentence that comes word for word in several sessions is a template or one prompt tried again. */
const TEMPLATE = 60;
/** A sentence with more words says more than its theme and stays a lesson of its own. */
const MAX_COVERED = 12;
/** Share of a pattern's sentences that must be of a theme, to be taken over by it. */
const COVERED = 0.6;
const MAX_QUOTES = 3;
const MAX_OBJECTS = 3;
/** Broad themes say less about the project. */
const BROAD_WEIGHT = 0.6;

export function weighThemes(view: ProjectView): readonly Pattern[] {
  const byTheme = new Map<ThemeId, ThemeObservation[]>();
  for (const one of withoutTemplates(view.observations.filter((each) => each.kind === 'theme'))) {
    const theme = THEME_IDS.find((id) => id === one.theme);
    if (theme === undefined) continue;
    const list = byTheme.get(theme);
    if (list === undefined) byTheme.set(theme, [one]);
    else list.push(one);
  }
  /** Sessions count first, then messages. */
  const strength = (theme: ThemeId): number => {
    const all = byTheme.get(theme) ?? [];
    const messages = all.reduce((sum, one) => sum + one.messages, 0);
    return view.counter.countSessions(all.map((one) => one.session)) + 1 - 1 / (1 + messages);
  };
  return [...byTheme].flatMap(([theme, all]) => {
    const { bar, manner, opposite } = THEMES[theme];
    // As many who wish the opposite: it depends on the task.
    const other = THEME_IDS.find((id) => id === opposite);
    if (other !== undefined && strength(other) >= strength(theme)) return [];
    const members = theme === 'language' ? mostFrequent(all) : all;
    const insisted = manner && members.some((one) => one.standing || one.messages >= INSISTED);
    return [
      {
        kind: 'preference' as const,
        key: `theme|${theme}`,
        claim: {
          type: 'theme' as const,
          theme,
          objects: objectsOf(members),
          quotes: quotesOf(members),
        },
        observations: members,
        trust: 'user' as const,
        turnsLost: 0,
        weight: bar > 2 ? BROAD_WEIGHT : 1,
        bar: insisted ? 1 : Math.max(view.minSupport, bar),
      },
    ];
  });
}

/**
 * Patterns without those that others say already: statements and requests of which a theme says the same, and themes
 * about acts of version control that people ask for by name.
 * @param reaches whether a pattern is at its support bar
 */
export function withoutCovered(
  patterns: readonly Pattern[],
  reaches: (pattern: Pattern) => boolean,
): readonly Pattern[] {
  const asked = patterns.some((pattern) => {
    const { claim } = pattern;
    return claim.type === 'request' && claim.usersCall && claim.word.split(' ').some(isAct) && reaches(pattern);
  });
  const documents = new Set(
    patterns.flatMap((one) =>
      one.claim.type === 'request' && !one.claim.usersCall && !one.claim.picks && reaches(one)
        ? documentsOf(one.claim.word)
        : [],
    ),
  );
  const kept = patterns.filter(({ claim }) => {
    if (claim.type === 'workflow') return !isUpkeepOnly(claim.steps, documents);
    if (claim.type !== 'theme') return true;
    // Asked for by the name of the one document, in other words each time: the request has all of it.
    if (claim.theme === 'docs-too')
      return claim.objects.length === 0 || !claim.objects.every((one) => documents.has(one));
    return !asked || (claim.theme !== 'no-git' && claim.theme !== 'commit-often');
  });
  const proposed = new Set(
    kept.flatMap((one) => (one.claim.type === 'theme' && reaches(one) ? [one.claim.theme] : [])),
  );
  if (proposed.size === 0) return kept;
  return kept.filter(({ claim, observations }) => {
    if (claim.type !== 'statement' && (claim.type !== 'request' || claim.usersCall || claim.picks)) return true;
    if (claim.type === 'request' && documentsOf(claim.word).length > 0 && !proposed.has('docs-too')) return true;
    const sentences = observations.flatMap((one) =>
      one.kind === 'statement'
        ? [[one.statement, one.rule.replaceAll('the user', 'me')]]
        : one.kind === 'request'
          ? [[one.request]]
          : [],
    );
    // A rule says "the user" where the person said "me".
    const covered = sentences.filter((wordings) =>
      wordings.some(
        (text) => wordsOf(text).length <= MAX_COVERED && themesIn(text).some(({ theme }) => proposed.has(theme)),
      ),
    );
    return covered.length < Math.max(1, sentences.length * COVERED);
  });
}

function documentsOf(word: string): readonly string[] {
  return isDocument(word) ? objectsIn('docs-too', word) : [];
}

/** Whether a workflow is nothing but the upkeep of a document that is asked for, and the commit after it. */
function isUpkeepOnly(steps: readonly { readonly key: string }[], documents: ReadonlySet<string>): boolean {
  const isUpkeep = (key: string): boolean =>
    key.startsWith('edit ') && documents.has(key.slice(key.lastIndexOf('/') + 1).replace(/^edit /, ''));
  return (
    steps.some((step) => isUpkeep(step.key)) &&
    steps.every((step) => isUpkeep(step.key) || /^git (?:add|commit|status|diff)\b/.test(step.key))
  );
}

/** Each longer sentence once: the same brief in several sessions is one wish. */
function withoutTemplates(observations: readonly ThemeObservation[]): readonly ThemeObservation[] {
  const seen = new Set<string>();
  return observations.filter((one) => {
    const texts = one.quotes.map((quote) => quote.text);
    const isCopy = texts.every((text) => text.length > TEMPLATE && seen.has(`${one.theme}|${text}`));
    for (const text of texts) seen.add(`${one.theme}|${text}`);
    return !isCopy;
  });
}

/** The observations with the object that most of them have; the later one of two. */
function mostFrequent(observations: readonly ThemeObservation[]): readonly ThemeObservation[] {
  const count = (object: string): number => observations.filter((one) => one.objects[0] === object).length;
  const best = observations.map((one) => one.objects[0] ?? '').reduce((a, b) => (count(b) >= count(a) ? b : a), '');
  return observations.filter((one) => (one.objects[0] ?? '') === best);
}

/** What the wishes name, most frequent first, where most of them name something. */
function objectsOf(observations: readonly ThemeObservation[]): readonly string[] {
  const named = observations.filter((one) => one.objects.length > 0);
  if (named.length * 2 < observations.length) return [];
  const objects = named.flatMap((one) => one.objects);
  const count = (object: string): number => objects.filter((one) => one === object).length;
  return [...new Set(objects)].sort((a, b) => count(b) - count(a) || (a < b ? -1 : 1)).slice(0, MAX_OBJECTS);
}

/** Latest first, one of each session before the second of any. */
function quotesOf(observations: readonly ThemeObservation[]): readonly string[] {
  const latest = [...observations].reverse();
  const first = latest.flatMap((one) => one.quotes.slice(-1));
  const rest = latest.flatMap((one) => one.quotes.slice(0, -1).reverse());
  return [...new Set([...first, ...rest].map((quote) => quote.text))].slice(0, MAX_QUOTES);
}
