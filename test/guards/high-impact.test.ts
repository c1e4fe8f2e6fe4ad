import { describe, expect, it } from 'vitest';
import { findHighImpact, HIGH_IMPACT_RULES } from '../../src/guards/high-impact.ts';

describe.each(HIGH_IMPACT_RULES)('high impact: $name', (rule) => {
  it.each(rule.hits)('hits %s', (text) => {
    expect(findHighImpact(text)).toContain(rule.name);
  });
  it.each(rule.misses)('misses %s', (text) => {
    expect(findHighImpact(text)).not.toContain(rule.name);
  });
});

it('asks about a whole playbook of hostile text in about a second', () => {
  const hostile = ['|/', '/a', 'curl ', 'git -c ', '`', '`a ', '${A', 'never tell ', 'npm install ', '\u200D'];
  const started = performance.now();
  for (const text of hostile) findHighImpact(`\`|${text.repeat(8_000 / text.length)}\``);
  expect(performance.now() - started).toBeLessThan(hostile.length * 1_000);
});
