// Calls that failed, and what then worked in their place. A failure of the code under work (a red test that is green
// after an edit) is work, not a mistake, and is not observed as fixed.
import type { FailureObservation } from '../model/observation.ts';
import type { CallTurn, ScreenedSession } from '../model/session.ts';
import { isKnownProgram, parseShellCommands, type ShellCommand } from '../text/shell-command.ts';
import { diceSimilarity } from '../text/similarity.ts';
import { findFailureText, findHiddenFailure, type FailureText } from './failure-text.ts';
import { localise } from './localise.ts';
import type { Miner } from './miner.ts';
import { quoteOf } from './quotes.ts';

/** A fix is looked for in this many calls after the failure (mining.md: precision .95 at recall .86 within 5; failures of one batch come between). */
const FIX_WINDOW = 8;
/** Least similarity of the words of a failed command and of its fix (mining.md). */
const FIX_SIMILARITY = 0.5;

/** Calls before a failure whose words count as the agent's own. */
const OWN_CALLS = 50;

export const failureMiner: Miner = { name: 'failures', observe: observeFailures };

interface Attempt {
  readonly call: CallTurn;
  readonly commands: readonly ShellCommand[];
  readonly failure: FailureText | null;
  readonly hidden: boolean;
}

function observeFailures(session: ScreenedSession): readonly FailureObservation[] {
  const attempts = session.turns.filter((turn) => turn.kind === 'call').map(readAttempt);
  const reworked = findReworked(attempts);
  const found: FailureObservation[] = [];
  const seen = new Set<string>();
  attempts.forEach((attempt, at) => {
    if (attempt.failure === null) return;
    const observation = describeFailure(session, attempt, attempt.failure, attempts, at, reworked[at] ?? false);
    // The same failure over and over inside one session is one observation; the first that was fixed stands for all.
    const same = `${observation.key}\n${observation.fix === null ? '' : observation.fix.command}`;
    if (seen.has(same)) return;
    seen.add(same);
    found.push(observation);
  });
  return found;
}

function readAttempt(call: CallTurn): Attempt {
  const commands = call.command === null ? [] : parseShellCommands(call.command);
  if (call.collateral) return { call, commands, failure: null, hidden: false };
  if (call.status === 'failed') {
    const failure = findFailureText(call.output.text) ?? firstLine(call.output.text);
    return { call, commands, failure, hidden: false };
  }
  const masked = call.status === 'ok' && commands.some((command) => command.masked);
  const hidden = masked ? findHiddenFailure(call.output.text) : null;
  return { call, commands, failure: hidden, hidden: hidden !== null };
}

/** A failure without any telling line is known by its first line only when that is short. */
function firstLine(output: string): FailureText | null {
  const line =
    output
      .split('\n')
      .find((one) => one.trim() !== '' && !/^Exit code \d+$/i.test(one.trim()))
      ?.trim() ?? '';
  return line === '' || line.length > 120 ? null : { line, signature: line.replaceAll(/\d+/g, '<n>'), decisive: false };
}

function describeFailure(
  session: ScreenedSession,
  attempt: Attempt,
  failure: FailureText,
  attempts: readonly Attempt[],
  at: number,
  reworked: boolean,
): FailureObservation {
  const { call } = attempt;
  const fix = findFix(attempts, at);
  const attempted = fix?.failed ?? attempt.commands.find((command) => isTelling(command)) ?? attempt.commands[0];
  const display = localise(attempted?.display ?? describeCall(call), session.directory);
  const fixDisplay = fix === null ? '' : localise(fix.command.display, session.directory);
  const quotes = [quoteOf(call.index, call.commandOrigin, display), quoteOf(call.index, 'observed', failure.line)];
  if (fix !== null) quotes.push(quoteOf(fix.call.index, fix.call.commandOrigin, fixDisplay));
  return {
    kind: 'failure',
    session: session.key,
    project: session.project,
    key: `${call.action === 'edit' ? 'edit' : call.tool === '' ? 'tool' : toolKey(call)}|${attempted?.program ?? ''}|${failure.signature}`,
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
    fix:
      fix === null
        ? null
        : {
            command: fixDisplay,
            origin: fixOrigin(fix, call, ownWords(attempts.slice(Math.max(0, at - OWN_CALLS), at))),
            turns: fix.call.index - call.index,
            seconds: secondsBetween(call.at, fix.call.at),
          },
  };
}

/** Shell tools have many names; the command says what was run, so the name does not count. */
function toolKey(call: CallTurn): string {
  return call.action === 'shell' ? 'shell' : call.tool;
}

