// The languages whose phrasing is known, and the questions asked of all of them together. Add a language to the list.
import { chinese } from './chinese.ts';
import { english } from './english.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import { japanese } from './japanese.ts';
import type { Phrasing } from './phrasing.ts';
import { portuguese } from './portuguese.ts';
import { russian } from './russian.ts';
import { spanish } from './spanish.ts';

const LANGUAGES = [
  english,
  spanish,
  portuguese,
  french,
  german,
  russian,
  chinese,
  japanese,
] as const satisfies readonly Phrasing[];

const startOf = (source: string): RegExp => new RegExp(`^(?:${source})`, 'iu');
const anywhere = (source: string): RegExp => new RegExp(source, 'iu');
const LEAD_INS = LANGUAGES.flatMap((one) => one.leadIns.map(startOf));
const TAILS = LANGUAGES.flatMap((one) => one.tails.map((source) => new RegExp(`(?:${source})$`, 'iu')));
const REWRITES = LANGUAGES.flatMap((one: Phrasing) =>
  one.rewrites.map(([source, rule]) => ({ pattern: new RegExp(`^(?:${source})$`, 'iu'), rule })),
);
const DECIDING = LANGUAGES.flatMap((one) => one.deciding.map(startOf));
const SETTLING = LANGUAGES.flatMap((one) => one.settling.map(anywhere));
const RULING = LANGUAGES.flatMap((one) => one.ruling.map(anywhere));
const AGREEING = LANGUAGES.flatMap((one) => one.agreeing.map(startOf));
const REPORTING = LANGUAGES.flatMap((one) => one.reporting.map(anywhere));
const INDIRECT = LANGUAGES.flatMap((one) => one.asking.map(anywhere));

/** Every pattern, for the tests that prove them linear. */
export const PHRASING_PATTERNS: readonly RegExp[] = [
  ...LEAD_INS,
  ...TAILS,
  ...REWRITES.map((one) => one.pattern),
  ...DECIDING,
  ...SETTLING,
  ...RULING,
  ...AGREEING,
  ...REPORTING,
  ...INDIRECT,
];

/** Longest sentence that is looked into. */
export const MAX_SENTENCE = 500;
/** Lead-ins that may stand one after the other: "ok so no, please just …". */
const MAX_LEAD_INS = 8;

/** The sentence without courtesy, sounds and wrapping at its beginning and end; as it was when nothing would be left. */
export function withoutChat(sentence: string): string {
  let text = sentence.slice(0, MAX_SENTENCE).trim();
  for (let count = 0; count < MAX_LEAD_INS; count += 1) {
    const found = LEAD_INS.map((pattern) => pattern.exec(text)?.[0] ?? '').find((one) => one !== '');
    if (found === undefined || found.length >= text.length) break;
    text = text.slice(found.length).trim();
  }
  const tail = TAILS.map((pattern) => pattern.exec(text)?.[0] ?? '').find((one) => one !== '');
  if (tail !== undefined && tail.length < text.length) text = text.slice(0, -tail.length).trim();
  return text.replace(/(?<![\s,;:.!。！])[\s,;:.!。！]+$/u, '');
}

/** A sentence as a rule for anybody: without chat, and without the first person where its language's data say how. */
export function toRule(sentence: string): string {
  const bare = calm(withoutChat(withoutHeading(withoutChat(sentence))));
  for (const { pattern, rule } of REWRITES) {
    if (pattern.test(bare)) return forAnybody(bare.replace(pattern, rule).trim());
  }
  return forAnybody(bare);
}

/** "ASK ME" is not a name: several shouted words are written small. */
function calm(text: string): string {
  return text.replaceAll(/\p{Lu}{2,}(?:[ ,]+(?:\p{Lu}{2,}|I)){2,}/gu, (shouted) => shouted.toLowerCase());
}

/** The person who says "ask me" is the user to whoever reads the rule. */
function forAnybody(rule: string): string {
  return rule.replaceAll(/\b(ask|tell|show|with|for|to|let|give|remind|warn|notify) me\b/giu, '$1 the user');
}

/** What stands after "Decision:" and the like; the sentence itself when there is no such heading. */
export function withoutHeading(sentence: string): string {
  const heading = DECIDING.map((pattern) => pattern.exec(sentence)?.[0] ?? '').find((one) => one !== '');
  return heading === undefined || heading.length >= sentence.length ? sentence : sentence.slice(heading.length);
}

/** Whether a sentence states a decision and says so. */
export function soundsDecided(sentence: string): boolean {
  const text = sentence.slice(0, MAX_SENTENCE);
  return DECIDING.some((pattern) => pattern.test(text));
}

/** Whether a sentence settles how something is to be, for good. */
export function soundsSettled(sentence: string): boolean {
  return isSaid(SETTLING, sentence);
}

/** The same with weaker signs, for sentences of somebody who has just agreed to a result. */
export function soundsRuling(sentence: string): boolean {
  const text = sentence.slice(0, MAX_SENTENCE);
  return RULING.some((pattern) => {
    const found = pattern.exec(text);
    return found !== null && !soundsIndirect(text.slice(0, found.index + found[0].length));
  });
}

/** Whether a message begins by agreeing. */
export function soundsAgreeing(message: string): boolean {
  const text = message.slice(0, MAX_SENTENCE);
  return AGREEING.some((pattern) => pattern.test(text));
}

/** Whether a sentence reports, guesses or thinks aloud. */
export function soundsReporting(sentence: string): boolean {
  const text = sentence.slice(0, MAX_SENTENCE);
  return REPORTING.some((pattern) => pattern.test(text));
}

/** Whether what stands before a place in a sentence makes it part of a question or of a task. */
export function soundsIndirect(before: string): boolean {
  return INDIRECT.some((pattern) => pattern.test(before));
}

/** A sign in a sentence that is not part of an indirect question ("find out what must …"). */
function isSaid(patterns: readonly RegExp[], sentence: string): boolean {
  const text = sentence.slice(0, MAX_SENTENCE);
  return patterns.some((pattern) => {
    const found = pattern.exec(text);
    return found !== null && !soundsIndirect(text.slice(0, found.index));
  });
}
