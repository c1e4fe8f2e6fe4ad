// Where known agents keep their logs on this machine.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Below the home folder. Sources: the agents' own documentation of where transcripts are kept. */
const KNOWN_PLACES: readonly string[] = [
  '.claude/projects',
  '.codex/sessions',
  '.codex/archived_sessions',
  '.gemini/tmp',
  '.local/share/opencode/storage',
  '.copilot/session-state',
  '.cursor/projects',
  '.pi/agent/sessions',
];

/** The known log folders that exist below a home folder, absolute. */
export async function findKnownLogs(home: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const place of KNOWN_PLACES) {
    const folder = join(home, ...place.split('/'));
    // A place that is absent or may not be looked into is simply not one of this machine's.
    const isFolder = await stat(folder).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (isFolder) found.push(folder);
  }
  return found;
}
