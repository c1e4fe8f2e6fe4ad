// One run of one agent, as every miner sees it, whatever the log format was.
import type { Origin } from './origin.ts';

/**
 * Name of a log format as ledgers, trailers and JSON show it: lower case, digits and hyphens. The list of product.md names
 * those that are or will be read; a ledger may hold others, written by a newer dream.
 */
export type FormatId = string;

/** A piece of text with its one origin. */
export interface Passage {
  readonly text: string;
  readonly origin: Origin;
}

interface TurnBase {
  /** Position in the session, from 0; what an anchor names. */
  readonly index: number;
  /** ISO 8601 time in UTC, null where the log has none. */
  readonly at: string | null;
  /** The log's own id of the event, null where it has none; equal ids in two sessions mean copied history. */
  readonly id: string | null;
}

/** Something said. What a person typed is in the passages of origin `user`; everything injected stands apart in others. */
export interface MessageTurn extends TurnBase {
  readonly kind: 'message';
  readonly from: 'user' | 'agent' | 'system';
  readonly passages: readonly Passage[];
}

export type CallStatus = 'ok' | 'failed' | 'rejected' | 'interrupted' | 'unknown';

/** A tool call together with its final result. */
export interface CallTurn extends TurnBase {
  readonly kind: 'call';
  /** The tool's name as the log has it, such as `Bash` or `exec_command`. */
  readonly tool: string;
  /** What the tool does, told by the reader: `shell` runs `command`, `edit` changes and `read` reads `path`, `fetch` brings text from outside. */
  readonly action: 'shell' | 'edit' | 'read' | 'search' | 'fetch' | 'other';
  /** The command line of a shell call, else null. */
  readonly command: string | null;
  /** Who the call's command comes from: `agent`, or `user` when a person typed it; screening lowers it to `external` when it repeats text from outside. */
  readonly commandOrigin: Origin;
  /** The file that is read or edited, as the log has it, else null. */
  readonly path: string | null;
  /** The arguments as short text, for tools that are neither shell nor file. */
  readonly input: string;
  readonly status: CallStatus;
  /** True when it failed only because a call beside it failed; never its own failure. */
  readonly collateral: boolean;
  readonly exitCode: number | null;
  /** What came back, shortened head and tail by the reader. */
  readonly output: Passage;
  /** Seconds from call to result, null when unknown. */
  readonly seconds: number | null;
}

/** What the user did to the agent's work. `passages` holds the reason a person typed, if any. */
export interface ReactionTurn extends TurnBase {
  readonly kind: 'reaction';
  readonly reaction: 'rejected' | 'interrupted' | 'undone' | 'rewound';
  /** Index of the call it answers, null when it answers none. */
  readonly about: number | null;
  readonly passages: readonly Passage[];
}

/** A result of the whole session that the log itself states. */
export interface OutcomeTurn extends TurnBase {
  readonly kind: 'outcome';
  readonly outcome: Outcome;
}

export type Outcome = 'success' | 'failure' | 'unknown';

export type Turn = MessageTurn | CallTurn | ReactionTurn | OutcomeTurn;

export interface Session {
  /** `<format>:<the log's own id>`: the same session has the same key on every machine. */
  readonly key: string;
  /** The log's own id, without the format. */
  readonly id: string;
  readonly format: FormatId;
  /** `owner/name` of the git remote where the log knows it, else the first working directory's folder name, else `unknown`. */
  readonly project: string;
  readonly agent: string;
  readonly agentVersion: string | null;
  readonly model: string | null;
  /** Who typed, where the log says so. */
  readonly people: readonly string[];
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly outcome: Outcome | null;
  /** Key of the session that started this one (a sub-agent's parent), else null. */
  readonly parent: string | null;
  /** The first working directory, for making paths relative; null where the log has none. */
  readonly directory: string | null;
  readonly turns: readonly Turn[];
}

declare const screened: unique symbol;

/** A session whose origins were lowered where needed and whose secrets are gone. Only screening/screen-session.ts makes one. */
export type ScreenedSession = Session & { readonly [screened]: true };

/** The part of a message or reaction that a person typed. */
export function typedText(turn: MessageTurn | ReactionTurn): string {
  return turn.passages
    .filter((passage) => passage.origin === 'user')
    .map((passage) => passage.text)
    .join('\n')
    .trim();
}
