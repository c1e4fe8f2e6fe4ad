// What an error tells to do can be pasted: every command in a hint names the memory that was given.
import { describe, expect, it } from 'vitest';
import { nameMemoryIn } from '../../src/commands/name-memory.ts';
import { useDesk } from './program.ts';

const desk = useDesk();

describe('a hint', () => {
  const named = (hint: string): string => nameMemoryIn(hint, 'my memory', '/work');

  it('names the memory in each of its commands, once', () => {
    expect(named('To bring it back: dream undo a0b1c2d3')).toBe(
      "To bring it back: dream undo --memory 'my memory' a0b1c2d3",
    );
    expect(named('`dream show` lists them; `dream review reject 1a --reason "<why>"` turns one down.')).toBe(
      "`dream show --memory 'my memory'` lists them; `dream review reject --memory 'my memory' 1a --reason \"<why>\"` turns one down.",
    );
    expect(named('`dream review list --memory there`, then `dream sync`.')).toBe(
      "`dream review list --memory there`, then `dream sync --memory 'my memory'`.",
    );
    expect(named('Run `dream run` to create it, or name another folder with --memory.')).toContain(
      "`dream run --memory 'my memory'` to create it",
    );
  });

  it('is left alone where it names no command of ours', () => {
    for (const hint of ['`dream --help` says more.', 'git branch dream/run', '`my-dream run`', 'dream showcase'])
      expect(named(hint)).toBe(hint);
  });
});

describe('an error of the program', () => {
  it('names the memory in its hints, in words and as a document', async () => {
    const said = await desk.dream('show');
    expect(said.code).toBe(2);
    expect(said.err).toMatch(/Run `dream run --memory \S+` to create it/);
    const { out } = await desk.dream('show', '--json');
    expect(out).toMatch(/Run `dream run --memory \S+` to create it/);
  });
});
