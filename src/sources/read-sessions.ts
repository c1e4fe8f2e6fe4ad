// Sessions of log files, one file at a time and streaming. A file is told by its content, hashed, and read only when
// nobody knows it yet. Whatever is wrong with a file is a finding; the others go on.
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Finding } from '../model/finding.ts';
import type { FormatId, Session } from '../model/session.ts';
import type { Content } from './content.ts';
import { openContent, ShrunkError } from './content.ts';
import type { Look } from './describe-unknown.ts';
import { describeUnknown } from './describe-unknown.ts';
import type { LogFile } from './discover.ts';
import { explainFileError, isGone } from './file-error.ts';
import { FORMATS } from './index.ts';
import { asArray } from './json-fields.ts';
import type { OnDamage } from './lines.ts';
import { decodeBytes, readLines } from './lines.ts';
import { HEAD_LINES, lookInto } from './look-into.ts';
import { parseLines } from './parse-lines.ts';
import type { Piece, Whole } from './pieces.ts';
import { PieceGroups } from './pieces.ts';
import type { LogFormat, LogHead, LogLine, LogRecord } from './source.ts';

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
  | ({
      readonly status: 'read';
      readonly file: LogFile;
      readonly sessions: AsyncIterable<Session>;
      /** True for a session that came in many files, each told as a piece before. */
      readonly inPieces: boolean;
    } & FileIdentity)
  /** Its content was read before by the same reader. */
  | ({ readonly status: 'unchanged'; readonly file: LogFile } & FileIdentity)
  /** One of many files of a session, which comes as a whole after all files. */
  | { readonly status: 'piece'; readonly file: LogFile; readonly format: FormatId }
  /** A finding says why. */
  | { readonly status: 'unreadable'; readonly file: LogFile };

export interface ReadOptions {
  /** Whether this content was read before by this reader version. */
  readonly isKnown: (contentHash: string, readerVersion: string) => boolean;
  readonly report: (finding: Finding) => void;
}

const NO_HEAD: LogHead = { text: '', records: [], document: undefined };

type Report = (finding: Omit<Finding, 'file'>) => void;

/**
 * Reads log files in the given order.
 * @returns one result per file, then one per session that is kept in many files; sessions come as they are read, so
 * memory holds one file's at most
 */
export async function* readSessions(files: readonly LogFile[], options: ReadOptions): AsyncGenerator<FileRead> {
  const pieces = new PieceGroups();
  for (const file of files) yield await readFile(file, options, pieces);
  for (const whole of pieces.wholes()) yield readWhole(whole, options);
}

async function readFile(file: LogFile, options: ReadOptions, pieces: PieceGroups): Promise<FileRead> {
  const report: Report = (finding) => options.report({ ...finding, file: file.label });
  try {
    const content = await openContent(file);
    const look = await lookInto(content);
    const tell = (head: LogHead): LogFormat | undefined => FORMATS.find((one) => one.detect(head));
    const whole = tell(look.head);
    const format = whole ?? tell(asLines(look.head));
    if (format === undefined) {
      report({ code: 'unknown-format', line: null, detail: describeUnknown(look) });
      return { status: 'unreadable', file };
    }
    const contentHash = await content.hash();
    const names = format.pieceOf?.(look.head) ?? [];
    if (names.length > 0) {
      pieces.add(format, names, { file, contentHash, bytes: content.bytes });
      return { status: 'piece', file, format: format.id };
    }
    const identity = identityOf(format, contentHash, content.bytes);
    if (options.isKnown(identity.contentHash, identity.readerVersion))
      return { status: 'unchanged', file, ...identity };
    return {
      status: 'read',
      file,
      ...identity,
      inPieces: false,
      sessions: readContent(file, content, identity, format, look, whole === undefined, report),
    };
  } catch (error) {
    reportFailure(error, report);
    return { status: 'unreadable', file };
  }
}

/** Lines of JSON that somebody put into one array (`jq -s`), as the lines they were; nothing for anything else. */
function asLines({ document }: LogHead): LogHead {
  return Array.isArray(document) ? { text: '', records: document.slice(0, HEAD_LINES), document: undefined } : NO_HEAD;
}

