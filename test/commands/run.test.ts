import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it, vi } from 'vitest';

import { writeClaudeLog } from '../helpers/claude-log.ts';
import { useDesk } from './program.ts';

const desk = useDesk();

const REQUESTS = ['', 'Repair the checkout page.', 'The cart forgets its coupons.', 'Sort orders by date.'];

/** A session as Claude Code logs it: a command that fails and the one that works. */
function logOf(session: number): string {
  const common = (time: string) => ({
    isSidechain: false,
    userType: 'external',
    cwd: '/home/kim/src/shop',
    sessionId: `0000000${session}-aaaa-4bbb-8ccc-dddddddddddd`,
    version: '2.0.1',
    gitBranch: 'main',
    timestamp: `2026-11-0${session}T10:0${time}:00.000Z`,
  });
  const id = (turn: number): string =>
    `${session}${turn}f0e1d2-0000-4000-8000-${String(session * 100 + turn).padStart(12, '0')}`;
  const call = (turn: number, command: string): object => ({
    ...common(String(turn)),
    type: 'assistant',
    uuid: id(turn),
    message: {
      id: `msg_${session}${turn}`,
      role: 'assistant',
      model: 'claude-opus-4',
      content: [{ type: 'tool_use', id: `toolu_${session}${turn}`, name: 'Bash', input: { command } }],
    },
  });
  const result = (turn: number, text: string, failed: boolean): object => ({
    ...common(String(turn)),
    type: 'user',
    uuid: id(turn),
    message: {
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: `toolu_${session}${turn - 1}`, content: text, is_error: failed }],
    },
  });
  const records = [
    { ...common('0'), type: 'user', uuid: id(0), message: { role: 'user', content: REQUESTS[session] ?? '' } },
    call(1, 'shopctl test --all'),
    result(2, "Exit code 2\nerror: unrecognized subcommand 'test'", true),
    call(3, 'shop test --all'),
    result(4, '12 passed', false),
  ];
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

async function writeLogs(count: number): Promise<string> {
  const folder = join(desk.folder, 'logs');
  await mkdir(folder, { recursive: true });
  for (let session = 1; session <= count; session += 1)
    await writeFile(join(folder, `${session}.jsonl`), logOf(session));
  return folder;
}

function tidy(text: string): string {
  return text
    .replaceAll(desk.memory, '<memory>')
    .replaceAll(/\b\d{8}T\d{6}Z-[0-9a-f]{4}\b/g, '<run>')
    .replaceAll(/^ {2}[0-9a-f]{8} /gm, '  <change> ');
}

