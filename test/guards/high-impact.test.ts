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
