// Names the project a session belongs to, the same on every machine: the repository where the log knows it, else a folder.

/** Longest address or folder that is looked into: no system has longer ones. */
const MAX_PLACE = 4_096;

/**
 * `owner/name` of a git remote.
 * @param url any form git takes: `git@host:owner/name.git`, `https://host/owner/name`, `ssh://…`
 * @returns null when the remote is a local path or has no owner
 */
export function projectOfRemote(url: string): string | null {
  const text = url.slice(0, MAX_PLACE).trim();
  const match =
    /^[a-z+]+:\/\/[^/]+\/(.+)$/i.exec(text) ??
    /^(?:[^@/\s]+@)?[^/:\s]+\.[^/:\s]+:(.+)$/.exec(text) ??
    /^[^@/\s]+@[^/:\s]+:(.+)$/.exec(text);
  if (match?.[1] === undefined || text.startsWith('file:')) return null;
  const parts = match[1]
    .replace(/[?#][^]*$/, '')
    .split('/')
    .filter((part) => part !== '');
  const name = parts.at(-1)?.replace(/\.git$/, '');
  const owner = parts.at(-2);
  return name === undefined || name === '' || owner === undefined ? null : `${owner}/${name}`;
}

/** Folders that hold the work trees of a repository: `repo/.worktrees/topic`, `repo/.claude/worktrees/topic`. */
const WORKTREE = /[/\\](?:\.claude[/\\]worktrees|\.?worktrees|\.git[/\\]worktrees)(?:[/\\].*)?$/;

/**
 * The folder name of a working directory, of the repository itself when it is one of its work trees.
 * @returns null for no directory, a root, or a home folder
 */
export function projectOfDirectory(directory: string | null): string | null {
  if (directory === null) return null;
  const folder = directory.slice(0, MAX_PLACE).replace(/(?<![/\\])[/\\]+$/, '');
  const outer = folder.replace(WORKTREE, '');
  // Some tools keep work trees apart from the repository (`~/.codex/worktrees/1a2b/<repository>`): there the last part is the name.
  const repository = /[/\\]\.[^/\\]+$/.test(outer) ? folder : outer;
  if (/^(?:[A-Za-z]:)?[/\\](?:home|Users)[/\\][^/\\]+$/.test(repository) || repository === '/root') return null;
  const name = repository.split(/[/\\]/).at(-1)?.trim() ?? '';
  return name === '' || /^[A-Za-z]:$/.test(name) || name === '.' || name === '~' ? null : name.slice(0, 200);
}
