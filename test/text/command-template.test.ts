import { describe, expect, it } from 'vitest';
import { purposeOf } from '../../src/text/command-purpose.ts';
import { templateOf } from '../../src/text/command-template.ts';

describe('templateOf', () => {
  it.each([
    ['gh run watch 27682786059 --exit-status', 3, 'gh run watch <id> --exit-status'],
    ['bun test src/shared/a/b.test.ts', 2, 'bun test src/<path>.test.ts'],
    ['python -m pytest tests/unit/test_a.py::test_b -x', 3, 'python -m pytest tests/<path>.py::<name> -x'],
    ['go test ./... -run TestTides', 2, 'go test ./... -run <name>'],
    ['git commit -m "any words"', 2, 'git commit -m "<message>"'],
    ['git add src/a.ts src/b.ts', 2, 'git add <file>'],
    ['gh pr merge 754 --repo acme/web --squash', 3, 'gh pr merge <n> --repo acme/web --squash'],
    ['cd web && npm run build', 3, 'cd web && npm run build'],
    ['tool sync /home/<user>/data/', 2, 'tool sync <folder>'],
    ['npm view @acme/core dist-tags', 2, 'npm view <package> dist-tags'],
    ['git show 84b5be2', 2, 'git show <commit>'],
    ['bundle exec rspec spec/user_spec.rb:42', 3, 'bundle exec rspec spec/<path>_spec.rb'],
  ])('opens what varies in %s', (display, fixed, open) => {
    expect(templateOf(display, fixed)?.open).toBe(open);
  });

  it('gives up on what is computed when it runs', () => {
    expect(templateOf('git push origin $(git branch --show-current)', 2)).toBeNull();
  });
});

describe('purposeOf', () => {
  it.each([
    ['bun test src/<path>.test.ts', 'run one test file'],
    ['cargo clippy --all-targets', 'lint'],
    ['npx tsc --noEmit', 'check types'],
    ['./gradlew :app:test --tests "<name>"', 'run tests by name'],
    ['python scripts/check.py --strict', 'check everything'],
    ['cd web && pnpm -F api exec prisma migrate dev', 'migrate the database'],
    ['gh run view <id> --log-failed', 'read the log of a CI run'],
  ])('knows what %s is for', (command, phrase) => {
    expect(purposeOf(command)?.phrase).toBe(phrase);
  });

  it.each(['edit test.md', 'mytool frobnicate', 'ssh host uptime'])('does not guess for %s', (command) => {
    expect(purposeOf(command)).toBeNull();
  });
});
