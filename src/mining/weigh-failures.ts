// Failures over sessions: a wrong command with the one that works (by what changes between the two), and failures
// that keep coming back without a common fix.
import type { FailureObservation } from '../model/observation.ts';
import { parseShellCommands } from '../text/shell-command.ts';
import { compareText } from '../text/similarity.ts';
import type { Pattern, ProjectView } from './weigh.ts';

/** A fix must be seen in at least this share of the sessions with the failure, or it is not the common fix. */
const FIXED_SHARE = 0.25;
/** Without a fix, a failure must come back in this many sessions: two alike are often one task in two parts. */
const UNFIXED_BAR = 3;
/** Most words that may differ between a failed command and its fix to count as one rewrite. */
const MAX_REWRITE_WORDS = 3;

interface Rewrite {
  readonly key: string;
  readonly drop: string;
  readonly put: string;
  readonly compact: boolean;
}

export function weighFailures(view: ProjectView): readonly Pattern[] {
  const failures = view.observations.filter((one) => one.kind === 'failure');
  const taken = new Set<FailureObservation>();
  const fixed = fixedErrors(view, failures, taken);
  return [
    ...fixed,
    ...recurringFailures(
      view,
      failures.filter((one) => !taken.has(one)),
    ),
  ];
}

function fixedErrors(
  view: ProjectView,
  failures: readonly FailureObservation[],
  taken: Set<FailureObservation>,
): Pattern[] {
  const groups = groupBy(
    failures.filter((one) => one.fix !== null && one.action === 'shell'),
    (one) => `${programOf(one.attempted)}|${rewriteOf(one).key}`,
  );
  const bySignature = groupBy(
    failures.filter((one) => one.action === 'shell'),
    (one) => one.key,
  );
  const sessionsOf = (list: readonly FailureObservation[]): number =>
    view.counter.countSessions(list.map((one) => one.session));
  const ordered = [...groups].sort((a, b) => sessionsOf(b[1]) - sessionsOf(a[1]) || compareText(a[0], b[0]));
  const patterns: Pattern[] = [];
  for (const [key, pairs] of ordered) {
    const free = pairs.filter((one) => !taken.has(one));
    if (free.length === 0) continue;
    const clean = free.filter((one) => one.origin !== 'external' && one.fix?.origin !== 'external');
    const trusted = sessionsOf(clean) >= view.minSupport || sessionsOf(clean) === sessionsOf(free);
    const base = trusted ? clean : free;
    const fixedSessions = sessionsOf(base);
    // The same failure without a fix in reach, or with a rarer one, is the same lesson: the most frequent answer wins.
    const signatures = new Set(base.filter((one) => one.decisive).map((one) => one.key));
    const alike = [...signatures].flatMap((signature) => bySignature.get(signature) ?? []);
    const members = [
      ...new Set([...base, ...alike.filter((one) => !taken.has(one) && (!trusted || one.origin !== 'external'))]),
    ];
    if (fixedSessions / sessionsOf(members) < FIXED_SHARE && fixedSessions < view.minSupport * 2) continue;
    if (fixedSessions >= view.minSupport) for (const one of [...free, ...members]) taken.add(one);
    patterns.push(describeFixed(key, base, members, fixedSessions, trusted, view));
  }
  return patterns;
}

function describeFixed(
  key: string,
  base: readonly FailureObservation[],
  members: readonly FailureObservation[],
  fixedSessions: number,
  trusted: boolean,
  view: ProjectView,
): Pattern {
  const pairs = countTexts(base.map((one) => `${one.attempted}\u0000${one.fix?.command ?? ''}`)).slice(0, 4);
  const first = base[0];
  const rewrite = first === undefined ? null : rewriteOf(first);
  // Another program did the same job: the command was wrong, whatever the error said.
  const otherProgram = base.filter((one) => programOf(one.attempted) !== programOf(one.fix?.command ?? '')).length;
  const decisive = Math.max(base.filter((one) => one.decisive).length, otherProgram) * 2 > base.length;
  const turns = base.map((one) => one.fix?.turns ?? 0);
  const turnsLost = Math.round((10 * turns.reduce((sum, value) => sum + value, 0)) / Math.max(1, turns.length)) / 10;
  return {
    kind: 'pitfall',
    key: `fixed|${key}`,
    claim: {
      type: 'fixed-error',
      attempted: pairs.map((pair) => pair.split('\u0000')[0] ?? ''),
      fixed: pairs.map((pair) => pair.split('\u0000')[1] ?? ''),
      rewrite: rewrite?.compact === true ? { drop: rewrite.drop, put: rewrite.put } : null,
      error: countTexts(members.map((one) => one.error))[0] ?? '',
      decisive,
      hiddenSessions: view.counter.countSessions(members.filter((one) => one.hidden).map((one) => one.session)),
    },
    // Pairs with their fix come first, so that the quotes tell the whole story.
    observations: [...new Set([...base, ...members])],
    trust: trusted ? 'observed' : 'external',
    turnsLost,
    weight: decisive ? 1.3 : 0.8,
    bar: fixedSessions >= view.minSupport ? view.minSupport : Number.POSITIVE_INFINITY,
  };
}

