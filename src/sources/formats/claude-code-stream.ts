// What `claude -p --output-format stream-json` (and `json`) prints: the messages of a run without a terminal and its result.
// Lines, or one array of the same records. No times; a prompt here comes from a program, so nothing of the user role counts as typed.
// https://docs.claude.com/en/docs/claude-code/sdk/sdk-headless
import type { Outcome, Session } from '../../model/session.ts';
import { buildSession } from '../build-session.ts';
import { Chain, Places } from '../claude-code-chain.ts';
import { readAnswer, readUser } from '../claude-code-turns.ts';
import type { JsonObject } from '../json-fields.ts';
import { asArray, asObject, contentText, field, objectField, stringField } from '../json-fields.ts';
import { Losses } from '../losses.ts';
import { copyText } from '../shorten-text.ts';
import type { LogFormat, LogHead, LogInput } from '../source.ts';
import type { CallDraft, Stamp } from '../turn-list.ts';
import { toUtc } from '../utc-time.ts';

export const claudeCodeStream: LogFormat = { id: 'claude-code-stream', version: 1, detect, skip, read };

/** Record types that are known and hold no turn. */
const SILENT = new Set(
  (
    'stream_event tool_progress auth_status rate_limit_event tool_use_summary prompt_suggestion keep_alive control_request ' +
    'control_response control_cancel_request streamlined_text streamlined_tool_use_summary update_environment_variables'
  ).split(' '),
);
const PIECE = '{"type":"stream_event",';
/** Sessions of one file that are told apart; forged ids beyond them count as one. */
const MAX_SESSIONS = 2_000;
/** Calls that are remembered, to leave out repeats and to mark refused ones. */
const MAX_CALLS = 50_000;

function detect(head: LogHead): boolean {
  const inside = Array.isArray(head.document) ? head.document.slice(0, 50) : [];
  return [...head.records, ...inside].some((record) => {
    if (stringField(record, 'session_id') === null) return false;
    const type = stringField(record, 'type');
    // Other agents print streams that only look alike; only this one lists its tools or says which call a message is in.
    if (type === 'system') return stringField(record, 'subtype') === 'init' && Array.isArray(field(record, 'tools'));
    if (type === 'assistant' || type === 'user')
      return Object.hasOwn(asObject(record) ?? {}, 'parent_tool_use_id') && objectField(record, 'message') !== null;
    return (
      type === 'result' && typeof field(record, 'is_error') === 'boolean' && field(record, 'num_turns') !== undefined
    );
  });
}

/** Pieces of messages that come again whole. A line in which another record begins is a splice, and is left to be salvaged. */
function skip(line: Buffer): boolean {
  if (line.subarray(0, PIECE.length).toString('latin1') !== PIECE) return false;
  return !['assistant', 'user', 'result', 'system'].some((type) => line.includes(`{"type":"${type}"`, 1));
}

async function* read(input: LogInput): AsyncGenerator<Session> {
  const stream = new Stream(input);
  for await (const batch of input.records) {
    for (const { value } of batch) {
      for (const record of Array.isArray(value) ? value : [value]) {
        const object = asObject(record);
        if (object !== null) stream.add(object);
      }
    }
  }
  yield* stream.sessions();
}

/** A session of the stream and what its records say about it. */
interface Run {
  readonly main: Chain;
  outcome: Outcome | null;
  /** True when the agent said something itself; else only the result has its words. */
  spoke: boolean;
}

class Stream {
  readonly #input: LogInput;
  readonly #losses: Losses;
  readonly #runs = new Map<string, Run>();
  readonly #chains = new Map<string, Chain>();
  /** Empty: a stream has no tree. */
  readonly #places = new Places();
  readonly #seen = new Set<string>();
  readonly #calls = new Map<string, CallDraft>();
  #session: string | null = null;

  constructor(input: LogInput) {
    this.#input = input;
    this.#losses = new Losses(input.report);
  }

