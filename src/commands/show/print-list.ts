// The list of playbooks: a tree by project and kind.
import type { Playbook } from '../../model/playbook.ts';
import type { Colours } from '../../terminal/colours.ts';
import { escapeLine } from '../../terminal/escape.ts';
import { countOf, groupBy, printTable } from '../../terminal/tree.ts';
import { measureWidth, wrapWords } from '../../terminal/wrap.ts';
import { indentWords } from './indent.ts';

export interface ListView {
  readonly colours: Colours;
  /** Cells a line may take; Infinity where nobody reads it on a terminal, so that lines stay whole for other programs. */
  readonly columns: number;
}

/** All playbooks by project, kind and support, best supported first. */
export function printList(playbooks: readonly Playbook[], { colours, columns }: ListView): string {
  const parts: string[] = [];
  const projects = [...groupBy(playbooks, (playbook) => playbook.project)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [project, of] of projects) {
    let text = `${colours.heading(wrapWords(escapeLine(`Project ${project}`), columns, '  '))}\n`;
    const kinds = [...groupBy(of, (playbook) => playbook.kind)].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [kind, group] of kinds) {
      text += `  ${kind}\n${printRows([...group].sort(bySupport).map(row), columns)}`;
    }
    parts.push(text);
  }
  return parts.join('\n');
}

/** In columns where they fit, else the title and below it the rest. */
function printRows(rows: readonly string[][], columns: number): string {
  const table = printTable(rows, '    ');
  if (table.split('\n').every((line) => measureWidth(line) <= columns)) return table;
  return rows
    .map(([id = '', support = '', last = '', title = '']) => {
      const about = [id, [support, last].filter((part) => part !== '').join(', ')];
      const rows = measureWidth(about.join(', ')) + 6 <= columns ? [about.join(', ')] : about;
      return [
        indentWords(title, columns, '    '),
        ...rows.map((text) => indentWords(text, columns, '      ')),
        '',
      ].join('\n');
    })
    .join('');
}

/** Best supported first, then by id, so that the order is the same everywhere. */
export function bySupport(a: Playbook, b: Playbook): number {
  return (b.support?.sessions ?? 0) - (a.support?.sessions ?? 0) || (a.path < b.path ? -1 : 1);
}

function row({ id, title, support, pinned }: Playbook): string[] {
  return [
    escapeLine(id),
    support === null ? 'by hand' : countOf(support.sessions, 'session'),
    support === null || support.last === '' ? '' : `last ${escapeLine(support.last)}`,
    escapeLine(`${title}${pinned ? ' [pinned]' : ''}`),
  ];
}
