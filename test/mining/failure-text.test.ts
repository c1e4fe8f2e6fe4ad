import { describe, expect, it } from 'vitest';
import { cpuTime } from '../helpers/cpu-time.ts';
import { CUE_PATTERNS } from '../../src/mining/cues/index.ts';
import { findFailureText, findHiddenFailure } from '../../src/mining/failure-text.ts';

describe('findFailureText', () => {
  it.each([
    [
      "Exit code 2\nerror: unrecognized subcommand 'bun'\n\nUsage: rtk [OPTIONS]",
      "error: unrecognized subcommand 'bun'",
      true,
    ],
    ['npm error Missing script: "test"\nnpm error\nnpm error To see a list', 'npm error Missing script: "test"', true],
    ['bash: pnpmx: command not found', 'bash: pnpmx: command not found', true],
    ['<tool_use_error>Unknown skill: commit</tool_use_error>', 'Unknown skill: commit', true],
    [
      '$ biome check\n 12 │ throw new Error("x")\n× Formatter would have printed the following content',
      '× Formatter would have printed the following content',
      false,
    ],
    [
      'Traceback (most recent call last):\n  File "a.py", line 3\nValueError: bad value',
      'ValueError: bad value',
      false,
    ],
  ])('finds the telling line of %j', (output, line, decisive) => {
    expect(findFailureText(output)).toMatchObject({ line, decisive });
  });

  it('does not take words about nothing for a failure', () => {
    expect(findFailureText('Found 0 errors.\n12 pass\n0 fail')).toBeNull();
    expect(findFailureText('')).toBeNull();
  });

  it('sees a failure behind a pipe only in short output', () => {
    expect(findHiddenFailure("error: unrecognized subcommand 'bun'\n\nUsage: rtk")).not.toBeNull();
    expect(findHiddenFailure(`${'line\n'.repeat(40)}error: unrecognized subcommand 'bun'`)).toBeNull();
    expect(findHiddenFailure('src/a.ts: // error: unknown option is thrown here')).toBeNull();
    expect(findHiddenFailure('all good')).toBeNull();
  });
});

describe('every pattern over text of logs', () => {
  it('is linear on adversarial input', () => {
    for (const bait of ['a', ' ', '/', '"', 'always ', 'no, ', '1.', 'error', '<', 'x/y']) {
      const text = bait.repeat(Math.ceil(65_536 / bait.length));
      const started = cpuTime();
      findFailureText(text.slice(0, 399));
      for (const pattern of CUE_PATTERNS) pattern.test(text.slice(0, 300));
      expect(cpuTime() - started).toBeLessThan(10_000);
    }
  });
});
