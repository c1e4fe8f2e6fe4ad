// Rollouts of the OpenAI Codex CLI: `{timestamp, type, payload}` per line, in mid 2025 bare items without times.
// The same turn is written in two vocabularies (event_msg and response_item); each is counted once (log-formats.md, section 2).
import type { Origin } from '../../model/origin.ts';
import type { Session } from '../../model/session.ts';
import { buildSession } from '../build-session.ts';
import { RolloutCalls } from '../codex-calls.ts';
import { separateInjected } from '../injected-text.ts';
import type { JsonObject } from '../json-fields.ts';
import {
  asArray,
  asObject,
  contentText,
  describeInput,
  field,
  objectField,
  parseObject,
  stringField,
} from '../json-fields.ts';
import { copyText } from '../shorten-text.ts';
import type { LogFormat, LogHead, LogInput } from '../source.ts';
import { describeTool, joinWords } from '../tool-action.ts';
import type { MessageDraft, Stamp } from '../turn-list.ts';
import { TextBudget, TurnList } from '../turn-list.ts';
import { toUtc } from '../utc-time.ts';

export const codex: LogFormat = { id: 'codex', version: 1, detect, skip, read };

const ENVELOPES = new Set(['session_meta', 'response_item', 'event_msg', 'turn_context', 'compacted']);
/** Kinds of payload that are known and hold no turn. */
const SILENT = new Set(
  (
    'reasoning token_count task_started task_complete turn_started turn_complete agent_reasoning agent_reasoning_raw_content agent_reasoning_section_break context_compacted ' +
    'web_search_end web_search_begin exec_command_begin exec_command_output_delta patch_apply_begin mcp_tool_call_begin tool_search_output ' +
    'thread_name_updated session_configured turn_diff plan_update background_event stream_error ghost_snapshot compaction compaction_summary ' +
    'item_started item_completed thread_settings_applied entered_review_mode exited_review_mode view_image_tool_call state'
  ).split(' '),
);

/** Where the environment names the working directory; only texts that begin as one are looked at. */
const DIRECTORY = /^<environment_context>[^]*?(?:<cwd>|Current working directory: )([^<\n]{1,1000})/;

function detect(head: LogHead): boolean {
  if (
    head.records.some(
      (record) => ENVELOPES.has(stringField(record, 'type') ?? '') && objectField(record, 'payload') !== null,
    )
  )
    return true;
  const first = head.records[0];
  const header =
    stringField(first, 'id') !== null &&
    stringField(first, 'timestamp') !== null &&
    field(first, 'type') === undefined &&
    Object.hasOwn(asObject(first) ?? {}, 'instructions');
  return (
    header ||
    (stringField(first, 'record_type') === 'state' &&
      head.records.some((record) => stringField(record, 'type') === 'message'))
  );
}

