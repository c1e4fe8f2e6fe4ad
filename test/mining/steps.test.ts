import { describe, expect, it } from 'vitest';
import { stepsOf } from '../../src/mining/steps.ts';
import { session } from '../helpers/session.ts';

type Parts = Parameters<typeof session>[1];
const shown = async (parts: Parts): Promise<readonly string[]> =>
  stepsOf(await session('a', parts)).map((step) => step.display);

describe('steps', () => {
  it('name the folder and the script that was run', async () => {
    expect(
      await shown([
        { run: 'cd frontend && bun run css:build 2>&1 | tail -5' },
        { run: './scripts/setup.sh --force' },
        { run: '/home/dev/web/scripts/seed.sh' },
        { run: 'python3 tools/gen.py --all' },
        { run: 'python -m pytest -q' },
      ]),
    ).toEqual([
      'cd frontend && bun run css:build',
      './scripts/setup.sh --force',
      'scripts/seed.sh',
      'python3 tools/gen.py --all',
      'python -m pytest -q',
    ]);
  });

  it('leave out looking around, asking for a program, and scripts made for the moment', async () => {
    expect(
      await shown([
        { run: 'ls -la && cat a.txt' },
        { run: 'command -v actionlint || true' },
        { run: 'python -c "print(1)"' },
        { edit: 'repro.py' },
        { run: 'python repro.py' },
        { run: 'cat tools/gen.py' },
        { edit: 'tools/gen.py' },
        { run: 'python tools/gen.py' },
      ]),
    ).toEqual(['edit repro.py', 'edit tools/gen.py', 'python tools/gen.py']);
  });

  it('take two spellings of one script for one step', async () => {
    const steps = stepsOf(await session('a', [{ run: 'npm run test' }, { edit: 'a.ts' }, { run: 'npm test' }]));
    expect(steps.map((step) => step.key)).toEqual(['npm test', 'edit a.ts', 'npm test']);
  });
});
