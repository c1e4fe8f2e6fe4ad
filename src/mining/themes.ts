// Wishes about how to work that people repeat in other words each time: which themes (themes/) a person's typed words
// speak of. Only text of origin `user` is read. One observation per theme and session.
import type { Quote, ThemeObservation } from '../model/observation.ts';
import { typedText, type ScreenedSession } from '../model/session.ts';
import { speaksHarness } from './harness.ts';
import type { Miner } from './miner.ts';
import { quoteOf } from './quotes.ts';
import { laysDown } from './statements.ts';
import { objectsIn } from './themes/objects.ts';
import { complainsAgain, MAX_PIECE, THEMES, themesIn, type ThemeId } from './themes/index.ts';

/** A longer message is a brief or a document, written for one task. */
const MAX_MESSAGE = 4_000;
/** The first message is the task; when it is longer than this, it was prepared. */
const MAX_TASK = 1_500;
/** Pieces of one message and quotes of one theme. */
const MAX_PIECES = 60;
const MAX_QUOTES = 3;
/** Pieces read of one session. */
const MAX_READ = 1_000;
/** Characters of a long sentence shown around what was found. */
const BEFORE = 60;
const AROUND = 160;

export const themeMiner: Miner = { name: 'themes', observe: observeThemes };

interface Seen {
  readonly quotes: Quote[];
  readonly messages: Set<string>;
  readonly objects: Set<string>;
  standing: boolean;
}

function observeThemes(session: ScreenedSession): readonly ThemeObservation[] {
  const seen = new Map<ThemeId, Seen>();
  let first = true;
  let read = 0;
  for (const turn of session.turns) {
    if (turn.kind === 'call') {
      if (turn.action === 'edit' || turn.action === 'shell') first = false;
      continue;
    }
    if (turn.kind !== 'reaction' && (turn.kind !== 'message' || turn.from !== 'user')) continue;
    const text = typedText(turn);
    if (text === '') continue;
    const isTask = first;
    first = false;
    if (text.length > (isTask ? MAX_TASK : MAX_MESSAGE) || /^[/!]/.test(text) || speaksHarness(text)) continue;
    const pieces = piecesOf(text).slice(0, MAX_READ - read);
    read += pieces.length;
    for (const piece of pieces) {
      for (const { theme, at, end } of themesIn(piece)) {
        if (isTask && THEMES[theme].later) continue;
        const one = seen.get(theme) ?? { quotes: [], messages: new Set(), objects: new Set(), standing: false };
        if (!one.messages.has(text)) one.quotes.push(quoteOf(turn.index, 'user', around(piece, at, end)));
        one.messages.add(text);
        for (const object of objectsIn(theme, piece)) one.objects.add(object);
        if (laysDown(piece) || complainsAgain(piece)) one.standing = true;
        seen.set(theme, one);
      }
    }
  }
  return [...seen].map(([theme, one]) => ({
    kind: 'theme',
    session: session.key,
    project: session.project,
    key: theme,
    origin: 'user',
    quotes: one.quotes.slice(-MAX_QUOTES),
    theme,
    messages: one.messages.size,
    objects: [...one.objects].sort(),
    standing: one.standing,
  }));
}

/** Sentences, those that never end in pieces cut at a space: people who are upset type without full stops. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  for (const line of text.split(/\n+/)) {
    for (const sentence of line.split(/(?<=[.!?])\s+|(?<=[。！？])/u)) {
      let rest = sentence.trim();
      while (rest.length > MAX_PIECE) {
        const space = rest.lastIndexOf(' ', MAX_PIECE);
        const cut = space < MAX_PIECE / 2 ? MAX_PIECE : space;
        pieces.push(rest.slice(0, cut));
        rest = rest.slice(cut).trim();
      }
      if (rest !== '') pieces.push(rest);
    }
    if (pieces.length >= MAX_PIECES) break;
  }
  return pieces.slice(0, MAX_PIECES);
}

/** The words around what was found, cut at spaces: a substring of the piece. */
function around(piece: string, at: number, end: number): string {
  if (piece.length <= AROUND) return piece;
  const wanted = Math.max(0, Math.min(at - BEFORE, piece.length - AROUND));
  const from = wanted === 0 ? 0 : piece.indexOf(' ', wanted) + 1;
  const start = from > at ? wanted : from;
  const until = Math.max(end, start + AROUND);
  if (until >= piece.length) return piece.slice(start).trim();
  const space = piece.lastIndexOf(' ', until);
  return piece.slice(start, space < end ? until : space).trim();
}
