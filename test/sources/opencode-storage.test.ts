// The storage tree of OpenCode: the same session whatever its files are called and in whatever order they come.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectSession } from '../helpers/project-session.ts';
import { readLogs } from '../helpers/read-logs.ts';

const STORAGE = resolve(import.meta.dirname, '../fixtures/formats/opencode/storage/storage');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-opencode-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function fixtureTexts(): Promise<readonly string[]> {
  const entries = await readdir(STORAGE, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return await Promise.all(files.sort().map((file) => readFile(file, 'utf8')));
}

/** Writes each text as a file of its own and reads them all. */
async function readTexts(texts: readonly string[]): Promise<Awaited<ReturnType<typeof readLogs>>> {
  const target = await mkdtemp(join(folder, 'tree-'));
  for (const [index, text] of texts.entries())
    await writeFile(join(target, `${String(index).padStart(3, '0')}.json`), text);
  return await readLogs([target]);
}

describe('the storage tree of OpenCode', () => {
  it('gives the same session in every order of its files', async () => {
    const texts = await fixtureTexts();
    const { sessions } = await readTexts(texts);
    const expected = sessions.map(projectSession);
    expect(expected).toHaveLength(1);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...texts], { minLength: texts.length }), async (shuffled) => {
        const read = await readTexts(shuffled);
        expect(read.sessions.map(projectSession)).toEqual(expected);
        expect(read.findings).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps what is left when files are missing or broken, and says what is lost', async () => {
    const texts = await fixtureTexts();
    for (const [index, text] of texts.entries()) {
      const without = await readTexts(texts.filter((_, place) => place !== index));
      expect(without.sessions.length).toBeLessThanOrEqual(1);
      const cut = await readTexts(texts.map((one, place) => (place === index ? text.slice(0, text.length / 2) : one)));
      expect(cut.findings.length).toBeGreaterThan(0);
      expect(cut.sessions.map(projectSession)).toEqual(without.sessions.map(projectSession));
    }
  });

  it('tells two sessions of one tree apart', async () => {
    const texts = await fixtureTexts();
    const other = texts.map((text) =>
      text.replaceAll('TideWatchAbCdEf01', 'TideWatchAbCdEf99').replaceAll('msg_', 'msg_x'),
    );
    const { sessions } = await readTexts([...texts, ...other]);
    expect(sessions.map((session) => session.turns.length)).toEqual([7, 7]);
    expect(new Set(sessions.map((session) => session.key)).size).toBe(2);
  });

  it('orders messages and parts by time where ids do not rise', async () => {
    const time = 1_772_700_000_000;
    const message = (id: string, role: string, created: number): string =>
      JSON.stringify({ id, sessionID: 'ses_order', role, time: { created } });
    const part = (id: string, messageID: string, text: string, start: number): string =>
      JSON.stringify({ id, sessionID: 'ses_order', messageID, type: 'text', text, time: { start } });
    const { sessions } = await readTexts([
      part('prt_1', 'msg_a', 'third', time + 3_000),
      part('prt_2', 'msg_a', 'second', time + 2_000),
      message('msg_a', 'assistant', time + 1_000),
      part('prt_3', 'msg_b', 'first', time),
      message('msg_b', 'user', time),
      JSON.stringify({ id: 'ses_order', directory: '/srv/work/tidewatch', title: 't', time: { created: time } }),
    ]);
    const said = sessions.flatMap(({ turns }) => turns.flatMap((turn) => ('passages' in turn ? turn.passages : [])));
    expect(said.map(({ text }) => text)).toEqual(['first', 'second', 'third']);
  });

  it('reads a part that names only its message, and an export beside its own tree', async () => {
    const target = join(folder, 'both');
    await mkdir(target, { recursive: true });
    const texts = await fixtureTexts();
    const onlyMessage = texts.map((text) => {
      const value = JSON.parse(text) as Record<string, unknown>;
      if (value['messageID'] !== undefined) delete value['sessionID'];
      return JSON.stringify(value);
    });
    const { sessions } = await readTexts(onlyMessage);
    expect(sessions.map((session) => session.turns.length)).toEqual([7]);
  });
});