function recurringFailures(view: ProjectView, failures: readonly FailureObservation[]): Pattern[] {
  const groups = groupBy(failures, (one) => (one.action === 'edit' ? 'edit' : one.key));
  return [...groups].flatMap(([key, members]) => {
    const editing = key === 'edit';
    const reworked = members.filter((one) => one.reworked).length;
    const telling = editing || members.some((one) => one.decisive);
    // Red, edit, green again is work; a failure nobody can name is noise.
    if (!editing && (reworked * 2 >= members.length || !telling)) return [];
    const clean = members.filter((one) => one.origin !== 'external');
    const trusted = clean.length > 0;
    const observations = trusted ? clean : members;
    return [
      {
        kind: 'pitfall' as const,
        key: `recurring|${key}`,
        claim: {
          type: 'recurring-failure' as const,
          tool: members[0]?.tool ?? '',
          shell: members[0]?.action === 'shell',
          editing,
          attempted: countTexts(observations.map((one) => one.attempted)).slice(0, 3),
          errors: countBy(
            observations,
            (one) => one.signature,
            (one) => one.error,
          ).slice(0, 3),
        },
        observations,
        trust: trusted ? ('observed' as const) : ('external' as const),
        turnsLost: 1,
        weight: editing ? 0.35 : members[0]?.action === 'shell' ? 0.7 : 0.8,
        bar: Math.max(view.minSupport, UNFIXED_BAR),
      },
    ];
  });
}

/**
 * What changes from the failed command to the fix. Three forms are one lesson however often they vary: a prefix that is
 * dropped (`rtk bun run test` → `bun run test`), another program for the same script (`npm run lint` → `pnpm lint`), and
 * a few words in one place. Anything else is a lesson of its own commands.
 */
function rewriteOf(failure: Pick<FailureObservation, 'attempted' | 'fix'>): Rewrite {
  const from = failure.attempted.split(' ');
  const to = failure.fix?.command.split(' ') ?? [];
  const [program = ''] = from;
  const [other = ''] = to;
  const prefix = from.slice(0, from.length - to.length);
  if (prefix.length > 0 && prefix.length <= MAX_REWRITE_WORDS && from.slice(prefix.length).join(' ') === to.join(' ')) {
    return rewrite(prefix.join(' '), '');
  }
  if (program !== other && lastWord(keyOf(failure.attempted)) === lastWord(keyOf(failure.fix?.command ?? ''))) {
    return rewrite(program, other);
  }
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start += 1;
  let end = 0;
  while (end < from.length - start && end < to.length - start && from.at(-1 - end) === to.at(-1 - end)) end += 1;
  const drop = from.slice(start, from.length - end);
  const put = to.slice(start, to.length - end);
  const compact = start + end > 0 && drop.length <= MAX_REWRITE_WORDS && put.length <= MAX_REWRITE_WORDS;
  const operands = [...drop, ...put].some((word) => word.includes('/'));
  if (compact && !operands) return rewrite(drop.join(' '), put.join(' '));
  return { drop: '', put: '', key: `${keyOf(failure.attempted)}→${keyOf(failure.fix?.command ?? '')}`, compact: false };
}

function rewrite(drop: string, put: string): Rewrite {
  return { drop, put, key: `${drop}→${put}`, compact: true };
}

function lastWord(key: string): string {
  return key.slice(key.lastIndexOf(' ') + 1);
}

function keyOf(display: string): string {
  return parseShellCommands(display)[0]?.key ?? display;
}

function programOf(display: string): string {
  return display.split(' ')[0] ?? '';
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [item]);
    else list.push(item);
  }
  return groups;
}

/** Distinct texts, most frequent first, then by code unit. */
export function countTexts(texts: readonly string[]): readonly string[] {
  return countBy(
    texts,
    (text) => text,
    (text) => text,
  );
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string, show: (item: T) => string): readonly string[] {
  return [...groupBy(items, keyOf)]
    .sort((a, b) => b[1].length - a[1].length || compareText(a[0], b[0]))
    .map(([, list]) => [...list].map(show).sort(compareText)[0] ?? '');
}
