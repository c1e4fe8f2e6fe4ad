// Which commit brought each line of a file? What `git blame` answers, made from the texts themselves, so that no setting
// of a repository has a say in it.
import { parseTrailers } from '../../model/commit-message.ts';
import type { FileVersion } from '../../store/store.ts';

/** @see matchLines of terminal/match-lines.ts */
type MatchLines = (before: readonly string[], after: readonly string[]) => readonly (number | null)[];

/** A file's lines without the end of the last one. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/**
 * The commit of each line of the last version.
 * @param versions parents before children
 * @returns one commit per line; empty when there is no version or the last one removed the file
 */
export function attributeLines(versions: readonly FileVersion[], matchLines: MatchLines): readonly string[] {
  const states = new Map<string, { readonly lines: readonly string[]; readonly from: readonly string[] }>();
  /** Who brought a line, whatever became of it since: an undo brings back what others wrote. */
  const brought = new Map<string, string>();
  let last: readonly string[] = [];
  for (const version of versions) {
    const lines = version.text === null ? [] : linesOf(version.text);
    const own = lines.map((): string | null => null);
    // A merge takes a line from the first parent that has it.
    for (const parent of version.parents) {
      const before = states.get(parent);
      if (before === undefined) continue;
      for (const [at, match] of matchLines(before.lines, lines).entries()) {
        if (match !== null) own[at] ??= before.from[match] ?? null;
      }
    }
    if (parseTrailers(version.message).get('Dream-Decision')?.[0] === 'undone') {
      for (const [at, line] of lines.entries()) own[at] ??= brought.get(line) ?? null;
    }
    last = own.map((commit) => commit ?? version.commit);
    for (const [at, line] of lines.entries()) brought.set(line, last[at] ?? version.commit);
    states.set(version.commit, { lines, from: last });
  }
  return last;
}
