// The calls of a session as attempts: what was run, whether it worked, and what went wrong where it did not.
import type { CallTurn, ScreenedSession } from '../model/session.ts';
import { parsePipedCommands, parseShellCommands, type ShellCommand } from '../text/shell-command.ts';
import { findFailureText, findHiddenFailure, isComplaint, isShellComplaint, type FailureText } from './failure-text.ts';

export interface Attempt {
  readonly call: CallTurn;
  /** The commands of a shell line that matter. */
  readonly commands: readonly ShellCommand[];
  /** The one of them (or of its output filters) that failed, where that can be told. */
  readonly culprit: ShellCommand | null;
  /** True when the error names the culprit, or what was given to it. */
  readonly named: boolean;
  readonly failure: FailureText | null;
  /** True when only the text shows the failure. */
  readonly hidden: boolean;
}

/** Programs that answer a question with their exit code: 1 is an answer, not a failure. */
const ASKING = new Set('ag cmp diff egrep fgrep git-grep grep pgrep rg test type which ['.split(' '));
const ASKING_LINE =
  /^(?:command -v|git (?:diff\b.{0,200}--(?:exit-code|quiet|no-index)|grep|merge-base --is-ancestor|check-ignore|show-ref|ls-files\b.{0,200}--error-unmatch|rev-parse\b.{0,200}(?:--verify|--quiet|-q\b)|config --get)|xargs\b.{0,200}\b(?:grep|rg)\b|(?:docker|podman) (?:image )?inspect\b|jq -e\b)/;
