// Observations of all sessions in, ranked evidence out. Pure and deterministic: the order of files, the number of
// workers, locale and clock change nothing.
import { createHash } from 'node:crypto';
import type { Claim, Evidence, Stated } from '../model/evidence.ts';
import type { Observation, SessionRecord } from '../model/observation.ts';
import { leastTrusted, type Origin } from '../model/origin.ts';
import type { PlaybookKind, Support } from '../model/playbook.ts';
import { compareText } from '../text/similarity.ts';
import { groupBy } from './group.ts';
import { instructionsOf } from './instructions.ts';
import { resolveProjects } from './projects.ts';
import { scoreOf } from './score.ts';
import { lowerHeard } from './lower-heard.ts';
import { StatedRules } from './stated.ts';
import { SessionCounter } from './support.ts';
import { weighAdvice } from './weigh-advice.ts';
import { weighCommands } from './weigh-commands.ts';
import { weighCommits } from './weigh-commits.ts';
import { weighFailures } from './weigh-failures.ts';
import { weighFindings } from './weigh-findings.ts';
import { weighLookups } from './weigh-lookups.ts';
import { weighRemarks } from './weigh-remarks.ts';
import { weighRequests } from './weigh-requests.ts';
import { weighStatements } from './weigh-statements.ts';
import { weighThemes, withoutCovered } from './weigh-themes.ts';
import { weighWorkflows } from './weigh-workflows.ts';

export interface WeighLimits {
  /** Distinct sessions before a pattern is evidence. */
  readonly minSupport: number;
  /** Names that logs give a project → what it is called in the memory. */
  readonly projects: ReadonlyMap<string, string>;
  /** Instruction files of projects as they are now, whatever sessions saw of them. */
  readonly instructions: ReadonlyMap<string, readonly { readonly name: string; readonly text: string }[]>;
}

/** A pattern as a weigher found it, before it is scored. */
export interface Pattern {
  readonly kind: PlaybookKind;
  /** Identifies the pattern within its project. */
  readonly key: string;
  readonly claim: Claim;
  /** The observations it rests on. */
  readonly observations: readonly Observation[];
  /** What is quoted beside them and does not count: the older words that it takes back. */
  readonly besides?: readonly Observation[];
  readonly trust: Origin;
  readonly turnsLost: number;
  readonly weight: number;
  /** Sessions needed before it is evidence: the run's bar, one for a person's standing instruction, more where a kind misleads easily. */
  readonly bar: number;
}

export interface ProjectView {
  readonly project: string;
  readonly observations: readonly Observation[];
  readonly counter: SessionCounter;
  readonly minSupport: number;
}

/** What looks at the observations of one project. Add a weigher here when a miner brings a new kind of observation. */
const WEIGHERS = [
  weighFailures,
  weighStatements,
  weighRequests,
  weighThemes,
  weighWorkflows,
  weighCommands,
  weighCommits,
  weighFindings,
  weighLookups,
  weighRemarks,
  weighAdvice,
] as const satisfies readonly ((view: ProjectView) => readonly Pattern[])[];

export interface Weighed {
  /** At or above the support bar, best first. */
  readonly evidence: readonly Evidence[];
  /** Below the bar, best first: counted and listed, never silently dropped. */
  readonly below: readonly Evidence[];
  /** What the projects' own instructions say already: not proposed, but told where it is not followed. */
  readonly stated: readonly Stated[];
}

/** Quotes of the older words that a newer statement takes back. */
const MAX_BESIDES = 2;
/** Sessions in which a stated rule must be broken by a command before it is told: once is an exception somebody asked for. */
const BROKEN_BAR = 3;

/**
 * @param records every session known, by key
 * @param observations what was seen in them, by session key
 */
