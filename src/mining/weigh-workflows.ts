// The same steps in the same order in several sessions. Sequences are cut where a person spoke, so that a workflow is
// what was done for one request; what is only part of another workflow is left out unless it is much more frequent.
import type { RequestObservation, Step, StepsObservation } from '../model/observation.ts';
import { isEveryday, isLooking, purposeOf } from '../text/command-purpose.ts';
import { compareText } from '../text/similarity.ts';
import { closedSequences, mineSequences, type FrequentSequence, type Sequence } from './frequent-sequences.ts';
import { displayOf, quotesOfSteps } from './step-template.ts';
import { weighChecks } from './weigh-checks.ts';
import { countTexts } from './group.ts';
import { weighOpening } from './weigh-opening.ts';
import { weighReleases } from './weigh-releases.ts';
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
/** Most sequences that are looked at more closely. */
const MAX_CANDIDATES = 300;
/** Edits count as steps only in files that are kept up by hand beside the code: documents and manifests. */
const UPKEEP_FILE = /(?:^|\/)[^/]+\.(?:md|mdx|rst|txt|json|ya?ml|toml|lock|cfg|ini|env|properties)$/i;

interface Segment extends Sequence {
  readonly session: string;
  readonly request: number;
  readonly steps: readonly Step[];
  /** Turn of the first edit for this request, infinite when there is none. */
  readonly firstEdit: number;
}

/** What was found for a project: others ask for it as well, and finding it is the dearest part of weighing. */
const found = new WeakMap<ProjectView, readonly Pattern[]>();

/** Workflows of a project, and the routine with which its sessions begin. */
export function weighWorkflows(view: ProjectView): readonly Pattern[] {
  const known = found.get(view);
  if (known !== undefined) return known;
  const checks = weighChecks(view);
  const patterns = [
    ...weighOpening(view),
    ...checks,
    ...weighReleases(view),
    ...weighSequences(view, checks.length > 0),
  ];
  found.set(view, patterns);
  return patterns;
}

