// How the next command names the memory, so that what we print can be pasted.
import { relative, resolve } from 'node:path';

import type { Config } from '../config/read-config.ts';
import { escapeLine } from '../terminal/escape.ts';

/** ` --memory <dir>` when the memory was given by flag, else empty: every other way finds it again by itself. */
export function nameMemory(config: Config, cwd: string): string {
  return config.memory.from === 'flag' ? flagFor(config.memory.folder, cwd) : '';
}

/**
 * A hint with the memory in every command that it names and that does not name one: hints are also written where nobody
 * knows how the memory was found.
 * @param memory what was given with --memory
 */
export function nameMemoryIn(hint: string, memory: string, cwd: string): string {
  const flag = flagFor(resolve(cwd, memory), cwd);
  return hint.replaceAll(COMMAND, (command: string) => `${command}${flag}`);
}

/** A command of ours up to its subcommand, with no memory named in what follows. */
const COMMAND =
  /(?<![\w-])dream (?:run|show|undo|sync|index|review(?: (?:list|show|accept|reject|later|edit|revive))?)(?![\w-])(?![^`]*--memory)/g;

function flagFor(folder: string, cwd: string): string {
  const near = relative(cwd, folder);
  const path = near === '' ? '.' : near.startsWith('..') ? folder : near;
  const plain = /^[\w./@%+,:\\-]+$/.test(path);
  return ` --memory ${plain ? path : `'${escapeLine(path).replaceAll("'", String.raw`'\''`)}'`}`;
}
