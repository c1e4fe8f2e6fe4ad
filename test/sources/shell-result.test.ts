// What exit code 1 of a shell line means: the answer of its last program, or a failure.
import { describe, expect, it } from 'vitest';
import { shellStatus } from '../../src/sources/shell-result.ts';

describe('exit code 1 is an answer', () => {
  it.each([
    ['rg x src', ''],
    ['rg x src | head -20', ''],
    ['rg x src -n 2>/dev/null | sort | uniq', ''],
    ['grep foo a b | wc -l', '0'],
    ['grep a\\|b notes.md', ''],
    ['rg foo src # first try; more later', ''],
    ['cd app && grep -c foo notes.md', '0'],
    ['echo "--- a"; grep foo a; echo "--- b"; grep foo b', '--- a\nfoo\n--- b'],
    ['git -C app grep foo', ''],
    ['git diff --quiet && echo clean', ''],
    ['cd app && git diff --exit-code', 'diff --git a/x b/x\n@@ -1 +1 @@\n-a\n+b'],
    ['diff a b', '1c1\n< a\n---\n> b'],
    ['[ -f x ] && echo yes', ''],
    ['npm test > log 2>&1 && grep -q failed log', ''],
  ])('%s', (command, output) => {
    expect(shellStatus(command, 1, true, output)).toBe('ok');
  });
});

describe('exit code 1 is a failure', () => {
  it.each([
    ['npm test', ''],
    ['npm test | head', ''],
    ['npm test && grep x log', 'FAIL a.test.ts'],
    ['npm test && diff a b', 'FAIL a.test.ts'],
    ['set -e; npm run build; grep -q x log', 'src/a.ts: not assignable'],
    ['set -euo pipefail\nnpm run build\ntest -f out', 'src/a.ts: not assignable'],
    ['make all; test -f out', 'make: *** [all] Error 1'],
    ['test -f x && cat x', 'cat: x: Permission denied'],
    ['grep -q x log; npm test', ''],
    ['git commit -m "grep"', ''],
  ])('%s', (command, output) => {
    expect(shellStatus(command, 1, true, output)).toBe('failed');
  });

  it('as is any other code', () => {
    expect(shellStatus('grep x missing.txt', 2, true, 'grep: missing.txt: No such file or directory')).toBe('failed');
  });
});
