// Requests and answers of the Anthropic Messages API: blocks of text, tool_use and tool_result, results in the user role.
// https://docs.claude.com/en/api/messages
import type { Passage, Session } from '../../model/session.ts';
import { buildSession } from '../build-session.ts';
import type { Conversation } from '../conversations.ts';
import { firstMessages, readConversations } from '../conversations.ts';
import { separateInjected } from '../injected-text.ts';
import type { JsonObject } from '../json-fields.ts';
import { asArray, contentText, field, firstString, objectField, parseObject, stringField } from '../json-fields.ts';
import { OpenCalls } from '../open-calls.ts';
import type { LogFormat, LogHead, LogInput } from '../source.ts';
import { describeTool } from '../tool-action.ts';
import { judgeResult } from '../tool-verdict.ts';
import type { Stamp } from '../turn-list.ts';
import { TextBudget, TurnList } from '../turn-list.ts';
import { toUtc } from '../utc-time.ts';

export const anthropicMessages: LogFormat = { id: 'anthropic-messages', version: 1, detect, read };

const BLOCKS = new Set([
  'tool_use',
  'tool_result',
  'server_tool_use',
  'thinking',
  'redacted_thinking',
  'web_search_tool_result',
]);

function detect(head: LogHead): boolean {
  const messages = firstMessages(head);
  if (
    messages.length === 0 ||
    messages.some((message) => Array.isArray(message['tool_calls']) || message['role'] === 'tool')
  )
    return false;
  if (
    messages.some((message) =>
      asArray(message['content']).some((block) => BLOCKS.has(stringField(block, 'type') ?? '')),
    )
  )
    return true;
  const record = head.document ?? head.records[0];
  return (
    field(record, 'system') !== undefined ||
    messages.some((message) => message['type'] === 'message' && typeof message['stop_reason'] === 'string')
  );
}

async function* read(input: LogInput): AsyncGenerator<Session> {
  for await (const conversation of readConversations(input))
    yield readConversation(conversation, new TextBudget(input.report));
}

function readConversation({ id, messages, record, first }: Conversation, budget: TextBudget): Session {
  const turns = new TurnList(budget);
  const open = new OpenCalls();
  const time = toUtc(field(record, 'timestamp') ?? field(record, 'created_at'));
  turns.see(time);
  turns.see(toUtc(field(first, 'timestamp') ?? field(first, 'created_at')));
  const system = contentText(field(record, 'system') ?? field(objectField(record, 'request'), 'system') ?? '');
  turns.say('system', [{ text: system, origin: 'external' }], { at: time, id: null });
  let model = firstString(record, ['model']) ?? firstString(objectField(record, 'request'), ['model']);
  for (const message of messages) {
    const stamp: Stamp = { at: toUtc(message['timestamp'] ?? message['created_at']), id: stringField(message, 'id') };
    model ??= stringField(message, 'model');
    if (message['role'] === 'assistant') readAnswer(message, turns, open, stamp);
    else if (message['role'] === 'user') readUser(message, turns, open, stamp);
    else turns.say('system', [{ text: contentText(message['content']), origin: 'external' }], stamp);
  }
  const directory =
    firstString(record, ['cwd', 'working_directory']) ??
    firstString(objectField(record, 'metadata'), ['cwd', 'working_directory']);
  const project =
    firstString(record, ['project', 'repository', 'repo']) ??
    firstString(objectField(record, 'metadata'), ['project', 'repository', 'repo']);
  return buildSession(
    {
      format: 'anthropic-messages',
      id,
      agent: firstString(record, ['agent', 'agent_name']) ?? 'anthropic-messages',
      model,
      directory,
      project,
    },
    turns,
  );
}

function readAnswer(message: JsonObject, turns: TurnList, open: OpenCalls, stamp: Stamp): void {
  const content = message['content'];
  if (typeof content === 'string') turns.say('agent', [{ text: content, origin: 'agent' }], stamp);
  for (const block of asArray(content)) {
    const type = stringField(block, 'type');
    const id = stringField(block, 'id');
    if (type === 'tool_use' || type === 'server_tool_use') {
      const use = describeTool(stringField(block, 'name') ?? 'unknown', parseObject(field(block, 'input')));
      open.add(id, turns.call(use, { at: stamp.at, id: id ?? stamp.id }));
    } else if (type === 'web_search_tool_result' || type === 'web_fetch_tool_result')
      readResult(block, turns, open, stamp);
    else if (type === null || type === 'text')
      turns.say('agent', [{ text: contentText([block]), origin: 'agent' }], stamp);
  }
}

function readUser(message: JsonObject, turns: TurnList, open: OpenCalls, stamp: Stamp): void {
  const content = message['content'];
  const passages: Passage[] = [];
  for (const block of typeof content === 'string' ? [content] : asArray(content)) {
    if (stringField(block, 'type') === 'tool_result') readResult(block, turns, open, stamp);
    else passages.push(...separateInjected(contentText([block])));
  }
  if (passages.length === 1 && passages[0]?.text.startsWith('[Request interrupted by user') === true)
    turns.react('interrupted', open.newest, [], stamp);
  else turns.say('user', passages, stamp);
}

function readResult(block: unknown, turns: TurnList, open: OpenCalls, stamp: Stamp): void {
  const id = stringField(block, 'tool_use_id');
  const call = open.take(id) ?? turns.call(describeTool('unknown', null), { at: null, id });
  const flag = field(block, 'is_error');
  const verdict = judgeResult(call, contentText(field(block, 'content')), typeof flag === 'boolean' ? flag : null);
  turns.finish(call, { ...verdict, at: stamp.at });
  if (verdict.refused) turns.react('rejected', call, verdict.reason, stamp);
}
