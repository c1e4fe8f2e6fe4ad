// What a session did, step by step: its successful commands and its edits, without the looking around.
import type { Step, StepsObservation } from '../model/observation.ts';
import { typedText, type CallTurn, type ScreenedSession } from '../model/session.ts';
import { parseShellCommands, type ShellCommand } from '../text/shell-command.ts';
import { findHiddenFailure } from './failure-text.ts';
import { localise } from './localise.ts';
import type { Miner } from './miner.ts';

/** Reading and searching is how agents look around; it is never a step of a workflow. */
const TRIVIAL = new Set(
  (
    'ls cat cd echo pwd head tail grep rg ag find fd wc sed awk sleep which type true false test [ tree less more sort uniq xargs printf jq date kill ps ' +
    'stat file du df env export source . set read cut tr diff cmp basename dirname realpath nl od xxd hexdump strings man touch mkdir chmod history whoami ' +
    'uname clear tee yes seq wait pgrep pkill lsof rm cp mv apply_patch command exit popd trap ulimit unset alias hash open'
  ).split(' '),
);
/** Programs that do anything: without a sub-command or script nothing is known of what they did. */
const BARE = new Set(
  'bun bunx deno docker gh git go node npm npx perl pnpm python python3 ruby uv uvx yarn'.split(' '),
);
/** Programs that run the file they are given. */
const INTERPRETERS = /^(?:bash|sh|zsh|node|deno|tsx|ts-node|perl|php|ruby|Rscript|python[\d.]*)$/;
const SCRIPT = /^[\w@.-]+(?:\/[\w@.-]+){0,8}\.(?:sh|bash|zsh|[cm]?[jt]s|pl|php|rb|R|py)$/;
/** Most steps kept of one session. */
const MAX_STEPS = 400;
const MAX_DISPLAY = 200;

export const stepMiner: Miner = { name: 'steps', observe: observeSteps };

function observeSteps(session: ScreenedSession): readonly StepsObservation[] {
  const steps = stepsOf(session);
  if (steps.length < 2) return [];
  return [
    {
      kind: 'steps',
      session: session.key,
      project: session.project,
      key: 'steps',
      origin: 'observed',
      quotes: [],
      steps,
    },
  ];
}

/** The steps of a session in order; repeats right after each other are one. */
export function stepsOf(session: ScreenedSession): readonly Step[] {
  const steps: Step[] = [];
  const files = new SessionFiles(session.directory);
  let request = -1;
  for (const turn of session.turns) {
    if (turn.kind === 'message' && turn.from === 'user' && typedText(turn) !== '') request += 1;
    if (turn.kind !== 'call' || steps.length >= MAX_STEPS) continue;
    const found = turn.status === 'ok' ? stepsOfCall(turn, session.directory, request, files) : [];
    files.see(turn);
    for (const step of found) {
      const last = steps.at(-1);
      if (last?.key !== step.key || last.display !== step.display || last.request !== step.request) steps.push(step);
    }
  }
  return steps;
}

function stepsOfCall(call: CallTurn, directory: string | null, request: number, files: SessionFiles): readonly Step[] {
  if (call.action === 'edit') {
    // A patch names its files inside: that something was edited is known all the same.
    const path = call.path === null ? 'files' : localise(call.path, directory);
    return [{ key: `edit ${path}`, display: `edit ${path}`, turn: call.index, origin: call.commandOrigin, request }];
  }
  if (call.command === null) return [];
  const commands = parseShellCommands(call.command);
  if (commands.some((command) => command.masked) && findHiddenFailure(call.output.text) !== null) return [];
  const line = localise(call.command, directory);
  return commands.flatMap((command) => {
    const named = nameStep(command, line, directory, files);
    return named === null ? [] : [{ ...named, turn: call.index, origin: call.commandOrigin, request }];
  });
}

/** Key and display of a command, null when it is no step. */
function nameStep(
  command: ShellCommand,
  line: string,
  directory: string | null,
  files: SessionFiles,
): Pick<Step, 'key' | 'display'> | null {
  const shown = localise(command.display, directory);
  const folder = folderOf(line);
  // `command -v x` asks whether there is an x.
  if (line.includes(`command -v ${command.program}`)) return null;
  const display = (text: string): string => `${folder === null ? '' : `cd ${folder} && `}${text}`.slice(0, MAX_DISPLAY);
  if (INTERPRETERS.test(command.program)) {
    if (command.core.includes(' -m ')) return { key: command.core, display: display(shown) };
    const script = localise(command.words.find((word, at) => at > 0 && !word.startsWith('-')) ?? '', directory);
    const path = script.replace(/^\.\//, '');
    if (!SCRIPT.test(path) || path.startsWith('tmp/') || files.made.has(path)) return null;
    const what = command.program.startsWith('python') && path === 'manage.py' ? ` ${command.words[2] ?? ''}` : '';
    return { key: `${command.program} ${path}${what}`.trim(), display: display(shown) };
  }
  if (TRIVIAL.has(command.program) || BARE.has(command.core)) return null;
  const script = scriptPath(command.program, line);
  // The two are one command for these package managers (not for bun).
  const key = command.core.replace(/^(npm|pnpm|yarn) run test$/, '$1 test');
  if (script === null) return { key, display: display(shown) };
  if (files.made.has(script.replace(/^\.\//, ''))) return null;
  return { key: command.core, display: display(`${script}${shown.slice(command.program.length)}`) };
}

/** The folder below the project that a line first goes into and stays in, null when it does not. */
function folderOf(line: string): string | null {
  const folder = /^\s{0,9}cd\s{1,9}["']?([\w@.-]{1,60}(?:\/[\w@.-]{1,60}){0,8})\/?["']?\s{0,9}(?:&&|;|\n)/.exec(
    line,
  )?.[1];
  if (folder === undefined || folder.startsWith('.')) return null;
  return /[\s;&(]cd\s/.test(line.slice(line.indexOf(folder))) ? null : folder;
}

/** A program that is a file of the project is named by its path: `./scripts/setup.sh`, not `setup.sh`. */
function scriptPath(program: string, line: string): string | null {
  const at = line.slice(0, 2_000).split(/[\s;&|()"']+/);
  const word = at.find((one) => one.endsWith(`/${program}`));
  return word === undefined || /^[/~$]|^\.\.|[<>]|node_modules|(?:^|\/)\.?venv\//.test(word) ? null : word;
}

/** Files a session wrote itself: a script it made for the moment is nothing to run in the next session. */
class SessionFiles {
  readonly made = new Set<string>();
  readonly #known = new Set<string>();
  readonly #directory: string | null;

  constructor(directory: string | null) {
    this.#directory = directory;
  }

  /** Takes note of the files of a call: one that was written before anybody looked at it was made here. */
  see(call: CallTurn): void {
    const path = call.path === null ? null : localise(call.path, this.#directory).replace(/^\.\//, '');
    if (path !== null && call.action === 'edit' && !this.#known.has(path)) this.made.add(path);
    if (path !== null) this.#known.add(path);
    if (call.command === null || this.#known.size > 5_000) return;
    for (const word of localise(call.command.slice(0, 2_000), this.#directory).split(/[\s;&|()"'<>]+/))
      if (word.includes('.')) this.#known.add(word.replace(/^\.\//, ''));
  }
}
