// Cuts Aider's chat history into pieces: session starts, what a person typed, what the tool said, what the agent wrote.
// Aider ends its own lines with two spaces, which tells `#### ` that a person typed from a heading the agent wrote.
import type { LogLine } from './source.ts';
import { joinLines } from './terminal-text.ts';

export interface AiderPiece {
  readonly kind: 'start' | 'user' | 'tool' | 'agent';
  /** Of a start its local time, else the text without marks. */
  readonly text: string;
}

const START = /^# aider chat started at (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s*$/;
const FENCE = /^[ \t]{0,12}(?:`{3,}|~{3,})/;
/** Characters of one piece that are held. */
const MAX_PIECE = 4_000_000;

/** True for a text that begins as a chat history. */
export function isAiderHistory(text: string): boolean {
  return START.test(text.slice(0, 200).split('\n')[0] ?? '');
}

/** Takes lines one by one and gives each piece when it ends. */
export class AiderPieces {
  #kind: AiderPiece['kind'] = 'agent';
  #lines: LogLine[] = [];
  #room = MAX_PIECE;
  #last = -1;
  /** True once a line ended with two spaces; editors may have removed them from a whole file. */
  #isMarked = false;
  /** True while the tool says more lines, of which only the first has a mark. */
  #isOpen = false;
  #inFence = false;

  /** Pieces that this line ends; a start is a piece of its own. */
  add(line: LogLine): readonly AiderPiece[] {
    const { text } = line;
    const afterBlank = line.line > this.#last + 1;
    this.#last = line.line;
    const start = afterBlank ? START.exec(text) : null;
    if (start !== null) {
      const ended = this.#switch('start');
      this.#lines.push({ line: line.line, text: start[1] ?? '' });
      return ended;
    }
    const hasMark = text.endsWith('  ');
    const isUser =
      /^####(?:[ \t]|$)/.test(text) &&
      (hasMark || !this.#isMarked) &&
      (this.#kind === 'user' ? true : afterBlank && !this.#inFence);
    if (isUser) {
      this.#isMarked ||= hasMark;
      // A blank line ends what was typed at once.
      const ended = this.#switch('user', afterBlank);
      this.#keep(line, text.replace(/^####[ \t]?/, '').trimEnd());
      return ended;
    }
    if (/^>(?: |$)/.test(text) && !this.#inFence) {
      this.#isMarked ||= hasMark;
      const ended = this.#switch('tool');
      this.#keep(line, text.replace(/^> ?/, '').trimEnd());
      this.#isOpen = this.#isMarked && !hasMark;
      return ended;
    }
    if (this.#isOpen && this.#kind === 'tool') {
      this.#keep(line, text.trimEnd());
      this.#isOpen = !hasMark;
      return [];
    }
    const ended = this.#switch('agent');
    if (FENCE.test(text)) this.#inFence = !this.#inFence;
    this.#keep(line, text);
    return ended;
  }

  /** The piece that is open. */
  end(): readonly AiderPiece[] {
    const text = joinLines(this.#lines);
    const piece = { kind: this.#kind, text: this.#kind === 'tool' ? text : text.trim() };
    this.#lines = [];
    this.#room = MAX_PIECE;
    return piece.text.trim() === '' ? [] : [piece];
  }

  #switch(kind: AiderPiece['kind'], anew = false): readonly AiderPiece[] {
    if (kind === this.#kind && !anew && kind !== 'start') return [];
    const ended = this.end();
    this.#kind = kind;
    this.#isOpen = false;
    this.#inFence = false;
    return ended;
  }

  #keep(line: LogLine, text: string): void {
    this.#room -= text.length;
    if (this.#room > 0) this.#lines.push({ line: line.line, text });
  }
}
