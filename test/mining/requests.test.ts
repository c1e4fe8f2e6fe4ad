import { describe, expect, it } from 'vitest';
import { wordEvidence } from '../../src/consolidation/word-evidence.ts';
import { commonForm } from '../../src/mining/common-form.ts';
import { session } from '../helpers/session.ts';
import { weighed } from '../helpers/weighed.ts';

type Parts = Parameters<typeof session>[1];

async function lessons(sessions: readonly Parts[]): Promise<readonly { title: string; body: string }[]> {
  const made = await Promise.all(sessions.map((parts, day) => session(`s${day}`, parts, { day: day + 1 })));
  return weighed(made)
    .evidence.filter((one) => one.claim.type === 'request')
    .map(wordEvidence);
}

/** A task of its own, then the request and what is run for it. */
function asked(n: number, user: string, ...runs: readonly string[]): Parts {
  const task = ['Blue header', 'Wind table', 'Moon phases', 'Faster search'][n] ?? '';
  return [{ user: task }, { edit: `src/${n}.ts` }, { user }, ...runs.map((run) => ({ run }))];
}

describe('requests in other words', () => {
  it('are one wish when they share what to do and with what, typing mistakes and all', async () => {
    const found = await lessons([
      asked(0, 'please push directly to main', 'git push origin main'),
      asked(1, 'pelase psuh directly to main', 'git push origin main'),
    ]);
    expect(found).toMatchObject([{ title: 'Push directly to main only when the user asks for it' }]);
    expect(found[0]?.body).toContain('run `git push origin main`');
  });

  it('need three sessions when they share one word only', async () => {
    const commit = (n: number): Parts =>
      asked(n, ['commit', 'ok commit this', 'comit'][n] ?? '', `git commit -m "task ${n}"`);
    expect(await lessons([commit(0), commit(1)])).toEqual([]);
    expect(await lessons([commit(0), commit(1), commit(2)])).toMatchObject([
      { title: 'Commit only when the user asks for it' },
    ]);
  });

  it('are no wish when they are the same task in two parts, or the same trouble', async () => {
    expect(
      await lessons([
        asked(0, 'make the sidebar panel wider', 'pnpm gen'),
        asked(1, 'the sidebar panel in blue', 'pnpm gen'),
      ]),
    ).toEqual([]);
    expect(
      await lessons([asked(0, 'fix the failing tests', 'pnpm test'), asked(1, 'fix failing tests', 'pnpm test')]),
    ).toEqual([]);
  });

  it('are no wish for what only stands between quotation marks', async () => {
    expect(
      await lessons([
        asked(0, 'add a line "push the docs"', 'pnpm gen'),
        asked(1, 'put "push the docs" there', 'pnpm gen'),
      ]),
    ).toEqual([]);
  });

  it('are no wish when they open a session', async () => {
    const opening = (user: string): Parts => [{ user }, { run: 'pnpm docs:build' }];
    expect(await lessons([opening('update the docs for search'), opening('update docs of the map')])).toEqual([]);
  });

  it('are found among the sentences of a longer message', async () => {
    const found = await lessons([
      asked(0, 'The table looks right now, I checked it twice on both screens. Update the changelog.', 'pnpm log'),
      asked(1, 'Colours are fine with me as they are in this version.\nupdate changelog please', 'pnpm log'),
    ]);
    expect(found).toMatchObject([{ title: 'Update the changelog before handing the work over' }]);
  });
});

describe('an act beside another wish', () => {
  it('counts for the lesson of the act, and the other for its own', async () => {
    const wishes = ['update changelog and commit', 'Changelog, then commit', 'good, add a changelog entry. Commit'];
    const sessions = wishes.map((wish, n): Parts => [
      ...asked(n, wish),
      { edit: 'CHANGELOG.md' },
      { run: `git commit -m "task ${n}"` },
    ]);
    const found = await lessons(sessions);
    expect(found.map((one) => one.title).sort()).toEqual([
      'Commit only when the user asks for it',
      'Update `CHANGELOG.md` before committing',
    ]);
  });

  it('stays one wish where both are acts', async () => {
    const sessions = [0, 1, 2].map((n) => asked(n, 'ok, commit and push', 'git commit -m "x"', 'git push origin main'));
    expect((await lessons(sessions)).map((one) => one.title)).toEqual([
      'Commit and push only when the user asks for it',
    ]);
  });
});

describe('answers with numbers', () => {
  const list = 'Findings:\n1. the name is wrong\n2. no test\n3. slow query';
  const picked = (n: number, user: string, agent = list): Parts => [
    { user: ['Look at the map', 'Review the header', 'Check the search'][n] ?? '' },
    { run: 'git diff' },
    { agent },
    { user },
  ];
  it('ask for numbered lists, when they come again and again', async () => {
    const found = await lessons([picked(0, 'address 1, 3'), picked(1, '2'), picked(2, "let's do 2 and 3")]);
    expect(found).toMatchObject([{ title: 'Number findings and options, so that the user can pick by number' }]);
  });
  it('are none where no such list was offered', async () => {
    const plain = 'I can make it wider.';
    expect(await lessons([picked(0, 'make it 20', plain), picked(1, '12', plain), picked(2, 'use 3', plain)])).toEqual(
      [],
    );
    expect(await lessons([picked(0, 'port 300'), picked(1, 'make it 20'), picked(2, 'use 12')])).toEqual([]);
  });
});

describe('one way to write a command', () => {
  it('keeps what is common and names what differs', () => {
    expect(commonForm(['git commit -m "a"', 'git commit -m "b"', 'git commit -m "c"'])).toBe('git commit -m <message>');
    expect(commonForm(['git push origin main', 'git push origin main'])).toBe('git push origin main');
    expect(commonForm(['git push -u origin a', 'git push -u origin b', 'git push -u origin c'])).toBe(
      'git push -u origin <branch>',
    );
    expect(commonForm(['pnpm test src/a.ts', 'pnpm test src/b.ts', 'pnpm test src/c.ts --bail'])).toBe(
      'pnpm test <path>',
    );
    expect(commonForm(['npm run release -- --tag next'])).toBe('npm run release -- --tag next');
  });
});
