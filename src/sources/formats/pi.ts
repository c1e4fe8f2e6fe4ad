// Sessions of the pi coding agent: a header, then entries; since version 2 a tree in which going back begins a new branch.
// Only the branch that ends in the last entry counts, and where it leaves an abandoned one the user went back.
// https://github.com/badlogic/pi-mono/blob/main/packages/coding-agent/docs/session.md
import type { Origin } from '../../model/origin.ts';
import type { Passage, Session } from '../../model/session.ts';
import { buildSession } from '../build-session.ts';
import { separateInjected } from '../injected-text.ts';
import type { JsonObject } from '../json-fields.ts';
import {
  asArray,
  asObject,
  contentText,
  field,
  numberField,
  objectField,
  parseObject,
  stringField,
} from '../json-fields.ts';
import { OpenCalls } from '../open-calls.ts';
import { copyText } from '../shorten-text.ts';
import { shellStatus } from '../shell-result.ts';
import type { LogFormat, LogHead, LogInput } from '../source.ts';
import { describeTool, outputOrigin } from '../tool-action.ts';
import { judgeResult } from '../tool-verdict.ts';
import type { CallDraft, Draft, Stamp } from '../turn-list.ts';
import { TextBudget, TurnList } from '../turn-list.ts';
import { toUtc } from '../utc-time.ts';

export const pi: LogFormat = { id: 'pi', version: 1, detect, read };

/** Record types that are known and hold no turn; the second half stands in the stream of `pi --mode json`. */
const SILENT = new Set(
  (
    'model_change thinking_level_change custom label session_info context_edit usage leaf ' +
    'agent_start agent_end turn_start turn_end message_start message_update tool_execution_start tool_execution_update ' +
    'tool_execution_end queue_update auto_compaction_start auto_compaction_end auto_retry_start auto_retry_end'
  ).split(' '),
);
/** Entries whose place in the tree is remembered; later ones count as one line. */
const MAX_ENTRIES = 300_000;

/** How pi's shell tool ends a result that it throws, after the output. */
const EXITED = /(?:^|\n)\s*Command exited with code (-?\d{1,10})\s*$/;
const STOPPED = /(?:^|\n)\s*(?:Command aborted|Operation aborted)\s*$/;
/** Calls that were not run because a person typed meanwhile, or an extension said no. */
const SKIPPED = /^Skipped due to queued user message/;
const BLOCKED = /^(?:Tool execution was blocked|Blocked by user)/;

function detect(head: LogHead): boolean {
  const session = head.records.find((record) => stringField(record, 'type') === 'session');
  if (session === undefined || stringField(session, 'id') === null) return false;
  return stringField(session, 'cwd') !== null && stringField(session, 'timestamp') !== null;
}

