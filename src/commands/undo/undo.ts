// `dream undo`: takes back accepted changes, or a session with all that rests on it, as commits. Shows first what it
// would do; on a terminal it asks.
import type { Config } from '../../config/read-config.ts';
import { DreamError, EXIT_CODES } from '../../errors.ts';
import { SessionCounter } from '../../mining/support.ts';
import { printMemoryIndex } from '../../model/memory-index.ts';
import type { Ledger } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';
import type { UndoPlan, UndoRequest } from '../../store/undoing.ts';
import { loadColours } from '../../terminal/colours.ts';
import { printJson } from '../../terminal/escape.ts';
import { countOf } from '../../terminal/tree.ts';
import { loadConfig } from '../load-config.ts';
import { makeAsker } from '../ask-line.ts';
import { findReviewer, redactReasons } from '../find-reviewer.ts';
import { nameMemory } from '../name-memory.ts';
import { openMemory, tellFindings } from '../open-memory.ts';
import { openOwnership } from '../own-changes.ts';
import { requireOwner } from '../require-owner.ts';
import type { Surroundings } from '../surroundings.ts';
import { makeId } from '../surroundings.ts';
import { printPreview, printSummary } from './print-undo.ts';
import { documentUndo } from './undo-document.ts';

export interface UndoOptions {
  /** The log's own id, a unique beginning of it, or the session's key. */
  readonly session?: string;
  readonly reason?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

/**
 * Runs `dream undo`.
 * @param targets changes, commits, runs, earlier reviews and undos
 * @returns 0 when all was undone, 1 when something stands in the way of a part; the rest is undone
 * @throws DreamError usage for what is not known or cannot be undone, refused by policy or while the branch is rebased
 */
export async function undoCommand(
  targets: readonly string[],
  options: UndoOptions,
  surroundings: Surroundings,
): Promise<number> {
  const { output, globals, interactive } = surroundings;
  if (targets.length > 0 === (options.session !== undefined)) throw wrongTargets(targets.length > 0);
  const config = await loadConfig(globals, surroundings);
  const store = await openMemory(config, surroundings, false);
  const dryRun = options.dryRun === true;
  tellFindings(store.findings, surroundings);
  // What people did with plain git is recorded first: it may be what is to be undone.
  if (!dryRun) tellFindings(await store.recover(), surroundings);
  const ledger = await store.readLedger();
  const plan = await store.planUndo(requestOf(targets, options, config, ledger));
  const view = {
    colours: await loadColours(output.colour),
    columns: output.columns,
    markWords: output.colour,
    memoryFlag: nameMemory(config, surroundings.cwd),
    ledger,
  };
  const id = makeId(surroundings);
  if (dryRun) {
    if (globals.json) output.write(printJson(documentUndo(id, plan, null)));
    else if (!globals.quiet) output.write(printPreview(plan, view));
    return exitCodeOf(plan.conflicts.length);
  }
  const reviewer = await findReviewer(store, surroundings);
  await requireOwners(store, plan, reviewer, config);
  if (interactive && !globals.json && options.yes !== true && !isEmpty(plan)) {
    output.write(printPreview(plan, view));
    if (!(await confirm(plan, surroundings))) {
      output.write('Nothing was undone.\n');
      return 0;
    }
  }
  surroundings.sayWhenInterrupted(
    `Interrupted while writing. The undo is either made or not; \`git log\` and \`dream show${view.memoryFlag}\` show which.`,
  );
  const [reason = ''] = await redactReasons([(options.reason ?? '').trim()]);
  const applied = await store.applyUndo({ id, reviewer, reason, plan, printIndex: printMemoryIndex });
  if (globals.json) output.write(printJson(documentUndo(id, plan, applied)));
  // Whoever reads this by machine gets one change a line.
  else if (!globals.quiet)
    output.write(printSummary(id, plan, applied, surroundings.interactive ? view : { ...view, columns: Infinity }));
  return exitCodeOf(applied.conflicts.length + applied.stale.length);
}

function requestOf(
  targets: readonly string[],
  { session }: UndoOptions,
  config: Pick<Config, 'limits'>,
  ledger: Ledger,
): UndoRequest {
  if (session === undefined) return { targets, session: null };
  const counter = new SessionCounter(ledger.sessions);
  return {
    targets,
    session: {
      name: session.trim(),
      minSupport: config.limits.minSupport,
      countSessions: (keys) => counter.countSessions(keys),
    },
  };
}

async function requireOwners(
  store: Store,
  plan: UndoPlan,
  reviewer: { readonly name: string; readonly email: string },
  config: Config,
): Promise<void> {
  const { playbooks } = await store.readMemory();
  const { owned } = openOwnership(config, playbooks);
  const changes = [...plan.steps.map(({ change }) => change), ...plan.closes, ...plan.reopens];
  requireOwner(changes.flatMap(owned), reviewer, config);
}

/** Whether nothing would be written: all that was named is in conflict. */
function isEmpty({ steps, withdraws, restores }: UndoPlan): boolean {
  return steps.length + withdraws.length + restores.length === 0;
}

async function confirm(plan: UndoPlan, { input, output, sayWhenInterrupted }: Surroundings): Promise<boolean> {
  sayWhenInterrupted('Interrupted. Nothing was undone.');
  const asker = makeAsker(input, output.write);
  try {
    const what =
      plan.steps.length > 0
        ? `Undo ${countOf(plan.steps.length, 'change')}?`
        : plan.withdraws.length > 0
          ? 'Take the session back?'
          : 'Let the session count again?';
    const answer = await asker.ask(`${what} [y,N] `);
    if (answer === null) output.write('\n');
    return /^y(?:es)?$/i.test((answer ?? '').trim());
  } finally {
    asker.close();
  }
}

function exitCodeOf(left: number): number {
  return left === 0 ? 0 : EXIT_CODES.failed;
}

function wrongTargets(both: boolean): DreamError {
  return new DreamError('usage', both ? 'Give targets or --session, not both.' : 'Nothing to undo was named.', {
    hints: [
      '`dream undo <change|commit|run|undo>` or `dream undo --session <id>`; --dry-run only shows what it would do.',
    ],
  });
}
