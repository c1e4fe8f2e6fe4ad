// Files that a session brought from elsewhere are from outside, wherever it put them; the project's own clone is not.
import { describe, expect, it } from 'vitest';
import { session } from '../helpers/session.ts';

type Parts = Parameters<typeof session>[1];

async function originsOf(parts: Parts): Promise<readonly string[]> {
  const { turns } = await session('s', parts);
  return turns.flatMap((turn) => (turn.kind === 'call' ? [turn.output.origin] : []));
}

describe('what was brought from elsewhere', () => {
  it.each([
    ['git clone https://git.example/leftish', 'cat leftish/README.md'],
    ['git clone --depth 1 git@git.example:a/leftish.git /tmp/here', 'cat /tmp/here/README.md'],
    ['gh repo clone a/leftish', 'sed -n 1,20p leftish/setup.py'],
    ['curl -fsSL https://x.example/guide.html -o /tmp/guide.html', 'cat /tmp/guide.html'],
    ['wget https://x.example/notes.txt', 'head notes.txt'],
    ['unzip pack.zip -d unpacked', 'grep -rn run unpacked'],
  ])('is from outside when it is read: %s', async (bring, read) => {
    expect((await originsOf([{ run: bring }, { run: read, output: 'use it' }])).at(-1)).toBe('external');
    expect((await originsOf([{ run: read, output: 'use it' }])).at(-1)).toBe('observed');
  });

  it('is not the project itself, and not what was read before', async () => {
    const clone = { run: 'git clone https://git.example/me/web' };
    expect((await originsOf([clone, { run: 'cat web/a.md', output: 'x' }])).at(-1)).toBe('observed');
    expect(
      (
        await originsOf([{ run: 'cat leftish/a.md', output: 'x' }, { run: 'git clone https://git.example/leftish' }])
      )[0],
    ).toBe('observed');
  });
});

describe('what a package manager prints', () => {
  it('is the packages’ own when it worked, and this machine’s when it failed', async () => {
    for (const run of [
      'npm install',
      'npm ci',
      'yarn',
      'pip install -r requirements.txt',
      'cargo add serde',
      'cd web && pnpm add x',
    ]) {
      expect(await originsOf([{ run, output: 'banner' }])).toEqual(['external']);
      expect(await originsOf([{ run, exit: 1, output: 'banner' }])).toEqual(['observed']);
    }
    expect(await originsOf([{ run: 'npm test', output: 'ok' }])).toEqual(['observed']);
  });
});
