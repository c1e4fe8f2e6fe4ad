import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedSequences, mineSequences } from '../../src/mining/frequent-sequences.ts';

const limits = { minSupport: 2, maxLength: 4, maxGap: 1, maxWork: 1_000_000 };

/** Whether items occur in order with at most `gap` others between neighbours: the definition, by brute force. */
function occurs(items: readonly string[], sequence: readonly string[], gap: number): boolean {
  function from(at: number, next: number): boolean {
    if (next === items.length) return true;
    for (let place = at + 1; place <= at + 1 + gap; place += 1) {
      if (sequence[place] === items[next] && from(place, next + 1)) return true;
    }
    return false;
  }
  return sequence.some((item, at) => item === items[0] && from(at, 1));
}

describe('mineSequences', () => {
  it('finds what occurs in order, counting each group once', () => {
    const found = mineSequences(
      [
        { group: 's1', items: ['test', 'lint', 'commit', 'test', 'lint'] },
        { group: 's2', items: ['test', 'x', 'lint', 'commit'] },
        { group: 's3', items: ['lint', 'test'] },
      ],
      limits,
    );
    const texts = found.map((one) => `${one.items.join(' ')}: ${one.groups.length}`);
    expect(texts).toContain('test lint commit: 2');
    expect(texts).toContain('test lint: 2');
    expect(texts).not.toContain('lint test: 1');
  });

  it('agrees with brute force (property)', () => {
    const sequences = fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 }), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(sequences, (lists) => {
        const input = lists.map((items, index) => ({ group: `s${index}`, items }));
        const found = new Map(mineSequences(input, limits).map((one) => [one.items.join(''), one.groups.length]));
        const items = ['a', 'b', 'c', 'd'];
        const candidates = items.flatMap((a) =>
          items.flatMap((b) =>
            b === a ? [] : [[a, b], ...items.filter((c) => c !== a && c !== b).map((c) => [a, b, c])],
          ),
        );
        for (const candidate of candidates) {
          const support = lists.filter((list) => occurs(candidate, list, limits.maxGap)).length;
          expect(found.get(candidate.join('')) ?? 0).toBe(support >= 2 ? support : 0);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('closedSequences', () => {
  it('leaves out what a longer sequence says with the same support', () => {
    const found = mineSequences(
      [
        { group: 's1', items: ['test', 'lint', 'commit'] },
        { group: 's2', items: ['test', 'lint', 'commit'] },
        { group: 's3', items: ['test', 'lint'] },
      ],
      limits,
    );
    expect(closedSequences(found).map((one) => `${one.items.join(' ')}: ${one.groups.length}`)).toEqual([
      'test lint: 3',
      'test lint commit: 2',
    ]);
  });
});
