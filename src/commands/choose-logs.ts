// Which logs a run reads: the given paths, else those of dream.yaml, else the known places on this machine.
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';

import { findKnownLogs } from '../config/known-logs.ts';
import type { Config } from '../config/read-config.ts';
import { DreamError } from '../errors.ts';
import { escapeLine } from '../terminal/escape.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Log files and folders to read, absolute, without repeats.
 * @param given paths of the command line
 * @throws DreamError usage when a given path does not exist, or nothing is given, configured or known
 */
export async function chooseLogs(
  given: readonly string[],
  config: Config,
  surroundings: Surroundings,
): Promise<readonly string[]> {
  if (given.length > 0) {
    const paths = [...new Set(given.map((path) => resolve(surroundings.cwd, path)))];
    const missing = await findMissing(paths);
    if (missing.length > 0) throw missingLogs(missing);
    return paths;
  }
  if (config.logs.length > 0) {
    // One configuration serves many machines, so a place that only some of them have is a notice, not an error.
    const missing = await findMissing(config.logs);
    if (missing.length === config.logs.length) throw missingLogs(missing);
    if (!surroundings.globals.quiet) {
      for (const path of missing) surroundings.output.error(`Note: ${escapeLine(path)} does not exist here.\n`);
    }
    return config.logs.filter((path) => !missing.includes(path));
  }
  const known = await findKnownLogs(surroundings.environment.home);
  if (known.length > 0) return known;
  throw new DreamError('usage', 'No logs were given, and none of the known agents has left any on this machine.', {
    hints: ['Name them: `dream run <files or folders>`.', 'Or list them under `logs:` in dream.yaml.'],
  });
}

async function findMissing(paths: readonly string[]): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const path of paths) {
    const problem = await stat(path).then(
      () => null,
      (error: unknown) => error,
    );
    // Anything but absence (no permission, say) is for the reader, which reports it as a finding.
    const code = problem instanceof Error && 'code' in problem ? problem.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') missing.push(path);
  }
  return missing;
}

function missingLogs(missing: readonly string[]): DreamError {
  const names = missing.map(escapeLine).join(', ');
  return new DreamError('usage', `${names} ${missing.length === 1 ? 'does' : 'do'} not exist.`, {
    hints: ['Give files or folders that hold session logs.'],
  });
}
