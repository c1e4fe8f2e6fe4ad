// The list of what waits for review, the same in `dream review list` and `dream show --pending`.
import type { TrackedChange } from '../model/run.ts';
import type { Colours } from '../terminal/colours.ts';
import { CHANGE_TYPE_NAMES, nameFlags } from '../terminal/describe-change.ts';
import { escapeLine } from '../terminal/escape.ts';
import { countOf, groupBy, printTable } from '../terminal/tree.ts';
import { wrapWords } from '../terminal/wrap.ts';

/** Terminals narrower than this have no room for four columns. */
const NARROW = 80;

/**
 * Waiting changes by project, quarantined ones last and apart.
 * @param columns width to wrap titles at
 */
export function printPending(
  changes: readonly TrackedChange[],
  colours: Colours,
  memoryFlag: string,
  columns = Infinity,
): string {
  if (changes.length === 0) return 'Nothing waits for review.\n';
  const parts: string[] = [];
  const plain = changes.filter((change) => !change.quarantined);
  for (const [project, of] of groupBy(plain, (change) => change.project)) {
    parts.push(
      `${colours.heading(wrapWords(escapeLine(`Project ${project}`), columns, '  '))}\n${printRows(of, columns)}`,
    );
  }
  const apart = changes.filter((change) => change.quarantined);
  if (apart.length > 0) {
    parts.push(`${colours.warning('Quarantined')} (accepted only by id with --trust)\n${printRows(apart, columns)}`);
  }
  parts.push(`${countOf(changes.length, 'change')}. Next: ${colours.bold(`dream review${memoryFlag}`)}\n`);
  return parts.join('\n');
}

/** One table; on a narrow terminal, where a column of titles would be one of single words, the numbers behind the title. */
function printRows(changes: readonly TrackedChange[], columns: number): string {
  if (columns >= NARROW) return printTable(changes.map(row), '  ', columns);
  const rows = changes.map((change) => {
    const [id = '', sessions = '', last = '', title = ''] = row(change);
    return [id, `${title} (${sessions}, ${last})`];
  });
  return printTable(rows, '  ', columns);
}

function row(change: TrackedChange): string[] {
  const marks = nameFlags({ ...change, flags: change.flags.filter((flag) => flag !== 'supersedes') });
  const words = [...(change.state === 'later' ? ['later'] : []), ...marks];
  const marked = words.length === 0 ? '' : ` [${words.join(', ')}]`;
  return [
    change.id,
    countOf(change.support.sessions, 'session'),
    change.support.last,
    escapeLine(`${CHANGE_TYPE_NAMES[change.type]} ${change.kind}: ${change.title}${marked}`),
  ];
}
