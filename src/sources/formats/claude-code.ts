// Transcripts of Claude Code: one JSON record per line, results in the user role, sub-agents as side chains.
// https://docs.claude.com/en/docs/claude-code; the records themselves are described nowhere, see log-formats.md, section 1.
import { createHash } from 'node:crypto';
import type { Session } from '../../model/session.ts';
import { buildSession } from '../build-session.ts';
import { Chain, Places } from '../claude-code-chain.ts';
import { readAnswer, readAttachment, readQueued, readSystem, readUser, takeBackQueued } from '../claude-code-turns.ts';
import type { JsonObject } from '../json-fields.ts';
import { asArray, asObject, contentText, field, objectField, stringField } from '../json-fields.ts';
import { Losses } from '../losses.ts';
import type { LogFormat, LogHead, LogInput } from '../source.ts';
import type { Stamp } from '../turn-list.ts';
import { toUtc } from '../utc-time.ts';

export const claudeCode: LogFormat = { id: 'claude-code', version: 2, detect, skip, read };

/** Record types that are known and hold no turn. */
const SILENT = new Set(
  (
    'file-history-snapshot summary last-prompt permission-mode mode ai-title custom-title agent-name agent-color agent-setting ' +
    'pr-link tag content-replacement worktree-state speculation-accept attribution-snapshot marble-origami-commit marble-origami-snapshot'
  ).split(' '),
);
const OWN_TYPES = new Set([
  'summary',
  'file-history-snapshot',
  'queue-operation',
  'ai-title',
  'custom-title',
  'last-prompt',
  'permission-mode',
  'agent-name',
  'pr-link',
  'mode',
]);
/** Most sessions of one file that are told apart; a real one holds some hundred sub-agents at most. */
const MAX_CHAINS = 5_000;
/** Runs of the program for itself, to shorten the conversation or guess the next prompt: copies of it, no sessions. */
const INTERNAL_AGENT = /^a(?:compact|prompt_suggestion|side_question)-/;

function detect(head: LogHead): boolean {
  // A few tools export the same records as one array, or inside an object.
  const inside = Array.isArray(head.document) ? head.document : asArray(field(head.document, 'loglines'));
  const records = [...head.records, ...inside.slice(0, 50)];
  // Qwen Code records the same tree, but its messages are those of Gemini's API.
  if (records.some((record) => Array.isArray(field(objectField(record, 'message'), 'parts')))) return false;
  return records.some((record) => {
    const type = stringField(record, 'type');
    if (stringField(record, 'sessionId') !== null && type !== null) {
      return stringField(record, 'uuid') !== null || field(record, 'isSidechain') !== undefined || OWN_TYPES.has(type);
    }
    // Stripped copies keep little more than the message; stream-json has `session_id` and is another format.
    if (
      (type === 'user' || type === 'assistant') &&
      stringField(record, 'session_id') === null &&
      stringField(record, 'timestamp') !== null
    ) {
      return stringField(objectField(record, 'message'), 'role') === type;
    }
    return (
      (type === 'summary' && stringField(record, 'leafUuid') !== null) ||
      (type === 'file-history-snapshot' && field(record, 'snapshot') !== undefined)
    );
  });
}

/**
 * Snapshots and progress are a quarter of the lines and hold no turn. A line in which another record begins is a splice,
 * and is left to be salvaged.
 */
function skip(line: Buffer): boolean {
  const start = line.toString('latin1', 0, 1_000);
  if (start.startsWith('{"type":"file-history-snapshot",'))
    return !line.includes('{"parentUuid":') && !line.includes('{"type":"', 1);
  if (!start.startsWith('{"parentUuid":')) return false;
  const at = start.indexOf('"type":"progress","data":{"type":"');
  // Messages of sub-agents come as progress, too, and count.
  return (
    at !== -1 &&
    !start.startsWith('agent_progress', at + '"type":"progress","data":{"type":"'.length) &&
    !start.slice(0, at).includes('"message":') &&
    !line.includes('{"parentUuid":', 1)
  );
}

async function* read(input: LogInput): AsyncGenerator<Session> {
  const transcript = new Transcript(input);
  for await (const batch of input.records) {
    for (const { value } of batch) {
      for (const record of Array.isArray(value) ? value : [value, ...asArray(field(value, 'loglines'))]) {
        const object = asObject(record);
        if (object !== null) transcript.add(object);
      }
    }
  }
  yield* transcript.sessions();
}

