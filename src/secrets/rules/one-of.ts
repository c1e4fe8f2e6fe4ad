// Many words in one pattern, quick to search for.

/** A pattern's source for any of the words, those of one first letter together, so that few are tried at each place. */
export function oneOf(words: readonly string[]): string {
  const rests = new Map<string, string[]>();
  for (const word of new Set(words)) {
    rests.set(word.charAt(0), [...(rests.get(word.charAt(0)) ?? []), escape(word.slice(1))]);
  }
  return [...rests].map(([first, all]) => `${escape(first)}(?:${all.join('|')})`).join('|');
}

/** A word as a pattern that matches just that word. */
export function escape(literal: string): string {
  return literal.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