function describeCall(call: CallTurn): string {
  const target = call.path ?? call.input;
  const short = target.replaceAll(/\s+/g, ' ').slice(0, 80);
  return short === '' ? call.tool : `${call.tool} ${short}`;
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

/** `ls`, `cat` and the like stand beside the command that matters. */
function isTelling(command: ShellCommand): boolean {
  return !['ls', 'cat', 'echo', 'pwd', 'cd', 'sleep', 'true'].includes(command.program);
}

/**
 * A fix that the failing output itself printed as advice, or that repeats text from outside, is not the agent's own
 * finding: it keeps the origin of where it came from (trust.md, rules 1 and 2). Printed is a fix when a word it adds to
 * the attempt was: names of well-known programs, plain options and words the agent had used before excepted, because every
 * second error names them.
 */
function fixOrigin(fix: Fix, failed: CallTurn, own: ReadonlySet<string>): FailureObservation['origin'] {
  if (fix.call.commandOrigin === 'external') return 'external';
  const tried = new Set(fix.failed.words);
  const printed = new Set(
    failed.output.text.split(/[\s"'`“”‘’,;()<>[\]{}|]+/).map((word) => word.replace(/[.:!?]+$/, '')),
  );
  const added = fix.command.words.filter(
    (word) => !tried.has(word) && !own.has(word) && !isKnownProgram(word) && !/^--?[a-z][\w-]*$/i.test(word),
  );
  return added.some((word) => printed.has(word)) ? 'external' : 'observed';
}

interface Fix {
  readonly failed: ShellCommand;
  readonly command: ShellCommand;
  readonly call: CallTurn;
}

/** Of several later successes, the one that differs least from what failed (mining.md, "Pairing"). */
function findFix(attempts: readonly Attempt[], at: number): Fix | null {
  const attempt = attempts[at];
  if (attempt === undefined) return null;
  let best: (Fix & { readonly similarity: number }) | null = null;
  for (const later of attempts.slice(at + 1, at + 1 + FIX_WINDOW)) {
    if (later.call.status !== 'ok' || later.failure !== null) continue;
    for (const failed of attempt.commands) {
      for (const command of later.commands) {
        const similarity = diceSimilarity(wordsFor(failed), wordsFor(command));
        if (similarity === 1 || similarity < FIX_SIMILARITY || similarity <= (best?.similarity ?? 0)) continue;
        if (hasSameIntent(failed, command)) best = { failed, command, call: later.call, similarity };
      }
    }
  }
  return best;
}

const PACKAGE_MANAGER = /^(?:npm|pnpm|yarn|bun)$/;

/** A script path differs by machine, and `npm run lint` is `npm lint` for some runners: neither makes another command. */
function wordsFor(command: ShellCommand): readonly string[] {
  const words =
    PACKAGE_MANAGER.test(command.program) && command.words[1] === 'run'
      ? [command.program, ...command.words.slice(2)]
      : command.words;
  return words.map((word) => (/^\/|^~\//.test(word) ? word.slice(word.lastIndexOf('/') + 1) : word).toLowerCase());
}

/** Whether a command could be meant to do what another failed to do: the operative word (the script, the sub-command) stays. */
function hasSameIntent(failed: ShellCommand, fix: ShellCommand): boolean {
  const operative = failed.key.split(' ').at(-1) ?? '';
  const other = fix.key.split(' ').at(-1) ?? '';
  if (failed.key.includes(' ')) {
    if (fix.words.includes(operative)) return true;
    return other.startsWith(`${operative}:`) || other.startsWith(`${operative}-`) || operative.startsWith(`${other}:`);
  }
  if (failed.program === fix.program || fix.words.includes(failed.program)) return sharesOperand(failed, fix);
  const related = fix.program.startsWith(failed.program) || failed.program.startsWith(fix.program);
  return related && sharesOperand(failed, fix);
}

function sharesOperand(a: ShellCommand, b: ShellCommand): boolean {
  const operands = new Set(
    wordsFor(a)
      .slice(1)
      .filter((word) => !word.startsWith('-')),
  );
  return (
    operands.size === 0 ||
    wordsFor(b)
      .slice(1)
      .some((word) => operands.has(word))
  );
}

/**
 * For each attempt, whether the very same command worked later in the session after files were edited: ordinary red-green
 * work. One pass from the end: of each command it knows how many edits came after its next success.
 */
function findReworked(attempts: readonly Attempt[]): readonly boolean[] {
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

function secondsBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  return Number.isFinite(seconds) && seconds >= 0 ? Math.round(seconds) : null;
}
