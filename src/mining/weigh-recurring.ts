// Failures that keep coming back without one common fix: worth telling when their cause is known and is not the code.
import type { FailureReason } from '../model/evidence.ts';
import type { FailureObservation } from '../model/observation.ts';
import { importFolder, isWholeCause, WINDOWS_KEY } from './failure-cause.ts';
import { reasonOf } from './failure-reason.ts';
import { countBy, countTexts, groupBy } from './group.ts';
import { coreOf, keyOf, offendingOption, withPlaceholders } from './rewrite.ts';
import type { Pattern, ProjectView } from './weigh.ts';

/** Without a fix, a failure must come back in this many sessions: two alike are often one task in two parts. */
const UNFIXED_BAR = 3;
/** What then worked must be seen in this many sessions to be told. */
const THEN_SESSIONS = 2;
const MAX_THEN = 2;
/** Causes that lie in the project or its environment, so that two sessions are enough. */
const LASTING: ReadonlySet<FailureReason> = new Set([
  'program',
  'skill',
  'variable',
  'blocked',
  'login',
  'script',
  'option',
  'terminal',
  'glob',
  'arguments',
  'tests',
  'network',
  'backslash',
  'import',
]);
/** Causes outside of the code, whatever was edited before it went well. */
const OUTSIDE: ReadonlySet<FailureReason> = new Set(['arguments', 'tests', 'network', 'backslash', 'import']);
/** What two sessions are worth that may be one piece of work in parts, beside three or two days. */
const FEW = 0.7;
/** Causes after which another command that shares a name does the same job; after others it is just what came next. */
const REPLACEABLE: ReadonlySet<FailureReason> = new Set(['program', 'skill', 'script', 'option', 'terminal']);
/** Programs that look around: that one path is not there is no lesson. */
const LOOKING = /^(?:cat|cd|diff|du|fd|file|find|grep|head|ls|nl|rg|sed|stat|tail|tree|wc)$/;

/** Patterns of the failures that no fix took. */
export function recurringFailures(view: ProjectView, failures: readonly FailureObservation[]): readonly Pattern[] {
  const groups = groupBy(failures, groupOf);
  return [...groups].flatMap(([key, members]) => {
    const pattern = key === 'edit' ? editing(members, view) : key === '' ? null : recurring(key, members, view);
    return pattern === null ? [] : [pattern];
  });
}

/** What belongs together; empty for what is no lesson by itself. */
function groupOf(one: FailureObservation): string {
  if (isWholeCause(one.key)) return one.key;
  if (one.action === 'edit' && reasonOf(one.error) !== 'file') return 'edit';
  const program = one.attempted.split(' ')[0] ?? '';
  const reason = reasonOf(one.error);
  if (reason === 'arguments') return '';
  if (reason === 'file' && (one.action !== 'shell' || LOOKING.test(program))) {
    const path = missingPath(one);
    return path === null ? '' : `missing|${path}`;
  }
  // What is blocked, or an option that is not there, is the same for every command it is given to.
  if (reason === 'blocked') return `blocked|${one.signature}`;
  if (reason === 'tests' || (reason === 'network' && one.decisive)) return `${reason}|${keyOf(one.attempted)}`;
  if (reason === 'glob') return `${program}|glob`;
  const option = offendingOption(one);
  if (option !== null) return `${one.key}|${option}`;
  const what = one.action === 'shell' ? keyOf(one.attempted) : withPlaceholders(one.attempted);
  return `${one.key}|${what}`;
}

