// Every rule finds its hits, leaves its misses alone, and is linear on hostile text.
import { check } from 'recheck';
import { describe, expect, it } from 'vitest';
import { matchRule } from '../../src/secrets/rule.ts';
import { RULES, rulesFor } from '../../src/secrets/rules/index.ts';

/** Vendor tokens differ in their literal beginning only: one of each shape is enough. */
function shapeOf(source: string): string {
  return source.replace(/^(\(\?<!\[A-Za-z0-9\]\))[\w.~\\-]+(\[.*\])\{[\d,]+\}/, '$1$2');
}

const named = RULES.map((rule, index) => ({ name: `${rule.id} (rule ${index})`, rule }));

describe.each(named)('$name', ({ rule }) => {
  it('finds its hits', () => {
    expect(rule.hits.length).toBeGreaterThan(0);
    for (const hit of rule.hits) {
      expect(rulesFor(hit.text).map((asked) => asked.rule)).toContain(rule);
      expect(matchRule(rule, hit.text).map(({ start, end }) => hit.text.slice(start, end))).toContain(hit.secret);
    }
  });

  it('leaves its misses alone', () => {
    expect(rule.misses.length).toBeGreaterThan(0);
    for (const text of rule.misses) {
      expect(matchRule(rule, text).map(({ start, end }) => text.slice(start, end))).toEqual([]);
    }
  });
});

describe('hostile text', () => {
  const patterns = [...new Map(RULES.map((rule) => [shapeOf(rule.pattern.source), rule.pattern])).values()];

  it('holds no pattern that backtracks', { timeout: 300_000 }, async () => {
    const unsafe: string[] = [];
    for (const pattern of patterns) {
      const verdict = await check(pattern.source, pattern.flags.replace('g', ''), { timeout: 60_000 });
      if (verdict.status !== 'safe') unsafe.push(`${verdict.status}: ${pattern.source}`);
    }
    expect(unsafe).toEqual([]);
  });

  it('costs little on 64 kB of what a rule begins with', () => {
    const slow: string[] = [];
    for (const rule of RULES) {
      const seeds = [
        ...rule.hits.flatMap((hit) => [hit.text, hit.secret, hit.text.slice(0, 8), hit.secret.slice(0, 4)]),
        ...rule.misses,
        'a',
        '1',
        ' ',
        '/',
        'a.',
        'A1 ',
        'a@',
        ':',
        '$1$',
      ];
      for (const seed of seeds) {
        const text = seed.repeat(Math.ceil(65_536 / seed.length)).slice(0, 65_536);
        let best = Number.POSITIVE_INFINITY;
        for (let round = 0; round < 3 && best > 50; round += 1) {
          const start = performance.now();
          matchRule(rule, text);
          best = Math.min(best, performance.now() - start);
        }
        if (best > 50) slow.push(`${rule.id}: ${Math.round(best)} ms on ${JSON.stringify(seed.slice(0, 40))}`);
      }
    }
    expect(slow).toEqual([]);
  });
});
