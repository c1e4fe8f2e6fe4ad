// The named checks for correctable memory, 1 to 6: scope, sources, and every way to write. Each with its positive control.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROPOSALS, useDesk, writeProposals } from '../commands/program.ts';
import { accept, git, memory, run, session, stumble } from './learn.ts';

const desk = useDesk();
/** Made up; it only has the form of one. */
const SECRET = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;

async function learnTwoProjects(): Promise<void> {
  for (const day of [3, 4, 5]) {
    session(desk, 'tidemark', day, stumble('npm test', 'pnpm test'));
    session(
      desk,
      'harbour',
      day,
      stumble('make build', 'ninja build', 'make: *** No rule to make target "build".  Stop.'),
    );
  }
  await run(desk);
  await accept(desk);
}

test('1 scope: the playbook of another project never appears', async () => {
  await learnTwoProjects();
  const ways = [['--context'], ['--context', '--for', 'ninja build and pnpm test'], ['--search', 'run'], []];
  for (const way of ways) {
    const own = await desk.dream('show', ...way, '--project', 'tidemark');
    expect([own.code, /pnpm/.test(own.out), /ninja|harbour/.test(own.out)]).toEqual([0, true, false]);
    const other = await desk.dream('show', ...way, '--project', 'harbour');
    expect([other.code, /ninja/.test(other.out), /pnpm|tidemark/.test(other.out)]).toEqual([0, true, false]);
  }
});

test('2 scope through consolidation: sessions of another project neither support nor word a playbook', async () => {
  session(desk, 'tidemark', 3, stumble('npm test', 'pnpm test'));
  session(desk, 'harbour', 4, stumble('npm test', 'pnpm test'));
  expect((await run(desk)).changes).toEqual([]);
  // A second session of one of the two is what is missing, and only that one's words are quoted.
  session(desk, 'tidemark', 5, stumble('npm test', 'pnpm test'));
  const { changes } = await run(desk);
  expect(changes.map(({ playbook }) => playbook.project)).toEqual(['tidemark']);
  expect(new Set(changes[0]?.evidence.map((one) => one.session)).size).toBe(2);
  await accept(desk);
  session(desk, 'harbour', 6, stumble('npm test', 'pnpm test'));
  const second = await run(desk);
  expect(second.changes.map(({ type, playbook }) => [type, playbook.project])).toEqual([['add', 'harbour']]);
  expect(second.changes[0]?.playbook.body).not.toContain('tidemark');
});

test('3 every line resolves to a source', async () => {
  await learnTwoProjects();
  const path = git(desk, 'ls-tree', '-r', '--name-only', 'HEAD', 'playbooks').split('\n')[0] ?? '';
  const sources = async () => {
    const { out, err } = await desk.dream('show', path, '--why', '--json');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the program says it prints
    const why = JSON.parse(out === '' ? `"${err}"` : out) as {
      lines: { text: string; source: number }[];
      sources: { kind: string; change: string | null; evidence: { verified: string }[] }[];
    };
    return why.lines.filter(({ text }) => text.trim() !== '').map(({ source }) => why.sources[source]);
  };
  for (const source of await sources()) {
    expect(source?.change).toMatch(/^[0-9a-f]{8}$/);
    expect(source?.evidence.map(({ verified }) => verified)).toContain('verified');
  }
  // A line that a person wrote is told apart, and has no evidence lent to it.
  const file = join(desk.memory, path);
  writeFileSync(file, `${git(desk, 'show', `HEAD:${path}`)}\nMine alone.\n`);
  git(desk, 'commit', '-qm', 'My words', '--', path);
  const mine = (await sources()).at(-1);
  expect([mine?.change, mine?.evidence]).toEqual([null, []]);
});

test('5 the memory is rebuilt from what was kept: the same proposals, with no log there', async () => {
  for (const day of [3, 4, 5]) session(desk, 'tidemark', day, stumble('npm test', 'pnpm test'));
  const first = await run(desk);
  rmSync(join(desk.folder, 'logs'), { recursive: true });
  const again = await run(desk, '--rebuild');
  expect(again.changes.map(({ id }) => id)).toEqual(first.changes.map(({ id }) => id));
  expect(first.changes).toHaveLength(1);
  // Without what was kept there is nothing to rebuild from.
  git(desk, 'update-ref', '-d', 'refs/dream/ledger');
  const empty = await desk.dream('run', '--rebuild', '--json');
  expect(empty.out).not.toContain(first.changes[0]?.id);
});

test('6 no way to write goes round the guard', async () => {
  const [bun = '', format = ''] = await writeProposals(desk, PROPOSALS.slice(0, 2));
  const branch = 'dream/20261122T030000Z-7c1e';
  git(desk, 'worktree', 'add', '-q', `${desk.memory}-run`, branch);
  const inRun = ['-C', `${desk.memory}-run`];
  // Amended on the run's branch.
  const path = git(desk, ...inRun, 'diff', '--name-only', 'HEAD~1', 'HEAD');
  const text = git(desk, 'show', `${branch}:${path}`);
  writeFileSync(join(`${desk.memory}-run`, path), `${text}\nUse ${SECRET}.\n`);
  git(desk, ...inRun, 'commit', '-q', '-a', '--amend', '--no-edit');
  const amended = await desk.dream('review', 'accept', format);
  expect(amended.code).not.toBe(0);
  // Given as an edit.
  const file = join(desk.folder, 'edit.md');
  const other = git(desk, 'show', `${branch}~1:playbooks/team--web/run-bun-directly.md`);
  writeFileSync(file, `${other}\nUse ${SECRET}.\n`);
  const edited = await desk.dream('review', 'edit', bun, '--file', file);
  expect(edited.code).toBe(5);
  expect(git(desk, 'log', '--all', '--format=%B')).not.toContain(SECRET);
  expect(await memory(desk)).toBe('');
  expect(edited.out + edited.err + amended.out + amended.err).not.toContain(SECRET);
  // The same two ways without it.
  writeFileSync(join(`${desk.memory}-run`, path), `${text}\nMore words.\n`);
  git(desk, ...inRun, 'commit', '-q', '-a', '--amend', '--no-edit');
  await accept(desk, format);
  writeFileSync(file, `${other}\nMore words.\n`);
  expect((await desk.dream('review', 'edit', bun, '--file', file)).code).toBe(0);
  expect((await memory(desk)).match(/More words\./g)).toHaveLength(2);
});
