// Where the memory is: --memory, DREAM_MEMORY, the nearest parent folder with a dream.yaml, else ./dream-memory.
import { lstat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { CONFIG_FILE, DEFAULT_MEMORY_FOLDER } from './defaults.ts';

export interface FoundMemory {
  /** Absolute. */
  readonly folder: string;
  /** What named it. */
  readonly from: 'flag' | 'environment' | 'parent' | 'default';
}

/**
 * Finds the memory folder. It need not exist.
 * @param cwd the working directory, absolute
 */
export async function findMemory(flag: string | undefined, variable: string | null, cwd: string): Promise<FoundMemory> {
  if (flag !== undefined) return { folder: resolve(cwd, flag), from: 'flag' };
  if (variable !== null) return { folder: resolve(cwd, variable), from: 'environment' };
  let folder = resolve(cwd);
  for (;;) {
    if (await isFile(join(folder, CONFIG_FILE))) return { folder, from: 'parent' };
    const parent = dirname(folder);
    if (parent === folder) return { folder: resolve(cwd, DEFAULT_MEMORY_FOLDER), from: 'default' };
    folder = parent;
  }
}

async function isFile(path: string): Promise<boolean> {
  // A folder that may not be looked into holds no configuration for this user.
  return lstat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
}
