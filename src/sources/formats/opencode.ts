// Sessions of OpenCode: `opencode export` writes one document, the storage tree a small file for every session, message
// and part; all share their shapes. https://github.com/sst/opencode (session/message-v2.ts); log-formats.md, section 4.
import type { Session } from '../../model/session.ts';
import { buildSession } from '../build-session.ts';
import type { JsonObject } from '../json-fields.ts';
import { asArray, asObject, field, numberField, objectField, stringField } from '../json-fields.ts';
import { Losses } from '../losses.ts';
import type { OpenCodePart } from '../opencode-parts.ts';
import { readPart } from '../opencode-parts.ts';
import type { OpenCodeMessage } from '../opencode-turns.ts';
import { OpenCodeTurns } from '../opencode-turns.ts';
import { copyText, shortenMessage } from '../shorten-text.ts';
import type { LogFormat, LogHead, LogInput } from '../source.ts';
import { TurnList } from '../turn-list.ts';
import { toUtc } from '../utc-time.ts';

export const opencode: LogFormat = { id: 'opencode', version: 1, detect, pieceOf, read };

const PART_TYPES = new Set(
  'text tool reasoning file snapshot patch agent retry compaction subtask step-start step-finish'.split(' '),
);
/** Characters that one session may hold until it is laid out. */
const MAX_HELD = 64_000_000;
const MESSAGE_SIZE = 500;

function detect(head: LogHead): boolean {
  const values = head.document === undefined ? head.records : [head.document, ...asArray(head.document).slice(0, 5)];
  return values.some(
    (value) => isExport(value) || isMessageWithParts(value) || namesOf(asObject(value) ?? {}).length > 0,
  );
}

function pieceOf(head: LogHead): readonly string[] {
  const document = asObject(head.document);
  return document === null ? [] : namesOf(document);
}

function isExport(value: unknown): boolean {
  const id = stringField(objectField(value, 'info'), 'id');
  const messages = field(value, 'messages');
  if (id === null || !Array.isArray(messages)) return false;
  return messages.length === 0 ? isId(id, 'ses') : messages.some(isMessageWithParts);
}

function isMessageWithParts(value: unknown): boolean {
  const role = stringField(objectField(value, 'info'), 'role');
  return (role === 'user' || role === 'assistant') && Array.isArray(field(value, 'parts'));
}

function isId(id: string | null, prefix: string): id is string {
  return id !== null && id.length <= 200 && id.startsWith(`${prefix}_`);
}

/** What a file of the storage tree names: its session, or the message it belongs to; empty for any other value. */
function namesOf(value: JsonObject): readonly string[] {
  const id = stringField(value, 'id');
  const session = stringField(value, 'sessionID');
  const message = stringField(value, 'messageID');
  const time = numberField(objectField(value, 'time'), 'created');
  if (isId(id, 'ses') && time !== null && (stringField(value, 'directory') ?? stringField(value, 'title')) !== null)
    return [id];
  if (isId(session, 'ses') && id !== null && isRole(value['role'])) return [session, id.slice(0, 200)];
  if (!isId(message, 'msg') || id === null || !PART_TYPES.has(stringField(value, 'type') ?? '')) return [];
  return isId(session, 'ses') ? [session] : [message];
}

function isRole(role: unknown): boolean {
  return role === 'user' || role === 'assistant';
}

async function* read(input: LogInput): AsyncGenerator<Session> {
  const losses = new Losses(input.report);
  const storage = new Storage(losses);
  for await (const batch of input.records) {
    for (const { value } of batch) {
      for (const record of Array.isArray(value) ? value : [value]) {
        const object = asObject(record);
        if (object === null) continue;
        // A log of exports, one per line, can be long: a session that is complete is not held.
        if (isExport(object)) {
          yield* storage.sessions();
          storage.addExport(object);
        } else storage.add(object);
      }
    }
  }
  yield* storage.sessions();
  losses.tell();
}

/** The facts, messages and parts of a session, in whatever order they come. */
class Storage {
  readonly #losses: Losses;
  #info: JsonObject = {};
  #session: string | null = null;
  readonly #messages = new Map<string, OpenCodeMessage>();
  readonly #parts = new Map<string, Map<string, OpenCodePart>>();
  #held = 0;
  #full = false;
  /** True once pieces came: their order says nothing. */
  #loose = false;

  constructor(losses: Losses) {
    this.#losses = losses;
  }

  addExport(value: JsonObject): void {
    this.#info = objectField(value, 'info') ?? {};
    for (const message of asArray(value['messages'])) this.add(asObject(message) ?? {});
  }

  /** A message with its parts, or one file of the storage tree. */
  add(value: JsonObject): void {
    if (Array.isArray(value['parts'])) {
      const info = objectField(value, 'info') ?? value;
      const id = this.#addMessage(info, `no id ${this.#messages.size}`);
      for (const part of value['parts'].map(asObject)) if (part !== null) this.#addPart(part, id);
    } else {
      this.#loose = true;
      this.#addPiece(value);
    }
  }

