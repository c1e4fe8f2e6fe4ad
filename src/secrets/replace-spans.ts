// Typed placeholders in place of what was found. A placeholder is the same in every run and never a finding itself.
import type { Range } from './rule.ts';

/** A secret or a piece of personal data in a text. Spans of one text are sorted and do not overlap. */
export interface SecretSpan extends Range {
  /** What it is, such as `github-token` or `email`. */
  readonly id: string;
  /** Secrets must never be written; personal data is only replaced. */
  readonly kind: 'secret' | 'personal';
}

/** What stands in place of a span: `<secret:github-token>`, `<email>`. */
function placeholderOf(span: Pick<SecretSpan, 'id' | 'kind'>): string {
  return span.kind === 'secret' ? `<secret:${span.id}>` : `<${span.id}>`;
}

/** All placeholders already in a text, in order. */
export function findPlaceholders(text: string): readonly Range[] {
  if (!text.includes('<')) return [];
  const found: Range[] = [];
  for (const match of text.matchAll(/<(?:(?:secret|personal):[a-z0-9-]{1,40}|email|phone|card|iban|ip|user)>/g)) {
    found.push({ start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/**
 * The text with each span replaced by its placeholder; everything else stays as it is.
 * @param spans sorted, not overlapping
 */
export function replaceSpans(text: string, spans: readonly SecretSpan[]): string {
  if (spans.length === 0) return text;
  let result = '';
  let done = 0;
  for (const span of spans) {
    result += text.slice(done, span.start) + placeholderOf(span);
    done = span.end;
  }
  return result + text.slice(done);
}
