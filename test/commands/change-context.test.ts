// The older of two statements is dated by the last session that says it, else by the playbook that has it as its title.
import { expect, it } from 'vitest';

import { openContext } from '../../src/commands/change-context.ts';
import { openOwnership } from '../../src/commands/own-changes.ts';
import type { Ledger, TrackedChange } from '../../src/model/run.ts';
import {
  open,
  sampleObservation,
  samplePlaybook,
  sampleSession,
  writeSampleRun,
  changeNamed,
} from '../store/sample-run.ts';
import { gitRepository } from '../helpers/git-repository.ts';

it('names the day of what is taken back', async () => {
  const store = await open(gitRepository({ 'a.txt': 'a\n' }).folder);
  await writeSampleRun(store, [{ name: 'bun' }]);
  const bun = await changeNamed(store, 'bun');
  const ledger: Ledger = {
    ...(await store.readLedger()),
    sessions: new Map(
      ['2026-03-01', '2026-05-01', '2026-04-01'].map((day) => {
        const session = { ...sampleSession(`claude-code:${day}`), startedAt: `${day}T10:00:00.000Z` };
        return [session.key, session];
      }),
    ),
    observations: new Map(
      ['2026-03-01', '2026-05-01', '2026-04-01'].map((day) => {
        const key = `claude-code:${day}`;
        return [key, [sampleObservation(key, day === '2026-05-01' ? 'Use npm.' : 'Use bun.')]];
      }),
    ),
  };
  const playbooks = [samplePlaybook('bun')];
  const contextOf = openContext(ledger, playbooks, openOwnership({ owners: new Map() }, playbooks));
  const older = (replaces: string): unknown =>
    contextOf({ ...bun, replaces } satisfies TrackedChange).conflictWith?.older;
  expect(older('Use bun.')).toEqual({ text: 'Use bun.', day: '2026-04-01' });
  expect(older('Run bun')).toEqual({ text: 'Run bun', day: '2026-11-22' });
  expect(older('Never said.')).toEqual({ text: 'Never said.', day: null });
  expect(contextOf(bun).conflictWith).toBeNull();
});