export function weigh(
  records: ReadonlyMap<string, SessionRecord>,
  observations: ReadonlyMap<string, readonly Observation[]>,
  limits: WeighLimits,
): Weighed {
  const counter = new SessionCounter(records);
  const projects = resolveProjects(records, limits.projects);
  const byProject = new Map<string, Observation[]>();
  // By time, so that "the latest wording" means what it says; by key where logs have no times.
  const startOf = (key: string): string => records.get(key)?.startedAt ?? '';
  const lowered = lowerHeard(observations, startOf);
  for (const key of [...observations.keys()].sort((a, b) => compareText(startOf(a), startOf(b)) || compareText(a, b))) {
    const project = projects.get(key);
    if (project === undefined) continue;
    const list = byProject.get(project) ?? [];
    list.push(...(lowered.get(key) ?? []));
    byProject.set(project, list);
  }
  const all: { readonly one: Evidence; readonly reaches: boolean }[] = [];
  const stated: Stated[] = [];
  const sessionsOf = groupBy([...projects.keys()], (key) => projects.get(key) ?? '');
  for (const project of [...byProject.keys()].sort(compareText)) {
    const keys = sessionsOf.get(project) ?? [];
    const whole = { support: counter.supportOf(keys), outcomes: outcomesOf(keys, records, counter) };
    const own = byProject.get(project) ?? [];
    const view = { project, observations: own, counter, minSupport: limits.minSupport };
    const rules = new StatedRules([
      ...own.filter((one) => one.kind === 'instruction'),
      ...(limits.instructions.get(project) ?? []).flatMap(({ name, text }) => instructionsOf(name, text)),
    ]);
    const count = (pattern: Pattern): number => counter.countSessions(pattern.observations.map((each) => each.session));
    const found = WEIGHERS.flatMap((weigher) => weigher(view));
    for (const pattern of withoutCovered(found, (each) => count(each) >= each.bar)) {
      const one = toEvidence(project, pattern, counter, whole);
      const reaches = one.support.sessions >= pattern.bar;
      const rule = reaches ? rules.find(pattern.claim) : null;
      if (rule === null) all.push({ one, reaches });
      else {
        const followed = !NEEDED_AGAIN.has(pattern.claim.type);
        stated.push({ ...rule, project, evidence: one, seen: '', sessions: one.support.sessions, followed });
      }
    }
    for (const { sessions, ...rule } of rules.brokenBy(own.filter((one) => one.kind === 'steps'))) {
      const broken = counter.countSessions(sessions);
      if (broken < Math.max(BROKEN_BAR, limits.minSupport)) continue;
      stated.push({ ...rule, project, evidence: null, sessions: broken, followed: false });
    }
  }
  all.sort((a, b) => b.one.score - a.one.score || compareText(a.one.pattern, b.one.pattern));
  return {
    evidence: all.filter(({ reaches }) => reaches).map(({ one }) => one),
    below: all.filter(({ reaches }) => !reaches).map(({ one }) => one),
    stated,
  };
}

/** Claims that would not have come back had the rule been followed: the error was made, the words had to be said again. */
const NEEDED_AGAIN: ReadonlySet<Claim['type']> = new Set(['fixed-error', 'recurring-failure', 'statement', 'theme']);

/** How sessions ended, by the session that stands for their copies: true for success, where the log says. */
function outcomesOf(
  keys: readonly string[],
  records: ReadonlyMap<string, SessionRecord>,
  counter: SessionCounter,
): ReadonlyMap<string, boolean> {
  const outcomes = new Map<string, boolean>();
  for (const key of keys) {
    const outcome = records.get(key)?.outcome;
    if (outcome === 'success' || outcome === 'failure') outcomes.set(counter.unitOf(key), outcome === 'success');
  }
  return outcomes;
}

/** What is known of a project as a whole. */
interface Whole {
  readonly support: Support;
  readonly outcomes: ReadonlyMap<string, boolean>;
}

/** Middle of the seconds lost until a fix, 0 where logs have no times. */
function secondsLostIn(observations: readonly Observation[]): number {
  const seconds = observations.flatMap((one) => (one.kind === 'failure' ? (one.fix?.seconds ?? []) : []));
  return seconds.sort((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? 0;
}

function toEvidence(project: string, pattern: Pattern, counter: SessionCounter, whole: Whole): Evidence {
  const sessions = [...new Set(pattern.observations.map((observation) => observation.session))].sort(compareText);
  const support = counter.supportOf(sessions);
  // Weighers leave out what is from outside where the rest is enough; should one forget, the whole is from outside.
  const trust = leastTrusted([pattern.trust, ...pattern.observations.map((one) => one.origin)]);
  return {
    pattern: createHash('sha256').update(`${project}\n${pattern.kind}\n${pattern.key}`).digest('hex').slice(0, 16),
    project,
    kind: pattern.kind,
    claim: pattern.claim,
    support,
    sessions,
    trust,
    quotes: [
      ...counter.quotesOf(pattern.observations, trust),
      ...counter.quotesOf(pattern.besides ?? [], trust).slice(0, MAX_BESIDES),
    ],
    ...scoreOf({
      support,
      projectSessions: whole.support.sessions,
      projectLast: whole.support.last,
      trust,
      turnsLost: pattern.turnsLost,
      secondsLost: secondsLostIn(pattern.observations),
      outcomes: whole.outcomes,
      seenIn: new Set(sessions.map((key) => counter.unitOf(key))),
      avoids: pattern.kind === 'pitfall',
      lasting: pattern.claim.type === 'theme' || (pattern.claim.type === 'statement' && pattern.claim.standing),
      weight: pattern.weight,
    }),
  };
}
