// Chat completions as OpenAI's API has them and many agents log them: an object, an array or lines with `messages` (also
// `traj`, `conversation`), bare lists of messages, one message per line. Failures are only in the text.
// https://platform.openai.com/docs/api-reference/chat
import type { Outcome, Passage, Session } from '../../model/session.ts';
import { buildSession } from '../build-session.ts';
import type { Conversation } from '../conversations.ts';
import { firstMessages, readConversations } from '../conversations.ts';
import { separateInjected } from '../injected-text.ts';
import type { JsonObject } from '../json-fields.ts';
import {
  asArray,
  contentText,
  field,
  firstString,
  numberField,
  objectField,
  parseObject,
  stringField,
} from '../json-fields.ts';
import { OpenCalls } from '../open-calls.ts';
import type { LogFormat, LogHead, LogInput } from '../source.ts';
import { describeTool } from '../tool-action.ts';
import { judgeResult } from '../tool-verdict.ts';
import type { Stamp } from '../turn-list.ts';
import { TextBudget, TurnList } from '../turn-list.ts';
import { toUtc } from '../utc-time.ts';

export const openaiChat: LogFormat = { id: 'openai-chat', version: 1, detect, read };

function detect(head: LogHead): boolean {
  const messages = firstMessages(head);
  if (messages.length === 0) return false;
  return messages.length > 1 || Array.isArray(messages[0]?.['tool_calls']) || head.document !== undefined;
}

async function* read(input: LogInput): AsyncGenerator<Session> {
  for await (const conversation of readConversations(input))
    yield readConversation(conversation, new TextBudget(input.report));
}

function readConversation({ id, messages, record, first }: Conversation, budget: TextBudget): Session {
  const turns = new TurnList(budget);
  const open = new OpenCalls();
  const metadata = objectField(record, 'metadata');
  for (const one of [first, record])
    turns.see(toUtc(field(one, 'timestamp') ?? field(one, 'created_at') ?? field(one, 'created')));
  for (const message of messages) {
    const stamp: Stamp = { at: toUtc(message['timestamp'] ?? message['created_at']), id: stringField(message, 'id') };
    turns.see(stamp.at);
    switch (message['role']) {
      case 'assistant':
      case 'model':
        readAnswer(message, turns, open, stamp);
        break;
      case 'user':
        readUser(message, turns, open, stamp);
        break;
      case 'tool':
      case 'function':
        readResult(message, contentText(message['content']), turns, open, stamp);
        break;
      default:
        turns.say('system', [{ text: contentText(message['content']), origin: 'external' }], stamp);
    }
  }
  const outcome = outcomeOf(record);
  if (outcome !== null) turns.end(outcome, { at: null, id: null });
  return buildSession(
    {
      format: 'openai-chat',
      id,
      agent: firstString(record, ['agent', 'agent_name']) ?? 'openai-chat',
      model:
        firstString(record, ['model']) ??
        firstString(objectField(record, 'response'), ['model']) ??
        firstString(metadata, ['model']),
      directory:
        firstString(record, ['cwd', 'working_directory']) ?? firstString(metadata, ['cwd', 'working_directory']),
      project:
        firstString(record, ['project', 'repository', 'repo']) ??
        firstString(metadata, ['project', 'repository', 'repo']),
      people: [firstString(record, ['user', 'user_id']) ?? firstString(metadata, ['user', 'user_id'])].filter(
        (name) => name !== null,
      ),
      outcome,
    },
    turns,
  );
}

function readAnswer(message: JsonObject, turns: TurnList, open: OpenCalls, stamp: Stamp): void {
  turns.say('agent', [{ text: contentText(message['content']), origin: 'agent' }], stamp);
  const parts = asArray(message['content']).filter((part) =>
    ['tool_call', 'tool_use', 'function_call'].includes(stringField(part, 'type') ?? ''),
  );
  for (const call of [
    ...asArray(message['tool_calls']),
    ...parts,
    ...(objectField(message, 'function_call') === null ? [] : [message['function_call']]),
  ]) {
    const target = objectField(call, 'function') ?? objectField(call, 'custom') ?? call;
    const raw = field(target, 'arguments') ?? field(target, 'input') ?? field(target, 'args');
    const use = describeTool(
      stringField(target, 'name') ?? 'unknown',
      parseObject(raw),
      typeof raw === 'string' ? raw : '',
    );
    const id = firstString(call, ['id', 'call_id', 'tool_call_id']);
    open.add(id, turns.call(use, { at: stamp.at, id: id ?? stamp.id }));
  }
}

/** Text of the user role; dumps that were converted put tool results into it as parts. */
function readUser(message: JsonObject, turns: TurnList, open: OpenCalls, stamp: Stamp): void {
  const content = message['content'];
  const passages: Passage[] = [];
  for (const part of typeof content === 'string' ? [content] : asArray(content)) {
    if (['tool_output', 'tool_result', 'function_call_output'].includes(stringField(part, 'type') ?? '')) {
      const output = field(part, 'output') ?? field(part, 'content') ?? field(part, 'text');
      readResult(part, contentText(output), turns, open, stamp);
    } else passages.push(...separateInjected(contentText([part])));
  }
  turns.say('user', passages, stamp);
}

function readResult(result: unknown, text: string, turns: TurnList, open: OpenCalls, stamp: Stamp): void {
  const id = firstString(result, ['tool_call_id', 'call_id', 'tool_use_id']);
  const call =
    open.take(id) ?? turns.call(describeTool(stringField(result, 'name') ?? 'unknown', null), { at: null, id });
  const flag = field(result, 'is_error');
  const verdict = judgeResult(call, text, typeof flag === 'boolean' ? flag : null, numberField(result, 'exit_code'));
  turns.finish(call, { ...verdict, at: stamp.at });
  if (verdict.refused) turns.react('rejected', call, verdict.reason, stamp);
}

/** What the log says about the end: a reward from 0 to 1, or a flag. */
function outcomeOf(record: JsonObject): Outcome | null {
  for (const key of ['reward', 'score', 'success', 'resolved', 'passed']) {
    const value = record[key];
    if (typeof value === 'boolean') return value ? 'success' : 'failure';
    if (key === 'reward' && typeof value === 'number' && value >= 0 && value <= 1)
      return value >= 0.999 ? 'success' : value <= 0.001 ? 'failure' : 'unknown';
  }
  return null;
}
