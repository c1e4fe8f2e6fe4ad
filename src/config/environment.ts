// The environment of the process, read once: the only file that looks at environment variables.
import { homedir, tmpdir } from 'node:os';

export interface Environment {
  readonly home: string;
  readonly temporaryFolder: string;
  /** DREAM_MEMORY, null when not set. */
  readonly memory: string | null;
  /** NO_COLOR is set and not empty (https://no-color.org). */
  readonly noColor: boolean;
  readonly term: string;
  /** DREAM_DEBUG=1: show stacks. */
  readonly debug: boolean;
  /** VISUAL, else EDITOR, null when neither is set: a command line, as git takes it. */
  readonly editor: string | null;
  /** Present when this runs as a step of GitHub Actions. */
  readonly githubActions: { readonly stepSummary: string | null } | null;
  /** What git may see: enough to be found, to reach an SSH agent and to make temporary files; never a `GIT_*`. */
  readonly git: Readonly<Record<string, string>>;
  /** What git may see when it uses the network: what the user's own git would, without what points it elsewhere. */
  readonly network: Readonly<Record<string, string>>;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Compared in upper case, because Windows writes some of them in mixed case. */
const FOR_GIT = new Set(
  [
    'PATH HOME USER LOGNAME XDG_CONFIG_HOME SSH_AUTH_SOCK SSH_AGENT_PID TMPDIR TEMP TMP',
    'HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY',
    'SYSTEMROOT SYSTEMDRIVE COMSPEC PATHEXT USERNAME USERPROFILE HOMEDRIVE HOMEPATH',
    'APPDATA LOCALAPPDATA PROGRAMDATA PROGRAMFILES',
  ].flatMap((names) => names.split(' ')),
);

/** How the user's git reaches a server. `GIT_DIR` and the like, set where a hook started us, would point it elsewhere. */
const FOR_NETWORK =
  /^GIT_(?:SSH|SSH_COMMAND|SSH_VARIANT|ASKPASS|PROXY_COMMAND|PROXY_SSL_\w+|HTTP_\w+|SSL_\w+|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+))$/i;

/** Reads the environment. Empty variables count as not set. */
export function readEnvironment(variables: Variables = process.env): Environment {
  const get = (name: string): string | null => variables[name] || null;
  const git: Record<string, string> = {};
  const network: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) continue;
    if (FOR_GIT.has(name.toUpperCase())) git[name] = value;
    // Credential helpers and ssh may need any variable of their user.
    if (!/^GIT_/i.test(name) || FOR_NETWORK.test(name)) network[name] = value;
  }
  return Object.freeze({
    home: get('HOME') ?? homedir(),
    temporaryFolder: get('TMPDIR') ?? tmpdir(),
    memory: get('DREAM_MEMORY'),
    noColor: get('NO_COLOR') !== null,
    term: get('TERM') ?? '',
    debug: get('DREAM_DEBUG') === '1',
    editor: get('VISUAL') ?? get('EDITOR'),
    githubActions: get('GITHUB_ACTIONS') === 'true' ? { stepSummary: get('GITHUB_STEP_SUMMARY') } : null,
    git: Object.freeze(git),
    network: Object.freeze(network),
  });
}
