// What the parts of OpenCode's messages say: typed text apart from what the program added, and calls with their results.
// A non-zero exit is "completed" there; only the metadata of the call has the code (log-formats.md, section 4).
import type { Origin } from '../model/origin.ts';
import type { CallStatus, Passage } from '../model/session.ts';
import { separateInjected } from './injected-text.ts';
import type { JsonObject } from './json-fields.ts';
import { asArray, field, numberField, objectField, parseObject, stringField } from './json-fields.ts';
import { copyText, shortenMessage, shortenOutput } from './shorten-text.ts';
import type { ToolUse } from './tool-action.ts';
import { describePatch, describeTool } from './tool-action.ts';
import type { Verdict } from './tool-verdict.ts';
import { judgeResult } from './tool-verdict.ts';
import { toUtc } from './utc-time.ts';

/** A part that counts, shortened; the others hold no turn. */
export type OpenCodePart = TextPart | CallPart;

interface PartBase {
  readonly id: string;
  readonly at: string | null;
  /** About how many characters it takes. */
  readonly size: number;
}

export interface TextPart extends PartBase {
  readonly kind: 'text';
  readonly text: string;
  /** Null when a person, or the model, wrote it; else who did. */
  readonly added: Origin | null;
}

export interface CallPart extends PartBase {
  readonly kind: 'call';
  readonly callId: string;
  readonly use: ToolUse;
  /** Null while it had not ended. */
  readonly verdict: Verdict | null;
  readonly endedAt: string | null;
  /** What a person answered to the agent's questions, each after its question. */
  readonly answers: readonly Passage[];
}

/** Kinds of parts that are known and hold no turn. */
const SILENT = new Set('reasoning step-start step-finish snapshot patch file agent retry compaction'.split(' '));
/** What the program puts beside a message when it mentions a file. */
const FILE_TEXT = /^(?:Called the (?:Read|list|List) tool with|<(?:file|path|content)>|Error: (?:File|Unable) )/;
/** The user ran the shell command that follows. */
export const OWN_COMMAND = 'The following tool was executed by the user';
const SHELL_NOTE = /<(?:bash|shell)_metadata>([^]*?)<\/(?:bash|shell)_metadata>\s*$/;
const MAX_NOTE = 2_000;
const PART_SIZE = 300;

/**
 * A part of a message.
 * @returns null for a known part that holds no turn, undefined for an unknown one
 */
export function readPart(part: JsonObject): OpenCodePart | null | undefined {
  const type = stringField(part, 'type') ?? '';
  const id = copyText((stringField(part, 'id') ?? '').slice(0, 200));
  if (type === 'text' || type === 'subtask') {
    const text = shortenMessage(stringField(part, type === 'text' ? 'text' : 'prompt') ?? '');
    const added = type === 'subtask' || part['synthetic'] === true || part['ignored'] === true;
    const at = toUtc(numberField(objectField(part, 'time'), 'start'));
    const origin: Origin = FILE_TEXT.test(text) ? 'repository' : 'external';
    return { kind: 'text', id, at, text, added: added ? origin : null, size: PART_SIZE + text.length };
  }
  if (type === 'tool') return readCall(part, id);
  return SILENT.has(type) ? null : undefined;
}

function readCall(part: JsonObject, id: string): CallPart {
  const state = objectField(part, 'state');
  const tool = (stringField(part, 'tool') ?? 'unknown').slice(0, 200);
  const input = parseObject(field(state, 'input'));
  const patch = stringField(input, 'patchText');
  const use = patch === null ? describeTool(tool, input) : { ...describePatch(patch), tool };
  const time = objectField(state, 'time');
  const status = stringField(state, 'status');
  const answers = tool === 'question' && status === 'completed' ? answersOf(input, state) : [];
  const ended = status === 'completed' || status === 'error';
  const verdict = ended ? judge(use, state, status === 'error', answers.length > 0) : null;
  return {
    kind: 'call',
    id,
    callId: copyText((stringField(part, 'callID') ?? id).slice(0, 200)),
    use: { ...use, command: use.command === null ? null : use.command.slice(0, 16_000) },
    verdict,
    at: toUtc(numberField(time, 'start')),
    endedAt: toUtc(numberField(time, 'end')),
    answers,
    size: PART_SIZE + (verdict?.text.length ?? 0) + (use.command?.length ?? 0) + use.input.length,
  };
}

function judge(use: ToolUse, state: JsonObject | null, failed: boolean, hidden: boolean): Verdict {
  const printed = stringField(state, failed ? 'error' : 'output') ?? '';
  // What the shell tool shows in place of nothing.
  const text = use.action === 'shell' && printed.trim() === '(no output)' ? '' : printed;
  const metadata = objectField(state, 'metadata');
  const note = SHELL_NOTE.exec(text.slice(-MAX_NOTE))?.[1] ?? '';
  const code = use.action === 'shell' ? numberField(metadata, 'exit') : null;
  const verdict = judgeResult(use, text, failed, code);
  const status = use.action === 'shell' && code === null ? noted(note, verdict.status) : verdict.status;
  return { ...verdict, status, text: hidden ? '' : shortenOutput(verdict.text) };
}

/** A command that was cut short has no exit code, only a note. */
function noted(note: string, status: CallStatus): CallStatus {
  if (/\buser aborted the command\b/i.test(note)) return 'interrupted';
  return /\bexceed(?:ing|ed) timeout\b/i.test(note) ? 'failed' : status;
}

function answersOf(input: JsonObject | null, state: JsonObject | null): readonly Passage[] {
  const questions = asArray(field(input, 'questions'));
  return asArray(field(objectField(state, 'metadata'), 'answers'))
    .slice(0, 20)
    .flatMap((answer, index): readonly Passage[] => {
      const said = asArray(answer)
        .filter((one): one is string => typeof one === 'string')
        .join(', ');
      if (said.trim() === '') return [];
      const question = shortenMessage(stringField(questions[index], 'question') ?? '');
      return [
        { text: question, origin: 'agent' },
        { text: shortenMessage(said), origin: 'user' },
      ];
    });
}

/** The passages of a text in the user role. @param isSub true in a session that an agent started */
export function passagesOf(part: TextPart, isSub: boolean): readonly Passage[] {
  if (part.added !== null) return [{ text: part.text, origin: part.added }];
  return separateInjected(part.text).map(({ text, origin }) => ({
    text,
    origin: isSub && origin === 'user' ? 'agent' : origin,
  }));
}
