// What agents note for themselves: causes, obstacles, properties, rules. Only working notes count (short messages between
// calls), and only sentences that name something; the same note in several sessions becomes a lesson in weigh-remarks.ts.
import type { RemarkObservation } from '../model/observation.ts';
import type { ScreenedSession } from '../model/session.ts';
import { soundsNoting } from './cues/index.ts';
import type { Miner } from './miner.ts';
import { quoteOf } from './quotes.ts';
import { termsOf, type Term } from './remark-names.ts';
import { findHearsay } from './remark-trust.ts';

export const remarkMiner: Miner = { name: 'remarks', observe: observeRemarks };

/** A longer message is a report, a plan or an answer, not a note. */
const MAX_MESSAGE = 1_500;
const MIN_SENTENCE = 20;
const MAX_SENTENCE = 280;
/** Most remarks kept of one session, the most telling first. */
const MAX_REMARKS = 40;
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
/** Offers, questions and words to the user are no notes. */
const ADDRESSED =
  /\b(?:you|your|you['’]\w{1,3}|yours)\b|^(?:should i|shall|want me|do we|would it|let me know|feel free|happy to)\b/iu;

interface Candidate {
  readonly turn: number;
  readonly remark: string;
  readonly terms: readonly Term[];
  readonly afterFailure: boolean;
  readonly worth: number;
}

function observeRemarks(session: ScreenedSession): readonly RemarkObservation[] {
  const candidates = candidatesOf(session);
  const hearsay = findHearsay(session, candidates);
  const found = new Map<string, RemarkObservation>();
  for (const [index, { turn, remark, terms, afterFailure }] of candidates.entries()) {
    const names = terms.filter(({ type }) => type !== 'plain').map(({ word }) => word);
    const key = [...new Set(terms.map(({ word }) => word))].sort().join(' ');
    if (found.has(key)) continue;
    const origin = hearsay.has(index) ? ('external' as const) : ('agent' as const);
    found.set(key, {
      kind: 'remark',
      session: session.key,
      project: session.project,
      key,
      origin,
      quotes: [quoteOf(turn, origin, remark)],
      remark,
      names: names.sort(),
      afterFailure,
    });
  }
  return [...found.values()];
}

/** The most telling notes of a session, in order. */
function candidatesOf(session: ScreenedSession): readonly Candidate[] {
  const all: Candidate[] = [];
  const messages = new Set<string>();
  let failed = false;
  for (const turn of session.turns) {
    if (turn.kind === 'call') failed = turn.status === 'failed';
    if (turn.kind !== 'message' || turn.from !== 'agent') continue;
    const text = turn.passages
      .filter(({ origin }) => origin === 'agent')
      .map((passage) => passage.text)
      .join('\n');
    // What is said twice in the same words is a form, not a thought.
    if (text.length > MAX_MESSAGE || messages.has(text)) continue;
    messages.add(text);
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
        worth,
      });
    }
  }
  const best = [...all.entries()].sort((a, b) => b[1].worth - a[1].worth || a[0] - b[0]).slice(0, MAX_REMARKS);
  return best.sort((a, b) => a[0] - b[0]).map(([, candidate]) => candidate);
}

function isNote(sentence: string): boolean {
  if (sentence.length < MIN_SENTENCE || sentence.length > MAX_SENTENCE) return false;
  if (/[?？:：]\W{0,3}$/u.test(sentence) || /^[a-z]/.test(sentence)) return false;
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
