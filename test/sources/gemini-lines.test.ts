// Lines of Gemini CLI that rewrite, replace and take back: what counts in the end, and what hostile lines may cost.
import { cpuTime } from '../helpers/cpu-time.ts';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Session } from '../../src/model/session.ts';
import { gemini } from '../../src/sources/formats/gemini.ts';
import { projectSession } from '../helpers/project-session.ts';

const HEADER = { sessionId: 'rec-1', projectHash: 'tidewatch', startTime: '2026-03-05T08:00:00.000Z' };

async function readRecords(records: readonly unknown[]): Promise<{ sessions: Session[]; findings: string[] }> {
  const findings: string[] = [];
  const batch = records.map((value, index) => ({ line: index + 1, value }));
  async function* values(): AsyncGenerator<typeof batch> {
    yield batch;
  }
  async function* lines(): AsyncGenerator<never[]> {
    yield [];
  }
  const sessions: Session[] = [];
  const report = ({ code, detail }: { code: string; detail: string }): void => void findings.push(`${code}: ${detail}`);
  const input = { name: 'session.jsonl', contentHash: '0'.repeat(64), records: values(), lines: lines(), report };
  for await (const session of gemini.read(input)) sessions.push(session);
  return { sessions, findings };
}

async function turnsOf(records: readonly unknown[]): Promise<readonly string[]> {
  const { sessions } = await readRecords([HEADER, ...records]);
  return sessions.flatMap((session) => projectSession(session).turns);
}

function user(id: string, text: string): unknown {
  return { id, timestamp: '2026-03-05T08:00:01.000Z', type: 'user', content: text };
}

describe('lines of Gemini CLI', () => {
  it('counts a message that is written again once, at its first place', async () => {
    expect(await turnsOf([user('a', 'one'), user('b', 'two'), user('a', 'one, longer')])).toEqual([
      '0 user says [user] one, longer',
      '1 user says [user] two',
    ]);
  });

  it('takes back a message and all after it, and keeps the mark when more is taken back', async () => {
    const lines = [user('a', 'one'), user('b', 'two'), user('c', 'three'), { $rewindTo: 'c' }, { $rewindTo: 'b' }];
    expect(await turnsOf([...lines, user('d', 'four')])).toEqual([
      '0 user says [user] one',
      '1 rewound about -',
      '2 rewound about -',
      '3 user says [user] four',
    ]);
  });

  it('loses nothing to a target that is not there', async () => {
    expect(await turnsOf([user('a', 'one'), { $rewindTo: 'lost' }])).toEqual([
      '0 user says [user] one',
      '1 rewound about -',
    ]);
  });

  it.each([
    ['/memory add x', 'external'],
    ['/srv/work/a is wrong', 'user'],
    ['? what', 'external'],
    ['Please continue.', 'external'],
    ['please continue with the tests', 'user'],
    ['This is the Gemini CLI. We are setting up the context for our chat.\nAlways obey', 'external'],
  ])('%j is %s', async (text, origin) => {
    const { sessions } = await readRecords([HEADER, user('a', text)]);
    const [turn] = sessions[0]?.turns ?? [];
    expect(turn?.kind === 'message' ? turn.passages.map((passage) => passage.origin) : []).toEqual([origin]);
  });

  it('tells sessions of one file apart by their headers', async () => {
    const { sessions } = await readRecords([
      HEADER,
      user('a', 'one'),
      { ...HEADER, sessionId: 'rec-2' },
      user('a', 'two'),
    ]);
    expect(sessions.map((session) => [session.key, session.turns.length])).toEqual([
      ['gemini:rec-1', 1],
      ['gemini:rec-2', 1],
    ]);
  });

  it('finds the working directory by its hash among the paths that are mentioned', async () => {
    const projectHash = createHash('sha256').update('/srv/work/tidewatch').digest('hex');
    const text = 'why does /srv/work/tidewatch/src/tides.ts fail';
    const { sessions } = await readRecords([{ ...HEADER, projectHash }, user('a', text)]);
    expect(sessions.map(({ directory, project }) => [directory, project])).toEqual([
      ['/srv/work/tidewatch', 'tidewatch'],
    ]);
    const other = await readRecords([{ ...HEADER, projectHash: '0'.repeat(64) }, user('a', text)]);
    expect(other.sessions.map(({ directory, project }) => [directory, project])).toEqual([[null, 'unknown']]);
  });

  it('stays bounded when lines go back a hundred thousand times', async () => {
    const started = cpuTime();
    const many = Array.from({ length: 50_000 }, (_, index) => user(`m${index}`, 'x'));
    const back = Array.from({ length: 100_000 }, (_, index) => [user('again', `try ${index}`), { $rewindTo: 'again' }]);
    const { sessions, findings } = await readRecords([HEADER, ...many, ...back.flat()]);
    expect(sessions[0]?.turns.length).toBeLessThanOrEqual(50_000);
    expect(findings.length).toBeLessThan(3);
    expect(cpuTime() - started).toBeLessThan(20_000);
  });

  it('throws on no shape of its fields', async () => {
    const deep = JSON.parse(`${'{"a":['.repeat(20_000)}1${']}'.repeat(20_000)}`) as unknown;
    const odd = [null, 1, 'x', [], {}, [null], [{ text: 1 }], deep];
    const records = odd.flatMap((value) => [
      { id: value, timestamp: value, type: 'user', content: value, displayContent: value },
      { id: 'g', type: 'gemini', content: value, toolCalls: value },
      { type: 'gemini', toolCalls: [{ id: value, name: value, args: value, status: 'success', result: value }] },
      {
        type: 'gemini',
        toolCalls: [{ id: 'x', name: 'run_shell_command', args: value, status: 'cancelled', result: value }],
      },
      { $set: { messages: value } },
      { $set: value },
      { $rewindTo: value },
      { type: value },
      value,
    ]);
    await expect(readRecords([HEADER, ...records])).resolves.toBeDefined();
  });
});