const SKIPPED =
  /^\{"timestamp":"[^"]{1,40}","type":"(?:response_item","payload":\{"type":"reasoning"|event_msg","payload":\{"type":"(?:token_count|agent_reasoning\w*|item_started|item_completed)")/;

/** Encrypted reasoning and token counts hold no turn. A line in which another record begins is a splice, and is left to be salvaged. */
function skip(line: Buffer): boolean {
  return SKIPPED.test(line.toString('latin1', 0, 200)) && !line.includes('{"timestamp":"', 1);
}

async function* read(input: LogInput): AsyncGenerator<Session> {
  const rollout = new Rollout(input);
  for await (const batch of input.records) {
    for (const { value } of batch) {
      for (const record of Array.isArray(value) ? value : [value]) {
        const object = asObject(record);
        if (object !== null) rollout.add(object);
      }
    }
  }
  const session = rollout.session();
  if (session !== null) yield session;
}

class Rollout {
  readonly #input: LogInput;
  readonly #turns: TurnList;
  readonly #calls: RolloutCalls;
  /** Texts of the user role that may be the second telling of an event. */
  readonly #userItems: { readonly text: string; readonly draft: MessageDraft }[] = [];
  readonly #events: string[] = [];
  readonly #agentEvents: MessageDraft[] = [];
  #agentItems = false;
  readonly #unknown = new Map<string, number>();
  #meta: JsonObject | null = null;
  #header: JsonObject | null = null;
  #model: string | null = null;
  #directory: string | null = null;

  constructor(input: LogInput) {
    this.#input = input;
    this.#turns = new TurnList(new TextBudget(input.report));
    this.#calls = new RolloutCalls(this.#turns);
  }

  add(record: JsonObject): void {
    const type = stringField(record, 'type');
    const payload = objectField(record, 'payload');
    const at = toUtc(record['timestamp']);
    this.#turns.see(at);
    if (type === 'session_meta') {
      // Repeats on each resume, and in a fork the parent's own follows: the first is this session's.
      this.#meta ??= objectField(payload, 'meta') ?? payload;
      this.#directory ??= stringField(payload, 'cwd');
    } else if (type === 'turn_context') {
      this.#model ??= stringField(payload, 'model');
      this.#directory ??= stringField(payload, 'cwd');
    } else if (type === 'compacted') {
      // Its replacement history repeats old items.
      this.#turns.say('system', [{ text: stringField(payload, 'message') ?? '', origin: 'agent' }], { at, id: null });
    } else if (type === 'event_msg' && payload !== null) this.#event(payload, at);
    else if (type === 'response_item' && payload !== null) this.#item(payload, at);
    else if (
      payload === null &&
      stringField(record, 'id') !== null &&
      type === null &&
      Object.hasOwn(record, 'instructions')
    )
      this.#header ??= record;
    else if (payload === null && type !== null) this.#item(record, at);
    else if (stringField(record, 'record_type') === null) this.#count(type ?? 'none');
  }

  session(): Session | null {
    this.#settleDoubles();
    this.#calls.settle();
    if (this.#turns.isEmpty) return null;
    const unknown = [...this.#unknown].map(([type, count]) => `${count} of type ${type.slice(0, 40)}`);
    if (unknown.length > 0)
      this.#input.report({
        code: 'unknown-records',
        line: null,
        detail: `left out: ${unknown.slice(0, 5).join(', ')}`,
      });
    const meta = this.#meta ?? this.#header;
    const git = objectField(meta, 'git');
    return buildSession(
      {
        format: 'codex',
        id:
          stringField(meta, 'id') ??
          /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(this.#input.name)?.[0] ??
          this.#input.contentHash.slice(0, 24),
        agent: 'codex',
        agentVersion: stringField(meta, 'cli_version'),
        model: this.#model,
        remote: stringField(git, 'repository_url'),
        directory: this.#directory,
        parent: this.#parent(),
      },
      this.#turns,
    );
  }

  /** The thread that started this one, null for a session of a person. */
  #parent(): string | null {
    const source = objectField(this.#meta, 'source');
    const spawn =
      objectField(objectField(source, 'subagent'), 'thread_spawn') ?? objectField(source, 'subagent') ?? source;
    return (
      stringField(spawn, 'parent_thread_id') ?? (source === null ? null : stringField(this.#meta, 'forked_from_id'))
    );
  }

  /** Origin of what stands in the user role: a person's, unless an agent or a program started the session. */
  #userOrigin(): Origin {
    const source = field(this.#meta, 'source');
    if (asObject(source) !== null || stringField(this.#meta, 'thread_source') === 'subagent') return 'agent';
    // A prompt that a program sent may hold anything, such as the text of an issue.
    return source === 'exec' || source === 'mcp' ? 'external' : 'user';
  }

  #say(text: string, stamp: Stamp): MessageDraft {
    const origin = this.#userOrigin();
    const passages = separateInjected(text).map((passage) =>
      passage.origin === 'user' ? { text: passage.text, origin } : passage,
    );
    return this.#turns.say('user', passages, stamp);
  }

  #event(payload: JsonObject, at: string | null): void {
    const type = stringField(payload, 'type') ?? 'none';
    const stamp: Stamp = { at, id: null };
    switch (type) {
      case 'user_message': {
        const text = stringField(payload, 'message') ?? '';
        if (text.trim() !== '') this.#events.push(text);
        this.#say(text, stamp);
        return;
      }
      case 'agent_message':
        this.#agentEvents.push(
          this.#turns.say('agent', [{ text: stringField(payload, 'message') ?? '', origin: 'agent' }], stamp),
        );
        return;
      case 'turn_aborted':
        if (payload['reason'] === 'interrupted') this.#calls.interrupt(stamp);
        return;
      case 'thread_rolled_back':
        this.#turns.react('rewound', null, [], stamp);
        return;
      case 'exec_command_end':
        this.#calls.commandEnd(payload, stamp);
        return;
      case 'patch_apply_end':
      case 'mcp_tool_call_end':
        this.#calls.end(payload, at);
        return;
      default:
        if (!SILENT.has(type)) this.#count(type);
    }
  }

  #item(payload: JsonObject, at: string | null): void {
    const type = stringField(payload, 'type') ?? 'none';
    const id = stringField(payload, 'call_id') ?? stringField(payload, 'id');
    const stamp: Stamp = { at, id: id === null ? null : copyText(id) };
    switch (type) {
      case 'message':
        this.#message(payload, { at, id: stringField(payload, 'id') });
        return;
      case 'function_call':
      case 'custom_tool_call':
        this.#calls.call(payload, stamp);
        return;
      case 'local_shell_call': {
        const words = asArray(field(objectField(payload, 'action'), 'command')).filter(
          (word): word is string => typeof word === 'string',
        );
        this.#calls.begin(describeTool('local_shell', { command: joinWords(words) }), stamp);
        return;
      }
      case 'web_search_call': {
        const action = objectField(payload, 'action');
        const call = this.#turns.call({ ...describeTool('web_search', null), input: describeInput(action) }, stamp);
        const status = stringField(payload, 'status');
        this.#turns.finish(call, {
          status: status === 'failed' ? 'failed' : status === 'completed' ? 'ok' : 'unknown',
          exitCode: null,
          text: '',
          origin: 'external',
          at: null,
        });
        return;
      }
      case 'tool_search_call':
        this.#turns.call(describeTool('tool_search', parseObject(payload['arguments'])), stamp);
        return;
      case 'function_call_output':
      case 'custom_tool_call_output':
      case 'local_shell_call_output':
      case 'mcp_tool_call_output':
        this.#calls.output(payload, at);
        return;
      default:
        if (!SILENT.has(type)) this.#count(type);
    }
  }

  #message(payload: JsonObject, stamp: Stamp): void {
    const role = stringField(payload, 'role');
    if (role === 'assistant') {
      this.#agentItems = true;
      this.#turns.say('agent', [{ text: contentText(payload['content']), origin: 'agent' }], stamp);
      return;
    }
    const content = payload['content'];
    for (const part of typeof content === 'string' ? [content] : asArray(content)) {
      const text = contentText([part]).trim();
      if (role !== 'user') this.#turns.say('system', [{ text, origin: 'external' }], stamp);
      else if (text !== '') {
        this.#directory ??= DIRECTORY.exec(text.slice(0, 4_000))?.[1] ?? null;
        const draft = this.#say(text, stamp);
        this.#userItems.push({ text, draft });
      }
    }
  }

  /** Where a file has events, the items of the same turn are their second telling, and other items were not typed. */
  #settleDoubles(): void {
    if (this.#agentItems) for (const draft of this.#agentEvents) this.#turns.drop(draft);
    if (this.#events.length === 0) return;
    const told = new Set(this.#events.map(plainText));
    for (const { text, draft } of this.#userItems) {
      if (told.has(plainText(text))) this.#turns.drop(draft);
      else {
        draft.passages = draft.passages.map((passage) =>
          passage.origin === 'user' ? { text: passage.text, origin: 'external' } : passage,
        );
      }
    }
  }

  #count(type: string): void {
    this.#unknown.set(type, (this.#unknown.get(type) ?? 0) + 1);
  }
}

function plainText(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
