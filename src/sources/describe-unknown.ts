// Says what a file of unknown format looks like, so that a person knows whether something is missing or just not a log.
import { asObject } from './json-fields.ts';
import type { LogHead } from './source.ts';

/** The beginning of a file and what stands out about the whole. */
export interface Look {
  readonly head: LogHead;
  /** First raw bytes, before any decoding. */
  readonly raw: Buffer;
  /** True when it begins like a JSON document that is too big to be parsed whole. */
  readonly tooBig: boolean;
  /** Why it could not be unpacked, null when it could or was not packed. */
  readonly damage: string | null;
}

const MAGIC: readonly (readonly [string, string])[] = [
  ['SQLite format 3\0', 'a SQLite database'],
  ['PK\x03\x04', 'a zip archive'],
  ['\x89PNG', 'an image'],
  ['GIF8', 'an image'],
  ['\xff\xd8\xff', 'an image'],
  ['%PDF', 'a PDF document'],
  ['\x7fELF', 'a program'],
  ['\x28\xb5\x2f\xfd', 'a zstd archive; unpack it first'],
  ['\xfd7zXZ', 'an xz archive; unpack it first'],
  ['BZh', 'a bzip2 archive; unpack it first'],
];
/** Most keys that are named. */
const KEYS = 6;

/** A few words about a file that is no known log; may name keys of it, so it is escaped before it is shown. */
export function describeUnknown(look: Look): string {
  const { head, raw } = look;
  if (raw.length === 0) return 'an empty file';
  const start = raw.subarray(0, 32).toString('latin1');
  const magic = MAGIC.find(([bytes]) => start.startsWith(bytes));
  if (magic !== undefined) return magic[1];
  if (look.damage !== null && head.text === '') return look.damage;
  if (look.tooBig) return 'a JSON document over 64 MB';
  if (head.document !== undefined)
    return `a JSON document${keysOf(Array.isArray(head.document) ? head.document[0] : head.document)}`;
  if (head.records.length > 0) return `lines of JSON${keysOf(head.records[0])}`;
  const text = head.text.trim();
  if (text === '') return 'only white space';
  if (looksBinary(text)) return 'a binary file';
  if (/^[[{]/.test(text)) return 'a fragment of JSON';
  if (/^(?:#{1,6} \S|---\n)/.test(text) || /\n#{1,6} \S/.test(text)) return 'a Markdown text such as a README';
  if (/^<(?:!DOCTYPE|html|\?xml)/i.test(text)) return 'a web page or XML';
  return 'plain text';
}

function keysOf(value: unknown): string {
  const object = asObject(value);
  if (object === null) return '';
  // whole names only: a key that is data may be a secret, and half of one is not known for one
  const keys = Object.keys(object)
    .slice(0, KEYS)
    .map((key) => (/^[A-Za-z_$@][A-Za-z_.:$-]{0,30}\d{0,2}$/.test(key) ? key : '…'));
  return keys.length === 0 ? '' : ` with ${keys.join(', ')}`;
}

function looksBinary(text: string): boolean {
  const sample = text.slice(0, 4_096);
  // oxlint-disable-next-line no-control-regex -- control characters are what tells a binary file
  const odd = sample.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g)?.length ?? 0;
  return odd > sample.length / 20;
}
