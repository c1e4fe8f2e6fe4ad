// Failures over sessions: a wrong command with the one that works (by what changes between the two), and failures
// that keep coming back without a common fix.
import type { FailureObservation } from '../model/observation.ts';
import { compareText } from '../text/similarity.ts';
import { countTexts, groupBy } from './group.ts';
import { isWholeCause } from './failure-cause.ts';
import { reasonOf } from './failure-reason.ts';
import { flakyChecks } from './weigh-flaky.ts';
import { keyOf, offendingOption, rewriteOf, type FixedFailure, type Rewrite } from './rewrite.ts';
import { recurringFailures } from './weigh-recurring.ts';
import type { Pattern, ProjectView } from './weigh.ts';

/** A fix must be seen in at least this share of the sessions with the failure, or it is not the common fix. */
const FIXED_SHARE = 0.25;
/** Sessions for a change that says little by itself: a failure that names no mistake in the command, with other operands. */
const VAGUE_BAR = 3;
/** Most pairs shown. */
const MAX_PAIRS = 4;

interface Pair {
  readonly one: FixedFailure;
  readonly rewrite: Rewrite;
}

export function weighFailures(view: ProjectView): readonly Pattern[] {
  const failures = view.observations.filter((one) => one.kind === 'failure');
  const taken = new Set<FailureObservation>();
  const flaky = flakyChecks(view, failures, taken);
  const fixed = fixedErrors(
    view,
    failures.filter((one) => !taken.has(one)),
    taken,
  );
  return [
    ...flaky,
    ...fixed,
    ...recurringFailures(
      view,
      failures.filter((one) => !taken.has(one)),
    ),
  ];
}

function isFixed(one: FailureObservation): one is FixedFailure {
  return one.fix !== null;
}

function fixedErrors(
  view: ProjectView,
  failures: readonly FailureObservation[],
  taken: Set<FailureObservation>,
): Pattern[] {
  const pairs = failures
    .filter(isFixed)
    // Red, edit, green with another test in between is work.
    .filter((one) => one.action !== 'edit' && (one.decisive || !one.reworked))
    .filter((one) => !isWholeCause(one.key) && reasonOf(one.error) !== 'tests')
    .flatMap((one): Pair[] => {
      const rewrite = rewriteOf(one);
      return rewrite === null ? [] : [{ one, rewrite }];
    });
  const groups = groupBy(pairs, (pair) => pair.rewrite.key);
  const byCause = groupBy(
    failures.filter((one) => one.action === 'shell'),
    (one) => causeGroup(one),
  );
  const sessionsOf = (list: readonly FailureObservation[]): number =>
    view.counter.countSessions(list.map((one) => one.session));
  const ordered = [...groups].sort(
    (a, b) =>
      sessionsOf(b[1].map(({ one }) => one)) - sessionsOf(a[1].map(({ one }) => one)) || compareText(a[0], b[0]),
  );
  const patterns: Pattern[] = [];
  for (const [key, all] of ordered) {
    const free = all.filter(({ one }) => !taken.has(one));
    if (free.length === 0) continue;
    const clean = free.filter(({ one }) => one.origin !== 'external' && one.fix.origin !== 'external');
    const cleanSessions = sessionsOf(clean.map(({ one }) => one));
    // What is decisive by itself needs no second witness, so that a copy of it in a text from outside takes nothing away.
    const enough = clean.length > 0 && isSure(clean) ? 1 : view.minSupport;
    const trusted = cleanSessions >= enough || cleanSessions === sessionsOf(free.map(({ one }) => one));
    const base = trusted ? clean : free;
    const ones = base.map(({ one }) => one);
    const fixedSessions = sessionsOf(ones);
    // The same failure without a fix in reach, or with a rarer one, is the same lesson: the most frequent answer wins.
    const paths = base[0]?.rewrite.how === 'path';
    const causes = new Set(ones.filter((one) => one.decisive && !paths).map((one) => causeGroup(one)));
    const alike = [...causes].flatMap((cause) => byCause.get(cause) ?? []);
    const members = [
      ...new Set([...ones, ...alike.filter((one) => !taken.has(one) && (!trusted || one.origin !== 'external'))]),
    ];
    if (fixedSessions / sessionsOf(members) < FIXED_SHARE && fixedSessions < view.minSupport * 2) continue;
    const pattern = describeFixed(key, base, members, fixedSessions, trusted, view);
    if (sessionsOf(members) >= pattern.bar)
      for (const one of [...free.map((pair) => pair.one), ...members]) taken.add(one);
    patterns.push(pattern);
  }
  return patterns;
}

