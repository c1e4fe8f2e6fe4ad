// The older text form of Cursor's transcripts: `user:`, `assistant:`, `[Tool call] Name` lines and the text below each.
// Nothing begins inside a query before it ends: what a person pastes may look like a transcript.
import type { LogLine } from './source.ts';
import { joinLines } from './terminal-text.ts';

export interface CursorBlock {
  readonly kind: 'user' | 'assistant' | 'thinking' | 'tool call' | 'tool result';
  /** Name of the tool, empty for others. */
  readonly name: string;
  readonly text: string;
}

const KINDS: Readonly<Record<string, CursorBlock['kind']>> = {
  'user:': 'user',
  'assistant:': 'assistant',
  '[Thinking]': 'thinking',
  '[Tool call]': 'tool call',
  '[Tool result]': 'tool result',
};
const HEAD = /^(user:|assistant:|\[(?:Thinking|Tool call|Tool result)\])(?:[ \t]+(?![ \t])(.*))?$/;
/** Characters of one block that are held. */
const MAX_BLOCK = 4_000_000;

/** Cuts lines into blocks, one line at a time. */
export class CursorBlocks {
  #kind: CursorBlock['kind'] | null = null;
  #name = '';
  #lines: LogLine[] = [];
  #room = MAX_BLOCK;
  #inQuery = false;

  /** The block that this line ends, null when it ends none. */
  add(line: LogLine): CursorBlock | null {
    const text = line.text.trimEnd();
    const head = this.#inQuery ? null : HEAD.exec(text);
    if (head === null) {
      if (this.#kind === 'user' && text.startsWith('<user_query>')) this.#inQuery = true;
      if (text.endsWith('</user_query>')) this.#inQuery = false;
      if (this.#room > 0) this.#lines.push(line);
      this.#room -= line.text.length;
      return null;
    }
    const ended = this.end();
    this.#kind = KINDS[head[1] ?? ''] ?? null;
    const rest = head[2] ?? '';
    // Words after `[Thinking]` or a role are its text, after a tool its name.
    if (this.#kind === 'tool call' || this.#kind === 'tool result') this.#name = rest.slice(0, 200);
    else if (rest !== '') this.#lines.push({ line: line.line, text: rest });
    return ended;
  }

  /** The block that is open. */
  end(): CursorBlock | null {
    const block =
      this.#kind === null ? null : { kind: this.#kind, name: this.#name, text: joinLines(this.#lines).trim() };
    this.#kind = null;
    this.#name = '';
    this.#lines = [];
    this.#room = MAX_BLOCK;
    this.#inQuery = false;
    return block;
  }
}
