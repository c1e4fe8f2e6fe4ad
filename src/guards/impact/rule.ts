// What a rule about harmful instructions is made of. A rule is data: one test runs the hits and misses of each.
import type { ReadCommand } from './read-commands.ts';

export interface ImpactRule {
  /** Shown to the reviewer. */
  readonly name: string;
  /** Asked of each command that the instructions could make an agent run. */
  readonly command?: (command: ReadCommand) => boolean;
  /** Asked of each line of code and of prose, with the letters folded and the quotes as they are. */
  readonly line?: readonly RegExp[];
  /** Asked of each paragraph: letters folded, emphasis and code marks dropped, one space between words. */
  readonly text?: readonly RegExp[];
  /** Asked of each hit of `text`; all count when absent. */
  readonly counts?: (match: RegExpExecArray) => boolean;
  /** Asked of each line as it is written. */
  readonly raw?: RegExp;
  /** True when it is asked of reasons and quoted errors, too: what has no honest place anywhere in a playbook. */
  readonly everywhere?: true;
  readonly hits: readonly string[];
  readonly misses: readonly string[];
}

/** What stands before a verb where a sentence forbids it: `never skip`, `do not commit, push or skip`, `instead of skipping`. */
const FORBIDS =
  "(?<!\\b(?<!never )(?:never|not|don't|cannot|avoid|without|of)(?:(?: ever| just| simply| blindly| silently| even)?|(?: [\\w-]{1,30},){0,5} [\\w-]{1,30},? n?or) )";

/**
 * A pattern for an order given in prose, that misses the same words when they are forbidden. `Do not forget to …` is an
 * order like any other.
 * @param verbs alternatives, as the source of a regular expression
 * @param rest what has to follow, in the same sentence
 */
export function order(verbs: string, rest: string): RegExp {
  return new RegExp(`${FORBIDS}\\b(?:${verbs}) ${rest}`, 'i');
}

/** Whether a command is a program's sub-command. */
export function calls({ program, words }: ReadCommand, name: string, ...verbs: readonly string[]): boolean {
  return program === name && (verbs.length === 0 || verbs.includes(words[1] ?? ''));
}

/** Whether any word behind the program is so. */
export function has({ words }: ReadCommand, pattern: RegExp): boolean {
  return words.some((word, at) => at > 0 && pattern.test(word));
}
