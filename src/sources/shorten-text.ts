// Keeps of a long text what a miner can use: its head, its tail, and lines between them that look like errors.
// What is kept is copied, because a slice of a string holds the whole string in memory.

/** Characters kept of each end of an output, and of the error lines between (mining.md: cutting at the end loses the middle). */
const OUTPUT_END = 8_000;
const OUTPUT_ERRORS = 4_000;
/** Lines of the middle that are looked at: a log may hold a million of them in one output. */
const MAX_LINES = 20_000;
/** Characters kept of each end of a message: pasted logs are long, what a person asks is not. */
const MESSAGE_END = 32_000;

const ERROR_LINE =
  /\b(?:error|errors|err!|fail|failed|failure|failures|fatal|panic|exception|traceback|denied|not found|no such|cannot|can't|unable|undefined|unexpected|unrecognized|invalid|missing|conflict|abort|aborted|timed out)\b|^\s*(?:✗|✘|×|E\s{2})/i;

/** Output of a tool: head, error lines, tail. */
export function shortenOutput(text: string): string {
  return shorten(text, OUTPUT_END, OUTPUT_ERRORS);
}

/** A message: head and tail. */
export function shortenMessage(text: string): string {
  return shorten(text, MESSAGE_END, 0);
}

/** A text cut to a length, for fields that are short by nature (commands, paths, names). */
export function cutText(text: string, length: number): string {
  return text.length <= length ? text : `${copyText(text.slice(0, length))}…`;
}

/** The same text with memory of its own; lone surrogates become U+FFFD. */
export function copyText(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

function shorten(text: string, end: number, errors: number): string {
  if (text.length <= 2 * end + errors) return text;
  const head = text.slice(0, end);
  const tail = text.slice(-end);
  const kept: string[] = [];
  let room = errors;
  let last = end;
  const gaps: string[] = [];
  const middleEnd = text.length - end;
  let lines = errors > 0 ? MAX_LINES : 0;
  for (let start = text.indexOf('\n', end) + 1; room > 0 && lines > 0 && start > 0 && start < middleEnd; lines -= 1) {
    const stop = text.indexOf('\n', start);
    const lineEnd = stop === -1 || stop > middleEnd ? middleEnd : stop;
    const line = text.slice(start, Math.min(lineEnd, start + 500));
    if (ERROR_LINE.test(line)) {
      const piece = line.slice(0, room);
      if (start > last + 1) gaps.push(marker(start - last));
      kept.push(...gaps.splice(0), piece);
      room -= piece.length;
      last = start + piece.length;
    }
    start = lineEnd + 1;
  }
  const between =
    kept.length === 0 ? [marker(middleEnd - end)] : last < middleEnd ? [...kept, marker(middleEnd - last)] : kept;
  return copyText([head, ...between, tail].join('\n'));
}

function marker(left: number): string {
  return `[… ${left} characters left out …]`;
}
