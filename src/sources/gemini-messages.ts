// What one message of Gemini CLI says: typed text apart from what the program added, and calls with their results.
// A message is written again as it grows and may be taken back later, so it is kept short and laid out only at the end.
import { createHash } from 'node:crypto';
import type { Passage } from '../model/session.ts';
import { separateInjected } from './injected-text.ts';
import type { JsonObject } from './json-fields.ts';
import { asArray, contentText, field, objectField, parseObject, stringField } from './json-fields.ts';
import { copyText, cutText, shortenMessage, shortenOutput } from './shorten-text.ts';
import type { ToolUse } from './tool-action.ts';
import { describeTool, outputOrigin } from './tool-action.ts';
import { judgeResult } from './tool-verdict.ts';
import type { CallResult, Stamp } from './turn-list.ts';
import { toUtc } from './utc-time.ts';

export interface GeminiMessage extends Stamp {
  readonly from: 'user' | 'agent' | 'system';
  readonly passages: readonly Passage[];
  readonly calls: readonly GeminiCall[];
  /** Results that stand in the user role; calls mostly have theirs already. */
  readonly results: readonly GeminiResponse[];
  /** True for the notice that the user stopped the agent. */
  readonly cancelled: boolean;
  readonly model: string | null;
  /** About how many characters it takes. */
  readonly size: number;
}

export interface GeminiCall {
  readonly id: string | null;
  readonly use: ToolUse;
  /** Null while it had not ended. */
  readonly result: CallResult | null;
  /** True when a person refused it. */
  readonly refused: boolean;
  /** What a person answered to the agent's questions, each after its question. */
  readonly answers: readonly Passage[];
}

export interface GeminiResponse {
  readonly id: string | null;
  readonly name: string;
  readonly text: string;
  readonly failed: boolean;
}

/** Where the text of files begins that the program put after the words that mention them. */
const REFERENCED = /\n?--- Content from referenced files ---/;
const COMMAND = /^(?:\/[\w:-]+(?:\s|$)|\?)/;
/** What the program sends of itself, in the user role. */
const SENT =
  /^(?:(?:System: )?Please continue\.\s*$|System: Potential loop detected|Here is (?:the user's editor context|a summary of changes in the user's editor context))/;
