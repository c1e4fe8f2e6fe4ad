// The program as it is now, compiled once for all test files that start it in processes of its own.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inject } from 'vitest';

const PROJECT = resolve(import.meta.dirname, '../..');
/** Far more than compiling takes, in milliseconds. */
const PATIENCE = 600_000;

/**
 * Compiles the program, or waits until another test file has.
 * @returns the folder of the package: `dist/`, `bin/`, `templates/`; nobody may change what is in it
 */
export function compileProgram(): string {
  const shared = inject('sharedFolder');
  const [folder, failed] = [join(shared, 'program'), join(shared, 'failed')];
  try {
    // Only one can make it.
    mkdirSync(join(shared, 'compiling'));
  } catch {
    const end = Date.now() + PATIENCE;
    while (!existsSync(folder)) {
      if (existsSync(failed) || Date.now() > end) throw new Error('another test file could not compile the program');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
    return folder;
  }
  const unfinished = join(shared, 'unfinished');
  const tsc = join(PROJECT, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '-p', 'tsconfig.build.json', '--outDir', join(unfinished, 'dist')];
  try {
    execFileSync(process.execPath, args, { cwd: PROJECT, stdio: 'pipe' });
  } catch (error) {
    // Types are checked elsewhere; here only the code that comes out counts.
    if (!existsSync(join(unfinished, 'dist/cli.js'))) {
      writeFileSync(failed, '');
      throw error;
    }
  }
  for (const name of ['bin', 'package.json', 'templates'])
    cpSync(join(PROJECT, name), join(unfinished, name), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(unfinished, 'node_modules'));
  renameSync(unfinished, folder);
  return folder;
}
