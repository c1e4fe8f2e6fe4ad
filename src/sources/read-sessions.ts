// Sessions of log files, one file at a time and streaming. A file is told by its content, hashed, and read only when
// nobody knows it yet. Whatever is wrong with a file is a finding; the others go on.
import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Finding } from '../model/finding.ts';
import type { FormatId, Session } from '../model/session.ts';
import type { Look } from './describe-unknown.ts';
import { describeUnknown } from './describe-unknown.ts';
import type { LogFile } from './discover.ts';
import { explainFileError, isGone } from './file-error.ts';
import { FORMATS } from './index.ts';
import type { Line } from './lines.ts';
import { CHUNK, decodeBytes, readLines } from './lines.ts';
import { parseJson, parseLines } from './parse-lines.ts';
import type { LogFormat, LogRecord } from './source.ts';

/** What is known of a file before it is parsed. */
export interface FileIdentity {
  /** sha256 of the raw bytes, hex. */
  readonly contentHash: string;
  readonly bytes: number;
  readonly format: FormatId;
  /** `<format>/<version>`: changes when the same bytes would be read differently. */
  readonly readerVersion: string;
}

export type FileRead =
  /** `sessions` must be read to its end before the next file is asked for. */
  | ({ readonly status: 'read'; readonly file: LogFile; readonly sessions: AsyncIterable<Session> } & FileIdentity)
  /** Its content was read before by the same reader. */
  | ({ readonly status: 'unchanged'; readonly file: LogFile } & FileIdentity)
  /** A finding says why. */
  | { readonly status: 'unreadable'; readonly file: LogFile };

export interface ReadOptions {
  /** Whether this content was read before by this reader version. */
  readonly isKnown: (contentHash: string, readerVersion: string) => boolean;
  readonly report: (finding: Finding) => void;
}

/** Text from which a format is told, and how many lines of it. */
const HEAD_TEXT = 64 * 1024;
const HEAD_LINES = 200;
/** How much of it is parsed: every format shows within a few records, but not always in the first. */
const PARSED_TEXT = 16 * 1024;
const PARSED_RECORDS = 5;
/** Files up to this size are read once into memory; bigger ones are read again for each purpose. */
const IN_MEMORY = 16 * 1024 * 1024;
/** Biggest JSON document that is parsed, in bytes: it has to be held as a whole. */
const MAX_DOCUMENT = 64 * 1024 * 1024;

/**
 * Reads log files in the given order.
 * @returns one result per file; sessions come as they are read, so memory holds one file's at most
 */
export async function* readSessions(files: readonly LogFile[], options: ReadOptions): AsyncGenerator<FileRead> {
  for (const file of files) yield await readFile(file, options);
}

async function readFile(file: LogFile, options: ReadOptions): Promise<FileRead> {
  const report = (finding: Omit<Finding, 'file'>): void => options.report({ ...finding, file: file.label });
  try {
    const content = await openContent(file);
    const look = await lookInto(content);
    const format = FORMATS.find((one) => one.detect(look.head));
    if (format === undefined) {
      report({ code: 'unknown-format', line: null, detail: describeUnknown(look) });
      return { status: 'unreadable', file };
    }
    const identity: FileIdentity = {
      contentHash: await content.hash(),
      bytes: content.bytes,
      format: format.id,
      readerVersion: `${format.id}/${format.version}`,
    };
    if (options.isKnown(identity.contentHash, identity.readerVersion))
      return { status: 'unchanged', file, ...identity };
    return { status: 'read', file, ...identity, sessions: readContent(file, content, identity, format, look, report) };
  } catch (error) {
    report({
      code: isGone(error) || error instanceof ShrunkError ? 'file-changed' : 'unreadable-file',
      line: null,
      detail: explainFileError(error),
    });
    return { status: 'unreadable', file };
  }
}

