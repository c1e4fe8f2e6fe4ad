// One folder for all test files of a run, gone when the last of them has ended: for what is slow to make and never changed.
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    sharedFolder: string;
  }
}

export default function setup({ provide }: TestProject): () => void {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dream-shared-')));
  // Some tests run what is in it as someone else.
  chmodSync(folder, 0o755);
  provide('sharedFolder', folder);
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