function identityOf(format: LogFormat, contentHash: string, bytes: number): FileIdentity {
  return { contentHash, bytes, format: format.id, readerVersion: `${format.id}/${format.version}` };
}

/** All files of one session as if they were one. */
function readWhole({ format, pieces }: Whole, options: ReadOptions): FileRead {
  const [first] = pieces;
  if (first === undefined) throw new Error('a session in pieces has at least one');
  const hash = createHash('sha256');
  for (const one of pieces.map((piece) => piece.contentHash).sort()) hash.update(one);
  const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
  const identity = identityOf(format, hash.digest('hex'), bytes);
  const { file } = first;
  if (options.isKnown(identity.contentHash, identity.readerVersion)) return { status: 'unchanged', file, ...identity };
  const report: Report = (finding) => options.report({ ...finding, file: file.label });
  const records = readPieces(pieces, options);
  const input = { name: basename(file.path), contentHash: identity.contentHash, records, lines: nothing(), report };
  return { status: 'read', file, ...identity, inPieces: true, sessions: guarded(format.read(input), report) };
}

async function* readPieces(pieces: readonly Piece[], options: ReadOptions): AsyncGenerator<readonly LogRecord[]> {
  for (const { file } of pieces) {
    const report: Report = (finding) => options.report({ ...finding, file: file.label });
    try {
      const { head } = await lookInto(await openContent(file));
      if (head.document === undefined)
        report({ code: 'broken-line', line: null, detail: 'not one JSON document any more' });
      else yield [{ line: 0, value: head.document }];
    } catch (error) {
      reportFailure(error, report);
    }
  }
}

async function* readContent(
  file: LogFile,
  content: Content,
  identity: FileIdentity,
  format: LogFormat,
  look: Look,
  inArray: boolean,
  report: Report,
): AsyncGenerator<Session> {
  const damage: OnDamage = (reason, code) => report({ code, line: null, detail: reason });
  const utf8 = (): AsyncGenerator<Buffer> => decodeBytes(content.read(), damage);
  const records =
    look.head.document === undefined
      ? parseLines(readLines(utf8(), format.skip ?? null), report)
      : once((inArray ? asArray(look.head.document) : [look.head.document]).map((value) => ({ line: 0, value })));
  const input = {
    name: basename(file.path),
    contentHash: identity.contentHash,
    records,
    lines: textLines(utf8(), report),
    report,
  };
  yield* guarded(format.read(input), report, async () => {
    if (await content.hasChanged()) {
      report({ code: 'file-changed', line: null, detail: 'it changed while it was read; the next run reads it again' });
    }
  });
}

/** One bad log never stops the others, whatever is wrong with it; what was read of it before stands. */
async function* guarded(
  sessions: AsyncIterable<Session>,
  report: Report,
  atEnd: () => Promise<void> = () => Promise.resolve(),
): AsyncGenerator<Session> {
  try {
    yield* sessions;
    await atEnd();
  } catch (error) {
    reportFailure(error, report);
  }
}

function reportFailure(error: unknown, report: Report): void {
  const changed = isGone(error) || error instanceof ShrunkError;
  report({ code: changed ? 'file-changed' : 'unreadable-file', line: null, detail: explainFileError(error) });
}

async function* textLines(utf8: AsyncGenerator<Buffer>, report: Report): AsyncGenerator<readonly LogLine[]> {
  for await (const batch of readLines(utf8, null, true)) {
    const lines: LogLine[] = [];
    for (const { number, text } of batch) {
      if (text === null) report({ code: 'long-line', line: number, detail: 'longer than 8 MB' });
      else lines.push({ line: number, text });
    }
    yield lines;
  }
}

async function* once(batch: readonly LogRecord[]): AsyncGenerator<readonly LogRecord[]> {
  yield batch;
}

async function* nothing(): AsyncGenerator<readonly LogLine[]> {
  // A session in pieces is JSON; there are no lines of text to read.
}
