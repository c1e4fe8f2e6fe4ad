// What worked in the place of a call that failed: another command with the same intent, the same command after something
// was prepared, or the file where it really is (mining.md, "Pairing").
import type { CallTurn } from '../model/session.ts';
import { parsePipedCommands, type ShellCommand } from '../text/shell-command.ts';
import { changesNothing, type Attempt } from './attempts.ts';
import { reasonOf } from './failure-reason.ts';
import { likenessOf, readPrinted, type Printed } from './likeness.ts';

/** A fix is looked for in this many calls after the failure; failures of one batch come between. */
const FIX_WINDOW = 10;
/** Most commands of one line that are compared. */
const MAX_COMMANDS = 12;
/** Least likeness of a failed command and its fix (mining.md: half of the words). */
const FIX_LIKENESS = 0.5;
/** Of two equally alike the nearer one: this much per call. */
const DISTANCE = 0.004;
/** What the retry of the unchanged command behind a preparation is worth: nothing is more alike. */
const RETRY = 0.95;
/** What a preparation in a call of its own is worth: less than another command that is nearly the same. */
const PREPARED = 0.9;
/** Commands that make ready what another needs. */
const PREPARES =
  /^(?:mkdir|chmod|corepack|nvm|git (?:fetch|pull|submodule|init|lfs)|go (?:mod|get|generate|install|work))\b|\b(?:install|ci|i|sync|restore|bootstrap|setup|prepare|build|compile|codegen|generate|gen|migrate|seed|up|start|login|download|link)\b/;
/** Says that a shell read the line otherwise than it was meant. */
const QUOTING =
  /no matches found|unmatched|unexpected (?:EOF|token)|unterminated|event not found|bad substitution|parse error|syntax error near|bad (?:regex|pattern)/i;
