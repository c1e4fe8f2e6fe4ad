// Turns of Claude Code's records, one by one: what a person typed, what programs put there, calls and their results.
// The user role holds far more injected than typed text, and some typed text stands elsewhere: in the reason of a refusal,
// in queued commands, in answers to questions (log-formats.md, sections 1 and 20).
import type { Origin } from '../model/origin.ts';
import type { Passage } from '../model/session.ts';
import type { Chain } from './claude-code-chain.ts';
import { separateInjected } from './injected-text.ts';
import type { JsonObject } from './json-fields.ts';
import { asArray, contentText, field, numberField, objectField, parseObject, stringField } from './json-fields.ts';
import { copyText } from './shorten-text.ts';
import { describeTool } from './tool-action.ts';
import { judgeResult } from './tool-verdict.ts';
import type { Stamp } from './turn-list.ts';

/** Stands for the parent of a record that has none: to type there again means going back to the very beginning. */
const ROOT = '';
/** How a prompt may say that it came from a person at the terminal. */
const TYPED_SOURCES = new Set(['typed', 'queued', 'voice', 'paste', 'suggestion', 'suggestion_accepted']);
const INTERRUPTED = /^\[Request interrupted by user(?: for tool use)?\]$/;
/** Attachments of the program that hold text, and whose text it is. */
const ATTACHMENTS: Readonly<Record<string, Origin>> = {
  hook_additional_context: 'external',
  hook_system_message: 'external',
  hook_success: 'external',
  hook_blocking_error: 'external',
  nested_memory: 'repository',
  edited_text_file: 'repository',
  file: 'repository',
  plan_file_reference: 'agent',
  mcp_resource: 'external',
};

export function readAnswer(chain: Chain, record: JsonObject, stamp: Stamp): void {
  const message = objectField(record, 'message');
  if (record['isApiErrorMessage'] === true) {
    chain.turns.say('system', [{ text: contentText(field(message, 'content')), origin: 'external' }], stamp);
    return;
  }
  const model = stringField(message, 'model');
  if (model !== null && model !== '<synthetic>') chain.model ??= model;
  const content = field(message, 'content');
  for (const block of typeof content === 'string' ? [content] : asArray(content)) {
    const type = stringField(block, 'type');
    if (type === 'tool_use' || type === 'server_tool_use') {
      const id = stringField(block, 'id');
      const use = describeTool(stringField(block, 'name') ?? 'unknown', parseObject(field(block, 'input')));
      chain.open.add(
        id,
        chain.turns.call(use, { at: stamp.at, id: id === null || id === 'REDACTED' ? stamp.id : id }),
        stamp.id,
      );
    } else if (type === null || type === 'text')
      chain.turns.say('agent', [{ text: contentText([block]), origin: 'agent' }], stamp);
  }
}

export function readUser(chain: Chain, record: JsonObject, stamp: Stamp): void {
  const content = field(objectField(record, 'message'), 'content');
  const texts: string[] = [];
  for (const block of typeof content === 'string' ? [content] : asArray(content)) {
    if (stringField(block, 'type') === 'tool_result') readResult(chain, record, block, stamp);
    else texts.push(contentText([block]));
  }
  const injected = originOfRecord(chain, record);
  const passages: Passage[] = [];
  for (const text of texts) {
    const plain = text.trim();
    if (INTERRUPTED.test(plain)) interrupt(chain, stamp);
    else if (injected === null && plain.startsWith('<bash-input>')) runOwnCommand(chain, plain, stamp);
    else if (/^<bash-std(?:out|err)>/.test(plain) && chain.ownCommand !== null) finishOwnCommand(chain, plain, stamp);
    else if (injected === null) passages.push(...separateInjected(plain));
    else passages.push({ text: plain, origin: lower(plain, injected) });
  }
  sayTyped(chain, passages, stringField(record, 'parentUuid') ?? (record['parentUuid'] === null ? ROOT : null), stamp);
}

/** Origin of all text of a user record that no person typed; null when a person may have. */
function originOfRecord(chain: Chain, record: JsonObject): Origin | null {
  if (record['isCompactSummary'] === true || chain.parent !== null || typeof record['agentId'] === 'string')
    return 'agent';
  if (typeof record['planContent'] === 'string') return 'agent';
  if (record['isMeta'] === true || record['isVisibleInTranscriptOnly'] === true) return 'external';
  const kind = stringField(objectField(record, 'origin'), 'kind');
  const source = stringField(record, 'promptSource');
  if (kind !== null && kind !== 'human') return 'external';
  if (kind === 'human' || (source !== null && TYPED_SOURCES.has(source))) return null;
  // A prompt that a program sent may hold anything, such as the text of an issue.
  return source !== null || (stringField(record, 'entrypoint') ?? '').startsWith('sdk') ? 'external' : null;
}

