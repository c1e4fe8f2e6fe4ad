// The repository a person stands in: its folder and its remote's address, read from files, without git.
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** Largest git configuration that is read, in bytes. */
const MAX_BYTES = 256 * 1024;

export interface FoundRepository {
  /** Top folder of the work tree, absolute. */
  readonly folder: string;
  /** Address of the remote `origin`, else of the first remote, null when there is none. */
  readonly remote: string | null;
}

/** The repository around a folder, null when there is none. */
export async function findRepository(cwd: string): Promise<FoundRepository | null> {
  let folder = resolve(cwd);
  for (;;) {
    const config = await readGitConfig(join(folder, '.git'));
    if (config !== null) return { folder, remote: parseRemote(config) };
    const parent = dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
}

async function readGitConfig(entry: string): Promise<string | null> {
  const inside = await readSmall(join(entry, 'config'));
  if (inside !== null) return inside;
  // A linked worktree or a submodule: `.git` is a file that names the folder; a worktree's config is in its common folder.
  const pointer = /^gitdir: (.+)$/m.exec((await readSmall(entry)) ?? '')?.[1];
  if (pointer === undefined) return null;
  const gitFolder = resolve(dirname(entry), pointer.trim());
  const common = (await readSmall(join(gitFolder, 'commondir')))?.trim();
  return readSmall(join(common === undefined ? gitFolder : resolve(gitFolder, common), 'config'));
}

async function readSmall(path: string): Promise<string | null> {
  try {
    const stats = await stat(path);
    return stats.isFile() && stats.size <= MAX_BYTES ? await readFile(path, 'utf8') : null;
  } catch {
    return null; // Absent or not ours to read: the caller looks further up.
  }
}

/** The address of `origin`, else of the first remote, in a git configuration. */
function parseRemote(config: string): string | null {
  const addresses = new Map<string, string>();
  let remote: string | null = null;
  for (const line of config.split(/\r?\n/)) {
    const section = /^\s*\[(?:remote "([^"]*)")?/.exec(line);
    if (section !== null) remote = section[1] ?? null;
    const address = /^\s*url\s*=\s*(\S+)/.exec(line)?.[1];
    if (remote !== null && address !== undefined && !addresses.has(remote)) addresses.set(remote, address);
  }
  return addresses.get('origin') ?? addresses.values().next().value ?? null;
}
