// A sub-agent of Claude Code is one session, whether its messages stand in its parent's file, in its own, or in both.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readLogs } from '../helpers/read-logs.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-agents-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const SESSION = '9d2f4b7a-11c3-4f0e-8a55-7c1e90b3d411';
const COMMON = { cwd: '/srv/orchard-map', sessionId: SESSION, version: '2.1.50' };
const brief = {
  type: 'user',
  message: { role: 'user', content: 'Search src. Never edit.' },
  uuid: '11111111-0000-4000-8000-00000000000a',
  timestamp: '2026-03-04T08:00:10.000Z',
};
const call = {
  type: 'assistant',
  message: {
    role: 'assistant',
    model: 'm',
    content: [{ type: 'tool_use', id: 'toolu_01', name: 'Bash', input: { command: 'rg x' } }],
  },
  uuid: '11111111-0000-4000-8000-00000000000b',
  timestamp: '2026-03-04T08:00:11.000Z',
};

async function write(name: string, records: readonly object[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  return path;
}

it('gives the same session from progress records as from a file of its own', async () => {
  const progress = [brief, call].map((message, index) => ({
    parentUuid: null,
    isSidechain: false,
    ...COMMON,
    type: 'progress',
    data: { message, type: 'agent_progress', prompt: 'x', agentId: 'a7f3c21' },
    parentToolUseID: 'toolu_00',
    uuid: `22222222-0000-4000-8000-00000000000${index}`,
    timestamp: message.timestamp,
  }));
  const own = [brief, call].map((message) => ({
    parentUuid: null,
    isSidechain: true,
    agentId: 'a7f3c21',
    ...COMMON,
    ...message,
  }));
  const inParent = await readLogs([await write('parent.jsonl', progress)]);
  const alone = await readLogs([await write('agent-a7f3c21.jsonl', own)]);
  expect(inParent.sessions).toHaveLength(1);
  expect(inParent.sessions).toEqual(alone.sessions);
  expect(inParent.sessions[0]).toMatchObject({
    key: `claude-code:${SESSION}/a7f3c21`,
    parent: `claude-code:${SESSION}`,
  });
});

it('takes runs of the program for itself for no sessions', async () => {
  const own = ['acompact-4f2a19', 'aprompt_suggestion-77aa01'].map((agentId, index) => ({
    parentUuid: null,
    isSidechain: true,
    agentId,
    ...COMMON,
    ...brief,
    uuid: `33333333-0000-4000-8000-00000000000${index}`,
  }));
  const { sessions, files } = await readLogs([await write('agent-acompact-4f2a19.jsonl', own)]);
  expect(files.map((file) => file.status)).toEqual(['read']);
  expect(sessions).toEqual([]);
});

it('tells apart only so many sessions of one file, and says so', async () => {
  const records = Array.from({ length: 5_100 }, (_, index) => ({
    parentUuid: null,
    isSidechain: true,
    agentId: `a${index}`,
    ...COMMON,
    ...brief,
    uuid: `44444444-0000-4000-8000-${String(index).padStart(12, '0')}`,
  }));
  const { sessions, findings } = await readLogs([await write('many.jsonl', records)]);
  expect(sessions).toHaveLength(5_000);
  expect(findings.map((finding) => finding.detail)).toEqual(['left out: 100 of type session too many']);
});
