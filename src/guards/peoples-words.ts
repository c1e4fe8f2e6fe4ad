// People's words stay as they are. Which lines of a file a person wrote cannot be told from the file, so the rule is
// simple and sound: a file that is not, word for word, what people accepted from a run keeps every line it has.
import { changeIdOf, type Change } from '../model/change.ts';
import { parsePlaybook, printPlaybook, type Playbook } from '../model/playbook.ts';
import type { TrackedChange } from '../model/run.ts';
import { jaccardSimilarity, wordsOf } from '../text/similarity.ts';

/** Share of common words from which one quotation is another one reworded. */
const REWORDED = 0.5;

/** The newest accepted change of each path. @param changes oldest first */
export function newestAccepted(changes: readonly TrackedChange[]): ReadonlyMap<string, TrackedChange> {
  const written = new Map<string, TrackedChange>();
  for (const change of changes) {
    if (change.state === 'accepted' || change.state === 'edited') written.set(change.path, change);
  }
  return written;
}

/** Whether a file still says, word for word, what the accepted change proposed; a change id is the hash of that. */
function isAsProposed(playbook: Playbook, written: TrackedChange | undefined): boolean {
  if (written === undefined) return false;
  return changeIdOf({ type: written.type, playbook, after: printPlaybook(playbook) }) === written.id;
}

/**
 * What a change would take from people, null when it takes nothing.
 * @param written newest accepted change of each path
 */
export function takesWords(change: Change, written: ReadonlyMap<string, TrackedChange>): string | null {
  const files = [
    ...(change.before === null ? [] : [{ path: change.playbook.path, before: change.before }]),
    ...change.removes,
  ];
  for (const { path, before } of files) {
    const current = parsePlaybook(before, path);
    if (!current.ok) return `${path} is not a playbook that can be read`;
    const own = path === change.playbook.path;
    if (isAsProposed(current.value, written.get(path))) {
      const reworded = own && change.after !== null ? findReworded(before, change) : null;
      if (reworded !== null) return `rewords what a person said: “${reworded}”`;
      continue;
    }
    if (change.after === null) return `people changed ${path} since a run wrote it: it is only revised by adding`;
    const lost = own
      ? findLost(linesOf(before), linesOf(change.after))
      : findLost(bodyLines(current.value), linesOf(change.after));
    if (lost !== null) return `people changed ${path} since a run wrote it, and this line would go: ${lost}`;
  }
  return null;
}

/** The first line that is not in the new text, in its order; null when all are. */
function findLost(before: readonly string[], after: readonly string[]): string | null {
  let at = 0;
  for (const line of before) {
    const found = after.indexOf(line, at);
    if (found === -1) return line;
    at = found + 1;
  }
  return null;
}

/** Lines that are neither empty nor the numbers of `support`, which churn. */
function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('support:'));
}

/** The lines of a playbook that a merge takes in; headings are those of the playbook it goes into. */
function bodyLines(playbook: Playbook): readonly string[] {
  return linesOf(playbook.body);
}

/** A quotation that is gone, where one that says nearly the same came that no evidence holds; null when there is none. */
function findReworded(before: string, change: Change): string | null {
  const after = change.after ?? '';
  const gone = quotationsIn(before).filter((quoted) => !after.includes(quoted));
  if (gone.length === 0) return null;
  const come = quotationsIn(after).filter(
    (quoted) => !before.includes(quoted) && !change.quotes.some((quote) => plain(quote.text).includes(plain(quoted))),
  );
  return gone.find((old) => come.some((quoted) => isReworded(old, quoted))) ?? null;
}

function isReworded(old: string, quoted: string): boolean {
  return jaccardSimilarity(new Set(wordsOf(old)), new Set(wordsOf(quoted))) >= REWORDED;
}

function quotationsIn(text: string): readonly string[] {
  return [...text.matchAll(/“([^“”]{1,400})”/g)].map((match) => match[1] ?? '');
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
