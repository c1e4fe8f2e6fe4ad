// All rules of ours, the most specific first: where several find the same text, the first names it.
import type { Rule } from '../rule.ts';
import { ASSIGNMENTS } from './assignments.ts';
import { CREDENTIAL_FILES } from './credential-files.ts';
import { HEADERS_AND_URLS } from './headers-and-urls.ts';
import { PERSONAL_DATA } from './personal-data.ts';
import { STRUCTURED_TOKENS } from './tokens.ts';
import { vendorRulesIn, VENDOR_TOKENS } from './vendor-tokens.ts';

export const RULES: readonly Rule[] = [
  ...CREDENTIAL_FILES,
  ...VENDOR_TOKENS,
  ...STRUCTURED_TOKENS,
  ...HEADERS_AND_URLS,
  ...ASSIGNMENTS,
  ...PERSONAL_DATA,
];

const ranks = new Map(RULES.map((rule, rank) => [rule, rank]));
const vendors = new Set(VENDOR_TOKENS);
const others = RULES.filter((rule) => !vendors.has(rule));

const KEYWORDS = [...new Set(others.flatMap((rule) => rule.keywords))];

/** The rules that can find something in a text, with their place in the order. */
export function rulesFor(text: string): readonly { readonly rule: Rule; readonly rank: number }[] {
  const lower = text.toLowerCase();
  const present = new Set(KEYWORDS.filter((keyword) => lower.includes(keyword)));
  const asked = others.filter((rule) => rule.keywords.length === 0 || rule.keywords.some((word) => present.has(word)));
  return [...vendorRulesIn(text), ...asked].map((rule) => ({ rule, rank: ranks.get(rule) ?? RULES.length }));
}
