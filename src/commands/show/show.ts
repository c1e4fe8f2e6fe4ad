// `dream show`: the memory as it is, or as it was. Never writes. What a question does not need is not loaded.
import { DreamError } from '../../errors.ts';
import type { Ledger } from '../../model/run.ts';
import { loadColours } from '../../terminal/colours.ts';
import { escapeLine, printJson } from '../../terminal/escape.ts';
import { loadConfig } from '../load-config.ts';
import { openMemory, tellFindings } from '../open-memory.ts';
import type { Surroundings } from '../surroundings.ts';
import type { ContextOptions } from './show-context.ts';
import { showList } from './show-list.ts';

/** Options of the command line, as typed. */
export interface ShowOptions extends ContextOptions {
  readonly why?: boolean;
  readonly history?: boolean;
  readonly logs?: readonly string[];
  readonly at?: string;
  readonly pending?: boolean;
  readonly search?: string;
  /** True without a number of days. */
  readonly stale?: string | true;
  readonly run?: string;
  readonly runs?: boolean;
  readonly project?: readonly string[];
  readonly kind?: string;
  readonly context?: boolean;
}

/**
 * Runs `dream show`.
 * @param name the playbook, undefined for a list
 * @returns the exit code
 * @throws DreamError usage for an unknown playbook, run or revision, or options that do not go together
 */
export async function showCommand(
  name: string | undefined,
  options: ShowOptions,
  surroundings: Surroundings,
): Promise<number> {
  const { globals, now, output } = surroundings;
  checkOptions(name, options);
  const config = await loadConfig(globals, surroundings);
  const store = await openMemory(config, surroundings, false);
  const projects = options.project ?? [];
  const view = async () => ({ columns: output.columns, colours: await loadColours(output.colour) });

  if (options.runs === true || (options.run !== undefined && options.pending !== true)) {
    const { documentRun, findRun, printRunRecord, printRuns } = await import('./show-run.ts');
    const ledger = await store.readLedger();
    const run = options.run === undefined ? null : findRun(ledger, options.run);
    if (globals.json) {
      const documents =
        run === null ? { runs: ledger.runs.map((one) => documentRun(one, ledger)) } : { run: documentRun(run, ledger) };
      output.write(printJson({ version: 1, ...documents }));
    } else output.write(run === null ? printRuns(ledger, await view()) : printRunRecord(run, ledger, await view()));
    return 0;
  }

  const then = options.at === undefined ? null : await import('./past.ts');
  const past = then === null || options.at === undefined ? null : await then.findPast(store, options.at, now());
  const memory = past === null ? await store.readMemory() : await store.readMemoryAt(past.commit);
  tellFindings([...store.findings, ...memory.findings], surroundings);
  const readLedger = async (): Promise<Ledger> => {
    const ledger = await store.readLedger();
    return then === null || past === null ? ledger : then.ledgerAt(ledger, past.until);
  };

  if (options.context === true) {
    const { showContext } = await import('./show-context.ts');
    return showContext(memory, projects, options, past, surroundings);
  }
  if (options.stale !== undefined) {
    const { STALE_DAYS, findStale, printStale } = await import('./stale.ts');
    const days = options.stale === true ? STALE_DAYS : readDays(options.stale);
    const wanted = memory.playbooks.filter(({ project }) => projects.length === 0 || projects.includes(project));
    const found = findStale(wanted, await readLedger(), days, config);
    if (globals.json) {
      const stale = found.stale.map(({ playbook: { id, path, project, title, pinned }, ...rest }) => ({
        id,
        path,
        project,
        title,
        pinned,
        ...rest,
      }));
      output.write(printJson({ version: 1, ...found, olderThanDays: days, stale }));
    } else output.write(printStale(found, days, await view()));
    return 0;
  }
  if (name === undefined && options.history === true) {
    const { describeCommit, printHistory } = await import('./print-playbook.ts');
    const history = await store.readHistory('', memory.commit);
    if (globals.json) {
      const entries = history.map((entry) => ({ ...entry, ...describeCommit(entry.message) }));
      output.write(printJson({ version: 1, history: entries }));
    } else output.write(printHistory(history, { ...(await view()), ...(output.isTTY ? {} : { columns: Infinity }) }));
    return 0;
  }
  if (name === undefined) {
    const question = {
      projects,
      kind: options.kind,
      run: options.run,
      search: options.search,
      pending: options.pending ?? false,
      past,
    };
    return showList(store, memory, readLedger, question, config, surroundings);
  }
  const { findPlaybook } = await import('./find-playbook.ts');
  const { showPlaybook } = await import('./show-playbook.ts');
  const question = {
    playbook: await findPlaybook(memory.playbooks, name, readLedger),
    why: options.why ?? false,
    history: options.history ?? false,
    logs: options.logs,
    past,
    from: memory.commit,
  };
  if (past !== null && !globals.json) {
    const { describePast } = await import('./past.ts');
    output.write(`${describePast(past)}\n\n`);
  }
  return showPlaybook(store, await readLedger(), question, config, surroundings);
}

function readDays(given: string): number {
  if (/^[1-9]\d{0,4}$/.test(given)) return Number(given);
  throw new DreamError('usage', `--stale takes a number of days, not \`${escapeLine(given)}\`.`);
}

/** What each question is called; at most one is asked. */
const QUESTIONS = ['pending', 'search', 'stale', 'runs', 'context'] as const satisfies readonly (keyof ShowOptions)[];

function checkOptions(name: string | undefined, options: ShowOptions): void {
  const refuse = (sentence: string): never => {
    throw new DreamError('usage', sentence);
  };
  const asked = QUESTIONS.filter((question) => options[question] !== undefined).map((question) => `--${question}`);
  if (options.run !== undefined && options.pending !== true) asked.push('--run');
  if (asked.length > 1) refuse(`${asked.join(' and ')} are different questions: ask one at a time.`);
  const [question] = asked;
  if (question !== undefined && name !== undefined)
    refuse(`${question} shows the whole memory; leave the playbook out.`);
  if (options.why === true && name === undefined) refuse('--why needs a playbook: dream show <playbook> --why.');
  if (question !== undefined && options.history === true) refuse(`--history does not go with ${question}.`);
  const context = (['agent', 'for', 'limit', 'budget'] as const).filter((option) => options[option] !== undefined);
  if (options.context !== true && context.length > 0) refuse(`--${context[0] ?? ''} goes with --context.`);
  if (options.logs !== undefined && options.why !== true)
    refuse('--logs goes with --why: it says where the quotes are looked up.');
  if (options.at !== undefined && ['--pending', '--runs', '--run', '--stale'].includes(question ?? ''))
    refuse(`--at shows the memory as it was; ${question ?? ''} is about now.`);
}
