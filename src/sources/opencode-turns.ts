// Turns of OpenCode's messages: what a person typed, calls with their results, stops and what was taken back.
import type { CallPart, OpenCodePart } from './opencode-parts.ts';
import { OWN_COMMAND, passagesOf } from './opencode-parts.ts';
import type { CallDraft, TurnList } from './turn-list.ts';

export interface OpenCodeMessage {
  readonly id: string;
  readonly at: string | null;
  readonly endedAt: string | null;
  readonly role: string;
  readonly model: string | null;
  readonly directory: string | null;
  /** Null when it ended well. */
  readonly error: { readonly name: string; readonly text: string } | null;
}

/** Puts messages into turns. */
export class OpenCodeTurns {
  readonly #turns: TurnList;
  /** True for a session that an agent started: what stands in the user role is its parent's. */
  readonly #isSub: boolean;
  readonly #calls: { readonly message: string; readonly call: CallDraft }[] = [];
  #ownCommand = false;

  constructor(turns: TurnList, isSub: boolean) {
    this.#turns = turns;
    this.#isSub = isSub;
  }

  add(message: OpenCodeMessage, parts: readonly OpenCodePart[]): void {
    this.#turns.see(message.at);
    this.#turns.see(message.endedAt);
    if (message.role === 'user') {
      const texts = parts.filter((part) => part.kind === 'text');
      this.#ownCommand = texts.some((part) => part.added !== null && part.text.startsWith(OWN_COMMAND));
      const passages = texts.flatMap((part) => passagesOf(part, this.#isSub));
      this.#turns.say('user', passages, { at: message.at, id: message.id });
      return;
    }
    for (const part of parts) {
      if (part.kind === 'call') this.#call(part, message);
      else this.#turns.say('agent', [{ text: part.text, origin: 'agent' }], { at: part.at ?? message.at, id: part.id });
    }
    this.#ownCommand = false;
    if (message.error !== null) this.#fail(message, message.error);
  }

  #call(part: CallPart, message: OpenCodeMessage): void {
    const own = this.#ownCommand && part.use.action === 'shell' && !this.#isSub;
    const call = this.#turns.call(part.use, { at: part.at ?? message.at, id: part.callId }, own ? 'user' : 'agent');
    this.#calls.push({ message: message.id, call });
    if (part.verdict === null) return;
    this.#turns.finish(call, { ...part.verdict, at: part.endedAt });
    const stamp = { at: part.endedAt ?? message.at, id: null };
    if (part.answers.length > 0 && !this.#isSub) this.#turns.say('user', part.answers, { ...stamp, id: part.callId });
    if (part.verdict.refused) this.#turns.react('rejected', call, this.#isSub ? [] : part.verdict.reason, stamp);
  }

  /** The user stopped the agent, or the model could not be asked. */
  #fail(message: OpenCodeMessage, error: { readonly name: string; readonly text: string }): void {
    const stamp = { at: message.endedAt ?? message.at, id: null };
    if (error.name !== 'MessageAbortedError') {
      this.#turns.say('system', [{ text: error.text === '' ? error.name : error.text, origin: 'external' }], stamp);
      return;
    }
    const own = this.#calls.filter((one) => one.message === message.id).map((one) => one.call);
    const stopped = own.find((call) => call.status === 'interrupted' || !call.done) ?? null;
    if (stopped !== null && !stopped.done) stopped.status = 'interrupted';
    if (this.#turns.last?.kind !== 'reaction') this.#turns.react('interrupted', stopped, [], stamp);
  }

  /** The user took back what the agent did from a message on. */
  undo(message: string | null): void {
    const from = this.#calls.findIndex((one) => message !== null && one.message >= message);
    const call = from === -1 ? null : (this.#calls.slice(from).findLast((one) => one.call.action === 'edit') ?? null);
    this.#turns.react('undone', call?.call ?? null, [], { at: null, id: null });
  }
}
