import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../helpers/git-repository.ts';
import { PROPOSALS, useDesk, writeProposals } from './program.ts';

const desk = useDesk();

/** A memory into which a person merged the run's branch with plain git: no index yet. */
async function mergedMemory(): Promise<ReturnType<typeof openRepository>> {
  await writeProposals(desk, PROPOSALS);
  const repository = openRepository(desk.memory);
  repository.git('checkout', '--quiet', '-B', 'main', 'dream/20261122T030000Z-7c1e');
  return repository;
}

describe('dream index', () => {
  it('says what is stale and how to mend it, and exits with 1', async () => {
    const repository = await mergedMemory();
    const before = repository.refs();
    const checked = await desk.dream('index', '--check');
    expect(checked.code).toBe(1);
    expect(checked.out).toContain('MEMORY.md is stale:');
    expect(checked.out).toContain('Format before linting');
    expect(checked.out).toContain(`Mend it with: dream index --commit --memory ${desk.memory}`);
    expect(repository.refs()).toEqual(before);
    expect(repository.git('status', '--porcelain')).toBe('');

    const json = await desk.dream('index', '--check', '--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      version: 1,
      action: 'check',
      ok: false,
      branch: 'main',
      playbooks: 2,
      stale: [{ path: 'MEMORY.md', extra: [] }],
      indexCommit: null,
    });
    const quiet = await desk.dream('index', '--check', '--quiet');
    expect(quiet).toMatchObject({ code: 1, out: '' });
  });

  it('commits what is stale, records what was decided with git first, and then finds nothing', async () => {
    const repository = await mergedMemory();
    const done = await desk.dream('index', '--commit');
    expect(done).toMatchObject({ code: 0 });
    expect(done.out).toMatch(/^Refreshed MEMORY\.md in commit [0-9a-f]{12} on main\.$/m);
    expect(repository.git('log', '-1', '--format=%s')).toBe('Refresh index');
    expect(repository.git('status', '--porcelain')).toBe('');
    const ledger = await (await desk.openStore()).readLedger();
    expect(ledger.decisions.map(({ verdict }) => verdict)).toEqual(['accepted', 'accepted']);
    const tip = repository.git('rev-parse', 'HEAD');
    expect(await desk.dream('index', '--check')).toMatchObject({
      code: 0,
      out: 'The index is up to date with 2 playbooks on main.\n',
    });
    expect(JSON.parse((await desk.dream('index', '--commit', '--json')).out)).toMatchObject({
      ok: true,
      indexCommit: null,
      stale: [],
    });
    expect(repository.git('rev-parse', 'HEAD')).toBe(tip);
  });

  it('writes the file for the user to commit, unless the user has changed it', async () => {
    const repository = await mergedMemory();
    expect(await desk.dream('index')).toMatchObject({ code: 0, out: 'Wrote MEMORY.md; commit it when you like.\n' });
    expect(repository.git('status', '--porcelain')).toBe('?? MEMORY.md');
    repository.write('MEMORY.md', 'mine\n');
    const kept = await desk.dream('index');
    expect(kept.code).toBe(1);
    expect(kept.out).toContain('Left alone: MEMORY.md: you have changed it since it was committed.');
    expect(repository.read('MEMORY.md')).toBe('mine\n');
  });

  it('keeps the owners of the git host beside it where dream.yaml asks for that', async () => {
    const repository = await mergedMemory();
    await writeFile(
      join(desk.memory, 'dream.yaml'),
      'codeowners: CODEOWNERS\nowners:\n  team/web: ["@team/web", ann@example.com]\n',
    );
    expect((await desk.dream('index', '--commit')).out).toContain('Refreshed MEMORY.md and CODEOWNERS');
    expect(repository.git('show', 'HEAD:CODEOWNERS')).toContain('\n/playbooks/team--web/ @team/web ann@example.com\n');
    repository.commit('damage', { CODEOWNERS: '# dream: end\n' });
    const damaged = await desk.dream('index', '--check');
    expect(damaged.code).toBe(1);
    expect(damaged.out).toMatch(/^Cannot be refreshed: CODEOWNERS: the line `# dream: end` has no line/);
    expect((await desk.dream('index', '--commit')).code).toBe(1);
    expect(repository.git('show', 'HEAD:CODEOWNERS')).toBe('# dream: end');
  });

  it('has nothing to say of a memory without a commit, and wants one memory and one wish', async () => {
    await desk.openStore();
    expect(await desk.dream('index', '--check')).toMatchObject({
      code: 0,
      out: 'The memory branch main has no commit yet; there is nothing to index.\n',
    });
    expect(await desk.dream('index', '--commit')).toMatchObject({ code: 0 });
    expect(await desk.dream('index', '--commit', '--check')).toMatchObject({ code: 2 });
  });
});
