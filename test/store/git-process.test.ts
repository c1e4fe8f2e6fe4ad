// A git that hangs is stopped with all it started, and says so; one that lies is not believed.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openGit } from '../../src/store/git.ts';
import { ENVIRONMENT, gitRepository, temporaryFolder } from '../helpers/git-repository.ts';
import { open } from './sample-run.ts';

/** An environment whose `git` is a shell script. */
function withGit(script: string): { environment: Record<string, string>; folder: string } {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'git'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'git'), 0o755);
  return { environment: { ...ENVIRONMENT, PATH: `${folder}:${ENVIRONMENT['PATH'] ?? ''}` }, folder };
}

/** A zombie that nobody waited for is gone all the same. */
function isAlive(pid: string): boolean {
  const state = spawnSync('ps', ['-o', 'state=', '-p', pid], { encoding: 'utf8' }).stdout.trim();
  return state !== '' && !state.startsWith('Z');
}

const WAYS: readonly [string, string][] = [
  ['asleep', 'sleep 600'],
  ['deaf to requests to end', `trap '' TERM; while :; do sleep 600; done`],
];

test.each(WAYS)('a git that is %s is stopped with its children, and named', async (_, script) => {
  const repository = gitRepository();
  const pids = join(temporaryFolder(), 'pids');
  const { environment } = withGit(`sleep 599 & echo "$$ $!" > "${pids}"; ${script}`);
  const git = openGit(repository.folder, environment, 0.3);
  await expect(git.run(['rev-parse', '--verify', 'HEAD'])).rejects.toMatchObject({
    kind: 'failed',
    message: 'git rev-parse did nothing for 0.3 seconds and was stopped.',
    hints: [expect.stringContaining('Run the command again'), expect.stringContaining(repository.folder)],
  });
  const left = readFileSync(pids, 'utf8').trim().split(' ');
  expect(left).toHaveLength(2);
  await expect.poll(() => left.filter(isAlive), { timeout: 10_000 }).toEqual([]);
});

test('an object reader whose git hangs says so, for every question', async () => {
  const repository = gitRepository();
  const { environment } = withGit('sleep 600');
  const git = openGit(repository.folder, environment, 0.3);
  await git.readObjects(async (objects) => {
    const questions = await Promise.allSettled([objects.read('HEAD'), objects.read('main')]);
    const reason = expect.objectContaining({ message: expect.stringContaining('git cat-file did nothing') });
    expect(questions).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
  });
});

test('a git that is slow but at work is left to work', async () => {
  const repository = gitRepository();
  const { environment } = withGit('for i in 1 2 3 4 5 6; do sleep 0.2; echo $i; done');
  expect(await openGit(repository.folder, environment, 0.8).run(['log'])).toBe('1\n2\n3\n4\n5\n6\n');
});

test('input that cannot be made ends the git that waits for it', async () => {
  const repository = gitRepository();
  const pid = join(temporaryFolder(), 'pid');
  const { environment } = withGit(`echo "$$" > "${pid}"; exec cat > /dev/null`);
  function* broken(): Generator<string> {
    yield 'x'.repeat(4_000_000);
    throw new Error('no more');
  }
  const git = openGit(repository.folder, environment, 60);
  await expect(git.run(['fast-import'], { input: broken() })).rejects.toThrow('no more');
  await expect.poll(() => isAlive(readFileSync(pid, 'utf8').trim()), { timeout: 10_000 }).toBe(false);
});

test('a folder that is gone is not taken for a missing git', async () => {
  const git = openGit(join(temporaryFolder(), 'gone'), ENVIRONMENT);
  await expect(git.run(['rev-parse'])).rejects.toMatchObject({ kind: 'failed', message: /gone is gone\.$/ });
  const nowhere = { ...ENVIRONMENT, PATH: temporaryFolder() };
  await expect(openGit(temporaryFolder(), nowhere).run(['rev-parse'])).rejects.toMatchObject({ kind: 'usage' });
});

test('a memory opens in spite of a time limit, and a git that answers nonsense opens none', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  expect((await (await open(repository.folder, { gitSeconds: 30 })).readMemory()).branch).toBe('main');
  const { environment } = withGit('echo nonsense');
  await expect(open(repository.folder, { environment })).rejects.toMatchObject({
    kind: 'failed',
    message: 'git rev-parse gave an answer that makes no sense.',
  });
  expect(execFileSync('git', ['-C', repository.folder, 'status', '--porcelain'], { encoding: 'utf8' })).toBe('');
});

test('an object reader whose git gives up says why, also when it was asked too late', async () => {
  const repository = gitRepository();
  const { environment } = withGit('exec 0<&-; sleep 1; echo "fatal: out of order" >&2; exit 128');
  const git = openGit(repository.folder, environment);
  await git.readObjects(async (objects) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await expect(objects.read('HEAD')).rejects.toMatchObject({
      name: 'DreamError',
      message: expect.stringContaining('out of order'),
    });
  });
});
