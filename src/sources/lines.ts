// Lines of a log from a stream of bytes, whatever their encoding. Memory stays flat: a line over the limit is passed by
// without being held, and one chunk's lines are handed over together, because a hand-over per line costs more than the line.
import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';

/** Longest line that is held, in bytes after decoding: the longest seen in real logs is an image of 4 MB. */
export const MAX_LINE = 8 * 1024 * 1024;
/** Bytes a reader should hand over at a time. */
export const CHUNK = 1024 * 1024;
/** Most bytes a packed log may unpack to. */
const MAX_UNPACKED = 4 * 1024 * 1024 * 1024;

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its line end; null when it was longer than the limit. */
  readonly text: string | null;
  /** False for a last line without a line end. */
  readonly ended: boolean;
}

export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Gets what is wrong with the bytes of a file: `truncated-log` where they end early, `broken-line` where some are none of a text. */
export type OnDamage = (reason: string, code: 'truncated-log' | 'broken-line') => void;

/**
 * The bytes of a text as UTF-8: gzip unpacked, byte order mark gone, UTF-16 (by its mark) decoded, NUL bytes dropped.
 * A packed stream that is damaged or too big ends early; `onDamage` then says why, and how many NUL bytes there were.
 */
export async function* decodeBytes(bytes: Bytes, onDamage: OnDamage): AsyncGenerator<Buffer> {
  const { head, rest } = await peek(bytes, 2);
  yield* toUtf8(head[0] === 0x1f && head[1] === 0x8b ? unpack(rest, onDamage) : rest, onDamage);
}

/**
 * Lines of UTF-8 bytes, in batches, blank ones left out.
 * @param skip looks at the raw bytes of a line, so that a line nobody needs is not decoded; such lines are left out
 * @param whole true keeps white space at both ends of a line, which means something in a text but not in JSON
 */
export async function* readLines(
  utf8: AsyncIterable<Buffer>,
  skip: ((line: Buffer) => boolean) | null = null,
  whole = false,
): AsyncGenerator<readonly Line[]> {
  let parts: Buffer[] = [];
  let held = 0;
  let tooLong = false;
  let number = 0;
  const finish = (batch: Line[], last: Buffer, ended: boolean): void => {
    number += 1;
    const long = tooLong || held + last.length > MAX_LINE;
    const line = long ? null : parts.length === 0 ? last : Buffer.concat([...parts, last]);
    parts = [];
    held = 0;
    tooLong = false;
    if (line === null) batch.push({ number, text: null, ended });
    else if (skip === null || !skip(line)) {
      const text = decodeLine(line);
      if (text !== '') batch.push({ number, text: whole ? line.toString('utf8').replace(/\r$/, '') : text, ended });
    }
  };
  for await (const chunk of utf8) {
    const batch: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, start)) {
      finish(batch, chunk.subarray(start, end), true);
      start = end + 1;
    }
    const open = chunk.subarray(start);
    held += open.length;
    if (held > MAX_LINE) {
      tooLong = true;
      parts = [];
    } else if (open.length > 0 && !tooLong) parts.push(open);
    if (batch.length > 0) yield batch;
  }
  if (held > 0) {
    const batch: Line[] = [];
    const last = Buffer.concat(parts);
    parts = [];
    held = 0;
    finish(batch, last, false);
    yield batch;
  }
}

function decodeLine(line: Buffer): string {
  let end = line.length;
  while (end > 0 && isSpace(line[end - 1])) end -= 1;
  let start = 0;
  while (start < end && isSpace(line[start])) start += 1;
  return line.toString('utf8', start, end);
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0d || byte === 0x09;
}

/** Looks at the first bytes without losing them. */
async function peek(bytes: Bytes, count: number): Promise<{ head: Buffer; rest: AsyncIterable<Buffer> }> {
  const iterator = (async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of bytes)
      if (chunk.length > 0) yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
  })();
  const first: Buffer[] = [];
  for (let size = 0; size < count;) {
    const next = await iterator.next();
    if (next.done === true) break;
    first.push(next.value);
    size += next.value.length;
  }
  const rest = (async function* (): AsyncGenerator<Buffer> {
    try {
      yield* first.splice(0);
      yield* iterator;
    } finally {
      await iterator.return(undefined);
    }
  })();
  return { head: Buffer.concat(first.map((chunk) => chunk.subarray(0, count))), rest };
}

async function* unpack(packed: AsyncIterable<Buffer>, onDamage: OnDamage): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  const source = Readable.from(packed);
  // Errors of reading must reach the loop below like errors of unpacking.
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  let size = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_UNPACKED) {
        onDamage('it unpacks to more than 4 GB', 'truncated-log');
        return;
      }
      yield chunk;
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))) throw error;
    onDamage(`its gzip data is damaged or cut (${error.message})`, 'truncated-log');
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

async function* toUtf8(bytes: AsyncIterable<Buffer>, onDamage: OnDamage): AsyncGenerator<Buffer> {
  const { head, rest } = await peek(bytes, 3);
  const little = head[0] === 0xff && head[1] === 0xfe;
  if (little || (head[0] === 0xfe && head[1] === 0xff)) {
    const decoder = new TextDecoder(little ? 'utf-16le' : 'utf-16be');
    for await (const chunk of rest)
      yield Buffer.from(decoder.decode(chunk, { stream: true }).replaceAll('\0', ''), 'utf8');
    yield Buffer.from(decoder.decode(), 'utf8');
    return;
  }
  let dropped = 0;
  let mark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  for await (const chunk of rest) {
    const from = Math.min(mark, chunk.length);
    mark -= from;
    const body = from === 0 ? chunk : chunk.subarray(from);
    // A file system that lost power leaves runs of NUL inside a log; the text around them is good.
    const kept = body.includes(0) ? Buffer.from(body.filter((byte) => byte !== 0)) : body;
    dropped += body.length - kept.length;
    yield kept;
  }
  if (dropped > 0) onDamage(`${dropped} NUL bytes were passed by; what stood there is lost`, 'broken-line');
}
