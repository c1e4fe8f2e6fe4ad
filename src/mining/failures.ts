// Calls that failed, and what then worked in their place. A failure of the code under work (a red test that is green
// after an edit) is work, not a mistake, and is not observed as fixed.
import type { FailureObservation } from '../model/observation.ts';
import type { CallTurn, ScreenedSession } from '../model/session.ts';
import { purposeOf } from '../text/command-purpose.ts';
import { isKnownProgram, type ShellCommand } from '../text/shell-command.ts';
import { findReworked, isGreenOnRetry, readAttempts, type Attempt } from './attempts.ts';
import { argumentKey, causeOf, importKey, WINDOWS_KEY } from './failure-cause.ts';
import type { FailureText } from './failure-text.ts';
import { displayOf, findFix, namesOf, type Fix } from './find-fix.ts';
import { reasonOf } from './failure-reason.ts';
import { localise } from './localise.ts';
import type { Miner } from './miner.ts';
import { failedTest, missingArgument, testPatterns } from './named-in-output.ts';
import { quoteOf } from './quotes.ts';

/** Calls before a failure whose words count as the agent's own. */
const OWN_CALLS = 50;
/** Calls after a failure without a fix that may show what agents did instead. */
const NEXT_CALLS = 10;
/** Most of them kept. */
const MAX_NEXT = 3;
/** Most commands of one line that are looked at. */
const MAX_COMMANDS = 20;
const MAX_NEXT_LENGTH = 160;

/** Looking around is not doing the same job another way. */
const LOOKING = /^(?:cat|cd|find|grep|head|ls|rg|sed|tail|wc|which|git (?:diff|log|show|status))$/;

export const failureMiner: Miner = { name: 'failures', observe: observeFailures };

function observeFailures(session: ScreenedSession): readonly FailureObservation[] {
  const attempts = readAttempts(session);
  const reworked = findReworked(attempts);
  const found: FailureObservation[] = [];
  const seen = new Map<string, number>();
  attempts.forEach((attempt, at) => {
    if (attempt.failure === null) return;
    const observation = describeFailure(session, attempts, at, attempt.failure, reworked[at] ?? false);
    // A failure that says nothing is worth a note only with what worked instead.
    if (observation.error === '' && observation.fix === null) return;
    // The same failure over and over inside one session is one observation; the first that was fixed stands for all.
    const same = `${observation.key}\n${observation.fix === null ? observation.attempted : observation.fix.command}`;
    if (seen.has(same)) return;
    seen.set(same, found.length);
    found.push(observation);
  });
  return found;
}

function describeFailure(
  session: ScreenedSession,
  attempts: readonly Attempt[],
  at: number,
  failure: FailureText,
  reworked: boolean,
): FailureObservation {
  const attempt = attempts[at];
  if (attempt === undefined) throw new RangeError(`no attempt at ${at}`);
  const { call } = attempt;
  const argument = lacksArgument(call, failure) ? missingArgument(call.output.text) : '';
  // Whatever came next, it was called with the argument.
  const fix = argument === '' ? findFix(attempts, at) : null;
  const failed = fix?.failed ?? attempt.culprit;
  const shown =
    argument !== ''
      ? call.tool
      : fix?.how === 'path'
        ? (call.path ?? '')
        : failed === null
          ? describeCall(call)
          : displayOf(failed);
  const display = localise(shown, session.directory);
  const fixDisplay = fix === null ? '' : localise(fix.display, session.directory);
  const quotes = [quoteOf(call.index, call.commandOrigin, display)];
  if (failure.line !== '') quotes.push(quoteOf(call.index, 'observed', failure.line));
  if (fix !== null) quotes.push(quoteOf(fix.call.index, fix.call.commandOrigin, fixDisplay));
  const own = (): ReadonlySet<string> => ownWords(attempts.slice(Math.max(0, at - OWN_CALLS), at));
  return {
    kind: 'failure',
    session: session.key,
    project: session.project,
    key: keyOf(call, failed, failure, argument, session.directory),
    origin: call.commandOrigin === 'external' || isForeignTool(call.tool) ? 'external' : 'observed',
    quotes,
    tool: call.tool,
    action: call.action,
    attempted: display,
    signature: failure.signature,
    error: failure.line,
    decisive: failure.decisive,
    hidden: attempt.hidden,
    reworked,
    green: !failure.decisive && isCheck(attempt) && isGreenOnRetry(attempts, at),
    named: argument === '' ? namedBeside(attempt, failure) : argument,
    tabs: call.action === 'edit' && blamesTabs(session, attempts, at),
    next: fix === null ? whatThenWorked(session, attempts, at, failed, own) : [],
    fix:
      fix === null
        ? null
        : {
            command: fixDisplay,
            how: fix.how,
            origin: fixOrigin(fix, call, own()),
            turns: fix.call.index - call.index,
            seconds: secondsBetween(call.at, fix.call.at),
          },
  };
}

