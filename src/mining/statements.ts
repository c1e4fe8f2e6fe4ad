// What a person lays down: standing rules and decisions (one session is enough), and corrections of what the agent did,
// which are lessons only when they come again. Only text of origin `user` is read; pasted blocks never are.
import type { StatementObservation } from '../model/observation.ts';
import { typedText, type MessageTurn, type ReactionTurn, type ScreenedSession } from '../model/session.ts';
import { isBoundedInTime } from '../text/bounded-time.ts';
import { retractedBy, type Retracted } from '../text/retraction.ts';
import { wordsOf } from '../text/similarity.ts';
import { isFiller, soundsAsking, soundsCorrecting, soundsStanding, standingAt } from './cues/index.ts';
import { speaksHarness } from './harness.ts';
import type { Miner } from './miner.ts';
import {
  soundsAgreeing,
  soundsDecided,
  soundsIndirect,
  soundsReporting,
  soundsRuling,
  soundsSettled,
  toRule,
  withoutChat,
  withoutHeading,
} from './phrasing/index.ts';
import { quoteOf } from './quotes.ts';
import { sentencesOf } from './sentences.ts';
import { AgentWords } from './spelling.ts';

const MIN_WORDS = 3;
/** A correction says less in general terms; it needs more words to be understood. */
const MIN_CORRECTION = 4;
/** "Decision: yes" decides nothing that can be told. */
const MIN_DECISION = 5;
/** A rule without further sentences; what is longer is a brief for one task. */
const MAX_RULE = 320;
/** A message up to this length is quoted whole. */
const MAX_CONTEXT = 200;
/** Characters of one decision, all its sentences together. */
const MAX_DECISION = 900;

/** Characters of the sentence before, in which a name is looked for. */
const MAX_BEFORE = 200;
const MANNER = /^ (?:again|directly|by hand|manually|here|yet|now|ever|anywhere)/i;

export const statementMiner: Miner = { name: 'statements', observe: observeStatements };

/** What is known of the session when a message comes. */
interface Moment {
  /** Something was run or edited before: what is said earlier is the task. */
  readonly worked: boolean;
  /** The message answers a call that was rejected or interrupted. */
  readonly rejecting: boolean;
  /** The message corrects what was done. */
  readonly corrects: boolean;
  /** Nothing was done after it: it asks for nothing. */
  readonly closing: boolean;
}

interface Said {
  /** The sentence as typed. */
  readonly sentence: string;
  readonly more: readonly string[];
  readonly standing: boolean;
  /** What the sentence only takes back, null when it says something. */
  readonly retracted: Retracted | null;
}

function observeStatements(session: ScreenedSession): readonly StatementObservation[] {
  const found = new Map<string, StatementObservation>();
  const spelling = new AgentWords(session);
  let rejecting = false;
  let worked = false;
  const lastCall = session.turns.findLast((turn) => turn.kind === 'call')?.index ?? -1;
  for (const turn of session.turns) {
    if (turn.kind === 'call') {
      // Only what was done can be corrected: in a talk without edits and commands, "no" is just an answer.
      if (turn.action === 'edit' || turn.action === 'shell') worked = true;
      if (turn.status === 'rejected' || turn.status === 'interrupted') rejecting = true;
    }
    if (turn.kind === 'reaction') rejecting = true;
    if (turn.kind !== 'reaction' && (turn.kind !== 'message' || turn.from !== 'user')) continue;
    const typed = typedText(turn);
    if (typed === '') continue;
    const corrects = rejecting || (worked && soundsCorrecting(typed));
    const moment = { worked, rejecting, corrects, closing: turn.index > lastCall };
    for (const one of readTurn(session, turn, moment, spelling)) {
      if (!found.has(one.key)) found.set(one.key, one);
    }
    if (turn.kind === 'message') rejecting = false;
  }
  return [...found.values()];
}

