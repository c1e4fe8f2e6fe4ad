// More of the named checks for correctable memory, 5, 13 and 14: what was undone or deleted by hand stays away wherever
// a reader could meet it, and is not rebuilt. Each with its positive control.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useDesk } from '../commands/program.ts';
import type { Proposed } from './learn.ts';
import { accept, git, memory, run, session, stumble } from './learn.ts';

const desk = useDesk();

/** Makes a session from which `pnpm test` is learned in tidemark. */
function stumbleOverTests(day: number): void {
  session(desk, 'tidemark', day, stumble('npm test', 'pnpm test'));
}

/** Makes a session from which `ninja build` is learned in another project. */
function stumbleOverBuild(project: string, day: number): void {
  const error = 'make: *** No rule to make target "build".  Stop.';
  session(desk, project, day, stumble('make build', 'ninja build', error));
}

/** Accepts a lesson in each of two projects. @returns the one of tidemark */
async function learn(): Promise<Proposed> {
  for (const day of [3, 4, 5]) {
    stumbleOverTests(day);
    stumbleOverBuild('harbour', day);
  }
  const { changes } = await run(desk);
  await accept(desk);
  const tests = changes.find(({ playbook }) => playbook.project === 'tidemark');
  if (tests === undefined) throw new Error('nothing was learned in tidemark');
  return tests;
}

async function undo(change: string): Promise<void> {
  const undone = await desk.dream('undo', change, '--yes', '--reason', 'npm works now');
  expect([undone.code, undone.err]).toEqual([0, '']);
}

/** Two ways out of the memory, and the way back from each. */
const WAYS = {
  undone: {
    remove: async ({ id }: Proposed): Promise<void> => undo(id),
    giveBack: async (): Promise<void> => undo(git(desk, 'log', '-1', '--format=%H', '--grep=^Undo: ')),
  },
  'deleted by hand': {
    remove: async ({ playbook }: Proposed): Promise<void> => {
      git(desk, 'rm', '-q', playbook.path);
      git(desk, 'commit', '-qm', 'Not any more');
    },
    giveBack: async (): Promise<void> => {
      git(desk, 'revert', '--no-edit', git(desk, 'log', '-1', '--format=%H', '--grep=^Not any more'));
    },
  },
};
const BOTH_WAYS = Object.entries(WAYS).map(([name, way]) => ({ name, ...way }));

/** Which of the two lessons each copy holds that people and agents load. */
async function copies(): Promise<Readonly<Record<string, readonly string[]>>> {
  const context = async (project: string): Promise<string> => {
    const { code, out, err } = await desk.dream('show', '--context', '--project', project, '--json');
    expect([code, err]).toEqual([0, '']);
    return out;
  };
  const texts = {
    show: await memory(desk),
    context: (await context('tidemark')) + (await context('harbour')),
    index: git(desk, 'show', 'HEAD:MEMORY.md'),
    files: git(desk, 'grep', '-h', 'test\\|build', 'HEAD', '--', 'playbooks'),
  };
  const lessons = (text: string): readonly string[] =>
    ['pnpm test', 'ninja build'].filter((lesson) => text.includes(lesson));
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, lessons(text)]));
}

function everywhere(...lessons: readonly string[]): Readonly<Record<string, readonly string[]>> {
  return { show: lessons, context: lessons, index: lessons, files: lessons };
}

/** Makes the index anew, with nothing left of what earlier commands kept beside the repository's objects. */
async function startAgain(): Promise<void> {
  rmSync(join(desk.memory, '.git/dream'), { recursive: true, force: true });
  expect((await desk.dream('index', '--commit')).code).toBe(0);
}

test('5 rebuilding gives the same bodies, and leaves out what was taken back', async () => {
  for (const day of [3, 4, 5]) {
    stumbleOverTests(day);
    stumbleOverBuild('harbour', day);
  }
  const said = ({ id, playbook }: Proposed): readonly string[] => [id, playbook.path, playbook.body];
  const first = await run(desk);
  rmSync(join(desk.folder, 'logs'), { recursive: true });
  const again = await run(desk, '--rebuild');
  expect(again.changes.map(said)).toEqual(first.changes.map(said));
  expect(first.changes).toHaveLength(2);
  const tests = first.changes.find(({ playbook }) => playbook.project === 'tidemark')?.id ?? '';
  await accept(desk, tests);
  await undo(tests);
  const rebuilt = await run(desk, '--rebuild');
  expect(rebuilt.changes.filter(({ playbook }) => playbook.project === 'tidemark')).toEqual([]);
  expect(rebuilt.held).toContainEqual({ reason: 'taken-back', count: 1 });
});

test.each(BOTH_WAYS)('13 what is $name is not proposed by the next runs over the same logs', async (way) => {
  await way.remove(await learn());
  await startAgain();
  stumbleOverTests(6);
  for (const day of [3, 4, 5]) stumbleOverBuild('quay', day);
  const again = await run(desk);
  expect(again.changes.map(({ playbook }) => playbook.project)).toEqual(['quay']);
  expect(again.held).toContainEqual({ reason: 'taken-back', count: 1 });
  await accept(desk);
  await startAgain();
  expect((await run(desk, '--rebuild')).changes).toEqual([]);
  stumbleOverTests(7);
  expect((await run(desk)).changes).toEqual([]);
  expect(await memory(desk)).not.toContain('pnpm');
});

test.each(BOTH_WAYS)('14 what is $name is in no copy any more, and is back in all when given back', async (way) => {
  const tests = await learn();
  expect(await copies()).toEqual(everywhere('pnpm test', 'ninja build'));
  await way.remove(tests);
  await startAgain();
  expect(await copies()).toEqual(everywhere('ninja build'));
  await way.giveBack();
  await startAgain();
  expect(await copies()).toEqual(everywhere('pnpm test', 'ninja build'));
});
