// Sessions of GitHub Copilot CLI: one event per line, `{type, data, id, parentId, timestamp}`, sub-agents by `agentId`.
// https://github.com/github/copilot-sdk (nodejs/src/generated/session-events.ts); log-formats.md, section 5.
import type { Origin } from '../../model/origin.ts';
import type { Session } from '../../model/session.ts';
import { buildSession } from '../build-session.ts';
import { CopilotCalls } from '../copilot-calls.ts';
import { separateInjected } from '../injected-text.ts';
import type { JsonObject } from '../json-fields.ts';
import { asArray, asObject, objectField, stringField } from '../json-fields.ts';
import { Losses } from '../losses.ts';
import { projectOfDirectory } from '../name-project.ts';
import { copyText } from '../shorten-text.ts';
import type { LogFormat, LogHead, LogInput } from '../source.ts';
import type { Stamp } from '../turn-list.ts';
import { TurnList } from '../turn-list.ts';
import { toUtc } from '../utc-time.ts';

export const copilotCli: LogFormat = { id: 'copilot-cli', version: 1, detect, skip, read };

const EVENT = /^(?:abort|(?:session|user|assistant|tool|hook|system|permission|subagent|skill)\.[a-z_]{1,40})$/;
/** Events that are known and hold no turn. */
const SILENT = new Set(
  (
    'hook.start hook.end assistant.turn_start assistant.turn_end assistant.intent assistant.reasoning assistant.usage assistant.thinking ' +
    'tool.execution_progress tool.execution_partial_result session.info session.warning session.idle session.title_changed ' +
    'session.mode_changed session.permissions_changed session.plan_changed session.truncation session.usage_info session.handoff ' +
    'session.compaction_start session.workspace_file_changed session.context_changed session.task_complete session.todos_changed ' +
    'session.usage_checkpoint session.remote_steerable_changed session.tools_updated session.skills_loaded session.mcp_servers_loaded ' +
    'session.background_tasks_changed session.session_limits_changed subagent.completed subagent.failed subagent.selected ' +
    'subagent.deselected pending_messages.modified user_input.requested user_input.completed elicitation.requested ' +
    'elicitation.completed exit_plan_mode.requested'
  ).split(' '),
);
/** Event ids that are remembered to leave out repeats, and sub-agents of one file. */
const MAX_SEEN = 100_000;
const MAX_CHAINS = 1_000;

function detect(head: LogHead): boolean {
  const list = Array.isArray(head.document) ? head.document.slice(0, 20) : [];
  return [...head.records, ...list].some(
    (record) =>
      EVENT.test(stringField(record, 'type') ?? '') &&
      objectField(record, 'data') !== null &&
      stringField(record, 'id') !== null &&
      stringField(record, 'timestamp') !== null &&
      Object.hasOwn(asObject(record) ?? {}, 'parentId'),
  );
}

/** Hooks are half of the lines. A line in which another event begins is a splice, and is left to be salvaged. */
function skip(line: Buffer): boolean {
  return line.toString('latin1', 0, 14) === '{"type":"hook.' && !line.includes('{"type":"', 1);
}

async function* read(input: LogInput): AsyncGenerator<Session> {
  const losses = new Losses(input.report);
  let events = new Events(input, losses);
  for await (const batch of input.records) {
    for (const { value } of batch) {
      for (const record of Array.isArray(value) ? value : [value]) {
        const object = asObject(record);
        if (object === null) continue;
        if (events.isOther(object)) {
          yield* events.sessions();
          events = new Events(input, losses);
        }
        events.add(object);
      }
    }
  }
  yield* events.sessions();
  losses.tell();
}

/** The main session of a file, or a sub-agent's. */
class Chain {
  readonly agent: string | null;
  readonly turns: TurnList;
  readonly calls: CopilotCalls;
  model: string | null = null;

  constructor(agent: string | null, losses: Losses) {
    this.agent = agent;
    this.turns = new TurnList(losses.budget);
    this.calls = new CopilotCalls(this.turns, agent === null);
  }
}

class Events {
  readonly #input: LogInput;
  readonly #losses: Losses;
  readonly #chains = new Map<string | null, Chain>();
  readonly #seen = new Set<string>();
  #session: string | null = null;
  #version: string | null = null;
  #directory: string | null = null;
  #project: string | null = null;
  /** The model that was chosen, for sessions whose answers name none. */
  #chosen: string | null = null;

  /** The first event's id: names a session whose beginning is lost, also when its log goes on. */
  #first: string | null = null;

  constructor(input: LogInput, losses: Losses) {
    this.#input = input;
    this.#losses = losses;
  }

