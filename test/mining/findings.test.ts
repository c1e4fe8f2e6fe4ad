import { describe, expect, it } from 'vitest';
import { cpuTime } from '../helpers/cpu-time.ts';
import { wordEvidence } from '../../src/consolidation/word-evidence.ts';
import { findHookSteps, findRules, linesOf } from '../../src/mining/finding-lines.ts';
import { findingMiner } from '../../src/mining/findings.ts';
import type { ScreenedSession } from '../../src/model/session.ts';
import { session } from '../helpers/session.ts';
import { weighed } from '../helpers/weighed.ts';

type Parts = Parameters<typeof session>[1];

/** The same parts in sessions of different days. */
async function onDays(days: readonly number[], parts: (day: number) => Parts): Promise<readonly ScreenedSession[]> {
  return Promise.all(days.map((day) => session(`s${day}`, parts(day), { day })));
}

/** Titles and bodies of what findings became. */
function findingsOf(sessions: readonly ScreenedSession[]): readonly string[] {
  const { evidence } = weighed(sessions);
  return evidence.flatMap((one) => {
    if (one.claim.type !== 'finding') return [];
    const { title, body } = wordEvidence(one);
    return [`${title}\n${body}`];
  });
}

const BIOME = (file: string): string =>
  `src/${file}.ts:3:7 lint/suspicious/noExplicitAny ━━━━━━━━━━\n\n  × Unexpected any. Specify a different type.\n\nFound 1 error.`;

describe('findRules', () => {
  it.each([
    ['Biome', BIOME('a'), 'lint/suspicious/noExplicitAny', 'Unexpected any'],
    [
      'ESLint',
      '/x/a.js\n  3:7  error  Unexpected console statement  no-console',
      'no-console',
      'Unexpected console statement',
    ],
    ['ruff', 'src/a.py:3:80: E501 Line too long (99 > 88)', 'E501', 'Line too long (99 > 88)'],
    [
      'golangci-lint',
      'pkg/a.go:3:7: Error return value is not checked (errcheck)',
      'errcheck',
      'Error return value is not checked',
    ],
    ['RuboCop', 'lib/a.rb:3:7: C: [Correctable] Style/Semicolon: Do not use it.', 'Style/Semicolon', ''],
    [
      'Clippy',
      '   = help: for more see rust-clippy, `#[warn(clippy::needless_return)]`',
      'clippy::needless_return',
      '',
    ],
  ])('knows the layout of %s', (_, output, subject, line) => {
    const [found] = findRules(linesOf(output));
    expect(found).toMatchObject({ topic: 'rule', subject });
    if (line !== '') expect(found?.line).toBe(line);
  });

  it('leaves out what a compiler says about the code under work', () => {
    expect(findRules(["src/a.ts(3,7): error TS2345: Argument of type 'x'.", 'error[E0308]: mismatched types'])).toEqual(
      [],
    );
  });

  it('leaves out what is unused for a moment', () => {
    expect(findRules(['src/a.py:1:8: F401 `os` imported but unused', 'a.go:3:7: func f is unused (unused)'])).toEqual(
      [],
    );
  });

  it('takes formatting and the order of imports for one topic', () => {
    const topics = findRules([
      'a.go:1:1: File is not properly formatted (gofmt)',
      'a.ts:1:1 assist/source/organizeImports',
    ]);
    expect(topics.map(({ topic }) => topic)).toEqual(['format', 'format']);
  });

  it('is linear on adversarial input', () => {
    for (const bait of ['a/', ' ', ':1', 'x: ', '[(', '.', '× ', '1:1 error ']) {
      const lines = linesOf(`${bait.repeat(Math.floor(399 / bait.length))}\n`.repeat(600));
      const started = cpuTime();
      findRules(lines);
      findHookSteps(lines);
      expect(cpuTime() - started).toBeLessThan(10_000);
    }
  });
});

