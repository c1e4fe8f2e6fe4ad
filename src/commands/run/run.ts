// `dream run`: makes the job, runs it, and says what came of it.
import { appendFile, readdir } from 'node:fs/promises';

import { findRepository } from '../../config/find-repository.ts';
import { parseSince } from '../../config/parse-since.ts';
import type { Config } from '../../config/read-config.ts';
import { offlineEngine } from '../../consolidation/offline-engine.ts';
import { dream } from '../../dream.ts';
import { DreamError, messageOf } from '../../errors.ts';
import { discoverLogs } from '../../sources/discover.ts';
import { projectOfDirectory, projectOfRemote } from '../../sources/name-project.ts';
import type { Store } from '../../store/store.ts';
import { loadColours } from '../../terminal/colours.ts';
import { escapeLine, printJson } from '../../terminal/escape.ts';
import { makeProgressLine } from '../../terminal/progress.ts';
import { loadConfig } from '../load-config.ts';
import { printSynced } from '../exchange.ts';
import { nameMemory } from '../name-memory.ts';
import { openMemory } from '../open-memory.ts';
import type { Surroundings } from '../surroundings.ts';
import { makeId } from '../surroundings.ts';
import { inTemporaryFolder } from '../temporary-folder.ts';
import { chooseLogs } from '../choose-logs.ts';
import { printAnnotations, printJobSummary } from './print-job-summary.ts';
import { printRun } from './print-run.ts';
import { pushRun, requirePush, tellPushed } from './push-run.ts';
import type { RunReport } from './run-report.ts';
import { makeRunReport } from './run-report.ts';

/** Options of the command line, as typed. */
export interface RunOptions {
  readonly engine: string;
  readonly since?: string;
  readonly project?: readonly string[];
  readonly minSupport?: string;
  readonly maxChanges?: string;
  readonly includeActive?: boolean;
  readonly rebuild?: boolean;
  readonly allowLoss?: boolean;
  readonly dryRun?: boolean;
  /** True for the default remote. */
  readonly push?: string | true;
  readonly verbose?: boolean;
}

/**
 * Runs `dream run`.
 * @param paths logs as typed; empty for the configured or known ones
 * @returns the exit code
 * @throws DreamError as product.md's exit codes say
 */
export async function runCommand(
  paths: readonly string[],
  options: RunOptions,
  surroundings: Surroundings,
): Promise<number> {
  const { globals, output, environment, now } = surroundings;
  if (options.engine !== 'offline') {
    throw new DreamError(
      'usage',
      `The engine \`${escapeLine(options.engine)}\` is not available; only \`offline\` is.`,
    );
  }
  const since = options.since === undefined ? null : parseSince(options.since, now());
  if (options.since !== undefined && since === null) {
    throw new DreamError('usage', `--since does not understand \`${escapeLine(options.since)}\`.`, {
      hints: ['Give a date such as 2026-11-22 or a duration such as 12h, 7d or 2w.'],
    });
  }
  const config = await loadConfig(
    { ...globals, minSupport: options.minSupport, maxChanges: options.maxChanges },
    surroundings,
  );
  if (options.rebuild === true) {
    refuseLogs(paths, options);
    const store = await openMemory(config, surroundings, false);
    return runOnce(store, [], null, config, options, surroundings);
  }
  const logs = await chooseLogs(paths, config, surroundings);
  const dryRun = options.dryRun ?? false;
  // Neither a dry run nor one without a file to read makes a memory: where there is none yet, it plans against an empty
  // one that goes away.
  const idle = (await isAbsent(config.memory.folder)) && (dryRun || !(await hasFiles(logs)));
  if (idle) {
    return inTemporaryFolder(environment.temporaryFolder, 'dream-dry-', async (folder) => {
      const standIn = { ...config, memory: { ...config.memory, folder } };
      const store = await openMemory(standIn, surroundings, true);
      return runOnce(store, logs, since, config, { ...options, dryRun: true }, surroundings);
    });
  }
  const store = await openMemory(config, surroundings, true);
  if (store.created && !globals.quiet) output.error(`Made a new memory in ${escapeLine(store.folder)}.\n`);
  return runOnce(store, logs, since, config, options, surroundings);
}

