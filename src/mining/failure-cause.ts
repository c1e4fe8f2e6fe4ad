// One name for one cause of failure, however it was worded and whatever it hit.
import { maskVariableParts } from '../text/mask.ts';
import type { ShellCommand } from '../text/shell-command.ts';
import type { FailureText } from './failure-text.ts';

/** Shells word it differently, but it is one thing: there is no such program. */
const NO_PROGRAM = /command not found|is not recogni[sz]ed as|:\s{1,3}not found$/i;
/** The same where the shell does not even say what is missing. */
const BARE_NO_PROGRAM = /^(?:(?:command )?not found|no such file or directory|is not recogni[sz]ed as.{0,80})[.!]?$/i;
const MAX_WORDS = 40;

// Causes that are one whatever command ran into them: each has one key of its own.

/** A line written for the Windows command line that a Unix shell was given. */
export const WINDOWS_KEY = 'shell|written for Windows';
const ARGUMENT = '|without argument ';
const IMPORT_KEY = 'shell|relative import in ';
const UNRESOLVED =
  /(?:resolve import|cannot find module|can't resolve|could not resolve) ["'](?:\.{1,2}\/[^"']{1,150})["'] (?:from|in) ["']([^"']{1,200})["']/i;

/** Key of calls of a tool that lacked an argument. */
export function argumentKey(tool: string, argument: string): string {
  return `${tool}${ARGUMENT}${argument}`;
}

/**
 * Key of a relative import that leads nowhere: the folder (two levels of it) whose file says so.
 * @param line the error, with paths of the project relative to it
 * @returns null when the line is no such error
 */
export function importKey(line: string): string | null {
  const file = UNRESOLVED.exec(line)?.[1]?.replace(/^\.\//, '');
  const folders = file?.split('/').slice(0, -1) ?? [];
  if (file === undefined || file.startsWith('/') || folders.length === 0) return null;
  return `${IMPORT_KEY}${folders.slice(0, 2).join('/')}`;
}

/** The folder of an import key, null for other keys. */
export function importFolder(key: string): string | null {
  return key.startsWith(IMPORT_KEY) ? key.slice(IMPORT_KEY.length) : null;
}

/** Whether a key says the whole cause, so that what was run does not count. */
export function isWholeCause(key: string): boolean {
  return key === WINDOWS_KEY || key.startsWith(IMPORT_KEY) || key.includes(ARGUMENT);
}

/**
 * Canonical name of a failure's cause: the program, and what it said without the words it was given.
 * `docker: 'pes' is not a docker command` and `docker: 'inage' is not…` are one.
 */
export function causeOf(failed: ShellCommand | null, failure: FailureText): string {
  if (failed === null) return `|${failure.signature}`;
  const program = isAddress(failed) ? '<address>' : failed.program;
  const missing = NO_PROGRAM.test(failure.line) && failure.line.includes(failed.program);
  if (missing || BARE_NO_PROGRAM.test(failure.line)) return `${program}|no such program`;
  return `${program}|${maskVariableParts(withoutOwnWords(failure.line, failed))}`;
}

/** An address that was run as if it were a program. */
function isAddress(failed: ShellCommand): boolean {
  return /:\/\/|@|<email>/.test(failed.called);
}

/** The line with every word of the command but its program taken out. */
function withoutOwnWords(line: string, failed: ShellCommand): string {
  const given = failed.words
    .slice(1, MAX_WORDS)
    .filter((word) => word.length > 1)
    .sort((a, b) => b.length - a.length);
  let masked = line;
  for (const word of given) masked = masked.replaceAll(`'${word}'`, "'<given>'").replaceAll(`"${word}"`, '"<given>"');
  return masked
    .split(' ')
    .map((part) => (given.includes(part.replaceAll(/^["'`‘(]|["'`’).,:;?]{1,3}$/g, '')) ? '<given>' : part))
    .join(' ');
}
