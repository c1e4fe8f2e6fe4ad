// How Codex writes calls and their outputs: patches, running commands, and the lines its shell tool puts before an output.
import {
  asArray,
  contentText,
  describeInput,
  field,
  numberField,
  objectField,
  parseObject,
  stringField,
} from './json-fields.ts';
import type { JsonObject } from './json-fields.ts';
import { copyText } from './shorten-text.ts';
import { shellStatus } from './shell-result.ts';
import { OpenCalls } from './open-calls.ts';
import type { ToolUse } from './tool-action.ts';
import { describePatch, describeTool, joinWords } from './tool-action.ts';
import { judgeResult } from './tool-verdict.ts';
import type { CallDraft, Stamp, TurnList } from './turn-list.ts';

/** A command that goes on; its output then holds the session id of its process. */
const RUNNING = /^(?:Chunk ID: .*\n)?(?:Wall time: .*\n)?Process running with session ID (\d+)/;
/** What the tool puts before the output of a command. */
const PREAMBLE =
  /^(?:(?:Chunk ID|Wall time|Process (?:exited|running)|Original token count|Exit code|Total output lines)\b.*\n)+Output:\n?/;

/** The calls of one rollout, and the commands that still run. */
export class RolloutCalls {
  readonly #turns: TurnList;
  readonly #open = new OpenCalls();
  readonly #byId = new Map<string, CallDraft>();
  /** Commands that still run, by the session id of their process, with what they printed so far. */
  readonly #running = new Map<string, { readonly call: CallDraft; readonly printed: string[] }>();
  /** Polls of running commands, by the poll's call id. */
  readonly #polls = new Map<string, string>();

  constructor(turns: TurnList) {
    this.#turns = turns;
  }

  /** A call; asking a running command for more is part of that command. */
  call(payload: JsonObject, stamp: Stamp): void {
    const name = stringField(payload, 'name') ?? 'unknown';
    const namespace = stringField(payload, 'namespace');
    const raw = payload['arguments'] ?? payload['input'];
    const args = parseObject(raw);
    const process = name === 'write_stdin' ? numberField(args, 'session_id') : null;
    if (process !== null && stamp.id !== null && this.#running.has(String(process))) {
      this.#polls.set(stamp.id, String(process));
      return;
    }
    const text = typeof raw === 'string' ? raw : '';
    const patch = name === 'apply_patch' ? (stringField(args, 'input') ?? text) : patchOf(args);
    const use =
      patch === null
        ? describeTool(namespace === null ? name : `${namespace}${name}`, args, text)
        : describePatch(patch);
    this.begin(use, stamp);
  }

  begin(use: ToolUse, stamp: Stamp): void {
    const call = this.#turns.call(use, stamp);
    this.#open.add(stamp.id, call);
    if (stamp.id !== null) this.#byId.set(stamp.id, call);
  }

  output(payload: JsonObject, at: string | null): void {
    const id = stringField(payload, 'call_id');
    const { text, exitCode } = readOutput(payload['output']);
    const poll = id === null ? undefined : this.#polls.get(id);
    const running = poll === undefined ? undefined : this.#running.get(poll);
    const call =
      running?.call ?? this.#open.take(id) ?? this.#turns.call(describeTool('unknown', null), { at: null, id });
    const process = call.action === 'shell' ? RUNNING.exec(text)?.[1] : undefined;
    const printed = running?.printed ?? [];
    if (process !== undefined) {
      // The command goes on; what it prints until it ends belongs to one call.
      printed.push(copyText(text.replace(PREAMBLE, '').slice(0, 40_000)));
      if (printed.length > 40) printed.splice(20, 1);
      this.#running.set(process, { call, printed });
      this.#turns.see(at);
      return;
    }
    if (poll !== undefined) this.#running.delete(poll);
    const before = printed.join('');
    const head = PREAMBLE.exec(text)?.[0] ?? '';
    this.#finish(call, before === '' ? text : head + before + text.slice(head.length), at, null, exitCode);
  }

