// Telling lines inside long outputs: what linters, compilers, test runs and git hooks name, not the run as a whole.
import type { FindingObservation } from '../model/observation.ts';
import type { CallTurn, ScreenedSession } from '../model/session.ts';
import { isLooking, purposeOf } from '../text/command-purpose.ts';
import { maskVariableParts } from '../text/mask.ts';
import { parseShellCommands, type ShellCommand } from '../text/shell-command.ts';
import {
  findHookSteps,
  findNoise,
  findNotices,
  findPlaces,
  findRules,
  isCommitResult,
  isCut,
  linesOf,
  reportsErrors,
  type FoundLine,
} from './finding-lines.ts';
import { localise } from './localise.ts';
import type { Miner } from './miner.ts';
import { quoteOf } from './quotes.ts';
import { withPlaceholders } from './rewrite.ts';

/** Most findings of one session: a flood of them is one messy piece of code, not many lessons. */
const MAX_FINDINGS = 40;
/** What repairs a finding is looked for in this many shell calls after it. */
const FIX_WINDOW = 8;

export const findingMiner: Miner = { name: 'findings', observe: observeFindings };

interface Run {
  readonly call: CallTurn;
  readonly commands: readonly ShellCommand[];
}

function observeFindings(session: ScreenedSession): readonly FindingObservation[] {
  const runs = session.turns
    .filter((turn) => turn.kind === 'call')
    .filter((call) => call.action === 'shell' && call.command !== null)
    .map((call) => ({ call, commands: parseShellCommands(call.command ?? '') }))
    // A command that repeats text from outside names nothing, except where it is everybody's.
    .filter(({ call, commands }) => call.commandOrigin !== 'external' || hookedCommands(commands).length > 0);
  const found: FindingObservation[] = [];
  const seen = new Set<string>();
  runs.forEach((run, at) => {
    if (found.length >= MAX_FINDINGS || run.call.output.origin === 'external') return;
    for (const [command, one] of findingsOf(run, session.directory)) {
      const masked = maskVariableParts(one.line);
      // Formatting is one finding, however many files it is about.
      const what = one.topic === 'format' ? '' : one.subject === '' ? masked : one.subject;
      const same = `${one.topic}|${command}|${what}`;
      if (seen.has(same) || found.length >= MAX_FINDINGS) continue;
      seen.add(same);
      const repairs = one.topic === 'rule' || one.topic === 'format';
      found.push({
        kind: 'finding',
        session: session.key,
        project: session.project,
        key: same,
        origin: 'observed',
        quotes: [quoteOf(run.call.index, 'observed', one.line === '' ? command : one.line)],
        topic: one.topic,
        command,
        subject: one.subject,
        line: one.line.slice(0, 200),
        template: `${localise(one.file, session.directory)}: ${masked}`,
        fix: repairs ? findRepair(runs.slice(at + 1, at + 1 + FIX_WINDOW)) : null,
      });
    }
  });
  return found;
}

/** What one call's output names, with the command that it comes from. */
function findingsOf(run: Run, directory: string | null): readonly (readonly [string, FoundLine])[] {
  const { call, commands } = run;
  const hooked = hookedCommands(commands);
  const check = checkOf(commands);
  if (hooked.length === 0 && check === null && !speaksForItself(commands)) return [];
  const lines = linesOf(call.output.text);
  const findings: (readonly [string, FoundLine])[] = [];
  const long = longOf(run);
  if (long !== null) findings.push(long);
  if (check !== null && hooked.length === 0 && call.status === 'ok' && !reportsErrors(lines)) {
    for (const one of findNoise(lines)) findings.push([check, one]);
  }
  if (hooked.length > 0) findings.push(...hookSteps(hooked, lines));
  const [command = check] = hooked;
  if (command !== null && command !== undefined && (call.status === 'failed' || reportsErrors(lines))) {
    const toLocal = (line: string): string => localise(line, directory);
    for (const one of [...findRules(lines), ...findPlaces(lines, toLocal)]) findings.push([command, one]);
  }
  // What a hook runs is not the tool that speaks.
  if (findings.some(([, { topic }]) => topic === 'hook')) return findings;
  for (const one of findNotices(lines)) {
    const own = commandOf(one.line, commands);
    // A notice is worth knowing when it does no harm; a failure has its own miner.
    const telling = one.topic === 'deprecated' || (check === null && call.status === 'ok' && isTool(own ?? ''));
    if (own !== null && telling) findings.push([own, one]);
  }
  return findings;
}

