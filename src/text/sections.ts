// The sections of a playbook's body, for guards that ask what it tells an agent to do and what it forbids.

/** Sections by lower-case name, such as `do`, `avoid`, `steps`; text before the first heading is under ''. */
export function sectionsOf(body: string): ReadonlyMap<string, string> {
  const sections = new Map<string, string>();
  let name = '';
  for (const line of body.split('\n')) {
    const heading = /^\*\*([A-Za-z]{1,20})\*\*\s?(.*)$/.exec(line);
    if (heading?.[1] !== undefined) name = heading[1].toLowerCase();
    const text = heading === null ? line : (heading[2] ?? '');
    sections.set(name, `${sections.get(name) ?? ''}${text}\n`);
  }
  return sections;
}

/** Whether a section only says why, or quotes what went wrong: an agent does not act on it. */
export function isQuoted(section: string): boolean {
  return section === 'why' || section === 'avoid';
}
