import { describe, expect, it } from 'vitest';
import { wordEvidence } from '../../src/consolidation/word-evidence.ts';
import { observeSession } from '../../src/mining/index.ts';
import { failedTest, missingArgument, testPatterns } from '../../src/mining/named-in-output.ts';
import type { FailureObservation } from '../../src/model/observation.ts';
import { session } from '../helpers/session.ts';
import { weighed } from '../helpers/weighed.ts';

type Parts = Parameters<typeof session>[1];

/** Lessons (title and body) of sessions, all of one day unless days are given. */
async function lessons(all: readonly Parts[], days: readonly number[] = []): Promise<readonly string[]> {
  const sessions = await Promise.all(all.map((parts, at) => session(`s${at}`, parts, { day: days[at] ?? 1 })));
  return weighed(sessions).evidence.map((one) => {
    const { title, body } = wordEvidence(one);
    return `${title}\n${body}`;
  });
}

async function failures(parts: Parts): Promise<readonly FailureObservation[]> {
  const whole = await session('s', parts);
  return observeSession(whole).observations.filter((one) => one.kind === 'failure');
}

describe('a call that lacks an argument', () => {
  const refused = (run: string): Parts => [
    {
      run,
      exit: 1,
      output: 'The Bash tool was called with invalid arguments: SchemaError(Missing key\n  at ["description"]).',
    },
    { run: `${run} -a`, output: 'a.ts' },
  ];

  it('is one lesson, whatever was run', async () => {
    const [lesson, ...others] = await lessons([refused('ls src'), refused('make all')]);
    expect(others).toEqual([]);
    expect(lesson).toMatch(/^Give `Bash` its `description` in every call\n/);
    expect(lesson).not.toContain('make');
  });

  it.each([
    ['InputValidationError: Read failed: The required parameter `file_path` is missing', 'file_path'],
    ["Error: must have required property 'path'", 'path'],
    ["'query' is a required property", 'query'],
    ["search() missing 1 required positional argument: 'text'", 'text'],
    ['[{"code":"invalid_type","path":["todos"],"message":"Required"}]', 'todos'],
    ['Error: something else went wrong', ''],
  ])('is told by %s', (output, name) => {
    expect(missingArgument(output)).toBe(name);
  });
});

describe('a test run that finds no tests', () => {
  it('is told with the files that it takes', async () => {
    const run = (file: string): Parts => [
      {
        run: `npm test -- ${file}`,
        exit: 1,
        output: `> web@1.0.0 test\n> runner ${file}\n\nNo test files found, exiting with code 1\n\nfilter: ${file}\ninclude: ui/**/*.spec.tsx`,
      },
      { edit: 'ui/a.spec.tsx' },
      { run: 'npm test -- ui/a.spec.tsx', output: '1 passed' },
    ];
    const [lesson = '', ...others] = await lessons([run('ui/a.test.tsx'), run('ui/b.test.tsx')]);
    expect(others).toEqual([]);
    expect(lesson).toMatch(/^Name test files as `npm test` expects them/);
    expect(lesson.slice(lesson.indexOf('**Avoid**'))).toContain('`include: ui/**/*.spec.tsx`');
    expect(testPatterns('testMatch: **/a.js - 0 matches')).toBe('testMatch: **/a.js - 0 matches');
  });
});

describe('a failure without a network', () => {
  it('is not the fault of the code', async () => {
    const run: Parts = [
      {
        run: 'pnpm test',
        exit: 1,
        output: "> tests\nExit code: SIGABRT\nError: getaddrinfo ENOTFOUND dl.example.org\n  code: 'ENOTFOUND',",
      },
      { edit: 'a.ts' },
      { run: 'pnpm test', output: '3 passing' },
    ];
    const found = await lessons([run, run]);
    expect(found[0]).toMatch(/^Run `pnpm test` where the network can be reached\n/);
    expect(found[0]).toContain('getaddrinfo ENOTFOUND');
  });
});

