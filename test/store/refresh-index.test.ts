import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printMemoryIndex } from '../../src/model/memory-index.ts';
import { printPlaybook } from '../../src/model/playbook.ts';
import type { OwnersFile } from '../../src/store/store.ts';
import { gitRepository, openRepository, temporaryFolder } from '../helpers/git-repository.ts';
import type { TestRepository } from '../helpers/git-repository.ts';
import { idOf, open, review, rule, samplePlaybook, writeSampleRun } from './sample-run.ts';

const FILE = 'playbooks/team--app/bun.md';
const CODEOWNERS: OwnersFile = {
  file: '.github/CODEOWNERS',
  owners: new Map([['team/*', ['@team/leads']]]),
  highStakes: [],
};

/** A memory whose playbooks came in by a plain commit, so that it has no index. */
function memoryOf(...names: readonly string[]): TestRepository {
  const files = names.map((name) => [`playbooks/team--app/${name}.md`, printPlaybook(samplePlaybook(name))]);
  return gitRepository({ 'README.md': 'hello\n', ...(Object.fromEntries(files) as Record<string, string>) });
}

describe('the index on the memory branch', () => {
  it('is committed as one commit, and the work tree moves along', async () => {
    const repository = memoryOf('bun', 'deno');
    const store = await open(repository.folder);
    expect((await store.readIndexState(printMemoryIndex)).stale.map(({ path, before }) => [path, before])).toEqual([
      ['MEMORY.md', null],
    ]);
    const done = await store.commitIndex(printMemoryIndex);
    expect(repository.git('log', '--format=%an %s')).toBe('dream Refresh index\nAda First commit');
    expect(repository.git('rev-parse', 'HEAD')).toBe(done.indexCommit);
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(repository.read('MEMORY.md')).toContain('- pitfall: [Run deno](playbooks/team--app/deno.md)');
    // Nothing to do, no commit; also for another process.
    expect(await (await open(repository.folder)).commitIndex(printMemoryIndex)).toMatchObject({
      stale: [],
      indexCommit: null,
    });
    expect((await store.commitIndex(printMemoryIndex)).indexCommit).toBeNull();
    expect(repository.git('rev-list', '--count', 'HEAD')).toBe('2');
  });

  it('is what an accept would have written: nothing is stale after one', async () => {
    const repository = gitRepository({ 'README.md': 'hello\n' });
    const store = await open(repository.folder, { codeowners: CODEOWNERS });
    await writeSampleRun(store, [{ name: 'bun' }]);
    const applied = await store.applyReview({
      id: 'review-index',
      reviewer: { name: 'Grace', email: 'grace@example.com' },
      rulings: [await rule(store, 'bun')],
      printIndex: printMemoryIndex,
    });
    expect(applied.indexCommit).not.toBeNull();
    expect(repository.git('show', '--format=', '--name-only', applied.indexCommit ?? '')).toBe(
      '.github/CODEOWNERS\nMEMORY.md',
    );
    expect(await store.readIndexState(printMemoryIndex)).toMatchObject({ stale: [], problems: [] });
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  it('lies beside the playbooks of a memory in a folder, and the owners at the top of the repository', async () => {
    const bun = printPlaybook(samplePlaybook('bun'));
    const repository = gitRepository({ 'memory/dream.yaml': '', [`memory/${FILE}`]: bun });
    const store = await open(join(repository.folder, 'memory'), { codeowners: CODEOWNERS });
    const { stale } = await store.commitIndex(printMemoryIndex);
    expect(stale.map(({ path }) => path)).toEqual(['memory/MEMORY.md', '.github/CODEOWNERS']);
    expect(repository.read('.github/CODEOWNERS')).toContain('\n/memory/playbooks/team--*/ @team/leads\n');
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  it('can be committed where no work tree is: bare, and with another branch checked out', async () => {
    const source = memoryOf('bun');
    const bare = join(temporaryFolder(), 'memory.git');
    source.git('clone', '--quiet', '--bare', '.', bare);
    const done = await (await open(bare)).commitIndex(printMemoryIndex);
    expect(openRepository(bare).git('log', '-1', '--format=%H %s', 'main')).toBe(`${done.indexCommit} Refresh index`);

    source.git('checkout', '--quiet', '-b', 'work');
    await (await open(source.folder, { branch: 'main' })).commitIndex(printMemoryIndex);
    expect(source.git('log', '-1', '--format=%s', 'main')).toBe('Refresh index');
    expect(source.git('status', '--porcelain', '--branch')).toBe('## work');
    expect(existsSync(join(source.folder, 'MEMORY.md'))).toBe(false);
  });

  it('is written once by two processes at once, on top of what another wrote meanwhile', async () => {
    const repository = memoryOf('bun', 'deno');
    const stores = await Promise.all([1, 2, 3].map(() => open(repository.folder, { lockSeconds: 20 })));
    const [first] = stores;
    if (first === undefined) throw new Error('no store');
    await writeSampleRun(first, [{ name: 'npm' }]);
    const ruling = await rule(first, 'npm');
    await Promise.all([...stores.map((store) => store.commitIndex(printMemoryIndex)), review(first, [ruling])]);
    await first.commitIndex(printMemoryIndex);
    expect((await first.readIndexState(printMemoryIndex)).stale).toEqual([]);
    expect(repository.read('MEMORY.md')).toMatch(/bun[\s\S]*deno[\s\S]*npm/);
    expect(repository.git('status', '--porcelain')).toBe('');
    expect((await first.readLedger()).changes.map(({ id, state }) => [id, state])).toEqual([[idOf('npm'), 'accepted']]);
    repository.git('fsck', '--strict');
  });

  it('keeps the mode of its file, and leaves a link or a folder of that name alone', async () => {
    const repository = memoryOf('bun');
    repository.write('MEMORY.md', 'old\n');
    chmodSync(join(repository.folder, 'MEMORY.md'), 0o755);
    repository.git('add', 'MEMORY.md');
    repository.git('commit', '--quiet', '-m', 'executable');
    await (await open(repository.folder)).commitIndex(printMemoryIndex);
    expect(repository.git('ls-tree', 'HEAD', 'MEMORY.md')).toMatch(/^100755 blob/);

    const linked = memoryOf('bun');
    symlinkSync('README.md', join(linked.folder, 'MEMORY.md'));
    linked.git('add', 'MEMORY.md');
    linked.git('commit', '--quiet', '-m', 'a link');
    const done = await (await open(linked.folder)).commitIndex(printMemoryIndex);
    expect(done).toMatchObject({
      indexCommit: null,
      problems: [{ path: 'MEMORY.md', problem: 'MEMORY.md is a link there' }],
    });
    expect(linked.read('README.md')).toBe('hello\n');
  });

  it('is not written while the branch is being merged', async () => {
    const repository = memoryOf('bun');
    repository.write('.git/MERGE_HEAD', `${repository.git('rev-parse', 'HEAD')}\n`);
    const store = await open(repository.folder);
    await expect(store.commitIndex(printMemoryIndex)).rejects.toMatchObject({ kind: 'refused' });
  });

  it('leaves a file of owners with damaged marks as it is, also when something is accepted', async () => {
    const damaged = '* @me\n# dream: begin\n/x @y\n';
    const repository = memoryOf('deno');
    repository.commit('owners', { '.github/CODEOWNERS': damaged });
    const store = await open(repository.folder, { codeowners: CODEOWNERS });
    const problems = [{ path: '.github/CODEOWNERS', problem: expect.stringContaining('# dream: end') as string }];
    expect((await store.readIndexState(printMemoryIndex)).problems).toEqual(problems);
    await writeSampleRun(store, [{ name: 'bun' }]);
    const { findings, results } = await review(store, [await rule(store, 'bun')]);
    expect(results.map(({ status }) => status)).toEqual(['done']);
    expect(findings.map(({ code, file }) => [code, file])).toEqual([
      ['left-alone', join(repository.folder, '.github/CODEOWNERS')],
    ]);
    expect(repository.git('show', 'HEAD:.github/CODEOWNERS')).toBe(damaged.trimEnd());
  });
});

describe('the index in the work tree', () => {
  it('is written for the user to commit, and nothing else moves', async () => {
    const repository = memoryOf('bun');
    repository.write('README.md', 'my edit\n');
    const before = repository.refs();
    const done = await (await open(repository.folder)).writeIndex(printMemoryIndex);
    expect(done).toMatchObject({ written: ['MEMORY.md'], kept: [] });
    expect(repository.git('status', '--porcelain')).toBe(' M README.md\n?? MEMORY.md');
    expect(repository.refs()).toEqual(before);
    // What stands there already is not written again, and can be committed by `--commit` as it is.
    const time = statSync(join(repository.folder, 'MEMORY.md')).mtimeMs;
    expect(await (await open(repository.folder)).writeIndex(printMemoryIndex)).toMatchObject({ written: [], kept: [] });
    expect(statSync(join(repository.folder, 'MEMORY.md')).mtimeMs).toBe(time);
    expect(await (await open(repository.folder)).commitIndex(printMemoryIndex)).toMatchObject({ findings: [] });
    expect(repository.git('status', '--porcelain')).toBe(' M README.md');
  });

  it('keeps what the user wrote into it, and names it', async () => {
    const repository = memoryOf('bun');
    repository.commit('old index', { 'MEMORY.md': 'old\n' });
    repository.write('MEMORY.md', 'old\nmine\n');
    const done = await (await open(repository.folder)).writeIndex(printMemoryIndex);
    expect(done).toMatchObject({ written: [], kept: [{ path: 'MEMORY.md' }] });
    expect(repository.read('MEMORY.md')).toBe('old\nmine\n');
    // An index that is only old is not the user's.
    repository.write('MEMORY.md', 'old\n');
    expect((await (await open(repository.folder)).writeIndex(printMemoryIndex)).written).toEqual(['MEMORY.md']);
  });

  it('keeps the line endings it is checked out with', async () => {
    const repository = memoryOf('bun');
    repository.commit('old index', { 'MEMORY.md': 'old\nindex\n' });
    repository.write('MEMORY.md', 'old\r\nindex\r\n');
    await (await open(repository.folder)).writeIndex(printMemoryIndex);
    const text = repository.read('MEMORY.md');
    expect(text).toContain('# Memory\r\n');
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('keeps the user’s own lines of the owners’ file, and their edits of ours', async () => {
    const repository = memoryOf('bun');
    repository.commit('owners', { '.github/CODEOWNERS': '* @me\n' });
    repository.write('.github/CODEOWNERS', '* @me\n/src/ @devs\n');
    const store = await open(repository.folder, { codeowners: CODEOWNERS });
    expect((await store.writeIndex(printMemoryIndex)).written).toEqual(['MEMORY.md', '.github/CODEOWNERS']);
    const text = repository.read('.github/CODEOWNERS');
    expect(text).toMatch(/^\* @me\n\/src\/ @devs\n\n# dream: begin/);
    repository.write('.github/CODEOWNERS', text.replace('@team/leads', '@somebody'));
    expect((await store.writeIndex(printMemoryIndex)).kept).toEqual([
      { path: '.github/CODEOWNERS', problem: 'you have changed the lines that `dream index` writes' },
    ]);
    expect(repository.read('.github/CODEOWNERS')).toContain('@somebody');
  });

  it('follows no link out of the work tree', async () => {
    const repository = memoryOf('bun');
    const elsewhere = temporaryFolder();
    symlinkSync(elsewhere, join(repository.folder, '.github'));
    symlinkSync(join(elsewhere, 'target'), join(repository.folder, 'MEMORY.md'));
    const done = await (await open(repository.folder, { codeowners: CODEOWNERS })).writeIndex(printMemoryIndex);
    expect(done.written).toEqual([]);
    expect(done.kept.map(({ path }) => path)).toEqual(['MEMORY.md', '.github/CODEOWNERS']);
    expect(existsSync(join(elsewhere, 'target'))).toBe(false);
    rmSync(join(repository.folder, 'MEMORY.md'));
    mkdirSync(join(repository.folder, 'MEMORY.md'));
    expect((await (await open(repository.folder)).writeIndex(printMemoryIndex)).kept).toHaveLength(1);
    expect(readFileSync(join(repository.folder, 'README.md'), 'utf8')).toBe('hello\n');
  });

  it('says to commit where the memory branch is not checked out', async () => {
    const repository = memoryOf('bun');
    repository.git('checkout', '--quiet', '-b', 'work');
    const store = await open(repository.folder, { branch: 'main' });
    await expect(store.writeIndex(printMemoryIndex)).rejects.toMatchObject({
      kind: 'usage',
      hints: [expect.stringContaining('dream index --commit') as string],
    });
  });
});
