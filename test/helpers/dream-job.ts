// A whole run for tests: the real stages and a real repository, with a clock and ids that do not change.
import { mkdirSync } from 'node:fs';
import { offlineEngine } from '../../src/consolidation/offline-engine.ts';
import { dream, type DreamJob, type DreamResult } from '../../src/dream.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { ENVIRONMENT } from './git-repository.ts';

const NOW = new Date('2026-04-01T03:00:00Z');

/** Opens the memory in a folder, as `dream run` does. */
export function openTestStore(
  folder: string,
  options: { readonly create?: boolean; readonly now?: Date } = {},
): Promise<Store> {
  return openStore({
    folder,
    create: options.create ?? true,
    branch: null,
    branchPrefix: 'dream',
    author: 'dream <dream@localhost>',
    environment: ENVIRONMENT,
    now: () => options.now ?? NOW,
  });
}

let runs = 0;

/** Runs `dream run` over logs, into the memory in a folder. */
export async function runDream(
  logs: string,
  memory: string,
  options: Partial<DreamJob> & { readonly at?: Date } = {},
): Promise<DreamResult> {
  mkdirSync(memory, { recursive: true });
  const at = options.at ?? NOW;
  runs += 1;
  return dream({
    runId: `${at.toISOString().replaceAll(/[-:]|\.\d+/g, '')}-${String(runs).padStart(4, '0')}`,
    store: options.store ?? (await openTestStore(memory, { now: at })),
    engine: offlineEngine,
    paths: [logs],
    filters: { since: null, projects: [], includeActive: false },
    projects: new Map(),
    ownProject: [],
    limits: { minSupport: 2, maxChanges: 20 },
    policy: { requireOwner: false, highStakes: [], frozen: [] },
    allowLoss: false,
    dryRun: false,
    dreamVersion: '0.0.0',
    configHash: '0'.repeat(64),
    branchPrefix: 'dream',
    now: () => at,
    onProgress: () => undefined,
    ...options,
  });
}
