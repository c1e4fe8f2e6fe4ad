// What is asked of the other side: which references it has, their objects, and to take ours. Git's words become one
// sentence each, with what to do.
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { DreamError } from '../errors.ts';
import { withExchangeFolder } from './exchange-folder.ts';
import { whenAbsent } from './file-errors.ts';
import { OBJECT_ID } from './git.ts';
import type { GitOutput } from './git.ts';
import type { Repository } from './locate-memory.ts';
import { callNetwork } from './network.ts';
import type { NetworkCommand } from './network.ts';
import { isReferenceName } from './refs.ts';
import type { Refs } from './refs.ts';
import { maskUrls } from './remote-settings.ts';
import type { Remote } from './remote-settings.ts';

/** Where the environment and the patience of a call come from. */
export interface NetworkOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly seconds: number | undefined;
}

/** One reference of the other side and where it shall stand; null removes it. */
export interface Sending {
  readonly ref: string;
  readonly to: string | null;
  /**
   * Where it must stand there, null for nowhere. Absent: it is only ever moved forward, which loses nothing that anyone
   * has put there.
   */
  readonly from?: string | null;
}

export type SendOutcome =
  | { readonly type: 'sent' }
  /** Someone was faster. */
  | { readonly type: 'lost' }
  /** The other side does not want it; its own words. */
  | { readonly type: 'refused'; readonly words: string };

/** @returns every reference of the other side, by name */
export async function listRefs(repository: Repository, remote: Remote, options: NetworkOptions): Promise<Refs> {
  const output = await call(repository, remote, options, 'ls-remote', []);
  const refs = new Map<string, string>();
  for (const line of output.stdout.toString('utf8').split('\n')) {
    const [id = '', name = ''] = line.split('\t');
    if (OBJECT_ID.test(id) && isReferenceName(name)) refs.set(name, id);
  }
  return refs;
}

/**
 * Brings what references of the other side stand for into this repository, as objects only.
 * @returns where each of them stood; null when one is gone since they were listed
 */
