// Text as a terminal shows it: escape sequences gone, what was overwritten gone, lines joined with the gaps between them.
import type { LogLine } from './source.ts';

const ESCAPES =
  // oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
  /\u001b(?:\[[0-?]{0,32}[ -/]{0,4}[@-~]|\][^\u0007\u001b]{0,2000}(?:\u0007|\u001b\\)|[()][0-9A-B]|[=>78MNOc])/g;
// oxlint-disable-next-line no-control-regex -- control characters are what is removed
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** A line without escape sequences; of a progress bar, which returns to the start of the line, only what it said last. */
export function plainLine(text: string): string {
  const bare = text.includes('\u001b') ? text.replaceAll(ESCAPES, '') : text;
  const lines = bare.replace(/(?<!\r)\r+$/, '');
  const last = lines.lastIndexOf('\r');
  return lines.slice(last + 1).replaceAll(CONTROLS, '');
}

/** Lines as one text; any number of blank lines between two becomes one. */
export function joinLines(lines: readonly LogLine[]): string {
  const parts: string[] = [];
  let before = lines[0]?.line ?? 0;
  for (const { line, text } of lines) {
    if (line > before + 1) parts.push('');
    parts.push(text);
    before = line;
  }
  return parts.join('\n');
}
