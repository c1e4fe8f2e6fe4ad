// Calls of Copilot CLI: asked for in a message, started, permitted or not, completed, and for commands that go on, polled.
// A non-zero exit is a success of the tool; the telemetry or the last line of the output has the code.
import type { Passage } from '../model/session.ts';
import type { JsonObject } from './json-fields.ts';
import { contentText, field, numberField, objectField, parseObject, stringField } from './json-fields.ts';
import { OpenCalls } from './open-calls.ts';
import { copyText, shortenMessage } from './shorten-text.ts';
import { describePatch, describeTool } from './tool-action.ts';
import type { ToolUse } from './tool-action.ts';
import { judgeResult } from './tool-verdict.ts';
import type { CallDraft, Stamp, TurnList } from './turn-list.ts';

/** The line the shell tool ends an output with: the command ended, or it goes on under the id of its shell. */
const SHELL_NOTE = /<((?:shellId:|exited with|command (?:with|started|is))[^<>\n]{0,300})>\s*$/;
const EXITED = /exit(?:ed)?(?: with)?(?: exit)? code (-?\d{1,10})/;
const SHELL_ID = /(?:shellId|sessionId|id): ?([\w-]{1,100})/;
/** Tools that ask a running command for more, write to it or end it. */
const POLLS = new Set('read_bash write_bash stop_bash read_powershell write_powershell stop_powershell'.split(' '));
const ANSWER = /^User (?:responded|selected|answered): ?/;
const FEEDBACK = /\bfeedback: ?/i;
/** Pieces of output that are kept of one running command. */
const MAX_PRINTED = 40;
const MAX_PIECE = 40_000;
/** Ids of one kind that are remembered; a real session has some thousand. */
const MAX_IDS = 100_000;
const MAX_NAMELESS = 1_000;

interface Running {
  readonly call: CallDraft;
  readonly printed: string[];
}

export class CopilotCalls {
  readonly #turns: TurnList;
  /** False in a sub-agent, where nobody types. */
  readonly #hasPerson: boolean;
  readonly #open = new OpenCalls();
  readonly #byId = new Map<string, CallDraft>();
  readonly #running = new Map<string, Running>();
  /** The shell a poll asks, by the poll's call id. */
  readonly #polls = new Map<string, string>();
  readonly #requests = new Map<string, string>();
  readonly #refused = new Set<CallDraft>();
  /** Tools that were asked for by calls without an id and have not started. */
  readonly #nameless: string[] = [];
  /** Calls that were asked for by a person. */
  readonly #own = new Set<string>();

  constructor(turns: TurnList, hasPerson: boolean) {
    this.#turns = turns;
    this.#hasPerson = hasPerson;
  }

