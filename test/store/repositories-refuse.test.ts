// Where a memory cannot be, and where it must wait: refused in a sentence with what to do, and nothing is touched.
import { appendFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/git-repository.ts';
import { configured, done, idsOf, inFolder, only, plain, unharmed, useHome } from './lesson-life.ts';
import type { Kind } from './lesson-life.ts';

const home = useHome();

/** What refuses, with its exit code and the words that say why. */
const REFUSES: Readonly<Record<string, readonly [make: () => Kind, code: number, why: RegExp]>> = {
  'a detached HEAD without a configured branch': [
    () => {
      const repository = plain();
      repository.git('checkout', '--quiet', '--detach');
      return only(repository);
    },
    2,
    /no branch checked out[^]*Set `branch:`/,
  ],
  'a folder with a line break in its name': [() => inFolder('two\nlines'), 2, /line break in its name[^]*Rename it/],
  'a folder inside .git': [
    () => {
      const repository = plain();
      return { folder: join(repository.folder, '.git', 'objects'), repositories: [repository] };
    },
    2,
    /not in the work tree of the repository[^]*name an empty or absent folder/,
  ],
  'a work tree that is elsewhere': [
    () => configured({ 'core.worktree': realpathSync(temporaryFolder()) }),
    2,
    /not in the work tree of the repository/,
  ],
  'a repository whose format is from the future': [
    () => {
      const repository = plain();
      const kind = { folder: repository.folder, repositories: [] };
      repository.git('config', 'core.repositoryFormatVersion', '9');
      return kind;
    },
    1,
    /git rev-parse failed: Expected git repo version/,
  ],
  'a broken configuration': [
    () => {
      const repository = plain();
      appendFileSync(join(repository.folder, '.git/config'), '[core\n');
      return { folder: repository.folder, repositories: [] };
    },
    1,
    /git rev-parse failed: bad config line/,
  ],
};

test.each(Object.entries(REFUSES))('%s is refused in a sentence', async (_, [make, code, why]) => {
  const kind = make();
  for (const argv of [['run', home.logs], ['show'], ['review', 'accept', '--all']]) {
    const ended = await unharmed(kind, ...argv);
    expect([argv, ended.code, ended.err]).toEqual([argv, code, expect.stringMatching(why)]);
    expect(ended.err).toMatch(/^Error: /m);
  }
});

/** What git can be in the middle of, on the memory branch. */
const UNDERWAY: Readonly<Record<string, readonly [begin: readonly string[], abort: readonly string[]]>> = {
  merge: [
    ['merge', 'side'],
    ['merge', '--abort'],
  ],
  rebase: [
    ['rebase', 'side'],
    ['rebase', '--abort'],
  ],
  'rebase with the old backend': [
    ['rebase', '--apply', 'side'],
    ['rebase', '--abort'],
  ],
  'cherry-pick': [
    ['cherry-pick', 'side'],
    ['cherry-pick', '--abort'],
  ],
  revert: [
    ['revert', '--no-edit', 'HEAD~3'],
    ['revert', '--abort'],
  ],
  bisect: [
    ['bisect', 'start', 'HEAD', 'HEAD~2'],
    ['bisect', 'reset'],
  ],
};

test.each(Object.entries(UNDERWAY))(
  'in the middle of a %s runs go on, accept and undo wait, and nothing of it is touched',
  async (_, [begin, abort]) => {
    const repository = plain({ 'a.txt': 'a\n' });
    const kind = only(repository);
    repository.git('checkout', '--quiet', '-b', 'side');
    repository.commit('side', { 'a.txt': 'side\n' });
    repository.git('checkout', '--quiet', 'main');
    repository.commit('one', { 'a.txt': 'one\n' });
    repository.commit('two', { 'a.txt': 'two\n' });
    await done(kind, 'run', home.logs);
    const [first = '', second = ''] = await idsOf(kind);
    await done(kind, 'review', 'accept', second);
    try {
      repository.git(...begin);
    } catch {
      // A conflict is what is wanted.
    }
    await done(kind, 'run', home.logs);
    for (const argv of [
      ['review', 'accept', first],
      ['undo', second],
    ]) {
      const refs = repository.refs();
      const { code, err } = await unharmed(kind, ...argv);
      expect([argv, code, err]).toEqual([argv, 5, expect.stringMatching(/is being [^]*Finish or abort that/)]);
      expect(repository.refs()).toEqual(refs);
    }
    await done(kind, 'show');
    repository.git(...abort);
    await done(kind, 'review', 'accept', first);
  },
  600_000,
);
