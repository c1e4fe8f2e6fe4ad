// Conversations in the containers that chat APIs are logged in: one object, an array of them, one per line, a bare list of
// messages, one message per line. Request logs repeat the whole conversation with every call: only the longest is kept.
import { createHash } from 'node:crypto';
import { asArray, asObject, contentText, field, firstString, objectField, stringField } from './json-fields.ts';
import type { JsonObject } from './json-fields.ts';
import type { LogHead, LogInput } from './source.ts';

export interface Conversation {
  /** The log's own id, else made of the file's name and the opening, so that a file that grows keeps it. */
  readonly id: string;
  readonly messages: readonly JsonObject[];
  /** The object that holds the messages; empty for bare messages. */
  readonly record: JsonObject;
  /** The first of the records that hold the conversation or its beginning. */
  readonly first: JsonObject;
}

const CONTAINERS = ['messages', 'traj', 'conversation'];
const ROLES = new Set(['system', 'developer', 'user', 'assistant', 'tool', 'function', 'model']);
/** Conversations that may still turn out to be the beginning of a later one. */
const MAX_PENDING = 8;
/** Characters of bare messages that are held at once. */
const MAX_BARE = 64_000_000;
/** Messages that tell an opening. */
const OPENING = 6;
const IDS = [
  'session_id',
  'sessionId',
  'conversation_id',
  'conversationId',
  'thread_id',
  'trajectory_id',
  'instance_id',
  'trace_id',
  'id',
  'uuid',
];
/** Keys of formats that only look alike. */
const FOREIGN = [
  'trajectory_format',
  'schema_version',
  'projectHash',
  'mapping',
  'chat_messages',
  'responderUsername',
  'info.id',
  'steps',
  'history',
];

/** True for one message of a chat API. */
function isMessage(value: unknown): value is JsonObject {
  const object = asObject(value);
  if (object === null || typeof object['role'] !== 'string' || !ROLES.has(object['role'])) return false;
  return (
    Object.hasOwn(object, 'content') || Array.isArray(object['tool_calls']) || Object.hasOwn(object, 'function_call')
  );
}

/** The messages a value holds, null when it holds none. */
function messagesOf(value: unknown): readonly JsonObject[] | null {
  if (Array.isArray(value)) return value.length > 0 && value.every(isMessage) ? value : null;
  const object = asObject(value);
  if (object === null || FOREIGN.some((key) => Object.hasOwn(object, key))) return null;
  for (const container of [object, objectField(object, 'request'), objectField(object, 'body')]) {
    for (const key of CONTAINERS) {
      const list = asArray(field(container, key));
      if (list.length > 0 && list.filter(isMessage).length * 2 > list.length)
        return [...list.filter(isMessage), ...answers(object)];
    }
  }
  return null;
}

/** What the model answered to the request that the messages are. */
function answers(record: JsonObject): readonly JsonObject[] {
  const response = objectField(record, 'response') ?? {};
  const choice = objectField(asArray(field(response, 'choices'))[0], 'message');
  const found = choice ?? (isMessage(response) ? response : null);
  return found === null || !isMessage(found) ? [] : [found];
}

/**
 * The first messages of a file, for detection; empty when the file is no chat log, or one of an agent whose messages only
 * look like those of an API: its tool results are not where the API has them, and would count as typed.
 */
export function firstMessages(head: LogHead): readonly JsonObject[] {
  const messages = messagesIn(head);
  const opening = contentText(messages.find((message) => message['role'] === 'user')?.['content']);
  return FOREIGN_OPENING.test(opening) || messages.some(isForeignMessage) ? [] : messages;
}

