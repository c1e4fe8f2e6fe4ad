// Lines of JSON that somebody put into one array: read as the lines they were.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLogs } from '../helpers/read-logs.ts';

const FIXTURES = resolve(import.meta.dirname, '../fixtures/formats');

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-array-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function read(text: string): ReturnType<typeof readLogs> {
  const path = join(folder, 'log.jsonl');
  await writeFile(path, text);
  return await readLogs([path]);
}

describe('lines of JSON in one array', () => {
  it.each([
    ['codex', 'codex/one-session'],
    ['codex-exec', 'codex-exec/items'],
    ['copilot-cli', 'copilot-cli/one-session'],
    ['cursor', 'cursor/transcript'],
    ['gemini', 'gemini/lines'],
    ['pi', 'pi/tree'],
  ])('%s', async (format, name) => {
    const { sessions } = await readLogs([join(FIXTURES, name)]);
    const original = sessions.filter((session) => session.format === format);
    const log = (await readdir(join(FIXTURES, name))).find((file) => file !== 'expected.json');
    const records: unknown[] = (await readFile(join(FIXTURES, name, log ?? ''), 'utf8'))
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line): unknown => JSON.parse(line));
    for (const text of [JSON.stringify(records), JSON.stringify(records, null, 2)]) {
      const again = (await read(text)).sessions;
      expect(again.map((session) => session.format)).toEqual(original.map((session) => session.format));
      expect(again.map((session) => session.turns)).toEqual(original.map((session) => session.turns));
    }
  });
});
