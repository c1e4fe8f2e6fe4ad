// Why did it fail, as one of a few causes that everybody knows? From a closed list, so that a title can name the cause
// without a word of what the tool printed.

import type { FailureReason } from '../model/evidence.ts';

/** First match wins: what is more special comes first. */
const REASONS: readonly (readonly [FailureReason, RegExp])[] = [
  [
    'arguments',
    /called with invalid arguments|InputValidationError|SchemaError|invalid (?:tool )?(?:input|parameters)/i,
  ],
  ['tests', /\bno (?:tests?|specs?|test files|spec files)\b.{0,30}\b(?:found|ran|matched|to run)\b|found no tests?\b/i],
  [
    'network',
    /getaddrinfo|ENOTFOUND|EAI_AGAIN|network is unreachable|temporary failure in name resolution|could not resolve host|no such host/i,
  ],
  [
    'skill',
    /unknown (?:skill|tool|agent|subagent)|(?:skill|tool|agent)\b.{0,60}\b(?:not found|does not exist)|no such tool/i,
  ],
  [
    'variable',
    /\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b.{0,60}\b(?:not set|unset|missing|required|undefined|empty)|environment variable.{0,60}(?:not set|missing|required)/,
  ],
  [
    'blocked',
    /\bblocked\b|protected (?:directory|file|path)|not allowed by|denied by (?:hook|policy)|hook (?:blocked|denied)/i,
  ],
  ['terminal', /\btty\b|not a terminal|interactive (?:terminal|mode)|terminal prompts disabled|stdin is not/i],
  [
    'login',
    /\b40[13]\b|need auth|not logged in|log ?in (?:first|to)|authenticat|bad credentials|unauthori[sz]ed|permission to .{1,80} denied|could not read username/i,
  ],
  ['rights', /permission denied|not permitted|EACCES|EPERM|must be root|read-only file system/i],
  ['glob', /no matches found/i],
  [
    'option',
    /(?:unknown|unrecogni[sz]ed|unexpected|invalid|illegal|unsupported|bad) (?:option|argument|flag|switch)|is not expected in this context|no such option/i,
  ],
  [
    'script',
    /missing script|script not found|unknown (?:command|subcommand|task|target)|unrecogni[sz]ed (?:command|subcommand)|no rule to make target|is not in your \w{1,20}file/i,
  ],
  [
    'module',
    /cannot find (?:module|package)|module not found|no module named|could not resolve (?!host)|unresolved import|failed to resolve import/i,
  ],
  ['program', /command not found|is not recogni[sz]ed as|could not determine executable|not installed|: not found$/i],
  ['repository', /not a git repository/i],
  ['port', /EADDRINUSE|address already in use|port \d+ is (?:already )?in use|connection refused|ECONNREFUSED/i],
  ['time', /timed? ?out|interrupted|killed|SIGTERM|deadline exceeded/i],
  [
    'file',
    /no such file|ENOENT|EISDIR|is a directory|(?:path|file|directory)\b.{0,200}\b(?:does not exist|doesn't exist|not found)|can't (?:read|open)/i,
  ],
];

/** The cause behind an error line. */
export function reasonOf(error: string): FailureReason {
  return REASONS.find(([, pattern]) => pattern.test(error))?.[0] ?? 'other';
}