export async function fetchRefs(
  repository: Repository,
  remote: Remote,
  names: readonly string[],
  options: NetworkOptions,
): Promise<Refs | null> {
  if (names.length === 0) return new Map<string, string>();
  return withExchangeFolder(repository, remote, async (folder) => {
    // Numbered, because a name of theirs could stand in the way of another in a folder that has ours too.
    const refs = names.map((name, at) => `+${name}:refs/fetched/${at}`);
    const output = await callNetwork('fetch', { ...callOf(repository, remote, options), ...folder, refs });
    if (output.code !== 0 && /couldn't find remote ref/i.test(output.stderr)) return null;
    if (output.code !== 0) throw networkFailed(remote, 'fetch', output);
    const fetched = new Map<string, string>();
    for (const [at, name] of names.entries()) {
      const text = await readFile(join(folder.gitDir, 'refs/fetched', String(at)), 'utf8').catch(whenAbsent(''));
      if (OBJECT_ID.test(text.trim())) fetched.set(name, text.trim());
    }
    return fetched;
  });
}

/**
 * Sends references. Each is taken or refused by itself, as far as the host keeps them apart.
 * @returns what became of each, in order
 */
export async function sendRefs(
  repository: Repository,
  remote: Remote,
  sendings: readonly Sending[],
  options: NetworkOptions,
): Promise<readonly SendOutcome[]> {
  if (sendings.length === 0) return [];
  const leases = sendings.flatMap(({ ref, from }) =>
    from === undefined ? [] : [`--force-with-lease=${ref}:${from ?? ''}`],
  );
  const refs = sendings.map(({ ref, to, from }) => `${from === undefined || to === null ? '' : '+'}${to ?? ''}:${ref}`);
  const output = await call(repository, { ...remote, url: remote.pushUrl }, options, 'push', refs, leases);
  const lines = output.stdout.toString('utf8').split('\n');
  return sendings.map(({ ref }) => {
    const line = lines.find((one) => one.split('\t')[1]?.endsWith(`:${ref}`) === true);
    if (line === undefined) throw networkFailed(remote, 'push', output);
    const words = line.split('\t')[2] ?? '';
    if (!line.startsWith('!')) return { type: 'sent' };
    return RACE.test(words) ? { type: 'lost' } : { type: 'refused', words: refusal(words, output.stderr) };
  });
}

/** Git's words when a reference moved between being read and being written. */
const RACE =
  /fetch first|non-fast-forward|stale info|cannot lock ref|failed to update ref|incorrect old value|already exists|failed to lock/i;

/** The reason of the reference, with what the host said about it. */
function refusal(words: string, stderr: string): string {
  const reason = /\(([^]{0,300})\)\s{0,20}$/.exec(words)?.[1] ?? words;
  const said = stderr
    .split(/[\n\r]/)
    .filter(
      (line) =>
        /^remote: *\S/.test(line) && !/^remote: (?:Resolving|Counting|Compressing|Total|Enumerating)/.test(line),
    )
    .map((line) => line.replace(/^remote: */, '').trim());
  return maskUrls([reason, ...said.slice(0, 3)].join('; ')).slice(0, 400);
}

async function call(
  repository: Repository,
  remote: Remote,
  options: NetworkOptions,
  command: NetworkCommand,
  refs: readonly string[],
  extra: readonly string[] = [],
): Promise<GitOutput> {
  const output = await withExchangeFolder(repository, remote, async (folder) =>
    callNetwork(command, { ...callOf(repository, remote, options), ...folder, refs, options: extra }),
  );
  // A push that was refused in part says so line by line.
  if (output.code !== 0 && !(command === 'push' && /^!\t/m.test(output.stdout.toString('utf8'))))
    throw networkFailed(remote, command, output);
  return output;
}

function callOf(repository: Repository, remote: Remote, options: NetworkOptions) {
  return {
    directory: repository.git.directory,
    environment: options.environment,
    seconds: options.seconds,
    settings: remote.settings,
    url: remote.url,
  };
}

const CAUSES: readonly (readonly [pattern: RegExp, hint: (remote: Remote) => string])[] = [
  [
    /could not resolve host|couldn't connect|connection refused|timed out|network is unreachable|no route to host/i,
    () => 'See whether this machine is online and the address is right.',
  ],
  [/host key verification failed/i, () => 'Connect to that host once with ssh, check its key, and try again.'],
  [
    /authentication failed|could not read (?:username|password)|permission denied|access denied|returned error: 40[13]|invalid credentials/i,
    () =>
      'dream uses the credentials and the ssh of your own git configuration, not those that are set in this repository only.',
  ],
  [
    /does not appear to be a git repository|not found|no such file|repository .{0,300} does not exist|returned error: 404/i,
    ({ name }) => `See whether the address is right: git remote get-url ${name}`,
  ],
  [/shallow/i, () => 'One side is a shallow clone: run `git fetch --unshallow` there first.'],
  [/transport '.{0,100}' not allowed/i, () => 'Only https, ssh, git and file addresses and plain paths are used.'],
  [/No space left|Disk quota/i, () => 'Free some disk space and run the command again.'],
];

/** The error of a call over the network, with git's own words. */
function networkFailed(remote: Remote, command: NetworkCommand, output: GitOutput): DreamError {
  const lines = output.stderr.split(/[\n\r]/).map((line) => line.trim());
  const told = lines.filter((line) => line !== '');
  const line =
    told.find((one) => /^(?:fatal|error|ssh|ERROR)[:]/i.test(one)) ??
    told.find((one) => !/^(?:warning|hint|Enumerating|Counting|To |Compressing)/.test(one)) ??
    `exit code ${output.code}`;
  const words = maskUrls(line.replace(/^(?:fatal|error): /, ''))
    .slice(0, 300)
    .replace(/\.$/, '');
  const found = CAUSES.find(([pattern]) => pattern.test(output.stderr))?.[1](remote);
  const hints = [
    ...(found === undefined ? [] : [found]),
    `Try it with git alone: git ls-remote ${remote.name}`,
    'Nothing here is half done; run `dream sync` again when it works.',
  ];
  const verb = command === 'push' ? 'sent to' : 'fetched from';
  return new DreamError('failed', `Nothing could be ${verb} ${remote.name} (${maskUrls(remote.url)}): ${words}.`, {
    hints,
  });
}
