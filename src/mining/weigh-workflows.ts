// The same steps in the same order in several sessions. Sequences are cut where a person spoke, so that a workflow is
// what was done for one request; what is only part of another workflow is left out unless it is much more frequent.
import type { RequestObservation, Step, StepsObservation } from '../model/observation.ts';
import { mineSequences, type FrequentSequence, type Sequence } from './frequent-sequences.ts';
import { countTexts } from './weigh-failures.ts';
import { wordingOf } from './weigh-requests.ts';
import type { Pattern, ProjectView } from './weigh.ts';

const WORKFLOW_BAR = 3;
const MIN_STEPS = 3;
/** Two steps are a workflow only when this share of the project's sessions does them. */
const PAIR_SHARE = 0.25;
const PAIR_BAR = 5;
const LIMITS = { maxLength: 10, maxGap: 2, maxWork: 5_000_000 } as const;
/** How many times the bar it takes when all sessions are of one day. */
const ONE_DAY = 3;
/** In a big project, steps that go together in fewer sessions than this share are chance. */
const RARE_SHARE = 0.02;
/** Without a request that starts it, a workflow must be done in this share of the project's sessions. */
const UNASKED_SHARE = 0.2;
/** A part of a longer workflow is one of its own only when it is this much more frequent. */
const MUCH_MORE_FREQUENT = 2;
/** Share of common steps above which two workflows are variants of one. */
const VARIANT = 0.5;
const MAX_WORKFLOWS = 8;
/** Edits count as steps only in files that are kept up by hand beside the code: documents and manifests. */
const UPKEEP_FILE = /(?:^|\/)[^/]+\.(?:md|mdx|rst|txt|json|ya?ml|toml|lock|cfg|ini|env|properties)$/i;

interface Segment extends Sequence {
  readonly session: string;
  readonly request: number;
  readonly steps: readonly Step[];
  /** Turn of the first edit for this request, infinite when there is none. */
  readonly firstEdit: number;
}

export function weighWorkflows(view: ProjectView): readonly Pattern[] {
  const requests = view.observations.filter((one) => one.kind === 'request');
  const segments = view.observations
    .filter((one) => one.kind === 'steps')
    .flatMap((one) => segmentsOf(one, view.counter.unitOf(one.session)));
  const sessions = new Set(segments.map((segment) => segment.group)).size;
  const bar = Math.max(view.minSupport, WORKFLOW_BAR, Math.ceil(sessions * RARE_SHARE));
  const found = mineSequences(segments, { ...LIMITS, minSupport: bar });
  const own = ownCommands(segments, view.minSupport);
  return select(found, Math.max(bar, PAIR_BAR, sessions * PAIR_SHARE)).map((sequence) =>
    describe(sequence, segments, requests, view, bar, own, sessions),
  );
}

function segmentsOf(observation: StepsObservation, group: string): readonly Segment[] {
  const byRequest = new Map<number, Step[]>();
  const firstEdit = new Map<number, number>();
  for (const step of observation.steps) {
    if (step.key.startsWith('edit ') && !firstEdit.has(step.request)) firstEdit.set(step.request, step.turn);
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
    firstEdit: firstEdit.get(request) ?? Number.POSITIVE_INFINITY,
    items: steps.map((step) => step.key),
  }));
}

/** Commands that agents came to without having read them from outside, in enough sessions: reading them somewhere as well takes nothing away. */
function ownCommands(segments: readonly Segment[], minSupport: number): ReadonlySet<string> {
  const groups = new Map<string, Set<string>>();
  for (const segment of segments) {
    for (const step of segment.steps) {
      if (step.origin === 'external') continue;
      groups.set(step.display, (groups.get(step.display) ?? new Set()).add(segment.group));
    }
  }
  return new Set([...groups].filter(([, seen]) => seen.size >= minSupport).map(([display]) => display));
}

/** The most telling sequences first: long and frequent; variants and parts of chosen ones are left out. */
function select(found: readonly FrequentSequence[], pairBar: number): readonly FrequentSequence[] {
  const telling = found.filter(
    (one) => (one.items.length >= MIN_STEPS || one.groups.length >= pairBar) && isVaried(one.items),
  );
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

/** Steps of everybody's day with git: without a request they say nothing about this project. */
const EVERYDAY = /^git (?:add|commit|push|pull|checkout|switch|restore|reset|rm|mv)$/;

/** Commands that only look at the state of a repository or of a pull request. */
const LOOKING =
  /^git (?:status|diff|log|show|branch|remote|rev-parse|fetch|ls-files|ls-remote|ls-tree|blame|config|describe|merge-base|worktree|stash)$|^gh \w+ (?:view|list|status|checks|diff)$|^gh api/;

/** At least two steps must change or check something: a row of `git log`, `git diff` is looking around. */
function isVaried(items: readonly string[]): boolean {
  return items.filter((item) => !LOOKING.test(item)).length >= 2;
}

function describe(
  sequence: FrequentSequence,
  segments: readonly Segment[],
  requests: readonly RequestObservation[],
  view: ProjectView,
  bar: number,
  own: ReadonlySet<string>,
  sessions: number,
): Pattern {
  const places = sequence.places.flatMap((place) => {
    const segment = segments[place.sequence];
    return segment === undefined ? [] : [{ segment, steps: place.at.flatMap((at) => segment.steps[at] ?? []) }];
  });
  // A step that repeats text from outside gives no support, unless nothing else does: then the whole is of that origin.
  const clean = places.filter((place) =>
    place.steps.every((step) => step.origin !== 'external' || own.has(step.display)),
  );
  const trusted = view.counter.countSessions(clean.map((place) => place.segment.session)) >= bar;
  const kept = trusted ? clean : places;
  const trigger = triggerOf(
    kept.map((place) => place.segment),
    requests,
  );
  const telling = trigger !== null || sequence.items.some((item) => !EVERYDAY.test(item) && !LOOKING.test(item));
  const support = view.counter.supportOf(kept.map((place) => place.segment.session));
  // Many sessions of one day are one piece of work done in parts, unless there are very many.
  const recurs = support.days !== 1 || support.sessions >= bar * ONE_DAY;
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
      trigger,
      afterEdits:
        kept.filter((place) => (place.steps[0]?.turn ?? 0) > place.segment.firstEdit).length >= kept.length * 0.7,
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
    bar:
      telling && recurs ? (trigger === null ? Math.max(bar, sessions * UNASKED_SHARE) : bar) : Number.POSITIVE_INFINITY,
  };
}

/** The way a step is most often written, when one way is common; else its canonical form with an ellipsis for what varies. */
function displayOf(key: string, steps: readonly Step[]): string {
  const most = countTexts(steps.map((step) => step.display))[0] ?? key;
  const share = steps.filter((step) => step.display === most).length / Math.max(1, steps.length);
  if (share >= 0.4) return most;
  return steps.every((step) => step.display === key) ? key : `${key} …`;
}

/** What the person most often asked for before these steps, in their words, when half of the time it was the same. */
function triggerOf(segments: readonly Segment[], requests: readonly RequestObservation[]): string | null {
  const byPlace = new Map(requests.map((one) => [`${one.session}\n${one.position}`, one]));
  const asked = segments.flatMap((segment) => byPlace.get(`${segment.session}\n${segment.request}`) ?? []);
  const word = countTexts(asked.flatMap((one) => one.key.split(' ')))[0];
  if (word === undefined) return null;
  const alike = asked.filter((one) => one.key.split(' ').includes(word));
  return alike.length / segments.length >= 0.5 ? wordingOf(alike) : null;
}
