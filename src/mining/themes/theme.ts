// Cue patterns of one language: data, one file per language. The themes they are cues of are in model/theme.ts.
import type { ThemeId } from '../../model/theme.ts';

export { THEMES, type ThemeId } from '../../model/theme.ts';

/** Cues of one language: data. Sources of patterns (flags iu) for one sentence, in which typographic apostrophes are plain. */
export interface ThemeCues {
  readonly language: string;
  /** Source of a pattern for one letter of its script: text without it needs no closer look. */
  readonly script: string;
  readonly cues: Readonly<Partial<Record<ThemeId, readonly string[]>>>;
  /** Sources of patterns for words by which people say that it is not the first time. */
  readonly again: readonly string[];
}