/** The known origin of an injected text when it is better known than that of its record. */
function lower(text: string, fallback: Origin): Origin {
  if (fallback === 'agent') return 'agent';
  const known = separateInjected(text);
  return known.length === 1 && known[0] !== undefined && known[0].origin !== 'user' ? known[0].origin : fallback;
}

function sayTyped(chain: Chain, passages: readonly Passage[], after: string | null, stamp: Stamp): void {
  const typed = passages
    .filter((passage) => passage.origin === 'user')
    .map((passage) => passage.text)
    .join('\n')
    .trim();
  if (typed !== '') {
    const leaves = chain.places.typedBefore(after, chain.typed) !== chain.typed;
    if (stamp.id !== null && after !== null) {
      chain.places.noteTyped(stamp.id);
      chain.typed = stamp.id;
    }
    if (wasQueued(chain, typed, stamp)) return;
    if (after !== null) {
      const again = chain.answered.has(after) && (after !== ROOT || chain.places.isTree);
      if (leaves || again) chain.turns.react('rewound', null, [], { at: stamp.at, id: null });
      chain.answered.add(after);
    }
  }
  chain.turns.say('user', passages, stamp);
}

/** True when a text came from the queue before, alone or with all that waited there; it then counts at its first place. */
function wasQueued(chain: Chain, typed: string, stamp: Stamp): boolean {
  const index = chain.queued.findIndex((one) => one.texts.includes(typed));
  const found =
    index !== -1
      ? chain.queued.splice(index, 1)
      : chain.queued.map((one) => one.texts[0]).join('\n') === typed
        ? chain.queued.splice(0)
        : [];
  for (const one of found) one.draft.id ??= stamp.id;
  // A turn that did not wait there means that the queue is empty.
  if (found.length === 0) chain.queued.length = 0;
  return found.length > 0;
}

/** A text typed while the agent was busy. Slash commands and notes of the program wait in the same queue. */
export function readQueued(chain: Chain, text: string, stamp: Stamp): void {
  const plain = text.trim();
  if (plain === '' || chain.parent !== null || plain.startsWith('{"task_id"') || /^\/[\w:-]+$/.test(plain)) return;
  const passages = separateInjected(plain);
  if (passages.every((passage) => passage.origin !== 'user')) return;
  // A slash command comes again with its arguments alone as typed text.
  const texts = [plain, plain.replace(/^\/[\w:-]+\s+/, '')];
  chain.queued.push({ texts, draft: chain.turns.say('user', passages, { at: stamp.at, id: null }) });
}

/** The user took what waited back into the input line; what is sent of it comes again. */
export function takeBackQueued(chain: Chain): void {
  for (const { draft } of chain.queued.splice(0)) chain.turns.drop(draft);
}

export function readAttachment(chain: Chain, record: JsonObject, stamp: Stamp): void {
  const attachment = objectField(record, 'attachment');
  const type = stringField(attachment, 'type') ?? '';
  if (type === 'queued_command') {
    const prompt = contentText(field(attachment, 'prompt')).trim();
    const mode = stringField(attachment, 'commandMode') ?? 'prompt';
    const kind = stringField(objectField(attachment, 'origin'), 'kind') ?? 'human';
    if (mode === 'prompt' && kind === 'human' && chain.parent === null && attachment?.['isMeta'] !== true)
      sayTyped(chain, separateInjected(prompt), null, stamp);
    else chain.turns.say('user', [{ text: prompt, origin: lower(prompt, 'external') }], stamp);
    return;
  }
  const origin = Object.hasOwn(ATTACHMENTS, type) ? ATTACHMENTS[type] : undefined;
  if (origin === undefined) return;
  const content = field(attachment, 'content') ?? field(attachment, 'snippet') ?? field(attachment, 'planContent');
  const inner = objectField(attachment, 'content');
  const text = contentText(stringField(inner, 'content') ?? field(objectField(inner, 'file'), 'content') ?? content);
  chain.turns.say('system', [{ text, origin }], stamp);
}

export function readSystem(chain: Chain, record: JsonObject, stamp: Stamp): void {
  const text = stringField(record, 'content') ?? '';
  // Slash commands stand here in newer versions; their arguments are typed.
  if (record['subtype'] === 'local_command') sayTyped(chain, separateInjected(text), null, stamp);
  for (const note of asArray(record['hookAdditionalContext'])) {
    chain.turns.say(
      'system',
      [{ text: typeof note === 'string' ? note : contentText(note), origin: 'external' }],
      stamp,
    );
  }
}

