// Turns of Gemini CLI's messages: calls with results that stand beside them or in the user role, refusals, and stops, which
// a notice and the stopped call tell both.
import type { Passage } from '../model/session.ts';
import type { GeminiCall, GeminiMessage } from './gemini-messages.ts';
import { judgeResponse } from './gemini-messages.ts';
import { OpenCalls } from './open-calls.ts';
import { describeTool } from './tool-action.ts';
import type { CallDraft, TurnList } from './turn-list.ts';

/** Puts messages into turns. */
export class GeminiTurns {
  readonly #turns: TurnList;
  /** True for the recording of a sub-agent: what stands in the user role is its parent's. */
  readonly #isSub: boolean;
  readonly #open = new OpenCalls();
  readonly #calls = new Map<string, CallDraft>();
  model: string | null = null;

  constructor(turns: TurnList, isSub: boolean) {
    this.#turns = turns;
    this.#isSub = isSub;
  }

  add(entry: GeminiMessage | 'rewound', next: GeminiMessage | 'rewound' | null): void {
    if (entry === 'rewound') {
      this.#turns.react('rewound', null, [], { at: null, id: null });
      return;
    }
    this.#turns.see(entry.at);
    if (entry.cancelled) {
      this.#stop(entry, next);
      return;
    }
    this.model ??= entry.model;
    this.#turns.say(entry.from, entry.from === 'user' ? this.#lower(entry.passages) : entry.passages, entry);
    this.#addCalls(entry);
    for (const response of entry.results) {
      const known = response.id === null ? undefined : this.#calls.get(response.id);
      if (known?.done === true) continue;
      const call =
        this.#open.take(response.id) ??
        this.#turns.call(describeTool(response.name, null), { at: null, id: response.id });
      this.#turns.finish(call, judgeResponse(call, response, entry.at));
    }
  }

  #addCalls(message: GeminiMessage): void {
    const drafts = message.calls.map((call) => this.#call(call, message));
    const at = message.calls.findLast((call) => call.result !== null)?.result?.at ?? message.at;
    for (const [index, call] of message.calls.entries())
      if (call.refused) this.#turns.react('rejected', drafts[index] ?? null, [], { at, id: null });
    // Stopping ends all calls of a message at once, and so does refusing one.
    const stopped = drafts.find((draft) => draft.status === 'interrupted');
    if (stopped !== undefined) this.#interrupt(stopped, { at, id: null });
  }

  #call(call: GeminiCall, message: GeminiMessage): CallDraft {
    const draft = this.#turns.call(call.use, { at: message.at, id: call.id ?? message.id });
    if (call.id !== null) this.#calls.set(call.id, draft);
    if (call.result === null) this.#open.add(call.id, draft);
    else this.#turns.finish(draft, call.result);
    if (call.answers.length > 0)
      this.#turns.say('user', this.#lower(call.answers), { at: call.result?.at ?? message.at, id: call.id });
    return draft;
  }

  /** The notice that the user stopped the agent; a call that was stopped with it tells the same, before or after. */
  #stop(notice: GeminiMessage, next: GeminiMessage | 'rewound' | null): void {
    if (next !== null && next !== 'rewound' && next.calls.some(isStopped)) return;
    const last = this.#turns.last;
    if (last?.kind === 'reaction' && last.reaction !== 'rewound') return;
    this.#interrupt(this.#open.newest ?? (last?.kind === 'call' ? last : null), notice);
  }

  #interrupt(call: CallDraft | null, stamp: { readonly at: string | null; readonly id: string | null }): void {
    const last = this.#turns.last;
    if (last?.kind === 'reaction' && last.reaction !== 'rewound') return;
    if (call !== null && !call.done) call.status = 'interrupted';
    this.#turns.react('interrupted', call, [], stamp);
  }

  #lower(passages: readonly Passage[]): readonly Passage[] {
    if (!this.#isSub) return passages;
    return passages.map(({ text, origin }) => ({ text, origin: origin === 'user' ? 'agent' : origin }));
  }
}

function isStopped(call: GeminiCall): boolean {
  return call.result?.status === 'interrupted' || call.result?.status === 'rejected';
}
