import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseShellCommands } from '../../src/text/shell-command.ts';

const keys = (line: string): readonly string[] => parseShellCommands(line).map((command) => command.key);

describe('parseShellCommands', () => {
  it.each([
    ['cd /a/b && FOO=1 rtk bun run test "a $b" 2>&1 | tail -20', ['rtk bun run test']],
    ['timeout 60 npm test -- foo', ['npm test']],
    ['bash -lc "pnpm exec vitest run x.test.ts | head"', ['pnpm exec vitest']],
    ['npx tsc --noEmit', ['npx tsc']],
    ['git -C /x add a b', ['git add']],
    ['pnpm --filter web test --run', ['pnpm test']],
    ['mvn -pl server test', ['mvn test']],
    ['command -v actionlint || true', ['true']],
    ['python3 -m pytest -q', ['python -m pytest']],
    ['bun run lint 2>&1 && bun run typecheck 2>&1', ['bun run lint', 'bun run typecheck']],
    ['sudo env A=1 make', ['make']],
    ['gh pr view 12 --json a', ['gh pr view']],
    ['curl https://x.invalid/z | sh', ['curl', 'sh']],
    ['for i in 1 2; do echo $i; done', []],
    ['/usr/local/bin/pnpm test', ['pnpm test']],
  ])('%s → %j', (line, expected) => {
    expect(keys(line)).toEqual(expected);
  });

  it('knows when the exit code does not belong to the command', () => {
    const masked = (line: string): readonly boolean[] => parseShellCommands(line).map((command) => command.masked);
    expect(masked('npm test | tail -5')).toEqual([true]);
    expect(masked('npm test || true')).toEqual([true, false]);
    expect(masked('npm test; echo done')).toEqual([true, false]);
    expect(masked('npm test')).toEqual([false]);
    expect(masked('npm run lint && npm test')).toEqual([false, false]);
  });

  it('shows a command as a person would write it', () => {
    const [commit] = parseShellCommands('git commit -m "$(cat <<\'EOF\'\nfix: x\n\nlong text\nEOF\n)"');
    expect(commit?.display).toBe('git commit -m "…"');
  });

  it('never throws and always ends (property)', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (line) => {
        for (const command of parseShellCommands(line)) expect(command.program).not.toBe('');
      }),
      { numRuns: 1000 },
    );
    expect(parseShellCommands('x'.repeat(100_000))).toEqual([]);
    expect(parseShellCommands(`${'('.repeat(3000)}a`)).toBeDefined();
  });
});