/** The command whose output was too large to be shown, where it is one that checks, builds or prepares something. */
function longOf({ call, commands }: Run): readonly [string, FoundLine] | null {
  const known = commands.filter(({ core }) => !isLooking(core) && purposeOf(core) !== null);
  const [command] = known;
  if (command === undefined || known.length > 1 || !isCut(call.output.text)) return null;
  const subject = withPlaceholders(command.display).slice(0, 100);
  return [command.core, { topic: 'long', subject, line: subject, file: '' }];
}

/** `git commit` and `git push`, when nothing beside them can have printed what a hook prints. */
function hookedCommands(commands: readonly ShellCommand[]): readonly string[] {
  const quiet = commands.every(({ core }) => /^(?:git \S+|cd|echo|printf|true|sleep|date|pwd|export)$/.test(core));
  if (!quiet) return [];
  const cores = commands
    .filter(({ words }) => !words.includes('--no-verify'))
    .map(({ core }) => core)
    .filter((core) => core === 'git commit' || core === 'git push');
  return [...new Set(cores)];
}

/** What stands before the result of the commit is the commit's, the rest is the push's. */
function hookSteps(commands: readonly string[], lines: readonly string[]): (readonly [string, FoundLine])[] {
  const [first = '', second] = commands;
  const end = second === undefined ? -1 : lines.findIndex(isCommitResult);
  if (second === undefined || end < 0) return findHookSteps(lines).map((one) => [first, one] as const);
  return [
    ...findHookSteps(lines.slice(0, end)).map((one) => [first, one] as const),
    ...findHookSteps(lines.slice(end)).map((one) => [second, one] as const),
  ];
}

/** Which of several commands a line is about: the one that it names, else the only one. */
function commandOf(line: string, commands: readonly ShellCommand[]): string | null {
  const named = new Set([...line.matchAll(/["'`]([\w:-]{2,30})["'`]/g)].map(([, name]) => name));
  const about = commands.find(({ core }) => core.split(' ').some((word) => named.has(word)));
  return (
    about?.core ??
    (commands.length === 1 || hookedCommands(commands).length === 1 ? commands.at(-1)?.core : null) ??
    null
  );
}

const LINTS = /^(?:lint|format|check everything|fix lint and formatting)$/;

/** The command of a call that checks something, linters first because they name rules. */
function checkOf(commands: readonly ShellCommand[]): string | null {
  const checks = commands.filter(({ core, display }) => {
    const family = purposeOf(core)?.family ?? purposeOf(display)?.family;
    return family === 'checks' || family === 'one test';
  });
  const best = checks.find(({ core }) => LINTS.test(purposeOf(core)?.phrase ?? '')) ?? checks.at(-1);
  return best?.core ?? null;
}

/** Programs that show text of others: their output says nothing about themselves. */
const SHOWS =
  /^(?:cat|head|tail|sed|awk|grep|egrep|rg|find|ls|tree|nl|less|more|echo|printf|jq|diff|curl|wget|man|bat|xxd|strings|python[\d.]*|node|ruby|perl)$/;

function speaksForItself(commands: readonly ShellCommand[]): boolean {
  return (
    commands.length > 0 &&
    commands.every(({ program, core, words }) => !SHOWS.test(program) && !isLooking(core) && !words.includes('--help'))
  );
}

/** Well-known tools, not the project's own programs, whose warnings are part of their work. */
function isTool(core: string): boolean {
  return /^(?:git|docker|podman|brew|apt|apt-get|pip|cargo|go|terraform|kubectl|helm)\b|^(?:npm|pnpm|yarn|bun) (?:install|ci|add|i)$|^uv (?:sync|add|pip)|^poetry (?:install|add|lock)/.test(
    core,
  );
}

/** The next command that repairs lint and formatting by itself and worked. */
function findRepair(later: readonly Run[]): string | null {
  for (const { call, commands } of later) {
    if (call.status !== 'ok') continue;
    for (const { words, core, display } of commands) {
      const phrase = purposeOf(core)?.phrase ?? purposeOf(display)?.phrase;
      if (phrase !== 'fix lint and formatting' && phrase !== 'format' && !/[ :]fix$/.test(core)) continue;
      if (/\s(?:--check|-l|-d|--diff|--list-different|--dry-run)\b/.test(display)) continue;
      const plain = words.slice(0, 6).filter((word) => /^-{0,2}[A-Za-z][\w:-]*$|^@[\w-]+\/[\w.-]+$/.test(word));
      return plain.join(' ');
    }
  }
  return null;
}
