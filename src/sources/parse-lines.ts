// JSON values of lines. A broken line is tried for what can be saved of it; what is lost is reported with its line number,
// in bounded number, and never ends the reading.
import type { Finding } from '../model/finding.ts';
import type { Line } from './lines.ts';
import { MAX_LINE } from './lines.ts';
import type { LogRecord } from './source.ts';

/** Most findings of one kind that are reported line by line for one file; the rest is counted in one. */
const MAX_REPORTED = 20;
/** Bounds of salvaging one line: places tried as a beginning, and characters parsed in all. */
const MAX_TRIES = 64;
const MAX_EFFORT = 4 * MAX_LINE;
const MAX_STARTS = 8;

export type Report = (finding: Omit<Finding, 'file'>) => void;

/** Parses batches of lines into batches of records. `report` gets every loss; call order is line order. */
export async function* parseLines(
  batches: AsyncIterable<readonly Line[]>,
  report: Report,
): AsyncGenerator<readonly LogRecord[]> {
  const limited = limitReports(report);
  const starts = new Set<string>();
  for await (const batch of batches) {
    const records: LogRecord[] = [];
    for (const line of batch) {
      if (line.text === null) {
        limited.report({
          code: 'long-line',
          line: line.number,
          detail: `longer than ${MAX_LINE / 1024 / 1024} MB, passed by`,
        });
        continue;
      }
      const value = parseJson(line.text);
      if (value !== undefined && (typeof value !== 'object' || value === null)) {
        limited.report({ code: 'broken-line', line: line.number, detail: 'not a record' });
        continue;
      }
      if (value !== undefined) {
        noteStart(starts, line.text);
        records.push({ line: line.number, value });
        continue;
      }
      const saved = salvage(line.text, starts);
      for (const one of saved) records.push({ line: line.number, value: one });
      if (saved.length > 0)
        limited.report({
          code: 'salvaged-line',
          line: line.number,
          detail: `broken, ${saved.length} of its records could be read`,
        });
      else if (!line.ended)
        limited.report({ code: 'truncated-log', line: line.number, detail: 'the last line is cut' });
      else limited.report({ code: 'broken-line', line: line.number, detail: 'not JSON' });
    }
    if (records.length > 0) yield records;
  }
  limited.finish();
}

/** A JSON value; undefined when the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Broken lines are ordinary in logs; the caller decides what to say.
    return undefined;
  }
}

/**
 * The records that can be read in a broken line: several objects without a line end between them, or the whole record
 * after a spliced one (`{"a":"cut{"type":…}`).
 * @param starts beginnings of the good lines before it, such as `{"type"`: the likeliest places for a record to begin
 */
function salvage(text: string, starts: ReadonlySet<string>): readonly unknown[] {
  const joined = splitObjects(text);
  if (joined.length > 1) {
    const values = joined.map(parseJson).filter((value) => value !== undefined);
    if (values.length === joined.length) return values;
  }
  let effort = 0;
  let tries = 0;
  for (const start of [...starts, '{"']) {
    for (
      let at = text.indexOf(start, 1);
      at !== -1 && tries < MAX_TRIES && effort < MAX_EFFORT;
      at = text.indexOf(start, at + 1)
    ) {
      tries += 1;
      effort += text.length - at;
      const tail = text.slice(at);
      const value = parseJson(tail);
      if (value !== undefined) return [value];
      const several = splitObjects(tail);
      const values = several.length > 1 ? several.map(parseJson).filter((one) => one !== undefined) : [];
      if (values.length > 0 && values.length === several.length) return values;
    }
    tries = 0;
  }
  return [];
}

/** Cuts a text where one object ends and the next begins; empty when something else stands between or after them. */
function splitObjects(text: string): readonly string[] {
  const pieces: string[] = [];
  let depth = 0;
  let inText = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inText) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inText = false;
    } else if (code === 0x22) inText = true;
    else if (code === 0x7b || code === 0x5b) {
      if (depth === 0 && text.slice(start, at).trim() !== '') return [];
      if (depth === 0) start = at;
      depth += 1;
    } else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
      if (depth < 0) return [];
      if (depth === 0) {
        pieces.push(text.slice(start, at + 1));
        start = at + 1;
      }
    }
  }
  return depth === 0 && !inText && text.slice(start).trim() === '' ? pieces : [];
}

function noteStart(starts: Set<string>, text: string): void {
  if (starts.size >= MAX_STARTS) return;
  const start = /^\{"[\w$.-]{1,40}"/.exec(text.slice(0, 60))?.[0];
  if (start !== undefined) starts.add(start);
}

/** Passes on the first findings of each code and counts the rest. */
function limitReports(report: Report): { report: Report; finish: () => void } {
  const counts = new Map<Finding['code'], number>();
  return {
    report: (finding) => {
      const count = (counts.get(finding.code) ?? 0) + 1;
      counts.set(finding.code, count);
      if (count <= MAX_REPORTED) report(finding);
    },
    finish: () => {
      for (const [code, count] of counts) {
        if (count > MAX_REPORTED)
          report({ code, line: null, detail: `and ${count - MAX_REPORTED} more lines like these` });
      }
    },
  };
}