const OWN_COMMAND = /^I ran the following shell command:\n```/;
const STOPPED = /^Request cancelled\.?$/;
const REFUSED = /\buser (?:denied|rejected|declined|did not allow)\b/i;
const FORBIDDEN = /^Tool execution[^\n]{0,200} denied by policy/i;
/** What the shell tool puts around an output. */
const SHELL_HEAD = /^(?:Output|Stdout): /;
const SHELL_TAIL =
  /(?:\n(?:Error|Exit Code|Signal|Background PIDs|Process Group PGID|Background process[^:\n]{0,40}): [^\n]*)+\s*$/i;
/** The frame's last lines are looked for in so many characters: the error line can be long. */
const MAX_TAIL = 4_000;
const CALL_SIZE = 300;

/** A message of a recording, null when its type is not known. */
export function readMessage(record: JsonObject): GeminiMessage | null {
  const type = stringField(record, 'type') ?? '';
  const id = stringField(record, 'id');
  const stamp: Stamp = { at: toUtc(record['timestamp']), id: id === null ? null : copyText(id.slice(0, 200)) };
  const message = { ...stamp, calls: [], results: [], cancelled: false, model: null };
  if (type === 'user') {
    const passages = short(typedPassages(record));
    const results = asArray(record['content']).flatMap(readResponse);
    return { ...message, from: 'user', passages, results, size: sizeOf(passages) + sizeOf(results) };
  }
  if (type === 'gemini' || type === 'model' || type === 'assistant') {
    const passages = short([{ text: partsText(record['content']), origin: 'agent' }]);
    const calls = readCalls(record);
    const size = calls.reduce((sum, { use, result, answers }) => {
      const texts = [result?.text ?? '', use.command ?? '', use.input].map((text) => ({ text }));
      return sum + CALL_SIZE + sizeOf(texts) + sizeOf(answers);
    }, sizeOf(passages));
    return { ...message, from: 'agent', passages, calls, model: stringField(record, 'model'), size };
  }
  const text = partsText(record['content']);
  const cancelled = STOPPED.test(text.trim());
  if (type === 'info') return { ...message, from: 'system', passages: [], cancelled, size: 0 };
  if (type !== 'error' && type !== 'warning') return null;
  const passages = cancelled ? [] : short([{ text, origin: 'external' }]);
  return { ...message, from: 'system', passages, cancelled, size: sizeOf(passages) };
}

/** What stands in the user role: shown text is typed, the rest was put there. */
function typedPassages(record: JsonObject): readonly Passage[] {
  const text = partsText(record['content']);
  const plain = text.trim();
  if (COMMAND.test(plain) || SENT.test(plain)) return [{ text, origin: 'external' }];
  if (OWN_COMMAND.test(plain)) return [{ text, origin: 'observed' }];
  const cut = REFERENCED.exec(text);
  const sent = cut === null ? text : text.slice(0, cut.index);
  const added: readonly Passage[] = cut === null ? [] : [{ text: text.slice(cut.index).trim(), origin: 'repository' }];
  // What a person saw is what was typed; the sent text may have its references resolved.
  const shown = partsText(field(record, 'displayContent') ?? '');
  return [...separateInjected(shown.trim() === '' ? sent : shown), ...added];
}

/** The calls of a message: from the list the program keeps, else from the parts the model wrote. */
function readCalls(record: JsonObject): readonly GeminiCall[] {
  const listed = asArray(record['toolCalls']).flatMap((call): readonly GeminiCall[] => {
    const object = objectField({ call }, 'call');
    return object === null ? [] : [readCall(object)];
  });
  if (listed.length > 0) return listed;
  return asArray(record['content']).flatMap((part): readonly GeminiCall[] => {
    const call = objectField(part, 'functionCall');
    if (call === null) return [];
    const use = describeTool(toolName(call), parseObject(call['args']));
    return [{ id: stringField(call, 'id'), use, result: null, refused: false, answers: [] }];
  });
}

function readCall(call: JsonObject): GeminiCall {
  const args = parseObject(call['args']);
  const use = describeTool(toolName(call), args);
  const id = stringField(call, 'id');
  const status = stringField(call, 'status');
  const text = resultText(call);
  const answers = answersOf(use.tool, args, text);
  const base = { id: id === null ? null : copyText(id.slice(0, 200)), use: shortUse(use), answers, refused: false };
  if (status !== 'success' && status !== 'error' && status !== 'cancelled') return { ...base, result: null };
  const at = toUtc(call['timestamp']);
  const plain = { exitCode: null, at, origin: 'observed' as const };
  if (status === 'cancelled') {
    const refused = REFUSED.test(text.slice(0, 1_000));
    const result = { ...plain, status: refused ? ('rejected' as const) : ('interrupted' as const), text };
    return { ...base, refused, result: { ...result, text: cutText(text, 1_000) } };
  }
  if (status === 'error' && FORBIDDEN.test(text))
    return { ...base, result: { ...plain, status: 'rejected', text: cutText(text, 1_000) } };
  return { ...base, result: judge(use, answers.length > 0 ? '' : text, status === 'error', at) };
}

/** Fills in a call whose result stands apart. */
export function judgeResponse(use: ToolUse, response: GeminiResponse, at: string | null): CallResult {
  return judge(use, response.text, response.failed, at);
}

/** A shell command that exits with an error is a success of the tool; only the text says so. */
function judge(use: ToolUse, text: string, failed: boolean, at: string | null): CallResult {
  const shell = use.action === 'shell' ? unframe(text) : { text, exitCode: null, broken: false };
  const verdict = judgeResult(use, shell.text, failed || shell.broken, shell.exitCode);
  return { ...verdict, text: shortenOutput(verdict.text), origin: outputOrigin(use, verdict.status === 'failed'), at };
}

/** The output without the lines the shell tool puts around it; an exit code of 0 is mostly left out there. */
function unframe(text: string): { readonly text: string; readonly exitCode: number | null; readonly broken: boolean } {
  const from = text.startsWith('Command: ') ? text.search(/\n(?:Output|Stdout): /) + 1 : 0;
  const start = Math.max(0, text.length - MAX_TAIL);
  const tail = SHELL_TAIL.exec(text.slice(start));
  const frame = tail?.[0] ?? '';
  const output = text.slice(from, tail === null ? text.length : start + tail.index).replace(SHELL_HEAD, '');
  const code = /\nExit Code: (-?\d{1,10})/i.exec(frame)?.[1];
  const broken = code === undefined && /\n(?:Error|Signal): (?!\(none\)|0\b)/.test(frame);
  return { text: output === '(empty)' ? '' : output, exitCode: code === undefined ? null : Number(code), broken };
}

function answersOf(tool: string, args: JsonObject | null, text: string): readonly Passage[] {
  if (tool !== 'ask_user') return [];
  const questions = asArray(field(args, 'questions'));
  return Object.entries(objectField(parseObject(text), 'answers') ?? {})
    .slice(0, 20)
    .flatMap(([place, answer]): readonly Passage[] =>
      typeof answer !== 'string' || answer.trim() === ''
        ? []
        : [
            { text: copyText(stringField(questions[Number(place)], 'question') ?? ''), origin: 'agent' },
            { text: shortenMessage(answer), origin: 'user' },
          ],
    );
}

function readResponse(part: unknown): readonly GeminiResponse[] {
  const response = objectField(part, 'functionResponse');
  if (response === null) return [];
  const id = stringField(response, 'id');
  return [
    {
      id: id === null ? null : copyText(id.slice(0, 200)),
      name: toolName(response),
      text: shortenOutput(responseText(response)),
      failed: field(objectField(response, 'response'), 'error') !== undefined,
    },
  ];
}

/** What came back: the responses of the parts, else what was shown. */
function resultText(call: JsonObject): string {
  const result = call['result'];
  const parts = typeof result === 'string' ? [result] : Array.isArray(result) ? result : [objectField(call, 'result')];
  const texts = parts.map((part) => {
    const response = objectField(part, 'functionResponse');
    return response === null ? partsText([part]) : responseText(response);
  });
  const text = texts.filter((one) => one !== '').join('\n');
  return text === '' ? (stringField(call, 'resultDisplay') ?? '') : text;
}

function responseText(response: JsonObject): string {
  const inner = objectField(response, 'response');
  const error = field(inner, 'error');
  const said = typeof error === 'string' ? error : stringField(objectField(inner, 'error'), 'message');
  return said ?? stringField(inner, 'output') ?? contentText(field(inner, 'content') ?? '');
}

/** The text of a string or of text parts; thoughts are none. */
function partsText(content: unknown): string {
  if (!Array.isArray(content)) return contentText(content);
  return contentText(content.filter((part) => field(part, 'thought') !== true));
}

function toolName(call: JsonObject): string {
  return stringField(call, 'name') ?? 'unknown';
}

function shortUse(use: ToolUse): ToolUse {
  return {
    ...use,
    tool: cutText(use.tool, 200),
    command: use.command === null ? null : cutText(use.command, 16_000),
    path: use.path === null ? null : cutText(use.path, 4_000),
  };
}

function short(passages: readonly Passage[]): readonly Passage[] {
  return passages
    .filter((passage) => passage.text.trim() !== '')
    .map(({ text, origin }) => ({ text: shortenMessage(text), origin }));
}

function sizeOf(texts: readonly { readonly text: string }[]): number {
  return texts.reduce((sum, { text }) => sum + text.length, CALL_SIZE);
}

const PATH = /(?:\/[\w.@+-]+){2,30}|[A-Za-z]:\\[\w.@+\\ -]{1,300}/g;
const MAX_CANDIDATES = 5_000;

/**
 * The working directory of a recording that states only its hash: one of the paths its texts mention has it.
 * @param hash sha256 of the directory, hex
 */
export function findDirectory(hash: string, texts: Iterable<string>): string | null {
  const tried = new Set<string>();
  for (const text of texts) {
    for (const match of text.slice(0, 20_000).matchAll(PATH)) {
      let path = match[0].replace(/(?<![\\/. ])[\\/. ]+$/, '');
      while (path !== '' && !tried.has(path)) {
        if (tried.size >= MAX_CANDIDATES) return null;
        tried.add(path);
        if (createHash('sha256').update(path).digest('hex') === hash) return copyText(path);
        path = path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'), 0));
      }
    }
  }
  return null;
}
