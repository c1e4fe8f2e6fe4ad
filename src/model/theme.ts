// What people all over the world ask of coding agents again and again, in words that share nothing: a closed list of
// themes. Cues (one file per language) say which sentences belong to one; the lesson is worded in consolidation/wording.

/** How a theme is counted. */
export interface Theme {
  /** Sessions it must come up in: two where the words leave no doubt, three where one task can explain two of them. */
  readonly bar: 2 | 3;
  /** Said before the agent has done or answered anything, it is the task and not a wish about how to work. */
  readonly later: boolean;
  /** About how to talk and behave, whatever the task: said in three messages of one session it is meant to last. */
  readonly manner: boolean;
  /** The theme that wishes the opposite, null when none does: the one that comes up more often holds. */
  readonly opposite: string | null;
}

const wish = (bar: 2 | 3, how: Partial<Omit<Theme, 'bar'>> = {}): Theme => ({
  bar,
  later: false,
  manner: false,
  opposite: null,
  ...how,
});

/** All themes. Add one here, its cues in mining/themes/, its lesson in consolidation/wording/themes.ts. */
export const THEMES = {
  // how to talk
  'short-answers': wish(2, { manner: true, later: true, opposite: 'full-answers' }),
  'full-answers': wish(2, { manner: true, later: true, opposite: 'short-answers' }),
  'plain-words': wish(2, { manner: true, later: true }),
  'one-way': wish(2, { manner: true }),
  recommend: wish(3, { later: true }),
  'as-table': wish(2),
  'number-points': wish(2),
  language: wish(2),
  'no-emojis': wish(2),
  // who decides
  'ask-first': wish(2, { manner: true, opposite: 'carry-on' }),
  'carry-on': wish(2, { manner: true, opposite: 'ask-first' }),
  'discuss-first': wish(2, { manner: true }),
  'show-first': wish(2),
  'user-tries': wish(2),
  'exact-wording': wish(2, { later: true }),
  // how far to go
  'only-asked': wish(2, { manner: true }),
  'whole-task': wish(3),
  'small-steps': wish(2),
  'no-new-files': wish(2),
  'no-new-dependencies': wish(2),
  // how sure to be
  verify: wish(3, { later: true }),
  'no-guessing': wish(2, { manner: true }),
  'read-in-full': wish(2),
  'others-do': wish(3),
  'root-cause': wish(2),
  'judge-reviews': wish(2),
  // the code
  simple: wish(3),
  reuse: wish(2),
  'same-style': wish(3),
  'no-leftovers': wish(3),
  'keep-working': wish(2),
  'fewer-comments': wish(2),
  'other-machines': wish(2),
  secrets: wish(2),
  'real-tests': wish(2),
  'code-not-tests': wish(2),
  'docs-too': wish(2),
  // version control
  'no-git': wish(2, { manner: true, opposite: 'commit-often' }),
  'commit-often': wish(2, { opposite: 'no-git' }),
  'small-commits': wish(2),
  'no-attribution': wish(2),
  'by-branch': wish(2, { opposite: 'to-main' }),
  'to-main': wish(2, { opposite: 'by-branch' }),
  worktree: wish(2),
  'start-fresh': wish(2),
  'green-ci': wish(2),
  'clean-up': wish(2, { later: true }),
  'others-edit': wish(2),
} as const satisfies Readonly<Record<string, Theme>>;

export type ThemeId = keyof typeof THEMES;
