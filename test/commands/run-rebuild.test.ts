import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeClaudeLog } from '../helpers/claude-log.ts';
import { openRepository } from '../helpers/git-repository.ts';
import { useDesk } from './program.ts';

const desk = useDesk();

async function runAndLoseLogs(): Promise<{ changes: { id: string; playbook: { body: string } }[] }> {
  const logs = join(desk.folder, 'logs');
  for (let day = 1; day <= 3; day += 1) {
    writeClaudeLog(logs, `session ${day}`, day, [
      { user: `Show the tide table of day ${day}` },
      { run: 'npm test', exit: 1, output: 'npm error Missing script: "test"' },
      { run: 'pnpm test', output: '12 passed' },
    ]);
  }
  const { code, out } = await desk.dream('run', logs, '--json');
  expect(code).toBe(0);
  await rm(logs, { recursive: true });
  return JSON.parse(out) as Awaited<ReturnType<typeof runAndLoseLogs>>;
}

describe('dream run --rebuild', () => {
  it('proposes again what the ledger knows, and says when it has done so already', async () => {
    const first = await runAndLoseLogs();
    const json = await desk.dream('run', '--rebuild', '--json');
    const again = JSON.parse(json.out) as typeof first;
    expect(again.changes.map(({ id, playbook }) => [id, playbook.body])).toEqual(
      first.changes.map(({ id, playbook }) => [id, playbook.body]),
    );
    expect(again.changes).toHaveLength(1);
    expect(again).toMatchObject({ version: 1, run: { outcome: 'written', rebuilt: { sessions: 3, sameAs: null } } });
    const refs = openRepository(desk.memory).refs();
    const third = await desk.dream('run', '--rebuild');
    expect(third.code).toBe(0);
    expect(third.out).toMatch(/^Rebuilt from the ledger alone: 3 sessions, \d+ observations; no log was read\.\n/);
    expect(third.out).toMatch(
      /Nothing to propose; 3 sessions known in all\.\n {2}The run \S+ was rebuilt from the very same/,
    );
    expect(third.out).toContain('1 change of earlier runs waits for review.');
    expect(openRepository(desk.memory).refs()).toEqual(refs);
    expect((await desk.dream('review', 'list')).out.match(/Run `pnpm test`/g)).toHaveLength(1);
  });

  it('writes nothing in a dry run', async () => {
    await runAndLoseLogs();
    const refs = openRepository(desk.memory).refs();
    const dry = await desk.dream('run', '--rebuild', '--dry-run');
    expect(dry.out).toContain('1 change proposed');
    expect(openRepository(desk.memory).refs()).toEqual(refs);
  });

  it('takes no logs, nothing that chooses among them, and makes no memory', async () => {
    await runAndLoseLogs();
    const refused = await desk.dream('run', '--rebuild', 'logs', '--since', '7d', '--include-active');
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('cannot be given together with logs and --since and --include-active');
    await rm(desk.memory, { recursive: true });
    expect((await desk.dream('run', '--rebuild')).code).toBe(2);
    await desk.openStore();
    const empty = await desk.dream('run', '--rebuild');
    expect(empty.code).toBe(3);
    expect(empty.err).toContain('holds no session to rebuild from');
  });
});
