// A newer statement meets the memory: what it retires, what it leaves alone, and what people wrote themselves.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DreamResult } from '../../src/dream.ts';
import { openRepository, temporaryFolder } from '../helpers/git-repository.ts';
import { decideAll, say, type Desk } from './desk.ts';

const acceptAll = (desk: Desk, day: number): Promise<unknown> => decideAll(desk, day);

const titles = (result: DreamResult): readonly string[] =>
  result.changes.map(({ guarded }) => `${guarded.change.type} ${guarded.change.playbook.title}`);

describe('a newer statement', () => {
  it('takes the place of the accepted one about the same thing, and names it', async () => {
    const desk = { logs: temporaryFolder(), memory: temporaryFolder() };
    await say(desk, 1, 'From now on, always write timestamps in the API responses in UTC.');
    await acceptAll(desk, 1);
    const second = await say(desk, 3, 'From now on, always write timestamps in the API responses in Unix seconds.');
    expect(titles(second)).toHaveLength(1);
    const [only] = second.changes;
    expect(only?.guarded.change).toMatchObject({ type: 'revise', replaces: expect.stringContaining('UTC') as string });
    expect(only?.guarded.change.after).toContain('Unix seconds');
    expect(only?.guarded.change.after).toContain('UTC');
    expect(only?.guarded.flags).toContain('conflict');
    await acceptAll(desk, 3);
    expect(openRepository(desk.memory).git('ls-files', 'playbooks').split('\n')).toHaveLength(1);
    expect(titles(await say(desk, 5, 'Thanks, that is all for now.'))).toEqual([]);
  });

  it('leaves a statement about something else alone', async () => {
    const desk = { logs: temporaryFolder(), memory: temporaryFolder() };
    await say(desk, 1, 'From now on, always write timestamps in the API responses in UTC.');
    await acceptAll(desk, 1);
    const second = await say(desk, 3, 'From now on, never add a new dependency without asking me.');
    expect(second.changes.map(({ guarded }) => guarded.change.type)).toEqual(['add']);
  });

  it('only adds to what people wrote themselves', async () => {
    const desk = { logs: temporaryFolder(), memory: temporaryFolder() };
    await say(desk, 1, 'From now on, always write timestamps in the API responses in UTC.');
    await acceptAll(desk, 1);
    const git = openRepository(desk.memory);
    const file = git.git('ls-files', 'playbooks');
    const text = `${git.read(file)}\nOur own words about it.\n`;
    writeFileSync(join(desk.memory, file), text);
    git.git('commit', '--quiet', '--all', '--message=Say it better');
    const second = await say(desk, 3, 'From now on, always write timestamps in the API responses in Unix seconds.');
    const after = second.changes[0]?.guarded.change.after ?? '';
    expect(after).toContain('Our own words about it.');
    expect(after).toContain('**Newer** “');
    expect(after).toContain('Unix seconds');
  });
});
