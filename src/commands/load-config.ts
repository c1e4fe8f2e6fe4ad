// The configuration of one command, with its rules for redaction in force before anything is read, shown or told.
import type { Config, ConfigFlags } from '../config/read-config.ts';
import { readConfig } from '../config/read-config.ts';
import { useOwnRedaction } from '../secrets/own-redaction.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Reads the configuration of a command.
 * @throws DreamError usage, with every problem as a hint, when anything in flags or file is wrong
 */
export async function loadConfig(flags: ConfigFlags, { environment, cwd }: Surroundings): Promise<Config> {
  const config = await readConfig(flags, environment, cwd);
  useOwnRedaction(config.redaction);
  return config;
}