/** How Cline and its forks begin, and how they and mini-swe-agent put tool results into the user role. */
const FOREIGN_OPENING = /^\s*(?:<task>|<user_message>|\[TASK RESUMPTION\])|<environment_details>/;
const FOREIGN_RESULT = /^\s*(?:\[[\w -]{1,60} for '[^'\n]{0,300}'\] Result:|<returncode>-?\d{1,10}<\/returncode>)/;

/** True for a message as only Cline and its forks, mini-swe-agent, SWE-agent, Goose or Amp write it. */
function isForeignMessage(message: JsonObject): boolean {
  if (message['role'] === 'user' && FOREIGN_RESULT.test(contentText(message['content']))) return true;
  // SWE-agent says of every message which of its agents it is for, and of what kind.
  if (Object.hasOwn(message, 'is_demo') || (Object.hasOwn(message, 'agent') && Object.hasOwn(message, 'message_type')))
    return true;
  return asArray(message['content']).some((block) => {
    const type = stringField(block, 'type');
    if (type === 'toolRequest' || type === 'toolResponse') return true;
    // Amp, whose results are in `run`.
    return type === 'tool_result' && stringField(block, 'toolUseID') !== null;
  });
}

function messagesIn(head: LogHead): readonly JsonObject[] {
  if (head.document !== undefined) {
    const own = messagesOf(head.document);
    if (own !== null) return own.slice(0, 500);
    return asArray(head.document)
      .slice(0, 5)
      .flatMap((value) => messagesOf(value) ?? [])
      .slice(0, 500);
  }
  const objects = head.records.filter((value) => asObject(value) !== null || Array.isArray(value));
  const found = objects.map((value) => messagesOf(value) ?? (isMessage(value) ? [value] : null));
  const good = found.filter((one) => one !== null);
  return good.length * 2 > objects.length ? good.flat() : [];
}

/** All conversations of a file. */
export async function* readConversations(input: LogInput): AsyncGenerator<Conversation> {
  const ids = new Map<string, number>();
  const bare: JsonObject[] = [];
  let unknown = 0;
  let room = MAX_BARE;
  let late = 0;
  const pending: Pending[] = [];
  const finish = (one: Pending): Conversation => {
    const wanted = ownId(one.first) ?? madeId(input.name, one);
    const count = (ids.get(wanted) ?? 0) + 1;
    ids.set(wanted, count);
    return {
      id: count === 1 ? wanted : `${wanted}-${count}`,
      messages: one.messages,
      record: one.record,
      first: one.first,
    };
  };
  for await (const batch of input.records) {
    for (const { value } of batch) {
      for (const item of holders(value)) {
        const messages = messagesOf(item);
        if (messages === null) {
          if (!isMessage(item)) unknown += 1;
          else if (room > 0) {
            room -= sizeOf(item);
            bare.push(item);
          } else late += 1;
          continue;
        }
        const record = asObject(item) ?? {};
        const next: Pending = { messages, record, first: record, hashes: messages.map(hashOf) };
        const same = pending.findIndex((one) => isBeginning(one, next) || isBeginning(next, one));
        const older = same === -1 ? undefined : pending.splice(same, 1)[0];
        pending.push(older === undefined ? next : merge(older, next));
        const oldest = pending.length > MAX_PENDING ? pending.shift() : undefined;
        if (oldest !== undefined) yield finish(oldest);
      }
    }
  }
  if (bare.length > 0)
    yield finish({ messages: bare, record: {}, first: {}, hashes: bare.slice(0, OPENING).map(hashOf) });
  for (const one of pending) yield finish(one);
  if (late > 0)
    input.report({ code: 'session-shortened', line: null, detail: `its last ${late} messages are left out` });
  if (unknown > 0) input.report({ code: 'unknown-records', line: null, detail: `${unknown} records hold no messages` });
}

interface Pending {
  readonly messages: readonly JsonObject[];
  readonly record: JsonObject;
  /** The record that told of it first: names it, so that its id stays when the log goes on. */
  readonly first: JsonObject;
  readonly hashes: readonly string[];
}

/** The values that may hold messages: the value, or the elements of an array that is no list of messages itself. */
function holders(value: unknown): readonly unknown[] {
  return Array.isArray(value) && messagesOf(value) === null ? value : [value];
}

/** Two requests of one conversation share every message of the shorter; a system prompt alone says nothing. */
function isBeginning(shorter: Pending, longer: Pending): boolean {
  if (shorter.hashes.length > longer.hashes.length) return false;
  if (shorter.hashes.length === 1 && shorter.messages[0]?.['role'] !== 'user') return false;
  return shorter.hashes.every((hash, index) => hash === longer.hashes[index]);
}

function merge(older: Pending, newer: Pending): Pending {
  return older.hashes.length > newer.hashes.length ? older : { ...newer, first: older.first };
}

function hashOf(message: JsonObject): string {
  const hash = createHash('sha256');
  try {
    // The parts that make a message; request logs add and drop others (cache marks, empty lists).
    hash.update(
      JSON.stringify([
        message['role'],
        plain(message['content']),
        message['tool_calls'] ?? null,
        message['tool_call_id'] ?? null,
      ]),
    );
  } catch {
    // Nested too deep to be printed: equal to no other message.
    hash.update(`${Math.min(Object.keys(message).length, 9)} too deep`);
  }
  return hash.digest('hex').slice(0, 24);
}

/** Content with a single text block is the same as the text. */
function plain(content: unknown): unknown {
  const blocks = asArray(content);
  const only = blocks.length === 1 ? firstString(blocks[0], ['text']) : null;
  return only !== null && Object.keys(asObject(blocks[0]) ?? {}).length <= 3 ? only : content;
}

function ownId(record: JsonObject): string | null {
  const own = firstString(record, IDS) ?? firstString(objectField(record, 'metadata'), IDS);
  // A short id is a number within its file; a request's id changes with every call of the conversation.
  return own === null || own.length < 8 || /^(?:chatcmpl|msg|req|resp)[-_]/.test(own) ? null : own;
}

/** About how much memory a message takes, in characters. */
function sizeOf(message: JsonObject): number {
  return 500 + contentText(message['content']).length;
}

function madeId(name: string, one: Pending): string {
  const times = ['timestamp', 'created_at', 'created', 'task_id', 'trial'].map((key) => {
    const value = one.first[key];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  });
  return createHash('sha256')
    .update([name.replace(/\.gz$/, ''), ...times, ...one.hashes.slice(0, OPENING)].join('\n'))
    .digest('hex')
    .slice(0, 24);
}
