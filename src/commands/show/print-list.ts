// The list of playbooks: a tree by project and kind.
import type { Playbook } from '../../model/playbook.ts';
import type { Colours } from '../../terminal/colours.ts';
import { escapeLine } from '../../terminal/escape.ts';
import { countOf, groupBy, printTable } from '../../terminal/tree.ts';

/** All playbooks by project, kind and support, best supported first. */
export function printList(playbooks: readonly Playbook[], colours: Colours): string {
  const parts: string[] = [];
  const projects = [...groupBy(playbooks, (playbook) => playbook.project)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [project, of] of projects) {
    let text = `${colours.heading(escapeLine(project))}\n`;
    const kinds = [...groupBy(of, (playbook) => playbook.kind)].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [kind, group] of kinds) {
      text += `  ${kind}\n${printTable([...group].sort(bySupport).map(row), '    ')}`;
    }
    parts.push(text);
  }
  return parts.join('\n');
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
