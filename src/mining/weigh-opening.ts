// How sessions begin: the commands that most of them run before anything is changed.
import type { Step, StepsObservation } from '../model/observation.ts';
import { isEveryday, isLooking } from '../text/command-purpose.ts';
import { compareText } from '../text/similarity.ts';
import { quotesOfSteps, stepTemplate } from './step-template.ts';
import type { Pattern, ProjectView } from './weigh.ts';

/** Share of the working sessions that must begin so. */
const SHARE = 0.4;
const BAR = 3;
/** How many steps from the start count as the beginning, and how many are told. */
const FIRST_STEPS = 6;
const MAX_TOLD = 3;
/** A session with fewer steps than this is no work to begin. */
const MIN_STEPS = 3;
/** Steps that change or record something end the beginning. */
const ENDS = /^(?:edit |git (?:add|commit|push|merge|rebase|checkout|switch|tag)\b|gh pr (?:create|merge))/;
/** Of what only looks and of everyday git, these bring the working copy up to date. */
const UPDATES = /^git (?:fetch|pull|submodule)$/;

interface Beginning {
  readonly observation: StepsObservation;
  readonly unit: string;
  /** Template → first step of that template, and its place. */
  readonly steps: ReadonlyMap<string, { readonly step: Step; readonly at: number }>;
}

interface Place {
  readonly step: Step;
  readonly at: number;
  readonly unit: string;
}

/** The routine with which sessions begin: at most one pattern, when one of its steps does more than look. */
export function weighOpening(view: ProjectView): readonly Pattern[] {
  const working = view.observations
    .filter((one) => one.kind === 'steps')
    .filter((one) => one.steps.length >= MIN_STEPS);
  const beginnings = working.map((one) => beginningOf(one, view.counter.unitOf(one.session)));
  const sessions = new Set(beginnings.map((one) => one.unit)).size;
  const bar = Math.max(view.minSupport, BAR, Math.ceil(sessions * SHARE));
  const common = [...placesOf(beginnings)].flatMap(([template, places]) => {
    // Read from outside as well takes nothing away from what enough sessions came to on their own.
    const clean = new Set(places.filter((place) => place.step.origin !== 'external').map((place) => place.unit));
    const units = new Set(places.map((place) => place.unit)).size;
    const first = places[0];
    if (clean.size < view.minSupport || units < bar || first === undefined) return [];
    const at = places.reduce((sum, place) => sum + place.at, 0) / places.length;
    return [{ template, key: first.step.key, units, at }];
  });
  const told = common
    .filter((one) => UPDATES.test(one.key) || isProjectStep(one.key) || / --?\w/.test(one.template))
    .sort((a, b) => b.units - a.units || compareText(a.template, b.template))
    .slice(0, MAX_TOLD)
    .sort((a, b) => a.at - b.at || compareText(a.template, b.template));
  if (!told.some((one) => UPDATES.test(one.key) || isProjectStep(one.key))) return [];
  const needed = Math.min(told.length, 2);
  const kept = beginnings.filter((one) => told.filter(({ template }) => one.steps.has(template)).length >= needed);
  return [
    {
      kind: 'workflow',
      key: `opening|${told
        .map((one) => one.key)
        .sort(compareText)
        .join('|')}`,
      claim: {
        type: 'workflow',
        steps: told.map(({ key, template }) => ({ key, display: template })),
        trigger: null,
        afterEdits: false,
        opening: true,
      },
      observations: kept.map(({ observation, steps }) => {
        const done = told.flatMap(({ template }) => steps.get(template)?.step ?? []);
        return {
          ...observation,
          steps: done,
          quotes: quotesOfSteps(done.slice(0, 2)),
        };
      }),
      trust: 'observed',
      turnsLost: 0,
      weight: 0.8,
      bar,
    },
  ];
}

/** Where each first step stands, in one pass over the sessions. */
function placesOf(beginnings: readonly Beginning[]): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, Place[]>();
  for (const { unit, steps } of beginnings) {
    for (const [template, { step, at }] of steps) {
      const list = places.get(template);
      if (list === undefined) places.set(template, [{ step, at, unit }]);
      else list.push({ step, at, unit });
    }
  }
  return places;
}

function isProjectStep(key: string): boolean {
  return !isLooking(key) && !isEveryday(key);
}

function beginningOf(observation: StepsObservation, unit: string): Beginning {
  const steps = new Map<string, { step: Step; at: number }>();
  let at = 0;
  for (const step of observation.steps) {
    if (ENDS.test(step.key) || at >= FIRST_STEPS) break;
    const template = stepTemplate(step)?.close;
    if (template !== undefined && !steps.has(template)) steps.set(template, { step, at });
    at += 1;
  }
  return { observation, unit, steps };
}
