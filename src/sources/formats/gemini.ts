// Recordings of Gemini CLI: one JSON document, or JSON lines that go on, rewrite, replace and take back what was said.
// https://github.com/google-gemini/gemini-cli (packages/core/src/services/chatRecordingService.ts); log-formats.md, section 3.
import type { Session } from '../../model/session.ts';
import { buildSession } from '../build-session.ts';
import type { GeminiMessage } from '../gemini-messages.ts';
import { findDirectory, readMessage } from '../gemini-messages.ts';
import { GeminiTurns } from '../gemini-turns.ts';
import type { JsonObject } from '../json-fields.ts';
import { asArray, asObject, field, objectField, stringField } from '../json-fields.ts';
import { Losses } from '../losses.ts';
import type { LogFormat, LogHead, LogInput } from '../source.ts';
import { TurnList } from '../turn-list.ts';
import { toUtc } from '../utc-time.ts';

export const gemini: LogFormat = { id: 'gemini', version: 1, detect, read };

/** Keys that a `$set` line of a recording changes. */
const SETTABLE = ['messages', 'lastUpdated', 'summary', 'sessionId', 'directories', 'kind', 'memoryScratchpad'];
/** What is kept of a header; the first value counts. */
const HEADER = ['sessionId', 'projectHash', 'startTime', 'directories', 'kind'];
/** Characters that one recording may hold until it is laid out, and times of going back. */
const MAX_HELD = 64_000_000;
const MAX_REWINDS = 10_000;
const GONE = -1;
/** So many ids that were taken back are forgotten at once. */
const MIN_GONE = 10_000;
/** Where the program tells the model the working directory. */
const DIRECTORY =
  /^<session_context>[^]{0,4000}?(?:currently working in the director(?:y|ies):|\*\*Workspace Directories:\*\*)\s*(?:- )?([^\n]{1,1000})/;

function detect(head: LogHead): boolean {
  const list = Array.isArray(head.document) ? head.document.slice(0, 20) : [];
  const records = [...head.records, ...list];
  if (records.some((record) => isHeader(record) || isOperation(record))) return true;
  const answers = records.some(
    (record) =>
      stringField(record, 'type') === 'gemini' &&
      stringField(record, 'timestamp') !== null &&
      (field(record, 'content') !== undefined || Array.isArray(field(record, 'toolCalls'))),
  );
  const starts = records.some(
    (record) => stringField(record, 'sessionId') !== null && stringField(record, 'startTime') !== null,
  );
  return answers || (starts && records.some((record) => stringField(record, 'type') === 'gemini'));
}

function isHeader(record: unknown): boolean {
  return (
    stringField(record, 'sessionId') !== null &&
    stringField(record, 'projectHash') !== null &&
    field(record, 'type') === undefined
  );
}

function isOperation(record: unknown): boolean {
  const set = objectField(record, '$set');
  return stringField(record, '$rewindTo') !== null || (set !== null && SETTABLE.some((key) => Object.hasOwn(set, key)));
}

async function* read(input: LogInput): AsyncGenerator<Session> {
  const losses = new Losses(input.report);
  let recording = new Recording(input, losses);
  for await (const batch of input.records) {
    for (const { value } of batch) {
      for (const record of Array.isArray(value) ? value : [value]) {
        const object = asObject(record);
        if (object === null) continue;
        if (recording.isOther(object)) {
          yield* recording.sessions();
          recording = new Recording(input, losses);
        }
        recording.accept(object);
      }
    }
  }
  yield* recording.sessions();
  losses.tell();
}

/** A message, the mark that the user went back to before it, or the place of one that was taken back. */
type Entry = GeminiMessage | 'rewound' | null;

class Recording {
  readonly #input: LogInput;
  readonly #losses: Losses;
  /** In the order in which they came first: a message that grows is written again and stays in its place. */
  readonly #entries: Entry[] = [];
  /** Place by id, `GONE` for what was taken back: to delete and set again and again is slow in a big map. */
  #places = new Map<string, number>();
  #gone = 0;
  /** Where the next entry goes: an array that shrank and grew with every line would be copied each time. */
  #end = 0;
  #header: JsonObject = {};
  #held = 0;
  #rewinds = 0;
  #full = false;

  constructor(input: LogInput, losses: Losses) {
    this.#input = input;
    this.#losses = losses;
  }

