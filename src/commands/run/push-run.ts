// `dream run --push`: the exchange at the end of a run. The run is written by then, so whatever fails here costs nothing
// but a `dream sync` later.
import type { Config } from '../../config/read-config.ts';
import { DreamError, EXIT_CODES, messageOf } from '../../errors.ts';
import type { Store, SyncProblem, Synced } from '../../store/store.ts';
import { exchange, tellProblems } from '../exchange.ts';
import type { Surroundings } from '../surroundings.ts';

/** What `run --json` says of it: what was exchanged, or why nothing could be. */
export type Pushed = Synced | { readonly error: Omit<SyncProblem, 'kind'> };

/**
 * Refuses what cannot be pushed in the end, before anything is read.
 * @throws DreamError usage
 */
export async function requirePush(store: Store, config: Config, push: string | true, dryRun: boolean): Promise<void> {
  if (dryRun) {
    throw new DreamError('usage', 'A dry run writes nothing that could be pushed: leave out --push or --dry-run.', {
      hints: ['`dream sync --dry-run` says what would be exchanged.'],
    });
  }
  await store.requireRemote(typeof push === 'string' ? push : config.remote);
}

/** Exchanges with the remote. Never throws for what the remote does. */
export async function pushRun(
  store: Store,
  config: Config,
  push: string | true,
  surroundings: Surroundings,
): Promise<Pushed> {
  surroundings.sayWhenInterrupted('Interrupted while pushing. The run is kept here; `dream sync` sends it.');
  try {
    return await exchange(
      store,
      config,
      { remote: typeof push === 'string' ? push : null, dryRun: false },
      surroundings,
    );
  } catch (error) {
    if (!(error instanceof DreamError)) throw error;
    return { error: { message: messageOf(error), hints: error.hints } };
  }
}

/** Tells what could not be pushed. @returns the exit code: 0, or 1 when anything stayed here */
export function tellPushed(pushed: Pushed, surroundings: Surroundings): number {
  const kept = 'The run is kept here; `dream sync` sends it.';
  if (!('error' in pushed)) return tellProblems(pushed, surroundings) === 0 ? 0 : EXIT_CODES.failed;
  const problem: SyncProblem = { kind: 'failed', message: pushed.error.message, hints: [kept, ...pushed.error.hints] };
  return tellProblems({ problems: [problem] }, surroundings);
}