/** Stands in front of what a program prints when it could not do its work. */
const COMPLAINT =
  /^\s*(?:\(?[\w./-]{1,60}\)?:(?:\d{1,4}:)?\s|error\b|fatal\b|usage\b|try ['"`]|warning: .{0,80}no such file)/i;
/** Programs that stand beside the command that matters. */
const CLEARING = new Set(['rm', 'mkdir', 'cp', 'mv', 'touch', 'echo', 'export']);
const BESIDE = new Set(['ls', 'cat', 'echo', 'pwd', 'cd', 'sleep', 'true', 'printf', 'set', 'export']);

/** All calls of a session, in order. */
export function readAttempts(session: ScreenedSession): readonly Attempt[] {
  return session.turns.filter((turn) => turn.kind === 'call').map(readAttempt);
}

function readAttempt(call: CallTurn): Attempt {
  const commands = call.command === null ? [] : parseShellCommands(call.command);
  const none: Attempt = { call, commands, culprit: null, named: false, failure: null, hidden: false };
  if (call.collateral || (call.status !== 'failed' && call.status !== 'ok')) return none;
  if (call.status === 'ok') {
    const failure = findBehindPipe(call, commands);
    return failure === null ? none : { ...none, ...findCulprit(call, commands, failure), failure, hidden: true };
  }
  if (isAnswer(call, commands)) return none;
  const text = findFailureText(call.output.text) ?? firstLine(call.output.text);
  const failure = text.decisive || !isComplaint(text.line, programsOf(call)) ? text : { ...text, decisive: true };
  return { ...none, ...findCulprit(call, commands, failure), failure };
}

function findBehindPipe(call: CallTurn, commands: readonly ShellCommand[]): FailureText | null {
  if (call.command === null) return null;
  const found = findHiddenFailure(call.output.text, programsOf(call));
  if (found === null || commands.some((command) => command.masked)) return found;
  // Agents take an exit code of 1 for the answer of a program that asks, though the shell never ran it.
  return commands.some((command) => ASKING.has(command.program)) && isShellComplaint(found.line) ? found : null;
}

function programsOf(call: CallTurn): readonly string[] {
  return call.command === null ? [] : parsePipedCommands(call.command).map((command) => command.program);
}

/** A failure without any telling line is known by its first line only when that is short, else by saying nothing. */
function firstLine(output: string): FailureText {
  const lines = output.split('\n', 50).map((one) => one.trim());
  const line = lines.find((one) => one !== '' && !/^(?:Exit code \d+|\(no output\)|[>$] .*)$/i.test(one)) ?? '';
  return line.length > 120
    ? { line: '', signature: '', decisive: false }
    : { line, signature: line.replaceAll(/\d+/g, '<n>'), decisive: false };
}

/** `grep` that finds nothing, `test` that is false, or a pipe that ends in such a filter: an exit code of 1 is the answer. */
function isAnswer(call: CallTurn, commands: readonly ShellCommand[]): boolean {
  if (call.command === null || (call.exitCode ?? 1) !== 1) return false;
  const last = parsePipedCommands(call.command).at(-1) ?? commands.at(-1);
  if (last === undefined) return false;
  const asks = ASKING.has(last.program) || ASKING_LINE.test(last.display);
  return asks && !call.output.text.split('\n', 30).some((line) => COMPLAINT.test(line));
}

/** The command whose name stands before the error, else the first that may have set the exit code. */
function findCulprit(
  call: CallTurn,
  commands: readonly ShellCommand[],
  failure: FailureText,
): Pick<Attempt, 'culprit' | 'named'> {
  if (call.command === null) return { culprit: null, named: false };
  const all = parsePipedCommands(call.command);
  const name = /^(?:\S{1,20}: (?:line )?\d{0,4}:? ?)?([\w.+-]{1,30}):\s/.exec(failure.line)?.[1];
  const named = all.find((command) => command.program === name);
  if (named !== undefined) return { culprit: named, named: true };
  // What the error quotes, or names at its end, was given to the command that failed.
  const mentioned = [...failure.line.matchAll(/["'`‘]([^"'`’]{2,60})["'`’]|: (\S{2,60})$/g)].map(
    (one) => one[1] ?? one[2] ?? '',
  );
  const givens = all.filter((command) =>
    mentioned.some((text) => command.program === text || command.words.slice(1).some((word) => word.includes(text))),
  );
  // `rm -rf out && build --out out`: clearing the way is not what complains.
  const given = givens.find((command) => !CLEARING.has(command.program)) ?? givens[0];
  if (given !== undefined) return { culprit: given, named: true };
  const telling = commands.filter((command) => !BESIDE.has(command.program));
  const open = call.status === 'failed' ? telling.find((command) => !command.masked) : undefined;
  const first = open ?? telling[0] ?? commands[0] ?? null;
  return { culprit: first, named: false };
}

/** Changes nothing: looking, waiting, asking git. Redirections and edits in place are looked for in the line itself. */
const IDLE =
  /^(?:awk|cat|cd|echo|egrep|find|grep|head|jq|ls|nl|pwd|rg|sed|sleep|stat|tail|true|wc|which|git (?:diff|log|show|status|rev-parse|branch|ls-files|blame))\b/;
const WRITES = />|\s-i\b|\btee\b|-delete\b|-exec\b/;
/** A retry comes within this many calls. */
const RETRY_WINDOW = 6;

/** Whether a call only looked, waited or planned, so that what ran before it would run the same after it. */
export function changesNothing({ call, commands }: Attempt): boolean {
  if (call.action === 'read' || call.action === 'search' || call.action === 'fetch') return true;
  if (call.action !== 'shell') return /plan|todo|task/i.test(call.tool);
  const line = (call.command ?? '').slice(0, 8_000).replaceAll(/2?>(?:&1| ?\/dev\/null)/g, '');
  return !WRITES.test(line) && commands.every((command) => IDLE.test(command.core));
}

/**
 * Whether the very same command worked soon after, with nothing done in between that could have changed its result.
 * @param at position of the failed attempt
 */
export function isGreenOnRetry(attempts: readonly Attempt[], at: number): boolean {
  const failed = attempts[at];
  if (failed?.culprit == null || failed.hidden) return false;
  const line = failed.commands.map((command) => command.display).join(' && ');
  for (const later of attempts.slice(at + 1, at + 1 + RETRY_WINDOW)) {
    const { call, commands } = later;
    if (call.action === 'shell' && commands.map((command) => command.display).join(' && ') === line) {
      return call.status === 'ok' && later.failure === null;
    }
    if (!changesNothing(later)) return false;
  }
  return false;
}

/**
 * For each attempt, whether the very same command worked later in the session after files were edited: ordinary red-green
 * work. One pass from the end: of each command it knows how many edits came after its next success.
 */
export function findReworked(attempts: readonly Attempt[]): readonly boolean[] {
  const editsAfterSuccess = new Map<string, number>();
  const reworked: boolean[] = [];
  let edits = 0;
  for (const { call, commands, failure } of attempts.toReversed()) {
    const keys = commands.map((command) => command.key);
    const next = Math.max(-1, ...keys.map((key) => editsAfterSuccess.get(key) ?? -1));
    reworked.push(next >= 0 && edits > next);
    const worked = call.status === 'ok' && failure === null;
    if (worked) for (const key of keys) editsAfterSuccess.set(key, edits);
    if (call.action === 'edit' && call.status === 'ok') edits += 1;
  }
  return reworked.reverse();
}
