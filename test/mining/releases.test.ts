import { describe, expect, it } from 'vitest';
import { wordEvidence } from '../../src/consolidation/word-evidence.ts';
import { session } from '../helpers/session.ts';
import { weighed } from '../helpers/weighed.ts';

type Parts = Parameters<typeof session>[1];

const release = (version: string): Parts => [
  { user: 'Make the next release, please.' },
  { edit: 'CHANGELOG.md' },
  { edit: 'package.json' },
  { edit: `src/only-${version}.ts` },
  { user: 'Looks good.' },
  { run: `git commit -am "Release ${version}"` },
  { run: `git tag -a v${version} -m "v${version}"` },
  { run: 'git push origin main --tags' },
];

async function lessons(...sessions: readonly Parts[]): Promise<readonly { title: string; body: string }[]> {
  const all = await Promise.all(sessions.map((parts, at) => session(`s${at}`, parts, { day: at + 1 })));
  return weighed(all)
    .evidence.filter((one) => one.claim.type === 'workflow')
    .map(wordEvidence);
}

describe('releases', () => {
  it('teach their common steps after two of them, whatever was said in between', async () => {
    const [lesson] = await lessons(release('1.2.0'), release('1.3.0'));
    expect(lesson?.title).toMatch(/^To tag a release: /);
    expect(lesson?.body).toMatch(/1\. Edit `CHANGELOG\.md`\n2\. Edit `package\.json`\n3\. `git commit/);
    expect(lesson?.body).toContain('<version>');
    expect(lesson?.body).not.toMatch(/only-|1\.2\.0/);
  });

  it('teach nothing when one was made, or when their steps are everyday git', async () => {
    expect(await lessons(release('1.2.0'))).toEqual([]);
    const plain = (version: string): Parts => [
      { run: 'git add a.ts' },
      { run: `git commit -m "Release"` },
      { run: `git tag v${version}` },
    ];
    expect(await lessons(plain('1.2.0'), plain('1.3.0'))).toEqual([]);
    const listed: Parts = [{ edit: 'CHANGELOG.md' }, { edit: 'package.json' }, { run: 'git tag --list' }];
    expect(await lessons(listed, listed)).toEqual([]);
  });
});
