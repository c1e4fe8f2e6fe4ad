// Collects the turns of one session in file order: pairs calls with results, numbers turns, keeps the whole in bounds.
// Positions are given only at the end, so a reader may take back what turns out to be said twice.
import type { Origin } from '../model/origin.ts';
import type { CallStatus, MessageTurn, Outcome, Passage, ReactionTurn, Turn } from '../model/session.ts';
import type { LogInput } from './source.ts';
import { cutText, shortenMessage, shortenOutput } from './shorten-text.ts';
import type { ToolUse } from './tool-action.ts';
import { secondsBetween } from './utc-time.ts';

/** When something happened and the log's own id of it. */
export interface Stamp {
  readonly at: string | null;
  readonly id: string | null;
}

/** How much text one budget allows in all, what later texts keep, and how many turns: a session stays far under 300 MB. */
const MAX_TEXT = 64_000_000;
const LATE_TEXT = 1_000;
const MAX_TURNS = 50_000;
const MAX_COMMAND = 16_000;

/** Says that texts of a log are cut or left out because there are too many. */
export function reportShortened(report: LogInput['report']): void {
  report({ code: 'session-shortened', line: null, detail: 'over 64 MB of text; later texts are cut' });
}

/** How much the sessions of one file may still hold; it is reported once, when the first text or turn is cut for it. */
export class TextBudget {
  #text = MAX_TEXT;
  #turns = MAX_TURNS;
  #told = false;
  readonly #report: LogInput['report'];

  constructor(report: LogInput['report']) {
    this.#report = report;
  }