function readTurn(
  session: ScreenedSession,
  turn: MessageTurn | ReactionTurn,
  moment: Moment,
  spelling: AgentWords,
): StatementObservation[] {
  const typed = typedText(turn);
  if (speaksHarness(typed)) return [];
  // Said among other things in a short message, it is understood with them.
  const whole = typed.replaceAll(/\s+/g, ' ');
  const context = whole.length <= MAX_CONTEXT ? whole : '';
  const sentences = sentencesOf(typed);
  return readMessage(typed, moment).flatMap(({ sentence, more, standing, retracted }) => {
    const before = sentences[sentences.indexOf(sentence) - 1] ?? '';
    const rule = withObject(spelling.corrected(retracted?.subject ?? toRule(sentence)), before);
    if (rule === null) return [];
    const words = contentWords(rule);
    if (words.length < (retracted === null ? 2 : 1)) return [];
    return [
      {
        kind: 'statement' as const,
        session: session.key,
        project: session.project,
        key: `${retracted === null ? '' : 'not '}${words.join(' ')}`,
        origin: 'user' as const,
        quotes: [quoteOf(turn.index, 'user', context === '' ? sentence : context)],
        statement: context === '' ? sentence : context,
        rule,
        more,
        standing,
        rejecting: moment.rejecting,
        ...(retracted === null ? {} : { retracts: retracted.of }),
      },
    ];
  });
}

