// `dream doctor --logs`: what can be read of the logs, format by format, so that a person can trust the readers.
import { EXIT_CODES } from '../../errors.ts';
import { describeFinding, nameFindings } from '../../terminal/describe-finding.ts';
import { escapeLine, printJson } from '../../terminal/escape.ts';
import { groupBy, printTable } from '../../terminal/tree.ts';
import { loadConfig } from '../load-config.ts';
import { chooseLogs } from '../choose-logs.ts';
import type { Surroundings } from '../surroundings.ts';
import { countLogs, type LogReport } from './count-logs.ts';

export interface DoctorOptions {
  /** Files and folders as typed; true for the configured or known ones. */
  readonly logs?: readonly string[] | true;
}

/** Findings of one kind that are named one by one; the rest is counted. */
const NAMED = 5;

/**
 * Runs `dream doctor`.
 * @returns the exit code: 3 when no file could be read
 * @throws DreamError usage for a path that does not exist
 */
export async function doctorCommand(options: DoctorOptions, surroundings: Surroundings): Promise<number> {
  const { globals, output } = surroundings;
  const config = await loadConfig(globals, surroundings);
  const given = options.logs === undefined || options.logs === true ? [] : options.logs;
  const report = await countLogs(await chooseLogs(given, config, surroundings));
  if (globals.json) output.write(printJson({ version: 1, logs: report }));
  else if (!globals.quiet) output.write(printReport(report));
  if (report.files > report.unreadable) return 0;
  // Not thrown: the report says it already, and with --json nothing but the one document may follow.
  if (!globals.json) output.error(report.files === 0 ? 'No files were found.\n' : 'No log could be read.\n');
  return EXIT_CODES['nothing-readable'];
}

function printReport(report: LogReport): string {
  const heads = ['format', 'files', 'sessions', 'turns', 'typed', 'calls', 'failures', 'reactions', 'findings'];
  const rows = report.formats.map((one) => [
    one.format,
    ...[one.files, one.sessions, one.turns, one.typed, one.calls, one.failures, one.reactions, one.findings].map(
      String,
    ),
  ]);
  const table = rows.length === 0 ? '' : printTable([heads, ...rows]);
  const unread = report.unreadable === 0 ? '' : `\n${report.unreadable} of ${report.files} files could not be read.\n`;
  return `${table}${unread}${printFindings(report)}`;
}

function printFindings(report: LogReport): string {
  return [...groupBy(report.findings, (finding) => finding.code)]
    .map(([code, list]) => {
      const named = list.slice(0, NAMED).map((finding) => `  ${describeFinding(finding)}\n`);
      const more = list.length > NAMED ? `  and ${list.length - NAMED} more\n` : '';
      return `\n${list.length} ${escapeLine(nameFindings(code, list.length))}\n${named.join('')}${more}`;
    })
    .join('');
}
