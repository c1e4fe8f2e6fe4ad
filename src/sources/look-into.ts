// What a file is, by its beginning: its text, its first JSON values, or the one JSON document it holds.
import type { Content } from './content.ts';
import { HEAD_BYTES } from './content.ts';
import type { Look } from './describe-unknown.ts';
import type { Line } from './lines.ts';
import { decodeBytes, readLines } from './lines.ts';
import { parseJson } from './parse-lines.ts';

/** How many lines a format is told from. */
export const HEAD_LINES = 200;
/** How much of them is parsed: every format shows within a few records, but not always in the first. */
const PARSED_TEXT = 16 * 1024;
const PARSED_RECORDS = 5;
/** Biggest JSON document that is parsed, in bytes: it has to be held as a whole. */
const MAX_DOCUMENT = 64 * 1024 * 1024;

/** Looks at the beginning of a file; a JSON document is parsed whole. */
export async function lookInto(content: Content): Promise<Look> {
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
      if (lines.length >= HEAD_LINES || (size >= HEAD_BYTES && lines.length > 1)) {
        all = false;
        break reading;
      }
    }
  }
  for await (const chunk of content.read()) {
    raw = Buffer.from(chunk.subarray(0, HEAD_BYTES));
    break;
  }
  const text = lines
    .map((line) => line.text ?? '')
    .join('\n')
    .slice(0, HEAD_BYTES);
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