  /** The text, or its beginning when the budget is spent. */
  take(text: string): string {
    this.#text -= text.length;
    if (this.#text >= 0 || text.length <= LATE_TEXT) return text;
    this.#tell();
    return cutText(text, LATE_TEXT);
  }

  /** Whether one more turn may be kept. */
  takeTurn(): boolean {
    this.#turns -= 1;
    if (this.#turns >= 0) return true;
    this.#tell();
    return false;
  }

  #tell(): void {
    if (!this.#told) reportShortened(this.#report);
    this.#told = true;
  }
}

export interface MessageDraft extends Stamp {
  kind: 'message';
  from: MessageTurn['from'];
  passages: readonly Passage[];
  id: string | null;
}

export interface CallDraft extends Stamp, Omit<ToolUse, 'path'> {
  kind: 'call';
  path: string | null;
  commandOrigin: Origin;
  status: CallStatus;
  collateral: boolean;
  exitCode: number | null;
  output: Passage;
  seconds: number | null;
  /** False until its result came. */
  done: boolean;
}

export interface CallResult {
  readonly status: CallStatus;
  readonly exitCode: number | null;
  readonly text: string;
  readonly origin: Origin;
  readonly at: string | null;
  readonly collateral?: boolean;
}

interface ReactionDraft extends Stamp {
  kind: 'reaction';
  reaction: ReactionTurn['reaction'];
  about: CallDraft | null;
  passages: readonly Passage[];
}

interface OutcomeDraft extends Stamp {
  kind: 'outcome';
  outcome: Outcome;
}

export type Draft = MessageDraft | CallDraft | ReactionDraft | OutcomeDraft;

export class TurnList {
  readonly #budget: TextBudget;
  readonly #drafts: Draft[] = [];
  readonly #dropped = new Set<Draft>();
  #first: string | null = null;
  #last: string | null = null;

  constructor(budget: TextBudget) {
    this.#budget = budget;
  }

  get isEmpty(): boolean {
    return this.#drafts.length === 0;
  }

  /** The newest turn, null when there is none. */
  get last(): Draft | null {
    return this.#drafts.at(-1) ?? null;
  }

  /** The turns added from a position on: what one record gave, for readers that may take it back. */
  since(count: number): readonly Draft[] {
    return this.#drafts.slice(count);
  }

  /** How many turns were added so far, also those taken back. */
  get count(): number {
    return this.#drafts.length;
  }

  /** Notes a time of the session, also of events that are no turns. */
  see(at: string | null): void {
    if (at === null) return;
    if (this.#first === null || at < this.#first) this.#first = at;
    if (this.#last === null || at > this.#last) this.#last = at;
  }

  /** Adds a message; empty passages are left out, and a message of none is no turn. */
  say(from: MessageTurn['from'], passages: readonly Passage[], stamp: Stamp): MessageDraft {
    const draft: MessageDraft = { kind: 'message', from, passages: this.#keep(passages), at: stamp.at, id: stamp.id };
    if (draft.passages.length > 0) this.#add(draft);
    return draft;
  }

  /** Adds a call that has no result yet. */
  call(use: ToolUse, stamp: Stamp, commandOrigin: Origin = 'agent'): CallDraft {
    const draft: CallDraft = {
      kind: 'call',
      tool: cutText(use.tool, 200),
      action: use.action,
      command: use.command === null ? null : this.#budget.take(cutText(use.command, MAX_COMMAND)),
      commandOrigin,
      path: use.path === null ? null : cutText(use.path, 4_000),
      input: this.#budget.take(use.input),
      status: 'unknown',
      collateral: false,
      exitCode: null,
      output: { text: '', origin: 'external' },
      seconds: null,
      done: false,
      at: stamp.at,
      id: stamp.id,
    };
    this.#add(draft);
    return draft;
  }

  /** Fills in a call's result; a second result of the same call replaces the first. */
  finish(call: CallDraft, result: CallResult): void {
    this.see(result.at);
    call.status = result.status;
    call.exitCode = result.exitCode;
    call.collateral = result.collateral ?? false;
    call.output = { text: this.#budget.take(shortenOutput(result.text)), origin: result.origin };
    call.seconds = secondsBetween(call.at, result.at);
    call.done = true;
  }

  react(
    reaction: ReactionTurn['reaction'],
    about: CallDraft | null,
    passages: readonly Passage[],
    stamp: Stamp,
  ): Draft {
    const kept = this.#keep(passages);
    const draft: Draft = { kind: 'reaction', reaction, about, passages: kept, at: stamp.at, id: stamp.id };
    this.#add(draft);
    return draft;
  }

  end(outcome: Outcome, stamp: Stamp): void {
    this.#add({ kind: 'outcome', outcome, at: stamp.at, id: stamp.id });
  }

  /** Takes a turn back. */
  drop(draft: Draft): void {
    this.#dropped.add(draft);
  }

  /** The turns with their positions, and the first and last time seen. */
  build(): { readonly turns: readonly Turn[]; readonly startedAt: string | null; readonly endedAt: string | null } {
    const kept = this.#drafts.filter((draft) => !this.#dropped.has(draft));
    const positions = new Map(kept.map((draft, index) => [draft, index]));
    const place = (call: CallDraft | null): number | null => (call === null ? null : (positions.get(call) ?? null));
    const turns = kept.map((draft, index): Turn => placeTurn(draft, index, place));
    return { turns, startedAt: this.#first, endedAt: this.#last };
  }

  #add(draft: Draft): void {
    this.see(draft.at);
    if (this.#budget.takeTurn()) this.#drafts.push(draft);
  }

  #keep(passages: readonly Passage[]): readonly Passage[] {
    return passages
      .filter((passage) => passage.text.trim() !== '')
      .map((passage) => ({ text: this.#budget.take(shortenMessage(passage.text)), origin: passage.origin }));
  }
}

function placeTurn(draft: Draft, index: number, place: (call: CallDraft | null) => number | null): Turn {
  if (draft.kind === 'reaction') return { ...draft, index, about: place(draft.about) };
  if (draft.kind !== 'call') return { ...draft, index };
  const { done: _, ...call } = draft;
  return { ...call, index };
}
