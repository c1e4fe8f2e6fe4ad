// What the readers make of a folder of logs, in figures a person can check: nothing is mined and nothing is kept.
import type { Finding } from '../../model/finding.ts';
import { typedText, type Session } from '../../model/session.ts';
import { screenFindings } from '../../screening/screen-findings.ts';
import { discoverLogs } from '../../sources/discover.ts';
import { readSessions } from '../../sources/read-sessions.ts';

/** The figures of one format. */
export interface LogCounts {
  readonly format: string;
  files: number;
  sessions: number;
  turns: number;
  /** Messages and reasons that a person typed. */
  typed: number;
  calls: number;
  /** Calls that failed by themselves; what failed only because a call beside it did is not counted. */
  failures: number;
  /** Rejections, interruptions, undos and rewinds by a person. */
  reactions: number;
  findings: number;
}

export interface LogReport {
  readonly files: number;
  readonly unreadable: number;
  /** Sorted by format. */
  readonly formats: readonly LogCounts[];
  readonly findings: readonly Finding[];
}

/**
 * Reads logs and counts what is in them.
 * @param paths files and folders, absolute
 */
export async function countLogs(paths: readonly string[]): Promise<LogReport> {
  const findings: Finding[] = [];
  const files = await discoverLogs(paths, (finding) => void findings.push(finding));
  const counts = new Map<string, LogCounts>();
  const formatOf = new Map<string, string>();
  let unreadable = 0;
  for await (const file of readSessions(files, {
    isKnown: () => false,
    report: (finding) => void findings.push(finding),
  })) {
    if (file.status === 'unreadable') unreadable += 1;
    if (file.status !== 'piece' && file.status !== 'read') continue;
    const count = counts.get(file.format) ?? emptyCounts(file.format);
    counts.set(file.format, count);
    formatOf.set(file.file.label, file.format);
    if (file.status === 'piece') count.files += 1;
    else {
      if (!file.inPieces) count.files += 1;
      for await (const session of file.sessions) addSession(count, session);
    }
  }
  for (const finding of findings) {
    const count = counts.get(formatOf.get(finding.file ?? '') ?? '');
    if (count !== undefined) count.findings += 1;
  }
  const formats = [...counts.values()].sort((a, b) => (a.format < b.format ? -1 : 1));
  return { files: files.length, unreadable, formats, findings: await screenFindings(findings) };
}

function emptyCounts(format: string): LogCounts {
  return { format, files: 0, sessions: 0, turns: 0, typed: 0, calls: 0, failures: 0, reactions: 0, findings: 0 };
}

function addSession(count: LogCounts, session: Session): void {
  count.sessions += 1;
  count.turns += session.turns.length;
  for (const turn of session.turns) {
    if ((turn.kind === 'message' || turn.kind === 'reaction') && typedText(turn) !== '') count.typed += 1;
    if (turn.kind === 'call') count.calls += 1;
    if (turn.kind === 'call' && turn.status === 'failed' && !turn.collateral) count.failures += 1;
    if (turn.kind === 'reaction') count.reactions += 1;
  }
}
