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

/** Everything an agent would act on: all sections but the reasons and what is to be avoided, which quotes the error. */
export function instructionsOf(title: string, body: string): string {
  const parts = [title];
  for (const [name, text] of sectionsOf(body)) {
    if (name === 'why' || name === 'avoid') continue;
    parts.push(text);
  }
  return parts.join('\n');
}