/** "never edit it", "don't push to their fork": an act and hardly more than a word that stands for what was named before. */
const DANGLING =
  /^((?:please |always |never |only |do not |don['’]?t |ever ){0,3}\p{L}{2,15}(?: (?:to|in|on|with|from|into|for|at|off|out))?) (it|this|that|them|these|those|their|his|her|its)(?=$|[.!]| (?:again|directly|by hand|manually|here|yet|now|ever|anywhere|\p{L}+)$)/iu;
/** "src/a.gen.ts is a generated file" */
const NAMED =
  /(?:^|\s)[\x60"']?([\w@-]{0,60}(?:[./][\w@-]{1,60}){1,8})[\x60"']?(?: ((?:is|are) [^,;:]{3,60}?)[\s,;.]*$|(?![\w/.]))/u;

/** A rule with what it is about in place of a word that only points back; null when nothing before says what that is. */
function withObject(rule: string, before: string): string | null {
  const found = DANGLING.exec(rule);
  const [, act = '', pointer = ''] = found ?? [];
  if (found === null) return rule;
  const rest = rule.slice(found[0].length);
  // "keep this file", "use that name": the thing is named.
  if (/^(?:this|that|these|those|its)$/i.test(pointer) && /^ \p{L}/u.test(rest) && !MANNER.test(rest)) return rule;
  const named = NAMED.exec(before.slice(-MAX_BEFORE));
  const [, name = '', property] = named ?? [];
  if (name === '' || !/^(?:it|this|that)$/i.test(pointer)) return null;
  return `${act} ${name}${rest.replace(/(?<![.!])[.!]+$/, '')}${property === undefined ? '' : `: it ${property}`}`;
}

function readMessage(typed: string, moment: Moment): readonly Said[] {
  const sentences = sentencesOf(typed);
  const decision = moment.worked ? readDecision(sentences, moment.closing) : null;
  const rest = decision === null ? sentences : sentences.slice(0, decision.at);
  return [
    ...rest.flatMap((sentence): Said[] => {
      // What holds until Friday, or for this release only, lays nothing down and takes nothing back.
      if (isBoundedInTime(sentence)) return [];
      const retracted = isQuestion(sentence) ? null : retractedBy(withoutChat(sentence));
      if (retracted !== null) return [{ sentence, more: [], standing: true, retracted }];
      if (laysDown(sentence)) return [{ sentence, more: [], standing: true, retracted: null }];
      return moment.corrects && isCorrection(sentence)
        ? [{ sentence, more: [], standing: false, retracted: null }]
        : [];
    }),
    ...(decision === null ? [] : [decision.said]),
  ];
}

/**
 * A decision is stated in one piece: under a heading ("Decision: …") to the end of the message, or, by somebody who
 * agrees to a result or says the last word of the session, from the first sentence that rules to the last.
 */
function readDecision(
  sentences: readonly string[],
  closing: boolean,
): { readonly at: number; readonly said: Said } | null {
  const bare = sentences.map(withoutChat);
  let at = bare.findIndex((sentence) => soundsDecided(sentence));
  const headed = at >= 0;
  let end = sentences.length;
  const rules = (sentence: string): boolean =>
    !isQuestion(sentence) &&
    !soundsAsking(sentence) &&
    (soundsStanding(sentence) || soundsSettled(sentence) || soundsRuling(sentence));
  const texts = bare.map((sentence) => withoutHeading(sentence));
  if (at < 0) {
    const agrees = sentences.length > 1 && soundsAgreeing(sentences[0] ?? '');
    if ((!agrees && !closing) || sentences.some(isQuestion)) return null;
    const isRuling = (index: number): boolean => rules(texts[index] ?? '') && !isPersonal(sentences[index] ?? '');
    at = texts.findIndex((_, index) => index >= (agrees ? 1 : 0) && isRuling(index));
    if (at < 0) return null;
    end = texts.findLastIndex((_, index) => isRuling(index)) + 1;
  }
  const piece = texts.slice(at, end);
  if (isBoundedInTime(piece.join(' '))) return null;
  if ((!headed && !piece.some(rules)) || isOneOff(piece[0] ?? '') || wordsOf(piece.join(' ')).length < MIN_DECISION)
    return null;
  const more: string[] = [];
  let length = (piece[0] ?? '').length;
  for (const sentence of sentences.slice(at + 1, end)) {
    length += sentence.length;
    if (length > MAX_DECISION) break;
    more.push(sentence);
  }
  return { at, said: { sentence: sentences[at] ?? '', more, standing: true, retracted: null } };
}

/** "Decision: go ahead with the second one" decides for today only. */
function isOneOff(text: string): boolean {
  return /^(?:go (?:ahead|with)|proceed|implement|do (?:it|that|this)|option \w+\b|skip|yes|no\b|merge (?:it|this)|ship it)/i.test(
    text,
  );
}

/** Whether a sentence lays down a rule by its own words. */
export function laysDown(sentence: string): boolean {
  if (sentence.length > MAX_RULE || isQuestion(sentence)) return false;
  const bare = withoutChat(sentence);
  if (wordsOf(sentence).length < MIN_WORDS || soundsAsking(bare)) return false;
  if (isPoliteRequest(sentence) && !/\b(?:always|never|from now on)\b/i.test(sentence)) return false;
  const cue = standingAt(sentence) ?? standingAt(bare);
  if (cue !== null) {
    return (
      !soundsReporting(sentence) && !/^(?:it|this|that|he|she|they|there)\b/i.test(bare) && !soundsIndirect(cue.before)
    );
  }
  return soundsSettled(bare) && !soundsReporting(sentence);
}

/** A request for one thing is no rule, however politely it is put. */
function isPoliteRequest(sentence: string): boolean {
  return /^(?:can|could|would|will) (?:you|we)\b/i.test(sentence);
}

/** What a correction says to do; what the person says about themselves, or asks, is none. */
function isCorrection(sentence: string): boolean {
  return (
    sentence.length <= MAX_RULE &&
    wordsOf(sentence).length >= MIN_CORRECTION &&
    !soundsAsking(sentence) &&
    !isQuestion(sentence) &&
    !isOwnTalk(sentence) &&
    !isDescription(withoutChat(sentence))
  );
}

/** "The check fails because …" explains; it says nothing to do. */
function isDescription(sentence: string): boolean {
  return /^(?:the|a|an|you|that['’]?s?|it|its|it['’]s|those|these|this|there|he|she|they|what|because|cause|if|when|where|in|on|so|umm+|hmm+|ok|yes|we (?:want|need|have|are))(?:\s|$)/i.test(
    sentence,
  );
}

/** Said of the person or to the agent, for now: no rule, unless its words say so. */
function isPersonal(sentence: string): boolean {
  return /\b(?:i|i['’](?:m|ll|d|ve)|me|my|please|never mind|thanks?)\b/i.test(sentence);
}

function isOwnTalk(sentence: string): boolean {
  return /^(?:i|i['’]\w+|my|thanks?|thank you|let me|sorry)\b/i.test(sentence);
}

function isQuestion(sentence: string): boolean {
  return /[?？]["'”)]?\s*$/u.test(sentence);
}

/** The words that say what is wanted, without fillers, sorted and unique: equal for rewordings that only shuffle. */
function contentWords(sentence: string): readonly string[] {
  return [...new Set(wordsOf(sentence).filter((word) => !isFiller(word)))].sort();
}
