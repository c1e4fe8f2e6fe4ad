// Logs of GitLab CI jobs: sections with epoch times, `$ command` lines, the verdict in the last line (log-formats.md,
// section 17; https://docs.gitlab.com/ci/jobs/job_logs/). Commands are the repository's; nobody speaks here.
import { createHash } from 'node:crypto';
import type { Outcome, Session } from '../../model/session.ts';
import { buildSession } from '../build-session.ts';
import { copyText } from '../shorten-text.ts';
import type { LogFormat, LogHead, LogInput } from '../source.ts';
import { plainLine } from '../terminal-text.ts';
import { describeTool, outputOrigin } from '../tool-action.ts';
import type { CallDraft } from '../turn-list.ts';
import { TextBudget, TurnList } from '../turn-list.ts';
import { toUtc } from '../utc-time.ts';

export const gitlabCi: LogFormat = { id: 'gitlab-ci', version: 1, detect, read };

/** What newer runners put before each line: a time, a stream number, and a plus where the line goes on the one before. */
const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z) [0-9a-f]{2}[OE]([+ ])?/;
const SECTION = /section_(start|end):(\d{9,11}):([\w.-]{1,200})(?:\[[^\]\r\n]{0,200}\])?/g;
/** Characters of one output that are held. */
const MAX_OUTPUT = 4_000_000;

function detect(head: LogHead): boolean {
  const first = head.text.split('\n', 3).map((line) => plainLine(line.replace(STAMP, '')));
  if (first.some((line) => /^(?:[#`>~]|---)/.test(line))) return false;
  return head.text.search(SECTION) !== -1 || /^Running with gitlab-runner \d/.test(first[0] ?? '');
}

async function* read(input: LogInput): AsyncGenerator<Session> {
  const job = new Job(new TextBudget(input.report));
  for await (const batch of input.lines) for (const { text } of batch) job.add(text);
  const session = job.session();
  if (session !== null) yield session;
}

class Job {
  readonly #turns: TurnList;
  readonly #opening = createHash('sha256');
  #lines = 0;
  #call: CallDraft | null = null;
  #output: string[] = [];
  #room = MAX_OUTPUT;
  #at: string | null = null;
  #section: string | null = null;
  /** The last command of the job's own script: the verdict is about it. */
  #script: CallDraft | null = null;
  #version: string | null = null;
  #project: string | null = null;
  #outcome: Outcome | null = null;

  constructor(budget: TextBudget) {
    this.#turns = new TurnList(budget);
  }

  add(raw: string): void {
    const stamp = STAMP.exec(raw);
    this.#see(toUtc(stamp?.[1] ?? null));
    let text = stamp === null ? raw : raw.slice(stamp[0].length);
    text = text.replaceAll(SECTION, (_, kind: string, epoch: string, name: string) => {
      this.#see(toUtc(Number(epoch)));
      if (kind === 'end') this.#finish();
      this.#section = kind === 'start' ? copyText(name) : null;
      return '';
    });
    text = plainLine(text);
    if (this.#lines < 5) this.#opening.update(`${this.#at ?? ''} ${text}\n`);
    this.#lines += 1;
    if (text.trim() !== '') this.#line(text);
  }

  session(): Session | null {
    this.#finish(false);
    if (this.#turns.isEmpty) return null;
    if (this.#outcome !== null) this.#turns.end(this.#outcome, { at: this.#at, id: null });
    return buildSession(
      {
        format: 'gitlab-ci',
        id: this.#opening.digest('hex').slice(0, 24),
        agent: 'gitlab-ci',
        agentVersion: this.#version,
        project: this.#project,
        outcome: this.#outcome,
      },
      this.#turns,
    );
  }

  #see(at: string | null): void {
    this.#at = at ?? this.#at;
    this.#turns.see(at);
  }

  #line(text: string): void {
    this.#version ??= /^Running with gitlab-runner (\S{1,60})/.exec(text)?.[1] ?? null;
    this.#project ??=
      /^(?:Reinitialized existing|Initialized empty) Git repository in \/builds\/(?:[\w-]{8,9}\/\d{1,4}\/)?(.{1,300}?)\/\.git\/?$/.exec(
        text,
      )?.[1] ?? null;
    const command = /^\$ (.+)$/.exec(text)?.[1];
    const failed =
      /^ERROR: Job failed(?: \(([^)]*)\))?:? ?(?:exit (?:code|status) (\d{1,10})|command terminated with exit code (\d{1,10}))?/.exec(
        text,
      );
    if (command !== undefined) {
      this.#finish();
      this.#call = this.#turns.call(
        describeTool('shell', { command: copyText(command) }),
        { at: this.#at, id: null },
        'repository',
      );
      if (this.#section !== 'after_script') this.#script = this.#call;
    } else if (failed !== null) this.#fail(text, failed[2] ?? failed[3]);
    else if (text === 'Job succeeded') {
      this.#finish();
      this.#outcome = 'success';
    } else if (this.#call !== null) {
      this.#room -= text.length + 16;
      if (this.#room > 0) this.#output.push(copyText(text));
    }
  }

  /** The job's verdict: its last command failed with this code, or the job did without one. */
  #fail(text: string, code: string | undefined): void {
    this.#finish();
    this.#outcome = 'failure';
    const isStopped = /execution took longer|canceled|cancelled/.test(text);
    const exitCode = code === undefined ? null : Number(code);
    if (this.#script === null) {
      const call = this.#turns.call(
        { ...describeTool('job', null), input: this.#section ?? 'job' },
        { at: this.#at, id: null },
        'repository',
      );
      this.#turns.finish(call, { status: 'failed', exitCode, text, origin: 'observed', at: this.#at });
    } else {
      this.#script.status = isStopped ? 'interrupted' : 'failed';
      this.#script.exitCode = exitCode;
    }
  }

  /**
   * Ends the open command.
   * @param isOver false when the log ends before the command does
   */
  #finish(isOver = true): void {
    const call = this.#call;
    // The script goes on only after success; what runs after it may fail unnoticed.
    const isGood = isOver && this.#section !== 'after_script';
    const status = isGood ? 'ok' : 'unknown';
    const exitCode = isGood ? 0 : null;
    this.#call = null;
    const text = this.#output.join('\n');
    this.#output = [];
    this.#room = MAX_OUTPUT;
    if (call !== null) this.#turns.finish(call, { status, exitCode, text, origin: outputOrigin(call), at: this.#at });
  }
}
