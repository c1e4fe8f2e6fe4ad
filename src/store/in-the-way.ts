// Is there room for a file in a commit's tree? Writing a path makes git drop whatever stands where its folders or the
// file itself must be: a link, a submodule, a file, a folder with all that is in it. Those are people's and stay.
import type { ObjectReader, TreeEntry } from './object-reader.ts';

/** @returns what stands in the way of a plain file at a path, as words for a sentence; null when nothing does */
export type FindInTheWay = (path: string) => Promise<string | null>;

/** @param commit where to look; each of its folders is read once */
export function openInTheWay(objects: ObjectReader, commit: string): FindInTheWay {
  const folders = new Map<string, Promise<readonly TreeEntry[] | null>>();
  const entryAt = async (path: string): Promise<TreeEntry | undefined> => {
    const slash = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(slash, 0));
    const entries = folders.get(folder) ?? objects.readTree(`${commit}:${folder}`);
    folders.set(folder, entries);
    return (await entries)?.find(({ name }) => name === path.slice(slash + 1));
  };
  return async (path) => {
    const parts = path.split('/');
    for (let depth = 1; depth <= parts.length; depth += 1) {
      const at = parts.slice(0, depth).join('/');
      const mode = (await entryAt(at))?.mode;
      if (mode === undefined) return null;
      const fits = depth < parts.length ? mode === '40000' : mode === '100644' || mode === '100755';
      if (!fits) return `${at} is ${nameOf(mode)} there`;
    }
    return null;
  };
}

function nameOf(mode: string): string {
  if (mode === '40000') return 'a folder';
  if (mode === '120000') return 'a link';
  return mode === '160000' ? 'a submodule' : 'a file';
}