/** Groups failures with one cause: by program and message, or by the cause where that is known, whatever was run. */
function keyOf(
  call: CallTurn,
  failed: ShellCommand | null,
  failure: FailureText,
  argument: string,
  directory: string | null,
): string {
  if (argument !== '') return argumentKey(call.tool, argument);
  if (call.action === 'shell' && isForWindows(call.command ?? '', call.output.text)) return WINDOWS_KEY;
  const unresolved = call.action === 'shell' ? importKey(localise(failure.line, directory)) : null;
  if (unresolved !== null) return unresolved;
  return `${call.action === 'edit' ? 'edit' : call.tool === '' ? 'tool' : toolKey(call)}|${causeOf(failed, failure)}`;
}

/** The harness, not the command of a shell call, says that the call lacks something. */
function lacksArgument(call: CallTurn, failure: FailureText): boolean {
  if (call.output.text.length > 2_000 || call.output.origin === 'external') return false;
  return call.action !== 'shell' || reasonOf(failure.line) === 'arguments';
}

/** The test that failed, or the files that a test run takes. */
function namedBeside({ call, culprit }: Attempt, failure: FailureText): string {
  if (call.action !== 'shell' || culprit === null || call.output.origin === 'external') return '';
  if (reasonOf(failure.line) === 'tests') return testPatterns(call.output.text);
  return failure.decisive ? '' : failedTest(call.output.text);
}

function isCheck({ culprit }: Attempt): boolean {
  const family = culprit === null ? undefined : purposeOf(culprit.core)?.family;
  return family === 'checks' || family === 'one test';
}

