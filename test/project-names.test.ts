// Nights on which a log names the remote of a project for the first time: nothing is asked twice, what was rejected stays so.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printMemoryIndex } from '../src/model/memory-index.ts';
import { openTestStore, runDream } from './helpers/dream-job.ts';
import { temporaryFolder } from './helpers/git-repository.ts';

const SAMPLES = join(import.meta.dirname, '..', 'templates', 'sample-logs');
const FILTERS = { since: null, projects: [], includeActive: true };
const night = (day: number): Date => new Date(Date.UTC(2026, 10, day, 3));

describe('a project whose remote is known from the second night on', () => {
  it('gets no copies of what waits, was accepted or was rejected', async () => {
    const [memory, logs] = [temporaryFolder(), temporaryFolder()];
    // Claude Code's logs know folders only, Codex's name the remote.
    cpSync(join(SAMPLES, 'claude-code'), join(logs, 'claude-code'), { recursive: true });
    const first = await runDream(logs, memory, { at: night(20), filters: FILTERS });
    expect(new Set(first.record.changes.map(({ project }) => project))).toEqual(new Set(['tidemark']));

    const store = await openTestStore(memory, { now: night(21) });
    const { changes } = await store.readLedger();
    const pnpm = changes.filter(({ playbook }) => playbook === 'use-pnpm-not-npm');
    const kept = changes.filter(({ playbook }) => playbook.startsWith('update-changelog'));
    expect([pnpm.length, kept.length]).toEqual([1, 1]);
    await store.applyReview({
      id: 'review',
      reviewer: { name: 'Ada', email: 'ada@example.com' },
      rulings: [
        ...pnpm.map((change) => ({ change, verdict: 'rejected' as const, reason: 'we use both', edited: null })),
        ...kept.map((change) => ({ change, verdict: 'accepted' as const, reason: '', edited: null })),
      ],
      printIndex: printMemoryIndex,
    });

    cpSync(join(SAMPLES, 'codex'), join(logs, 'codex'), { recursive: true });
    const second = await runDream(logs, memory, { at: night(22), filters: FILTERS });
    expect(second.record.sessions.new).toBe(6);
    expect(new Set(second.record.changes.map(({ project }) => project))).toEqual(new Set(['tidemark']));
    const proposed = second.record.changes.map(({ playbook }) => playbook);
    expect(proposed).not.toContain('use-pnpm-not-npm');
    expect(proposed.filter((id) => id.startsWith('update-changelog'))).toEqual([]);
    expect(second.held.map(({ reason }) => reason)).toContain('tombstoned');
    const after = await (await openTestStore(memory)).readLedger();
    const waiting = after.changes.filter((one) => one.state === 'open' && one.supersededBy === null);
    const titles = waiting.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});
