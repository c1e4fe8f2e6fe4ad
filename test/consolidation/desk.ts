// A memory at work, for tests over several days: somebody says something to an agent, the run proposes, a person accepts.
import type { DreamJob, DreamResult } from '../../src/dream.ts';
import { printMemoryIndex } from '../../src/model/memory-index.ts';
import type { TrackedChange } from '../../src/model/run.ts';
import type { Store } from '../../src/store/store.ts';
import { writeClaudeLog } from '../helpers/claude-log.ts';
import { openTestStore, runDream } from '../helpers/dream-job.ts';
import { openRepository, temporaryFolder } from '../helpers/git-repository.ts';

export interface Desk {
  readonly logs: string;
  readonly memory: string;
}

export function openDesk(): Desk {
  return { logs: temporaryFolder(), memory: temporaryFolder() };
}

/** One session in which a person says something after some work, then a run; days are counted from the end of a month. */
export async function say(
  desk: Desk,
  day: number,
  words: string,
  options: Partial<DreamJob> = {},
): Promise<DreamResult> {
  writeClaudeLog(desk.logs, `day ${day}`, day, [
    { user: `Show the tides of day ${day}.` },
    { edit: `src/day-${day}.ts` },
    { user: words },
    { run: 'make check', output: 'ok' },
  ]);
  return runDream(desk.logs, desk.memory, { at: new Date(Date.UTC(2026, 3, day)), ...options });
}

/** Decides on all changes that wait. */
export async function decideAll(
  desk: Desk,
  day: number,
  verdict: 'accepted' | 'rejected' = 'accepted',
): Promise<readonly TrackedChange[]> {
  const store: Store = await openTestStore(desk.memory, { now: new Date(Date.UTC(2026, 3, day, 12)) });
  const { changes } = await store.readLedger();
  const open = changes.filter((change) => change.state === 'open' && change.supersededBy === null);
  const applied = await store.applyReview({
    id: `20260${400 + day}T120000Z-aaaa`,
    reviewer: { name: 'Ada', email: 'ada@example.com' },
    rulings: open.map((change) => ({ change, verdict, reason: '', edited: null })),
    printIndex: printMemoryIndex,
  });
  const failed = applied.results.find((one) => one.status !== 'done');
  if (failed !== undefined) throw new Error(`not decided: ${JSON.stringify(failed)}`);
  return open;
}

/** The bodies of the playbooks the memory holds, by path. */
export async function readMemory(desk: Desk): Promise<ReadonlyMap<string, string>> {
  const memory = await (await openTestStore(desk.memory)).readMemory();
  return new Map(memory.playbooks.map((one) => [one.path, `${one.title}\n${one.body}`]));
}

/** What a run proposes, as `type title`. */
export function proposed(result: DreamResult): readonly string[] {
  return result.changes.map(({ guarded }) => `${guarded.change.type} ${guarded.change.playbook.title}`);
}

/** Changes a file of the memory by hand and commits it with plain git. */
export function editByHand(desk: Desk, change: (text: string) => string, file?: string): void {
  const git = openRepository(desk.memory);
  const path = file ?? git.git('ls-files', 'playbooks').split('\n')[0] ?? '';
  git.write(path, change(git.read(path)));
  git.git('add', path);
  git.git('commit', '--quiet', '--message=Say it better', '--', path);
}
