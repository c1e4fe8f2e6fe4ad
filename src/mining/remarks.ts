// What agents note: causes, obstacles, properties, rules, in working notes and in the reports at the end. Only sentences
// that name something count; the same in several sessions becomes a lesson (weigh-remarks.ts, weigh-advice.ts).
import type { RemarkObservation } from '../model/observation.ts';
import type { ScreenedSession } from '../model/session.ts';
import { soundsNoting } from './cues/index.ts';
import type { Miner } from './miner.ts';
import { quoteOf } from './quotes.ts';
import { termsOf, type Term } from './remark-names.ts';
import { adviceKey, adviceOf } from './remark-advice.ts';
import { judgeRemarks } from './remark-trust.ts';

export const remarkMiner: Miner = { name: 'remarks', observe: observeRemarks };

/** A longer message is a document; what is read of a message, in characters. */
const MAX_MESSAGE = 16_000;
const MIN_SENTENCE = 20;
const MAX_SENTENCE = 280;
/** Most notes and most advice kept of one session, the most telling first. */
const MAX_REMARKS = 80;
const MAX_ADVICE = 30;
/** A failure is still what a note is about after so many calls that looked into it. */
const AFTER_FAILURE = 3;
/** Notes looked at in one session before the best are taken. */
const MAX_CANDIDATES = 2_000;

/** “Let me …” says what comes next. It is a note only when it also says why, or what not. */
const INTENT =
  /^(?:(?:ok|okay|now|next|good|great|perfect|first|then|so|also|and|alright|finally)\b[\s,.:!—-]{0,3}){0,3}(?:let me|let['’]s|i['’]ll|i will|i['’]m|i am|we['’]ll|time to)\b/iu;
