// Which test file starts first? Those that take minutes, so that no core is idle while the last of them ends. Vitest
// itself goes by how long each took the last time, or where it does not know, as in CI, by the size of the file.
import { basename } from 'node:path';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** Beginnings of the names of such files, the longest first. */
const LONG = [
  'crash-sweep',
  'one-clone',
  'two-clones',
  'disk',
  'formats',
  'together',
  'repositories',
  'command-line',
  'undo',
  'sync',
];

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((name) => basename(moduleId).startsWith(name));
      return at === -1 ? LONG.length : at;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