/** Every failure says by itself that the command was wrong, and little was changed. */
function isSure(pairs: readonly Pair[]): boolean {
  return pairs.every(({ one, rewrite }) => one.decisive && rewrite.compact);
}

function describeFixed(
  key: string,
  base: readonly Pair[],
  members: readonly FailureObservation[],
  fixedSessions: number,
  trusted: boolean,
  view: ProjectView,
): Pattern {
  const pairs = countTexts(base.map(({ rewrite }) => `${rewrite.attempted}\u0000${rewrite.fixed}`)).slice(0, MAX_PAIRS);
  const rewrite = base[0]?.rewrite;
  const how = rewrite?.how ?? 'instead';
  const ones = base.map(({ one }) => one);
  // Another program did the same job: the command was wrong, whatever the error said.
  const otherProgram = base.filter(({ rewrite: r }) => programOf(r.attempted) !== programOf(r.fixed)).length;
  const decisive =
    how === 'path' || Math.max(ones.filter((one) => one.decisive).length, otherProgram) * 2 > base.length;
  const turns = ones.map((one) => one.fix.turns);
  const turnsLost = Math.round((10 * turns.reduce((sum, value) => sum + value, 0)) / Math.max(1, turns.length)) / 10;
  const error = countTexts(members.map((one) => one.error).filter((line) => line !== ''))[0] ?? '';
  const vague = (!decisive && !isVariant(rewrite)) || reasonOf(error) === 'time';
  // The same decisive failure in several sessions: that it was put right this way need not be seen each time.
  const sure = isSure(base) && trusted;
  const bar = vague ? Math.max(VAGUE_BAR, view.minSupport) : view.minSupport;
  return {
    kind: 'pitfall',
    key: `fixed|${key}`,
    claim: {
      type: 'fixed-error',
      how,
      tool: ones[0]?.action === 'shell' || how === 'path' ? '' : (ones[0]?.tool ?? ''),
      attempted: pairs.map((pair) => pair.split('\u0000')[0] ?? ''),
      fixed: pairs.map((pair) => pair.split('\u0000')[1] ?? ''),
      rewrite: rewrite?.compact === true ? { drop: rewrite.drop, put: rewrite.put } : null,
      error,
      decisive,
      hiddenSessions: view.counter.countSessions(members.filter((one) => one.hidden).map((one) => one.session)),
    },
    // Pairs with their fix come first, so that the quotes tell the whole story.
    observations: [...new Set([...ones, ...members])],
    trust: trusted ? 'observed' : 'external',
    turnsLost,
    weight: how === 'path' ? 0.5 : decisive ? 1.3 : 0.8,
    bar: fixedSessions >= (sure ? 1 : bar) ? bar : Number.POSITIVE_INFINITY,
  };
}

/** The same mistake: the same complaint about the same command, or about the same option of any command. */
function causeGroup(one: FailureObservation): string {
  return `${one.key}|${offendingOption(one) ?? keyOf(one.attempted)}`;
}

/** `lint` → `lint:fix`, or an option more or less: another way to run the same thing, not another thing. */
function isVariant(rewrite: Rewrite | undefined): boolean {
  if (rewrite === undefined || !rewrite.compact) return false;
  const words = [...rewrite.drop.split(' '), ...rewrite.put.split(' ')].filter((word) => word !== '');
  if (words.every((word) => word.startsWith('-'))) return true;
  return rewrite.drop !== '' && rewrite.put.startsWith(rewrite.drop);
}

function programOf(display: string): string {
  return display.split(' ')[0] ?? '';
}
