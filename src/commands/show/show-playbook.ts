// One playbook: its text, its history, or why it says what it says with every quote looked up again in its log.
import type { Config } from '../../config/read-config.ts';
import { DreamError } from '../../errors.ts';
import type { Playbook } from '../../model/playbook.ts';
import type { Ledger } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';
import { loadColours } from '../../terminal/colours.ts';
import { printJson } from '../../terminal/escape.ts';
import { makeProgressLine } from '../../terminal/progress.ts';
import { documentTracked } from '../change-document.ts';
import { chooseLogs } from '../choose-logs.ts';
import type { Surroundings } from '../surroundings.ts';
import type { SourceQuote, SourcedPlaybook } from './line-sources.ts';
import type { Past } from './past.ts';
import { changesOf, documentPlaybook } from './playbook-document.ts';
import { describeCommit, printHistory, printOne } from './print-playbook.ts';
import type { QuoteVerdict } from './verify-quotes.ts';

export interface PlaybookQuestion {
  readonly playbook: Playbook;
  readonly why: boolean;
  readonly history: boolean;
  /** Where to look for logs; undefined for the configured or known places. */
  readonly logs: readonly string[] | undefined;
  /** Null for the memory as it is. */
  readonly past: Past | null;
  /** The commit the playbook was read at. */
  readonly from: string | null;
}

/** Shows one playbook. @returns the exit code */
export async function showPlaybook(
  store: Store,
  ledger: Ledger,
  question: PlaybookQuestion,
  config: Config,
  surroundings: Surroundings,
): Promise<number> {
  const { output, globals } = surroundings;
  const { playbook, from, past } = question;
  const history = question.history ? await store.readHistory(playbook.path, from) : [];
  const reasons = question.why ? await findReasons(store, ledger, question, config, surroundings) : null;
  if (globals.json) {
    output.write(
      printJson({
        version: 1,
        ...(past === null ? {} : { at: past }),
        playbooks: [await documentPlaybook(playbook, ledger, store, from)],
        ...(reasons === null ? {} : await documentReasons(playbook, reasons, ledger, store)),
        ...(question.history
          ? { history: history.map((entry) => ({ ...entry, ...describeCommit(entry.message) })) }
          : {}),
      }),
    );
    return 0;
  }
  const view = { columns: output.columns, colours: await loadColours(output.colour) };
  // Whole lines for other programs, as `git log` gives them.
  if (question.history) output.write(printHistory(history, output.isTTY ? view : { ...view, columns: Infinity }));
  if (reasons !== null) {
    const { printWhy } = await import('./print-why.ts');
    output.write(printWhy(playbook, reasons.sourced, reasons.verdicts, ledger, view));
  }
  if (!question.history && reasons === null) output.write(printOne(playbook, ledger, view));
  return 0;
}

interface Reasons {
  readonly sourced: SourcedPlaybook;
  readonly verdicts: ReadonlyMap<SourceQuote, QuoteVerdict>;
}

async function findReasons(
  store: Store,
  ledger: Ledger,
  { playbook, from, logs }: PlaybookQuestion,
  config: Config,
  surroundings: Surroundings,
): Promise<Reasons> {
  const { findLineSources } = await import('./line-sources.ts');
  const { verifyQuotes } = await import('./verify-quotes.ts');
  const roots = await chooseRoots(logs, config, surroundings);
  const sourced = await findLineSources(playbook, ledger, store, from);
  const { output, globals, now } = surroundings;
  // A person who waits sees how far it is; anything else gets the answer alone.
  const progress = makeProgressLine(output, globals.quiet || !output.errorIsTTY, now);
  const verdicts = await verifyQuotes(
    sourced.sources.flatMap((source) => source.quotes),
    { roots, places: await store.readLogPlaces(), records: ledger.sessions, onProgress: progress.show },
  ).finally(progress.end);
  return { sourced, verdicts };
}

/** @throws DreamError usage when a place that was named does not exist */
async function chooseRoots(
  logs: readonly string[] | undefined,
  config: Config,
  surroundings: Surroundings,
): Promise<readonly string[]> {
  try {
    return await chooseLogs(logs ?? [], config, surroundings);
  } catch (error) {
    // No logs on this machine is what `log gone` says.
    if (logs === undefined && error instanceof DreamError && error.kind === 'usage') return [];
    throw error;
  }
}

async function documentReasons(
  playbook: Playbook,
  { sourced, verdicts }: Reasons,
  ledger: Ledger,
  store: Store,
): Promise<object> {
  const changes = [];
  for (const change of changesOf(playbook.path, ledger)) {
    changes.push(documentTracked(change, await store.readChange(change)));
  }
  return {
    changes,
    lines: sourced.lines,
    sources: sourced.sources.map(({ kind, commit, subject, by, at, change, tracked, quotes }) => ({
      kind,
      commit,
      subject,
      by,
      at,
      change,
      run: tracked?.run ?? null,
      proposedIn: tracked?.commit ?? null,
      sessions: tracked?.sessions ?? [],
      evidence: quotes.map((quote) => ({
        session: quote.sessionId,
        format: quote.format,
        turn: quote.turn,
        origin: quote.origin,
        quote: quote.text,
        hash: quote.hash,
        verified: verdicts.get(quote) ?? 'not-kept',
      })),
    })),
  };
}
