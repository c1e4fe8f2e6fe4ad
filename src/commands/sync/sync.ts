// `dream sync`: exchanges ledger, run branches and memory with a remote.
import { printJson } from '../../terminal/escape.ts';
import { loadConfig } from '../load-config.ts';
import { exchange, printSynced, tellProblems } from '../exchange.ts';
import { openMemory } from '../open-memory.ts';
import type { Surroundings } from '../surroundings.ts';

/** Options of the command line, as typed. */
export interface SyncOptions {
  readonly dryRun?: boolean;
}

/**
 * Runs `dream sync`.
 * @param remote as typed; undefined for that of dream.yaml, else origin, else the only one
 * @returns 0 when all was exchanged, else the exit code of what was not
 * @throws DreamError as product.md's exit codes say
 */
export async function syncCommand(
  remote: string | undefined,
  options: SyncOptions,
  surroundings: Surroundings,
): Promise<number> {
  const { globals, output } = surroundings;
  const config = await loadConfig(globals, surroundings);
  const store = await openMemory(config, surroundings, false);
  surroundings.sayWhenInterrupted('Interrupted. What was exchanged holds; `dream sync` goes on from there.');
  const asked = { remote: remote ?? null, dryRun: options.dryRun ?? false };
  const synced = await exchange(store, config, asked, surroundings);
  if (globals.json) output.write(printJson({ version: 1, ...synced }));
  else if (!globals.quiet) output.write(printSynced(synced));
  return tellProblems(synced, surroundings);
}