async function runOnce(
  store: Store,
  logs: readonly string[],
  since: Date | null,
  config: Config,
  options: RunOptions,
  surroundings: Surroundings,
): Promise<number> {
  const { globals, output, cwd, now } = surroundings;
  surroundings.sayWhenInterrupted(
    'Interrupted. What was not finished was not written; the next run starts over from there.',
  );
  if (options.push !== undefined) await requirePush(store, config, options.push, options.dryRun ?? false);
  const progress = makeProgressLine(output, globals.quiet, now);
  const result = await dream({
    runId: makeId(surroundings),
    store,
    engine: offlineEngine,
    paths: logs,
    filters: { since, projects: options.project ?? [], includeActive: options.includeActive ?? false },
    projects: config.projects,
    ownProject: await ownProjectOf(store.folder),
    limits: config.limits,
    policy: config.policy,
    allowLoss: options.allowLoss ?? false,
    dryRun: options.dryRun ?? false,
    rebuild: options.rebuild ?? false,
    dreamVersion: surroundings.dreamVersion,
    configHash: config.hash,
    redaction: config.redaction.version,
    branchPrefix: config.branchPrefix,
    now,
    onProgress: progress.show,
  }).finally(progress.end);

  const report = makeRunReport(result, config.memory.folder, options.verbose ?? false);
  const pushed = options.push === undefined ? null : await pushRun(store, config, options.push, surroundings);
  if (globals.json) output.write(printJson(pushed === null ? report : { ...report, sync: pushed }));
  else if (!globals.quiet) {
    output.write(
      printRun(report, {
        minSupport: config.limits.minSupport,
        verbose: options.verbose ?? false,
        filtered: since !== null || (options.project ?? []).length > 0,
        colours: await loadColours(output.colour),
        memoryFlag: nameMemory(config, cwd),
      }),
    );
  }
  if (pushed !== null && !('error' in pushed) && !globals.json && !globals.quiet) output.write(printSynced(pushed));
  await tellActions(report, surroundings);
  return pushed === null ? 0 : tellPushed(pushed, surroundings);
}

/** @throws DreamError usage when logs, or what chooses among them, are named for a run that reads none */
function refuseLogs(paths: readonly string[], options: RunOptions): void {
  const named = [
    ...(paths.length > 0 ? ['logs'] : []),
    ...(options.since === undefined ? [] : ['--since']),
    ...(options.includeActive === true ? ['--include-active'] : []),
  ];
  if (named.length === 0) return;
  throw new DreamError('usage', `--rebuild reads no log, so it cannot be given together with ${named.join(' and ')}.`, {
    hints: ['`dream run <logs>` reads new logs; `dream run --rebuild` proposes again what the ledger knows.'],
  });
}

/** What logs may call the project whose repository the memory lies in. */
async function ownProjectOf(folder: string): Promise<readonly string[]> {
  const repository = await findRepository(folder);
  if (repository === null) return [];
  const remote = repository.remote === null ? null : projectOfRemote(repository.remote);
  return [remote, projectOfDirectory(repository.folder)].filter((name) => name !== null);
}

async function isAbsent(folder: string): Promise<boolean> {
  // What cannot be looked into is for the store to complain about.
  return readdir(folder).then(
    (entries) => entries.length === 0,
    (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT',
  );
}

async function hasFiles(logs: readonly string[]): Promise<boolean> {
  // What is refused or cannot be read on the way is told by the run itself.
  return (await discoverLogs(logs, () => undefined)).length > 0;
}

async function tellActions(report: RunReport, { environment, output }: Surroundings): Promise<void> {
  if (environment.githubActions === null) return;
  output.annotate(printAnnotations(report));
  const { stepSummary } = environment.githubActions;
  if (stepSummary === null) return;
  try {
    await appendFile(stepSummary, printJobSummary(report));
  } catch (error) {
    // The run is written; a page about it that could not be is no reason to call it failed.
    output.error(`Note: the job summary could not be written: ${escapeLine(messageOf(error))}.\n`);
  }
}
