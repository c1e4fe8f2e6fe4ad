// How the next command names the memory, so that what we print can be pasted.
import { relative } from 'node:path';

import type { Config } from '../config/read-config.ts';
import { escapeLine } from '../terminal/escape.ts';

/** ` --memory <dir>` when the memory was given by flag, else empty: every other way finds it again by itself. */
export function nameMemory(config: Config, cwd: string): string {
  if (config.memory.from !== 'flag') return '';
  const near = relative(cwd, config.memory.folder);
  const path = near === '' ? '.' : near.startsWith('..') ? config.memory.folder : near;
  const plain = /^[\w./@%+,:\\-]+$/.test(path);
  return ` --memory ${plain ? path : `'${escapeLine(path).replaceAll("'", String.raw`'\''`)}'`}`;
}
