// What does an error of the file system mean? Only its code is asked, never its words.
import { DreamError, messageOf } from '../errors.ts';

/** The code of a system error such as `ENOENT`; empty for anything else. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** What a system says when a file cannot be written, and what a person can do about it. */
const UNWRITABLE: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some disk space',
  EDQUOT: 'Free some of your disk quota',
  EROFS: 'Make its file system writable',
  EACCES: 'See that you may write there',
  EPERM: 'See that you may write there',
};

/** Whether the disk or its owner refuses, which is nobody's mistake here. */
export function isUnwritable(error: unknown): boolean {
  return Object.hasOwn(UNWRITABLE, codeOf(error));
}

/** For `catch`: the error of a file that could not be written, as a sentence where the disk or its owner refuses. */
export function unwritable(file: string): (error: unknown) => never {
  return (error) => {
    const advice = UNWRITABLE[codeOf(error)];
    if (advice === undefined) throw error;
    throw new DreamError('failed', `The file ${file} cannot be written: ${messageOf(error)}.`, {
      hints: [`${advice} and run the command again; it finishes or takes back what was begun.`],
      cause: error,
    });
  };
}

/** For `catch`: a value in place of a file that is not there. */
export function whenAbsent<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return value;
    throw error;
  };
}
