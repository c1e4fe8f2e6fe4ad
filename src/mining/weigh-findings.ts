// The same finding over sessions. One pattern for all rules that one command keeps naming, one for all steps of a hook:
// a reviewer reads one lesson per cause.
import type { FindingTopic, FindingObservation } from '../model/observation.ts';
import { findTemplates } from '../text/templates.ts';
import { compareText } from '../text/similarity.ts';
import { maskVariableParts } from '../text/mask.ts';
import { countBy, countTexts, groupBy } from './group.ts';
import { stepOf } from './finding-lines.ts';
import { coreOf } from './rewrite.ts';
import type { Pattern, ProjectView } from './weigh.ts';

interface Bar {
  /** Sessions in which it must have come back. */
  readonly sessions: number;
  /** Sessions that are enough when they are of different days, so that they are not one piece of work in parts. */
  readonly apart: number;
  /** Sessions that are enough in any case, for a lesson that then is worth less. */
  readonly few: number;
  /** What such a lesson is worth beside a wrong command, which costs a call each time (1). */
  readonly weight: number;
  readonly kind: Pattern['kind'];
}

/** What is found in outputs; flaky checks are found among failures. */
type OutputTopic = Exclude<FindingTopic, 'flaky'>;

const BARS: Readonly<Record<OutputTopic, Bar>> = {
  rule: { sessions: 3, apart: 2, few: 2, weight: 0.8, kind: 'pitfall' },
  format: { sessions: 3, apart: 2, few: 2, weight: 0.9, kind: 'pitfall' },
  hook: { sessions: 3, apart: 2, few: 2, weight: 1, kind: 'fact' },
  place: { sessions: 3, apart: 2, few: 2, weight: 0.9, kind: 'pitfall' },
  deprecated: { sessions: 2, apart: 2, few: 2, weight: 0.6, kind: 'fact' },
  // Harmless by definition, so it must really be in the way to be worth a playbook.
  notice: { sessions: 5, apart: 4, few: 5, weight: 0.5, kind: 'fact' },
  noise: { sessions: 5, apart: 4, few: 5, weight: 0.25, kind: 'fact' },
  long: { sessions: 3, apart: 3, few: 3, weight: 0.5, kind: 'pitfall' },
};

/** A step of a hook, or a repair by a command, must be seen in this share of the sessions to be named. */
const COMMON = 0.25;
const MAX_SUBJECTS = 6;
/** What a lesson is worth that rests on few sessions of one day, beside the full weight. */
const FEW = 0.6;
/** Most lines of one command's noise that are shown. */
const MAX_NOISE = 3;

/** Findings that came back over enough sessions and days. */
export function weighFindings(view: ProjectView): readonly Pattern[] {
  const findings = view.observations.filter((one) => one.kind === 'finding');
  const topics = Object.keys(BARS) as OutputTopic[];
  return topics.flatMap((topic) => {
    const some = findings.filter((one) => one.topic === topic);
    return groupsOf(topic, some, view).flatMap(([key, group]) => weighGroup(topic, key, group, view));
  });
}

/** What belongs into one playbook: rules and steps by command, folders by name, lines by what they say. */
function groupsOf(
  topic: OutputTopic,
  findings: readonly FindingObservation[],
  view: ProjectView,
): readonly (readonly [string, readonly FindingObservation[]])[] {
  switch (topic) {
    case 'rule':
      return rulesByCommand(findings, view);
    case 'place':
      return [...groupBy(findings, (one) => one.subject)];
    case 'notice':
    case 'noise':
      return linesByCommand(findings, BARS[topic], view);
    case 'deprecated':
    case 'format':
    case 'hook':
    case 'long':
      return [...groupBy(findings, (one) => one.command)];
  }
}

/**
 * A rule may be named by several commands (a script, the linter itself, the hook): it goes to the one that names it most.
 * The same rule in the same file in every session is an old finding that nobody has to know.
 */
function rulesByCommand(
  findings: readonly FindingObservation[],
  view: ProjectView,
): readonly (readonly [string, readonly FindingObservation[]])[] {
  const recurring = [...groupBy(findings, (one) => one.subject)].filter(([, group]) => {
    const files = new Set(group.map((one) => one.template));
    return isEnough(group, BARS.rule, view) && (files.size > 1 || group[0]?.template.startsWith(':'));
  });
  const placed = recurring.flatMap(([, group]) => {
    const command = countTexts(group.map((one) => one.command))[0] ?? '';
    return group.map((one) => ({ command, one }));
  });
  return [...groupBy(placed, ({ command }) => command)].map(
    ([command, group]) => [command, group.map(({ one }) => one)] as const,
  );
}