  /** A person asked for a call. */
  ask(data: JsonObject): void {
    const id = idOf(data);
    if (id !== null && this.#hasPerson && this.#own.size < MAX_IDS) this.#own.add(id);
  }

  /** The model asked for a call. */
  want(data: JsonObject, stamp: Stamp): void {
    const tool = stringField(data, 'name') ?? 'unknown';
    if (idOf(data) === null) this.#nameless.push(tool);
    if (this.#nameless.length > MAX_NAMELESS) this.#nameless.shift();
    this.#begin(data, tool, stamp);
  }

  /** A call started: the same id is a call that was asked for, and where ids were redacted the next of its tool. */
  start(data: JsonObject, stamp: Stamp): void {
    const tool = stringField(data, 'toolName') ?? 'unknown';
    const place = idOf(data) === null ? this.#nameless.indexOf(tool) : -1;
    if (place === -1) this.#begin(data, tool, stamp);
    else this.#nameless.splice(place, 1);
  }

  #begin(data: JsonObject, tool: string, stamp: Stamp): void {
    const id = idOf(data);
    if (id !== null && (this.#byId.has(id) || this.#polls.has(id))) return;
    const args = parseObject(data['arguments']);
    const shell = POLLS.has(tool) ? shellOf(args) : null;
    if (id !== null && shell !== null && this.#running.has(shell) && this.#polls.size < MAX_IDS) {
      this.#polls.set(id, shell);
      return;
    }
    const own = id !== null && this.#own.has(id);
    const call = this.#turns.call(
      useOf(data, tool, args),
      { at: stamp.at, id: id ?? stamp.id },
      own ? 'user' : 'agent',
    );
    this.#open.add(id, call);
    if (id !== null && this.#byId.size < MAX_IDS) this.#byId.set(id, call);
  }

  complete(data: JsonObject, stamp: Stamp): void {
    const id = idOf(data);
    const { text, failed, code } = outcomeOf(data);
    const shell = id === null ? undefined : this.#polls.get(id);
    if (shell !== undefined) {
      this.#poll(shell, text, failed, code, stamp);
      return;
    }
    const call = this.#open.take(id) ?? this.#turns.call(describeTool('unknown', null), { at: null, id });
    if (this.#refused.has(call)) {
      this.#turns.finish(call, { status: 'rejected', exitCode: null, text, origin: 'observed', at: stamp.at });
      return;
    }
    const errorCode = stringField(objectField(data, 'error'), 'code');
    if (failed && (errorCode === 'rejected' || errorCode === 'denied')) {
      this.#turns.finish(call, { status: 'rejected', exitCode: null, text, origin: 'observed', at: stamp.at });
      if (errorCode === 'rejected')
        this.#refuse(call, FEEDBACK.test(text) ? text.split(FEEDBACK).slice(1).join('') : '', stamp);
      return;
    }
    if (call.tool === 'ask_user' && ANSWER.test(text)) this.#answer(call, text.replace(ANSWER, ''), stamp);
    else this.#settle(call, [], text, failed, code, stamp.at);
  }

  /** More output of a running command, or its end. */
  #poll(shell: string, text: string, failed: boolean, code: number | null, stamp: Stamp): void {
    const running = this.#running.get(shell);
    if (running === undefined) return;
    this.#running.delete(shell);
    if (failed) this.#finishUnknown(running, stamp.at);
    else if (/^<command with (?:shellId|id): \S+ (?:was )?stopped>/.test(text)) this.#finishUnknown(running, stamp.at);
    else this.#settle(running.call, running.printed, text, false, code, stamp.at);
  }

  /** The shell of a command says that it ended. */
  notify(kind: JsonObject | null, at: string | null): void {
    const shell = stringField(kind, 'shellId') ?? '';
    const running = this.#running.get(shell);
    const code = numberField(kind, 'exitCode');
    if (running === undefined || code === null) return;
    this.#running.delete(shell);
    this.#settle(running.call, running.printed, '', false, code, at);
  }

  #settle(
    call: CallDraft,
    printed: string[],
    text: string,
    failed: boolean,
    code: number | null,
    at: string | null,
  ): void {
    const note = call.action === 'shell' ? SHELL_NOTE.exec(text.slice(-2_000)) : null;
    const output = note === null ? text : text.slice(0, text.length - note[0].length);
    const exited = EXITED.exec(note?.[1] ?? '')?.[1];
    const shell = SHELL_ID.exec(note?.[1] ?? '')?.[1];
    if (note !== null && exited === undefined && code === null && shell !== undefined && !failed) {
      // The command goes on; what it prints until it ends belongs to one call.
      printed.push(copyText(output.slice(0, MAX_PIECE)));
      if (printed.length > MAX_PRINTED) printed.splice(MAX_PRINTED / 2, 1);
      this.#running.set(shell, { call, printed });
      this.#turns.see(at);
      return;
    }
    const whole = [...printed, output].join('').trimEnd();
    const verdict = judgeResult(call, whole, failed, code ?? (exited === undefined ? null : Number(exited)));
    this.#turns.finish(call, { ...verdict, at });
    if (verdict.refused) this.#refuse(call, verdict.reason.map((passage) => passage.text).join('\n'), { at, id: null });
  }

  #finishUnknown({ call, printed }: Running, at: string | null): void {
    const verdict = judgeResult(call, printed.join(''), false);
    this.#turns.finish(call, { ...verdict, status: 'unknown', at });
  }

