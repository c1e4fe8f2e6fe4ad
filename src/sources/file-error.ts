// Why a file could not be read, in words without its path: findings are published with the ledger, paths of a machine are not.
import { messageOf } from '../errors.ts';

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'it is not there any more',
  ENOTDIR: 'it is not there any more',
  ELOOP: 'a link that leads nowhere',
  EIO: 'the disk reports an error',
  EISDIR: 'it is a folder',
  EMFILE: 'too many open files',
  ESTALE: 'it is not there any more',
};

/** A few words about an error of the file system. */
export function explainFileError(error: unknown): string {
  const code = fileErrorCode(error);
  if (code !== null) return WORDS[code] ?? code;
  return messageOf(error).slice(0, 200);
}

/** The system's code of an error, such as `ENOENT`, else null. */
function fileErrorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** True when the file was there and is gone. */
export function isGone(error: unknown): boolean {
  const code = fileErrorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ESTALE';
}
