// Sessions of the pi coding agent: a header, then entries; since version 2 a tree in which going back begins a new branch.
// Only the branch that ends in the last entry counts, and where it leaves an abandoned one the user went back.
// https://github.com/badlogic/pi-mono/blob/main/packages/coding-agent/docs/session.md
import type { Session } from '../../model/session.ts';
import { buildSession } from '../build-session.ts';
import type { JsonObject } from '../json-fields.ts';
import { asObject, stringField } from '../json-fields.ts';
import { Losses } from '../losses.ts';
import { PiTurns } from '../pi-turns.ts';
import { copyText } from '../shorten-text.ts';
import type { LogFormat, LogHead, LogInput } from '../source.ts';
import type { Draft, Stamp } from '../turn-list.ts';
import { TurnList } from '../turn-list.ts';
import { toUtc } from '../utc-time.ts';

export const pi: LogFormat = { id: 'pi', version: 1, detect, read };

/** Entries whose place in the tree is remembered; later ones count as one line. */
const MAX_ENTRIES = 100_000;

function detect(head: LogHead): boolean {
  const session = head.records.find((record) => stringField(record, 'type') === 'session');
  if (session === undefined || stringField(session, 'id') === null) return false;
  return stringField(session, 'cwd') !== null && stringField(session, 'timestamp') !== null;
}

async function* read(input: LogInput): AsyncGenerator<Session> {
  const losses = new Losses(input.report);
  let tree = new Tree(input, losses);
  for await (const batch of input.records) {
    for (const { value } of batch) {
      for (const record of Array.isArray(value) ? value : [value]) {
        const object = asObject(record);
        if (object === null) continue;
        if (object['type'] === 'session' && tree.isAnother(object)) {
          const session = tree.session();
          if (session !== null) yield session;
          tree = new Tree(input, losses);
        }
        tree.add(object);
      }
    }
  }
  const session = tree.session();
  if (session !== null) yield session;
  losses.tell();
}

/** An entry's place in the tree, and the turns it gave. */
interface Entry {
  readonly parent: Entry | null;
  turns: readonly Draft[];
  /** The reaction it gave because it does not follow the entry before it. */
  turn: Draft | null;
}

class Tree {
  readonly #input: LogInput;
  readonly #turns: TurnList;
  readonly #reader: PiTurns;
  readonly #entries = new Map<string, Entry>();
  readonly #order: Entry[] = [];
  #header: JsonObject | null = null;

  constructor(input: LogInput, losses: Losses) {
    this.#input = input;
    this.#turns = new TurnList(losses.budget);
    this.#reader = new PiTurns(this.#turns, losses);
  }

  /** True for the header of another session than this one. */
  isAnother(header: JsonObject): boolean {
    return this.#header !== null && stringField(header, 'id') !== stringField(this.#header, 'id');
  }

  add(record: JsonObject): void {
    const type = stringField(record, 'type') ?? 'none';
    const at = toUtc(record['timestamp']);
    this.#turns.see(at);
    if (type === 'session') {
      this.#header ??= record;
      return;
    }
    const id = stringField(record, 'id');
    const stamp: Stamp = { at, id: id === null ? null : copyText(id.slice(0, 64)) };
    const tree = stamp.id !== null && Object.hasOwn(record, 'parentId');
    // An entry that comes again is a copy.
    if (tree && this.#entries.has(stamp.id)) return;
    const count = this.#turns.count;
    const entry = tree ? this.#place(stamp.id, stringField(record, 'parentId'), record['parentId'] === null, at) : null;
    this.#reader.read(type, record, stamp);
    if (entry !== null) entry.turns = this.#turns.since(count);
  }

  session(): Session | null {
    this.#leaveOutBranches();
    const header = this.#header;
    const session = buildSession(
      {
        format: 'pi',
        id: stringField(header, 'id') ?? this.#input.contentHash.slice(0, 24),
        agent: 'pi',
        model: this.#reader.model ?? stringField(header, 'modelId'),
        directory: stringField(header, 'cwd'),
      },
      this.#turns,
    );
    return session.turns.length === 0 ? null : session;
  }

  #place(id: string, parentId: string | null, isRoot: boolean, at: string | null): Entry | null {
    if (this.#order.length >= MAX_ENTRIES) return null;
    const last = this.#order.at(-1) ?? null;
    // A parent that is not in the file was lost; what follows is taken as it stands.
    const known = parentId === null ? undefined : this.#entries.get(parentId.slice(0, 64));
    const parent = isRoot ? null : (known ?? last);
    const entry: Entry = { parent, turns: [], turn: null };
    if (parent !== last) entry.turn = this.#turns.react('rewound', null, [], { at, id: null });
    this.#entries.set(id, entry);
    this.#order.push(entry);
    return entry;
  }

  /** Takes back all turns that are not on the way from the last entry to the root, and reactions to branches without turns. */
  #leaveOutBranches(): void {
    const active = new Set<Entry>();
    for (let entry = this.#order.at(-1) ?? null; entry !== null; entry = entry.parent) active.add(entry);
    let abandoned = false;
    for (const entry of this.#order) {
      const turns = entry.turns.filter((draft) => draft !== entry.turn);
      if (active.has(entry)) {
        if (entry.turn !== null && !abandoned) this.#turns.drop(entry.turn);
        abandoned = false;
        continue;
      }
      if (entry.turn !== null) this.#turns.drop(entry.turn);
      for (const draft of turns) this.#turns.drop(draft);
      abandoned ||= turns.length > 0;
    }
  }
}
