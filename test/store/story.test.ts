// The memory branch is read by people: its log is the story of what was learned, and any of it can be taken back with
// plain git as long as its file was not changed since.
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printMemoryIndex } from '../../src/model/memory-index.ts';
import type { Ruling } from '../../src/store/store.ts';
import { makeChange, useDesk, writeProposals } from '../commands/program.ts';
import { NAMES, textOf } from '../model-based/texts.ts';
import { open, review, rule, writeSampleRun } from './sample-run.ts';
import { gitRepository, openRepository } from '../helpers/git-repository.ts';

const desk = useDesk();

test('the log of the memory reads as a story', async () => {
  const dream = async (...argv: string[]): Promise<string> => {
    const { code, out, err } = await desk.dream(...argv);
    if (code !== 0) throw new Error(`${argv.join(' ')}: ${err}${out}`);
    return out;
  };
  const body = (text: string): string => `\n**When** ${text}.\n\n**Do** \`make ${text.replaceAll(' ', '-')}\`.\n`;
  const night = async (at: number, ...lessons: (readonly [string, string, string])[]) =>
    writeProposals(
      desk,
      lessons.map(([id, title, when]) => makeChange({ id, title, body: body(when) })),
      `2026112${at}T030000Z-7c1e`,
    );
  const [bun = '', lint = ''] = await night(
    1,
    ['run-bun-directly', 'Run bun directly; rtk has no bun subcommand', 'running tests'],
    ['format-before-lint', 'Format before linting', 'lint fails'],
  );
  await dream('review', 'accept', bun, lint);
  const [flaky = '', nope = ''] = await night(
    2,
    ['start-the-database', 'Start the database before the integration tests', 'testing against a database'],
    ['always-retry', 'Retry every failing command', 'anything fails'],
  );
  await dream('review', 'reject', nope, '--reason', 'hides real failures');
  const edit = join(desk.folder, 'edit.md');
  const memory = openRepository(desk.memory);
  const path = 'playbooks/team--web/start-the-database.md';
  writeFileSync(edit, `${memory.git('show', `dream/20261122T030000Z-7c1e~1:${path}`)}\n\nSee the wiki.\n`);
  await dream('review', 'edit', flaky, '--file', edit);
  const [pin = ''] = await night(3, ['pin-the-base-image', 'Pin the base image by its digest', 'writing a Dockerfile']);
  await dream('review', 'accept', pin);
  await dream('undo', lint, '--yes', '--reason', 'the linter formats by itself now');
  const undone = memory.git('log', '--format=%H', '--grep=^Dream-Decision: undone', 'HEAD').split('\n')[0] ?? '';
  await dream('undo', undone, '--yes');
  memory.write(
    'playbooks/team--web/format-before-lint.md',
    memory
      .read('playbooks/team--web/format-before-lint.md')
      .replace('title: Format before linting', 'title: Format first'),
  );
  memory.git('commit', '--quiet', '-a', '-m', 'Say it shorter');
  await dream('index', '--commit');
  expect(memory.git('log', '--reverse', '--format=%s (%cn)', 'HEAD')).toMatchInlineSnapshot(`
    "Begin the memory (dream)
    Add pitfall: run bun directly; rtk has no bun subcommand (Rita Reviewer)
    Add pitfall: format before linting (Rita Reviewer)
    Refresh index (Rita Reviewer)
    Add pitfall: start the database before the integration tests (Rita Reviewer)
    Refresh index (Rita Reviewer)
    Add pitfall: pin the base image by its digest (Rita Reviewer)
    Refresh index (Rita Reviewer)
    Undo: add pitfall: format before linting (Rita Reviewer)
    Refresh index (Rita Reviewer)
    Redo: add pitfall: format before linting (Rita Reviewer)
    Refresh index (Rita Reviewer)
    Say it shorter (Ada)
    Refresh index (dream)"
  `);
});

test('a revert of any accepted commit whose file was not changed since applies, whatever was decided later', async () => {
  const names = [...NAMES, 'alpha', 'bravo', 'charlie'];
  const verdicts = fc.constantFrom<Ruling['verdict']>('accepted', 'accepted', 'rejected', 'later');
  const nights = fc.array(fc.array(fc.tuple(fc.constantFrom(...names), verdicts), { minLength: 1, maxLength: 4 }), {
    minLength: 2,
    maxLength: 5,
  });
  let reverted = 0;
  await fc.assert(
    fc.asyncProperty(nights, fc.nat(), async (plan, at) => {
      const repository = gitRepository({ 'a.txt': 'a\n' });
      const store = await open(repository.folder);
      for (const [night, proposals] of plan.entries()) {
        const own = new Map(proposals);
        const { playbooks } = await store.readMemory();
        const changes = [...own.keys()].map((name) => {
          const known = playbooks.find(({ id }) => id === name);
          const before = known === undefined ? null : known.head + known.body;
          const after = textOf(name, { rule: night, note: night, more: 0 }).replace('About', 'All about');
          return before === null ? { name } : { name, type: 'revise' as const, before, after };
        });
        await writeSampleRun(store, changes, `2026112${night}T030000Z-a`);
        const rulings = [];
        for (const [name, verdict] of own) rulings.push(await rule(store, name, verdict));
        await review(store, rulings);
        await store.commitIndex((list) => `${printMemoryIndex(list)}\nNight ${night}.\n`);
      }
      // Every commit of ours since which nobody touched its file; the index is no part of any of them.
      const commits = repository.git('log', '--format=%H', '--grep=^Dream-Decision: accepted', 'main').split('\n');
      const last = commits.filter((commit) => {
        if (commit === '') return false;
        const path = repository.git('diff-tree', '--no-commit-id', '--name-only', '-r', commit);
        return repository.git('rev-list', `${commit}..main`, '--', path) === '';
      });
      const chosen = last[at % Math.max(last.length, 1)];
      if (chosen === undefined) return;
      repository.git('revert', '--no-edit', chosen);
      reverted += 1;
      expect(repository.git('status', '--porcelain')).toBe('');
      expect((await store.recover()).some(({ detail }) => detail.startsWith('undone'))).toBe(true);
    }),
    { numRuns: 12 },
  );
  expect(reverted).toBeGreaterThan(8);
});