  /** True for the header of another session than this one. */
  isOther(record: JsonObject): boolean {
    const own = stringField(this.#header, 'sessionId');
    const id = stringField(record, 'sessionId');
    return own !== null && id !== null && id !== own && field(record, 'type') === undefined;
  }

  accept(record: JsonObject): void {
    const target = stringField(record, '$rewindTo');
    const set = objectField(record, '$set');
    const messages = record['messages'];
    if (target !== null) this.#rewind(target);
    else if (set !== null) {
      this.#learn(set);
      if (Array.isArray(set['messages'])) this.#replace(set['messages']);
    } else if (stringField(record, 'type') !== null) for (const message of this.#read(record)) this.#keep(message);
    else if (stringField(record, 'sessionId') !== null || Array.isArray(messages)) {
      this.#learn(record);
      // The header of a resumed recording says nothing about what it holds already.
      if (Array.isArray(messages) && messages.length > 0) this.#replace(messages);
    } else this.#losses.unknown('none');
  }

  #learn(facts: JsonObject): void {
    for (const key of HEADER) if (Object.hasOwn(facts, key)) this.#header = { [key]: facts[key], ...this.#header };
  }

  #replace(list: readonly unknown[]): void {
    const messages = list.flatMap((record) => this.#read(asObject(record) ?? {}));
    if (!messages.some(({ passages }) => passages.some(({ text }) => text.startsWith('<state_snapshot>')))) {
      for (const place of this.#entries.keys()) this.#remove(place);
      for (const message of messages) this.#keep(message);
      return;
    }
    // A compaction replaces what the model is shown; what was said before it stays said, and its copies say nothing new.
    const said = new Set(this.#entries.map((entry) => (entry === null || entry === 'rewound' ? null : tellOf(entry))));
    for (const message of messages)
      if (message.passages.length === 0 || !said.has(tellOf(message))) this.#keep(message);
  }

  /** The message of a record, none when its type is not known. */
  #read(record: JsonObject): readonly GeminiMessage[] {
    const message = readMessage(record);
    if (message === null) this.#losses.unknown(stringField(record, 'type') ?? 'none');
    return message === null ? [] : [message];
  }

  #keep(message: GeminiMessage): void {
    const known = message.id === null ? undefined : this.#placeOf(message.id);
    const before = known === undefined ? null : this.#entries[known];
    const freed = before === null || before === undefined || before === 'rewound' ? 0 : before.size;
    if (this.#held + message.size - freed > MAX_HELD) {
      if (!this.#full) this.#losses.shortened();
      this.#full = true;
      return;
    }
    this.#held += message.size - freed;
    const place = known ?? this.#end;
    this.#entries[place] = message;
    this.#end = Math.max(this.#end, place + 1);
    if (message.id !== null) this.#places.set(message.id, place);
  }

  #rewind(target: string): void {
    const from = this.#placeOf(target);
    // A target that is not known was lost with its line; what came after it cannot be told apart.
    if (from !== undefined) for (let place = from; place < this.#end; place += 1) this.#remove(place);
    while (this.#end > 0 && this.#entries[this.#end - 1] === null) this.#end -= 1;
    this.#rewinds += 1;
    if (this.#rewinds > MAX_REWINDS) return;
    this.#entries[this.#end] = 'rewound';
    this.#end += 1;
  }

  /** Takes a message out; the mark of an earlier going back stays. */
  #remove(place: number): void {
    const entry = this.#entries[place];
    if (entry === null || entry === undefined || entry === 'rewound') return;
    this.#held -= entry.size;
    this.#entries[place] = null;
    if (entry.id === null) return;
    this.#places.set(entry.id, GONE);
    this.#gone += 1;
    if (this.#gone < MIN_GONE || this.#gone * 2 < this.#places.size) return;
    this.#places = new Map([...this.#places].filter(([, known]) => known !== GONE));
    this.#gone = 0;
  }

  #placeOf(id: string): number | undefined {
    const place = this.#places.get(id);
    return place === GONE ? undefined : place;
  }

  *sessions(): Generator<Session> {
    const turns = new TurnList(this.#losses.budget);
    turns.see(toUtc(this.#header['startTime']));
    const layout = new GeminiTurns(turns, stringField(this.#header, 'kind') === 'subagent');
    const entries = this.#entries.filter((entry) => entry !== null);
    for (const [index, entry] of entries.entries()) layout.add(entry, entries[index + 1] ?? null);
    if (turns.isEmpty) return;
    const hash = stringField(this.#header, 'projectHash') ?? '';
    const isHash = /^[0-9a-f]{64}$/.test(hash);
    yield buildSession(
      {
        format: 'gemini',
        id: stringField(this.#header, 'sessionId') ?? firstId(entries) ?? this.#input.contentHash.slice(0, 24),
        agent: 'gemini-cli',
        model: layout.model,
        directory: this.#directory() ?? (isHash ? findDirectory(hash, textsOf(entries)) : null),
        project: isHash ? null : hash,
      },
      turns,
    );
  }

  #directory(): string | null {
    const [stated] = asArray(this.#header['directories']);
    if (typeof stated === 'string') return stated;
    for (const entry of this.#entries) {
      if (entry === null || entry === 'rewound' || entry.from !== 'user') continue;
      for (const { text, origin } of entry.passages) {
        const found = origin === 'user' ? null : DIRECTORY.exec(text.slice(0, 8_000));
        if (found?.[1] !== undefined) return found[1].trim();
      }
    }
    return null;
  }
}

/** Names a recording whose header is lost, also when it goes on. */
function firstId(entries: readonly Entry[]): string | null {
  for (const entry of entries) if (entry !== null && entry !== 'rewound' && entry.id !== null) return entry.id;
  return null;
}

/** What tells that two messages say the same. */
function tellOf({ from, passages }: GeminiMessage): string {
  return JSON.stringify([from, passages]);
}

function* textsOf(entries: readonly Entry[]): Generator<string> {
  const messages = entries.filter((entry) => entry !== null && entry !== 'rewound');
  for (const { calls } of messages) for (const { use } of calls) yield use.path ?? use.command ?? use.input;
  for (const { calls } of messages) for (const { result } of calls) yield result?.text ?? '';
  for (const { passages } of messages) for (const { text } of passages) yield text;
}
