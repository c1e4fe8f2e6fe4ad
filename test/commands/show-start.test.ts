// `dream show` starts quickly because it loads no library but the one that reads the command line. Which files come with
// it is read from their imports, so that no clock is needed to see one too many.
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../../src');

/** Packages that a file brings with it by its static imports, and through which files. */
function packagesOf(
  file: string,
  seen = new Map<string, string>(),
  found = new Map<string, string>(),
  via = '',
): Map<string, string> {
  if (seen.has(file)) return found;
  seen.set(file, via);
  const source = readFileSync(file, 'utf8');
  for (const [, clause = '', specifier = ''] of source.matchAll(/^(?:import|export) ([^'";]*?from )?'([^']+)'/gms)) {
    const names = /\{(.*)\}/s
      .exec(clause)?.[1]
      ?.split(',')
      .map((name) => name.trim()) ?? ['all'];
    if (clause.startsWith('type ') || names.filter(Boolean).every((name) => name.startsWith('type '))) continue;
    if (specifier.startsWith('.')) packagesOf(join(dirname(file), specifier), seen, found, `${file} < ${via}`);
    else if (!specifier.startsWith('node:')) found.set(specifier, `${file} < ${via}`.replaceAll(`${SRC}/`, ''));
  }
  return found;
}

describe('the start of dream show', () => {
  it.each(['cli.ts', 'commands/show/show.ts', 'store/open-store.ts', 'config/read-config.ts'])(
    'loads no library with %s',
    (file) => {
      expect(Object.fromEntries(packagesOf(join(SRC, file)))).toEqual({});
    },
  );

  it('would see one', () => {
    expect([...packagesOf(join(SRC, 'model/playbook.ts')).keys()].sort()).toEqual(['gray-matter', 'yaml', 'zod']);
  });
});
