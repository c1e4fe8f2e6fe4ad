// What a project's own instructions already say needs no playbook. Where it is said and the logs show that it is not
// followed, that is worth telling: the rule is known, and still broken (mining.md, "What the real logs taught").
import type { Claim, StatedRule } from '../model/evidence.ts';
import type { InstructionObservation, StepsObservation } from '../model/observation.ts';
import { pointSameWay, polarityOf, type Polarity } from '../text/polarity.ts';
import { isKnownProgram, parseShellCommands } from '../text/shell-command.ts';
import { wordsOf } from '../text/similarity.ts';
import { isFiller } from './cues/index.ts';
import { themesIn } from './themes/index.ts';
import { countTexts } from './group.ts';

/** Share of a claim's telling words that one sentence must hold to say the same. */
const SAYS = 0.8;
/** Fewer telling words than this occur together by chance. */
const MIN_WORDS = 3;
/** What git does to shared work: verbs that stand in a rule beside the thing they must not touch ("never push to `main`"). */
const GIT_VERBS = new Set(['push', 'commit', 'merge', 'rebase', 'reset', 'amend', 'stash', 'tag', 'checkout']);

/** Says that what follows must not be done; "is not complete" only says how things are. */
const FORBIDS =
  /(?<!\p{L})(?:never|do not|don['’]t|must not|mustn['’]t|should not|shouldn['’]t|may not|avoid|nunca|jamás|jamais|não|ne|nie|niemals|nicht|не|никогда|不要|禁止)(?!\p{L})/iu;
/** Says that what follows is a condition: "not done until", "never merge before". */
const CONDITION = /\b(?:until|unless|before|without|except|if|when|after)\b/i;

/** A list of places or an example of a commit message says what is, not what to do. */
const DESCRIBES = /^(?:`|\||[a-z]+(?:\([^)]{0,40}\))?!?: )/;

/** A sentence of instructions, with the session that was shown it. */
export type ShownInstruction = Pick<InstructionObservation, 'session' | 'file' | 'instruction'>;

interface ReadRule extends StatedRule {
  readonly words: ReadonlySet<string>;
  readonly polarity: Polarity;
  /** Word lists of commands it forbids. */
  readonly forbidden: readonly (readonly string[])[];
}

/** A rule that sessions broke. */
interface BrokenRule extends StatedRule {
  /** Keys of the sessions that broke it, in the order of the observations. */
  readonly sessions: readonly string[];
  /** A command that broke it, as it was run. */
  readonly seen: string;
}

/** What the instructions of one project say now: each file as the latest session showed it. */
export class StatedRules {
  readonly #rules: readonly ReadRule[];

  /** @param shown in order of time; what is on disk now comes last */
  constructor(shown: readonly ShownInstruction[]) {
    const latest = new Map<string, { readonly session: string; readonly rules: ShownInstruction[] }>();
    for (const one of shown) {
      const known = latest.get(one.file);
      if (known?.session === one.session) known.rules.push(one);
      else latest.set(one.file, { session: one.session, rules: [one] });
    }
    this.#rules = [...latest.values()].flatMap(({ rules }) => rules.map(readRule));
  }

  /** The sentence that already says what a claim would teach, null when there is none. */
  find(claim: Claim): StatedRule | null {
    return this.#rules.find((rule) => says(rule, claim)) ?? null;
  }

  /** Rules against a command that was run all the same. */
  brokenBy(observations: readonly StepsObservation[]): readonly BrokenRule[] {
    const rules = this.#rules.filter((rule) => rule.forbidden.length > 0);
    if (rules.length === 0) return [];
    return rules.flatMap((rule) => {
      const seen: string[] = [];
      const sessions = observations.filter(({ steps }) => {
        const step = steps.find((one) => rule.forbidden.some((words) => runs(one.display, words)));
        if (step !== undefined) seen.push(step.display);
        return step !== undefined;
      });
      const [first] = countTexts(seen);
      if (first === undefined) return [];
      const { file, instruction } = rule;
      return [{ file, instruction, sessions: sessions.map((one) => one.session), seen: first }];
    });
  }
}

function readRule({ file, instruction }: StatedRule): ReadRule {
  const polarity = polarityOf(instruction);
  return {
    file,
    instruction,
    words: new Set(wordsOf(instruction)),
    polarity,
    forbidden: forbiddenIn(instruction, polarity),
  };
}

/** Commands that a sentence forbids: those it quotes as code, or a verb of git with the thing it quotes. */
function forbiddenIn(instruction: string, polarity: Polarity): readonly (readonly string[])[] {
  const spans = [...instruction.matchAll(/`([^`\n]{1,80})`/g)];
  return spans.flatMap(({ 1: code = '', index }) => {
    const span = code.trim();
    const words = wordsOf(span);
    const lead = /(?<![^,;:.()])[^,;:.()]*$/.exec(instruction.slice(0, index))?.[0] ?? '';
    if (!FORBIDS.test(lead) || CONDITION.test(lead)) return [];
    if (words.length === 0 || !words.every((word) => polarity.forbids.has(word))) return [];
    const [program = '', ...rest] = span.split(/\s+/);
    if (isKnownProgram(program)) return [[program, ...rest]];
    if (rest.length > 0) return [];
    return [...GIT_VERBS].filter((verb) => polarity.forbids.has(verb)).map((verb) => ['git', verb, span]);
  });
}

/** Whether a command line runs a program with all the given words, in any order. */
function runs(display: string, words: readonly string[]): boolean {
  const [program = '', ...others] = words;
  // Most steps are of other programs: those are not taken apart.
  if (!display.startsWith(program)) return false;
  const own = display.split(/\s+/);
  return own[0] === program && others.every((word) => own.includes(word));
}

function says(rule: ReadRule, claim: Claim): boolean {
  switch (claim.type) {
    case 'workflow':
      return claim.steps.every((step) => holds(rule, coreWords(step.display, step.key)));
    case 'commands':
      return claim.commands.every((command) => holds(rule, coreWords(command, command)));
    case 'fixed-error': {
      const [fixed = ''] = claim.fixed;
      const [attempted = ''] = claim.attempted;
      const wrong = wordsOf(attempted).filter((word) => !wordsOf(fixed).includes(word));
      return holds(rule, wordsOf(fixed)) && wrong.length > 0 && wrong.every((word) => rule.polarity.forbids.has(word));
    }
    case 'statement':
      return saysInWords(rule, claim.statement);
    case 'theme':
      return themesOf(rule).has(claim.theme);
    case 'remark':
      return saysInWords(rule, claim.remark);
    default:
      return false;
  }
}

const known = new WeakMap<ReadRule, ReadonlySet<string>>();

/** What a rule is about, looked for once: one rule is compared with every theme. */
function themesOf(rule: ReadRule): ReadonlySet<string> {
  const found = known.get(rule);
  if (found !== undefined) return found;
  const themes = new Set<string>(
    DESCRIBES.test(rule.instruction) ? [] : themesIn(rule.instruction).map(({ theme }) => theme),
  );
  known.set(rule, themes);
  return themes;
}

/** The words by which a command is known in prose: without operands that vary. */
function coreWords(display: string, key: string): readonly string[] {
  const command = parseShellCommands(display)[0];
  const flags = command?.words.filter((word) => /^--?[a-z][\w-]*$/i.test(word)) ?? [];
  return wordsOf([command?.core ?? key, ...flags].join(' '));
}

function holds(rule: ReadRule, words: readonly string[]): boolean {
  const { prescribes, forbids } = rule.polarity;
  return (
    words.length > 1 && words.every((word) => rule.words.has(word) && (prescribes.has(word) || !forbids.has(word)))
  );
}

function saysInWords(rule: ReadRule, text: string): boolean {
  const words = [...new Set(wordsOf(text).filter((word) => !isFiller(word)))];
  const common = words.filter((word) => rule.words.has(word)).length;
  return words.length >= MIN_WORDS && common >= words.length * SAYS && pointSameWay(polarityOf(text), rule.polarity);
}
