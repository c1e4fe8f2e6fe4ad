// Short requests by a person. One is nothing; the same one in session after session is a preference ("commit",
// "update the changelog"), and what the agent did before and after it tells how it is meant.
import type { RequestObservation } from '../model/observation.ts';
import { typedText, type ScreenedSession } from '../model/session.ts';
import { isAct } from './acts.ts';
import { isFiller, isGeneral, soundsAsking } from './cues/index.ts';
import { isBoundedInTime } from '../text/bounded-time.ts';
import { retractedBy } from '../text/retraction.ts';
import { wordsOf } from '../text/similarity.ts';
import { speaksHarness } from './harness.ts';
import type { Miner } from './miner.ts';
import { withoutChat } from './phrasing/index.ts';
import { quoteOf } from './quotes.ts';
import { sentencesOf } from './sentences.ts';
import { laysDown } from './statements.ts';
import { stepsOf } from './steps.ts';

/** Longer sentences are tasks of their own, said once; of them only the parts between "and" and commas are looked at. */
const MAX_REQUEST_LENGTH = 120;
const MAX_REQUEST_WORDS = 12;
/** A longer message is a task with its details: its sentences are no requests about how to work. */
const MAX_MESSAGE = 1_500;
/** Characters of an agent's message read for a list, and lists that are remembered. */
const MAX_OFFER = 20_000;
const MAX_OFFERS = 8;
/** Most requests read of one message. */
const MAX_REQUESTS = 12;
/** Between the parts of a sentence that asks for several things. */
const JOINT =
  /,\s+(?:and |then )*|\s+(?:and then|and|then|y luego|y|e depois|e|et puis|et|und dann|und|и потом|и)\s+|[，、；;]\s*/iu;
const JOINT_ALL = new RegExp(JOINT.source, 'giu');

export const requestMiner: Miner = { name: 'requests', observe: observeRequests };

function observeRequests(session: ScreenedSession): readonly RequestObservation[] {
  const typed = session.turns.filter(
    (turn) => turn.kind === 'message' && turn.from === 'user' && typedText(turn) !== '',
  );
  // What the agent read outside and then ran is not how the person wants the request carried out.
  const steps = stepsOf(session).filter((step) => step.origin !== 'external');
  const firstCall = session.turns.find((one) => one.kind === 'call')?.index ?? Number.POSITIVE_INFINITY;
  const offersBefore = readOffers(session);
  return typed.flatMap((turn, position) => {
    if (turn.kind !== 'message') return [];
    const text = typedText(turn);
    if (text.length > MAX_MESSAGE || /^[/!]/.test(text) || speaksHarness(text)) return [];
    const end = typed[position + 1]?.index ?? Number.POSITIVE_INFINITY;
    const before = new Set(steps.filter((step) => step.turn < turn.index).map((step) => step.key));
    const after = new Map<string, string>();
    for (const step of steps) {
      if (step.turn > turn.index && step.turn < end && !after.has(step.key)) after.set(step.key, step.display);
    }
    const offered = offersBefore(turn.index);
    return requestsOf(text).map(({ request, key }, place) => ({
      kind: 'request' as const,
      session: session.key,
      project: session.project,
      key,
      origin: 'user' as const,
      quotes: [quoteOf(turn.index, 'user', request)],
      request,
      position,
      messages: typed.length,
      afterWork: firstCall < turn.index,
      task: position === 0 && place === 0 && firstCall > turn.index,
      picks: picksFrom(request, offered),
      followedBy: [...after.keys()],
      commands: [...after.values()],
      ranBefore: [...after.keys()].filter((step) => before.has(step)),
    }));
  });
}

