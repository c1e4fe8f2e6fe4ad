// What a terminal's output says once its escapes are gone: colours and titles only disturb mining, and a progress bar
// counts by its last state.

const ESC = '\u001b';

/** Control sequences of ECMA-48: strings (OSC, DCS, …) with their text, CSI, other escapes, and what is left of them. */
const ESCAPES = new RegExp(
  [
    `(?:${ESC}[\\]PX^_]|[\\u0090\\u0098\\u009d-\\u009f])[^\\u0007${ESC}\\u009c\\n]{0,4096}(?:\\u0007|${ESC}\\\\|\\u009c)?`,
    `(?:${ESC}\\[|\\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]`,
    `${ESC}[ -/]{0,4}[0-Z\\\\^-~]`,
    `${ESC}|[\\u0080-\\u009f]`,
  ].join('|'),
  'g',
);

/** Backspace, line return and whatever begins an escape. */
const TELLTALE = new RegExp(`[\\b\\r${ESC}\\u0080-\\u009f]`);
const STRUCK_OVER = /[^\n\b][\b]/g;

/** The output without terminal escapes, each line as it stood last (`\r` and backspace applied). */
export function plainOutput(text: string): string {
  if (!TELLTALE.test(text)) return text;
  const bare = text.replaceAll(ESCAPES, '');
  return bare
    .replaceAll(STRUCK_OVER, '')
    .replaceAll('\b', '')
    .split('\n')
    .map((line) => (line.includes('\r') ? lastState(line) : line))
    .join('\n');
}

function lastState(line: string): string {
  return line.split('\r').findLast((part) => part.trim() !== '') ?? '';
}
