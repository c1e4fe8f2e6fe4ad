// Logs of agents that have no reader, whose records look like those of a format that has one: named, never claimed.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLogs } from '../helpers/read-logs.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-alike-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function read(text: string): ReturnType<typeof readLogs> {
  const path = join(folder, 'log.jsonl');
  await writeFile(path, text);
  return await readLogs([path]);
}

const lines = (records: readonly unknown[]): string => records.map((record) => JSON.stringify(record)).join('\n');
const qwen = { sessionId: 'q-1', timestamp: '2026-03-01T10:00:00.000Z', cwd: '/work/app', version: '0.5.0' };
const mini = [
  { role: 'system', content: 'You can run commands.' },
  { role: 'user', content: 'Please solve this issue: it fails.' },
  { role: 'assistant', content: 'THOUGHT: look.\n```bash\nls\n```' },
  { role: 'user', content: '<returncode>0</returncode>\n<output>\nx\n</output>' },
  { role: 'user', content: 'Please always provide EXACTLY ONE action in triple backticks.' },
];
const gooseTurns = [
  { role: 'user', created: 1, content: [{ type: 'text', text: 'Use pnpm.' }] },
  {
    role: 'assistant',
    created: 2,
    content: [
      { type: 'toolRequest', id: 'c', toolCall: { status: 'success', value: { name: 'shell', arguments: {} } } },
    ],
  },
  { role: 'user', created: 3, content: [{ type: 'toolResponse', id: 'c', toolResult: { status: 'success' } }] },
];

describe('is not claimed', () => {
  it.each([
    [
      'Qwen Code, which records like Claude Code',
      lines([
        {
          ...qwen,
          uuid: 'a',
          parentUuid: null,
          type: 'user',
          message: { role: 'user', parts: [{ text: 'Use pnpm.' }] },
        },
        {
          ...qwen,
          uuid: 'b',
          parentUuid: 'a',
          type: 'assistant',
          message: { role: 'model', parts: [{ text: 'Yes.' }] },
        },
        { ...qwen, uuid: 'c', parentUuid: 'b', type: 'tool_result', message: { role: 'user', parts: [] } },
        { ...qwen, uuid: 'd', parentUuid: 'c', type: 'system', subtype: 'ui_telemetry' },
      ]),
    ],
    ['mini-swe-agent, a bare list', JSON.stringify(mini)],
    ['mini-swe-agent without its version', JSON.stringify({ info: { exit_status: 'Submitted' }, messages: mini })],
    [
      'SWE-agent, a list of history',
      JSON.stringify([
        { role: 'system', content: 'You are a programmer.', agent: 'main', message_type: 'system_prompt' },
        { role: 'user', content: 'A demonstration.', agent: 'main', message_type: 'demonstration', is_demo: true },
      ]),
    ],
    ['Goose, lines', lines([{ working_dir: '/work/app', description: 'x', message_count: 3 }, ...gooseTurns])],
    ['Goose, an export', JSON.stringify({ id: '20260101_1', working_dir: '/work/app', conversation: gooseTurns })],
    [
      'Cline, a task taken up again',
      JSON.stringify([
        { role: 'user', content: [{ type: 'text', text: '[TASK RESUMPTION] This task was interrupted.' }] },
        { role: 'assistant', content: [{ type: 'text', text: '<read_file><path>x</path></read_file>' }] },
      ]),
    ],
    [
      'Amp',
      JSON.stringify({
        id: 'T-1',
        messages: [
          { role: 'user', content: [{ type: 'text', text: 'Use pnpm.' }] },
          { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'Bash', input: { cmd: 'npm test' } }] },
          { role: 'user', content: [{ type: 'tool_result', toolUseID: 't', run: { result: { exitCode: 1 } } }] },
        ],
      }),
    ],
  ])('%s', async (_, text) => {
    const { files, findings } = await read(text);
    expect(files.map((file) => (file.status === 'read' ? file.format : file.status))).toEqual(['unreadable']);
    expect(findings.map((finding) => finding.code)).toEqual(['unknown-format']);
  });

  it('but a chat in which a person only names such marks is read', async () => {
    const { sessions } = await read(
      JSON.stringify([
        { role: 'user', content: 'Use pnpm.' },
        { role: 'assistant', content: 'Yes.' },
        { role: 'user', content: 'What is <environment_details> for, and <returncode>0</returncode>?' },
      ]),
    );
    expect(sessions.map((session) => session.format)).toEqual(['openai-chat']);
  });
});
