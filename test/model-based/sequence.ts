// Sequences of steps: how they are made, done one after the other with everything compared in between, counted, and
// printed so that a failing one can be done again.
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openDesk } from './desk.ts';
import { dreamReview, dreamRun, dreamUndo } from './dream-steps.ts';
import type { Cut, Pick } from './dream-steps.ts';
import { cherryPick, editByHand, mergeRun, otherWork, rebaseRun, revertCommit } from './people-steps.ts';
import { meet } from './meeting.ts';
import type { Common } from './meeting.ts';
import { keyOf } from './model.ts';
import { nameOf, slotsOf } from './texts.ts';
import { checkAlways, differences, openAndRecover, placeOf } from './world.ts';
import type { Place } from './world.ts';

/** One step: what is done, and the numbers its choices are made of. */
export type Step = readonly [kind: string, ...choices: number[]];

type Do = (place: Place, pick: Pick, cut: (pick: Pick) => Cut) => Promise<string> | string;

/** Every kind of step, and how often it comes up. */
const KINDS: Readonly<Record<string, { readonly weight: number; readonly act: Do }>> = {
  run: { weight: 8, act: (place, pick) => dreamRun(place, pick, null) },
  review: { weight: 12, act: (place, pick) => dreamReview(place, pick, null) },
  'run cut short': { weight: 2, act: (place, pick, cut) => dreamRun(place, pick, cut(pick)) },
  'review cut short': { weight: 3, act: (place, pick, cut) => dreamReview(place, pick, cut(pick)) },
  undo: { weight: 3, act: (place, pick) => dreamUndo(place, pick, null) },
  'undo cut short': { weight: 1, act: (place, pick, cut) => dreamUndo(place, pick, cut(pick)) },
  recover: {
    weight: 1,
    act: async (place) => ((await openAndRecover(place)).findings.length > 0 ? '' : 'nothing to do'),
  },
  merge: { weight: 3, act: mergeRun },
  'cherry-pick': { weight: 3, act: cherryPick },
  rebase: { weight: 2, act: rebaseRun },
  revert: { weight: 2, act: revertCommit },
  'edit by hand': { weight: 3, act: editByHand },
  'other work': { weight: 4, act: otherWork },
};

const kinds = Object.entries(KINDS).map(([kind, { weight }]) => ({ weight, arbitrary: fc.constant(kind) }));
const choices = fc.array(fc.nat(1000), { minLength: 16, maxLength: 16 });

/** Steps of one person, or of two who meet now and then. */
export function stepsOf(length: number, people: 1 | 2): fc.Arbitrary<Step[]> {
  const more =
    people === 1
      ? []
      : [
          { weight: 4, arbitrary: fc.constant('the other one') },
          { weight: 3, arbitrary: fc.constant(MEET) },
        ];
  const step = fc.tuple(fc.oneof(...kinds, ...more), choices).map(([kind, numbers]): Step => [kind, ...numbers]);
  const array = fc.array(step, { minLength: length - FIRST.length, maxLength: length - FIRST.length, size: 'max' });
  // Something to decide on from the start.
  return fc
    .tuple(array, choices, choices)
    .map(([steps, ...own]) => [...FIRST.map((kind, at): Step => [kind, ...(own[at] ?? [])]), ...steps]);
}

const FIRST = ['run', 'run'];
const MEET = 'sync, both until nothing is left';

export type Counts = Map<string, number>;

