// The named checks for correctable memory, 4 and 15 to 19: a source that is taken back, and the five shapes of
// correction, through the whole program. Each with its positive control.
import { expect, test } from 'vitest';
import { useDesk } from '../commands/program.ts';
import type { Proposed } from './learn.ts';
import { accept, memory, run, say, session, stumble } from './learn.ts';

const desk = useDesk();
let day = 2;

/** A person says something in a session of its own; what the next run proposes. */
async function hear(words: string): Promise<readonly Proposed[]> {
  day += 1;
  session(desk, 'tidemark', day, say(words));
  return (await run(desk)).changes;
}

/** The memory after a person said something and it was accepted. */
async function know(words: string): Promise<string> {
  expect(await hear(words)).toHaveLength(1);
  await accept(desk);
  return memory(desk);
}

test('4 taking a source back reaches what was derived from it alone', async () => {
  const [alone, shared] = ['Always write the tide table in UTC.', 'pnpm test'];
  for (const at of [20, 21, 22]) session(desk, 'tidemark', at, stumble('npm test', 'pnpm test'));
  const log = session(desk, 'tidemark', 23, [...say(`From now on: ${alone}`), ...stumble('npm test', 'pnpm test')]);
  await run(desk);
  await accept(desk);
  expect(await memory(desk)).toContain('tide table in UTC');
  const name = /([0-9a-f-]{36})\.jsonl$/.exec(log)?.[1] ?? '';
  const undone = await desk.dream('undo', '--session', name, '--yes', '--reason', 'it was a joke');
  expect([undone.code, undone.err]).toEqual([0, '']);
  const after = await memory(desk);
  // Three other sessions speak for the other lesson.
  expect([after.includes('tide table'), after.includes(shared)]).toEqual([false, true]);
  // Its log is still there, and the next runs do not take it up again.
  session(desk, 'tidemark', 24, stumble('npm test', 'pnpm test'));
  expect((await run(desk)).changes.filter(({ playbook }) => playbook.body.includes('tide table'))).toEqual([]);
  expect((await run(desk, '--rebuild')).changes.filter(({ playbook }) => playbook.body.includes('tide table'))).toEqual(
    [],
  );
});

test('15 replacement: newer words take the place of the older ones, which are named', async () => {
  await know('From now on, always write timestamps in the API responses in UTC.');
  const after = await know('From now on, always write timestamps in the API responses in Unix seconds.');
  expect(after).toMatch(/\*\*Do\*\* .*Unix seconds/);
  expect(after).toMatch(/Replaces what was said on .*UTC/);
  // Words about something else replace nothing.
  const both = await know('From now on, never add a new dependency without asking me.');
  expect(both).toContain('Unix seconds');
  expect(both).toContain('new dependency');
});

test('16 polarity: a ban takes the place of what asked for it', async () => {
  await know('From now on, always commit the generated client code.');
  const after = await know('From now on, never commit the generated client code.');
  expect(after).toMatch(/\*\*Do\*\* Never commit the generated client code/);
  expect(after).not.toMatch(/\*\*Do\*\* Always commit/);
  // The same ban about another thing leaves it alone.
  expect(await know('From now on, never commit the recorded test videos.')).toMatch(
    /\*\*Do\*\* Never commit the generated/,
  );
});

test('17 retraction without replacement: what a person takes back goes, and stays away', async () => {
  await know('From now on, always write a changelog entry for every fix.');
  await know('From now on, always run the linter before committing.');
  const retire = await hear('Forget the rule about the changelog entry.');
  expect(retire.map(({ type }) => type)).toEqual(['retire']);
  await accept(desk);
  const after = await memory(desk);
  expect([after.includes('changelog'), after.includes('linter')]).toEqual([false, true]);
  expect(await hear('Thanks, that is all for now.')).toEqual([]);
});

test('18 partial: a correction of one line of several leaves the others', async () => {
  await know(
    'Decision: we use vitest for the unit tests of the app. We use prettier for the formatting of code. We use playwright for the browser tests.',
  );
  const instructions = (text: string): string => text.split('**Why**')[0] ?? '';
  const after = instructions(await know('From now on, use biome for the formatting of code.'));
  expect(['vitest', 'playwright', 'biome', 'prettier'].map((word) => after.includes(word))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test('19 bounded in time: what holds until Friday neither becomes a rule nor takes one back', async () => {
  await know('From now on, always write a changelog entry for every fix.');
  expect(await hear('Until Friday you need not write a changelog entry for every fix any more.')).toEqual([]);
  expect(await hear('Until Friday, always commit the generated client code.')).toEqual([]);
  expect(await memory(desk)).toContain('changelog entry');
  // Without the bound, both are heard.
  expect(await hear('From now on, always commit the generated client code.')).toHaveLength(1);
  const last = await hear('You need not write a changelog entry for every fix any more.');
  expect(last.map(({ type }) => type)).toEqual(['retire']);
});
