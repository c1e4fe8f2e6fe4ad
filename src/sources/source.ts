// The contract of a log format: one file in formats/, one line in index.ts, one folder in test/fixtures/formats/.
// A format is pure: it sees bounded lines or one parsed document and says what sessions they hold; opening, decoding,
// bounding and hashing are done around it (read-sessions.ts, lines.ts).
import type { Finding } from '../model/finding.ts';
import type { FormatId, Session } from '../model/session.ts';

/** The beginning of a file, from which its format is told. Detection never sees a path. */
export interface LogHead {
  /** First 64 kB, decoded. */
  readonly text: string;
  /** The first JSON values found: one per line for JSON lines, or the one value of a JSON document (an array's first elements are in `document`). */
  readonly records: readonly unknown[];
  /** The whole value when the file is one JSON document (also under a `.jsonl` name), else undefined. */
  readonly document: unknown;
}

/** One line of JSON lines, parsed, or one element of a document. */
export interface LogRecord {
  /** Line number from 1; 0 in a document. */
  readonly line: number;
  readonly value: unknown;
}

/** One line of a text with its white space, blank ones left out: a gap in the numbers is blank lines. */
export interface LogLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** What a format reads from: values of JSON, or the lines of a text; the one it asks for is read. */
export interface LogInput {
  /** File name without folders, for ids where the log has none of its own. */
  readonly name: string;
  /** sha256 of the content, hex: the id of last resort. */
  readonly contentHash: string;
  /**
   * JSON values in file order, in batches (a hand-over per value costs as much as parsing a short line), broken ones already
   * reported and left out; in a document: its one value.
   */
  readonly records: AsyncIterable<readonly LogRecord[]>;
  /** The lines as text, for formats that are not JSON, in batches. */
  readonly lines: AsyncIterable<readonly LogLine[]>;
  /** Reports a loss; the file name is added by the caller. */
  readonly report: (finding: Omit<Finding, 'file'>) => void;
}

export interface LogFormat {
  readonly id: FormatId;
  /** Raised whenever the same bytes would give another session: sessions read by an older version are read again. */
  readonly version: number;
  /** Whether this is the format. Order of the list decides between two that say yes. */
  readonly detect: (head: LogHead) => boolean;
  /**
   * For formats that keep one session in many files: what a file names of the session it is a piece of, by its content.
   * Files that share a name, directly or through others, are one session and are read together, their values in the order
   * of the files. Empty where the file is a whole; absent where every file is.
   */
  readonly pieceOf?: (head: LogHead) => readonly string[];
  /** Raw lines that hold nothing for a session and need no parsing; absent where every line counts. Sees the bytes of one line of JSON. */
  readonly skip?: (line: Buffer) => boolean;
  /** All sessions of one file, in file order. Never throws on content: what it cannot use, it reports. */
  readonly read: (input: LogInput) => AsyncIterable<Session>;
}
