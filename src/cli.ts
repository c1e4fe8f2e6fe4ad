// Commands and options; turns what went wrong into a sentence and an exit code. A command is loaded only when it is used.
import { readFileSync } from 'node:fs';

import type { Command, CommanderError } from 'commander';

import type { ChangeFilter } from './commands/filter-changes.ts';
import type { ReviewRequest } from './commands/review/review.ts';
import type { DoctorOptions } from './commands/doctor/doctor.ts';
import type { IndexOptions } from './commands/index/index.ts';
import type { RunOptions } from './commands/run/run.ts';
import type { ShowOptions } from './commands/show/show.ts';
import type { SyncOptions } from './commands/sync/sync.ts';
import type { UndoOptions } from './commands/undo/undo.ts';
import type { GlobalOptions, ProcessStreams, Surroundings } from './commands/surroundings.ts';
import { DreamError, EXIT_CODES } from './errors.ts';

/** The exit code of the command that was run, set by its action. */
interface Outcome {
  code: number;
}

/**
 * Runs the program.
 * @param argv arguments without node and script
 * @returns the exit code (product.md, "Exit codes")
 */
export async function main(argv: readonly string[], streams: ProcessStreams = process): Promise<number> {
  const version = readVersion();
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    streams.stdout.write(`${version}\n`);
    return 0;
  }
  const pipes = watchPipes(streams);
  const code = await runCommandLine(argv, streams, version);
  await Promise.all([flush(streams.stdout), flush(streams.stderr)]);
  const broken = pipes.failure();
  if (broken === null) return code;
  streams.stderr.write(`Error: The output could not be written: ${broken.message}.\n`);
  return code === 0 ? EXIT_CODES.failed : code;
}