  /** What a person chose or wrote when the agent asked. */
  #answer(call: CallDraft, text: string, stamp: Stamp): void {
    this.#turns.finish(call, { status: 'ok', exitCode: null, text: '', origin: 'agent', at: stamp.at });
    const passages: readonly Passage[] = [
      { text: call.input, origin: 'agent' },
      { text: shortenMessage(text), origin: this.#hasPerson ? 'user' : 'agent' },
    ];
    this.#turns.say('user', passages, stamp);
  }

  /** A permission is wanted: its answer may name only the request. */
  request(data: JsonObject): void {
    const id = stringField(data, 'requestId');
    const call = stringField(objectField(data, 'permissionRequest'), 'toolCallId');
    if (id !== null && call !== null && this.#requests.size < MAX_IDS)
      this.#requests.set(copyText(id.slice(0, 200)), copyText(call.slice(0, 200)));
  }

  permit(data: JsonObject, stamp: Stamp): void {
    const result = objectField(data, 'result');
    const kind = stringField(result, 'kind') ?? '';
    const id = stringField(data, 'toolCallId') ?? this.#requests.get(stringField(data, 'requestId') ?? '') ?? null;
    const call = id === null ? undefined : this.#byId.get(id);
    if (call === undefined || call.done || !/^(?:denied|reject)/.test(kind)) return;
    call.status = 'rejected';
    this.#refused.add(call);
    // Rules, hooks and missing terminals also say no; only this is a person's.
    if (kind === 'denied-interactively-by-user' || kind === 'reject')
      this.#refuse(call, stringField(result, 'feedback') ?? '', stamp);
  }

  #refuse(call: CallDraft, feedback: string, stamp: Stamp): void {
    const said: readonly Passage[] =
      feedback.trim() === '' || !this.#hasPerson ? [] : [{ text: shortenMessage(feedback.trim()), origin: 'user' }];
    this.#turns.react('rejected', call, said, { at: stamp.at, id: null });
  }

  /** The user stopped the agent. */
  interrupt(stamp: Stamp): void {
    const call = this.#open.newest ?? [...this.#running.values()].at(-1)?.call ?? null;
    if (call !== null && !call.done && call.status !== 'rejected') call.status = 'interrupted';
    this.#turns.react('interrupted', call, [], { at: stamp.at, id: null });
  }

  /** The log ends: commands that still run keep what they printed. */
  end(): void {
    for (const running of this.#running.values()) this.#finishUnknown(running, null);
  }
}

function idOf(data: JsonObject): string | null {
  const id = stringField(data, 'toolCallId');
  return id === null || id === 'REDACTED' ? null : copyText(id.slice(0, 200));
}

function shellOf(args: JsonObject | null): string | null {
  const id = field(args, 'shellId') ?? field(args, 'sessionId');
  return typeof id === 'string' || typeof id === 'number' ? String(id) : null;
}

function useOf(data: JsonObject, tool: string, args: JsonObject | null): ToolUse {
  const raw = typeof data['arguments'] === 'string' ? data['arguments'] : '';
  const patch = tool === 'apply_patch' ? (stringField(args, 'input') ?? stringField(args, 'patch') ?? raw) : null;
  if (patch !== null) return describePatch(patch);
  const use = describeTool(tool, args, raw);
  // A tool of a server may be called like one of the program's own; what it returns comes from outside.
  if (stringField(data, 'mcpServerName') !== null) return { ...use, action: 'fetch', command: null, path: null };
  return tool === 'ask_user' ? { ...use, input: stringField(args, 'question') ?? use.input } : use;
}

function outcomeOf(data: JsonObject): {
  readonly text: string;
  readonly failed: boolean;
  readonly code: number | null;
} {
  const error = objectField(data, 'error');
  const result = data['result'];
  const content = typeof result === 'string' ? result : contentText(field(result, 'content') ?? '');
  return {
    text: error === null ? content : (stringField(error, 'message') ?? content),
    failed: data['success'] === false,
    code: numberField(objectField(objectField(data, 'toolTelemetry'), 'metrics'), 'exit_code'),
  };
}
