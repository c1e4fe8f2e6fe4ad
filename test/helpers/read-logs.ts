// Reads log files to their end and keeps everything, for tests over files small enough to be kept.
import type { Finding } from '../../src/model/finding.ts';
import type { Session } from '../../src/model/session.ts';
import { discoverLogs } from '../../src/sources/discover.ts';
import type { FileRead } from '../../src/sources/read-sessions.ts';
import { readSessions } from '../../src/sources/read-sessions.ts';

export interface ReadLogs {
  readonly files: readonly FileRead[];
  readonly sessions: readonly Session[];
  readonly findings: readonly Finding[];
}

export async function readLogs(
  paths: readonly string[],
  isKnown: (hash: string, reader: string) => boolean = () => false,
): Promise<ReadLogs> {
  const findings: Finding[] = [];
  const report = (finding: Finding): void => void findings.push(finding);
  const files: FileRead[] = [];
  const sessions: Session[] = [];
  for await (const file of readSessions(await discoverLogs(paths, report), { isKnown, report })) {
    files.push(file);
    if (file.status === 'read') for await (const session of file.sessions) sessions.push(session);
  }
  return { files, sessions, findings };
}
