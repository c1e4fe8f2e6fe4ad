import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printPlaybook } from '../../src/model/playbook.ts';
import { readReviewer } from '../../src/store/reviewer.ts';
import { ENVIRONMENT, gitRepository, temporaryFolder } from '../helpers/git-repository.ts';
import type { TestRepository } from '../helpers/git-repository.ts';
import { open, review, rule, RUN, samplePlaybook, tamper, writeSampleRun } from './sample-run.ts';

const HOOKS = [
  'applypatch-msg commit-msg fsmonitor-watchman post-applypatch post-checkout post-commit post-index-change post-merge',
  'post-rewrite post-update pre-applypatch pre-commit pre-merge-commit pre-push pre-rebase prepare-commit-msg',
  'push-to-checkout reference-transaction sendemail-validate update',
].flatMap((names) => names.split(' '));

/** A repository in which everything that git would run leaves a mark. */
function hostileRepository(): { repository: TestRepository; marker: string; evil: string } {
  const folder = temporaryFolder();
  const marker = join(folder, 'marker');
  const evil = join(folder, 'evil');
  writeFileSync(evil, `#!/bin/sh\necho "$0 $*" >> ${marker}\ncat\n`);
  chmodSync(evil, 0o755);
  const old = printPlaybook(samplePlaybook('bun'));
  const repository = gitRepository({
    'a.txt': 'a\n',
    'playbooks/team--app/bun.md': old,
    'playbooks/team--app/web.md': old,
  });
  mkdirSync(join(repository.folder, '.git/info'), { recursive: true });
  writeFileSync(
    join(repository.folder, '.git/info/attributes'),
    '* filter=evil diff=evil merge=evil\na.txt filter=evil=x.y\n',
  );
  const settings = {
    'core.fsmonitor': evil,
    'core.hooksPath': join(repository.folder, '.git/hooks'),
    'core.pager': evil,
    'core.editor': evil,
    'core.sshCommand': evil,
    'core.alternateRefsCommand': evil,
    'diff.external': evil,
    'diff.evil.textconv': evil,
    'diff.evil.command': evil,
    'filter.evil.clean': evil,
    'filter.evil.smudge': evil,
    'filter.evil.process': evil,
    'filter.evil.required': 'true',
    'filter.evil=x.y.clean': evil,
    'merge.evil.driver': evil,
    'gpg.program': evil,
    'commit.gpgSign': 'true',
    'log.showSignature': 'true',
    'credential.helper': evil,
    'interactive.diffFilter': evil,
    'sequence.editor': evil,
    'uploadpack.packObjectsHook': evil,
    'alias.log': `!${evil}`,
    'alias.update-ref': `!${evil}`,
  };
  for (const [key, value] of Object.entries(settings)) repository.git('config', key, value);
  for (const hook of HOOKS) {
    const file = join(repository.folder, '.git/hooks', hook);
    mkdirSync(join(repository.folder, '.git/hooks'), { recursive: true });
    writeFileSync(file, `#!/bin/sh\necho "hook ${hook}" >> ${marker}\n`);
    chmodSync(file, 0o755);
  }
  return { repository, marker, evil };
}

