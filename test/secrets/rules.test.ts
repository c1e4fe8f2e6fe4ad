// Every rule finds its hits, leaves its misses alone, and is linear on hostile text.
import { cpuTime } from '../helpers/cpu-time.ts';
import { describe, expect, it } from 'vitest';
import { matchRule } from '../../src/secrets/rule.ts';
import { RULES, rulesFor } from '../../src/secrets/rules/index.ts';

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
        const start = cpuTime();
        matchRule(rule, text);
        const spent = cpuTime() - start;
        if (spent > 1_000) slow.push(`${rule.id}: ${Math.round(spent)} ms on ${JSON.stringify(seed.slice(0, 40))}`);
      }
    }
    expect(slow).toEqual([]);
  });
});
