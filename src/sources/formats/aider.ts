// Aider's chat history: Markdown of many sessions in one file (log-formats.md, section 9). Only the start of a session has
// a time, local and without zone; it is taken as UTC like all such times, so it is good for the day, and turns have none.
import { createHash } from 'node:crypto';
import type { Session } from '../../model/session.ts';
import type { AiderPiece } from '../aider-pieces.ts';
import { AiderPieces, isAiderHistory } from '../aider-pieces.ts';
import { buildSession } from '../build-session.ts';
import { separateInjected } from '../injected-text.ts';
import { printsFailure } from '../plain-signs.ts';
import { copyText } from '../shorten-text.ts';
import type { LogFormat, LogHead, LogInput } from '../source.ts';
import { describeTool, outputOrigin } from '../tool-action.ts';
import { judgeResult } from '../tool-verdict.ts';
import type { CallDraft } from '../turn-list.ts';
import { TextBudget, TurnList } from '../turn-list.ts';
import { toUtc } from '../utc-time.ts';

export const aider: LogFormat = { id: 'aider', version: 1, detect, read };

const NO_STAMP = { at: null, id: null };
/** Commands after which a person's own words stand. */
const ASKING = new Set(['ask', 'code', 'architect', 'context', 'help', 'ok']);
const COMMAND = /^\/([a-z][a-z-]{0,30})(?:\s+([^]*))?$/;
/** `Run shell command? (Y)es/(N)o [Yes]: y`, and `Add these files to the chat? yes` of older versions. */
const QUESTION = /^(.{1,400}\?) (?:\(Y\)es[^[\]]{0,200}\[[^\]]{0,20}\]: ?)?([A-Za-z]{0,40})$/;
const REFUSAL = /^(?:n|no|s|skip|d|don)/i;
/** Lines kept of one output, and before one question. */
const MAX_OUTPUT = 20_000;
const MAX_SUBJECT = 50;
/** Characters of one line of the tool: its own lines are short. */
const MAX_LINE = 4_000;

function detect(head: LogHead): boolean {
  return isAiderHistory(head.text);
}

async function* read(input: LogInput): AsyncGenerator<Session> {
  const ids = new Map<string, number>();
  let chat: Chat | null = null;
  const pieces = new AiderPieces();
  const take = (piece: AiderPiece): Session | null => {
    if (piece.kind !== 'start') {
      chat?.add(piece);
      return null;
    }
    const ended = chat?.session(ids) ?? null;
    chat = new Chat(piece.text, new TextBudget(input.report));
    return ended;
  };
  for await (const batch of input.lines) {
    for (const line of batch) {
      for (const piece of pieces.add(line)) {
        const ended = take(piece);
        if (ended !== null) yield ended;
      }
    }
  }
  for (const piece of pieces.end()) {
    const ended = take(piece);
    if (ended !== null) yield ended;
  }
  // The closure sets it, which the checker cannot see.
  const last = (chat as Chat | null)?.session(ids) ?? null;
  if (last !== null) yield last;
}

class Chat {
  readonly #turns: TurnList;
  readonly #start: string;
  #opening = '';
  #version: string | null = null;
  #model: string | null = null;
  #directory: string | null = null;
  /** The call whose output the next lines are. */
  #current: { readonly call: CallDraft; readonly output: string[]; readonly failed: boolean } | null = null;
  #edit: CallDraft | null = null;
  /** Lines of the tool before a question: what it asks about. */
  #subject: string[] = [];
  /** True from a request until the agent's answer is complete. */
  #isWorking = false;

  constructor(start: string, budget: TextBudget) {
    this.#start = start;
    this.#turns = new TurnList(budget);
    this.#turns.see(toUtc(start));
  }

  add({ kind, text }: AiderPiece): void {
    if (kind === 'tool') {
      for (const line of text.split('\n')) this.#tool(line);
      return;
    }
    this.#finish();
    if (kind === 'user') this.#user(text);
    else this.#turns.say('agent', [{ text, origin: 'agent' }], NO_STAMP);
  }

