// All rules of ours, the most specific first: where several find the same text, the first names it.
import type { Rule } from '../rule.ts';
import { ASSIGNMENTS } from './assignments.ts';
import { CREDENTIAL_FILES } from './credential-files.ts';
import { HEADERS_AND_URLS } from './headers-and-urls.ts';
import { NAMED_VENDORS } from './named-vendors.ts';
import { PERSONAL_DATA } from './personal-data.ts';
import { STRUCTURED_TOKENS } from './tokens.ts';
import { vendorRulesIn, VENDOR_TOKENS } from './vendor-tokens.ts';

export const RULES: readonly Rule[] = [
  ...CREDENTIAL_FILES,
  ...VENDOR_TOKENS,
  ...STRUCTURED_TOKENS,
  ...NAMED_VENDORS,
  ...HEADERS_AND_URLS,
  ...ASSIGNMENTS,
  ...PERSONAL_DATA,
];

const ranks = new Map(RULES.map((rule, rank) => [rule, rank]));
const shapes = new Set(VENDOR_TOKENS);
const others = RULES.filter((rule) => !shapes.has(rule));

const PERSONAL = others.filter((rule) => rule.kind === 'personal');

/**
 * The rules that can find something in a text, with their place in the order.
 * @param wanted which kind of rules is asked
 */
export function rulesFor(
  text: string,
  wanted: 'all' | 'secrets' | 'personal' = 'all',
): readonly { readonly rule: Rule; readonly rank: number }[] {
  const lower = text.toLowerCase();
  // asked one by one, as a common word spares the search for a rare one
  const known = new Map<string, boolean>();
  const has = (keyword: string): boolean => {
    const before = known.get(keyword);
    if (before !== undefined) return before;
    const found = lower.includes(keyword);
    known.set(keyword, found);
    return found;
  };
  const asked = (wanted === 'personal' ? PERSONAL : others).filter(
    (rule) =>
      (wanted !== 'secrets' || rule.kind === 'secret') && (rule.keywords.length === 0 || rule.keywords.some(has)),
  );
  const vendors = wanted === 'personal' ? [] : vendorRulesIn(text);
  return [...vendors, ...asked].map((rule) => ({ rule, rank: ranks.get(rule) ?? RULES.length }));
}
