// Logs of GitHub Actions jobs: one time per line, steps as groups; also as `gh run view --log` prints them, with job and
// step before each line (log-formats.md, section 17). Nobody speaks here: steps are calls, their commands the repository's.
import { createHash } from 'node:crypto';
import type { Session } from '../../model/session.ts';
import { buildSession } from '../build-session.ts';
import { copyText } from '../shorten-text.ts';
import type { LogFormat, LogHead, LogInput } from '../source.ts';
import { plainLine } from '../terminal-text.ts';
import { describeTool, outputOrigin } from '../tool-action.ts';
import type { CallDraft } from '../turn-list.ts';
import { TextBudget, TurnList } from '../turn-list.ts';
import { toUtc } from '../utc-time.ts';

export const githubActions: LogFormat = { id: 'github-actions', version: 1, detect, read };

/** A line, after job and step in the form that gh prints. */
const LINE = /^(?:([^\t]{0,300})\t([^\t]{0,300})\t)?\uFEFF?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6,7}Z)(?: ([^]*))?$/;
/** How much of a file must have that form: what a README quotes has not. */
const SHARE = 0.7;
/** Characters and lines of one step that are held. */
const MAX_OUTPUT = 4_000_000;
/** How GitHub prints the lines of a script: in cyan. */
const CYAN = '\u001b[36;1m';

function detect(head: LogHead): boolean {
  const lines = head.text.split('\n').slice(0, 200);
  const matches = lines.filter((line) => LINE.test(line));
  return (
    LINE.test(lines[0] ?? '') &&
    matches.length >= lines.length * SHARE &&
    matches.some((line) => /##\[(?:group|endgroup|error|warning|command|section)\]|Current runner version:/.test(line))
  );
}

async function* read(input: LogInput): AsyncGenerator<Session> {
  let job: Job | null = null;
  let name: string | null = null;
  for await (const batch of input.lines) {
    for (const { text } of batch) {
      const match = LINE.exec(text);
      const jobName: string | null = match === null ? name : (match[1] ?? null);
      if (job === null || jobName !== name) {
        const ended: Session | null = job?.session() ?? null;
        if (ended !== null) yield ended;
        name = jobName === null ? null : copyText(jobName);
        job = new Job(name, new TextBudget(input.report));
      }
      // A line without a time goes on the one before.
      if (match === null) job.add(null, null, text);
      else job.add(match[2] ?? null, toUtc(match[3]), match[4] ?? '');
    }
  }
  const last = job?.session() ?? null;
  if (last !== null) yield last;
}

interface Step {
  readonly title: string;
  readonly at: string | null;
  /** Lines of the group that opens the step: its script, or the inputs of an action. */
  readonly script: string[];
  readonly inputs: string[];
  readonly output: string[];
  inHead: boolean;
  exitCode: number | null;
  error: boolean;
  cancelled: boolean;
  room: number;
}

/** One job, line by line. */
class Job {
  readonly #name: string | null;
  readonly #turns: TurnList;
  readonly #opening = createHash('sha256');
  #lines = 0;
  #step: Step | null = null;
  #stepName: string | null = null;
  #last: string | null = null;
  #version: string | null = null;
  #project: string | null = null;
  #failed = false;
  #ended = false;

  constructor(name: string | null, budget: TextBudget) {
    this.#name = name;
    this.#turns = new TurnList(budget);
  }

  add(stepName: string | null, at: string | null, raw: string): void {
    const text = plainLine(raw);
    if (this.#lines < 5) this.#opening.update(`${at ?? ''} ${text}\n`);
    this.#lines += 1;
    this.#last = at ?? this.#last;
    this.#turns.see(at);
    this.#version ??= /^Current runner version: '([^']{1,60})'/.exec(text)?.[1] ?? null;
    this.#project ??= /^Syncing repository: ([\w.-]{1,100}\/[\w.-]{1,100})$/.exec(text)?.[1] ?? null;
    if (text.startsWith('Cleaning up orphan processes')) this.#ended = true;
    const run = /^##\[group\]Run (.+)$/.exec(text)?.[1];
    const isNewStep = stepName !== null && stepName !== this.#stepName && this.#step !== null;
    this.#stepName = stepName === null ? this.#stepName : copyText(stepName);
    if (run !== undefined) this.#begin(run, at, true);
    else if (/^(?:Post job cleanup\.|Cleaning up orphan processes)/.test(text) || this.#step === null || isNewStep)
      this.#begin(this.#step === null ? 'Set up job' : text.slice(0, 200), at, false, text);
    else this.#line(this.#step, text, raw);
  }

  session(): Session | null {
    this.#finish();
    if (this.#turns.isEmpty) return null;
    const outcome = this.#failed ? 'failure' : this.#ended ? 'success' : null;
    if (outcome !== null) this.#turns.end(outcome, { at: this.#last, id: null });
    const id = this.#opening
      .update(this.#name ?? '')
      .digest('hex')
      .slice(0, 24);
    return buildSession(
      {
        format: 'github-actions',
        id,
        agent: 'github-actions',
        agentVersion: this.#version,
        project: this.#project,
        outcome,
      },
      this.#turns,
    );
  }

  #begin(title: string, at: string | null, inHead: boolean, first: string | null = null): void {
    this.#finish();
    this.#step = {
      title: copyText(title),
      at: at ?? this.#last,
      script: [],
      inputs: [],
      output: first === null ? [] : [copyText(first)],
      inHead,
      exitCode: null,
      error: false,
      cancelled: false,
      room: MAX_OUTPUT,
    };
  }

  #line(step: Step, text: string, raw: string): void {
    step.room -= text.length + 16;
    const kept = step.room > 0 ? copyText(text) : null;
    if (step.inHead) {
      if (text.startsWith('##[endgroup]')) step.inHead = false;
      else if (kept !== null) (raw.includes(CYAN) ? step.script : step.inputs).push(kept);
      return;
    }
    const failed = /^##\[error\]Process completed with exit code (-?\d{1,10})\./.exec(text);
    if (failed !== null) step.exitCode = Number(failed[1]);
    if (/^##\[error\]The (?:operation was canceled|job running on runner .* has exceeded)/.test(text))
      step.cancelled = true;
    else if (text.startsWith('##[error]')) step.error = true;
    if (kept !== null && !/^##\[(?:end)?group\]$/.test(kept)) step.output.push(kept);
  }

  #finish(): void {
    const step = this.#step;
    this.#step = null;
    if (step === null) return;
    const isScript = step.script.length > 0 || step.inputs.some((line) => line.startsWith('shell: '));
    const command = step.script.length > 0 ? step.script.join('\n') : step.title;
    const use = isScript
      ? describeTool('shell', { command })
      : { ...describeTool('step', null), input: [step.title, ...step.inputs].join('\n').slice(0, 2_000) };
    const call: CallDraft = this.#turns.call(use, { at: step.at, id: null }, 'repository');
    // A script's own error lines may be remarks; it failed when the runner says how it ended. An action says nothing else.
    const failed = step.exitCode === null ? step.error && !isScript : step.exitCode !== 0;
    this.#failed ||= failed;
    this.#turns.finish(call, {
      status: failed ? 'failed' : step.cancelled ? 'interrupted' : 'ok',
      exitCode: step.exitCode ?? (isScript && !step.cancelled ? 0 : null),
      text: step.output.join('\n'),
      origin: outputOrigin(use, failed),
      at: this.#last,
    });
  }
}
