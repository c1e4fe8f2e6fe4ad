// One frozen Config from flags, environment and dream.yaml; every complaint is told at once.
import { createHash } from 'node:crypto';
import { lstat, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { DreamError, messageOf } from '../errors.ts';
import { NO_OWN_REDACTION, type OwnRedaction, type OwnRule } from '../model/own-redaction.ts';
import type { Owners, Policy } from '../model/ownership.ts';
import {
  CONFIG_FILE,
  DEFAULT_AUTHOR,
  DEFAULT_BRANCH_PREFIX,
  DEFAULT_MAX_CHANGES,
  DEFAULT_MIN_SUPPORT,
  MAX_CONFIG_BYTES,
} from './defaults.ts';
import type { ParsedSettings } from './dream-yaml.ts';
import type { Environment } from './environment.ts';
import type { FoundMemory } from './find-memory.ts';
import { findMemory } from './find-memory.ts';

/** Flags as the command line gives them, not yet checked. */
export interface ConfigFlags {
  readonly memory?: string | undefined;
  readonly config?: string | undefined;
  readonly minSupport?: string | undefined;
  readonly maxChanges?: string | undefined;
}

export interface Config {
  readonly memory: FoundMemory;
  /** The configuration file that was read, absolute, null when there is none. */
  readonly file: string | null;
  /** Memory branch, null when not configured. */
  readonly branch: string | null;
  readonly branchPrefix: string;
  /** `Name <email>` of proposed commits. */
  readonly author: string;
  /** Log files and folders, absolute; empty when not configured. */
  readonly logs: readonly string[];
  /** Names that logs give a project → what it is called here. */
  readonly projects: ReadonlyMap<string, string>;
  readonly limits: { readonly minSupport: number; readonly maxChanges: number };
  /** The remote that `dream sync` talks to, null when not configured. */
  readonly remote: string | null;
  /** Where the ledger is exchanged: under `refs/dream/`, or as a branch for hosts that refuse such references. */
  readonly ledger: 'ref' | 'branch';
  /** Where people's words are kept: in the ledger, or only on this machine. */
  readonly quotes: 'ledger' | 'local';
  /** Project or path pattern → who answers for it. */
  readonly owners: Owners;
  /** The file that git hosts read owners from, relative to the top of the repository; null when none is wanted. */
  readonly codeowners: string | null;
  readonly policy: Policy;
  /** `redact:`, compiled. */
  readonly redaction: OwnRedaction;
  /** sha256 of what decides the outcome of a run, hex. */
  readonly hash: string;
}

/**
 * Reads the configuration of one command.
 * @param cwd the working directory, absolute
 * @throws DreamError usage, with every problem as a hint, when anything in flags or file is wrong
 */
export async function readConfig(flags: ConfigFlags, environment: Environment, cwd: string): Promise<Config> {
  const memory = await findMemory(flags.memory, environment.memory, cwd);
  const file = flags.config === undefined ? join(memory.folder, CONFIG_FILE) : resolve(cwd, flags.config);
  const { settings, problems, found, placeOf } = await readSettings(file, flags.config !== undefined);
  const complaints = [...problems];
  const redaction = await compileRedaction(settings.redact, placeOf, complaints);
  const count = (flag: string, given: string | undefined): number | undefined => {
    if (given === undefined) return undefined;
    if (/^[1-9]\d{0,8}$/.test(given)) return Number(given);
    complaints.push(`${flag} must be a whole number of 1 or more, not \`${given}\`.`);
    return undefined;
  };
  const minSupport = count('--min-support', flags.minSupport);
  const maxChanges = count('--max-changes', flags.maxChanges);
  if (complaints.length > 0) throw complain(complaints);

  const effective = {
    branch: settings.branch ?? null,
    branchPrefix: settings.branchPrefix ?? DEFAULT_BRANCH_PREFIX,
    author: settings.author ?? DEFAULT_AUTHOR,
    projects: Object.entries(settings.projects ?? {}),
    limits: Object.freeze({
      minSupport: minSupport ?? settings.limits?.minSupport ?? DEFAULT_MIN_SUPPORT,
      maxChanges: maxChanges ?? settings.limits?.maxChanges ?? DEFAULT_MAX_CHANGES,
    }),
    quotes: settings.quotes ?? 'ledger',
    ...(redaction.version === '' ? {} : { redact: redaction.version }),
    policy: Object.freeze({
      requireOwner: settings.policy?.requireOwner ?? false,
      highStakes: settings.policy?.highStakes ?? [],
      frozen: settings.policy?.frozen ?? [],
    }),
  };
  return Object.freeze({
    memory,
    file: found ? file : null,
    ...effective,
    redaction,
    projects: new Map(effective.projects),
    remote: settings.remote ?? null,
    ledger: settings.ledger ?? 'ref',
    owners: new Map(Object.entries(settings.owners ?? {})),
    codeowners: settings.codeowners ?? null,
    logs: Object.freeze((settings.logs ?? []).map((path) => expandPath(path, environment.home, dirname(file)))),
    // Places are left out: they differ from machine to machine and say nothing about how the run decided.
    hash: createHash('sha256').update(JSON.stringify(effective)).digest('hex'),
  });
}

/** Adds a complaint for each rule that cannot be one. */
async function compileRedaction(
  settings: ParsedSettings['settings']['redact'],
  placeOf: ParsedSettings['placeOf'],
  complaints: string[],
): Promise<OwnRedaction> {
  if (settings === undefined) return NO_OWN_REDACTION;
  const rules: OwnRule[] = [];
  for (const [index, rule] of (settings.rules ?? []).entries()) {
    const { compileRule } = await import('./own-rules.ts');
    const compiled = compileRule(rule);
    if (typeof compiled === 'string') {
      const place = placeOf(['redact', 'rules', index, 'pattern']);
      complaints.push(`${place}: \`redact.rules.${index}.pattern\` ${compiled}.`);
    } else rules.push(compiled);
  }
  const allow = new Set(settings.allow ?? []);
  if (rules.length === 0 && allow.size === 0) return NO_OWN_REDACTION;
  const said = JSON.stringify([settings.rules ?? [], [...allow].sort()]);
  return { rules, allow, version: createHash('sha256').update(said).digest('hex').slice(0, 12) };
}

function complain(complaints: readonly string[]): DreamError {
  const [only] = complaints;
  if (complaints.length === 1 && only !== undefined) return new DreamError('usage', only);
  return new DreamError('usage', `The configuration has ${complaints.length} problems.`, { hints: complaints });
}

async function readSettings(file: string, asked: boolean): Promise<ParsedSettings & { readonly found: boolean }> {
  const nothing = { settings: {}, problems: [], placeOf: () => file, found: false };
  let source: string;
  try {
    // A file that comes with the memory must be a file of that memory; one that the user names may be a link.
    const stats = await (asked ? stat(file) : lstat(file));
    if (!stats.isFile()) return { ...nothing, problems: [`${file} is not a regular file.`] };
    if (stats.size > MAX_CONFIG_BYTES) return { ...nothing, problems: [`${file} is larger than 64 kB.`] };
    source = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const absent = code === 'ENOENT' || code === 'ENOTDIR';
    if (absent && !asked) return nothing;
    return {
      ...nothing,
      problems: [absent ? `${file} does not exist.` : `${file} cannot be read: ${messageOf(error)}.`],
    };
  }
  // Loaded only now: a memory without a configuration starts without the YAML and schema libraries.
  const { parseSettings } = await import('./dream-yaml.ts');
  return { ...parseSettings(source, asked ? file : basename(file)), found: true };
}

/** `~/x` below the home folder; anything else relative to the folder of the file that says it. */
function expandPath(path: string, home: string, folder: string): string {
  if (path === '~') return home;
  return /^~[/\\]/.test(path) ? join(home, path.slice(2)) : resolve(folder, path);
}