async function* read(input: LogInput): AsyncGenerator<Session> {
  const unknown = new Map<string, number>();
  const budget = new TextBudget(() =>
    input.report({ code: 'session-shortened', line: null, detail: 'over 64 MB of text; later texts are cut' }),
  );
  let tree = new Tree(input, budget, unknown);
  for await (const batch of input.records) {
    for (const { value } of batch) {
      for (const record of Array.isArray(value) ? value : [value]) {
        const object = asObject(record);
        if (object === null) continue;
        if (object['type'] === 'session' && tree.isAnother(object)) {
          const session = tree.session();
          if (session !== null) yield session;
          tree = new Tree(input, budget, unknown);
        }
        tree.add(object);
      }
    }
  }
  const session = tree.session();
  if (session !== null) yield session;
  const kinds = [...unknown].map(([type, count]) => `${count} of type ${type.slice(0, 40)}`);
  if (kinds.length > 0)
    input.report({ code: 'unknown-records', line: null, detail: `left out: ${kinds.slice(0, 5).join(', ')}` });
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
  readonly #open = new OpenCalls();
  readonly #entries = new Map<string, Entry>();
  readonly #order: Entry[] = [];
  readonly #unknown: Map<string, number>;
  #header: JsonObject | null = null;
  #model: string | null = null;
  #asked = false;

  constructor(input: LogInput, budget: TextBudget, unknown: Map<string, number>) {
    this.#input = input;
    this.#turns = new TurnList(budget);
    this.#unknown = unknown;
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
    this.#read(type, record, stamp);
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
        model: this.#model ?? stringField(header, 'modelId'),
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

  #read(type: string, record: JsonObject, stamp: Stamp): void {
    switch (type) {
      case 'message':
        this.#message(objectField(record, 'message'), stamp, true);
        return;
      case 'message_end':
        // In the stream of a run without a terminal nobody types.
        this.#message(objectField(record, 'message'), stamp, false);
        return;
      case 'compaction':
      case 'branch_summary':
        this.#turns.say('system', [{ text: stringField(record, 'summary') ?? '', origin: 'agent' }], stamp);
        return;
      case 'custom_message':
        this.#injected(record, stamp);
        return;
      default:
        if (!SILENT.has(type)) this.#unknown.set(type, (this.#unknown.get(type) ?? 0) + 1);
    }
  }

  #message(message: JsonObject | null, stamp: Stamp, typed: boolean): void {
    const role = stringField(message, 'role');
    if (message === null) return;
    switch (role) {
      case 'user':
        this.#asks(message, stamp, typed);
        return;
      case 'assistant':
        this.#answers(message, stamp);
        return;
      case 'toolResult':
        this.#result(message, stamp);
        return;
      case 'bashExecution':
        this.#ownCommand(message, stamp);
        return;
      case 'custom':
      case 'hookMessage':
        this.#injected(message, stamp);
        return;
      case 'branchSummary':
      case 'compactionSummary':
        this.#turns.say('system', [{ text: stringField(message, 'summary') ?? '', origin: 'agent' }], stamp);
        return;
      default: {
        const kind = `message of role ${role ?? 'none'}`;
        this.#unknown.set(kind, (this.#unknown.get(kind) ?? 0) + 1);
      }
    }
  }

  #asks(message: JsonObject, stamp: Stamp, typed: boolean): void {
    const text = contentText(message['content']).trim();
    const first = !this.#asked;
    this.#asked = true;
    // What starts a sub-agent's session is written by its parent.
    const lowered: Origin | null = first && text.startsWith('Task: ') ? 'agent' : typed ? null : 'external';
    const passages = separateFiles(text).map((passage) =>
      passage.origin === 'user' && lowered !== null ? { text: passage.text, origin: lowered } : passage,
    );
    this.#turns.say('user', passages, stamp);
  }

  #answers(message: JsonObject, stamp: Stamp): void {
    this.#model ??= stringField(message, 'model');
    for (const block of asArray(message['content'])) {
      const type = stringField(block, 'type');
      if (type === 'toolCall') {
        const id = stringField(block, 'id');
        const args = field(block, 'arguments');
        const use = describeTool(
          stringField(block, 'name') ?? 'unknown',
          parseObject(args),
          typeof args === 'string' ? args : '',
        );
        this.#open.add(id, this.#turns.call(use, { at: stamp.at, id: id === 'REDACTED' ? stamp.id : id }), stamp.id);
      } else if (type === 'text') this.#turns.say('agent', [{ text: contentText([block]), origin: 'agent' }], stamp);
    }
    const reason = stringField(message, 'stopReason');
    if (reason === 'aborted') {
      const last = this.#turns.last;
      const stopped = last?.kind === 'call' && last.status === 'interrupted' ? last : null;
      const call = this.#open.newest ?? stopped;
      if (call !== null && !call.done) call.status = 'interrupted';
      this.#turns.react('interrupted', call, [], { at: stamp.at, id: null });
    } else if (reason === 'error') {
      const text = stringField(message, 'errorMessage') ?? '';
      this.#turns.say('system', [{ text, origin: 'external' }], { at: stamp.at, id: null });
    }
  }

  #result(message: JsonObject, stamp: Stamp): void {
    const id = stringField(message, 'toolCallId');
    const call =
      this.#open.take(id) ??
      this.#turns.call(describeTool(stringField(message, 'toolName') ?? 'unknown', null), { at: null, id });
    const text = contentText(message['content']);
    const flag = message['isError'] === true;
    const tail = text.slice(-400);
    const exit = call.action === 'shell' && flag ? EXITED.exec(tail) : null;
    if (exit?.[1] !== undefined) {
      const code = Number(exit[1]);
      const output = text.slice(0, text.length - (tail.length - exit.index)).trimEnd();
      const status = shellStatus(call.command, code, true, output);
      const origin = outputOrigin(call, status === 'failed');
      this.#turns.finish(call, { status, exitCode: code, text: output, origin, at: stamp.at });
      return;
    }
    const verdict = judgeResult(call, text, flag);
    const stopped = flag && (STOPPED.test(tail) || SKIPPED.test(text));
    const blocked = flag && BLOCKED.test(text);
    const status = blocked ? 'rejected' : stopped ? 'interrupted' : verdict.status;
    this.#turns.finish(call, { ...verdict, status, at: stamp.at });
    if (verdict.refused || (blocked && text.startsWith('Blocked by user')))
      this.#turns.react('rejected', call, verdict.reason, { at: stamp.at, id: null });
  }

  /** A command the user ran with `!`. */
  #ownCommand(message: JsonObject, stamp: Stamp): void {
    const use = describeTool('bash', { command: stringField(message, 'command') ?? '' });
    const call: CallDraft = this.#turns.call({ ...use, tool: 'bashExecution' }, stamp, 'user');
    const code = numberField(message, 'exitCode');
    const output = stringField(message, 'output') ?? '';
    const ended = code === null ? 'unknown' : shellStatus(call.command, code, false, output);
    const status = message['cancelled'] === true ? 'interrupted' : ended;
    const origin = outputOrigin(call, status === 'failed');
    this.#turns.finish(call, { status, exitCode: code, text: output, origin, at: stamp.at });
  }

  /** What an extension put into the conversation: of another agent, or of anyone. */
  #injected(message: JsonObject, stamp: Stamp): void {
    const origin = /agent|delegate/i.test(stringField(message, 'customType') ?? '') ? 'agent' : 'external';
    this.#turns.say('user', [{ text: contentText(message['content']), origin }], stamp);
  }
}

/** Files given on the command line stand before what was typed, whole, as elements. */
function separateFiles(text: string): readonly Passage[] {
  if (!text.startsWith('<file name="')) return separateInjected(text);
  const end = text.lastIndexOf('</file>');
  if (end === -1) return [{ text, origin: 'repository' }];
  const after = end + '</file>'.length;
  const files: Passage = { text: copyText(text.slice(0, after)), origin: 'repository' };
  return [files, ...separateInjected(copyText(text.slice(after).trim()))];
}
