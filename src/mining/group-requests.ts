// Which requests are the same wish in other words? Those that share one telling word ("commit", "commit this", "comit"),
// or two words that say what to do and with what ("push directly to main", "pelase push to main").
import type { RequestObservation } from '../model/observation.ts';
import { compareText, isOneEditApart, wordsOf } from '../text/similarity.ts';
import { isAct } from './acts.ts';
import { isFiller, isGeneral } from './cues/index.ts';
import { isWorkWord } from './phrasing/work-words.ts';
import { asOneWord, withoutQuoted } from './requests.ts';

/** A word needs this many sessions to be what a rare word one typing mistake away was meant to be. */
const FREQUENT = 3;
/** Frequent words that a rare one is compared with: typing mistakes are of the words that are typed all the time. */
const MAX_CORRECTIONS = 200;
/** Words of one request that are paired; a longer one says more than one thing. */
const MAX_PAIRED = 10;
/** Requests whose words are paired. */
const MAX_REQUESTS = 20_000;
/** Requests about trouble are tasks: the same trouble comes again, no wish about how to work. */
const TROUBLE =
  /^(?:fix(?:ed|es)?|fail(?:s|ed|ing|ure)?|errors?|broken|broke|breaks|bugs?|crash(?:es|ed)?|wrong|why|investigate|issues?|problem)$/;

export interface RequestGroup {
  /** The words all its requests share. */
  readonly core: readonly string[];
  readonly members: readonly RequestObservation[];
}

/** The words of requests with typing mistakes taken out. */
export class RequestWords {
  readonly #meant = new Map<string, string>();

  /**
   * @param requests of one project
   * @param unitOf the session that stands for a session and its copies
   */
  constructor(requests: readonly RequestObservation[], unitOf: (session: string) => string) {
    const sessions = new Map<string, Set<string>>();
    for (const request of requests) {
      for (const word of wordsOf(request.request)) {
        const seen = sessions.get(word) ?? new Set<string>();
        sessions.set(word, seen.add(unitOf(request.session)));
      }
    }
    const count = (word: string): number => sessions.get(word)?.size ?? 0;
    const words = [...sessions.keys()].filter((word) => word.length >= 4);
    // A word of the trade is known to be spelled right, however rare it is here.
    const frequent = words.filter((word) => count(word) >= FREQUENT || isWorkWord(word));
    frequent.sort((a, b) => count(b) - count(a) || compareText(a, b));
    const known = frequent.slice(0, MAX_CORRECTIONS);
    for (const word of words) {
      if (count(word) >= FREQUENT || isWorkWord(word)) continue;
      const near = known.find((other) => isLongEnough(other) && isOneEditApart(word, other));
      if (near !== undefined) this.#meant.set(word, near);
    }
  }

  /** A text with its typing mistakes taken out, in lower case. */
  corrected(text: string): string {
    const known = (word: string): string => this.#meant.get(word) ?? word;
    return text.toLowerCase().replaceAll(/[\p{L}\d_-]{4,40}/gu, known);
  }

  /** Telling words of a request, as they were meant. */
  telling(request: RequestObservation): readonly string[] {
    return [...new Set(request.key.split(' ').map((word) => this.#meant.get(word) ?? word))].filter(
      (word) => word !== '',
    );
  }

  /** All words of a request that are no fillers, as they were meant. */
  content(request: RequestObservation): readonly string[] {
    const words = wordsOf(asOneWord(withoutQuoted(request.request))).map((word) => this.#meant.get(word) ?? word);
    return [...new Set(words.filter((word) => !isFiller(word) && word.length > 1 && !/^\d+$/.test(word)))];
  }
}

/** Whether a word names a document that a project has one of: all wishes about it are one. */
export function isDocument(word: string): boolean {
  return /^(?:changelog|readme)$/.test(word);
}

/** Whether one word can be a wish about how to work: an act, a word of the trade, a document. */
function isWish(word: string): boolean {
  return isAct(word) || isWorkWord(word) || /\.(?:mdx?|rst|txt|adoc)$/.test(word);
}

/** A short word is one letter away from too many; a known act is not. */
function isLongEnough(word: string): boolean {
  return word.length >= 5 || isAct(word);
}

/** Requests by each telling word, with the most frequent word first. */
export function groupByWord(
  requests: readonly RequestObservation[],
  words: RequestWords,
  countSessions: (members: readonly RequestObservation[]) => number,
): readonly RequestGroup[] {
  const members = new Map<string, RequestObservation[]>();
  for (const request of requests)
    for (const word of words.telling(request)) if (isWish(word)) push(members, word, request);
  return inOrder(
    [...members].map(([word, list]) => ({ core: [word], members: list })),
    countSessions,
  );
}

/**
 * Requests by each two words that come together in more than one session, one of them about how to work. Pairs are looked
 * up by their words, so the work grows with the number of requests only.
 */
export function groupByPair(
  requests: readonly RequestObservation[],
  words: RequestWords,
  countSessions: (members: readonly RequestObservation[]) => number,
): readonly RequestGroup[] {
  const members = new Map<string, RequestObservation[]>();
  for (const request of requests.slice(0, MAX_REQUESTS)) {
    const content = words.content(request);
    if (request.task || content.some((word) => TROUBLE.test(word))) continue;
    const paired = content.slice(0, MAX_PAIRED);
    for (const [place, one] of paired.entries()) {
      for (const other of paired.slice(place + 1)) {
        if (isPair(one, other, request)) push(members, [one, other].sort(compareText).join(' '), request);
      }
    }
  }
  return inOrder(
    [...members].map(([pair, list]) => ({ core: pair.split(' '), members: list })),
    countSessions,
  );
}

/** Whether two words of a request can be a wish about how to work: the first message of a session is mostly its task. */
function isPair(one: string, other: string, request: RequestObservation): boolean {
  if (!request.afterWork) return isWorkWord(one) && isWorkWord(other);
  // With an act that is a wish by itself, the other word must say more than "changes".
  if (isAct(one) || isAct(other)) return !isGeneral(one) && !isGeneral(other);
  return (isWorkWord(one) || isWorkWord(other)) && !(isGeneral(one) && isGeneral(other));
}

function inOrder(
  groups: readonly RequestGroup[],
  countSessions: (members: readonly RequestObservation[]) => number,
): readonly RequestGroup[] {
  return groups
    .filter((group) => group.members.length > 1)
    .map((group) => ({ group, sessions: countSessions(group.members), name: group.core.join(' ') }))
    .filter(({ sessions }) => sessions > 1)
    .sort((a, b) => b.sessions - a.sessions || compareText(a.name, b.name))
    .map(({ group }) => group);
}

function push(map: Map<string, RequestObservation[]>, key: string, one: RequestObservation): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [one]);
  else list.push(one);
}
