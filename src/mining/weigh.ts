// Observations of all sessions in, ranked evidence out. Pure and deterministic: the order of files, the number of
// workers, locale and clock change nothing.
import { createHash } from 'node:crypto';
import type { Claim, Evidence } from '../model/evidence.ts';
import type { Observation, SessionRecord } from '../model/observation.ts';
import type { Origin } from '../model/origin.ts';
import type { PlaybookKind, Support } from '../model/playbook.ts';
import { compareText } from '../text/similarity.ts';
import { resolveProjects } from './projects.ts';
import { scoreOf } from './score.ts';
import { SessionCounter } from './support.ts';
import { weighCommands } from './weigh-commands.ts';
import { weighFailures } from './weigh-failures.ts';
import { weighFindings } from './weigh-findings.ts';
import { weighLookups } from './weigh-lookups.ts';
import { weighRemarks } from './weigh-remarks.ts';
import { weighRequests } from './weigh-requests.ts';
import { weighStatements } from './weigh-statements.ts';
import { weighWorkflows } from './weigh-workflows.ts';

export interface WeighLimits {
  /** Distinct sessions before a pattern is evidence. */
  readonly minSupport: number;
  /** Names that logs give a project → what it is called in the memory. */
  readonly projects: ReadonlyMap<string, string>;
}

/** A pattern as a weigher found it, before it is scored. */
export interface Pattern {
  readonly kind: PlaybookKind;
  /** Identifies the pattern within its project. */
  readonly key: string;
  readonly claim: Claim;
  /** The observations it rests on. */
  readonly observations: readonly Observation[];
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
  weighWorkflows,
  weighCommands,
  weighFindings,
  weighLookups,
  weighRemarks,
] as const satisfies readonly ((view: ProjectView) => readonly Pattern[])[];

export interface Weighed {
  /** At or above the support bar, best first. */
  readonly evidence: readonly Evidence[];
  /** Below the bar, best first: counted and listed, never silently dropped. */
  readonly below: readonly Evidence[];
}

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
  for (const key of [...observations.keys()].sort((a, b) => compareText(startOf(a), startOf(b)) || compareText(a, b))) {
    const project = projects.get(key);
    if (project === undefined) continue;
    const list = byProject.get(project) ?? [];
    list.push(...(observations.get(key) ?? []));
    byProject.set(project, list);
  }
  const all: { readonly one: Evidence; readonly reaches: boolean }[] = [];
  const sessionsOf = new Map<string, string[]>();
  for (const [key, project] of projects) {
    const list = sessionsOf.get(project);
    if (list === undefined) sessionsOf.set(project, [key]);
    else list.push(key);
  }
  for (const project of [...byProject.keys()].sort(compareText)) {
    const whole = counter.supportOf(sessionsOf.get(project) ?? []);
    const view = { project, observations: byProject.get(project) ?? [], counter, minSupport: limits.minSupport };
    for (const pattern of WEIGHERS.flatMap((weigher) => weigher(view))) {
      const one = toEvidence(project, pattern, counter, whole);
      all.push({ one, reaches: one.support.sessions >= pattern.bar });
    }
  }
  all.sort((a, b) => b.one.score - a.one.score || compareText(a.one.pattern, b.one.pattern));
  return {
    evidence: all.filter(({ reaches }) => reaches).map(({ one }) => one),
    below: all.filter(({ reaches }) => !reaches).map(({ one }) => one),
  };
}

function toEvidence(project: string, pattern: Pattern, counter: SessionCounter, whole: Support): Evidence {
  const sessions = [...new Set(pattern.observations.map((observation) => observation.session))].sort(compareText);
  const support = counter.supportOf(sessions);
  return {
    pattern: createHash('sha256').update(`${project}\n${pattern.kind}\n${pattern.key}`).digest('hex').slice(0, 16),
    project,
    kind: pattern.kind,
    claim: pattern.claim,
    support,
    sessions,
    trust: pattern.trust,
    quotes: counter.quotesOf(pattern.observations),
    ...scoreOf({
      support,
      projectSessions: whole.sessions,
      projectLast: whole.last,
      trust: pattern.trust,
      turnsLost: pattern.turnsLost,
      weight: pattern.weight,
    }),
  };
}
