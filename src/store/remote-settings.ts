// The remotes of a repository, read as data from its own configuration: name, address, and the headers that CI stores
// there. Nothing else of that configuration reaches a call over the network.
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DreamError } from '../errors.ts';
import { whenAbsent } from './file-errors.ts';
import { readParts } from './git.ts';
import type { Repository } from './locate-memory.ts';
import { isReferenceName } from './refs.ts';

export interface Remote {
  readonly name: string;
  readonly url: string;
  readonly pushUrl: string;
  /** The address for people: credentials in it are masked. */
  readonly shown: string;
  /** `http.<url>.extraHeader` settings of the repository. */
  readonly settings: readonly (readonly [key: string, value: string])[];
}

/** Names of all remotes with an address, in order. */
export async function listRemotes(repository: Repository): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const [key] of await readSettings(repository, '^remote[.].*[.]url$'))
    names.add(key.slice('remote.'.length, -'.url'.length));
  return [...names];
}

/** `origin`, else the only remote there is; null when that says nothing. */
export function defaultRemote(names: readonly string[]): string | null {
  return names.includes('origin') ? 'origin' : names.length === 1 ? (names[0] ?? null) : null;
}

/**
 * @param wanted as typed or configured; null for the default
 * @throws DreamError (`usage`) when there is no such remote, or its address is none we use
 */
export async function findRemote(repository: Repository, wanted: string | null): Promise<Remote> {
  const names = await listRemotes(repository);
  const name = wanted ?? defaultRemote(names);
  if (name === null || !names.includes(name)) throw noRemote(repository, names, wanted);
  if (!isReferenceName(`refs/dream/remotes/${name}`))
    throw new DreamError('usage', `${JSON.stringify(name)} is no name of a remote that can be used here.`);
  const url = (await readFirst(repository, `remote.${name}.url`)) ?? '';
  const pushUrl = (await readFirst(repository, `remote.${name}.pushurl`)) ?? url;
  for (const one of [url, pushUrl]) {
    requireAddress(name, one);
    await requireElsewhere(repository, name, one);
  }
  const headers = await readSettings(repository, '^http[.](.*[.])?extraheader$');
  return {
    name,
    url,
    pushUrl,
    shown: maskUrls(pushUrl),
    settings: headers.filter(([, value]) => !/[\n\r]/.test(value)),
  };
}

/** Texts with addresses in it: what stands before `@` can hold a password. */
export function maskUrls(text: string): string {
  return text.replaceAll(/([a-z][a-z0-9+.-]{0,40}:\/\/)[^/@\s'"]*@/gi, '$1***@');
}

function requireAddress(name: string, url: string): void {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  const plain = url !== '' && !/^-|[\u0000-\u001f\u007f]/.test(url);
  // `<helper>::<address>` runs git-remote-<helper>.
  if (plain && !/^[A-Za-z0-9+.-]+::/.test(url)) return;
  throw new DreamError('usage', `The address of the remote ${name} is not one that is used here: ${maskUrls(url)}.`, {
    hints: ['https, ssh, git and file addresses and plain paths are.', `Set one: git remote set-url ${name} <url>`],
  });
}

/**
 * A path names a repository that git serves by itself, hooks and all, as a server would. One that lies inside the memory
 * came with it, and its hooks with it.
 * @throws DreamError (`usage`)
 */
async function requireElsewhere(repository: Repository, name: string, url: string): Promise<void> {
  const path = pathOf(url);
  if (path === null) return;
  const own = [repository.commonDir, repository.gitDir, repository.workTree ?? repository.commonDir];
  // git also tries the name with `.git` at its end.
  for (const one of [path, `${path}.git`, `${path}/.git`]) {
    const place = resolve(repository.git.directory, one);
    const real = await realpath(place).catch(whenAbsent(place));
    if (!own.some((folder) => real === folder || real.startsWith(`${folder}/`))) continue;
    throw new DreamError(
      'usage',
      `The address of the remote ${name} lies inside the memory's own repository: ${url}.`,
      {
        hints: [`Name a repository elsewhere: git remote set-url ${name} <url>`],
      },
    );
  }
}

/** The path that git takes an address for, null when it is none. */
function pathOf(url: string): string | null {
  const written = /^file:\/\/(.*)$/is.exec(url)?.[1];
  // `host:path` goes over ssh, unless a slash comes first.
  if (written === undefined) return /^[^/]*:/.test(url) ? null : url;
  return written.replaceAll(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
}

function noRemote(repository: Repository, names: readonly string[], wanted: string | null): DreamError {
  const known = names.length === 0 ? 'has no remote' : `has ${names.join(', ')}`;
  const what = wanted === null ? 'Which remote to exchange with is not clear' : `There is no remote named ${wanted}`;
  const add = `Add one: git -C ${repository.folder} remote add origin <url>`;
  const choose = 'Name one: dream sync <remote>, or `remote:` in dream.yaml';
  return new DreamError('usage', `${what}: the repository of ${repository.folder} ${known}.`, {
    hints: [names.length === 0 ? add : choose],
  });
}

async function readFirst(repository: Repository, key: string): Promise<string | null> {
  // An address may be set several times; git fetches from the first.
  const found = (await repository.git.ask(['config', '--null', '--local', '--includes', '--get-all', key])) ?? '';
  return readParts('config', found, '\0', /^[^]*$/)[0]?.[0] || null;
}

async function readSettings(repository: Repository, pattern: string): Promise<(readonly [string, string])[]> {
  const printed =
    (await repository.git.ask(['config', '--null', '--local', '--includes', '--get-regexp', pattern])) ?? '';
  return readParts('config', printed, '\0', /^[^]+$/).flatMap(([entry]): (readonly [string, string])[] => {
    const line = entry.indexOf('\n');
    // A key that is only named stands for true.
    return line === -1 ? [] : [[entry.slice(0, line), entry.slice(line + 1)]];
  });
}
