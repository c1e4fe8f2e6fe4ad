// Logs of no known program: times, levels, prompts, exit codes (log-formats.md, section 17). There are no roles, so no line is
// a person's; what was run is a call, an entry of an error level is one that failed, everything else is kept as text of unknown origin.
import { createHash } from 'node:crypto';
import type { Session } from '../../model/session.ts';
import { buildSession } from '../build-session.ts';
import {
  beginsEntry,
  isErrorEntry,
  looksLikeLog,
  printsFailure,
  promptCommand,
  stampOf,
  statedExitCode,
} from '../plain-signs.ts';
import { shellStatus } from '../shell-result.ts';
import { copyText } from '../shorten-text.ts';
import type { LogFormat, LogHead, LogInput } from '../source.ts';
import { plainLine } from '../terminal-text.ts';
import { describeTool, outputOrigin } from '../tool-action.ts';
import { judgeResult } from '../tool-verdict.ts';
import type { CallDraft, Stamp } from '../turn-list.ts';
import { TextBudget, TurnList } from '../turn-list.ts';
import { toUtc } from '../utc-time.ts';

export const plainText: LogFormat = { id: 'plain-text', version: 1, detect, read };

/** Lines of one error entry, and entries that differ in numbers only. */
const MAX_ENTRY = 200;
const MAX_REPEATS = 3;
const MAX_TEMPLATES = 5_000;
/** Characters of one output or text that are held. */
const MAX_TEXT = 1_000_000;
/** Lines that name a log without an id of its own. */
const OPENING = 10;

function detect(head: LogHead): boolean {
  // A log may hold a line of JSON here and there; a file of them is another format, known or not.
  if (head.document !== undefined || /^(?:\{|\[\s*[\]{["])/.test(head.text)) return false;
  return looksLikeLog(
    head.text
      .split('\n')
      .slice(0, 250)
      .map((line) => plainLine(line).trim())
      .filter((line) => line !== '')
      .join('\n'),
  );
}

async function* read(input: LogInput): AsyncGenerator<Session> {
  const log = new Log(new TextBudget(input.report));
  const name = input.name.replace(/\.gz$/, '');
  for await (const batch of input.lines) for (const { text } of batch) log.add(plainLine(text));
  const session = log.session(name);
  if (session !== null) yield session;
}

class Log {
  readonly #turns: TurnList;
  readonly #opening = createHash('sha256');
  readonly #templates = new Map<string, number>();
  #lines = 0;
  #stamp: Stamp = { at: null, id: null };
  #kind: 'command' | 'error' | 'text' = 'text';
  #call: CallDraft | null = null;
  #text: string[] = [];
  #room = MAX_TEXT;

  constructor(budget: TextBudget) {
    this.#turns = new TurnList(budget);
  }

  add(line: string): void {
    if (this.#lines < OPENING) this.#opening.update(`${line}\n`);
    this.#lines += 1;
    const at = toUtc(stampOf(line));
    this.#turns.see(at);
    const command = promptCommand(line);
    const exitCode = statedExitCode(line);
    if (command !== null) {
      this.#finish(null);
      this.#begin('command', at);
      this.#call = this.#turns.call(describeTool('shell', { command: copyText(command) }), this.#stamp, 'observed');
    } else if (exitCode !== null && this.#call !== null) {
      this.#keep(line);
      this.#finish(exitCode);
    } else if (this.#kind !== 'command' && beginsEntry(line)) {
      const isTrace = this.#kind === 'error' && line.startsWith('Traceback ');
      const isError = isErrorEntry(line);
      if (isTrace) this.#keep(line);
      else if (isError || this.#kind === 'error') {
        this.#finish(null);
        this.#begin(isError ? 'error' : 'text', at);
        this.#keep(line);
      } else this.#keep(line);
    } else this.#keep(line);
  }

  session(name: string): Session | null {
    this.#finish(null);
    if (this.#turns.isEmpty) return null;
    const id = this.#opening.update(name).digest('hex').slice(0, 24);
    return buildSession({ format: 'plain-text', id, agent: 'plain-text' }, this.#turns);
  }

  #begin(kind: 'command' | 'error' | 'text', at: string | null): void {
    this.#kind = kind;
    this.#stamp = { at: at ?? this.#stamp.at, id: null };
  }

  #keep(line: string): void {
    this.#room -= line.length + 16;
    if (this.#room > 0 && (this.#kind !== 'error' || this.#text.length < MAX_ENTRY)) this.#text.push(copyText(line));
  }

  #finish(exitCode: number | null): void {
    const text = this.#text.join('\n');
    const call = this.#call;
    if (call !== null) this.#finishCommand(call, text, exitCode);
    else if (this.#kind === 'error') this.#addError(text);
    else this.#turns.say('system', [{ text, origin: 'external' }], this.#stamp);
    this.#call = null;
    this.#kind = 'text';
    this.#text = [];
    this.#room = MAX_TEXT;
  }

  #finishCommand(call: CallDraft, text: string, exitCode: number | null): void {
    const verdict = judgeResult(call, text, null, exitCode);
    const looksFailed = verdict.status === 'failed' || printsFailure(text);
    const code = exitCode ?? verdict.exitCode;
    const status = code === null ? (looksFailed ? 'failed' : 'unknown') : shellStatus(call.command, code, false, text);
    this.#turns.finish(call, { status, exitCode: code, text, origin: outputOrigin(call), at: null });
  }

  /** An error entry as a call that failed; of many that differ in numbers only, the first few. */
  #addError(text: string): void {
    const template = text.slice(0, 300).replaceAll(/[0-9a-f]{8,}|\d+/gi, '#');
    const count = (this.#templates.get(template) ?? 0) + 1;
    if (count > MAX_REPEATS || (count === 1 && this.#templates.size >= MAX_TEMPLATES)) return;
    this.#templates.set(template, count);
    const call = this.#turns.call(describeTool('log', null), this.#stamp, 'observed');
    this.#turns.finish(call, { status: 'failed', exitCode: null, text, origin: 'observed', at: null });
  }
}
