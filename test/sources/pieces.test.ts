// Files that name each other are one session, whatever their order.
import { cpuTime } from '../helpers/cpu-time.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { opencode } from '../../src/sources/formats/opencode.ts';
import type { Piece } from '../../src/sources/pieces.ts';
import { PieceGroups } from '../../src/sources/pieces.ts';

function pieceOf(name: string): Piece {
  return { file: { path: `/logs/${name}`, label: name, bytes: 1, modifiedMs: 0 }, contentHash: name, bytes: 1 };
}

/** The groups of files that names tie together, by trying all pairs until nothing changes. */
function tied(files: readonly (readonly string[])[]): readonly (readonly number[])[] {
  const group = files.map((_, index) => index);
  for (let changed = true; changed;) {
    changed = false;
    for (const [one, names] of files.entries()) {
      for (const [other, others] of files.entries()) {
        const lower = Math.min(group[one] ?? 0, group[other] ?? 0);
        if (group[one] === group[other] || !names.some((name) => others.includes(name))) continue;
        group[one] = lower;
        group[other] = lower;
        changed = true;
      }
    }
  }
  return [...new Set(group)].map((root) => [...files.keys()].filter((index) => group[index] === root));
}

describe('pieces of a session', () => {
  it('are those that share a name, directly or through others, in the order of the files', () => {
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(names, { maxLength: 12 }), (files) => {
        const groups = new PieceGroups();
        for (const [index, one] of files.entries()) groups.add(opencode, one, pieceOf(String(index)));
        const found = groups.wholes().map(({ pieces }) => pieces.map(({ contentHash }) => Number(contentHash)));
        expect(found).toEqual(tied(files));
      }),
    );
  });

  it('are found in no time when a hundred thousand files hang together', () => {
    const started = cpuTime();
    const groups = new PieceGroups();
    for (let index = 0; index < 100_000; index += 1)
      groups.add(opencode, [`a${index}`, `a${index + 1}`], pieceOf(String(index)));
    expect(groups.wholes().map(({ pieces }) => pieces.length)).toEqual([100_000]);
    expect(cpuTime() - started).toBeLessThan(10_000);
  });
});