/** The path of the project that was not there; null for places outside of it and for what only once exists. */
function missingPath(one: FailureObservation): string | null {
  const words =
    one.action === 'shell' ? one.attempted.split(' ').slice(1) : [one.attempted.replace(/^\S+ (?:path: )?/, '')];
  const path =
    words.find((word) => !word.startsWith('-') && (one.action !== 'shell' || one.error.includes(word))) ?? '';
  const bare = path.replace(/^\.\//, '').replace(/\/$/, '');
  return /^[\w@.-]+(?:\/[\w@.-]+){0,12}$/.test(bare) && !/^(?:tmp|\.{1,2})$|\d{4,}/.test(bare) ? bare : null;
}

function recurring(key: string, members: readonly FailureObservation[], view: ProjectView): Pattern | null {
  const reworked = members.filter((one) => one.reworked).length;
  const clean = members.filter((one) => one.origin !== 'external');
  const observations = clean.length > 0 ? clean : members;
  const error = countTexts(observations.map((one) => one.error))[0] ?? '';
  const folder = importFolder(key);
  const named = folder ?? countTexts(observations.map((one) => one.named).filter((name) => name !== ''))[0] ?? '';
  const reason = key === WINDOWS_KEY ? 'backslash' : folder === null ? reasonOf(error) : 'import';
  const telling = reason !== 'other' || observations.some((one) => one.decisive);
  // Red, edit, green again is work; a failure nobody can name is noise.
  if (!telling || (reworked * 2 >= members.length && !OUTSIDE.has(reason))) return null;
  const first = observations[0];
  const shell = first?.action === 'shell';
  const missing = key.startsWith('missing|') ? key.slice('missing|'.length) : null;
  const next =
    reason === 'backslash' ? fixesOf(observations) : REPLACEABLE.has(reason) ? nextOf(observations, view) : [];
  const { sessions, days } = view.counter.supportOf(observations.map((one) => one.session));
  const lasting = LASTING.has(reason);
  const few = sessions < UNFIXED_BAR && days < 2 ? FEW : 1;
  // Without a known cause and without anything that helped there is nothing to do about it.
  const actionable = reason !== 'other' || next.length > 0;
  return {
    kind: 'pitfall',
    key: `recurring|${key}`,
    claim: {
      type: 'recurring-failure',
      tool: first?.tool ?? '',
      shell,
      editing: false,
      tabs: false,
      reason,
      missing,
      attempted: countTexts(observations.map(OUTSIDE.has(reason) ? shortOf : shownOf)).slice(0, 3),
      next,
      errors: errorsOf(observations),
      named,
    },
    observations,
    trust: clean.length > 0 ? 'observed' : 'external',
    turnsLost: 1,
    weight: few * (missing !== null || reason === 'time' ? 0.4 : next.length > 0 ? 0.8 : 0.6),
    bar: actionable ? Math.max(view.minSupport, lasting ? 2 : UNFIXED_BAR) : Number.POSITIVE_INFINITY,
  };
}

/** All failures of edit tools are one lesson, about the one thing that helps: to look first. */
function editing(members: readonly FailureObservation[], view: ProjectView): Pattern | null {
  const clean = members.filter((one) => one.origin !== 'external');
  const observations = clean.length > 0 ? clean : members;
  const tabbed = observations.filter((one) => one.tabs).map((one) => one.session);
  return {
    kind: 'pitfall',
    key: 'recurring|edit',
    claim: {
      type: 'recurring-failure',
      tool: countTexts(observations.map((one) => one.tool))[0] ?? '',
      shell: false,
      editing: true,
      tabs: view.counter.countSessions(tabbed) >= THEN_SESSIONS,
      reason: 'other',
      missing: null,
      attempted: countTexts(observations.map((one) => one.attempted)).slice(0, 3),
      next: [],
      errors: errorsOf(observations),
      named: '',
    },
    observations,
    trust: clean.length > 0 ? 'observed' : 'external',
    turnsLost: 1,
    weight: 0.35,
    bar: Math.max(view.minSupport, UNFIXED_BAR),
  };
}

function errorsOf(observations: readonly FailureObservation[]): readonly string[] {
  return countBy(
    observations.filter((one) => !/^https?:/i.test(one.error)),
    (one) => one.signature,
    (one) => one.error,
  ).slice(0, 3);
}

/** Commands that worked soon after in several sessions, most frequent first. */
function nextOf(observations: readonly FailureObservation[], view: ProjectView): readonly string[] {
  const seen = observations.flatMap((one) => [...new Set(one.next.map(coreOf))].map((command) => ({ command, one })));
  const tried = new Set(observations.map((one) => coreOf(one.attempted)));
  const groups = [...groupBy(seen, ({ command }) => command)].filter(
    ([command, list]) =>
      !tried.has(command) && view.counter.countSessions(list.map(({ one }) => one.session)) >= THEN_SESSIONS,
  );
  return countTexts(groups.flatMap(([command, list]) => list.map(() => command))).slice(0, MAX_THEN);
}

/** What the lines were that worked instead, most frequent first. */
function fixesOf(observations: readonly FailureObservation[]): readonly string[] {
  const fixes = observations.flatMap(({ fix }) => (fix !== null && fix.origin !== 'external' ? [fix.command] : []));
  return countTexts(fixes.map(withPlaceholders)).slice(0, MAX_THEN);
}

function shownOf({ attempted }: FailureObservation): string {
  return withPlaceholders(attempted);
}

/** What the cause does not lie in is left out. */
function shortOf(one: FailureObservation): string {
  return one.action === 'shell' && one.key !== WINDOWS_KEY ? coreOf(one.attempted) : shownOf(one);
}