const REASON =
  /\b(?:because|since|due to|caused by|instead|rather than|only|without|never|always|not|cannot|so (?:that|it|the)|to avoid|must|required?|required by|unrelated|pre-?existing)\b|n['’]t\b/iu;
/** A line of a change list says what was done to the product. */
const REPORT =
  /^(?:\W{0,4})(?:added|updated|removed|fixed|created|replaced|changed|renamed|implemented|moved|refactored|extracted|wrote|built|introduced|converted|enhanced|confirmed|documented|adds?|updates?|removes?|replaces?|deleted|wrapped|split|extended)\b/iu;
const ORDER =
  /^(?:use|do not|don['’]t|never|always|ensure|make sure|avoid|keep|require|requires|provide|include|return|set|run|store|if missing)\b/iu;
/** Offers, questions and words to the user are no notes. */
const ADDRESSED =
  /\b(?:you|your|you['’]\w{1,3}|yours)\b|^(?:should i|shall|want me|do we|would it|let me know|feel free|happy to)\b/iu;

interface Candidate {
  readonly turn: number;
  readonly remark: string;
  readonly terms: readonly Term[];
  readonly afterFailure: boolean;
  readonly advised: string | null;
  readonly next: string | null;
  readonly worth: number;
}

function observeRemarks(session: ScreenedSession): readonly RemarkObservation[] {
  const candidates = candidatesOf(session);
  const { hearsay, foreign, proven } = judgeRemarks(session, candidates);
  const found = new Map<string, RemarkObservation>();
  for (const [index, { turn, remark, terms, afterFailure, advised, next }] of candidates.entries()) {
    const names = terms.filter(({ type }) => type !== 'plain').map(({ word }) => word);
    const words = [...new Set(terms.map(({ word }) => word))].sort().join(' ');
    const key = advised === null ? words : `advice|${adviceKey(advised)}|${words}`;
    if (found.has(key)) continue;
    // The command of an advice may be trusted where the sentence around it is not; then the sentence is left out.
    const isWorded = !hearsay.has(index);
    const isOwn = advised === null ? isWorded : !foreign.has(index);
    const origin = isOwn ? ('agent' as const) : ('external' as const);
    found.set(key, {
      kind: 'remark',
      session: session.key,
      project: session.project,
      key,
      origin,
      quotes: isWorded || advised === null ? [quoteOf(turn, origin, remark)] : [],
      remark: isWorded || advised === null ? remark : '',
      names: names.sort(),
      afterFailure,
      advised,
      next,
      proven: proven.has(index),
    });
  }
  return [...found.values()];
}

/** The most telling notes of a session, in order. */
function candidatesOf(session: ScreenedSession): readonly Candidate[] {
  const all: Candidate[] = [];
  const advice: Candidate[] = [];
  const messages = new Set<string>();
  let since = Infinity;
  for (const turn of session.turns) {
    if (turn.kind === 'call') since = turn.status === 'failed' ? 0 : since + 1;
    if (turn.kind !== 'message' || turn.from !== 'agent') continue;
    const text = turn.passages
      .filter(({ origin }) => origin === 'agent')
      .map((passage) => passage.text)
      .join('\n');
    // What is said twice in the same words is a form, not a thought.
    if (text.length > MAX_MESSAGE || messages.has(text)) continue;
    messages.add(text);
    const failed = since < AFTER_FAILURE;
    const told = adviceOf(text).slice(0, MAX_ADVICE - advice.length);
    for (const [at, { sentence, command }] of told.entries()) {
      const terms = termsOf(sentence);
      const next = told[at + 1]?.command ?? null;
      advice.push({
        turn: turn.index,
        remark: sentence,
        terms,
        afterFailure: failed,
        advised: command,
        next,
        worth: 0,
      });
    }
    const sentences = splitSentences(text);
    for (const [index, sentence] of sentences.entries()) {
      if (all.length >= MAX_CANDIDATES || !isNote(sentence)) continue;
      const terms = termsOf(sentence);
      const telling = terms.filter(({ type }) => type === 'name' || type === 'topic').length;
      if (telling === 0) continue;
      const then = sentences[index + 1] ?? '';
      const remark = isAction(then) && !INTENT.test(sentence) ? `${sentence} ${then}` : sentence;
      const worth = Math.min(telling, 4) + (failed ? 2 : 0) + (INTENT.test(sentence) ? 0 : 1);
      all.push({
        turn: turn.index,
        remark,
        terms: remark === sentence ? terms : termsOf(remark),
        afterFailure: failed,
        advised: null,
        next: null,
        worth,
      });
    }
  }
  const best = [...all.entries()].sort((a, b) => b[1].worth - a[1].worth || a[0] - b[0]).slice(0, MAX_REMARKS);
  return [...best.sort((a, b) => a[0] - b[0]).map(([, candidate]) => candidate), ...advice];
}

function isNote(sentence: string): boolean {
  if (sentence.length < MIN_SENTENCE || sentence.length > MAX_SENTENCE) return false;
  if (/[?？:：]\W{0,3}$/u.test(sentence) || /^[a-z]/.test(sentence)) return false;
  // An order to nobody in particular, naming nothing, is the text of some product or plan.
  if (ORDER.test(sentence) && !/[`/_]|--\w|\w\.\w/.test(sentence)) return false;
  if (REPORT.test(sentence) || ADDRESSED.test(sentence) || !soundsNoting(sentence)) return false;
  return !INTENT.test(sentence) || REASON.test(sentence);
}

/** What the agent then does about it. */
function isAction(sentence: string): boolean {
  return (
    INTENT.test(sentence) &&
    sentence.length <= MAX_SENTENCE &&
    !/[?？:：]\W{0,3}$/u.test(sentence) &&
    !ADDRESSED.test(sentence)
  );
}

/** Sentences of prose: no code blocks, tables or headings; list marks and bold are peeled off. */
function splitSentences(text: string): readonly string[] {
  return text
    .replaceAll(/```[^]*?(?:```|$)/g, '\n')
    .replaceAll(/\[([^\]\n]{1,120})\]\([^()\n]{1,300}\)/g, '$1')
    .split(/\n+|(?<=[.!?])\s+(?=[\p{Lu}\p{Lo}"“(`*])|(?<=[。！？])/u)
    .filter((line) => !/^\s*(?:\||#|>)/.test(line))
    .map((line) =>
      line
        .replace(/^\s*(?:[-*•]|\d{1,3}[.)])\s+/, '')
        .replaceAll('**', '')
        .trim(),
    )
    .filter((line) => line !== '');
}
