// Turns of pi's entries, one by one: what a person typed or ran, what extensions put there, calls and their results.
import type { Origin } from '../model/origin.ts';
import type { Passage } from '../model/session.ts';
import { separateInjected } from './injected-text.ts';
import type { JsonObject } from './json-fields.ts';
import { asArray, contentText, field, numberField, objectField, parseObject, stringField } from './json-fields.ts';
import type { Losses } from './losses.ts';
import { OpenCalls } from './open-calls.ts';
import { shellStatus } from './shell-result.ts';
import { copyText } from './shorten-text.ts';
import { describeTool, outputOrigin } from './tool-action.ts';
import { judgeResult } from './tool-verdict.ts';
import type { CallDraft, Stamp, TurnList } from './turn-list.ts';

/** Record types that are known and hold no turn; the second half stands in the stream of `pi --mode json`. */
const SILENT = new Set(
  (
    'model_change thinking_level_change custom label session_info context_edit usage leaf ' +
    'agent_start agent_end turn_start turn_end message_start message_update tool_execution_start tool_execution_update ' +
    'tool_execution_end queue_update auto_compaction_start auto_compaction_end auto_retry_start auto_retry_end'
  ).split(' '),
);
/** How pi's shell tool ends a result that it throws, after the output. */
const EXITED = /(?:^|\n)\s*Command exited with code (-?\d{1,10})\s*$/;
const STOPPED = /(?:^|\n)\s*(?:Command aborted|Operation aborted)\s*$/;
/** Calls that were not run because a person typed meanwhile, or an extension said no. */
const SKIPPED = /^Skipped due to queued user message/;
const BLOCKED = /^(?:Tool execution was blocked|Blocked by user)/;

/** Reads the entries of one session. */
export class PiTurns {
  /** The first model that answered. */
  model: string | null = null;
  readonly #turns: TurnList;
  readonly #losses: Losses;
  readonly #open = new OpenCalls();
  #asked = false;

  constructor(turns: TurnList, losses: Losses) {
    this.#turns = turns;
    this.#losses = losses;
  }

  /** Adds the turns of one entry. */
  read(type: string, record: JsonObject, stamp: Stamp): void {
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
        if (!SILENT.has(type)) this.#losses.unknown(type);
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
      default:
        this.#losses.unknown(`message of role ${role ?? 'none'}`);
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
    this.model ??= stringField(message, 'model');
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
