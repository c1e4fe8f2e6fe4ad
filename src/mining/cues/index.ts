// The languages whose cues are known, and the questions asked of all of them together. Add a language to the list.
import type { Cues } from './cues.ts';
import { chinese } from './chinese.ts';
import { english } from './english.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import { japanese } from './japanese.ts';
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
] as const satisfies readonly Cues[];

const STANDING = LANGUAGES.flatMap((cues) => cues.standing).map((source) => new RegExp(source, 'iu'));
const CORRECTING = LANGUAGES.flatMap((cues) => cues.correcting).map((source) => new RegExp(source, 'iu'));
const ASKING = LANGUAGES.flatMap((cues) => cues.asking).map((source) => new RegExp(source, 'iu'));
const NOTING = LANGUAGES.flatMap((cues) => cues.noting).map((source) => new RegExp(source, 'iu'));
const FILLERS: ReadonlySet<string> = new Set(LANGUAGES.flatMap((cues) => cues.fillers));
const GENERAL: ReadonlySet<string> = new Set(LANGUAGES.flatMap((cues) => cues.general));

/** Every cue pattern, for the tests that prove them linear. */
export const CUE_PATTERNS: readonly RegExp[] = [...STANDING, ...CORRECTING, ...ASKING, ...NOTING];

/** Whether a sentence is worded as a standing rule. */
export function soundsStanding(sentence: string): boolean {
  return STANDING.some((pattern) => pattern.test(sentence));
}

/** Where a sentence is worded as a standing rule: what stands before the cue; null when it is not. */
export function standingAt(sentence: string): { readonly before: string } | null {
  for (const pattern of STANDING) {
    const found = pattern.exec(sentence);
    if (found !== null) return { before: sentence.slice(0, found.index) };
  }
  return null;
}

/** Whether a message begins by correcting what was done. */
export function soundsCorrecting(message: string): boolean {
  return CORRECTING.some((pattern) => pattern.test(message.trimStart()));
}

/** Whether a message asks a question; a polite "can you …?" is a request. */
export function soundsAsking(message: string): boolean {
  return ASKING.some((pattern) => pattern.test(message.trimStart()));
}

/** Whether a sentence notes a cause, an obstacle, a property or a rule. */
export function soundsNoting(sentence: string): boolean {
  return NOTING.some((pattern) => pattern.test(sentence));
}

/** Whether a word carries no wish of its own. */
export function isFiller(word: string): boolean {
  return FILLERS.has(word);
}

/** Whether a word is too general to tell two requests apart. */
export function isGeneral(word: string): boolean {
  return GENERAL.has(word);
}