/** A line for the Windows command line, with backslashes in paths or options behind slashes, that a Unix shell was given. */
function isForWindows(command: string, output: string): boolean {
  const line = command.slice(0, 500);
  const written =
    /(?:^|[\s"'=])[A-Za-z]:\\[^\s\\]/.test(line) ||
    /(?:^|[;&|] {0,3})(?:dir|del|copy|move|type) +\/[a-z]\b/i.test(line);
  return (
    written && /\b(?:ba|z|da|k)?sh: |cannot (?:access|stat)|no such file|unexpected EOF/i.test(output.slice(0, 2_000))
  );
}

/** Shell tools have many names; the command says what was run, so the name does not count. */
function toolKey(call: CallTurn): string {
  return call.action === 'shell' ? 'shell' : call.tool;
}

function describeCall(call: CallTurn): string {
  const target = call.path ?? call.command ?? call.input;
  const short = target.replaceAll(/\s+/g, ' ').slice(0, 80);
  return short === '' ? call.tool : call.action === 'shell' ? short : `${call.tool} ${short}`;
}

/** Words of the commands that had worked before, and were not read from outside. */
function ownWords(before: readonly Attempt[]): ReadonlySet<string> {
  const own = before.filter(({ call }) => call.status === 'ok' && call.commandOrigin !== 'external');
  return new Set(own.flatMap((attempt) => attempt.commands.flatMap((command) => command.words)));
}

/** Names of tools that a server outside gave them, or that are no names at all, are text from outside. */
function isForeignTool(tool: string): boolean {
  return /^mcp__/i.test(tool) || !/^[\w.-]{0,60}$/.test(tool);
}

/**
 * A fix that the failing output itself printed as advice, or that repeats text from outside, is not the agent's own
 * finding: it keeps the origin of where it came from (trust.md, rules 1 and 2). Printed is a fix when a word it adds to
 * the attempt was, in whatever signs around it (`**word**`, `use:word`) and as part of another (`word@latest`,
 * `--plugin=word`): names of well-known programs, plain options and words the agent had used before excepted, because
 * every second error names them.
 */
function adviceOrigin(
  words: readonly string[],
  failed: CallTurn,
  tried: readonly string[],
  own: ReadonlySet<string>,
): FailureObservation['origin'] {
  const known = new Set(tried);
  const output = failed.output.text;
  const printed = new Set(
    output.split(/[\s"'`“”‘’,;()<>[\]{}|]+/).map((word) => word.replace(/(?<![.:!?])[.:!?]+$/, '')),
  );
  const bare = new Set(output.toLowerCase().split(NOT_PATH).map(trimSigns));
  const used = new Set([...tried, ...own].flatMap(namesIn));
  const added = words.filter(
    (word) => !known.has(word) && !own.has(word) && !isKnownProgram(word) && !/^--?[a-z][\w-]*$/i.test(word),
  );
  const isPrinted = (word: string): boolean =>
    printed.has(word) ||
    namesIn(word).some(
      (name) => bare.has(name) && !used.has(name) && !isKnownProgram(name) && purposeOf(name) === null,
    );
  return added.some(isPrinted) ? 'external' : 'observed';
}

/** What stands between words and paths. */
const NOT_PATH = /[^\p{L}\p{N}_@./-]+/u;

/** A word without the signs around it, in lower case. */
function trimSigns(word: string): string {
  return word.replace(/^[_@./-]+/, '').replace(/(?<![_@./-])[_@./-]+$/, '');
}

/** The names that a word of a command is made of: long enough to tell where they come from. */
function namesIn(word: string): readonly string[] {
  return word
    .slice(0, MAX_NEXT_LENGTH)
    .toLowerCase()
    .split(/[^\p{L}\p{N}_-]+/u)
    .map(trimSigns)
    .filter((name) => name.length > 3);
}

function fixOrigin(fix: Fix, failed: CallTurn, own: ReadonlySet<string>): FailureObservation['origin'] {
  if (fix.call.commandOrigin === 'external') return 'external';
  return adviceOrigin(fix.words, failed, fix.failed?.words ?? namesOf(failed.input), own);
}

/**
 * Where no fix was found: commands that soon worked and share a name with what failed, as `git commit` does with a skill
 * named `commit`, or `pip3` with `pip`. What came from outside, or was printed as advice, is left out.
 */
function whatThenWorked(
  session: ScreenedSession,
  attempts: readonly Attempt[],
  at: number,
  failed: ShellCommand | null,
  own: () => ReadonlySet<string>,
): readonly string[] {
  const call = attempts[at]?.call;
  if (call === undefined) return [];
  const tried = failed?.words ?? namesOf(call.input);
  const names =
    failed === null
      ? namesOf(call.input)
      : [failed.program, ...failed.words.slice(1)].map((word) => word.toLowerCase());
  const telling = names.filter((name) => /^[a-z][\w:.@/-]{2,59}$/.test(name) && !isKnownProgram(name)).slice(0, 20);
  const next: string[] = [];
  for (const later of attempts.slice(at + 1, at + 1 + NEXT_CALLS)) {
    if (later.call.status !== 'ok' || later.failure !== null || later.call.commandOrigin === 'external') continue;
    for (const command of later.commands.slice(0, MAX_COMMANDS)) {
      if (LOOKING.test(command.key)) continue;
      const display = localise(displayOf(command), session.directory).slice(0, MAX_NEXT_LENGTH);
      const words = command.words.map((word) => word.toLowerCase()).slice(0, 40);
      const shares = telling.some((name) =>
        words.some((word) => word === name || (name.length > 3 && word.split(/[-_:./@]/).includes(name))),
      );
      const isNew = shares && display !== failed?.display && !next.includes(display);
      if (isNew && adviceOrigin(command.words, call, tried, own()) !== 'external') next.push(display);
      if (next.length === MAX_NEXT) return next;
    }
  }
  return next;
}

/** Whether the agent, right after a failed edit, put it down to tabs. Its words are read for this one cause, never repeated. */
function blamesTabs(session: ScreenedSession, attempts: readonly Attempt[], at: number): boolean {
  const from = attempts[at]?.call.index ?? 0;
  const to = attempts[at + 3]?.call.index ?? session.turns.length;
  return session.turns
    .slice(from, Math.min(to, from + 12))
    .some(
      (turn) =>
        turn.kind === 'message' &&
        turn.from === 'agent' &&
        turn.passages.some((passage) =>
          /\b(?:uses?|with|are|has|have|contains?|by|indentation|hard|real|literal) tabs?\b|\btabs?[ -](?:indent|character|vs\b)|\btabs? (?:not|instead of) spaces\b/i.test(
            passage.text.slice(0, 2_000),
          ),
        ),
    );
}

function secondsBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  return Number.isFinite(seconds) && seconds >= 0 ? Math.round(seconds) : null;
}
