// What `codex exec --json` prints: events of a thread and items that start, grow and complete; in mid 2025 bare events
// (`{id, msg}`) after the run's settings and its prompt. No times; a prompt here comes from a program and is not typed.
// https://github.com/openai/codex/blob/main/codex-rs/exec/src/exec_events.rs
import { createHash } from 'node:crypto';
import type { Outcome, Session } from '../../model/session.ts';
import { buildSession } from '../build-session.ts';
import { RolloutCalls } from '../codex-calls.ts';
import { changesOf, editOf, kindOf, remoteTool, statusOf, toolOf } from '../codex-items.ts';
import type { JsonObject } from '../json-fields.ts';
import { asArray, asObject, contentText, field, numberField, objectField, stringField } from '../json-fields.ts';
import { Losses } from '../losses.ts';
import { copyText } from '../shorten-text.ts';
import type { LogFormat, LogHead, LogInput } from '../source.ts';
import type { ToolUse } from '../tool-action.ts';
import { describeTool, joinWords, outputOrigin } from '../tool-action.ts';
import type { CallDraft, Stamp } from '../turn-list.ts';
import { TurnList } from '../turn-list.ts';
import { toUtc } from '../utc-time.ts';

export const codexExec: LogFormat = { id: 'codex-exec', version: 1, detect, read };

/** Bare events of mid 2025 by which the format is told. */
const BARE =
  /^(?:task_(?:started|complete)|agent_(?:message|reasoning)|exec_command_|patch_apply_|mcp_tool_call_|token_count|session_configured)/;
/** Events, items and messages that are known and hold no turn. */
const SILENT = new Set(
  (
    'turn.started reasoning todo_list agent_reasoning agent_reasoning_delta agent_reasoning_section_break agent_message_delta ' +
    'token_count task_started exec_command_output_delta patch_apply_begin mcp_tool_call_begin plan_update turn_diff ' +
    'session_configured background_event web_search_begin agent_reasoning_raw_content'
  ).split(' '),
);
/** Calls that are remembered by the id of their item. */
const MAX_ITEMS = 50_000;

function detect(head: LogHead): boolean {
  return head.records.some((record) => {
    const type = stringField(record, 'type');
    if (type?.startsWith('item.') === true) return kindOf(objectField(record, 'item')) !== null;
    if (type !== null) return idOf(asObject(record) ?? {}) !== null;
    return stringField(record, 'id') !== null && BARE.test(stringField(objectField(record, 'msg'), 'type') ?? '');
  });
}

async function* read(input: LogInput): AsyncGenerator<Session> {
  const losses = new Losses(input.report);
  let thread = new Thread(input, losses);
  for await (const batch of input.records) {
    for (const { value } of batch) {
      const record = asObject(value);
      if (record === null) continue;
      if (thread.isAnother(record)) {
        const session = thread.session();
        if (session !== null) yield session;
        thread = new Thread(input, losses);
      }
      thread.add(record);
    }
  }
  const session = thread.session();
  if (session !== null) yield session;
  losses.tell();
}

class Thread {
  readonly #input: LogInput;
  readonly #turns: TurnList;
  /** Calls of bare events, which begin and end like a rollout's. */
  readonly #calls: RolloutCalls;
  /** Calls of items, by id: an item that grows or completes is the same call. */
  readonly #items = new Map<string, CallDraft>();
  readonly #losses: Losses;
  #id: string | null = null;
  /** Time of the record being read; only wrappers of the command add one. */
  #at: string | null = null;
  /** The prompt of a bare run and its first call. */
  readonly #opening: string[] = [];
  #model: string | null = null;
  #directory: string | null = null;
  #outcome: Outcome | null = null;

  constructor(input: LogInput, losses: Losses) {
    this.#input = input;
    this.#losses = losses;
    this.#turns = new TurnList(losses.budget);
    this.#calls = new RolloutCalls(this.#turns);
  }

  /** True when a record begins another thread. */
  isAnother(record: JsonObject): boolean {
    const id = idOf(record);
    return id !== null && id !== this.#id && (this.#id !== null || !this.#turns.isEmpty);
  }

  add(record: JsonObject): void {
    this.#at = toUtc(record['timestamp']);
    const type = stringField(record, 'type');
    const message = objectField(record, 'msg');
    if (message !== null) this.#event(message, stringField(message, 'type') ?? 'none');
    else if (type === null) this.#settings(record);
    else if (type.startsWith('item.')) this.#item(objectField(record, 'item') ?? {}, type === 'item.completed');
    else this.#threadEvent(record, type);
  }

  session(): Session | null {
    this.#calls.settle();
    if (this.#turns.isEmpty) return null;
    return buildSession(
      {
        format: 'codex-exec',
        id: this.#id ?? this.#madeId(),
        agent: 'codex',
        model: this.#model,
        directory: this.#directory,
        outcome: this.#outcome,
      },
      this.#turns,
    );
  }

  #threadEvent(record: JsonObject, type: string): void {
    switch (type) {
      case 'thread.started':
      case 'session.created':
        this.#id ??= idOf(record);
        return;
      case 'turn.completed':
        this.#end('success');
        return;
      case 'turn.failed':
        this.#fail(stringField(objectField(record, 'error'), 'message'));
        this.#end('failure');
        return;
      case 'error':
        this.#fail(stringField(record, 'message'));
        return;
      default:
        if (!SILENT.has(type)) this.#losses.unknown(type);
    }
  }