/** Lines that come back whenever a command passes; each must come back by itself, and all of one command are one lesson. */
function linesByCommand(
  findings: readonly FindingObservation[],
  bar: Bar,
  view: ProjectView,
): readonly (readonly [string, readonly FindingObservation[]])[] {
  return [...groupBy(findings, (one) => one.command)].map(([command, all]) => {
    const templates = findTemplates(all.map((one) => one.line));
    const named = new Map(all.map((one, at) => [one, templates[at] ?? '']));
    const lines = [...groupBy(all, (one) => named.get(one) ?? '')].filter(([, list]) => isEnough(list, bar, view));
    const ordered = lines.sort((a, b) => sessionsOf(b[1], view) - sessionsOf(a[1], view) || compareText(a[0], b[0]));
    return [command, ordered.slice(0, MAX_NOISE).flatMap(([, list]) => list)] as const;
  });
}

function weighGroup(
  topic: OutputTopic,
  key: string,
  group: readonly FindingObservation[],
  view: ProjectView,
): readonly Pattern[] {
  const bar = BARS[topic];
  const command = countTexts(group.map((one) => one.command))[0] ?? '';
  // One session may be the first of many and is listed as such; two of one day most often are one piece of work.
  if (!isEnough(group, bar, view) && sessionsOf(group, view) > 1) return [];
  const subjects = countTexts(group.map((one) => one.subject))
    .filter((subject) => subject !== '')
    .filter((subject) => topic !== 'hook' || share(group, (one) => one.subject === subject, view) >= COMMON)
    .slice(0, MAX_SUBJECTS);
  if ((topic === 'hook' && subjects.length === 0) || group.length === 0) return [];
  const lines =
    subjects.length === 0
      ? countBy(
          group,
          (one) => maskVariableParts(one.line),
          (one) => one.line,
        ).slice(0, topic === 'noise' ? MAX_NOISE : 2)
      : topic === 'hook'
        ? hookCommands(subjects, view)
        : subjects.map((subject) => shortest(group.filter((one) => one.subject === subject).map((one) => one.line)));
  // Sessions repair the same in several ways; any of them shows that it can be done, the most frequent one is named.
  const repaired = group.filter((one) => one.fix !== null);
  const common = share(group, (one) => one.fix !== null, view) >= COMMON;
  const fix = common ? (countTexts(repaired.map((one) => one.fix ?? ''))[0] ?? null) : null;
  return [
    {
      kind: bar.kind,
      key: `finding|${topic}|${key}`,
      claim: { type: 'finding', topic, command, subjects, lines, fix },
      observations: group,
      trust: 'observed',
      turnsLost: topic === 'notice' || topic === 'hook' ? 0 : 1,
      weight: isEnough(group, { ...bar, few: bar.sessions }, view) ? bar.weight : bar.weight * FEW,
      bar: Math.max(view.minSupport, Math.min(bar.few, bar.apart)),
    },
  ];
}

/**
 * Commands for the steps of a hook, aligned with them: what agents run most by themselves for the same, in several
 * sessions, whatever the hook prints that it runs; empty where there is none.
 */
function hookCommands(subjects: readonly string[], view: ProjectView): readonly string[] {
  const runs = view.observations.flatMap((one) =>
    one.kind === 'steps'
      ? one.steps
          .filter((step) => step.origin !== 'external' && !step.key.startsWith('edit '))
          .map((step) => coreOf(step.display))
          .map((command) => ({ command, step: stepOf(command), session: one.session }))
          .filter(({ step }) => step !== null && subjects.includes(step))
      : [],
  );
  const ranked = [...groupBy(runs, ({ command }) => command)]
    .map(([command, list]) => ({
      command,
      step: list[0]?.step,
      sessions: view.counter.countSessions(list.map(({ session }) => session)),
    }))
    .filter(({ sessions }) => sessions >= view.minSupport)
    .sort((x, y) => y.sessions - x.sessions || compareText(x.command, y.command));
  return subjects.map((subject) => ranked.find(({ step }) => step === subject)?.command ?? '');
}

function isEnough(group: readonly FindingObservation[], bar: Bar, view: ProjectView): boolean {
  const { sessions, days } = view.counter.supportOf(group.map((one) => one.session));
  return sessions >= Math.max(view.minSupport, Math.min(bar.few, days > 1 ? bar.apart : bar.sessions));
}

function sessionsOf(group: readonly FindingObservation[], view: ProjectView): number {
  return view.counter.countSessions(group.map((one) => one.session));
}

/** Share of the group's sessions with at least one observation that fits. */
function share(
  group: readonly FindingObservation[],
  fits: (one: FindingObservation) => boolean,
  view: ProjectView,
): number {
  return sessionsOf(group.filter(fits), view) / Math.max(1, sessionsOf(group, view));
}

function shortest(lines: readonly string[]): string {
  return [...lines].sort((a, b) => a.length - b.length || compareText(a, b))[0] ?? '';
}