async function runCommandLine(argv: readonly string[], streams: ProcessStreams, version: string): Promise<number> {
  const { makeSurroundings } = await import('./commands/surroundings.ts');
  const { tellError } = await import('./commands/tell-error.ts');
  let sentence: string | null = 'Interrupted.';
  const surround = (globals: GlobalOptions): Surroundings =>
    makeSurroundings(globals, streams, {
      cwd: process.cwd(),
      dreamVersion: version,
      sayWhenInterrupted: (words) => {
        sentence = words;
      },
    });
  const asked: GlobalOptions = guessGlobals(argv);
  // Work in flight is safe to cut: every write is all or nothing. So the process ends at once.
  const interrupt = (): void => {
    if (sentence === null) return;
    streams.stderr.write('\n');
    process.exit(tellError(new DreamError('interrupted', sentence), surround(asked)));
  };
  process.on('SIGINT', interrupt);
  try {
    const outcome: Outcome = { code: 0 };
    const program = await describeCommands(version, surround, outcome);
    await program.parseAsync([...argv], { from: 'user' });
    return outcome.code;
  } catch (error) {
    return isHelp(error) ? 0 : tellError(asUsage(error), surround(asked));
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}

/** The global options as far as they can be told before the command line is understood. */
function guessGlobals(argv: readonly string[]): GlobalOptions {
  const end = argv.indexOf('--');
  const before = end === -1 ? argv : argv.slice(0, end);
  const options = new Set(before);
  const at = before.lastIndexOf('--memory');
  const memory =
    at === -1 ? before.findLast((one) => one.startsWith('--memory='))?.slice('--memory='.length) : before[at + 1];
  return {
    json: options.has('--json'),
    quiet: options.has('--quiet'),
    color: !options.has('--no-color'),
    ...(memory === undefined ? {} : { memory }),
  };
}

async function describeCommands(
  version: string,
  surround: (globals: GlobalOptions) => Surroundings,
  outcome: Outcome,
): Promise<Command> {
  const { Command: Program, Option } = await import('commander');
  const program = new Program('dream');
  const globals = (): GlobalOptions => {
    const given = program.opts<{ memory?: string; config?: string; json?: boolean; quiet?: boolean; color: boolean }>();
    return { ...given, json: given.json ?? false, quiet: given.quiet ?? false };
  };
  const surroundings = (): Surroundings => surround(globals());

  program
    .description('Curates the memory of AI agents from their session logs: playbooks in git, reviewed by people.')
    .version(version)
    .option('--memory <dir>', 'the memory: a repository or a folder inside one')
    .option('--json', 'one JSON document on standard output')
    .option('--quiet', 'only errors')
    .option('--no-color', 'no colours (also NO_COLOR)')
    .option('--config <file>', 'read this file instead of the dream.yaml of the memory')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => surroundings().output.write(text),
      // Told by tellError, so that wrong usage looks the same whoever finds it.
      writeErr: () => undefined,
      outputError: () => undefined,
    });

  program
    .command('run')
    .description('read new sessions and propose what recurs, one commit per change on a branch of its own')
    .argument('[paths...]', 'logs: files or folders, read recursively')
    .addOption(new Option('--engine <name>', 'what turns evidence into changes').default('offline'))
    .option('--since <date|duration>', 'only sessions that ended after it: 2026-11-22, 12h, 7d, 2w')
    .option('--project <name>', 'only sessions of this project (repeatable)', collect)
    .option('--min-support <n>', 'distinct sessions before a pattern is proposed (default 2)')
    .option('--max-changes <n>', 'at most n changes in this run (default 20)')
    .option('--include-active', 'also sessions whose last turn is under 30 minutes old')
    .option('--rebuild', 'from the ledger alone: propose again what it knows, without logs')
    .option('--allow-loss', 'let this run propose to remove or shrink more than a quarter of the memory')
    .option('--dry-run', 'everything but the last step; prints the plan')
    .option('--push [remote]', 'exchange with a remote at the end, as `dream sync` does')
    .option('--verbose', 'name what was held back and every finding')
    .action(async (paths: string[], options: RunOptions) => {
      const { runCommand } = await import('./commands/run/run.ts');
      outcome.code = await runCommand(paths, options, surroundings());
    });

  const review = async (request: ReviewRequest): Promise<void> => {
    const { reviewCommand } = await import('./commands/review/review.ts');
    outcome.code = await reviewCommand(request, reviewing.opts<ChangeFilter>(), surroundings());
  };
  const reviewing = program
    .command('review')
    .description('decide on what was proposed; without a subcommand, one change at a time')
    // Commander hands the options of a command to it from behind its subcommands too: list and accept --all use them.
    .option('--run <id>', 'only changes of this run')
    .option('--project <name>', 'only changes of this project (repeatable)', collect)
    .option('--kind <kind>', 'only pitfall, preference, workflow or fact (repeatable)', collect)
    .option('--owner <address>', 'only changes that this person answers for')
    .action(async () => review({ action: 'walk' }));
  reviewing
    .command('list')
    .description('what waits, most valuable first')
    .option('--tombstones', 'what was rejected instead')
    .action(async (options: { tombstones?: boolean }) =>
      review({ action: 'list', tombstones: options.tombstones ?? false }),
    );
  reviewing
    .command('show')
    .description('one change as the walk shows it, with all its evidence')
    .argument('<change>', 'its id, or a unique beginning of it')
    .action(async (id: string) => review({ action: 'show', id }));
  reviewing
    .command('accept')
    .description('make changes memory, each as its own commit')
    .argument('[changes...]', 'ids, or unique beginnings of them')
    .option('--all', 'every open change; never quarantined ones or those of high stakes')
    .option('--trust', 'also quarantined changes, when named by id')
    .action(async (ids: string[], options: { all?: boolean; trust?: boolean }) =>
      review({ action: 'accept', ids, all: options.all ?? false, trust: options.trust ?? false }),
    );
  reviewing
    .command('reject')
    .description('never propose these again')
    .argument('<changes...>', 'ids, or unique beginnings of them')
    .requiredOption('--reason <why>', 'kept with the rejection')
    .action(async (ids: string[], options: { reason: string }) =>
      review({ action: 'reject', ids, reason: options.reason }),
    );
  reviewing
    .command('later')
    .description('leave changes for another review')
    .argument('<changes...>', 'ids, or unique beginnings of them')
    .action(async (ids: string[]) => review({ action: 'later', ids }));
  reviewing
    .command('edit')
    .description('accept a change with other words')
    .argument('<change>', 'its id, or a unique beginning of it')
    .requiredOption('--file <file>', 'the whole new text of the playbook')
    .option('--trust', 'also when the change is quarantined, or the text of high impact')
    .action(async (id: string, options: { file: string; trust?: boolean }) =>
      review({ action: 'edit', id, file: options.file, trust: options.trust ?? false }),
    );
  reviewing
    .command('revive')
    .description('lift a rejection, so that it may be proposed again')
    .argument('<change>', 'its id, or a unique beginning of it')
    .action(async (id: string) => review({ action: 'revive', id }));

  program
    .command('show')
    .description('the memory: the list, one playbook, why it says so, what an agent would load')
    .argument('[playbook]', 'id or path')
    .option('--why', 'line by line: the change, the quotes, the turns; quotes are looked up in the logs again')
    .option('--logs <paths...>', 'with --why: look for logs here, not in the configured or known places')
    .option('--history', 'its commits, oldest first; without a playbook, those of the whole memory')
    .option('--at <rev|date>', 'the memory as it was: a commit, branch, tag, run, change, day, time, or 7d ago')
    .option('--pending', 'what waits for review')
    .option('--search <words>', 'playbooks that hold all these words; "a phrase" in quotes')
    .option('--stale [days]', 'what was not seen for so long (default 60)')
    .option('--run <id>', 'one run: what it read, proposed, held, cost; a beginning of its id, or latest')
    .option('--runs', 'all runs, newest first')
    .option('--project <name>', 'only this project (repeatable)', collect)
    .option('--kind <kind>', 'only pitfall, preference, workflow or fact')
    .option('--context', 'what an agent would load')
    .option('--agent <name>', 'with --context: claude-code (default), codex, gemini, copilot-cli, cursor, opencode')
    .option('--for <task>', 'with --context: what fits this task first')
    .option('--limit <k>', 'with --context: at most so many playbooks')
    .option('--budget <tokens>', 'with --context: at most this much')
    .action(async (name: string | undefined, options: ShowOptions) => {
      const { showCommand } = await import('./commands/show/show.ts');
      outcome.code = await showCommand(name, options, surroundings());
    });

  program
    .command('undo')
    .description('take back accepted changes, or a session with all that rests on it, as commits')
    .argument('[targets...]', 'changes, commits of the memory branch, runs, or the ids of earlier undos and reviews')
    .option('--session <id>', 'everything that would not have been proposed without this session')
    .option('--reason <why>', 'kept in the commits and the ledger')
    .option('--yes', 'do not ask on a terminal')
    .option('--dry-run', 'show what it would do, write nothing')
    .action(async (targets: string[], options: UndoOptions) => {
      const { undoCommand } = await import('./commands/undo/undo.ts');
      outcome.code = await undoCommand(targets, options, surroundings());
    });

  program
    .command('index')
    .description('refresh MEMORY.md, and the owners for the git host, from the playbooks')
    .option('--check', 'write nothing; exit 1 when what is committed is stale')
    .option('--commit', 'commit on the memory branch, checked out or not')
    .action(async (options: IndexOptions) => {
      const { indexCommand } = await import('./commands/index/index.ts');
      outcome.code = await indexCommand(options, surroundings());
    });

  program
    .command('sync')
    .description('exchange ledger, run branches and memory with a remote')
    .argument('[remote]', 'its name (default: `remote` of dream.yaml, else origin, else the only one)')
    .option('--dry-run', 'fetch, and say what would be exchanged')
    .action(async (remote: string | undefined, options: SyncOptions) => {
      const { syncCommand } = await import('./commands/sync/sync.ts');
      outcome.code = await syncCommand(remote, options, surroundings());
    });

  program
    .command('doctor')
    .description('what can be read of the logs, format by format')
    .option('--logs [paths...]', 'these files and folders; without any, the configured or known ones')
    .action(async (options: DoctorOptions) => {
      const { doctorCommand } = await import('./commands/doctor/doctor.ts');
      outcome.code = await doctorCommand(options, surroundings());
    });
  return program;
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Help and version end the parsing with an error of exit code 0. */
function isHelp(thrown: unknown): boolean {
  return isCommanderError(thrown) && thrown.exitCode === 0;
}

