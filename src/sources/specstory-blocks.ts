// Cuts the Markdown of SpecStory into blocks under `_**User**_` and `_**Agent**_` headings, and those into texts and tool uses.
// The exporter escapes nothing, so fences and tool elements are matched first: what they quote may look like headings.
// https://github.com/specstoryai/getspecstory, specstory-cli/pkg/markdown
import type { LogLine } from './source.ts';
import { joinLines } from './terminal-text.ts';
import { toUtc } from './utc-time.ts';

export interface StoryTool {
  readonly kind: 'tool';
  /** The exporter's own kind: shell, read, write, search, task, mcp, generic, unknown. */
  readonly type: string;
  readonly name: string;
  /** Everything inside the element. */
  readonly body: string;
}

export interface StoryText {
  readonly kind: 'text';
  readonly text: string;
}

export interface StoryBlock {
  readonly role: 'user' | 'agent';
  readonly sidechain: boolean;
  readonly model: string | null;
  readonly at: string | null;
  /** The exporter's id of the message, null where it writes none. */
  readonly id: string | null;
  readonly parts: readonly (StoryText | StoryTool)[];
  /** True when an end of a tool element without a beginning follows: what stands before it was some tool's output. */
  readonly quoted: boolean;
}

/** Lines a fence may span, and characters of a line that tell one. */
const MAX_FENCE = 5_000;
const MAX_FENCE_LINE = 300;
/** Lines of one file that are looked at ahead: a forged one could ask for all of them at each line. */
const MAX_AHEAD = 2_000_000;
/** Tool elements left open in one file that are looked into. */
const MAX_OPEN = 1_000;
const HEADING = /^_\*\*(User|Agent|Assistant)( - sidechain)?(?: \(([^\n]{1,200})\))?\*\*_$/;
const TIME = /(?:^|[ ])(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?[ ]?(?:Z|[+-]\d\d:?\d\d)?)$/;
const TOOL = /^<tool-use data-tool-type="([^"]{0,100})" data-tool-name="([^"]{0,200})">/;
const FENCE = /^[ \t]{0,12}(`{3,}|~{3,}(?!~))[ \t]*(?![ \t])([^`\n]*)$/;

/** True when a line is a heading of a block. */
export function isStoryHeading(text: string): boolean {
  return HEADING.test(text.trimEnd());
}

/** The blocks of a file, in order; what stands before the first heading is in none. */
export function cutStory(lines: readonly LogLine[]): readonly StoryBlock[] {
  const ahead: Ahead = { left: MAX_AHEAD };
  const ends = toolEnds(lines, ahead);
  const blocks: StoryBlock[] = [];
  let open: RegExpExecArray | null = null;
  let parts: (StoryText | StoryTool)[] = [];
  let text: LogLine[] = [];
  let id: string | null = null;
  let quoted = false;
  const finishText = (): void => {
    const joined = joinLines(text).trim();
    if (joined !== '') parts.push({ kind: 'text', text: joined });
    text = [];
  };
  const finishBlock = (): void => {
    // The separator before a change of roles belongs to no text.
    if (text.at(-1)?.text.trimEnd() === '---') text.pop();
    finishText();
    if (open !== null) blocks.push({ ...describeHeading(open), id, parts, quoted });
    parts = [];
    id = null;
    quoted = false;
  };
  const at = (index: number): string => lines[index]?.text.trimEnd() ?? '';
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (line === undefined) break;
    const heading = standsAlone(lines, index) ? HEADING.exec(at(index)) : null;
    const tool = heading === null ? TOOL.exec(line.text) : null;
    if (heading !== null) {
      finishBlock();
      open = heading;
      const noted = /^<!-- message-id: (\S{1,200}) -->$/.exec(at(index + 1));
      if (noted !== null) {
        id = noted[1] ?? null;
        index += 1;
      }
    } else if (tool !== null) {
      finishText();
      const end = ends.get(index) ?? index;
      const body = joinLines(lines.slice(index + 1, end));
      const first = line.text.slice(tool[0].length).replace(/^<details>/, '');
      parts.push({
        kind: 'tool',
        type: tool[1] ?? '',
        name: tool[2] ?? '',
        body: first.trim() === '' ? body : `${first}\n${body}`,
      });
      index = end;
    } else if (isToolEnd(at(index))) quoted = true;
    else if (line.text.startsWith('<think><details>')) {
      finishText();
      const end = findLine(lines, index, ahead, (candidate) => candidate === '</details></think>');
      index = end ?? index;
    } else {
      const end = fenceEnd(lines, index, ahead);
      text.push(...lines.slice(index, end + 1));
      index = end;
    }
  }
  finishBlock();
  return blocks;
}

