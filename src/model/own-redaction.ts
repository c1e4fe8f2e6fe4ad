// What the people of a memory want redacted besides what dream knows, and what they want left alone: `redact:` of
// dream.yaml. It comes with a clone, so it can name exact values only, never switch scanning off.

/** A rule of one's own, compiled with an engine that takes linear time. */
export interface OwnRule {
  /** As it stands in the placeholder: `<secret:id>`, `<personal:id>`. */
  readonly id: string;
  readonly kind: 'secret' | 'personal';
  /** All places in a text, in order, none of them empty; in UTF-16 code units. */
  readonly find: (text: string) => readonly { readonly start: number; readonly end: number }[];
}

export interface OwnRedaction {
  readonly rules: readonly OwnRule[];
  /** Values that may stay: as they are, `sha256:<hex>` of them, or `@domain` of addresses. */
  readonly allow: ReadonlySet<string>;
  /** Names the rules and the list in records of sessions: what was read under others is read again. Empty for none. */
  readonly version: string;
}

/** Nothing of one's own. */
export const NO_OWN_REDACTION: OwnRedaction = { rules: [], allow: new Set(), version: '' };
