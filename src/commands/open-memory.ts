// Opens the memory a command works on, and tells what had to be put right in it.
import type { Config } from '../config/read-config.ts';
import type { Finding } from '../model/finding.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { describeFinding } from '../terminal/describe-finding.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Opens the store of a configuration.
 * @param create true only for a command that may make the memory
 * @throws DreamError usage when there is no memory
 */
export async function openMemory(config: Config, surroundings: Surroundings, create: boolean): Promise<Store> {
  return openStore({
    folder: config.memory.folder,
    create,
    branch: config.branch,
    branchPrefix: config.branchPrefix,
    author: config.author,
    environment: surroundings.environment.git,
    network: surroundings.environment.network,
    now: surroundings.now,
    quotes: config.quotes,
    codeowners:
      config.codeowners === null
        ? null
        : { file: config.codeowners, owners: config.owners, highStakes: config.policy.highStakes },
    claimOf: async (playbook) => (await import('../guards/value-key.ts')).valueKeyOf(playbook),
  });
}

/** Tells findings on standard error, for commands whose result has no place for them. */
export function tellFindings(findings: readonly Finding[], { output, globals }: Surroundings): void {
  if (globals.quiet) return;
  for (const finding of findings) output.error(`Note: ${describeFinding(finding)}.\n`);
}
