// Words of others where a git host reads them: commit messages, which also become descriptions of pull requests, and job
// summaries. A host acts on some words by itself: it notifies who is mentioned, closes issues, skips checks. The mark that
// would act is put in brackets, `[@]team`, as is usual for addresses that must not be followed: readable, and seen.
import { nameUnseen } from '../model/unseen.ts';

/** What acts, and what is printed for it. Brackets of our own are not matched again, so twice gives the same as once. */
const ACTING: readonly (readonly [RegExp, string])[] = [
  [/\b(skip-checks)\s*:/gi, '$1[:]'],
  [/\*{3}(?=\s*NO_CI)/gi, '[***]'],
  // `@team`: notified. An address has a letter before it.
  [/(?<![A-Za-z0-9_])@(?=[A-Za-z0-9])/g, '[@]'],
  // `#12`, `owner/name#12`, `AB#12`, `#close`: linked, and with `fixes` before it closed.
  [/#(?=\w)/g, '[#]'],
  [/\b(GH)-(?=\d)/gi, '$1[-]'],
  // Merge requests of GitLab.
  [/!(?=\d)/g, '[!]'],
  // Addresses: followed, and those of issues closed.
  [/:\/\//g, '[:]//'],
  [/\b(www)\.(?=\w)/gi, '$1[.]'],
  // A line that `git am --scissors` cuts at.
  [/(>8|8<|>%|%<)(?=[\s-])/g, '[$1]'],
];

/** `[skip ci]`, `[no ci]`, `[ci skip]`, `[skip actions]`, `[skip netlify]`, … */
const SKIPS_CHECKS = /(?<!\[)\[+([^\][\n]{0,60}(?<![a-z0-9])(?:skip|no)(?![a-z0-9])[^\][\n]{0,60})\]+/gi;
/** Brackets within brackets are opened one by one; deeper ones all at once. */
const MOST_NESTED = 8;

/** Round brackets around what skips checks. */
function openSkips(text: string): string {
  let open = text;
  for (let pass = 0; pass < MOST_NESTED; pass += 1) {
    const next = open.replaceAll(SKIPS_CHECKS, '($1)');
    if (next === open) return open;
    open = next;
  }
  return open.replaceAll('[', '(').replaceAll(']', ')');
}

/** The text with nothing in it that a git host acts on; newlines stay, every other unseen character is named. */
export function makeInert(text: string): string {
  return ACTING.reduce((words, [acting, shown]) => words.replaceAll(acting, shown), openSkips(nameUnseen(text, '\n')));
}
