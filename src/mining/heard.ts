// What a session heard from outside, so that later sessions can be asked whether they say it again: a page that was written
// into a file or a commit comes back as the project's own text. Only marks of odd words are kept, never the text.
import type { HeardObservation } from '../model/observation.ts';
import type { ScreenedSession } from '../model/session.ts';
import { isEnglishWord } from '../text/english-words.ts';
import { isKnownProgram } from '../text/shell-command.ts';
import type { Miner } from './miner.ts';
import { isTradeWord } from './remark-names.ts';

/** Longest text of one turn that is read, and longest line: what is longer was made by programs for programs. */
const MAX_TEXT = 200_000;
const MAX_LINE = 2_000;
/** Most words of one session, from outside and typed. */
const MAX_WORDS = 3_000;
const MIN_LETTERS = 4;
const MAX_LETTERS = 60;
/** Words whose mark is remembered, so that no word is judged twice. */
const MAX_REMEMBERED = 100_000;
const PART = /[\p{L}\p{N}_]+/gu;
const HEX_OR_NUMBER = /^(?:\d+|(?=[a-f]*\d)[0-9a-f]{6,64})$/;

export const heardMiner: Miner = { name: 'heard', observe: observeHeard };

function observeHeard(session: ScreenedSession): readonly HeardObservation[] {
  const outside = new Set<number>();
  const typed = new Set<number>();
  for (const turn of session.turns) {
    if (turn.kind === 'outcome') continue;
    for (const { text, origin } of turn.kind === 'call' ? [turn.output] : turn.passages) {
      if (origin === 'external') addMarks(text, outside);
      if (origin === 'user') addMarks(text, typed);
    }
  }
  if (outside.size === 0 && typed.size === 0) return [];
  return [
    {
      kind: 'heard',
      session: session.key,
      project: session.project,
      key: 'heard',
      origin: 'external',
      quotes: [],
      outside: printMarks(outside),
      typed: printMarks(typed),
    },
  ];
}

function addMarks(text: string, marks: Set<number>): void {
  for (const line of text.slice(0, MAX_TEXT).split('\n')) {
    if (line.length > MAX_LINE) continue;
    for (const mark of marksOf(line)) if (marks.size < MAX_WORDS) marks.add(mark);
  }
}

const remembered = new Map<string, number | null>();

/** A mark for each odd word of a text: one that nobody uses without having heard it somewhere. */
export function marksOf(text: string): readonly number[] {
  const marks: number[] = [];
  for (const [word] of text.matchAll(PART)) {
    if (word.length < MIN_LETTERS || word.length > MAX_LETTERS) continue;
    const lower = word.toLowerCase();
    let mark = remembered.get(lower);
    if (mark === undefined) {
      mark = isOdd(lower) ? markOf(lower) : null;
      if (remembered.size < MAX_REMEMBERED) remembered.set(lower, mark);
    }
    if (mark !== null) marks.push(mark);
  }
  return marks;
}

function isOdd(word: string): boolean {
  if (HEX_OR_NUMBER.test(word) || isKnownProgram(word)) return false;
  return word.split(/[_\d]+/).some((part) => part.length >= MIN_LETTERS && !isTradeWord(part) && !isEnglishWord(part));
}

/** 32 bits of FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), unsigned. */
function markOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index += 1) hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** Marks as text: four bytes each, smallest first, in base64. */
function printMarks(marks: ReadonlySet<number>): string {
  const bytes = Buffer.alloc(marks.size * 4);
  for (const [index, mark] of [...marks].sort((a, b) => a - b).entries()) bytes.writeUInt32BE(mark, index * 4);
  return bytes.toString('base64');
}

/** The marks of such a text; what is no whole mark at its end is passed over. */
export function readMarks(text: string): readonly number[] {
  const bytes = Buffer.from(text, 'base64');
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readUInt32BE(index * 4));
}
