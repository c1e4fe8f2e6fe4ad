import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointSameWay, polarityOf } from '../../src/text/polarity.ts';
import { diceSimilarity, isOneEditApart, jaccardSimilarity, wordsOf } from '../../src/text/similarity.ts';
import { projectFolder, slugOf } from '../../src/text/slug.ts';

describe('slugs', () => {
  it('are made of titles', () => {
    expect(slugOf('Run `bun` directly; rtk has no bun sub-command', 'x')).toBe(
      'run-bun-directly-rtk-has-no-bun-sub-command',
    );
    expect(slugOf('Änderungen: ÉTÉ', 'x')).toBe('anderungen-ete');
    expect(slugOf('常に', 'pitfall-1a')).toBe('pitfall-1a');
    expect(slugOf('con', 'x')).toBe('con-playbook');
    expect(projectFolder('PackmindHub/context.evaluator')).toBe('packmindhub--context-evaluator');
    expect(projectFolder('../..')).toBe('unknown');
  });

  it('can never leave their folder (property)', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (title) => {
        expect(slugOf(title, 'fallback')).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/);
        expect(projectFolder(title)).toMatch(/^[a-z0-9][a-z0-9-]{0,119}$/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('similarity', () => {
  it('counts common words', () => {
    expect(diceSimilarity(['a', 'b', 'b'], ['b', 'b', 'c'])).toBeCloseTo(4 / 6);
    expect(jaccardSimilarity(new Set(['a', 'b']), new Set(['b', 'c']))).toBeCloseTo(1 / 3);
    expect(wordsOf('Use `pnpm run test:unit`, 不要 npm!')).toEqual([
      'use',
      'pnpm',
      'run',
      'test:unit',
      '不',
      '要',
      'npm',
    ]);
  });

  it('knows typing mistakes', () => {
    expect(isOneEditApart('commit', 'comit')).toBe(true);
    expect(isOneEditApart('commit', 'cmomit')).toBe(true);
    expect(isOneEditApart('commit', 'commits')).toBe(true);
    expect(isOneEditApart('commit', 'submit')).toBe(false);
  });
});

describe('polarity', () => {
  const same = (a: string, b: string): boolean => pointSameWay(polarityOf(a), polarityOf(b));
  it('tells a rule from its opposite, which shares all its words', () => {
    expect(same('Use pnpm, not npm', 'Use npm, not pnpm')).toBe(false);
    expect(same('Use pnpm instead of npm', 'Use npm instead of pnpm')).toBe(false);
    expect(same('Always push to main', 'Never push to main')).toBe(false);
    expect(same('Use pnpm, not npm', 'Please use pnpm and not npm')).toBe(true);
    expect(same('Write times in UTC', 'Always write times in UTC')).toBe(true);
  });
});
