// A folder that is gone when the work in it has ended, however it ended.
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';

/** Does some work in a new folder and removes it. */
export async function inTemporaryFolder<T>(
  parent: string,
  prefix: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(parent, prefix));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // An interrupt ends the process at once, past every `finally`.
  process.once('exit', remove);
  try {
    return await work(folder);
  } finally {
    process.removeListener('exit', remove);
    remove();
  }
}
