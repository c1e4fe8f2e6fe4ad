// Transcripts of Cursor's agent: JSON lines `{role, message}`, or the older text with `user:` and `assistant:` blocks.
// What a person typed stands only inside <user_query>; JSON lines hold neither results nor times (log-formats.md, section 7).
import { createHash } from 'node:crypto';
import type { Passage, Session } from '../../model/session.ts';
import { buildSession } from '../build-session.ts';
import { separateInjected } from '../injected-text.ts';
import type { CursorBlock } from '../cursor-blocks.ts';
import { CursorBlocks } from '../cursor-blocks.ts';
import { asArray, asObject, contentText, field, objectField, parseObject, stringField } from '../json-fields.ts';
import { copyText } from '../shorten-text.ts';
import type { LogFormat, LogHead, LogInput } from '../source.ts';
import { describeTool } from '../tool-action.ts';
import { judgeResult } from '../tool-verdict.ts';
import type { CallDraft } from '../turn-list.ts';
import { TextBudget, TurnList } from '../turn-list.ts';
import { toUtc } from '../utc-time.ts';

export const cursor: LogFormat = { id: 'cursor', version: 1, detect, read };

const NO_STAMP = { at: null, id: null };
const OPEN = '<user_query>';
const CLOSE = '</user_query>';

function detect(head: LogHead): boolean {
  return head.records.some(isTurn) || isText(head.text);
}

function isTurn(record: unknown): boolean {
  const object = asObject(record);
  if (object === null || Object.keys(object).some((key) => key !== 'role' && key !== 'message')) return false;
  const message = objectField(object, 'message');
  // Other logs put the role into the message as well.
  return (
    (object['role'] === 'user' || object['role'] === 'assistant') &&
    message !== null &&
    Object.hasOwn(message, 'content') &&
    !Object.hasOwn(message, 'role')
  );
}

function isText(text: string): boolean {
  return (
    /^(?:user|assistant):[ \t]*(?:\n|$)/.test(text) &&
    (/^\[(?:Tool call|Tool result|Thinking)\]/m.test(text) || text.includes(`\n${OPEN}`))
  );
}