/** A sub-agent's message out of a progress record of its parent, as its own file would have it. */
function messageOfAgent(progress: JsonObject): JsonObject | null {
  const data = objectField(progress, 'data');
  const message = objectField(data, 'message');
  if (stringField(data, 'type') !== 'agent_progress' || message === null) return null;
  const agentId = stringField(data, 'agentId') ?? stringField(progress, 'parentToolUseID') ?? 'agent';
  // Field by field: to spread it takes as long as to parse it.
  return {
    type: message['type'],
    message: message['message'],
    uuid: message['uuid'],
    timestamp: message['timestamp'],
    toolUseResult: message['toolUseResult'],
    isMeta: message['isMeta'],
    isApiErrorMessage: message['isApiErrorMessage'],
    sessionId: progress['sessionId'],
    cwd: progress['cwd'],
    version: progress['version'],
    agentId,
    isSidechain: true,
  };
}

class Transcript {
  readonly #input: LogInput;
  readonly #losses: Losses;
  readonly #chains = new Map<string, Chain>();
  /** Chain id of each record of a side chain inside a main file, by uuid. */
  readonly #sides = new Map<string, string>();
  readonly #places = new Places();
  /** Session id of the record before, for records without one. */
  #session: string | null = null;

  constructor(input: LogInput) {
    this.#input = input;
    this.#losses = new Losses(input.report);
  }

  add(record: JsonObject): void {
    const type = stringField(record, 'type') ?? '';
    if (SILENT.has(type)) return;
    if (type === 'progress') {
      const message = messageOfAgent(record);
      if (message !== null) this.add(message);
      return;
    }
    if (INTERNAL_AGENT.test(stringField(record, 'agentId') ?? '')) return;
    const uuid = stringField(record, 'uuid');
    if (uuid !== null && this.#places.has(uuid)) return;
    const chain = this.#chainOf(record, uuid);
    if (chain === null) {
      this.#losses.unknown('session too many');
      return;
    }
    if (uuid !== null) this.#places.note(uuid, stringField(record, 'parentUuid'), chain.typed);
    const stamp: Stamp = { at: toUtc(record['timestamp']), id: uuid };
    chain.turns.see(stamp.at);
    chain.version ??= stringField(record, 'version');
    chain.directory ??= stringField(record, 'cwd');
    switch (type) {
      case 'assistant':
        readAnswer(chain, record, stamp);
        break;
      case 'user':
        readUser(chain, record, stamp);
        break;
      case 'attachment':
        readAttachment(chain, record, stamp);
        break;
      case 'queue-operation':
        if (record['operation'] === 'enqueue') readQueued(chain, stringField(record, 'content') ?? '', stamp);
        else if (record['operation'] === 'popAll') takeBackQueued(chain);
        break;
      case 'system':
        readSystem(chain, record, stamp);
        break;
      default:
        this.#losses.unknown(type);
    }
  }

  *sessions(): Generator<Session> {
    for (const chain of this.#chains.values()) {
      if (chain.turns.isEmpty) continue;
      const { id, parent, model, directory, version } = chain;
      yield buildSession(
        { format: 'claude-code', id, parent, model, directory, agent: 'claude-code', agentVersion: version },
        chain.turns,
      );
    }
    this.#losses.tell();
  }

  /** The session a record is of; null for one beyond those that are told apart. */
  #chainOf(record: JsonObject, uuid: string | null): Chain | null {
    const session = stringField(record, 'sessionId') ?? this.#session ?? this.#madeId(record);
    this.#session = session;
    if (record['isSidechain'] !== true) return this.#chain(session, null);
    const agent = stringField(record, 'agentId');
    if (agent !== null) return this.#chain(`${session}/${agent}`, session);
    // Old versions write side chains into the main file; the first record of one has no parent and names the chain.
    const parent = stringField(record, 'parentUuid');
    const id = (parent === null ? null : this.#sides.get(parent)) ?? `${session}/${uuid ?? 'side'}`;
    if (uuid !== null) this.#sides.set(uuid, id);
    return this.#chain(id, session);
  }

  /** An id for a log without any: of the file's name and its first record, because names like `transcript.jsonl` repeat. */
  #madeId(first: JsonObject): string {
    const text = contentText(field(objectField(first, 'message'), 'content')).slice(0, 1_000);
    const opening = [stringField(first, 'uuid'), stringField(first, 'timestamp'), text].join('\n');
    return `${this.#input.name.replace(/\.jsonl?(?:\.gz)?$/, '')}-${createHash('sha256').update(opening).digest('hex').slice(0, 12)}`;
  }

  #chain(id: string, parent: string | null): Chain | null {
    const found = this.#chains.get(id);
    if (found !== undefined) return found;
    if (this.#chains.size >= MAX_CHAINS) return null;
    const made = new Chain(id, parent, this.#losses.budget, this.#places);
    this.#chains.set(id, made);
    return made;
  }
}
