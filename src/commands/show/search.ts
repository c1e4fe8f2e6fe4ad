// Full-text search over title and body: without regard to case, accents and width; all words, and phrases in quotes.
import type { Playbook } from '../../model/playbook.ts';

export interface Match {
  readonly playbook: Playbook;
  /** The lines that hold one of the words; line 0 is the title, others count from 1 in the body. */
  readonly lines: readonly { readonly line: number; readonly text: string }[];
}

/** Most lines shown of one playbook. */
const MAX_LINES = 3;

/** Words and quoted phrases of a query, folded. */
function termsOf(query: string): readonly string[] {
  return [...query.matchAll(/"([^"]*)"|(\S+)/g)]
    .map((match) => fold(match[1] ?? (match[2] ?? '').replaceAll('"', '')))
    .filter((term) => term !== '');
}

/** Playbooks that hold every term, with the lines that hold any. */
export function searchPlaybooks(playbooks: readonly Playbook[], query: string): readonly Match[] {
  const terms = termsOf(query);
  return playbooks.flatMap((playbook) => {
    // A phrase may go on over the end of a line.
    const all = fold(`${playbook.title}\n${playbook.body}`);
    if (!terms.every((term) => all.includes(term))) return [];
    const lines = [playbook.title, ...playbook.body.split('\n')].map((text, line) => ({ line, text }));
    const holding = lines.filter(({ text }) => terms.some((term) => fold(text).includes(term)));
    return [{ playbook, lines: holding.slice(0, MAX_LINES) }];
  });
}

/** The same for the same word however it is written: case, accents, full and half width, runs of white space. */
function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}