async function* readContent(
  file: LogFile,
  content: Content,
  identity: FileIdentity,
  format: LogFormat,
  look: Look,
  report: (finding: Omit<Finding, 'file'>) => void,
): AsyncGenerator<Session> {
  const damage = (reason: string): void => report({ code: 'truncated-log', line: null, detail: reason });
  const records =
    look.head.document === undefined
      ? parseLines(readLines(decodeBytes(content.read(), damage), format.skip ?? null), report)
      : once([{ line: 0, value: look.head.document }]);
  try {
    yield* format.read({ name: basename(file.path), contentHash: identity.contentHash, records, report });
    if (await content.hasChanged())
      report({ code: 'file-changed', line: null, detail: 'it changed while it was read; the next run reads it again' });
  } catch (error) {
    // One bad log never stops the others, whatever is wrong with it; what was read of it before stands.
    report({
      code: isGone(error) || error instanceof ShrunkError ? 'file-changed' : 'unreadable-file',
      line: null,
      detail: explainFileError(error),
    });
  }
}

async function* once(batch: readonly LogRecord[]): AsyncGenerator<readonly LogRecord[]> {
  yield batch;
}

async function lookInto(content: Content): Promise<Look> {
  let raw: Buffer = Buffer.alloc(0);
  let damage: string | null = null;
  const onDamage = (reason: string): void => void (damage = reason);
  const lines: Line[] = [];
  let size = 0;
  let all = true;
  reading: for await (const batch of readLines(decodeBytes(content.read(), onDamage))) {
    for (const line of batch) {
      lines.push(line);
      size += line.text?.length ?? 0;
      // A single long line may be a whole document, so a second line must be seen.
      if (lines.length >= HEAD_LINES || (size >= HEAD_TEXT && lines.length > 1)) {
        all = false;
        break reading;
      }
    }
  }
  for await (const chunk of content.read()) {
    raw = Buffer.from(chunk.subarray(0, HEAD_TEXT));
    break;
  }
  const text = lines
    .map((line) => line.text ?? '')
    .join('\n')
    .slice(0, HEAD_TEXT);
  const records: unknown[] = [];
  let parsed = 0;
  for (const line of lines) {
    if (line.text === null || (parsed > PARSED_TEXT && records.length >= PARSED_RECORDS)) continue;
    parsed += line.text.length;
    const value = parseJson(line.text);
    if (value !== undefined) records.push(value);
  }
  const first = lines[0];
  const single = all && lines.length === 1;
  const maybeDocument =
    first !== undefined &&
    (single || records.length === 0 || first.text === null || parseJson(first.text) === undefined) &&
    /^[[{]/.test(first.text ?? '{');
  if (!maybeDocument) return { head: { text, records, document: undefined }, raw, tooBig: false, damage };
  if (single && records.length === 1)
    return { head: { text, records, document: records[0] }, raw, tooBig: false, damage };
  const whole = await collect(decodeBytes(content.read(), onDamage));
  const document = whole === null ? undefined : parseJson(whole);
  return {
    head: { text, records: document === undefined ? records : [document], document },
    raw,
    tooBig: whole === null && records.length === 0,
    damage,
  };
}

/** All of a stream as text, null when it is longer than a document may be. */
async function collect(bytes: AsyncIterable<Buffer>): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > MAX_DOCUMENT) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A file became shorter than it was when it was opened. */
class ShrunkError extends Error {
  override readonly name = 'ShrunkError';
}

/** The bytes a file had when it was first opened: appended ones are left for the next run. */
interface Content {
  readonly bytes: number;
  /** @throws ShrunkError, or the file system's error when the file is gone */
  read(): AsyncGenerator<Buffer>;
  hash(): Promise<string>;
  /** Whether the file is another than it was, in time or size. */
  hasChanged(): Promise<boolean>;
}

async function openContent(file: LogFile): Promise<Content> {
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
      const wanted = Math.min(at === 0 ? HEAD_TEXT : CHUNK, size - at);
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(wanted), 0, wanted, at);
      if (bytesRead === 0) throw new ShrunkError('it became shorter while it was read');
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** The first piece is small: to tell a format, no more is decoded. */
async function* slices(buffer: Buffer): AsyncGenerator<Buffer> {
  if (buffer.length > 0) yield buffer.subarray(0, HEAD_TEXT);
  for (let at = HEAD_TEXT; at < buffer.length; at += CHUNK) yield buffer.subarray(at, at + CHUNK);
}