  /** @param failed what an event stated, null when only the text tells */
  #finish(
    call: CallDraft,
    text: string,
    at: string | null,
    failed: boolean | null,
    exitCode: number | null = null,
  ): void {
    // An event with the real exit code comes before the item that repeats the output as text.
    const stated = call.done ? { exitCode: call.exitCode, status: call.status } : null;
    const verdict = judgeResult(call, text, failed, exitCode ?? stated?.exitCode ?? null);
    const output = text.startsWith('aborted by user') ? text : verdict.text.replace(PREAMBLE, '');
    const code = verdict.exitCode;
    const judged =
      code !== null && call.action === 'shell' && verdict.status !== 'interrupted'
        ? shellStatus(call.command, code, false, output)
        : verdict.status;
    const status =
      stated?.status === 'failed' && call.action !== 'shell'
        ? 'failed'
        : call.status === 'interrupted'
          ? 'interrupted'
          : judged;
    this.#turns.finish(call, { ...verdict, status, text: output, at });
    if (verdict.refused) this.#turns.react('rejected', call, verdict.reason, { at, id: null });
  }

  /** Older versions state the end of a command apart, with its real exit code; newer ones so tell what the user ran. */
  commandEnd(payload: JsonObject, stamp: Stamp): void {
    const call = this.#known(payload);
    const exitCode = numberField(payload, 'exit_code');
    const text =
      stringField(payload, 'aggregated_output') ??
      [stringField(payload, 'stdout'), stringField(payload, 'stderr')]
        .filter((part) => part !== null && part !== '')
        .join('\n');
    if (call !== null) {
      if (!call.done) this.#finish(call, text, stamp.at, null, exitCode);
      return;
    }
    if (stringField(payload, 'source')?.startsWith('user') !== true) return;
    const words = asArray(payload['command']).filter((word): word is string => typeof word === 'string');
    const own = this.#turns.call(
      { ...describeTool('shell', { command: joinWords(words) }), tool: 'user_shell' },
      stamp,
      'user',
    );
    this.#finish(own, text, stamp.at, null, exitCode);
  }

  /** What an event states about an edit or a remote tool, before the item with its output. */
  end(payload: JsonObject, at: string | null): void {
    const call = this.#known(payload);
    if (call === null) return;
    if (payload['type'] === 'patch_apply_end') {
      call.path ??= Object.keys(objectField(payload, 'changes') ?? {})[0]?.slice(0, 4_000) ?? null;
      const text = [stringField(payload, 'stdout'), stringField(payload, 'stderr')].join('\n');
      if (payload['success'] === false) this.#finish(call, text, at, true);
      return;
    }
    const result = objectField(payload, 'result');
    const failure = field(result, 'Err') ?? (field(objectField(result, 'Ok'), 'isError') === true ? '' : undefined);
    if (failure !== undefined)
      this.#finish(call, typeof failure === 'string' ? failure : describeInput(failure), at, true);
  }

  interrupt(stamp: Stamp): void {
    const call = this.#open.newest ?? [...this.#running.values()].at(-1)?.call ?? null;
    if (call !== null && !call.done) call.status = 'interrupted';
    this.#turns.react('interrupted', call, [], stamp);
  }

  /** The log ends: commands that still run keep what they printed. */
  settle(): void {
    for (const { call, printed } of this.#running.values()) this.#finish(call, printed.join(''), null, null);
  }

  #known(payload: JsonObject): CallDraft | null {
    return this.#byId.get(stringField(payload, 'call_id') ?? '') ?? null;
  }
}

/** The patch of a shell call that only applies one: `["apply_patch", "*** Begin Patch…"]`. */
function patchOf(args: JsonObject | null): string | null {
  const words = asArray(field(args, 'command'));
  return words[0] === 'apply_patch' && typeof words[1] === 'string' ? words[1] : null;
}

/** Output of a call: text, items with text, or (older) JSON in a text with the exit code beside it. */
function readOutput(output: unknown): { readonly text: string; readonly exitCode: number | null } {
  if (typeof output !== 'string') {
    const inner = objectField({ output }, 'output');
    return {
      text: inner === null ? contentText(output) : (stringField(inner, 'output') ?? contentText(inner['content'])),
      exitCode: numberField(objectField(inner, 'metadata'), 'exit_code'),
    };
  }
  const parsed = output.startsWith('{"output"') ? parseObject(output) : null;
  if (parsed === null) return { text: output, exitCode: null };
  return {
    text: stringField(parsed, 'output') ?? output,
    exitCode: numberField(objectField(parsed, 'metadata'), 'exit_code'),
  };
}
