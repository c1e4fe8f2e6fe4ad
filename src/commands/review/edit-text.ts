// Lets a person edit a text in their own editor.
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Environment } from '../../config/environment.ts';
import { DreamError } from '../../errors.ts';
import { inTemporaryFolder } from '../temporary-folder.ts';

/**
 * Opens a text in the editor that VISUAL or EDITOR names and waits until it is closed.
 * @returns the text as it was saved
 * @throws DreamError usage when no editor is set, failed when it could not be used
 */
export async function editText(text: string, environment: Environment): Promise<string> {
  const { editor, temporaryFolder } = environment;
  if (editor === null) {
    throw new DreamError(
      'usage',
      'No editor is set: set VISUAL or EDITOR, or use `dream review edit <change> --file <file>`.',
    );
  }
  return inTemporaryFolder(temporaryFolder, 'dream-edit-', async (folder) => {
    const file = join(folder, 'playbook.md');
    await writeFile(file, text, { mode: 0o600 });
    await openEditor(editor, file);
    return readFile(file, 'utf8');
  });
}

/** The variable is a command line of the user's own, `code --wait` say, and runs in a shell, as git does it; the file's name is ours. */
async function openEditor(editor: string, file: string): Promise<void> {
  const child =
    process.platform === 'win32'
      ? spawn(`${editor} "${file}"`, { shell: true, stdio: 'inherit' })
      : // With a trap the shell outlives an interrupt that the editor takes for a command of its own.
        spawn('sh', ['-c', `trap : INT; ${editor} "$@"`, 'editor', file], { stdio: 'inherit' });
  await new Promise<void>((resolve, reject) => {
    child.on('error', (error) =>
      reject(new DreamError('failed', `The editor could not be started: ${error.message}.`, { cause: error })),
    );
    child.on('close', (code) => {
      if (code === 0) resolve();
      else
        reject(new DreamError('failed', `The editor ended with ${code === null ? 'a signal' : `exit code ${code}`}.`));
    });
  });
}
