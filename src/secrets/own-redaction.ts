// The rules and the allow-list of this memory, in force for every scan of the process: one place, so that no door can be
// left without them.
import { createHash } from 'node:crypto';
import type { OwnRedaction } from '../model/own-redaction.ts';
import { NO_OWN_REDACTION } from '../model/own-redaction.ts';
import type { SecretSpan } from './replace-spans.ts';

let own: OwnRedaction = NO_OWN_REDACTION;
let letThrough = new Set<string>();

/** Puts rules and an allow-list in force, in place of those before. */
export function useOwnRedaction(redaction: OwnRedaction): void {
  own = redaction;
  letThrough = new Set();
}

/** How many different values the allow-list let through since it was put in force. */
export function countLetThrough(): number {
  return letThrough.size;
}

/** What rules of one's own find in a text that is scanned alone: a pattern may run to its end. */
export function findWithOwnRules(text: string, wanted: 'all' | 'secrets' | 'personal'): readonly SecretSpan[] {
  return own.rules
    .filter((rule) => wanted === 'all' || (rule.kind === 'secret') === (wanted === 'secrets'))
    .flatMap(({ id, kind, find }) =>
      find(text).map((range) => ({ ...range, id: kind === 'secret' ? id : `personal:${id}`, kind })),
    );
}

/** Whether a value that was found is on the allow-list: word for word, by its hash, or an address by its domain. */
export function isAllowed(value: string, { id, kind }: Pick<SecretSpan, 'id' | 'kind'>): boolean {
  if (own.allow.size === 0) return false;
  const address = kind === 'personal' && id === 'email' ? /@[^@]+$/.exec(value.toLowerCase())?.[0] : undefined;
  const allowed =
    own.allow.has(value) ||
    own.allow.has(`sha256:${createHash('sha256').update(value).digest('hex')}`) ||
    (address !== undefined && own.allow.has(address));
  if (allowed) letThrough.add(value);
  return allowed;
}
