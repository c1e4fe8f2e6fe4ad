// The languages in which themes are known, and the question asked of all of them together. Add a language to the list.
import { chinese } from './chinese.ts';
import { english } from './english.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import { japanese } from './japanese.ts';
import { portuguese } from './portuguese.ts';
import { russian } from './russian.ts';
import { spanish } from './spanish.ts';
import { THEMES, type ThemeCues, type ThemeId } from './theme.ts';

export { THEMES, type ThemeId } from './theme.ts';

const LANGUAGES: readonly ThemeCues[] = [english, spanish, portuguese, french, german, russian, chinese, japanese];

export const THEME_IDS = Object.keys(THEMES) as readonly ThemeId[];

const KNOWN = LANGUAGES.map(({ script, cues, again }) => ({
  script: new RegExp(script, 'iu'),
  cues: THEME_IDS.flatMap((theme) =>
    (cues[theme] ?? []).map((source) => ({ theme, pattern: new RegExp(source, 'iu') })),
  ),
  again: again.map((source) => new RegExp(source, 'iu')),
}));

/** Every pattern, for the tests that prove them linear. */
export const THEME_PATTERNS: readonly RegExp[] = KNOWN.flatMap(({ cues, again }) => [
  ...cues.map(({ pattern }) => pattern),
  ...again,
]);

/** Longest text that is looked into at once. */
export const MAX_PIECE = 300;

/** A theme that a text speaks of, and where in it. */
export interface ThemeHit {
  readonly theme: ThemeId;
  readonly at: number;
  readonly end: number;
}

/** Themes of a sentence or a piece of one, each once, where it is found first. What stands in quotation marks is not said. */
export function themesIn(piece: string): readonly ThemeHit[] {
  const text = plain(piece);
  const hits = new Map<ThemeId, ThemeHit>();
  for (const { theme, pattern } of KNOWN.filter(({ script }) => script.test(text)).flatMap(({ cues }) => cues)) {
    const found = pattern.exec(text);
    if (found === null || found[0].trim() === '') continue;
    const known = hits.get(theme);
    if (known === undefined || found.index < known.at)
      hits.set(theme, { theme, at: found.index, end: found.index + found[0].length });
  }
  return [...hits.values()];
}

/** Whether a piece of text says that it is not the first time. */
export function complainsAgain(piece: string): boolean {
  const text = plain(piece);
  return KNOWN.some(({ script, again }) => script.test(text) && again.some((pattern) => pattern.test(text)));
}

/** Bounded, with plain apostrophes, and without what is quoted; place for place. */
function plain(piece: string): string {
  return blankQuoted(piece.slice(0, MAX_PIECE).replaceAll(/[’‘´]/g, "'"));
}

/** The same text with what stands between quotation marks made blank, place for place. */
function blankQuoted(text: string): string {
  return text.replaceAll(
    /"[^"]{1,200}"|“[^”]{1,200}”|«[^»]{1,200}»|「[^」]{1,200}」/g,
    (quoted) => `${quoted.slice(0, 1)}${' '.repeat(quoted.length - 2)}${quoted.slice(-1)}`,
  );
}