  #item(item: JsonObject, completed: boolean): void {
    const kind = kindOf(item) ?? 'none';
    const id = stringField(item, 'id');
    switch (kind) {
      case 'agent_message':
      case 'assistant_message':
        if (completed)
          this.#turns.say('agent', [{ text: stringField(item, 'text') ?? '', origin: 'agent' }], this.#stamp(id));
        return;
      case 'error':
        if (completed) this.#fail(stringField(item, 'message'));
        return;
      default:
    }
    const use = toolOf(kind, item);
    if (use !== null) this.#call(id, use, item, completed);
    else if (!SILENT.has(kind)) this.#losses.unknown(`item ${kind}`);
  }

  #call(id: string | null, use: ToolUse, item: JsonObject, completed: boolean): void {
    const open = id === null ? undefined : this.#items.get(id);
    // Item ids begin again when a thread is resumed: one that is done belongs to the run before.
    const call = open === undefined || open.done ? this.#turns.call(use, this.#stamp(id)) : open;
    if (id !== null && this.#items.size < MAX_ITEMS) this.#items.set(id, call);
    if (!completed) return;
    const status = stringField(item, 'status');
    const error = objectField(item, 'error');
    const result = objectField(item, 'result');
    const text =
      stringField(item, 'aggregated_output') ?? stringField(error, 'message') ?? contentText(result?.['content'] ?? '');
    const exitCode = numberField(item, 'exit_code');
    const ended = statusOf(call, status, exitCode, text, error !== null);
    this.#turns.finish(call, {
      status: ended,
      exitCode,
      text,
      origin: outputOrigin(call, ended === 'failed'),
      at: this.#at,
    });
    if (ended === 'rejected') this.#turns.react('rejected', call, [], this.#stamp(null));
  }

  /** The first lines of a run in mid 2025: its settings, then its prompt. */
  #settings(record: JsonObject): void {
    const prompt = stringField(record, 'prompt');
    this.#model ??= stringField(record, 'model');
    this.#directory ??= stringField(record, 'workdir');
    if (prompt !== null && this.#opening.length === 0) this.#opening.push(copyText(prompt.slice(0, 1_000)));
    if (prompt !== null) this.#turns.say('user', [{ text: prompt, origin: 'external' }], this.#stamp(null));
  }

  #event(message: JsonObject, type: string): void {
    const id = stringField(message, 'call_id');
    if (id !== null && this.#opening.length < 2) this.#opening.push(copyText(id.slice(0, 200)));
    switch (type) {
      case 'session_configured':
        this.#id ??= idOf({ msg: message });
        this.#model ??= stringField(message, 'model');
        return;
      case 'agent_message':
        this.#turns.say('agent', [{ text: stringField(message, 'message') ?? '', origin: 'agent' }], this.#stamp(null));
        return;
      case 'exec_command_begin': {
        this.#directory ??= stringField(message, 'cwd');
        const words = asArray(message['command']).filter((word): word is string => typeof word === 'string');
        this.#calls.begin(describeTool('shell', { command: joinWords(words) }), this.#stamp(id));
        return;
      }
      case 'exec_command_end':
        this.#calls.commandEnd(message, this.#stamp(null));
        return;
      case 'patch_apply_begin':
        this.#calls.begin(editOf({ changes: changesOf(message) }), this.#stamp(id));
        return;
      case 'patch_apply_end': {
        const text = [stringField(message, 'stdout'), stringField(message, 'stderr')].filter(Boolean).join('\n');
        if (message['success'] === false) this.#calls.end(message, this.#at);
        else this.#calls.output({ call_id: id, output: text }, this.#at);
        return;
      }
      case 'mcp_tool_call_begin':
        this.#calls.begin(remoteTool(objectField(message, 'invocation') ?? {}), this.#stamp(id));
        return;
      case 'mcp_tool_call_end': {
        const result = objectField(message, 'result');
        const content = field(objectField(result, 'Ok'), 'content');
        this.#calls.end(message, this.#at);
        if (content !== undefined) this.#calls.output({ call_id: id, output: content }, this.#at);
        return;
      }
      case 'turn_aborted':
        this.#calls.interrupt(this.#stamp(null));
        return;
      case 'error':
      case 'stream_error':
        this.#fail(stringField(message, 'message'));
        if (type === 'error') this.#end('failure');
        return;
      case 'task_complete':
        this.#end('success');
        return;
      default:
        if (!SILENT.has(type)) this.#losses.unknown(type);
    }
  }

  #fail(text: string | null): void {
    this.#turns.say('system', [{ text: text ?? '', origin: 'external' }], this.#stamp(null));
  }

  #end(outcome: Outcome): void {
    this.#outcome = outcome;
    this.#turns.end(outcome, this.#stamp(null));
  }

  /** An id for a run that names none: of the file's name and how it began, so that a log that grows keeps it. */
  #madeId(): string {
    if (this.#opening.length === 0) return this.#input.contentHash.slice(0, 24);
    return createHash('sha256')
      .update([this.#input.name, ...this.#opening].join('\n'))
      .digest('hex')
      .slice(0, 24);
  }

  #stamp(id: string | null): Stamp {
    return { at: this.#at, id: id === null ? null : copyText(id.slice(0, 200)) };
  }
}

/** The thread's id in the records that state it. */
function idOf(record: JsonObject): string | null {
  const message = objectField(record, 'msg');
  if (stringField(message, 'type') === 'session_configured') return stringField(message, 'session_id');
  const type = stringField(record, 'type');
  if (type === 'thread.started') return stringField(record, 'thread_id');
  return type === 'session.created' ? stringField(record, 'session_id') : null;
}