/** What commander finds wrong is wrong usage, in our words and with our exit code. */
function asUsage(thrown: unknown): unknown {
  if (!isCommanderError(thrown)) return thrown;
  if (thrown.code === 'commander.help') {
    return new DreamError('usage', 'No command was given.', {
      hints: ['`dream run`, `dream review`, `dream show`; `dream --help` says more.'],
    });
  }
  const [first = '', ...more] = thrown.message.replace(/^error: /, '').split('\n');
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1)}`.replace(/\.?$/, '.');
  return new DreamError('usage', sentence, {
    hints: [
      ...more.map((line) => line.replace(/^\(|\)$/g, '')),
      '`dream --help` and `dream <command> --help` say what there is.',
    ],
  });
}

function isCommanderError(thrown: unknown): thrown is CommanderError {
  return thrown instanceof Error && thrown.name === 'CommanderError';
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  return typeof version === 'string' ? version : 'unknown';
}

/** A reader that left (`| head`) is nobody's mistake; any other failure to write is told at the end. */
function watchPipes({ stdout, stderr }: ProcessStreams): { failure: () => Error | null } {
  let failure: Error | null = null;
  const note = (error: Error): void => {
    if ('code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED')) return;
    failure ??= error;
  };
  stdout.on('error', note);
  stderr.on('error', note);
  return { failure: () => failure };
}

async function flush(stream: NodeJS.WritableStream): Promise<void> {
  await new Promise<void>((resolve) => {
    stream.write('', () => resolve());
  });
}
