// `dream show`: the memory as it is. Never writes.
import { findRepository } from '../../config/find-repository.ts';
import { readConfig } from '../../config/read-config.ts';
import { DreamError } from '../../errors.ts';
import type { Playbook } from '../../model/playbook.ts';
import type { Memory } from '../../model/run.ts';
import { projectOfDirectory, projectOfRemote } from '../../sources/name-project.ts';
import type { Store } from '../../store/store.ts';
import { loadColours } from '../../terminal/colours.ts';
import { escapeLine, printJson } from '../../terminal/escape.ts';
import { countOf } from '../../terminal/tree.ts';
import { documentTracked } from '../change-document.ts';
import { nameMemory } from '../name-memory.ts';
import { openMemory, tellFindings } from '../open-memory.ts';
import { printPending } from '../print-pending.ts';
import { selectWaiting } from '../select-changes.ts';
import type { Surroundings } from '../surroundings.ts';
import type { AgentName } from './context.ts';
import { AGENT_LIMITS, makeContext } from './context.ts';
import { findPlaybook } from './find-playbook.ts';
import { changesOf, documentPlaybook } from './playbook-document.ts';
import { printList } from './print-list.ts';
import { printHistory, printOne, printWhy } from './print-playbook.ts';

/** Options of the command line, as typed. */
export interface ShowOptions {
  readonly why?: boolean;
  readonly history?: boolean;
  readonly pending?: boolean;
  readonly search?: string;
  readonly project?: string;
  readonly context?: boolean;
  readonly agent?: string;
  readonly budget?: string;
}

/**
 * Runs `dream show`.
 * @param name the playbook, undefined for the list
 * @returns the exit code
 * @throws DreamError usage for an unknown playbook or options that do not go together
 */
export async function showCommand(
  name: string | undefined,
  options: ShowOptions,
  surroundings: Surroundings,
): Promise<number> {
  const { globals, environment, cwd } = surroundings;
  checkOptions(name, options);
  const config = await readConfig(globals, environment, cwd);
  const store = await openMemory(config, surroundings, false);
  const memory = await store.readMemory();
  tellFindings([...store.findings, ...memory.findings], surroundings);
  if (options.context === true) return showContext(memory, options, surroundings);
  if (name === undefined) return showList(store, memory, options, surroundings, nameMemory(config, cwd));
  return showOne(store, findPlaybook(memory.playbooks, name), options, surroundings);
}

function checkOptions(name: string | undefined, options: ShowOptions): void {
  const needsName = options.why === true ? '--why' : options.history === true ? '--history' : null;
  if (needsName !== null && name === undefined) {
    throw new DreamError('usage', `${needsName} needs a playbook: dream show <playbook> ${needsName}.`);
  }
  if (options.context !== true && (options.agent !== undefined || options.budget !== undefined)) {
    throw new DreamError('usage', '--agent and --budget go with --context.');
  }
  const forLists = [options.pending === true, options.search !== undefined, options.context === true].some(Boolean);
  if (forLists && name !== undefined) {
    throw new DreamError('usage', '--pending, --search and --context show the whole memory; leave the playbook out.');
  }
}

