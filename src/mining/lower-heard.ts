// Origin over sessions (trust.md, "Origin", rule 1): what one session heard from outside is from outside in every later one,
// through whatever file, commit or command it comes back, unless a person typed it or it was in use before. Asked of the
// observations as weighing begins, so that neither the order of logs nor the number of runs changes the answer.
import type { Observation, Step } from '../model/observation.ts';
import { marksOf, readMarks } from './heard.ts';

/** Time of a session, `''` where the log has none. */
export type StartOf = (session: string) => string;

/** The same observations, in the same order, with the origin of what repeats text from outside lowered to `external`. */
export function lowerHeard(
  all: ReadonlyMap<string, readonly Observation[]>,
  startOf: StartOf,
): ReadonlyMap<string, readonly Observation[]> {
  const heard = new HeardBefore(all, startOf);
  if (heard.isEmpty) return all;
  return new Map(
    [...all].map(([session, list]) => [session, list.map((one) => lower(one, (text) => heard.repeats(text, session)))]),
  );
}

/** Where something was met first: the earliest session, of two at one time the one whose key sorts first. */
interface First {
  readonly at: string;
  readonly session: string;
}

/** When each mark was first heard from outside, first used here, and whether a person typed it. */
class HeardBefore {
  readonly #startOf: StartOf;
  readonly #wanted = new Set<number>();
  readonly #outside = new Map<number, First>();
  readonly #typed = new Set<number>();
  readonly #used = new Map<number, First>();

  constructor(all: ReadonlyMap<string, readonly Observation[]>, startOf: StartOf) {
    this.#startOf = startOf;
    for (const [session, list] of all) {
      for (const one of list) {
        if (one.kind === 'heard') continue;
        for (const mark of ownTexts(one).flatMap(tellingMarks)) this.#wanted.add(mark);
        for (const mark of usedTexts(one).flatMap(tellingMarks)) this.#note(this.#used, mark, session);
      }
    }
    for (const [session, list] of all) {
      for (const one of list) {
        if (one.kind !== 'heard') continue;
        for (const mark of readMarks(one.outside)) if (this.#wanted.has(mark)) this.#note(this.#outside, mark, session);
        for (const mark of readMarks(one.typed)) if (this.#wanted.has(mark)) this.#typed.add(mark);
      }
    }
  }

  get isEmpty(): boolean {
    return this.#outside.size === 0;
  }

  /** Whether a text uses a word that came from outside in another session, no later than this one, and not from here. */
  repeats(text: string, session: string): boolean {
    const at = this.#startOf(session);
    return tellingMarks(text).some((mark) => {
      const heard = this.#outside.get(mark);
      if (heard === undefined || heard.session === session || heard.at > at || this.#typed.has(mark)) return false;
      // What was in use before, or by the very session that later heard it too, is nobody's advice.
      const used = this.#used.get(mark);
      return used === undefined || (used.at >= heard.at && used.session !== heard.session);
    });
  }

  #note(firsts: Map<number, First>, mark: number, session: string): void {
    const at = this.#startOf(session);
    const first = firsts.get(mark);
    if (first === undefined || at < first.at || (at === first.at && session < first.session))
      firsts.set(mark, { at, session });
  }
}

/** Marks of the words that tell where a command, a path or a sentence comes from; of a path only its last part. */
function tellingMarks(text: string): readonly number[] {
  return marksOf(text.replaceAll(/[\w@.~<>-]{1,64}\/(?=[\w@.~<>-])/g, ' '));
}

/** What an observation would show, where it is not from outside anyway and not a person's words. */
function ownTexts(one: Observation): readonly string[] {
  switch (one.kind) {
    case 'steps':
      return one.steps.flatMap((step) => (step.origin === 'external' ? [] : [step.display]));
    case 'lookup':
      return one.origin === 'external' ? [] : [one.target, one.where ?? ''];
    case 'remark':
      return one.origin === 'external' ? [] : [one.remark, one.advised ?? '', one.next ?? ''];
    case 'request':
      return one.commands;
    case 'failure':
      return [one.attempted, one.named, ...(one.fix === null ? [] : [one.fix.command]), ...one.next];
    case 'finding':
      return [one.command, one.subject, one.fix ?? ''];
    case 'commit':
      return [one.prefix, ...one.trailers];
    case 'statement':
    case 'theme':
    case 'instruction':
    case 'heard':
      return [];
  }
}

/** What shows that a word was in use: steps and look-ups of a session's own. */
function usedTexts(one: Observation): readonly string[] {
  return one.kind === 'steps' || one.kind === 'lookup' ? ownTexts(one) : [];
}

function lower(one: Observation, repeats: (text: string) => boolean): Observation {
  switch (one.kind) {
    case 'steps':
      return {
        ...one,
        steps: one.steps.map((step): Step => (repeats(step.display) ? { ...step, origin: 'external' } : step)),
      };
    case 'request': {
      const kept = one.followedBy.filter((key, at) => !repeats(`${key} ${one.commands[at] ?? ''}`));
      if (kept.length === one.followedBy.length) return one;
      const commands = one.commands.filter((command, at) => !repeats(`${one.followedBy[at] ?? ''} ${command}`));
      return { ...one, followedBy: kept, commands };
    }
    case 'failure': {
      const fix = one.fix !== null && repeats(one.fix.command) ? { ...one.fix, origin: 'external' as const } : one.fix;
      const next = one.next.filter((command) => !repeats(command));
      const origin = repeats(one.attempted) || repeats(one.named) ? ('external' as const) : one.origin;
      return { ...one, fix, next, origin };
    }
    case 'statement':
    case 'theme':
    case 'instruction':
    case 'heard':
      return one;
    case 'lookup':
    case 'remark':
    case 'finding':
    case 'commit':
      return ownTexts(one).some(repeats) ? { ...one, origin: 'external' } : one;
  }
}
