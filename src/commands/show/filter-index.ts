// The part of `MEMORY.md` that is about some playbooks: another project's entries are nobody's business here, and an entry
// of a playbook that is no longer in the memory must not be loaded either.

const PLAYBOOK_LINK = /playbooks\/[^\s/()<>[\]]+\/[^\s/()<>[\]]+\.md/g;

/**
 * Keeps what stands above the first section, and of each section the entries of the wanted playbooks.
 * @param index text of `MEMORY.md`
 * @param wanted paths of playbooks
 * @returns empty when no entry is left
 */
export function filterIndex(index: string, wanted: ReadonlySet<string>): string {
  const opening: string[] = [];
  const sections: { readonly heading: string; readonly entries: string[] }[] = [];
  for (const line of index.split('\n')) {
    const section = sections.at(-1);
    if (/^#{2,6} /.test(line)) sections.push({ heading: line, entries: [] });
    else if (isAbout(line, wanted)) (section?.entries ?? opening).push(line);
    // Other words of a section may be about any of its entries.
    else if (section === undefined && pathsIn(line).length === 0) opening.push(line);
  }
  const kept = sections.filter(({ entries }) => entries.length > 0);
  if (kept.length === 0 && !opening.some((line) => isAbout(line, wanted))) return '';
  const top = opening.join('\n').trimEnd();
  return `${[top, ...kept.map(({ heading, entries }) => `${heading}\n\n${entries.join('\n')}`)].join('\n\n')}\n`;
}

/** Whether a line names playbooks, and only wanted ones. */
function isAbout(line: string, wanted: ReadonlySet<string>): boolean {
  const paths = pathsIn(line);
  return paths.length > 0 && paths.every((path) => wanted.has(path));
}

function pathsIn(line: string): readonly string[] {
  return line.match(PLAYBOOK_LINK) ?? [];
}