  session(ids: Map<string, number>): Session | null {
    this.#finish();
    if (this.#turns.isEmpty) return null;
    const wanted = createHash('sha256').update(`${this.#start}\n${this.#opening}`).digest('hex').slice(0, 24);
    const count = (ids.get(wanted) ?? 0) + 1;
    ids.set(wanted, count);
    return buildSession(
      {
        format: 'aider',
        id: count === 1 ? wanted : `${wanted}-${count}`,
        agent: 'aider',
        agentVersion: this.#version,
        model: this.#model,
        directory: this.#directory,
      },
      this.#turns,
    );
  }

  #user(text: string): void {
    if (this.#opening === '') this.#opening = text.slice(0, 500);
    const lines = text.split('\n');
    // Commands typed in a row stand together; a text that only begins with one is a text.
    if (lines.every((line) => COMMAND.test(line) || line.startsWith('!'))) {
      for (const line of lines) this.#command(line);
      return;
    }
    if (COMMAND.test(text) && ASKING.has(COMMAND.exec(text)?.[1] ?? '')) {
      this.#command(text);
      return;
    }
    if (text === '<blank>') return;
    // An answer in words is logged with its question.
    if (lines.length === 1 && text.includes('(Y)es/') && QUESTION.test(text)) {
      this.#turns.say('user', [{ text, origin: 'external' }], NO_STAMP);
      return;
    }
    this.#isWorking = true;
    const isOutput = text.startsWith('I ran this command:\n');
    this.#turns.say('user', isOutput ? [{ text, origin: 'observed' }] : separateInjected(text), NO_STAMP);
  }

  #command(text: string): void {
    const [, name = '', args = ''] = COMMAND.exec(text) ?? [];
    const line = text.startsWith('!') ? text.slice(1) : name === 'git' ? `git ${args}` : args;
    if (text.startsWith('!') || ((name === 'run' || name === 'test' || name === 'git') && args.trim() !== '')) {
      this.#finish();
      this.#open(
        this.#turns.call({ ...describeTool('shell', { command: copyText(line.trim()) }) }, NO_STAMP, 'user'),
        false,
      );
    } else if (name === 'test' || name === 'lint') {
      this.#finish();
      this.#open(this.#turns.call({ ...describeTool(`/${name}`, null), action: 'other' }, NO_STAMP, 'user'), false);
    } else if (name === 'undo') this.#turns.react('undone', this.#edit, [], NO_STAMP);
    else if (ASKING.has(name) && args.trim() !== '') {
      this.#isWorking = true;
      const typed = { text: copyText(args.trim()), origin: 'user' } as const;
      this.#turns.say('user', [{ text: `/${name}`, origin: 'external' }, typed], NO_STAMP);
    } else this.#turns.say('user', [{ text, origin: 'external' }], NO_STAMP);
  }

  #tool(line: string): void {
    const text = line.slice(0, MAX_LINE).trimEnd();
    if (this.#about(text)) return;
    const question = QUESTION.exec(text);
    if (question !== null) {
      this.#answer(question[1] ?? '', REFUSAL.test(question[2] ?? ''));
      return;
    }
    const running = /^Running (.+)$/.exec(text)?.[1];
    if (running !== undefined && (this.#subject.length === 0 || this.#subject.includes(running))) {
      this.#finish();
      this.#open(this.#turns.call(describeTool('shell', { command: copyText(running) }), NO_STAMP), false);
      return;
    }
    const path =
      /^(?:Applied edit to|Error creating file|Unable to write file) (.+?)(?:: .*)?$/.exec(text)?.[1] ??
      /^(.+): file not found error$/.exec(text)?.[1];
    if (path !== undefined) this.#file(text, copyText(path));
    else if (
      text === 'The LLM did not conform to the edit format.' ||
      /^# \d+ SEARCH\/REPLACE blocks? failed/.test(text)
    )
      this.#editFailed(text);
    else if (this.#current !== null) {
      const place = /^## SearchReplaceNoExactMatch: .{0,200} in (.+)$/.exec(text)?.[1];
      if (place !== undefined) this.#current.call.path ??= copyText(place);
      if (this.#current.output.length < MAX_OUTPUT) this.#current.output.push(text);
    } else if (text !== '' && this.#subject.length < MAX_SUBJECT) this.#subject.push(text);
  }

  /** Lines about the program and the end of an answer; true when the line was one. */
  #about(text: string): boolean {
    this.#version ??= /^Aider v(\S{1,60})$/.exec(text)?.[1] ?? null;
    this.#model ??= /^(?:Main model|Models?): (\S{1,200}?),? with /.exec(text)?.[1] ?? null;
    this.#directory ??= /^Skipping (\/.{1,1000})\/\.aider\S* that matches gitignore/.exec(text)?.[1] ?? null;
    if (text.startsWith('^C')) {
      this.#finish();
      // At an empty prompt the same key only leaves the program.
      if (this.#isWorking) this.#turns.react('interrupted', null, [], NO_STAMP);
      this.#isWorking = false;
      return true;
    }
    const isEnd = /^(?:Tokens: .* sent,|[\d,]+ prompt tokens,)/.test(text);
    if (!isEnd && !/^(?:Commit [0-9a-f]{7,40} |Added \d+ lines? of output|You can use \/undo )/.test(text))
      return false;
    if (isEnd) this.#isWorking = false;
    this.#finish();
    this.#subject = [];
    return true;
  }

  #answer(question: string, isRefused: boolean): void {
    // After a failed edit nothing says where its story ends and the next question begins.
    const subject = this.#subject.length > 0 ? this.#subject : [this.#current?.output.pop() ?? ''];
    this.#subject = [];
    if (/^Attempt to fix (?:test|lint) errors\?/.test(question)) this.#finish(true);
    else if (!question.endsWith('output to the chat?')) this.#finish();
    if (!isRefused) return;
    const isShell = /^Run shell commands?\?/.test(question);
    if (!isShell && !/^(?:Create new file|Allow (?:edits|creation)|Edit the files)/.test(question)) return;
    const use = isShell
      ? describeTool('shell', { command: copyText(subject.join('\n')) })
      : describeTool('edit', { path: copyText(subject.at(-1) ?? '') });
    const call = this.#turns.call(use, NO_STAMP);
    this.#turns.finish(call, { status: 'rejected', exitCode: null, text: question, origin: 'observed', at: null });
    this.#turns.react('rejected', call, [], NO_STAMP);
  }

  #file(text: string, path: string): void {
    this.#finish();
    this.#subject = [];
    const isApplied = text.startsWith('Applied');
    const call = this.#turns.call(describeTool(text.endsWith('not found error') ? 'read' : 'edit', { path }), NO_STAMP);
    if (isApplied) this.#edit = call;
    this.#turns.finish(call, {
      status: isApplied ? 'ok' : 'failed',
      exitCode: null,
      text,
      origin: 'observed',
      at: null,
    });
  }

  /** Both lines may tell of one failure. */
  #editFailed(text: string): void {
    if (this.#current?.failed === true && !this.#current.output.some((line) => line.startsWith('# '))) {
      this.#current.output.push(text);
      return;
    }
    this.#finish();
    this.#subject = [];
    this.#open(this.#turns.call(describeTool('edit', null), NO_STAMP), true);
    this.#current?.output.push(text);
  }

  #open(call: CallDraft, failed: boolean): void {
    this.#current = { call, output: [], failed };
    this.#subject = [];
  }

  /** Ends the call whose output was read. Aider keeps no exit codes: what does not look failed is unknown. */
  #finish(isFailure = false): void {
    const current = this.#current;
    this.#current = null;
    if (current === null) return;
    const text = current.output.join('\n').trim();
    const verdict = judgeResult(current.call, text, null);
    const failed = isFailure || current.failed || verdict.status === 'failed' || printsFailure(text);
    this.#turns.finish(current.call, {
      status: failed ? 'failed' : 'unknown',
      exitCode: verdict.exitCode,
      text,
      origin: current.call.tool.startsWith('/') ? 'observed' : outputOrigin(current.call, failed),
      at: null,
    });
  }
}
