// Five variants of one lesson are one lesson and four pieces of junk. What a better ranked lesson of the project says
// already, in other words or found by another miner, is an echo of it.
import type { Claim, Evidence } from '../model/evidence.ts';
import { parseShellCommands } from '../text/shell-command.ts';
import { wordsOf } from '../text/similarity.ts';
import type { Words } from './wording/phrases.ts';

/** Share of a remark's words that a better lesson must hold. */
const HELD = 0.75;
/** Less is enough when it also holds all that the remark names as code, seen in this share of the same sessions. */
const SAME_SESSIONS = 0.5;
/** Share of the steps of the shorter of two workflows from which they are one. */
const VARIANT = 0.75;
/** Words are compared by their first letters: "failing" and "failures" are one. */
const STEM_LENGTH = 4;
/** Lessons of a project that a new one is compared with, best first. */
const MAX_COMPARED = 100;

/** A lesson with its words, as it was proposed. */
export interface Lesson {
  readonly evidence: Evidence;
  readonly words: Words;
}

/** The lessons of one run so far, by project. */
export class Lessons {
  readonly #byProject = new Map<string, (Lesson & { readonly commands: ReadonlySet<string> })[]>();

  /** The better lesson that says the same, null when there is none. */
  findEchoed(lesson: Lesson): Lesson | null {
    const better = (this.#byProject.get(lesson.evidence.project) ?? []).slice(0, MAX_COMPARED);
    const { claim } = lesson.evidence;
    if (claim.type === 'workflow') return better.find((one) => isVariant(claim, one.evidence.claim)) ?? null;
    if (claim.type === 'remark') return better.find((one) => echoesWords(lesson, one)) ?? null;
    if (claim.type !== 'commands' && claim.type !== 'finding' && claim.type !== 'fixed-error') return null;
    const own = commandsOf(claim);
    const covers = (one: { readonly commands: ReadonlySet<string> }): boolean =>
      own.every((key) => one.commands.has(key));
    return own.length === 0 ? null : (better.find(covers) ?? null);
  }

  /** The evidence without the commands that better lessons name already: what is left of it is news. */
  withoutKnown(evidence: Evidence): Evidence {
    const { claim } = evidence;
    if (claim.type !== 'commands' || claim.commands.length < 2) return evidence;
    const known = this.#byProject.get(evidence.project) ?? [];
    const left = claim.commands.filter((command) => {
      const keys = keysOf(command);
      return !known.some((one) => keys.length > 0 && keys.every((key) => one.commands.has(key)));
    });
    return left.length === 0 ? evidence : { ...evidence, claim: { ...claim, commands: left } };
  }

  add(lesson: Lesson): void {
    const { project, claim } = lesson.evidence;
    const list = this.#byProject.get(project) ?? [];
    list.push({ ...lesson, commands: new Set(commandsOf(claim)) });
    this.#byProject.set(project, list);
  }
}

/** Whether two workflows share most of the steps of the shorter one. */
function isVariant(claim: Extract<Claim, { type: 'workflow' }>, other: Claim): boolean {
  if (other.type !== 'workflow' || claim.opening !== other.opening) return false;
  const known = new Set(other.steps.map((step) => step.key));
  const common = claim.steps.filter((step) => known.has(step.key)).length;
  return common >= Math.min(claim.steps.length, known.size) * VARIANT;
}

/** What a lesson's commands run, canonically; the wrong ones count too. Empty for lessons that are not about commands. */
function commandsOf(claim: Claim): readonly string[] {
  switch (claim.type) {
    case 'fixed-error':
      // What was wrong by itself is a lesson whatever else names its commands.
      return claim.decisive
        ? claim.attempted.map((one) => `not ${one}`)
        : [...claim.attempted, ...claim.fixed].flatMap(keysOf);
    case 'finding':
      return claim.fix === null ? [] : [claim.command, claim.fix].flatMap(keysOf);
    case 'commands':
      return claim.commands.flatMap(keysOf);
    case 'workflow':
      return claim.steps.flatMap((step) => keysOf(step.display));
    default:
      return [];
  }
}

function keysOf(display: string): readonly string[] {
  return parseShellCommands(display).map((command) => command.core);
}

function echoesWords(remark: Lesson, better: Lesson): boolean {
  const whole = `${better.words.title}\n${better.words.body}`;
  const known = new Set(stemsOf(whole));
  const own = [...new Set(stemsOf(remark.words.title))];
  if (own.length > 0 && own.filter((stem) => known.has(stem)).length >= own.length * HELD) return true;
  const names = [...remark.words.title.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
  const shared = remark.evidence.sessions.filter((session) => better.evidence.sessions.includes(session)).length;
  return (
    names.length > 0 &&
    names.every((name) => whole.includes(name)) &&
    shared >= remark.evidence.sessions.length * SAME_SESSIONS
  );
}

function stemsOf(text: string): readonly string[] {
  return wordsOf(text)
    .filter((word) => word.length > 2 && !EMPTY.has(word))
    .map((word) => (/^\p{L}+$/u.test(word) ? word.slice(0, STEM_LENGTH) : word));
}

const EMPTY = new Set(
  'and are for from has have not only that the them then this was were when with you your'.split(' '),
);