function readResult(chain: Chain, record: JsonObject, block: unknown, stamp: Stamp): void {
  const id = stringField(block, 'tool_use_id');
  const call =
    chain.open.take(id, stringField(record, 'sourceToolAssistantUUID')) ??
    chain.turns.call(describeTool('unknown', null), { at: null, id });
  const twin = record['toolUseResult'];
  const result = objectField(record, 'toolUseResult');
  const text = contentText(field(block, 'content'));
  const flag = field(block, 'is_error') === true;
  const verdict = judgeResult(
    call,
    text,
    flag,
    numberField(result, 'exitCode') ?? numberField(result, 'code_exit'),
    twin === 'User rejected tool use',
  );
  const interrupted = result?.['interrupted'] === true && verdict.status !== 'rejected';
  const answers = call.tool === 'AskUserQuestion' && !flag ? answersOf(result, text) : [];
  const shown = answers.length > 0 ? '' : verdict.text;
  const status = interrupted ? 'interrupted' : verdict.status;
  chain.turns.finish(call, { ...verdict, text: shown, status, at: stamp.at });
  if (answers.length > 0 && chain.parent === null) chain.turns.say('user', answers, { at: stamp.at, id: stamp.id });
  const reason = call.tool === 'AskUserQuestion' ? verdict.reason.flatMap(clarification) : verdict.reason;
  if (verdict.refused) chain.turns.react('rejected', call, chain.parent === null ? reason : [], stamp);
}

/** A person who would rather talk about the questions is quoted by the program in words of its own, except for answers and notes. */
function clarification(reason: Passage): readonly Passage[] {
  if (!reason.text.startsWith('The user wants to clarify these questions')) return [reason];
  const own = [...reason.text.slice(0, 20_000).matchAll(/^[ \t]*(?:Answer|User notes):[ \t]*(\S[^\n]*)$/gm)];
  return [
    { text: reason.text, origin: 'external' },
    ...own.map((match): Passage => ({ text: copyText(match[1] ?? ''), origin: reason.origin })),
  ];
}

/** What a person answered to the agent's questions, each after its question. */
function answersOf(result: JsonObject | null, text: string): readonly Passage[] {
  const answers = objectField(result, 'answers');
  const pairs: (readonly [string, string])[] = Object.entries(answers ?? {}).map(([question, answer]) => [
    question,
    asArray(answer).length > 0 ? asArray(answer).map(String).join(', ') : String(answer),
  ]);
  if (pairs.length === 0 && answers === null) {
    for (const match of text.slice(0, 20_000).matchAll(/"([^"\n]{1,1000})"="([^"]{0,4000})"/g))
      pairs.push([match[1] ?? '', match[2] ?? '']);
  }
  const notes = objectField(result, 'annotations');
  return pairs.flatMap(([question, answer]): Passage[] => [
    { text: copyText(question), origin: 'agent' },
    { text: copyText(answer), origin: 'user' },
    { text: copyText(stringField(objectField(notes, question), 'notes') ?? ''), origin: 'user' },
  ]);
}

/** The user stopped the agent. Right after a refusal it says the same again. */
function interrupt(chain: Chain, stamp: Stamp): void {
  if (chain.parent !== null) return;
  const last = chain.turns.last;
  if (last?.kind === 'reaction' && last.reaction !== 'rewound') return;
  const call = chain.open.newest ?? (last?.kind === 'call' ? last : null);
  if (call !== null && !call.done) call.status = 'interrupted';
  chain.turns.react('interrupted', call, [], stamp);
}

/** A shell command that the user ran (`!command`): a call of the user, not of the agent. */
function runOwnCommand(chain: Chain, text: string, stamp: Stamp): void {
  const command = copyText(
    text
      .replace(/^<bash-input>/, '')
      .replace(/<\/bash-input>[\s\S]*$/, '')
      .trim(),
  );
  chain.ownCommand = chain.turns.call({ ...describeTool('Bash', { command }), tool: 'bash-input' }, stamp, 'user');
}

function finishOwnCommand(chain: Chain, text: string, stamp: Stamp): void {
  const call = chain.ownCommand;
  chain.ownCommand = null;
  if (call === null) return;
  const output = copyText(text.replaceAll(/<\/?bash-std(?:out|err)>/g, '').trim());
  const verdict = judgeResult({ ...call, tool: 'Bash' }, output, false);
  // The log says nothing about how it ended.
  chain.turns.finish(call, { ...verdict, status: 'unknown', at: stamp.at });
}
