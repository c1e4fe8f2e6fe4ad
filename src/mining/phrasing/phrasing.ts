// How people of one language wrap a rule: data, one file per language, as sources of patterns (flags iu). Cues (cues/)
// say what a sentence is; these say which of its words are the rule.

export interface Phrasing {
  readonly language: string;
  /** What may stand before the rule, matched at the beginning, again and again: courtesy, sounds, "can you", "from now on". */
  readonly leadIns: readonly string[];
  /** What may stand after the rule, matched at the end. */
  readonly tails: readonly string[];
  /** First person and address made into a rule: the first pattern that matches the whole sentence is replaced. */
  readonly rewrites: readonly (readonly [pattern: string, rule: string])[];
  /** A heading after which a decision is stated: "Decision:". */
  readonly deciding: readonly string[];
  /** Sentences that settle how something is to be, for good, though no word says "always". */
  readonly settling: readonly string[];
  /** The same, believed only from somebody who has just agreed to a result. */
  readonly ruling: readonly string[];
  /** The beginning of a message that agrees to a result. */
  readonly agreeing: readonly string[];
  /** Sentences that report, guess or think aloud: no rules, whatever words they hold. */
  readonly reporting: readonly string[];
  /** Words before a cue that make it part of a question or a task: "find out what must …". */
  readonly asking: readonly string[];
}
