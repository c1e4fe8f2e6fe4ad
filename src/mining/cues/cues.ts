// Cue words of one language: data, one file per language. They only help to tell a rule from a wish; recurrence and
// reactions carry the rest, in every language.

export interface Cues {
  readonly language: string;
  /** Sources of patterns (flags iu) for sentences that set a standing rule. */
  readonly standing: readonly string[];
  /** Sources of patterns (flags iu) for the beginning of a message that corrects what the agent did. */
  readonly correcting: readonly string[];
  /** Sources of patterns (flags iu) for the beginning of a message that asks a question instead of making a request. */
  readonly asking: readonly string[];
  /** Sources of patterns (flags iu) for a sentence in which an agent notes a cause, an obstacle or a rule for itself. */
  readonly noting: readonly string[];
  /** Words that carry no wish of their own in a short request. */
  readonly fillers: readonly string[];
  /** Words too general to tell two requests apart. */
  readonly general: readonly string[];
}
