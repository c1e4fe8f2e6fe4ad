// What went wrong with a git command, as a sentence and what to do.
import { DreamError } from '../errors.ts';

/** The error of a git command that failed, with git's own words. */
export function gitFailed(command: string, output: { readonly code: number; readonly stderr: string }): DreamError {
  const words = firstLine(output.stderr) || `exit code ${output.code}`;
  const full = /No space left|Out of diskspace|Disk quota/i.test(output.stderr);
  const again = 'run the command again; it finishes or takes back what was begun.';
  return new DreamError('failed', `git ${command} failed: ${words.replace(/\.$/, '')}.`, {
    hints: [full ? `Free some disk space and ${again}` : `See what git says there, and ${again}`],
  });
}

/** The error of a git command that succeeded with an answer no git gives: nothing is done on the strength of it. */
export function makesNoSense(command: string): DreamError {
  return new DreamError('failed', `git ${command} gave an answer that makes no sense.`, {
    hints: ['See whether the `git` in PATH is the real one, and run the command again.'],
  });
}

/** Git's own words about what went wrong, without their prefix; the first line of anything else. */
export function firstLine(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const line = lines.find((line) => /^(?:fatal|error):/.test(line)) ?? lines[0] ?? '';
  return line.replace(/^(?:fatal|error): /, '').slice(0, 300);
}
