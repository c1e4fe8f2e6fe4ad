// What does an error of the file system mean? Only its code is asked, never its words.

/** The code of a system error such as `ENOENT`; empty for anything else. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** For `catch`: a value in place of a file that is not there. */
export function whenAbsent<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return value;
    throw error;
  };
}
