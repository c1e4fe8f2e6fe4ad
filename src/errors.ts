// The one error type that ends a command: its kind decides the exit code, its words are for people.
// Anything that does not have to stop the run is a Finding (model/finding.ts), not an error.

/** Why a command ended: decides the exit code (product.md, "Exit codes"). */
export type ErrorKind = 'failed' | 'usage' | 'nothing-readable' | 'busy' | 'refused' | 'interrupted';

/** Exit code of each kind. */
export const EXIT_CODES: Readonly<Record<ErrorKind, number>> = {
  failed: 1,
  usage: 2,
  'nothing-readable': 3,
  busy: 4,
  refused: 5,
  interrupted: 130,
};

export interface DreamErrorOptions {
  /** What the reader can do about it, one sentence each. */
  readonly hints?: readonly string[];
  readonly cause?: unknown;
}

/** An error with a sentence for a person and hints about what to do. */
export class DreamError extends Error {
  override readonly name = 'DreamError';
  readonly kind: ErrorKind;
  readonly hints: readonly string[];

  /**
   * @param kind decides the exit code
   * @param message what happened and where, one sentence with a period
   * @param options hints (what to do) and the cause
   */
  constructor(kind: ErrorKind, message: string, options: DreamErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.hints = options.hints ?? [];
  }
}

/** The message of anything that was thrown, without a stack. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