/** Does the steps in repositories of their own. @throws Error naming the step after which something is not as it should be */
export async function doSteps(steps: readonly Step[], people: 1 | 2, compiled: string, counts: Counts): Promise<void> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'dream-model-')));
  const done: Step[] = [];
  const story: string[] = [];
  try {
    const [ada, grace] = await begin(scratch, people);
    let place = ada;
    let common: Common = new Map();
    for (const step of steps) {
      done.push(step);
      const [kind, ...numbers] = step;
      let what = '';
      if (kind === 'the other one') place = place === ada ? grace : ada;
      else if (kind === MEET) common = await meet([ada, grace], common);
      else what = await doStep(place, kind, numbers, compiled);
      const name = what === '' ? kind : `${kind}: ${what}`;
      story.push(name);
      // oxlint-disable-next-line no-console -- for reading along while given steps are done again
      if (stepsToRepeat() !== null) console.log(`${name}\n${describe(place)}`);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      // What had nothing to do is compared with the next step that has.
      if (/: (?:no branch|nothing to)/.test(name)) continue;
      for (const one of kind === MEET ? [ada, grace] : [place]) {
        checkAlways(one);
        one.opened = await one.desk.open();
        const differs = await differences(one, one.opened);
        if (differs.length > 0) throw new Error(differs.join('\n'));
      }
    }
    if (people === 2) await meet([ada, grace], common);
    for (const one of new Set([ada, grace])) await checkEnd(one);
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const told = `${story.join(', ')}, then ${done.at(-1)?.[0] ?? ''}`;
    throw new Error(`after ${told}: ${why}\nTo repeat: DREAM_STEPS='${JSON.stringify(done)}'`, { cause: error });
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** One person's memory, or two clones of one remote. */
async function begin(scratch: string, people: 1 | 2): Promise<readonly [Place, Place]> {
  const clock = { at: Date.UTC(2026, 10, 22) };
  const folders = people === 1 ? ['memory'] : ['ada', 'grace'];
  const places: Place[] = [];
  for (const [at, name] of folders.entries()) {
    const folder = join(scratch, name);
    mkdirSync(folder);
    const desk = openDesk(scratch, folder, at === 0 ? 'Ada' : 'Grace', clock);
    if (at === 0) {
      desk.git('init', '--quiet', '--initial-branch=main', '.');
      desk.write('notes.txt', 'notes\n');
      desk.git('add', 'notes.txt');
      desk.git('commit', '--quiet', '-m', 'First commit');
      if (people === 2) {
        desk.gitIn(scratch, 'clone', '--quiet', '--bare', folder, 'remote.git');
        desk.git('remote', 'add', 'origin', `file://${scratch}/remote.git`);
      }
    } else desk.git('clone', '--quiet', `file://${scratch}/remote.git`, '.');
    const place = placeOf(desk);
    place.model.others.set('notes.txt', 'notes\n');
    places.push(place);
  }
  const [first, second = first] = places;
  if (first === undefined || second === undefined) throw new Error('nobody is there');
  return [first, second];
}

async function doStep(place: Place, kind: string, numbers: readonly number[], compiled: string): Promise<string> {
  let at = 0;
  const pick: Pick = (below) => {
    at += 1;
    return (numbers[at - 1] ?? 0) % Math.max(below, 1);
  };
  const cut = (choose: Pick): Cut => ({ trouble: choose(4) === 0 ? 'kill' : 'fail', call: 1 + choose(24), compiled });
  const known = KINDS[kind];
  if (known === undefined) throw new Error(`no such step: ${kind}`);
  return known.act(place, pick, cut);
}

async function checkEnd(place: Place): Promise<void> {
  const { desk } = place;
  const broken = desk.git('fsck', '--strict', '--no-dangling', '--no-progress');
  if (broken !== '') throw new Error(broken);
  await openAndRecover(place);
  const refs = desk.git('for-each-ref');
  await openAndRecover(place);
  if (desk.git('for-each-ref') !== refs) throw new Error('recovering twice changes something the second time');
}

/** Where the model is, for reading along while steps are done again. */
function describe({ model }: Place): string {
  const states = model.states();
  const changes = model.changes.map((change, at) => {
    const { state, superseded } = states[at] ?? { state: 'open', superseded: false };
    return `  ${keyOf(change)} ${nameOf(change.path)}: ${state}${superseded ? ', superseded' : ''}`;
  });
  const files = [...model.files].map(([path, text]) => `${nameOf(path)} ${Object.values(slotsOf(text)).join(' ')}`);
  return `${changes.join('\n')}\n  memory: ${files.join(', ')}`;
}

/** The steps of `DREAM_STEPS`, null when it is not set. */
export function stepsToRepeat(): readonly Step[] | null {
  const given = process.env['DREAM_STEPS'] ?? '';
  return given === '' ? null : (JSON.parse(given) as Step[]);
}
