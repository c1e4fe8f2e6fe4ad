// Which paths do commits touch against their first parent? All are asked in one call of git.
import { OBJECT_ID, makesNoSense } from './git.ts';
import type { Repository } from './locate-memory.ts';

/**
 * @param commits full ids that are in this repository; of a merge what its first parent did not have
 * @returns paths relative to the top of the repository, by commit; a commit without changes is not in it
 */
export async function readTouchedPaths(
  repository: Repository,
  commits: readonly { readonly id: string; readonly parents: readonly string[] }[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  // With a parent beside it, git compares a commit with that one, and takes no merge for something special.
  const input = commits.map(({ id, parents }) => `${[id, ...parents.slice(0, 1)].join(' ')}\n`).join('');
  const flags = ['--stdin', '--root', '-r', '-z', '--raw', '--no-renames'];
  const printed = await repository.git.run(['diff-tree', ...flags], { input });
  const touched = new Map<string, string[]>();
  let paths: string[] = [];
  const fields = printed.split('\0');
  for (let at = 0; at < fields.length; at += 1) {
    const field = fields[at] ?? '';
    if (field.startsWith(':')) {
      // The path stands by itself behind what is said about it.
      at += 1;
      paths.push(fields[at] ?? '');
    } else if (field !== '') {
      if (!OBJECT_ID.test(field.trim().split(' ')[0] ?? '')) throw makesNoSense('diff-tree');
      paths = [];
      touched.set(field.trim(), paths);
    }
  }
  return touched;
}