/** The short requests a message holds, with their telling words; no questions, and nothing too general to recur as the same wish. */
function requestsOf(text: string): readonly { readonly request: string; readonly key: string }[] {
  return (
    sentencesOf(text)
      .map((sentence) => sentence.replaceAll(/\s+/g, ' '))
      .filter((sentence) => !soundsAsking(sentence) && !/[?？]$/u.test(sentence) && !isForNowOrRule(sentence))
      .flatMap((sentence) =>
        isShort(sentence) ? wishesOf(sentence) : partsOf(sentence).filter((part) => isShort(part)),
      )
      .map((request) => ({ request: request.trim(), key: requestWords(request).join(' ') }))
      // A line of a screen, a path or a prompt is no request.
      .filter(
        (one) =>
          (one.key !== '' || PICK.test(withoutChat(one.request))) &&
          /^[\p{L}"'`¿¡#\d]/u.test(one.request) &&
          !/\S@\S+ |[│─━·↑↓✓]|^\S+$(?<=[./]\S*)/u.test(one.request),
      )
      .slice(0, MAX_REQUESTS)
  );
}

/** What holds for a while, takes a rule back or lays one down, is no wish to be carried out when it is said. */
function isForNowOrRule(sentence: string): boolean {
  if (isBoundedInTime(sentence) || retractedBy(withoutChat(sentence)) !== null) return true;
  return laysDown(sentence);
}

/** A short sentence, in its parts where one of them is an act that is the user's call: "update the changelog, then commit". */
function wishesOf(sentence: string): readonly string[] {
  const parts = partsOf(sentence);
  return parts.length > 1 && parts.some(isOnlyAct) ? parts : [sentence];
}

/** The parts of a sentence that asks for several things; acts that follow each other ("commit and push") are one wish. */
function partsOf(sentence: string): readonly string[] {
  const cuts = [...sentence.matchAll(JOINT_ALL)];
  const pieces = [...cuts.map((cut) => cut.index), sentence.length].map((end, place) => {
    const before = cuts[place - 1];
    return { from: before === undefined ? 0 : before.index + before[0].length, end };
  });
  const parts: { readonly from: number; readonly end: number; readonly act: boolean }[] = [];
  for (const { from, end } of pieces) {
    const piece = sentence.slice(from, end);
    if (piece.trim() === '') continue;
    const last = parts.at(-1);
    const act = isOnlyAct(piece);
    if (act && last?.act === true) parts.splice(-1, 1, { from: last.from, end, act });
    else parts.push({ from, end, act });
  }
  return parts.map((part) => sentence.slice(part.from, part.end));
}

/** Whether a part of a sentence is an act with hardly more than what it is done to. */
function isOnlyAct(part: string): boolean {
  const words = requestWords(part);
  return words.length > 0 && words.length <= 3 && words.some(isAct);
}

/** An answer that is one or more numbers of a list, with few words around: "address 1, 3 and 5", "option 2", "4". */
const PICK =
  /^(?:[\p{L}'’]{1,15} ){0,4}(?:#|\p{L}{1,4} ?)?\d{1,3}(?:(?:, ?(?:and )?| and | & | ?[-–+] ?| y | e | et | und | и |、)#?\d{1,3}){0,12}[.!]?$/u;
const ITEM = /^[\s>|*#(-]{0,8}(?:\p{L}{1,4}[ -]?)?(\d{1,3})(?:[.):]|\s*\|)/gmu;

/** Numbers of the lists that the agent had offered before a message; people come back to a list after a while. */
function readOffers(session: ScreenedSession): (index: number) => ReadonlySet<string> {
  const offers = session.turns.flatMap((turn) => {
    if (turn.kind !== 'message' || turn.from !== 'agent') return [];
    const text = turn.passages.map((passage) => passage.text).join('\n');
    const numbers = [...new Set([...text.slice(0, MAX_OFFER).matchAll(ITEM)].map((match) => match[1] ?? ''))];
    return numbers.length > 1 ? [{ index: turn.index, numbers }] : [];
  });
  return (index) =>
    new Set(
      offers
        .filter((one) => one.index < index)
        .slice(-MAX_OFFERS)
        .flatMap((one) => one.numbers),
    );
}

/** Whether a request names numbers of such a list and hardly more. */
function picksFrom(request: string, offered: ReadonlySet<string>): boolean {
  if (offered.size === 0 || !PICK.test(withoutChat(request))) return false;
  return (request.match(/\d{1,3}/g) ?? []).every((number) => offered.has(number));
}

function isShort(text: string): boolean {
  return text.length <= MAX_REQUEST_LENGTH && wordsOf(text).length <= MAX_REQUEST_WORDS;
}

/** What is to be written somewhere is not what is wished. */
export function withoutQuoted(text: string): string {
  return text.replaceAll(/"[^"]{0,120}"|“[^“”]{0,120}”|«[^«»]{0,120}»|「[^「」]{0,120}」/g, ' ');
}

/** Names of documents that are written in several ways, in one. */
export function asOneWord(text: string): string {
  return text
    .replaceAll(/\bchange[ -]log\b/gi, 'changelog')
    .replaceAll(/\b(changelog|readme|contributing)\.(?:mdx?|rst|txt|adoc)\b/gi, '$1');
}

/** The telling words of a short request, in its order, at most six; none when it is too general to recur as the same wish. */
function requestWords(request: string): readonly string[] {
  const words = [...new Set(wordsOf(asOneWord(withoutQuoted(withoutChat(request)))).filter((word) => !isFiller(word)))];
  const telling = words.filter((word) => !isGeneral(word) && word.length > 1 && !/^\d[\d.-]*$/.test(word));
  return telling.length > 6 ? [] : telling;
}
