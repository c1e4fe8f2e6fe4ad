// The one door to the network: git's own `ls-remote`, `fetch` and `push`, and nothing else. These calls see the user's
// configuration, credentials, ssh and proxy, as the user's own git would. The repository's configuration is not read at
// all: each call runs in an empty repository beside it that only borrows its objects, so hooks, `core.sshCommand`,
// credential helpers, `insteadOf`, `remote.*.uploadpack` and whatever else stands there have nowhere to act.
//
// What remains: the address itself, and the `http.*.extraHeader` settings that CI writes there, are taken from the
// repository as data (remote-settings.ts). A hostile repository can so choose the server that is asked, and a header sent
// to it; git's own rules about which credentials go to which server hold. Everything in the user's own configuration runs.
import { GitStopped, runGit } from './git-process.ts';
import type { GitOutput } from './git-process.ts';
import { DreamError } from '../errors.ts';

/** A call that says nothing for this long is given up: more than any server takes to pack a memory. */
const NETWORK_SECONDS = 600;

/** `ext::` and `fd::` run programs; only these carry git. http is git's own default too. */
const PROTOCOLS = ['https', 'http', 'ssh', 'git', 'file'];

const CONFIG = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.pager=cat',
  'core.quotePath=true',
  'core.fsync=committed',
  'core.fsyncMethod=fsync',
  'gc.auto=0',
  'maintenance.auto=false',
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'fetch.writeCommitGraph=false',
  'fetch.prune=false',
  'push.recurseSubmodules=no',
  'push.followTags=false',
  'push.gpgSign=false',
  'push.useForceIfIncludes=false',
  // What a server offers beyond its answer, from other places.
  'transfer.bundleURI=false',
  'protocol.allow=never',
  ...PROTOCOLS.map((name) => `protocol.${name}.allow=always`),
];

const ARGUMENTS = {
  'ls-remote': ['--refs', '--quiet'],
  fetch: [
    '--progress',
    '--no-write-fetch-head',
    '--no-tags',
    '--no-auto-gc',
    '--no-prune',
    '--no-recurse-submodules',
    '--no-show-forced-updates',
    '--stdin',
  ],
  push: ['--progress', '--porcelain', '--no-verify', '--no-follow-tags', '--no-signed', '--recurse-submodules=no'],
} as const;

export type NetworkCommand = keyof typeof ARGUMENTS;

export interface NetworkCall {
  /** Where a relative path of a remote starts from; absolute. */
  readonly directory: string;
  /** The empty repository the call runs in, and the folder of objects it borrows; absolute. */
  readonly gitDir: string;
  readonly objects: string;
  /** What the user's own git would see; `GIT_*` only where config/ let it through. */
  readonly environment: Readonly<Record<string, string>>;
  readonly settings: readonly (readonly [key: string, value: string])[];
  readonly url: string;
  readonly options?: readonly string[];
  /** References or refspecs, made by us of checked names. */
  readonly refs: readonly string[];
  readonly seconds?: number | undefined;
}

/**
 * Runs one command over the network.
 * @returns what git said, whatever its exit code
 * @throws DreamError (`failed`) when the other side stayed silent
 */
export async function callNetwork(command: NetworkCommand, call: NetworkCall): Promise<GitOutput> {
  const options = [...ARGUMENTS[command], ...(call.options ?? [])];
  const byInput = command === 'fetch';
  const args = [
    '--no-optional-locks',
    '--no-replace-objects',
    '--no-pager',
    ...CONFIG.flatMap((setting) => ['-c', setting]),
    command,
    ...options,
    '--',
    call.url,
    ...(byInput ? [] : call.refs),
  ];
  const start = { args, cwd: call.directory, env: environmentOf(call), name: command };
  try {
    // A group of its own has no terminal, so neither git, ssh nor a helper can stop to ask a person.
    return await runGit(
      { ...start, seconds: call.seconds ?? NETWORK_SECONDS },
      byInput ? call.refs.map((ref) => `${ref}\n`) : '',
    );
  } catch (error) {
    if (!(error instanceof GitStopped)) throw error;
    const seconds = call.seconds ?? NETWORK_SECONDS;
    throw new DreamError('failed', `The remote did not answer for ${seconds} seconds (git ${command}).`, {
      hints: ['See whether it can be reached, then run `dream sync` again. Nothing here was changed by half.'],
      cause: error,
    });
  }
}

function environmentOf(call: NetworkCall): Record<string, string> {
  const env: Record<string, string> = {
    ...call.environment,
    GIT_DIR: call.gitDir,
    GIT_OBJECT_DIRECTORY: call.objects,
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    // ssh and git's own helpers ask on a screen otherwise.
    SSH_ASKPASS_REQUIRE: call.environment['SSH_ASKPASS_REQUIRE'] ?? 'never',
    // The words of errors are matched.
    LC_ALL: 'C',
  };
  const first = Number(env['GIT_CONFIG_COUNT'] ?? 0);
  const count = Number.isSafeInteger(first) && first >= 0 ? first : 0;
  for (const [at, [key, value]] of call.settings.entries()) {
    env[`GIT_CONFIG_KEY_${count + at}`] = key;
    env[`GIT_CONFIG_VALUE_${count + at}`] = value;
  }
  if (call.settings.length > 0) env['GIT_CONFIG_COUNT'] = String(count + call.settings.length);
  return env;
}
