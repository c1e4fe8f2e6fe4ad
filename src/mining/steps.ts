// What a session did, step by step: its successful commands and its edits, without the looking around.
import type { Step, StepsObservation } from '../model/observation.ts';
import { typedText, type CallTurn, type ScreenedSession } from '../model/session.ts';
import { parseShellCommands } from '../text/shell-command.ts';
import { findHiddenFailure } from './failure-text.ts';
import { localise } from './localise.ts';
import type { Miner } from './miner.ts';

/** Reading and searching is how agents look around; it is never a step of a workflow. */
const TRIVIAL = new Set(
  (
    'ls cat cd echo pwd head tail grep rg ag find fd wc sed awk sleep which type true false test [ tree less more sort uniq xargs printf jq date kill ps ' +
    'stat file du df env export source . set read cut tr diff cmp basename dirname realpath nl od xxd hexdump strings man touch mkdir chmod history whoami ' +
    'uname clear tee yes seq wait pgrep pkill lsof rm cp mv python -c node -e apply_patch'
  ).split(' '),
);
/** Programs that do anything: without a sub-command or script nothing is known of what they did. */
const BARE = new Set(
  'bun bunx deno docker gh git go node npm npx perl pnpm python python3 ruby uv uvx yarn'.split(' '),
);
/** Most steps kept of one session. */
const MAX_STEPS = 400;

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
  let request = -1;
  for (const turn of session.turns) {
    if (turn.kind === 'message' && turn.from === 'user' && typedText(turn) !== '') request += 1;
    if (turn.kind !== 'call' || turn.status !== 'ok' || steps.length >= MAX_STEPS) continue;
    for (const step of stepsOfCall(turn, session.directory, request)) {
      const last = steps.at(-1);
      if (last?.key !== step.key || last.request !== step.request) steps.push(step);
    }
  }
  return steps;
}

function stepsOfCall(call: CallTurn, directory: string | null, request: number): readonly Step[] {
  if (call.action === 'edit' && call.path !== null) {
    const path = localise(call.path, directory);
    return [{ key: `edit ${path}`, display: `edit ${path}`, turn: call.index, origin: call.commandOrigin, request }];
  }
  if (call.command === null) return [];
  const commands = parseShellCommands(call.command);
  if (commands.some((command) => command.masked) && findHiddenFailure(call.output.text) !== null) return [];
  return commands
    .filter((command) => !TRIVIAL.has(command.program) && !BARE.has(command.core))
    .map((command) => ({
      key: command.core,
      display: localise(command.display, directory).slice(0, 200),
      turn: call.index,
      origin: call.commandOrigin,
      request,
    }));
}
