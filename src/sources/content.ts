// The bytes of one log file as they were when it was opened, read as often as needed: appended ones are left for the
// next run, a file that shrinks or vanishes is told, and a pipe is never waited for.
import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, stat } from 'node:fs/promises';
import type { LogFile } from './discover.ts';
import { CHUNK } from './lines.ts';

/** Size of the first piece: to tell a format, no more is decoded. */
export const HEAD_BYTES = 64 * 1024;
/** Files up to this size are read once into memory; bigger ones are read again for each purpose. */
const IN_MEMORY = 16 * 1024 * 1024;

/** A file became shorter than it was when it was opened. */
export class ShrunkError extends Error {
  override readonly name = 'ShrunkError';
}

/** The bytes a file had when it was first opened: appended ones are left for the next run. */
export interface Content {
  readonly bytes: number;
  /** @throws ShrunkError, or the file system's error when the file is gone */
  read(): AsyncGenerator<Buffer>;
  hash(): Promise<string>;
  /** Whether the file is another than it was, in time or size. */
  hasChanged(): Promise<boolean>;
}

/** Opens a file for reading its content. */
export async function openContent(file: LogFile): Promise<Content> {
  const { before, small } = await withFile(file.path, async (handle, stats) => ({
    before: stats,
    small: stats.size <= IN_MEMORY ? await readAll(handle, stats.size) : null,
  }));
  const read = (): AsyncGenerator<Buffer> => (small === null ? readChunks(file.path, before.size) : slices(small));
  return {
    bytes: before.size,
    read,
    hash: async () => {
      const hash = createHash('sha256');
      if (small !== null) return hash.update(small).digest('hex');
      for await (const chunk of read()) hash.update(chunk);
      return hash.digest('hex');
    },
    hasChanged: async () => {
      const after = await stat(file.path);
      return after.size !== before.size || after.mtimeMs !== before.mtimeMs || after.ino !== before.ino;
    },
  };
}

/** Opens a file without ever waiting for a pipe, and makes sure that it is still a regular one. */
async function withFile<T>(path: string, use: (handle: FileHandle, stats: Stats) => Promise<T>): Promise<T> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new ShrunkError('it is no regular file any more');
    return await use(handle, stats);
  } finally {
    await handle.close();
  }
}

async function readAll(handle: FileHandle, size: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(size);
  let at = 0;
  while (at < size) {
    const { bytesRead } = await handle.read(buffer, at, size - at, at);
    if (bytesRead === 0) throw new ShrunkError('it became shorter while it was read');
    at += bytesRead;
  }
  return buffer;
}

async function* readChunks(path: string, size: number): AsyncGenerator<Buffer> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    for (let at = 0; at < size;) {
      const wanted = Math.min(at === 0 ? HEAD_BYTES : CHUNK, size - at);
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(wanted), 0, wanted, at);
      if (bytesRead === 0) throw new ShrunkError('it became shorter while it was read');
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function* slices(buffer: Buffer): AsyncGenerator<Buffer> {
  if (buffer.length > 0) yield buffer.subarray(0, HEAD_BYTES);
  for (let at = HEAD_BYTES; at < buffer.length; at += CHUNK) yield buffer.subarray(at, at + CHUNK);
}