const NO_SUCH_FILE =
  /no such file|does(?: not|n't) exist|not found|not exist|ENOENT|EISDIR|is a directory|cannot find|can't (?:read|open)/i;

export interface Fix {
  readonly call: CallTurn;
  /** The command, or the path, that worked; for a preparation, both commands as one line. */
  readonly display: string;
  /** The words that it is made of, to see where they come from. */
  readonly words: readonly string[];
  readonly failed: ShellCommand | null;
  readonly how: 'instead' | 'before' | 'path';
}

/** The fix of the attempt at a position, null when none is in reach. */
export function findFix(attempts: readonly Attempt[], at: number): Fix | null {
  const attempt = attempts[at];
  if (attempt === undefined) return null;
  const after = attempts.slice(at + 1, at + 1 + FIX_WINDOW);
  if (attempt.call.action === 'shell') return findCommandFix(attempt, after);
  return findPathFix(attempt, after) ?? findCallFix(attempt, after);
}

function findCommandFix(attempt: Attempt, after: readonly Attempt[]): Fix | null {
  const printed = readPrinted(attempt.call.output.text);
  const failed = attempt.named && attempt.culprit !== null ? [attempt.culprit] : attempt.commands;
  let best: { readonly fix: Fix; readonly value: number } | null = null;
  for (const [distance, later] of after.entries()) {
    if (!hasWorked(later)) continue;
    for (const one of failed.slice(0, MAX_COMMANDS)) {
      for (const found of compare(one, later, printed)) {
        const value = found.value - distance * DISTANCE;
        if (found.value >= FIX_LIKENESS && value > (best?.value ?? 0)) best = { fix: found.fix, value };
      }
    }
  }
  const prepared = findPreparation(attempt, after);
  return prepared !== null && (best?.value ?? 0) < PREPARED ? prepared : (best?.fix ?? null);
}

/**
 * The same command worked once something had been prepared by a call of its own, and nothing else was done: the last
 * preparation is the fix.
 */
function findPreparation(attempt: Attempt, after: readonly Attempt[]): Fix | null {
  const failed = attempt.culprit;
  if (failed === null || attempt.hidden || failed.filter) return null;
  let preparation: ShellCommand | null = null;
  for (const later of after) {
    const again = later.commands.find(
      (command) => command.display === failed.display && command.called === failed.called,
    );
    if (again !== undefined) {
      if (preparation === null || !hasWorked(later)) return null;
      const both = [preparation, again];
      return {
        call: later.call,
        display: both.map(displayOf).join(' && '),
        words: both.flatMap((command) => command.words),
        failed,
        how: 'before',
      };
    }
    if (changesNothing(later)) continue;
    const [only, ...others] = later.commands;
    if (only === undefined || others.length > 0 || !PREPARES.test(only.core)) return null;
    if (hasWorked(later)) preparation = only;
  }
  return null;
}

interface Candidate {
  readonly fix: Fix;
  readonly value: number;
}

function compare(failed: ShellCommand, later: Attempt, printed: Printed): readonly Candidate[] {
  const { call } = later;
  // A filter is fixed by the same filter, behind whatever command.
  const commands = failed.filter
    ? parsePipedCommands(call.command ?? '').filter((command) => command.program === failed.program)
    : later.commands;
  const retry = commands.findIndex(
    (command) =>
      command.display === failed.display && command.called === failed.called && command.elevated === failed.elevated,
  );
  if (retry > 0) {
    const all = commands.slice(0, retry + 1);
    const display = all.map(displayOf).join(' && ');
    const words = all.flatMap((command) => command.words);
    return [{ fix: { call, display, words, failed, how: 'before' }, value: RETRY }];
  }
  return commands.slice(0, MAX_COMMANDS).map((command) => {
    const sameWords = command.words.join(' ') === failed.words.join(' ');
    const requoted =
      (sameWords && command.display !== failed.display && QUOTING.test(printed.text)) ||
      isQuoted(failed, command, printed);
    const recalled = sameWords && command.called !== failed.called && printed.missing;
    const promoted = sameWords && command.elevated !== failed.elevated && printed.rights;
    const value = requoted || recalled || promoted ? RETRY : likenessOf(failed, command, printed);
    const said = value > 0 && printed.text.includes(command.display) ? 0.2 : 0;
    return {
      fix: { call, display: displayOf(command), words: command.words, failed, how: 'instead' },
      value: value + said,
    };
  });
}

/** A pattern that stopped the shell, now in quotation marks; what else the command looks for is another matter. */
function isQuoted(failed: ShellCommand, command: ShellCommand, printed: Printed): boolean {
  const pattern = /no matches found: (\S{2,80})/.exec(printed.text)?.[1];
  if (pattern === undefined || failed.program !== command.program) return false;
  const bare = (one: ShellCommand): boolean => one.display.split(' ').includes(pattern);
  return bare(failed) && command.words.includes(pattern) && !bare(command);
}

/** A command as it is written, with the path of a program that is a file of the project. */
export function displayOf(command: ShellCommand): string {
  const { called, program, display } = command;
  const own = /^(?:\.{1,2}\/|[\w.-]+\/)/.test(called) && !called.includes('node_modules/') && !/[<>$]/.test(called);
  const shown =
    own && display.startsWith(program) && called.length <= 60 ? `${called}${display.slice(program.length)}` : display;
  return command.elevated ? `sudo ${shown}` : shown;
}

function hasWorked(later: Attempt): boolean {
  return later.call.status === 'ok' && later.failure === null;
}

/** A file that was not there, and then was: the same name in another folder, or nearly the same path. */
function findPathFix(attempt: Attempt, after: readonly Attempt[]): Fix | null {
  const path = attempt.call.path;
  if (path === null || attempt.failure === null || !NO_SUCH_FILE.test(attempt.failure.line)) return null;
  if (/string|expected lines|exact text|old_?str/i.test(attempt.failure.line)) return null;
  for (const { call } of after) {
    const other = call.path;
    if (call.status !== 'ok' || other === null || other === path || (call.action !== 'read' && call.action !== 'edit'))
      continue;
    if (arePathsAlike(path, other)) return { call, display: other, words: [other], failed: null, how: 'path' };
  }
  return null;
}

/** The same file name, or the same folder and the name but for its ending. */
function arePathsAlike(a: string, b: string): boolean {
  const [first, second] = [a, b].map((path) => path.split('/').filter((part) => part !== '' && part !== '.'));
  const [name, other] = [first?.at(-1) ?? '', second?.at(-1) ?? ''];
  if (name === '' || other === '') return false;
  if (name === other) return true;
  const sameFolder = first?.slice(0, -1).join('/') === second?.slice(0, -1).join('/');
  const bare = (file: string): string => file.replace(/(?:\.\w{1,6}){1,2}$/, '').toLowerCase();
  return sameFolder && bare(name) === bare(other);
}

/** A skill, tool or agent that does not exist, then one of the same kind under another name. */
function findCallFix(attempt: Attempt, after: readonly Attempt[]): Fix | null {
  const { call, failure } = attempt;
  if (failure === null || reasonOf(failure.line) !== 'skill' || call.action !== 'other' || call.input === '')
    return null;
  const asked = new Set(namesOf(call.input));
  for (const { call: later } of after) {
    if (later.status !== 'ok' || later.tool !== call.tool || later.input === call.input) continue;
    if (!namesOf(later.input).some((name) => asked.has(name))) continue;
    return { call: later, display: later.input, words: namesOf(later.input), failed: null, how: 'instead' };
  }
  return null;
}

/** Names in a call's arguments, without the names of the arguments themselves. */
export function namesOf(input: string): readonly string[] {
  return input
    .slice(0, 300)
    .toLowerCase()
    .replaceAll(/(?:^|, )\w{1,40}: /g, ' ')
    .split(/[\s,:"'{}()/]+/)
    .filter((word) => word.length > 2)
    .slice(0, 20);
}
