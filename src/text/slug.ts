// What is this called in a path? Slugs are the only names a run writes, so they can never leave their folder.

/** Devices on Windows, and files that agents load by their name alone where case does not count: `CLAUDE.md`. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d|claude|claude-local|agents|agent|gemini|skill|copilot-instructions)$/;
/** Longest slug: what the id of a playbook allows (memory.md). */
const MAX_LENGTH = 64;

/**
 * A slug of a title: lower case ASCII letters, digits and hyphens, at most 64 characters, cut at a word.
 * A title without any such character gets `fallback`, which must be a slug itself.
 */
export function slugOf(title: string, fallback: string): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/['’`]/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  let slug = '';
  for (const word of words) {
    const next = slug === '' ? word : `${slug}-${word}`;
    if (next.length > MAX_LENGTH) break;
    slug = next;
  }
  if (slug === '') slug = (words[0] ?? '').slice(0, MAX_LENGTH) || fallback;
  return RESERVED.test(slug) ? `${slug}-playbook` : slug;
}

/** The folder of a project: `owner/name` becomes `owner--name`. */
export function projectFolder(project: string): string {
  const parts = project
    .split('/')
    .map((part) => slugOf(part, '').slice(0, 60))
    .filter((part) => part !== '');
  const folder = parts.join('--');
  return folder === '' ? 'unknown' : folder.slice(0, 120);
}
