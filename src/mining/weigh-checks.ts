// The checks that follow edits. Agents run them in changing order and leave one out now and then, so this looks for
// what is run in most sessions that edit, whatever its order; a frequent sequence would find only a part.
import type { Step, StepsObservation } from '../model/observation.ts';
import { isEveryday, purposeOf } from '../text/command-purpose.ts';
import { compareText } from '../text/similarity.ts';
import { displayOf, quotesOfSteps } from './step-template.ts';
import type { Pattern, ProjectView } from './weigh.ts';

/** A check belongs to the routine when this share of the sessions that check their edits runs it. */
const SHARE = 0.3;
const BAR = 3;
const MAX_CHECKS = 5;

interface Checked {
  readonly observation: StepsObservation;
  readonly unit: string;
  /** Key → first step of that key after an edit, and its place among the checks. */
  readonly steps: ReadonlyMap<string, { readonly step: Step; readonly at: number }>;
}

/** What is run after edits to check them: at most one pattern, of two checks or more. */
export function weighChecks(view: ProjectView): readonly Pattern[] {
  const own = ownKeys(view);
  const checked = view.observations
    .filter((one) => one.kind === 'steps')
    .map((one) => checkedIn(one, view.counter.unitOf(one.session), own))
    .filter((one) => one.steps.size > 0);
  const sessions = new Set(checked.map((one) => one.unit)).size;
  const bar = Math.max(view.minSupport, BAR, Math.ceil(sessions * SHARE));
  const places = new Map<string, { readonly step: Step; readonly at: number; readonly unit: string }[]>();
  for (const { unit, steps } of checked) {
    for (const [key, place] of steps) {
      const list = places.get(key);
      if (list === undefined) places.set(key, [{ ...place, unit }]);
      else list.push({ ...place, unit });
    }
  }
  const told = [...places]
    .map(([key, seen]) => {
      const at = seen.reduce((sum, place) => sum + place.at, 0) / seen.length;
      return {
        key,
        at,
        steps: seen.map((place) => place.step),
        units: new Set(seen.map((place) => place.unit)).size,
      };
    })
    .filter((one) => one.units >= bar)
    .sort((a, b) => b.units - a.units || compareText(a.key, b.key))
    .slice(0, MAX_CHECKS)
    .sort((a, b) => a.at - b.at || compareText(a.key, b.key));
  if (told.length < 2) return [];
  const kept = checked.filter((one) => told.filter(({ key }) => one.steps.has(key)).length >= 2);
  return [
    {
      kind: 'workflow',
      key: 'checks after edits',
      claim: {
        type: 'workflow',
        steps: told.map(({ key, steps }) => ({ key, display: displayOf(key, steps) })),
        trigger: null,
        afterEdits: true,
        opening: false,
      },
      observations: kept.map(({ observation, steps }) => {
        const done = told.flatMap(({ key }) => steps.get(key)?.step ?? []);
        return { ...observation, steps: done, quotes: quotesOfSteps(done.slice(0, 2)) };
      }),
      trust: 'observed',
      turnsLost: 0,
      weight: 1,
      bar,
    },
  ];
}

/** Commands that enough sessions came to without having read them from outside. */
function ownKeys(view: ProjectView): ReadonlySet<string> {
  const units = new Map<string, Set<string>>();
  for (const one of view.observations) {
    if (one.kind !== 'steps') continue;
    for (const step of one.steps)
      if (step.origin !== 'external')
        units.set(step.key, (units.get(step.key) ?? new Set()).add(view.counter.unitOf(one.session)));
  }
  return new Set([...units].filter(([, seen]) => seen.size >= view.minSupport).map(([key]) => key));
}

function checkedIn(observation: StepsObservation, unit: string, own: ReadonlySet<string>): Checked {
  const steps = new Map<string, { step: Step; at: number }>();
  let edited = false;
  for (const step of observation.steps) {
    if (step.key.startsWith('edit ')) {
      edited = true;
      continue;
    }
    if (!edited || !own.has(step.key) || !isCheck(step)) continue;
    // Checks of one part come first; the whole run is the shortest way to write it. What repeats no text from outside wins.
    const known = steps.get(step.key);
    if (known === undefined) steps.set(step.key, { step, at: steps.size });
    else if (rankOf(step) < rankOf(known.step)) steps.set(step.key, { ...known, step });
  }
  return { observation, unit, steps };
}

function rankOf(step: Step): number {
  return step.display.length + (step.origin === 'external' ? 1_000 : 0);
}

function isCheck(step: Step): boolean {
  // `git add src/gen.ts` names a file, not a check.
  const purpose = isEveryday(step.key) ? null : purposeOf(step.display);
  return purpose !== null && purpose.stage === 1 && purpose.family !== 'github';
}
