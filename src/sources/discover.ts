// Finds the log files under what a user named: regular files only, in an order that is the same on every machine.
// Nothing outside a given folder is read: a link that leads out of it is refused and reported.
import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { DreamError } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import { explainFileError, isGone } from './file-error.ts';

/** One file to read. */
export interface LogFile {
  /** Absolute. */
  readonly path: string;
  /** How it is called in findings: relative to what the user gave, with `/`. */
  readonly label: string;
  readonly bytes: number;
  /** Modification time, milliseconds since 1970. */
  readonly modifiedMs: number;
}

/** Folders that hold no logs but many files. */
const NOT_ENTERED = new Set(['.git', 'node_modules']);

/**
 * All regular files of the given paths.
 * @param paths files and folders, absolute; folders are searched through
 * @param report gets what was refused
 * @returns in the order of the paths, those of a folder by the bytes of their labels; a file that is named twice comes once
 * @throws DreamError (usage) when a path does not exist
 */
export async function discoverLogs(
  paths: readonly string[],
  report: (finding: Finding) => void,
): Promise<readonly LogFile[]> {
  const found: LogFile[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const root = await lookAt(path);
    const prefix = paths.length > 1 && root.isDirectory() ? `${basename(path)}/` : '';
    const files = root.isDirectory()
      ? await walk(await realpath(path), prefix, report)
      : ofFile(path, basename(path), root, report);
    for (const file of files) {
      // Only several paths can name a file twice: within one folder no link is followed.
      const real = paths.length === 1 ? file.path : await realpath(file.path).catch(() => file.path);
      if (!seen.has(real)) found.push(file);
      seen.add(real);
    }
  }
  return found;
}

async function lookAt(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    throw new DreamError(
      'usage',
      isGone(error) ? `There is no file or folder at ${path}.` : `${path} cannot be read: ${explainFileError(error)}.`,
      {
        hints: ['Name the log files or folders to read, for example `dream run ~/.claude/projects`.'],
        cause: error,
      },
    );
  }
}

function ofFile(path: string, label: string, stats: Stats, report: (finding: Finding) => void): readonly LogFile[] {
  if (stats.isFile()) return [{ path, label, bytes: stats.size, modifiedMs: stats.mtimeMs }];
  report({ code: 'not-a-regular-file', file: label, line: null, detail: kindOf(stats) });
  return [];
}

async function walk(root: string, prefix: string, report: (finding: Finding) => void): Promise<readonly LogFile[]> {
  const files: LogFile[] = [];
  const unreadable = (label: string, error: unknown): void =>
    report({ code: 'unreadable-file', file: label, line: null, detail: explainFileError(error) });
  const folders: { path: string; label: string }[] = [{ path: root, label: '' }];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    let entries: Dirent[];
    try {
      entries = await readdir(folder.path, { withFileTypes: true });
    } catch (error) {
      unreadable(`${prefix}${folder.label}` || '.', error);
      continue;
    }
    for (const entry of entries) {
      const path = join(folder.path, entry.name);
      const label = folder.label === '' ? entry.name : `${folder.label}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!NOT_ENTERED.has(entry.name)) folders.push({ path, label });
        continue;
      }
      try {
        // A link to something inside the folder needs no following: the search comes to its target anyway, and so no loop can form.
        if (entry.isSymbolicLink()) await checkLink(path, root, `${prefix}${label}`, report);
        else files.push(...ofFile(path, `${prefix}${label}`, await lstat(path), report));
      } catch (error) {
        unreadable(`${prefix}${label}`, error);
      }
    }
  }
  return files
    .map((file) => ({ file, key: Buffer.from(file.label) }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
    .map(({ file }) => file);
}

async function checkLink(path: string, root: string, label: string, report: (finding: Finding) => void): Promise<void> {
  const target = await realpath(path);
  if (target !== root && !target.startsWith(root.endsWith(sep) ? root : `${root}${sep}`)) {
    report({ code: 'outside-symlink', file: label, line: null, detail: 'a link that leads out of the given folder' });
  }
}

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isSocket()) return 'a socket';
  return stats.isBlockDevice() || stats.isCharacterDevice() ? 'a device' : 'not a file';
}
