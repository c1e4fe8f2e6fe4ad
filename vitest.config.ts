import { defineConfig } from 'vitest/config';
import LongestFirst from './test/helpers/longest-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    // The default leaves a core idle, which on two cores is half of the machine.
    maxWorkers: '100%',
    setupFiles: ['test/helpers/fixed-seed.ts'],
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/helpers/shared-folder.ts'],
    // For what hangs only: a machine that is busy with other things fails no test.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