async function showList(
  store: Store,
  memory: Memory,
  options: ShowOptions,
  { output, globals }: Surroundings,
  memoryFlag: string,
): Promise<number> {
  const words = (options.search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const playbooks = memory.playbooks.filter(
    (playbook) =>
      (options.project === undefined || playbook.project === options.project) &&
      words.every((word) => `${playbook.title}\n${playbook.body}`.toLowerCase().includes(word)),
  );
  const colours = await loadColours(output.colour);
  if (globals.json) {
    const ledger = await store.readLedger();
    const documents = [];
    for (const playbook of playbooks) documents.push(await documentPlaybook(playbook, ledger, store));
    const changes = [];
    for (const change of options.pending === true ? selectWaiting(ledger) : []) {
      if (options.project !== undefined && change.project !== options.project) continue;
      changes.push(documentTracked(change, await store.readChange(change)));
    }
    output.write(printJson({ version: 1, playbooks: documents, ...(options.pending === true ? { changes } : {}) }));
    return 0;
  }
  if (options.pending === true) {
    const waiting = selectWaiting(await store.readLedger());
    const wanted = waiting.filter((change) => options.project === undefined || change.project === options.project);
    output.write(printPending(wanted, colours, memoryFlag));
    return 0;
  }
  if (playbooks.length > 0) {
    output.write(`${printList(playbooks, colours)}\n${countOf(playbooks.length, 'playbook')}.\n`);
    return 0;
  }
  if (memory.playbooks.length > 0) {
    output.write('No playbook matches.\n');
    return 0;
  }
  const waiting = selectWaiting(await store.readLedger()).length;
  const next = waiting > 0 ? `dream review${memoryFlag}` : `dream run${memoryFlag}`;
  const what = waiting > 0 ? `; ${countOf(waiting, 'change')} ${waiting === 1 ? 'waits' : 'wait'} for review` : '';
  output.write(`The memory is empty${what}. Next: ${colours.bold(next)}\n`);
  return 0;
}

async function showOne(
  store: Store,
  playbook: Playbook,
  options: ShowOptions,
  { output, globals }: Surroundings,
): Promise<number> {
  const ledger = await store.readLedger();
  const history = options.history === true ? await store.readHistory(playbook.path) : [];
  if (globals.json) {
    const changes = [];
    for (const change of options.why === true ? changesOf(playbook.path, ledger) : []) {
      changes.push(documentTracked(change, await store.readChange(change)));
    }
    output.write(
      printJson({
        version: 1,
        playbooks: [await documentPlaybook(playbook, ledger, store)],
        ...(options.why === true ? { changes } : {}),
        ...(options.history === true ? { history } : {}),
      }),
    );
    return 0;
  }
  const view = { columns: output.columns, colours: await loadColours(output.colour) };
  if (options.history === true) output.write(printHistory(history, view));
  if (options.why === true) output.write(printWhy(playbook, ledger, view));
  if (options.history !== true && options.why !== true) output.write(printOne(playbook, ledger, view));
  return 0;
}

async function showContext(memory: Memory, options: ShowOptions, surroundings: Surroundings): Promise<number> {
  const { output, globals, cwd } = surroundings;
  const agent = options.agent ?? 'claude-code';
  if (!isAgent(agent)) {
    throw new DreamError('usage', `The limits of the agent \`${escapeLine(agent)}\` are not known.`, {
      hints: [`Known agents: ${Object.keys(AGENT_LIMITS).join(', ')}.`],
    });
  }
  if (options.budget !== undefined && !/^[1-9]\d{0,8}$/.test(options.budget)) {
    throw new DreamError('usage', `--budget must be a number of tokens, not \`${escapeLine(options.budget)}\`.`);
  }
  const project = options.project ?? (await findOwnProject(cwd, memory));
  const context = makeContext(memory, agent, project, options.budget === undefined ? null : Number(options.budget));
  if (globals.json) {
    output.write(printJson({ version: 1, context }));
    return 0;
  }
  output.write(context.text);
  if (context.text === '') output.error('Nothing to load: the memory holds no playbook for this.\n');
  for (const cut of context.cut) output.error(`Cut: ${escapeLine(cut)}.\n`);
  return 0;
}

/** The project of the repository around the working directory, null when the memory has nothing of that name. */
async function findOwnProject(cwd: string, memory: Memory): Promise<string | null> {
  const repository = await findRepository(cwd);
  if (repository === null) return null;
  const remote = repository.remote === null ? null : projectOfRemote(repository.remote);
  const names = [remote, projectOfDirectory(repository.folder)];
  return names.find((name) => memory.playbooks.some((playbook) => playbook.project === name)) ?? null;
}

function isAgent(name: string): name is AgentName {
  return Object.hasOwn(AGENT_LIMITS, name);
}
