// Releases are rare and costly to get wrong: what several of them have in common is told from two sessions on, while
// everyday steps need more. The steps that lead up to the act count, whatever a person said in between.
import type { Step, StepsObservation } from '../model/observation.ts';
import { isEveryday, isLooking, purposeOf } from '../text/command-purpose.ts';
import { compareText } from '../text/similarity.ts';
import { groupBy } from './group.ts';
import { displayOf } from './step-template.ts';
import type { Pattern, ProjectView } from './weigh.ts';

/** Steps before and after the act that may belong to it. */
const BEFORE = 25;
const AFTER = 4;
/** A release of fewer common steps says nothing that its command does not. */
const MIN_STEPS = 3;
const MAX_STEPS = 8;
/** Files that are kept up by hand for a release. */
const UPKEEP =
  /(?:^|\/)(?:change(?:s|log)|history|news|release[-_]?notes|version|readme)[^/]*$|(?:^|\/)(?:package|cargo|pyproject|composer|pubspec|setup|build\.gradle|pom|gemspec|mix|info)[^/]*\.(?:json|toml|cfg|py|xml|ya?ml|gradle|exs|plist|kts)$/i;

interface Release {
  readonly observation: StepsObservation;
  readonly unit: string;
  readonly act: string;
  /** Key → the step, in order. */
  readonly steps: ReadonlyMap<string, { readonly step: Step; readonly at: number }>;
}

/** The common steps of releases, by the act that makes them. */
export function weighReleases(view: ProjectView): readonly Pattern[] {
  const made = view.observations
    .filter((one) => one.kind === 'steps')
    .flatMap((one) => releaseIn(one, view.counter.unitOf(one.session)) ?? []);
  return [...groupBy(made, (one) => one.act)].flatMap(([act, releases]) => {
    const units = new Set(releases.map((one) => one.unit)).size;
    if (units < view.minSupport) return [];
    const steps = commonSteps(releases, view.minSupport);
    const special = steps.some(({ key }) => key !== act && !isEveryday(key) && !isLooking(key));
    if (steps.length < MIN_STEPS || !special || !steps.some(({ key }) => key === act)) return [];
    return [describe(act, steps, releases, view)];
  });
}

/** The last act of a session that publishes something, with the steps around it; null when there is none. */
function releaseIn(observation: StepsObservation, unit: string): Release | null {
  const at = observation.steps.findLastIndex(isAct);
  const act = observation.steps[at];
  if (act === undefined || act.origin === 'external') return null;
  const steps = new Map<string, { step: Step; at: number }>();
  const around = observation.steps.slice(Math.max(0, at - BEFORE), at + 1 + AFTER);
  for (const [place, step] of around.entries()) {
    const telling = step.key.startsWith('edit ')
      ? UPKEEP.test(step.key.slice('edit '.length))
      : step === act || !isLooking(step.key);
    // The last time counts: what was tried first was not yet the release.
    if (telling && step.origin !== 'external') steps.set(step.key, { step, at: place - around.indexOf(act) });
  }
  return { observation, unit, act: act.key, steps };
}

/** Whether a step publishes: makes a tag, a release, a package, a deployment. */
function isAct(step: Step): boolean {
  if (step.key === 'git tag') return /^git tag (?:-[asfm]\b ?)*[^-\s]/.test(step.display);
  const purpose = purposeOf(step.display);
  return purpose?.family === 'release' && purpose.stage === 4 && !isLooking(step.key);
}

/** Steps of at least `minSupport` releases and of half of them, in their usual order. */
function commonSteps(
  releases: readonly Release[],
  minSupport: number,
): readonly { readonly key: string; readonly steps: readonly Step[] }[] {
  const all = releases.flatMap(({ unit, steps }) => [...steps].map(([key, place]) => ({ key, unit, ...place })));
  const units = new Set(releases.map((one) => one.unit)).size;
  return [...groupBy(all, (one) => one.key)]
    .filter(([, list]) => new Set(list.map((one) => one.unit)).size >= Math.max(minSupport, units / 2))
    .map(([key, list]) => ({
      key,
      steps: list.map((one) => one.step),
      at: list.reduce((sum, one) => sum + one.at, 0) / list.length,
    }))
    .sort((a, b) => a.at - b.at || compareText(a.key, b.key))
    .slice(-MAX_STEPS);
}

/** A release is of another version each time. */
function withoutVersion(step: Step): Step {
  return { ...step, display: step.display.replaceAll(/\bv?\d{1,6}(?:\.\d{1,6}){1,3}(?:-[\w.]{1,30})?/g, '<version>') };
}

function describe(
  act: string,
  steps: readonly { readonly key: string; readonly steps: readonly Step[] }[],
  releases: readonly Release[],
  view: ProjectView,
): Pattern {
  return {
    kind: 'workflow',
    key: `release|${act}`,
    claim: {
      type: 'workflow',
      steps: steps.map((one) => ({ key: one.key, display: displayOf(one.key, one.steps.map(withoutVersion)) })),
      trigger: null,
      afterEdits: false,
      opening: false,
    },
    observations: releases.map(({ observation, steps: own }) => {
      const done = steps.flatMap(({ key }) => own.get(key)?.step ?? []);
      const quotes = done
        .slice(-2)
        .map((step) => ({ turn: step.turn, origin: 'observed' as const, text: step.display }));
      return { ...observation, steps: done, quotes };
    }),
    trust: 'observed',
    turnsLost: 0,
    // A release that people ask for by name is told with their words, as a workflow of its own.
    weight: 0.85,
    bar: view.minSupport,
  };
}
