// The same steps in the same order in several sessions. Sequences are cut where a person spoke, so that a workflow is
// what was done for one request; what is only part of another workflow is left out unless it is much more frequent.
import type { RequestObservation, Step, StepsObservation } from '../model/observation.ts';
import { mineSequences, type FrequentSequence, type Sequence } from './frequent-sequences.ts';
import { countTexts } from './weigh-failures.ts';
import type { Pattern, ProjectView } from './weigh.ts';

const WORKFLOW_BAR = 3;
const MIN_STEPS = 3;
const LIMITS = { maxLength: 7, maxGap: 2, maxPatterns: 20_000 } as const;
/** A part of a longer workflow is one of its own only when it is this much more frequent. */
const MUCH_MORE_FREQUENT = 2;
/** Share of common steps above which two workflows are variants of one. */
const VARIANT = 0.6;
const MAX_WORKFLOWS = 8;
/** Edits count as steps only in files that are kept up by hand beside the code: documents and manifests. */
const UPKEEP_FILE = /(?:^|\/)[^/]+\.(?:md|mdx|rst|txt|json|ya?ml|toml|lock|cfg|ini|env|properties)$/i;

interface Segment extends Sequence {
  readonly session: string;
  readonly request: number;
  readonly steps: readonly Step[];
}

export function weighWorkflows(view: ProjectView): readonly Pattern[] {
  const requests = view.observations.filter((one) => one.kind === 'request');
  const segments = view.observations
    .filter((one) => one.kind === 'steps')
    .flatMap((one) => segmentsOf(one, view.counter.unitOf(one.session)));
  const bar = Math.max(view.minSupport, WORKFLOW_BAR);
  const found = mineSequences(segments, { ...LIMITS, minSupport: bar });
  return select(found).map((sequence) => describe(sequence, segments, requests, view, bar));
}

function segmentsOf(observation: StepsObservation, group: string): readonly Segment[] {
  const byRequest = new Map<number, Step[]>();
  for (const step of observation.steps) {
    if (step.key.startsWith('edit ') && !UPKEEP_FILE.test(step.key)) continue;
    const list = byRequest.get(step.request) ?? [];
    if (list.at(-1)?.key !== step.key) list.push(step);
    byRequest.set(step.request, list);
  }
  return [...byRequest].map(([request, steps]) => ({
    group,
    session: observation.session,
    request,
    steps,
    items: steps.map((step) => step.key),
  }));
}

/** The most telling sequences first: long and frequent; variants and parts of chosen ones are left out. */
function select(found: readonly FrequentSequence[]): readonly FrequentSequence[] {
  const telling = found.filter((one) => one.items.length >= MIN_STEPS && isVaried(one.items));
  const value = (one: FrequentSequence): number => one.groups.length * (one.items.length - 1.5);
  const ordered = [...telling].sort(
    (a, b) => value(b) - value(a) || (a.items.join('\n') < b.items.join('\n') ? -1 : 1),
  );
  const chosen: FrequentSequence[] = [];
  for (const one of ordered) {
    if (chosen.length >= MAX_WORKFLOWS) break;
    const clash = chosen.some((other) => {
      const common = one.items.filter((item) => other.items.includes(item)).length;
      const variant = common / Math.min(one.items.length, other.items.length) >= VARIANT;
      return variant && one.groups.length < other.groups.length * MUCH_MORE_FREQUENT;
    });
    if (!clash) chosen.push(one);
  }
  return chosen;
}

/** At least one step must change something or check something: a row of `git log`, `git diff` is looking around. */
function isVaried(items: readonly string[]): boolean {
  const looking = /^git (?:status|diff|log|show|branch|remote|rev-parse|fetch|ls-files|blame)$|^gh \w+ (?:view|list)$/;
  return (
    items.filter((item) => !looking.test(item)).length >= Math.min(2, items.length - 1) ||
    items.some((item) => /^git (?:commit|push|tag|merge|rebase)/.test(item))
  );
}

function describe(
  sequence: FrequentSequence,
  segments: readonly Segment[],
  requests: readonly RequestObservation[],
  view: ProjectView,
  bar: number,
): Pattern {
  const places = sequence.places.flatMap((place) => {
    const segment = segments[place.sequence];
    return segment === undefined ? [] : [{ segment, steps: place.at.flatMap((at) => segment.steps[at] ?? []) }];
  });
  // A step that repeats text from outside gives no support, unless nothing else does: then the whole is of that origin.
  const clean = places.filter((place) => place.steps.every((step) => step.origin !== 'external'));
  const trusted = view.counter.countSessions(clean.map((place) => place.segment.session)) >= bar;
  const kept = trusted ? clean : places;
  return {
    kind: 'workflow',
    key: `workflow|${sequence.items.join(' → ')}`,
    claim: {
      type: 'workflow',
      steps: sequence.items.map((key, index) => ({
        key,
        display: displayOf(
          key,
          kept.flatMap((place) => place.steps[index] ?? []),
        ),
      })),
      trigger: triggerOf(
        kept.map((place) => place.segment),
        requests,
      ),
    },
    observations: kept.map(({ segment, steps }) => ({
      kind: 'steps' as const,
      session: segment.session,
      project: view.project,
      key: 'steps',
      origin: 'observed' as const,
      steps,
      quotes: [steps[0], steps.at(-1)].flatMap((step) =>
        step === undefined ? [] : [{ turn: step.turn, origin: 'observed' as const, text: step.display }],
      ),
    })),
    trust: trusted ? 'observed' : 'external',
    turnsLost: 0,
    weight: 0.9,
    bar,
  };
}

/** The way a step is most often written, when one way is common; else its canonical form with an ellipsis for what varies. */
function displayOf(key: string, steps: readonly Step[]): string {
  const most = countTexts(steps.map((step) => step.display))[0] ?? key;
  const share = steps.filter((step) => step.display === most).length / Math.max(1, steps.length);
  if (share >= 0.4) return most;
  return steps.every((step) => step.display === key) ? key : `${key} …`;
}

/** What the person most often asked for before these steps, when half of the time it was the same. */
function triggerOf(segments: readonly Segment[], requests: readonly RequestObservation[]): string | null {
  const asked = new Map(requests.map((one) => [`${one.session}\n${one.position}`, one]));
  const keys = segments.flatMap((segment) => asked.get(`${segment.session}\n${segment.request}`)?.key ?? []);
  const words = countTexts(keys.flatMap((key) => key.split(' ')));
  const word = words[0];
  if (word === undefined) return null;
  const share = keys.filter((key) => key.split(' ').includes(word)).length / segments.length;
  return share >= 0.5 ? word : null;
}