  /** True for the start of another session than this one. */
  isOther(event: JsonObject): boolean {
    if (event['type'] !== 'session.start' || this.#session === null) return false;
    const id = stringField(objectField(event, 'data'), 'sessionId');
    return id !== null && id !== this.#session;
  }

  add(event: JsonObject): void {
    const type = stringField(event, 'type') ?? '';
    if (SILENT.has(type)) return;
    const id = stringField(event, 'id');
    if (id !== null) {
      if (this.#seen.has(id)) return;
      if (this.#seen.size < MAX_SEEN) this.#seen.add(id);
      this.#first ??= id;
    }
    const data = objectField(event, 'data') ?? {};
    const chain = this.#chainOf(stringField(event, 'agentId') ?? stringField(data, 'parentToolCallId'));
    const stamp: Stamp = { at: toUtc(event['timestamp']), id: id === null ? null : copyText(id.slice(0, 200)) };
    chain.turns.see(stamp.at);
    if (!this.#turn(type, data, chain, stamp) && !this.#call(type, data, chain, stamp)) this.#losses.unknown(type);
  }

  #turn(type: string, data: JsonObject, chain: Chain, stamp: Stamp): boolean {
    const say = (text: string | null, origin: Origin): void =>
      void chain.turns.say('system', [{ text: text ?? '', origin }], stamp);
    switch (type) {
      case 'session.start':
      case 'session.resume':
        this.#start(data);
        return true;
      case 'session.model_change':
        this.#chosen = stringField(data, 'newModel') ?? this.#chosen;
        return true;
      case 'session.shutdown':
        this.#chosen = stringField(data, 'currentModel') ?? this.#chosen;
        return true;
      case 'session.compaction_complete':
        say(stringField(data, 'summaryContent'), 'agent');
        return true;
      case 'session.error':
        say(stringField(data, 'message'), 'external');
        return true;
      case 'session.snapshot_rewind':
        chain.turns.react('rewound', null, [], { at: stamp.at, id: null });
        return true;
      case 'system.message':
      case 'skill.invoked':
        say(stringField(data, 'content'), 'external');
        return true;
      case 'system.notification':
        chain.calls.notify(objectField(data, 'kind'), stamp.at);
        say(stringField(data, 'content'), 'external');
        return true;
      case 'user.message':
        readUser(data, chain, stamp);
        return true;
      case 'assistant.message':
        readAnswer(data, chain, stamp);
        return true;
      default:
        return false;
    }
  }

  #call(type: string, data: JsonObject, chain: Chain, stamp: Stamp): boolean {
    switch (type) {
      case 'tool.user_requested':
        chain.calls.ask(data);
        return true;
      case 'tool.execution_start':
        chain.calls.start(data, stamp);
        return true;
      case 'tool.execution_complete':
        chain.model ??= stringField(data, 'model');
        chain.calls.complete(data, stamp);
        return true;
      case 'permission.requested':
        chain.calls.request(data);
        return true;
      case 'permission.completed':
        chain.calls.permit(data, stamp);
        return true;
      case 'abort': {
        const reason = stringField(data, 'reason') ?? 'user';
        if (/user|remote/i.test(reason)) chain.calls.interrupt(stamp);
        return true;
      }
      case 'subagent.started':
        // The call that started it stands in the parent; its own events name it.
        return true;
      default:
        return false;
    }
  }

  #start(data: JsonObject): void {
    const context = objectField(data, 'context');
    this.#session ??= stringField(data, 'sessionId');
    this.#version ??= stringField(data, 'copilotVersion');
    this.#directory ??= stringField(context, 'cwd');
    this.#project ??= stringField(context, 'repository') ?? projectOfDirectory(stringField(context, 'gitRoot'));
    this.#chosen ??= stringField(data, 'selectedModel');
  }

  #chainOf(agent: string | null): Chain {
    const name = agent !== null && (this.#chains.size < MAX_CHAINS || this.#chains.has(agent)) ? agent : null;
    const key = name === null ? null : copyText(name.slice(0, 200));
    const found = this.#chains.get(key);
    if (found !== undefined) return found;
    const made = new Chain(key, this.#losses);
    this.#chains.set(key, made);
    return made;
  }

  *sessions(): Generator<Session> {
    const id = this.#session ?? this.#first ?? this.#input.contentHash.slice(0, 24);
    for (const { agent, turns, calls, model } of this.#chains.values()) {
      calls.end();
      if (turns.isEmpty) continue;
      yield buildSession(
        {
          format: 'copilot-cli',
          id: agent === null ? id : `${id}/${agent}`,
          parent: agent === null ? null : id,
          agent: 'copilot-cli',
          agentVersion: this.#version,
          model: model ?? this.#chosen,
          project: this.#project,
          directory: this.#directory,
        },
        turns,
      );
    }
  }
}

/**
 * Content is what was typed, without the reminders the model gets; a source names the program that wrote it. A command
 * that a person runs stands among the calls.
 */
function readUser(data: JsonObject, chain: Chain, stamp: Stamp): void {
  const text = stringField(data, 'content') ?? '';
  const source = stringField(data, 'source') ?? 'user';
  const isAgent = chain.agent !== null || source.startsWith('agent');
  const origin: Origin = isAgent
    ? 'agent'
    : source !== 'user' || data['isAutopilotContinuation'] === true || data['agentMode'] === 'shell'
      ? 'external'
      : 'user';
  const passages = separateInjected(text).map((passage) =>
    passage.origin === 'user' ? { text: passage.text, origin } : passage,
  );
  chain.turns.say('user', passages, stamp);
}

function readAnswer(data: JsonObject, chain: Chain, stamp: Stamp): void {
  chain.model ??= stringField(data, 'model');
  chain.turns.say('agent', [{ text: stringField(data, 'content') ?? '', origin: 'agent' }], stamp);
  for (const request of asArray(data['toolRequests'])) {
    const call = asObject(request);
    if (call !== null) chain.calls.want(call, stamp);
  }
}
