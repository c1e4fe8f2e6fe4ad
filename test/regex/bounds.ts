// Regular expressions that are not linear by proof, and never see a long text: how long it can be, and who sees to it.
// They are measured at that length; all others at 64 kB.

interface Bound {
  /** A file of src/, or a folder of it with a slash at its end. */
  readonly at: string;
  /** Part of the pattern, when only some of the place's are meant. */
  readonly pattern?: string;
  /** Characters of the longest text. */
  readonly length: number;
  readonly reason: string;
}

export const BOUNDS: readonly Bound[] = [
  { at: 'mining/phrasing/', length: 500, reason: 'MAX_SENTENCE: every function there cuts what it is given' },
  { at: 'mining/themes/', length: 300, reason: 'MAX_PIECE: every function there cuts what it is given' },
  { at: 'mining/sentences.ts', length: 500, reason: 'MAX_SENTENCE: longer sentences are left out before' },
  { at: 'mining/finding-lines.ts', length: 400, reason: 'MAX_LENGTH: linesOf leaves longer lines out' },
  { at: 'mining/requests.ts', pattern: String.raw`\S@\S`, length: 1_500, reason: 'MAX_MESSAGE' },
  { at: 'mining/requests.ts', pattern: 'and then', length: 1_500, reason: 'MAX_MESSAGE' },
  { at: 'mining/remark-advice.ts', pattern: String.raw`\s+#`, length: 2_000, reason: 'MAX_SPAN' },
  { at: 'sources/gemini-messages.ts', pattern: 'Background PIDs', length: 4_000, reason: 'MAX_TAIL' },
  { at: 'text/mask.ts', length: 2_000, reason: 'MAX_LINE' },
  { at: 'sources/name-project.ts', length: 4_096, reason: 'MAX_PLACE' },
  { at: 'sources/pi-turns.ts', length: 400, reason: 'only the last 400 characters are asked' },
  { at: 'sources/opencode-parts.ts', pattern: '_metadata>', length: 2_000, reason: 'MAX_NOTE' },
  { at: 'sources/specstory-tools.ts', pattern: '<summary>', length: 6_000, reason: 'only the first 6,000 are asked' },
  { at: 'store/revisions.ts', length: 4_096, reason: 'a revision as it was typed' },
];

/** @returns characters of the longest text that the expression is ever used on, as far as it is bounded everywhere */
export function boundOf(source: string, files: readonly string[]): number | null {
  const lengths = files.map((file) => {
    const bound = BOUNDS.find(
      ({ at, pattern }) =>
        (file === at || (at.endsWith('/') && file.startsWith(at))) &&
        (pattern === undefined || source.includes(pattern)),
    );
    return bound?.length ?? Number.POSITIVE_INFINITY;
  });
  const most = Math.max(...lengths);
  return Number.isFinite(most) ? most : null;
}