/** How much looking ahead is left for a file. */
interface Ahead {
  left: number;
}

function describeHeading(heading: RegExpExecArray): Pick<StoryBlock, 'role' | 'sidechain' | 'model' | 'at'> {
  const inner = heading[3] ?? '';
  const time = TIME.exec(inner);
  const model = (time === null ? inner : inner.slice(0, time.index)).trim();
  return {
    role: heading[1] === 'User' ? 'user' : 'agent',
    sidechain: heading[2] !== undefined,
    model: model === '' ? null : model,
    at: toUtc(time?.[1] ?? null),
  };
}

/** The exporter puts blank lines around a heading. */
function standsAlone(lines: readonly LogLine[], index: number): boolean {
  const line = lines[index]?.line ?? 0;
  const before = lines[index - 1];
  const after = lines[index + 1];
  return (
    (before === undefined || before.line < line - 1) &&
    (after === undefined || after.line > line + 1 || after.text.startsWith('<!-- message-id:'))
  );
}

function isToolEnd(text: string): boolean {
  return text === '</details></tool-use>' || text === '</tool-use>';
}

/** Where each tool element ends, by the line it begins in. One inside another belongs to what the outer one printed. */
function toolEnds(lines: readonly LogLine[], ahead: Ahead): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const stack: number[] = [];
  const closes: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.text.startsWith('<tool-use ') && TOOL.test(line.text)) stack.push(index);
    else if (isToolEnd(line.text.trimEnd())) {
      closes.push(index);
      const begin = stack.pop();
      if (begin !== undefined) ends.set(begin, index);
    }
  }
  // An element that is left open, such as the last of a cut quotation, has taken the end of the one around it.
  let next = 0;
  for (const begin of stack.slice(0, MAX_OPEN)) {
    while ((closes[next] ?? Infinity) < begin) next += 1;
    ends.set(begin, closes[next] ?? nextHeading(lines, begin, ahead) - 1);
  }
  return ends;
}

function nextHeading(lines: readonly LogLine[], from: number, ahead: Ahead): number {
  return findLine(lines, from, ahead, isStoryHeading) ?? lines.length;
}

function findLine(
  lines: readonly LogLine[],
  from: number,
  ahead: Ahead,
  fits: (text: string) => boolean,
): number | null {
  for (let index = from + 1; index < Math.min(lines.length, from + MAX_FENCE) && ahead.left > 0; index += 1) {
    ahead.left -= 1;
    if (fits(lines[index]?.text.trimEnd() ?? '')) return index;
  }
  return null;
}

/** The last line of the fence that begins here; the line itself where none begins or it never closes. */
function fenceEnd(lines: readonly LogLine[], from: number, ahead: Ahead): number {
  const open = FENCE.exec(lines[from]?.text.slice(0, MAX_FENCE_LINE) ?? '');
  const mark = open?.[1];
  if (mark === undefined) return from;
  let headings = 0;
  for (let index = from + 1; index < Math.min(lines.length, from + MAX_FENCE) && ahead.left > 0; index += 1) {
    ahead.left -= 1;
    const text = lines[index]?.text ?? '';
    const fence = FENCE.exec(text.slice(0, MAX_FENCE_LINE));
    if (fence?.[1]?.[0] === mark[0] && (fence?.[1]?.length ?? 0) >= mark.length) {
      if ((fence?.[2] ?? '').trim() === '') return index;
      // Another fence opens after a heading: this one was left open, and the heading is a real one.
      if (headings > 0) return from;
    } else if (headings > 0 && TOOL.test(text)) return from;
    if (isStoryHeading(text)) headings += 1;
  }
  return from;
}
