// One way to write a command that was written differently each time: what all have in common stays, the rest becomes a
// placeholder. Pure text.

/** A command of more words is a script. */
const MAX_WORDS = 24;
/** Share of the wordings that must have a word, so that it belongs to the command. */
const COMMON = 0.5;

/**
 * @param displays the same command as it was written in different sessions; at least one
 * @returns the wording that stands for all, with `<message>`, `<path>` or `<value>` where they differ
 */
export function commonForm(displays: readonly string[]): string {
  const wordings = displays.map((display) => shellWords(display).slice(0, MAX_WORDS));
  const counts = new Map<string, number>();
  for (const words of wordings) for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const isCommon = (word: string): boolean => (counts.get(word) ?? 0) >= Math.max(1, wordings.length * COMMON);
  // The wording that has most of what is common and least of what is not stands for all; of equals the first.
  const scored = wordings.map((words) => words.reduce((sum, word) => sum + (isCommon(word) ? 1 : -0.5), 0));
  const best = wordings[scored.indexOf(Math.max(...scored))] ?? [];
  const single = new Set(displays).size === 1;
  const out: string[] = [];
  for (const [place, word] of best.entries()) {
    const one =
      place === 0 || (isCommon(word) && (single || counts.get(word) !== 1))
        ? word
        : placeholderFor(word, best[place - 1] ?? '');
    if (one !== '' && one !== out.at(-1)) out.push(one);
  }
  return out.join(' ');
}

function placeholderFor(word: string, before: string): string {
  if (word.startsWith('-')) return '';
  if (/^(?:-m|-am|--message|--title|--notes|--body|-t|-b)$/.test(before)) return '<message>';
  if (/^(?:origin|upstream|-b|-c|-B|checkout|switch|--branch|--head|--base)$/.test(before)) return '<branch>';
  if (/^["']/.test(word) || /\s/.test(word)) return '<text>';
  return /[./]/.test(word) ? '<path>' : '<value>';
}

/** Words of a command line, quoted ones whole. */
function shellWords(display: string): readonly string[] {
  return display.slice(0, 400).match(/"[^"]*"?|'[^']*'?|[^\s"']+/g) ?? [];
}