describe('a line for the Windows command line', () => {
  it('is one lesson, with what worked', async () => {
    const found = await lessons([
      [
        {
          run: 'ls -la C:\\Users\\dev\\web',
          exit: 2,
          output: "ls: cannot access 'C:Usersdevweb': No such file or directory",
        },
        { run: 'ls -la "C:/Users/dev/web"', output: 'a.ts' },
      ],
      [
        {
          run: 'dir /s /b "C:\\Users\\dev\\web\\*"',
          exit: 2,
          output: "dir: cannot access '/s': No such file or directory",
        },
        { run: 'find "C:/Users/dev/web" -type f', output: 'a.ts' },
      ],
    ]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^Write commands for a Unix shell here/);
    expect(found[0]).toContain('C:/Users');
  });
});

describe('a relative import that leads nowhere', () => {
  it('is told by the folder that it stands in', async () => {
    const run = (file: string): Parts => [
      {
        run: 'npm test',
        exit: 1,
        output: `Error: Failed to resolve import "../../../src/${file}" from "ui/tests/${file}.spec.tsx". Does the file exist?`,
      },
      { edit: `ui/tests/${file}.spec.tsx` },
      { run: 'npm test', output: '1 passed' },
    ];
    const found = await lessons([run('board'), run('card')]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^Check relative imports in `ui\/tests`/);
  });
});

describe('a check that fails by chance', () => {
  const output = '  2 passing\n  1 failing\n\n  1) Probe\n       reads it:\n     Error: Timeout of 2000ms exceeded.';
  const failed = { run: 'pnpm test', exit: 1, output };

  it('passed unchanged right after, and came back', async () => {
    const found = await lessons([[failed, { run: 'git status' }, { run: 'pnpm test', output: '3 passing' }], [failed]]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^Run `pnpm test` again when it fails: `Probe` fails now and then\n/);
  });

  it.each<[string, Parts]>([
    ['an edit came between', [failed, { edit: 'a.ts' }, { run: 'pnpm test', output: '3 passing' }]],
    ['something was written', [failed, { run: 'echo x > a.ts' }, { run: 'pnpm test', output: '3 passing' }]],
    ['it failed again', [failed, failed]],
  ])('is none when %s', async (_, parts) => {
    expect((await failures(parts)).map((one) => one.green)).not.toContain(true);
  });

  it.each([
    ['--- FAIL: TestRead (0.00s)', 'TestRead'],
    ['FAILED tests/test_a.py::test_read - AssertionError', 'tests/test_a.py::test_read'],
    ['(fail) reads > a file [2.00ms]', 'reads > a file'],
    ['test io::reads ... FAILED', 'io::reads'],
    ['1 failed', ''],
  ])('is named by %s', (line, name) => {
    expect(failedTest(`running\n${line}\ndone`)).toBe(name);
  });
});

describe('something prepared in a call of its own', () => {
  const missing = { run: 'npm run lint', exit: 1, output: "Error: Cannot find module 'eslint'" };
  const works = { run: 'npm run lint', output: 'ok' };

  it('is the fix of what then works', async () => {
    const [failure] = await failures([missing, { run: 'ls' }, { run: 'npm ci', output: 'added 9 packages' }, works]);
    expect(failure?.fix).toMatchObject({ how: 'before', command: 'npm ci && npm run lint' });
    const parts: Parts = [missing, { run: 'npm ci' }, works];
    expect((await lessons([parts, parts], [1, 2]))[0]).toMatch(/^Before `npm run lint`, run `npm ci`\n/);
  });

  it.each<[string, Parts]>([
    ['an edit came between', [missing, { run: 'npm ci' }, { edit: 'a.ts' }, works]],
    ['it prepares nothing', [missing, { run: 'git stash list' }, works]],
    ['it failed itself', [missing, { run: 'npm ci', exit: 1, output: 'npm error network' }, works]],
  ])('is none when %s', async (_, parts) => {
    expect((await failures(parts))[0]?.fix ?? null).toBeNull();
  });
});

describe('failures behind an exit code of 0', () => {
  it.each([
    ['grep -rn x --include=*.go src', '(eval):1: no matches found: --include=*.go'],
    ['make all | tail -40', `${'a line\n'.repeat(30)}zsh:1: command not found: gmake`],
  ])('%s', async (run, output) => {
    expect((await failures([{ run, output }])).map((one) => one.hidden)).toEqual([true]);
  });

  it.each([
    ['grep -n "not found" a.sh', '10: echo "zsh: not found"'],
    ['cat log | tail -40', `${'a line\n'.repeat(30)}error: it broke`],
  ])('not %s', async (run, output) => {
    expect(await failures([{ run, output }])).toEqual([]);
  });
});