test('nothing a hostile repository sets up is run', async () => {
  const { repository, marker } = hostileRepository();
  const old = printPlaybook(samplePlaybook('bun'));
  // The trap works: plain git runs it.
  repository.git('update-ref', 'refs/heads/trap', 'main');
  expect(existsSync(marker)).toBe(true);
  writeFileSync(marker, '');
  const read = (): string => repository.git('hash-object', '--no-filters', marker);
  const untouched = read();

  const store = await open(repository.folder, {
    environment: {
      ...ENVIRONMENT,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'alias.cat-file',
      GIT_CONFIG_VALUE_0: `!touch ${marker}.env`,
      GIT_DIR: '/nonexistent',
    },
  });
  await writeSampleRun(store, [
    { name: 'new' },
    { name: 'bun', type: 'revise', before: old, after: old.replace('testing', 'linting') },
    { name: 'web', type: 'retire', before: old, quarantined: true },
  ]);
  await store.recover();
  const { results } = await review(store, [
    await rule(store, 'new'),
    await rule(store, 'bun'),
    await rule(store, 'web'),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
  await store.readMemory();
  await store.readHistory('playbooks/team--app/bun.md');
  await readReviewer(repository.folder, ENVIRONMENT);
  expect(read()).toBe(untouched);
  expect(existsSync(`${marker}.env`)).toBe(false);
});

test('links, submodules and names that differ by case are findings, not playbooks', async () => {
  const text = printPlaybook(samplePlaybook('bun'));
  const repository = gitRepository({ 'playbooks/a/bun.md': text, 'playbooks/a/broken.md': 'no front matter\n' });
  const blob = repository.git('hash-object', '-w', 'playbooks/a/bun.md');
  const link = (mode: string, id: string, path: string): string =>
    repository.git('update-index', '--add', '--cacheinfo', `${mode},${id},${path}`);
  link('120000', blob, 'playbooks/a/link.md');
  link('160000', repository.git('rev-parse', 'HEAD'), 'playbooks/sub');
  link('100644', blob, 'playbooks/a/BUN.md');
  link('100644', blob, 'playbooks/a/\u202egnp.md');
  repository.git('commit', '--quiet', '-m', 'hostile');
  const memory = await (await open(repository.folder)).readMemory();
  expect(memory.playbooks.map(({ path }) => path)).toEqual(['playbooks/a/BUN.md']);
  expect(memory.findings.map(({ code, file, detail }) => [code, file, detail])).toEqual([
    ['invalid-playbook', 'playbooks/a/broken.md', 'does not start with a line `---`'],
    ['invalid-playbook', 'playbooks/a/bun.md', 'its name differs from another only by case'],
    ['invalid-playbook', 'playbooks/a/link.md', 'a link'],
    ['invalid-playbook', 'playbooks/a/\u202egnp.md', 'a file name that is not allowed'],
    ['invalid-playbook', 'playbooks/sub', 'a submodule'],
  ]);
});

test('the reviewer is who git says, as data; without a name there is none', async () => {
  const repository = gitRepository();
  expect(await readReviewer(repository.folder, ENVIRONMENT)).toBe(null);
  repository.git('config', 'user.name', 'Grace <x>\u0007 Hopper');
  repository.git('config', 'user.email', 'grace@example.com');
  expect(await readReviewer(repository.folder, ENVIRONMENT)).toEqual({
    name: 'Grace  x   Hopper',
    email: 'grace@example.com',
  });
});

test('no record of the ledger makes the branch of a run, or what is no run’s record, say where the memory is', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  await writeSampleRun(await open(repository.folder), [{ name: 'bun' }]);
  const memoryBranch = `dream/${RUN}`;
  const early = '19700101T000000Z-aaaa';
  tamper(repository.folder, 'runs/0.json', JSON.stringify({ id: '0', memoryBranch: 'a' }));
  tamper(repository.folder, `runs/${early}.json`, JSON.stringify({ id: 'other', memoryBranch: 'a' }));
  expect(await (await open(repository.folder)).readMemory()).toMatchObject({ branch: 'main', playbooks: [] });
  tamper(repository.folder, `runs/${early}.json`, JSON.stringify({ id: early, memoryBranch }));
  expect(await (await open(repository.folder)).readMemory()).toMatchObject({ branch: 'main', playbooks: [] });
  // Another branch than the one that is checked out may be the memory.
  tamper(repository.folder, `runs/${early}.json`, JSON.stringify({ id: early, memoryBranch: 'team/memory' }));
  expect(await (await open(repository.folder)).readMemory()).toMatchObject({ branch: 'team/memory' });
});

test('a ledger reference that stands at something else is no empty ledger: nothing is written or sent', async () => {
  const repository = gitRepository({ 'a.txt': 'a\n' });
  const store = await open(repository.folder);
  await writeSampleRun(store, [{ name: 'bun' }]);
  await review(store, [await rule(store, 'bun', 'rejected')]);
  const ledger = repository.git('rev-parse', 'refs/dream/ledger');
  for (const other of ['main', 'main^{tree}', 'main:a.txt']) {
    repository.git('update-ref', 'refs/dream/ledger', repository.git('rev-parse', other));
    const before = repository.refs();
    const said = { kind: 'failed', message: expect.stringContaining('no ledger') };
    await expect(store.readLedger()).rejects.toMatchObject(said);
    await expect(store.recover()).rejects.toMatchObject(said);
    expect(repository.refs()).toEqual(before);
    expect((await store.readMemory()).branch).toBe('main');
  }
  repository.git('update-ref', 'refs/dream/ledger', ledger);
  expect((await store.readLedger()).changes).toMatchObject([{ state: 'rejected' }]);
});