async function* read(input: LogInput): AsyncGenerator<Session> {
  const transcript = new Transcript(input);
  let isJson: boolean | null = null;
  const blocks = new CursorBlocks();
  for await (const batch of input.lines) {
    isJson ??= /^\s*[[{]/.test(batch[0]?.text ?? '');
    if (isJson) break;
    for (const line of batch) transcript.addBlock(blocks.add(line));
  }
  transcript.addBlock(blocks.end());
  if (isJson === true) for await (const batch of input.records) for (const { value } of batch) transcript.add(value);
  const session = transcript.session();
  if (session !== null) yield session;
}

class Transcript {
  readonly #input: LogInput;
  readonly #turns: TurnList;
  readonly #unknown = new Map<string, number>();
  #opening = '';
  #call: CallDraft | null = null;
  #directory: string | null = null;

  constructor(input: LogInput) {
    this.#input = input;
    this.#turns = new TurnList(new TextBudget(input.report));
  }

  /** Adds one JSON record; false when it is none of a transcript. */
  add(record: unknown): boolean {
    const type = stringField(record, 'type');
    if (type === 'turn_ended') {
      if (/^(?:aborted|cancell?ed|interrupted)$/.test(stringField(record, 'status') ?? ''))
        this.#turns.react('interrupted', null, [], NO_STAMP);
      return true;
    }
    if (!isTurn(record)) {
      this.#unknown.set(type ?? 'none', (this.#unknown.get(type ?? 'none') ?? 0) + 1);
      return false;
    }
    const content = field(objectField(record, 'message'), 'content');
    for (const block of typeof content === 'string' ? [content] : asArray(content)) {
      const kind = stringField(block, 'type') ?? 'text';
      if (kind === 'tool_use')
        this.#turns.call(
          describeTool(stringField(block, 'name') ?? 'unknown', parseObject(field(block, 'input'))),
          NO_STAMP,
        );
      else if (kind === 'text') this.#say(stringField(record, 'role') ?? '', contentText([block]));
      else if (kind !== 'thinking') this.#unknown.set(kind, (this.#unknown.get(kind) ?? 0) + 1);
    }
    return true;
  }

  /** Adds a block of the text form. */
  addBlock(block: CursorBlock | null): void {
    if (block === null) return;
    const { kind, name, text } = block;
    if (kind === 'user' || kind === 'assistant') this.#say(kind, text);
    else if (kind === 'tool call') this.#call = this.#textCall(name, text);
    else if (kind === 'tool result') {
      const call =
        this.#call !== null && !this.#call.done ? this.#call : this.#turns.call(describeTool(name, null), NO_STAMP);
      this.#turns.finish(call, { ...judgeResult(call, text, null), at: null });
    }
  }

  session(): Session | null {
    const unknown = [...this.#unknown].map(([type, count]) => `${count} of type ${type.slice(0, 40)}`);
    if (unknown.length > 0)
      this.#input.report({
        code: 'unknown-records',
        line: null,
        detail: `left out: ${unknown.slice(0, 5).join(', ')}`,
      });
    if (this.#turns.isEmpty) return null;
    const id =
      /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(this.#input.name)?.[0] ??
      createHash('sha256').update(this.#opening).digest('hex').slice(0, 24);
    return buildSession({ format: 'cursor', id, agent: 'cursor', directory: this.#directory }, this.#turns);
  }

  #say(role: string, text: string): void {
    if (this.#opening.length < 4_000) this.#opening += `${role}\n${text.slice(0, 1_000)}\n`;
    if (role === 'assistant') {
      this.#turns.say('agent', [{ text, origin: 'agent' }], NO_STAMP);
      return;
    }
    this.#directory ??= /^Workspace Path: (.{1,1000})$/m.exec(text.slice(0, 20_000))?.[1]?.trim() ?? null;
    this.#turns.say('user', separateQuery(text), { at: timeOf(text), id: null });
  }

  #textCall(name: string, text: string): CallDraft {
    const args: Record<string, string> = {};
    let key: string | null = null;
    for (const line of text.slice(0, 100_000).split('\n').slice(0, 2_000)) {
      const pair = /^[ \t]{0,4}([A-Za-z_]\w{0,60}):[ \t]?(.*)$/.exec(line);
      if (pair?.[1] !== undefined && pair[1] !== '__proto__') {
        key = pair[1];
        args[key] = pair[2] ?? '';
      } else if (key !== null) args[key] = `${args[key] ?? ''}\n${line}`;
    }
    const json = parseObject(text);
    return this.#turns.call(describeTool(name, json ?? (key === null ? null : args), text), NO_STAMP);
  }
}

/**
 * The query a person typed and what the editor put around it. It ends the text but for reminders of the program, and
 * is the last one: files and pages quoted before it may imitate it.
 */
function separateQuery(text: string): readonly Passage[] {
  const trimmed = text.trim();
  const close = trimmed.lastIndexOf(CLOSE);
  const open = trimmed.lastIndexOf(OPEN, close);
  const rest = close === -1 ? '' : trimmed.slice(close + CLOSE.length).trim();
  const isLast = rest === '' || /^<(system[_-]reminder)>[^]*<\/\1>$/.test(rest);
  if (close === -1 || open === -1 || !isLast) return [{ text: trimmed, origin: 'external' }];
  const typed = copyText(trimmed.slice(open + OPEN.length, close).trim());
  return [
    { text: copyText(trimmed.slice(0, open).trim()), origin: 'external' },
    ...separateInjected(typed),
    { text: copyText(rest), origin: 'external' },
  ];
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TIME =
  /<timestamp>[A-Z][a-z]{2,8}, ([A-Z][a-z]{2})[a-z]* (\d{1,2}), (\d{4}),? (\d{1,2}):(\d\d) ([AP]M) \(UTC(?:([+-])(\d{1,2})(?::(\d\d))?)?\)<\/timestamp>/;

/** The time newer builds put before a query, such as `Thursday, Mar 5, 2026, 3:14 PM (UTC+1)`. */
function timeOf(text: string): string | null {
  const match = TIME.exec(text.slice(0, 20_000));
  if (match === null) return null;
  const two = (value: string | number): string => String(value).padStart(2, '0');
  const month = MONTHS.indexOf(match[1] ?? '') + 1;
  const hour = (Number(match[4]) % 12) + (match[6] === 'PM' ? 12 : 0);
  const zone = `${match[7] ?? '+'}${two(match[8] ?? 0)}:${match[9] ?? '00'}`;
  return toUtc(`${match[3] ?? ''}-${two(month)}-${two(match[2] ?? '')}T${two(hour)}:${match[5] ?? ''}:00${zone}`);
}