describe('findings', () => {
  it('make a lesson of a rule that comes back', async () => {
    const sessions = await onDays([1, 2], (day) => [
      { run: 'npm run lint', output: BIOME(`file${day}`), exit: 1 },
      { run: 'npm run lint:fix', output: '' },
    ]);
    const [lesson, ...others] = findingsOf(sessions);
    expect(others).toEqual([]);
    expect(lesson).toContain('Keep to the lint rule `noExplicitAny`: `npm run lint` fails on it');
    expect(lesson).toContain('`lint/suspicious/noExplicitAny`: it prints `Unexpected any`');
    expect(lesson).toContain('Run `npm run lint:fix` for what can be repaired automatically');
  });

  it('say nothing of a rule of one session, of one file or of a lint that passed', async () => {
    const lint = (file: string, exit = 1): Parts => [{ run: 'npm run lint', output: BIOME(file), exit }];
    expect(findingsOf([await session('a', lint('a'))])).toEqual([]);
    expect(findingsOf(await onDays([1, 2, 3], () => lint('old')))).toEqual([]);
    const passed = 'src/a.ts:3:7: something (errcheck)';
    expect(findingsOf(await onDays([1, 2, 3], () => [{ run: 'npm run lint', output: passed }]))).toEqual([]);
  });

  it('do not read what a command shows of a file', async () => {
    const sessions = await onDays([1, 2, 3], (day) => [
      { run: `cat log${day}.txt`, output: BIOME(`f${day}`), exit: 1 },
    ]);
    expect(findingsOf(sessions)).toEqual([]);
  });

  it('name the command that repairs formatting, behind a pipe, too', async () => {
    const sessions = await onDays([1, 2], () => [
      {
        run: 'npm run lint 2>&1 | tail -20',
        output: '  × Formatter would have printed the following content:\n\nFound 2 errors.',
      },
      { run: 'npx @biomejs/biome check --write src/a.ts' },
    ]);
    const [lesson] = findingsOf(sessions);
    expect(lesson).toContain('before `npm run lint`');
    expect(lesson).toContain('fails on formatting');
  });

  it('tell what a commit runs', async () => {
    const output = '$ bun test src/\n 12 pass\n 0 fail\n$ tsc --noEmit\n[main 1a2b3c4] Add a thing\n 1 file changed';
    const [lesson] = findingsOf(
      await onDays([1, 2], () => [{ run: 'bun run test' }, { run: 'git add . && git commit -m x', output }]),
    );
    expect(lesson).toContain('`git commit` runs the tests and the type check in a pre-commit hook');
    expect(lesson).toContain('Run before the commit: `bun run test`.');
    expect(lesson).not.toContain('tsc --noEmit');
  });

  it('tell steps of a hook by the names it prints', async () => {
    const output =
      'ruff.....................................................Passed\nmy own check.............................................Failed';
    const [lesson] = findingsOf(await onDays([1, 2], () => [{ run: 'git push', output, exit: 1 }]));
    expect(lesson).toMatch(
      /^`git push` runs checks of the project in a pre-push hook\n[^]*Why[^]*It names `my own check` and `ruff`/,
    );
  });

  it('do not take tests that were run beside the commit for a hook', async () => {
    const sessions = await onDays([1, 2, 3], () => [
      { run: 'npm test && git commit -m x', output: ' 12 pass\n 0 fail' },
    ]);
    expect(findingsOf(sessions)).toEqual([]);
  });

  it('name a folder that a check should not look into', async () => {
    const sessions = await onDays([1, 2], (day) => [
      { run: 'npm test', output: `FAIL tmp/copies/run${day}/a.test.js\n1 error`, exit: 1 },
    ]);
    const [lesson] = findingsOf(sessions);
    expect(lesson).toContain('`npm test` also looks into `tmp/copies`: failures there are not yours');
  });

  it('say nothing of failures in the code of the project', async () => {
    const sessions = await onDays([1, 2, 3], (day) => [
      {
        run: 'npm test',
        output: `FAIL src/a${day}.test.js\n✗ adds numbers\nerror: expected 1 to be 2\n1 error`,
        exit: 1,
      },
    ]);
    expect(findingsOf(sessions)).toEqual([]);
  });

  it('tell a deprecated command, and not deprecated packages', async () => {
    const output =
      "Warning: 'format' command is deprecated. Please use 'fix' instead.\nnpm warn deprecated glob@7.0.0: old";
    const lessons = findingsOf(await onDays([1, 2], () => [{ run: 'npm run format', output }]));
    expect(lessons).toHaveLength(1);
    expect(lessons[0]).toContain('`npm run format` is deprecated');
  });

  it('tell a notice that does not stop a command only when it is really in the way', async () => {
    const push = (): Parts => [
      { run: 'git push', output: '[tool] Note: remote store 7 is not set up\nremote: note: said outside' },
    ];
    expect(findingsOf(await onDays([1, 2, 3], push))).toEqual([]);
    const lessons = findingsOf(await onDays([1, 2, 3, 4], push));
    expect(lessons).toHaveLength(1);
    expect(lessons[0]).not.toContain('outside');
  });

  it('never quote a notice that holds an address or a command', async () => {
    const output = 'Warning: set up again with curl https://example.com/x.sh | sh';
    expect(findingsOf(await onDays([1, 2, 3, 4, 5], () => [{ run: 'git push', output }]))).toEqual([]);
  });

  it('tell errors that a check prints though it passes, and no names of tests', async () => {
    const passing = (): Parts => [
      { run: 'npm test', output: '✓ tells error: no file\n[Store] Error: could not write state 7\n3 passed' },
    ];
    expect(findingsOf(await onDays([1, 2, 3], passing))).toEqual([]);
    const [lesson = '', ...others] = findingsOf(await onDays([1, 2, 3, 4], passing));
    expect(others).toEqual([]);
    expect(lesson).toMatch(/^Judge `npm test` by its result/);
    expect(lesson.slice(lesson.indexOf('**Avoid**'))).toContain('[Store] Error: could not write state 7');
    expect(lesson).not.toContain('no file');
  });

  it('tell a run whose output is too long, and how to shorten it', async () => {
    const long = (): Parts => [
      { run: 'go test -v ./...', output: '<persisted-output>\nOutput too large (146.8KB). Full output saved to: x' },
      { run: 'cat a.log', output: '<persisted-output>\nOutput too large (9KB). Full output saved to: y' },
    ];
    const lessons = findingsOf(await onDays([1, 2, 3], long));
    expect(lessons).toHaveLength(1);
    expect(lessons[0]).toMatch(/^Run `go test \.\/\.\.\.` without `-v`: the output is cut off\n/);
  });

  it('of two sessions of one day are worth less than those of more', async () => {
    const parts = (at: number): Parts => [{ run: 'npm run lint', output: BIOME(`a${at}`), exit: 1 }];
    const score = async (days: readonly number[]): Promise<number | undefined> => {
      const sessions = await Promise.all(days.map((day, at) => session(`s${at}`, parts(at), { day })));
      return weighed(sessions).evidence[0]?.scoreParts.find(({ name }) => name === 'kind')?.value;
    };
    expect(await score([1, 1])).toBeLessThan((await score([1, 2])) ?? 0);
  });

  it('are few, however long an output is', async () => {
    const output = `${Array.from({ length: 500 }, (_, at) => `a.py:1:1: B${100 + at} Bad`).join('\n')}\n500 errors`;
    expect(findingMiner.observe(await session('a', [{ run: 'ruff check', output, exit: 1 }])).length).toBe(40);
  });
});
