// Patterns of `redact.rules` compiled. The only door to re2js, an engine that never backtracks: a pattern that somebody
// puts into a shared file must not be able to stop a run. Loaded only when there are rules.
import { RE2JS } from 're2js';
import type { OwnRule } from '../model/own-redaction.ts';

export interface RuleSettings {
  readonly id: string;
  readonly pattern: string;
  readonly kind?: 'secret' | 'personal' | undefined;
  readonly flags?: string | undefined;
}

/** Instructions of a compiled pattern; `(a{1000}){1000}` would have a million. */
const MAX_PROGRAM = 5_000;
const FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

/** @returns the rule, or in a few words why it cannot be one */
export function compileRule({ id, pattern, kind, flags }: RuleSettings): OwnRule | string {
  let bits = 0;
  for (const flag of flags ?? '') bits |= FLAGS[flag] ?? 0;
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern, bits);
  } catch (error) {
    // the message repeats the pattern, which may be what is to be hidden
    const why = error instanceof Error ? (/: ([a-z() ]{4,60})(?::|$)/.exec(error.message)?.[1] ?? '') : '';
    return `is no pattern that RE2 knows${why === '' ? '' : ` (${why})`}; it has no look-around and no back-references`;
  }
  if (compiled.matcher('').find()) return 'matches the empty text, so it would match everywhere';
  if (compiled.programSize() > MAX_PROGRAM) return 'is too large once its repeats are written out';
  return {
    id,
    kind: kind ?? 'secret',
    find: (text) => {
      const found: { start: number; end: number }[] = [];
      const matcher = compiled.matcher(text);
      while (matcher.find()) {
        // `\b` or `x*` match nothing at some places of some texts
        if (matcher.end() > matcher.start()) found.push({ start: matcher.start(), end: matcher.end() });
      }
      return found;
    },
  };
}
