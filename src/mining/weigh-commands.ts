// Commands that are put together anew in session after session, with what varies left open. Those of one family
// become one lesson, so that a reviewer meets few of them.
import type { Step, StepsObservation } from '../model/observation.ts';
import { isEveryday, isLooking, purposeOf, type CommandFamily } from '../text/command-purpose.ts';
import type { Template } from '../text/command-template.ts';
import { isKnownProgram } from '../text/shell-command.ts';
import { compareText } from '../text/similarity.ts';
import { groupBy } from './group.ts';
import { cleanDisplay, quotesOfSteps, stepTemplate } from './step-template.ts';
import { weighWorkflows } from './weigh-workflows.ts';
import type { Pattern, ProjectView } from './weigh.ts';

/** A command without anything to tell must come in this many sessions to be named beside others. */
const BARE_BAR = 3;
/** Most ways to write one command, and most commands of one lesson. */
const MAX_WAYS = 2;
const MAX_COMMANDS = 5;
/** Most lessons of this kind. */
const MAX_GROUPS = 4;
/** Most ways of writing that are looked at for each command. */
const MAX_VARIANTS = 200;
/** A closer way of writing wins over a more open one when it has this share of its sessions. */
const CLOSE_SHARE = 0.5;
const WEIGHT: Readonly<Record<CommandFamily, number>> = {
  'one test': 0.8,
  checks: 0.7,
  release: 0.7,
  github: 0.6,
  services: 0.6,
  setup: 0.6,
  other: 0.5,
};

interface Use {
  readonly observation: StepsObservation;
  readonly unit: string;
  readonly step: Step;
  readonly template: Template;
}

interface Way {
  readonly text: string;
  readonly key: string;
  readonly uses: readonly Use[];
  readonly units: number;
  readonly telling: boolean;
}

export function weighCommands(view: ProjectView): readonly Pattern[] {
  const inWorkflows = stepsOfWorkflows(view);
  const byKey = groupBy(usesOf(view), (use) => use.step.key);
  const groups = new Map<string, Way[]>();
  for (const [key, uses] of [...byKey].sort(([a], [b]) => compareText(a, b))) {
    for (const way of waysOf(key, uses, view)) {
      const group = groupOf(way);
      if (group === null || (group !== 'one test' && [...inWorkflows].some((told) => repeats(way, told)))) continue;
      const list = groups.get(group);
      if (list === undefined) groups.set(group, [way]);
      else list.push(way);
    }
  }
  return [...groups]
    .map(([about, ways]) => ({ about, ways: chosenOf(about, ways) }))
    .filter(({ ways }) => ways.some((way) => way.telling))
    .sort((a, b) => unitsOf(b.ways) - unitsOf(a.ways) || compareText(a.about, b.about))
    .slice(0, MAX_GROUPS)
    .map(({ about, ways }) => describe(about, ways, view));
}

/** Whether a command is a step that is told already, or that step behind a wrapper. */
function repeats(way: Way, told: string): boolean {
  return way.key === told || way.text === told || way.text.endsWith(` ${told}`);
}

/** Keys and displays of steps that a workflow of enough sessions already tells. */
function stepsOfWorkflows(view: ProjectView): ReadonlySet<string> {
  const told = new Set<string>();
  for (const { claim, observations, bar } of weighWorkflows(view)) {
    if (claim.type !== 'workflow' || view.counter.countSessions(observations.map((one) => one.session)) < bar) continue;
    for (const step of claim.steps) told.add(step.key).add(step.display);
  }
  return told;
}

function usesOf(view: ProjectView): readonly Use[] {
  const uses: Use[] = [];
  const clean = new Map<string, Set<string>>();
  const shown = (use: Pick<Use, 'step' | 'template'>): string => cleanDisplay(use.step.display) ?? use.template.close;
  for (const observation of view.observations) {
    if (observation.kind !== 'steps') continue;
    const unit = view.counter.unitOf(observation.session);
    for (const step of observation.steps) {
      if (step.key.startsWith('edit ') || !isLesson(step.key)) continue;
      const template = stepTemplate(step);
      if (template === null || template.flags.some((flag) => /^--?(?:help|version|h|dry-run)$/.test(flag))) continue;
      const use = { observation, unit, step, template };
      uses.push(use);
      if (step.origin !== 'external') clean.set(shown(use), (clean.get(shown(use)) ?? new Set()).add(unit));
    }
  }
  // A command that repeats text from outside gives no support, unless enough sessions came to it on their own, written
  // just so: that they use the same program with other words is no reason to tell these.
  return uses.filter((use) => use.step.origin !== 'external' || (clean.get(shown(use))?.size ?? 0) >= view.minSupport);
}