describe('dream run', () => {
  it('sums up what it read and proposed', async () => {
    const logs = await writeLogs(3);
    const { code, out, err } = await desk.dream('run', logs);
    expect(code).toBe(0);
    expect(tidy(out)).toContain(
      'Sessions: 3 read, 3 new, 0 unchanged, 0 unreadable\n  from 3 files, 9 turns (claude-code 3)\n',
    );
    expect(tidy(out)).toMatch(
      /^1 change proposed \(1 add\)\n {2}<change> {2}3 sessions, 3 days {2}Add pitfall: .*shop test/m,
    );
    expect(tidy(out)).toMatch(/^Branch: dream\/<run>\nNext: dream review --memory <memory>\n$/m);
    expect(tidy(err)).toMatch(/^Made a new memory in <memory>\.\nReading logs: 3 of 3 files, 3 sessions/);
  });

  it('says what is missing when it proposes nothing', async () => {
    const logs = await writeLogs(1);
    const first = await desk.dream('run', logs, '--verbose');
    expect(first.out).toContain('Nothing to propose; 1 session known in all.');
    expect(first.out).toContain('came in fewer than 2 sessions, which is too few to learn from.');
    expect(first.out).toMatch(/^ {2}below the support bar {2}1 session {2}.*shop test --all/m);
    const again = await desk.dream('run', logs);
    expect(again.code).toBe(0);
    expect(again.out).toContain('No session is new since earlier runs.');
  });

  it('does not call known what --since and --project leave out', async () => {
    const logs = await writeLogs(3);
    const filter = 'No session that --since and --project let through is new';
    expect((await desk.dream('run', logs, '--project', 'elsewhere')).out).toContain(filter);
    expect((await desk.dream('run', logs, '--since', '2099-01-01')).out).toContain(filter);
  });

  it('leaves no memory behind when there is nothing to read', async () => {
    const logs = await writeLogs(0);
    const { code, err } = await desk.dream('run', logs);
    expect(code).toBe(3);
    expect(err).toBe(`Error: No files were found in ${logs}.\n`);
    expect(existsSync(desk.memory)).toBe(false);
  });

  it('prints the same as JSON', async () => {
    const logs = await writeLogs(3);
    await writeFile(join(logs, 'notes.md'), '# Just notes\n\nNothing of a log here.\n');
    const { out } = await desk.dream('run', logs, '--json');
    const document: unknown = JSON.parse(out);
    expect(document).toMatchObject({
      version: 1,
      run: {
        engine: 'offline/3',
        branch: expect.stringMatching(/^dream\/\d{8}T\d{6}Z-[0-9a-f]{4}$/),
        outcome: 'written',
      },
      sessions: { read: 3, new: 3, unchanged: 0, byFormat: { 'claude-code': 3 } },
      changes: [
        {
          type: 'add',
          state: 'open',
          commit: expect.stringMatching(/^[0-9a-f]{40}$/),
          playbook: { kind: 'pitfall', body: expect.stringContaining('shop test --all') },
          support: { sessions: 3, days: 3 },
        },
      ],
      findings: [{ code: 'unknown-format' }],
    });
  });

  it('reads what dream.yaml names, and notices what is not on this machine', async () => {
    const logs = await writeLogs(2);
    const config = join(desk.folder, 'mine.yaml');
    await writeFile(config, `logs: [${JSON.stringify(logs)}, ~/absent]\nlimits: { minSupport: 3 }\n`);
    const { code, out, err } = await desk.dream('run', '--config', config);
    expect(code).toBe(0);
    expect(out).toContain('came in fewer than 3 sessions');
    expect(err).toContain(`Note: ${join(desk.folder, 'absent')} does not exist here.`);
  });

  it('is silent when asked to be', async () => {
    const logs = await writeLogs(2);
    expect(await desk.dream('run', logs, '--quiet')).toEqual({ code: 0, out: '', err: '' });
  });

  it('tells GitHub Actions in a page of the job', async () => {
    const logs = await writeLogs(2);
    const summary = join(desk.folder, 'summary.md');
    vi.stubEnv('GITHUB_ACTIONS', 'true');
    vi.stubEnv('GITHUB_STEP_SUMMARY', summary);
    const { err } = await desk.dream('run', logs);
    expect(err).toMatch(/^::notice::dream: 1 change proposed on dream\//m);
    expect(await readFile(summary, 'utf8')).toContain('| id | change | project |');
  });

  it('tells which of the rules in the project’s own instructions are not followed, and proposes none of them again', async () => {
    const logs = join(desk.folder, 'logs');
    for (const day of [1, 2, 3]) {
      writeClaudeLog(logs, `s${day}`, day, [
        { user: 'Tidy the tide tables.' },
        {
          read: 'CLAUDE.md',
          content: '# Rules\n\n- Never push directly to `main`.\n- Use `pnpm test`, never `npm test`.',
        },
        { run: 'npm test', exit: 1, output: 'npm error Missing script: "test"' },
        { run: 'pnpm test', output: '12 passed' },
        { edit: `src/${day}.ts` },
        { run: 'git push origin main', output: 'done' },
      ]);
    }
    const { out } = await desk.dream('run', logs, '--dry-run');
    expect(out).toContain('Stated but not followed:');
    expect(out).toMatch(/CLAUDE\.md says: “Never push directly to `main`\.”; broken in 3 sessions/);
    expect(out).toMatch(/CLAUDE\.md says: “Use `pnpm test`, never `npm test`\.”/);
    const report: unknown = JSON.parse((await desk.dream('run', logs, '--json')).out);
    expect(report).toMatchObject({ changes: [] });
    expect(report).toHaveProperty(
      'held',
      expect.arrayContaining([
        expect.objectContaining({ reason: 'not-followed', count: 2, items: expect.any(Array) as [] }),
      ]),
    );
  });
});