/** @param checksTold whether the checks after edits are told already: then a row of checks alone says nothing new */
function weighSequences(view: ProjectView, checksTold: boolean): readonly Pattern[] {
  const requests = view.observations.filter((one) => one.kind === 'request').filter((one) => one.key !== '');
  const segments = view.observations
    .filter((one) => one.kind === 'steps')
    .flatMap((one) => segmentsOf(one, view.counter.unitOf(one.session)));
  const sessions = new Set(segments.map((segment) => segment.group)).size;
  const bar = Math.max(view.minSupport, WORKFLOW_BAR, Math.ceil(sessions * RARE_SHARE));
  const mined = closedSequences(mineSequences(segments, { ...LIMITS, minSupport: bar })).map(withoutIdleAdd);
  const sequences = mined.filter(
    ({ items }) => !checksTold || !items.every((item) => isLooking(item) || purposeOf(item)?.stage === 1),
  );
  const own = ownCommands(segments, view.minSupport);
  const asked = (sequence: FrequentSequence): boolean =>
    triggerOf(
      sequence.places.flatMap((place) => segments[place.sequence] ?? []),
      requests,
    ) !== null;
  return select(sequences, Math.max(bar, PAIR_BAR, sessions * PAIR_SHARE), asked).map((sequence) =>
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
    // Numbered and dated files (plans, change notes) are another one each time, and the same step.
    const key = step.key.startsWith('edit ') ? step.key.replaceAll(/\d+(?:[-_.]\d+)*/g, '<n>') : step.key;
    if (list.at(-1)?.key !== key) list.push(key === step.key ? step : { ...step, key });
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

/** `git add` belongs to a commit; where none follows, it only happened to stand there. */
function withoutIdleAdd(sequence: FrequentSequence): FrequentSequence {
  const { items, places } = sequence;
  const idle = items.indexOf('git add');
  if (idle === -1 || items.includes('git commit', idle)) return sequence;
  return {
    ...sequence,
    items: items.toSpliced(idle, 1),
    places: places.map((place) => ({ ...place, at: place.at.toSpliced(idle, 1) })),
  };
}

/**
 * The most telling sequences first: long and frequent, above all with a check; variants and parts of chosen ones are left
 * out. Everyday git alone says little, unless people ask for it, and must not stand in the place of a row that says more.
 */
function select(
  sequences: readonly FrequentSequence[],
  pairBar: number,
  asked: (sequence: FrequentSequence) => boolean,
): readonly FrequentSequence[] {
  const valueOf = ({ items, groups }: FrequentSequence): number =>
    groups.length * (items.length - 1.5 + items.filter((item) => purposeOf(item)?.stage === 1).length);
  const ordered = sequences
    .filter((one) => (one.items.length >= MIN_STEPS || one.groups.length >= pairBar) && isVaried(one.items))
    .map((one) => ({ one, value: valueOf(one), key: one.items.join('\n') }))
    .sort((a, b) => b.value - a.value || compareText(a.key, b.key))
    .slice(0, MAX_CANDIDATES)
    .map((candidate) => {
      const says = candidate.one.items.some((item) => !isLooking(item) && !isEveryday(item));
      return { ...candidate, rank: says || asked(candidate.one) ? 0 : 1 };
    })
    .sort((a, b) => a.rank - b.rank || b.value - a.value || compareText(a.key, b.key))
    .map((candidate) => candidate.one);
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
  return chosen.filter((one) => !chosen.some((other) => onlyChecksMore(one, other)));
}

/** Whether a row only adds checks to another that is much more frequent: chance, not a routine of its own. */
function onlyChecksMore(one: FrequentSequence, other: FrequentSequence): boolean {
  if (other.items.length >= one.items.length || other.groups.length < one.groups.length * MUCH_MORE_FREQUENT)
    return false;
  if (!other.items.every((item) => one.items.includes(item))) return false;
  return one.items.every((item) => other.items.includes(item) || isLooking(item) || purposeOf(item)?.stage === 1);
}

/** At least two steps must change or check something: a row of `git log`, `git diff` is looking around. */
function isVaried(items: readonly string[]): boolean {
  return items.filter((item) => !isLooking(item)).length >= 2;
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
    if (segment === undefined) return [];
    const done = place.at.flatMap((at) => segment.steps[at] ?? []);
    const steps = done.map((step) => (own.has(step.display) ? { ...step, origin: 'observed' as const } : step));
    return [{ segment, steps }];
  });
  // A step that repeats text from outside gives no support, unless nothing else does: then the whole is of that origin.
  // That git was used is everybody's, whatever branch or file it was given; those words are not shown.
  const clean = places.filter((place) =>
    place.steps.every((step) => step.origin !== 'external' || isEveryday(step.key)),
  );
  const trusted = view.counter.countSessions(clean.map((place) => place.segment.session)) >= bar;
  const kept = trusted ? clean : places;
  const trigger = triggerOf(
    kept.map((place) => place.segment),
    requests,
  );
  const support = view.counter.supportOf(kept.map((place) => place.segment.session));
  // Many sessions of one day are one piece of work done in parts, unless there are very many.
  const recurs = support.days !== 1 || support.sessions >= bar * ONE_DAY;
  const steps = sequence.items.map((key, index) => ({
    key,
    display: displayOf(
      key,
      kept.flatMap((place) => place.steps[index] ?? []),
    ),
  }));
  // Repeated from outside and asked for by nobody: not even worth a look in quarantine.
  const telling =
    (trusted || trigger !== null) &&
    (trigger !== null || steps.some(({ key, display }) => isTellingStep(key, display)));
  return {
    kind: 'workflow',
    key: `workflow|${sequence.items.join(' → ')}`,
    claim: {
      type: 'workflow',
      steps,
      trigger,
      afterEdits:
        kept.filter((place) => (place.steps[0]?.turn ?? 0) > place.segment.firstEdit).length >= kept.length * 0.7,
      opening: false,
    },
    observations: kept.map(({ segment, steps: done }) => ({
      kind: 'steps' as const,
      session: segment.session,
      project: view.project,
      key: 'steps',
      origin: 'observed' as const,
      steps: done,
      quotes: quotesOfSteps([done[0], done.at(-1)].flatMap((step) => step ?? [])),
    })),
    trust: trusted ? 'observed' : 'external',
    turnsLost: 0,
    weight: 0.9,
    bar:
      telling && recurs ? (trigger === null ? Math.max(bar, sessions * UNASKED_SHARE) : bar) : Number.POSITIVE_INFINITY,
  };
}

/** Options everybody gives to everyday git. */
const PLAIN_FLAG =
  /^(?:-[a-zA-Z]|-am|-\d+|--all|--amend|--no-edit|--quiet|--set-upstream|--oneline|--staged|--cached|--stat|--force-with-lease|--file|--message|--hard|--short|--title|--body|--body-file|--fill|--repo)$/;

/** Whether a step says something about this project: not everyday git, unless with options worth telling. */
function isTellingStep(key: string, display: string): boolean {
  if (isLooking(key)) return false;
  if (!isEveryday(key)) return true;
  return display.split(' ').some((word) => word.startsWith('-') && !PLAIN_FLAG.test(word) && word !== '--');
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