/** Programs that act on other machines, windows or the web: what they are given is of the moment. */
const ELSEWHERE =
  /^(?:ssh|scp|rsync|sftp|nc|ping|dig|curl|wget|http|tmux|screen|osascript|open|code|vim|nano|claude|codex)\b/;

/** Looking around and everyday git are no facts about a project. */
function isLesson(key: string): boolean {
  if (isEveryday(key)) return key.startsWith('gh ');
  if (ELSEWHERE.test(key)) return false;
  return !isLooking(key) || /^(?:npm|pnpm|yarn) (?:view|info)$|^gh pr checks$/.test(key);
}

/** The ways in which a command is written in enough sessions: as written where that is common, else with what varies open. */
function waysOf(key: string, uses: readonly Use[], view: ProjectView): readonly Way[] {
  const open = groupUses(uses, (use) => use.template.open);
  const close = groupUses(uses, (use) => cleanDisplay(use.step.display) ?? use.template.close);
  const found: Way[] = [];
  const taken = new Set<Use>();
  for (const [text, of] of [...close.slice(0, MAX_VARIANTS), ...open.slice(0, MAX_VARIANTS)]) {
    const free = of.filter((use) => !taken.has(use));
    const first = free[0];
    if (first === undefined) continue;
    const units = countUnits(free);
    const way = { text, key, uses: free, units, telling: isTelling(text, key, first.template) };
    if (units < (way.telling && isSpread(free, view) ? view.minSupport : BARE_BAR)) continue;
    const wider = countUnits((open.find(([other]) => other === first.template.open) ?? ['', free])[1]);
    if (text !== first.template.open && (units < BARE_BAR || units < wider * CLOSE_SHARE)) continue;
    for (const use of free) taken.add(use);
    found.push(way);
  }
  const general = found.filter((way) => !found.some((other) => isCase(way.text, other.text)));
  if (found.length === 0) general.push(...plainestOf(key, uses, open, view));
  return general.sort((a, b) => b.units - a.units || compareText(a.text, b.text)).slice(0, MAX_WAYS);
}

/** Two sessions of one day are often one task in two parts. */
function isSpread(uses: readonly Use[], view: ProjectView): boolean {
  return view.counter.supportOf(uses.map((use) => use.observation.session)).days !== 1;
}

/** Whether a way is a special case of another: equal but for what the other leaves open, or for a `.` at its end. */
function isCase(special: string, general: string): boolean {
  if (special === `${general} .`) return true;
  const words = special.split(' ');
  const pattern = general.split(' ');
  return (
    special !== general &&
    words.length === pattern.length &&
    pattern.every((word, at) => word === words[at] || (/^"?<[a-z]+>"?$/.test(word) && !/[<>]/.test(words[at] ?? '')))
  );
}

/** Where each session adds options of its own: the plainest way, when its options are in all the others. */
function plainestOf(
  key: string,
  uses: readonly Use[],
  open: readonly (readonly [string, readonly Use[]])[],
  view: ProjectView,
): readonly Way[] {
  const units = countUnits(uses);
  const [text, of] = [...open].sort((a, b) => a[0].length - b[0].length || compareText(a[0], b[0]))[0] ?? ['', []];
  const first = of[0];
  if (
    units < (isSpread(uses, view) ? view.minSupport : BARE_BAR) ||
    first === undefined ||
    first.template.flags.length === 0
  )
    return [];
  const base = first.template.flags;
  const alike = uses.filter((use) => base.every((flag) => use.template.flags.includes(flag)));
  if (countUnits(alike) < units) return [];
  return [{ text, key, uses: alike, units, telling: isTelling(text, key, first.template) }];
}

/** Names that every project of its kind has: nothing to tell. */
const OBVIOUS =
  /^(?:(?:npm|pnpm|yarn|bun)(?: run)? (?:test|start|install|i|ci|dev|build|add|init|create)|(?:npx|bunx|uvx|pnpx) [\w@/-]+|go (?:test|build|run|vet|mod|get|install|fmt|generate|work|tool)|cargo \w+|pytest|python -m (?:pytest|pip|unittest|venv|json\.tool|http\.server|py_compile)|make(?: \w+)?|(?:pip3?|brew|apt|apt-get|gem|composer|poetry|uv|bundle|cargo|dotnet|mvn|gradle|gradlew|swift|docker|rake|mix|tsc|gh \w+|gofmt|black|prettier|eslint)(?: \w+)?)$/;
