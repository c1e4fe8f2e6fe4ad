// `npm run prove:regex`: proves what is new or changed among the regular expressions and keeps the verdicts.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/regex/prove-new.ts'], testTimeout: 3_600_000, hookTimeout: 120_000 },
});
