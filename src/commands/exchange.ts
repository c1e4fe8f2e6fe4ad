// The exchange with a remote as `dream sync` and `dream run --push` make it: what is told before, and the summary after.
import type { Config } from '../config/read-config.ts';
import { EXIT_CODES } from '../errors.ts';
import { printMemoryIndex } from '../model/memory-index.ts';
import type { Publication, Store, Synced } from '../store/store.ts';
import { describeFinding } from '../terminal/describe-finding.ts';
import { escapeLine } from '../terminal/escape.ts';
import { printProblem } from '../terminal/problem.ts';
import { countOf } from '../terminal/tree.ts';
import { wrapWords } from '../terminal/wrap.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Exchanges with the remote that was named, else with that of dream.yaml, else with the default one.
 * @throws DreamError as `Store.sync` does
 */
export async function exchange(
  store: Store,
  config: Config,
  asked: { readonly remote: string | null; readonly dryRun: boolean },
  { output, globals }: Surroundings,
): Promise<Synced> {
  return store.sync({
    remote: asked.remote ?? config.remote,
    ledger: config.ledger,
    dryRun: asked.dryRun,
    printIndex: printMemoryIndex,
    onPublish: (publication) => {
      // Told also with --quiet: it is said once, and cannot be taken back.
      const words = printPublication(publication, config.quotes, asked.dryRun);
      if (!globals.json) output.error(`${output.errorIsTTY ? wrapWords(words, output.columns, '  ') : words}\n`);
    },
  });
}

/** Tells what could not be exchanged. @returns the exit code: that of the gravest problem, 0 without one */
export function tellProblems({ problems }: Pick<Synced, 'problems'>, { output }: Surroundings): number {
  const columns = output.errorIsTTY ? output.columns : Infinity;
  for (const { message, hints } of problems) output.error(printProblem(message, hints, columns));
  return Math.max(0, ...problems.map(({ kind }) => EXIT_CODES[kind]));
}

/** The summary of an exchange as text. */
export function printSynced(synced: Synced): string {
  const { remote, url, dryRun, ledger, branches, findings } = synced;
  const lines = [
    ...printLedger(ledger),
    ...printBranches(branches),
    ...printMemory(synced),
    ...findings.map((finding) => `Finding: ${describeFinding(finding)}`),
  ];
  const done = dryRun ? 'Would exchange with' : 'Exchanged with';
  const heading = `${done} ${escapeLine(remote)} (${escapeLine(url)})${lines.length === 0 ? ': both have the same' : ''}`;
  return `${heading}\n${lines.map((line) => `  ${line}\n`).join('')}${dryRun ? 'Dry run: nothing was moved or sent.\n' : ''}`;
}

function printPublication(publication: Publication, quotes: Config['quotes'], dryRun: boolean): string {
  const { sessions, observations, url } = publication;
  const what = `${countOf(sessions, 'session')}, ${countOf(observations, 'observation')}, ${countOf(publication.quotes, 'quote')}`;
  const words =
    quotes === 'local'
      ? 'People’s words stay on this machine (`quotes: local`).'
      : 'Quotes are people’s words, redacted; `quotes: local` in dream.yaml keeps them on this machine.';
  return `Note: this ${dryRun ? 'would publish' : 'publishes'} what sessions said, for the first time, to ${escapeLine(url)}: ${what}. ${words}`;
}

function printLedger({ action, received, sent }: Synced['ledger']): string[] {
  const count = ({ runs, decisions }: typeof received): string =>
    [...(runs > 0 ? [countOf(runs, 'run')] : []), ...(decisions > 0 ? [countOf(decisions, 'decision')] : [])].join(
      ', ',
    );
  const parts = [
    ...(count(received) === '' ? [] : [`received ${count(received)}`]),
    ...(count(sent) === '' ? [] : [`sent ${count(sent)}`]),
    ...(action === 'joined' ? ['both joined'] : []),
  ];
  return parts.length === 0 ? [] : [`Ledger: ${parts.join('; ')}`];
}

function printBranches(branches: Synced['branches']): string[] {
  const parts = (['received', 'moved', 'sent', 'closed'] as const).flatMap((what) =>
    branches[what].length === 0 ? [] : [`${branches[what].length} ${what}`],
  );
  return parts.length === 0 ? [] : [`Run branches: ${parts.join(', ')}`];
}

function printMemory({ memory, remote }: Synced): string[] {
  const name = escapeLine(memory.branch);
  const commits = (count: number): string => countOf(count, 'commit');
  const parts = [
    ...(memory.action === 'forward' ? [`fast-forwarded by ${commits(memory.received)}`] : []),
    ...(memory.action === 'joined' ? [`joined with ${commits(memory.received)} of ${escapeLine(remote)}`] : []),
    ...(memory.sent > 0 ? [`sent ${commits(memory.sent)}`] : []),
    ...(memory.toPush > 0 ? [`${commits(memory.toPush)} ${wait(memory.toPush)} for \`git push\``] : []),
    ...(memory.toPull > 0 ? [`${commits(memory.toPull)} ${wait(memory.toPull)} for \`git pull\``] : []),
  ];
  return parts.length === 0 ? [] : [`Memory ${name}: ${parts.join(', ')}`];
}

function wait(count: number): string {
  return count === 1 ? 'waits' : 'wait';
}