/** Options that tell nothing: louder, quieter, forced. */
const EMPTY_FLAG =
  /^(?:-v+|-q|-f|-y|-V|--verbose|--quiet|--silent|--yes|--force|--color|--no-color|-a|-am|-m|-p|-i|-n|-s|-d|-l|-w|-u|--title|--body|--message|--fill|--json|--jq|--limit|--repo|-R)$/;

/** Whether it says more than everybody knows: a script or tool of the project, an option, an operand. */
function isTelling(text: string, key: string, template: Template): boolean {
  const bare = text.replace(/^cd \S{1,200} && /, '');
  if (bare !== text || bare.startsWith('./') || / <path>|<name>/.test(bare)) return true;
  if (template.flags.some((flag) => !EMPTY_FLAG.test(flag))) return true;
  if (/^(?:go|cargo|pytest)\b/.test(bare)) return false;
  if (purposeOf(text)?.family === 'one test') return !/ <folder>/.test(bare) || / -- /.test(bare);
  return !OBVIOUS.test(key) || /\s[\w-]+\/[\w./-]+|\s[\w-]+\.(?:ya?ml|toml|json|ini|cfg|conf)\b/.test(bare);
}

/** The family a command is told with; null when nobody could say what it is for. */
function groupOf(way: Way): string | null {
  const purpose = purposeOf(way.text);
  if (/^(?:<|…)/.test(way.text) || /… /.test(way.text)) return null;
  if (purpose !== null && purpose.family !== 'other') {
    // Installing what the task needs is no fact; the project's own way to install is.
    const installs = /\b(?:add|install|i|get|remove|uninstall|upgrade|update)\b/.test(way.key);
    const own = way.telling && /\s-|\s\.|\//.test(way.text);
    return installs && !own ? null : purpose.family;
  }
  const program = way.text.split(' ')[0] ?? '';
  if (purpose !== null || isKnownProgram(program)) return null;
  return way.telling && way.units >= BARE_BAR && hasArguments(way) ? program : null;
}

/** Whether a command of an unknown program is more than its name: then the way it is called is the lesson. */
function hasArguments({ text, key }: Way): boolean {
  return text.startsWith('./') || text.split(' ').length >= key.split(' ').length + 2;
}

/** What is told of a family; a command without anything to tell only beside other checks. */
function chosenOf(about: string, ways: readonly Way[]): readonly Way[] {
  return ways
    .filter((way) => way.telling || about === 'checks' || about === 'one test')
    .sort((a, b) => Number(b.telling) - Number(a.telling) || b.units - a.units || compareText(a.text, b.text))
    .slice(0, MAX_COMMANDS);
}

function unitsOf(ways: readonly Way[]): number {
  return countUnits(ways.flatMap((way) => way.uses));
}

function countUnits(uses: readonly Use[]): number {
  return new Set(uses.map((use) => use.unit)).size;
}

/** Uses by a text, in most sessions first. */
function groupUses(uses: readonly Use[], textOf: (use: Use) => string): readonly (readonly [string, readonly Use[]])[] {
  const counted = [...groupBy(uses, textOf)].map(([text, of]) => ({ text, of, units: countUnits(of) }));
  counted.sort((a, b) => b.units - a.units || compareText(a.text, b.text));
  return counted.map(({ text, of }) => [text, of]);
}

function describe(about: string, ways: readonly Way[], view: ProjectView): Pattern {
  const bySession = new Map<string, { readonly use: Use; readonly steps: Step[] }>();
  for (const use of ways.flatMap((way) => way.uses)) {
    const known = bySession.get(use.observation.session);
    if (known === undefined) bySession.set(use.observation.session, { use, steps: [use.step] });
    else if (known.steps.length < MAX_COMMANDS) known.steps.push(use.step);
  }
  return {
    kind: 'fact',
    key: `commands|${about}`,
    claim: { type: 'commands', about, commands: ways.map((way) => way.text) },
    observations: [...bySession.values()].map(({ use, steps }) => ({
      ...use.observation,
      steps,
      quotes: quotesOfSteps(steps.slice(0, 2)),
    })),
    trust: 'observed',
    turnsLost: 0,
    weight: WEIGHT[about as CommandFamily] ?? WEIGHT.other,
    bar: view.minSupport,
  };
}
