// `dream show --context`: asks for what an agent would load, and prints it with what did not fit.
import { findRepository } from '../../config/find-repository.ts';
import { DreamError } from '../../errors.ts';
import type { Memory } from '../../model/run.ts';
import { projectOfDirectory, projectOfRemote } from '../../sources/name-project.ts';
import { escapeLine, printJson } from '../../terminal/escape.ts';
import type { Surroundings } from '../surroundings.ts';
import { AGENT_LIMITS, isAgent } from './agents.ts';
import { makeContext } from './context.ts';
import type { Past } from './past.ts';

/** Options of `--context`, as typed. */
export interface ContextOptions {
  readonly agent?: string;
  readonly for?: string;
  readonly limit?: string;
  readonly budget?: string;
}

/** @param projects of the command line: one at most @throws DreamError usage for what cannot be understood */
export async function showContext(
  memory: Memory,
  projects: readonly string[],
  options: ContextOptions,
  past: Past | null,
  { output, globals, cwd }: Surroundings,
): Promise<number> {
  const agent = options.agent ?? 'claude-code';
  if (!isAgent(agent)) {
    throw new DreamError('usage', `The limits of the agent \`${escapeLine(agent)}\` are not known.`, {
      hints: [`Known agents: ${Object.keys(AGENT_LIMITS).join(', ')}.`],
    });
  }
  if (projects.length > 1) throw new DreamError('usage', 'An agent works on one project: give --project once.');
  const context = makeContext(memory, {
    agent,
    project: projects[0] ?? (await findOwnProject(cwd, memory)),
    task: options.for ?? null,
    limit: countOption('--limit', options.limit, 'a number of playbooks'),
    budget: countOption('--budget', options.budget, 'a number of tokens'),
  });
  if (globals.json) {
    output.write(printJson({ version: 1, ...(past === null ? {} : { at: past }), context }));
    return 0;
  }
  output.write(context.text);
  if (context.text === '') output.error('Nothing to load: the memory holds no playbook for this.\n');
  for (const cut of context.cut) output.error(`Cut: ${escapeLine(cut)}.\n`);
  return 0;
}

function countOption(flag: string, given: string | undefined, what: string): number | null {
  if (given === undefined) return null;
  if (/^[1-9]\d{0,8}$/.test(given)) return Number(given);
  throw new DreamError('usage', `${flag} must be ${what}, not \`${escapeLine(given)}\`.`);
}

/** The project of the repository around the working directory, null when the memory has nothing of that name. */
async function findOwnProject(cwd: string, memory: Memory): Promise<string | null> {
  const repository = await findRepository(cwd);
  if (repository === null) return null;
  const remote = repository.remote === null ? null : projectOfRemote(repository.remote);
  const names = [remote, projectOfDirectory(repository.folder)];
  return names.find((name) => memory.playbooks.some((playbook) => playbook.project === name)) ?? null;
}