  #addPiece(value: JsonObject): void {
    if (PART_TYPES.has(stringField(value, 'type') ?? '') || stringField(value, 'messageID') !== null) {
      this.#addPart(value, stringField(value, 'messageID') ?? 'no id');
    } else if (isRole(value['role'])) this.#addMessage(value, `no id ${this.#messages.size}`);
    else if (isId(stringField(value, 'id'), 'ses')) this.#info = value;
    else this.#losses.unknown(stringField(value, 'type') ?? 'none');
  }

  #addMessage(info: JsonObject, fallback: string): string {
    const id = copyText((stringField(info, 'id') ?? fallback).slice(0, 200));
    this.#session ??= stringField(info, 'sessionID');
    const time = objectField(info, 'time');
    const error = objectField(info, 'error');
    if (!this.#hold(MESSAGE_SIZE)) return id;
    this.#messages.set(id, {
      id,
      at: toUtc(numberField(time, 'created')),
      endedAt: toUtc(numberField(time, 'completed')),
      role: stringField(info, 'role') ?? '',
      model: stringField(info, 'modelID') ?? stringField(objectField(info, 'model'), 'modelID'),
      directory: stringField(objectField(info, 'path'), 'cwd'),
      error:
        error === null
          ? null
          : {
              name: copyText((stringField(error, 'name') ?? 'error').slice(0, 100)),
              text: shortenMessage(stringField(objectField(error, 'data'), 'message') ?? ''),
            },
    });
    return id;
  }

  #addPart(value: JsonObject, message: string): void {
    this.#session ??= stringField(value, 'sessionID');
    const part = readPart(value);
    if (part === undefined) this.#losses.unknown(`part ${stringField(value, 'type') ?? 'none'}`);
    if (part === undefined || part === null) return;
    const parts = this.#parts.get(message) ?? new Map<string, OpenCodePart>();
    const key = part.id === '' || part.id === 'REDACTED' ? `no id ${parts.size}` : part.id;
    if (!this.#hold(part.size - (parts.get(key)?.size ?? 0))) return;
    this.#parts.set(copyText(message.slice(0, 200)), parts);
    parts.set(key, part);
  }

  /** Whether there is room for so many characters more. */
  #hold(size: number): boolean {
    if (this.#held + size > MAX_HELD) {
      if (!this.#full) this.#losses.shortened();
      this.#full = true;
      return false;
    }
    this.#held += size;
    return true;
  }

  /** The session, if there is one; afterwards the storage is empty. */
  *sessions(): Generator<Session> {
    const messages = this.#loose ? sortByTime(this.#messages.values()) : [...this.#messages.values()];
    const orphans = [...this.#parts.keys()].filter((id) => !this.#messages.has(id)).length;
    for (let count = 0; count < orphans; count += 1) this.#losses.unknown('part without its message');
    const id = stringField(this.#info, 'id') ?? this.#session;
    const parent = stringField(this.#info, 'parentID');
    const turns = new TurnList(this.#losses.budget);
    if (id !== null && messages.length > 0) {
      turns.see(toUtc(numberField(objectField(this.#info, 'time'), 'created')));
      const layout = new OpenCodeTurns(turns, parent !== null);
      for (const message of messages) {
        const parts = this.#parts.get(message.id)?.values() ?? [];
        layout.add(message, this.#loose ? sortByTime(parts) : [...parts]);
      }
      const revert = objectField(this.#info, 'revert');
      if (revert !== null) layout.undo(stringField(revert, 'messageID'));
      if (!turns.isEmpty)
        yield buildSession(
          {
            format: 'opencode',
            id,
            parent,
            agent: 'opencode',
            agentVersion: stringField(this.#info, 'version'),
            model: messages.find((message) => message.model !== null && message.model !== '')?.model ?? null,
            directory:
              stringField(this.#info, 'directory') ??
              messages.find((message) => message.directory !== null)?.directory ??
              null,
          },
          turns,
        );
    }
    this.#info = {};
    this.#session = null;
    this.#messages.clear();
    this.#parts.clear();
    this.#held = 0;
    this.#loose = false;
  }
}

/** By id, which rises with time, but never before what happened earlier; what has no time follows the id before it. */
function sortByTime<T extends { readonly id: string; readonly at: string | null }>(items: Iterable<T>): readonly T[] {
  let last = '';
  return [...items]
    .sort((a, b) => (a.id === b.id ? 0 : a.id < b.id ? -1 : 1))
    .map((item) => {
      last = item.at ?? last;
      return { item, time: last };
    })
    .sort((a, b) => (a.time === b.time ? 0 : a.time < b.time ? -1 : 1))
    .map(({ item }) => item);
}