  add(record: JsonObject): void {
    const type = stringField(record, 'type') ?? 'none';
    if (SILENT.has(type)) return;
    const uuid = stringField(record, 'uuid');
    if (uuid !== null) {
      if (this.#seen.has(uuid)) return;
      if (this.#seen.size < MAX_CALLS) this.#seen.add(uuid);
    }
    const run = this.#run(record);
    const chain = this.#chain(run, record);
    const stamp: Stamp = { at: toUtc(record['timestamp']), id: uuid };
    chain.turns.see(stamp.at);
    switch (type) {
      case 'system':
        this.#system(run, record, stamp);
        break;
      case 'assistant':
        this.#answer(run, chain, record, stamp);
        break;
      case 'user':
        // Nobody sits at a terminal: all text here is a program's, whatever it looks like.
        readUser(chain, { message: record['message'], toolUseResult: record['tool_use_result'], isMeta: true }, stamp);
        break;
      case 'result':
        this.#result(run, record, stamp);
        break;
      default:
        this.#losses.unknown(type);
    }
  }

  *sessions(): Generator<Session> {
    for (const chain of this.#chains.values()) {
      const run = this.#runs.get(chain.parent ?? chain.id);
      if (chain.turns.isEmpty || run === undefined) continue;
      yield buildSession(
        {
          format: 'claude-code-stream',
          id: chain.id,
          parent: chain.parent,
          model: chain.model ?? run.main.model,
          directory: run.main.directory,
          agent: 'claude-code',
          agentVersion: run.main.version,
          outcome: chain.parent === null ? run.outcome : null,
        },
        chain.turns,
      );
    }
    this.#losses.tell();
  }

  #system(run: Run, record: JsonObject, stamp: Stamp): void {
    if (record['subtype'] === 'init') {
      run.main.model ??= stringField(record, 'model');
      run.main.directory ??= stringField(record, 'cwd');
      run.main.version ??= stringField(record, 'claude_code_version');
    } else if (record['subtype'] === 'local_command_output')
      run.main.turns.say('system', [{ text: stringField(record, 'content') ?? '', origin: 'external' }], stamp);
  }

  #answer(run: Run, chain: Chain, record: JsonObject, stamp: Stamp): void {
    const message = objectField(record, 'message');
    // A call is one call however often a host prints it.
    const content = asArray(field(message, 'content')).filter((block) => {
      const id = stringField(block, 'id');
      return stringField(block, 'type') !== 'tool_use' || id === null || !this.#calls.has(id);
    });
    const failed = typeof record['error'] === 'string' || stringField(message, 'model') === '<synthetic>';
    const count = chain.turns.count;
    const text = stringField(message, 'content');
    readAnswer(chain, { message: { ...message, content: text ?? content }, isApiErrorMessage: failed }, stamp);
    for (const draft of chain.turns.since(count)) {
      if (draft.kind === 'call' && draft.id !== null && this.#calls.size < MAX_CALLS) this.#calls.set(draft.id, draft);
      if (draft.kind === 'message' && draft.from === 'agent' && chain === run.main) run.spoke = true;
    }
  }

  /** How the run ended, in words only where they are told nowhere else. */
  #result(run: Run, record: JsonObject, stamp: Stamp): void {
    const { turns } = run.main;
    for (const denial of asArray(record['permission_denials'])) {
      const call = this.#calls.get(stringField(denial, 'tool_use_id') ?? '');
      if (call?.status === 'failed' || call?.done === false) call.status = 'rejected';
    }
    const subtype = stringField(record, 'subtype') ?? '';
    const failed = record['is_error'] === true || subtype.startsWith('error');
    const text = stringField(record, 'result') ?? '';
    const errors = asArray(record['errors']).map((error) => (typeof error === 'string' ? error : contentText(error)));
    const words = failed ? [text, ...errors].filter((part) => part !== '').join('\n') : run.spoke ? '' : text;
    turns.say(failed ? 'system' : 'agent', [{ text: copyText(words), origin: failed ? 'external' : 'agent' }], {
      at: stamp.at,
      id: null,
    });
    run.outcome = failed ? 'failure' : subtype === 'success' ? 'success' : 'unknown';
    turns.end(run.outcome, stamp);
  }

  #run(record: JsonObject): Run {
    const named = stringField(record, 'session_id');
    const id = (named === null || named === '' ? this.#session : named) ?? this.#input.contentHash.slice(0, 24);
    const last = this.#session;
    const found = this.#runs.get(id) ?? (this.#runs.size < MAX_SESSIONS || last === null ? null : this.#runs.get(last));
    if (found !== null && found !== undefined) {
      this.#session = found.main.id;
      return found;
    }
    const run: Run = { main: this.#open(copyText(id), null), outcome: null, spoke: false };
    this.#session = run.main.id;
    this.#runs.set(run.main.id, run);
    return run;
  }

  /** A message inside a call is a sub-agent's. */
  #chain(run: Run, record: JsonObject): Chain {
    const call = stringField(record, 'parent_tool_use_id');
    if (call === null) return run.main;
    const id = `${run.main.id}/${copyText(call.slice(0, 100))}`;
    return this.#chains.get(id) ?? (this.#chains.size < MAX_SESSIONS ? this.#open(id, run.main.id) : run.main);
  }

  #open(id: string, parent: string | null): Chain {
    const chain = new Chain(id, parent, this.#losses.budget, this.#places);
    this.#chains.set(id, chain);
    return chain;
  }
}
