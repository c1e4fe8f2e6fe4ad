// One playbook: its text, its evidence in short or in full, its decisions, its history.
import type { Decision } from '../../model/decision.ts';
import { parseTrailers } from '../../model/commit-message.ts';
import type { Playbook } from '../../model/playbook.ts';
import { printPlaybook } from '../../model/playbook.ts';
import type { Ledger, TrackedChange } from '../../model/run.ts';
import type { HistoryEntry } from '../../store/store.ts';
import type { Colours } from '../../terminal/colours.ts';
import { STATE_NAMES, describeSupport } from '../../terminal/describe-change.ts';
import { escapeBlock, escapeLine } from '../../terminal/escape.ts';
import { countOf } from '../../terminal/tree.ts';
import { wrapWords } from '../../terminal/wrap.ts';
import { changesOf, decisionsOf } from './playbook-document.ts';
import { indentWords } from './indent.ts';

export interface PlaybookView {
  readonly columns: number;
  readonly colours: Colours;
}

/** The playbook's text behind a bar, then what it rests on and who decided, in short. */
export function printOne(playbook: Playbook, ledger: Ledger, { columns, colours }: PlaybookView): string {
  const lines = escapeBlock(printPlaybook(playbook)).trimEnd().split('\n');
  const accepted = changesOf(playbook.path, ledger).filter(isAccepted);
  const decisions = decisionsOf(playbook.path, ledger);
  const quotes = accepted.flatMap((change) => change.quotes);
  return [
    colours.bold(escapeLine(playbook.path)),
    ...lines.map((line) => `${colours.dim('| ')}${wrapWords(line, columns - 2, '| ')}`),
    '',
    playbook.support === null
      ? 'Support: none recorded; written by hand.'
      : `Support: ${describeSupport(playbook.support)}.`,
    `Evidence: ${quotes.length === 0 ? 'no quotes' : countOf(quotes.length, 'quote')}; --why shows it.`,
    ...printDecisions(decisions, columns),
    '',
  ].join('\n');
}

/** What a commit did, in one word, by the decision its trailers name. */
const DEEDS: Readonly<Record<string, string>> = {
  accepted: 'accepted',
  edited: 'accepted with other words',
  undone: 'taken back',
};

/** The commits of the memory branch, oldest first: when, what, which change, who. */
export function printHistory(entries: readonly HistoryEntry[], { columns, colours }: PlaybookView): string {
  if (entries.length === 0) return 'No commit has touched it.\n';
  return entries
    .map((entry) => {
      const subject = escapeLine(entry.message.split('\n')[0] ?? '');
      const { deed, change } = describeCommit(entry.message);
      const by = entry.author === entry.committer ? entry.author : `${entry.author}, committed by ${entry.committer}`;
      const what = [change === null ? '' : `change ${change}`, deed ?? ''].filter((part) => part !== '').join(' ');
      const head = `${entry.commit.slice(0, 12)}  ${escapeLine(entry.at)}  `;
      return [
        wrapWords(`${colours.bold(head.slice(0, 12))}${head.slice(12)}${subject}`, columns, '    '),
        indentWords(escapeLine(what === '' ? by : `${what}; ${by}`), columns, '    '),
        '',
      ].join('\n');
    })
    .join('');
}

/** What a commit's trailers say it did; nulls for one that is not ours. */
export function describeCommit(message: string): { readonly deed: string | null; readonly change: string | null } {
  const trailers = parseTrailers(message);
  const id = trailers.get('Dream-Change-Id')?.[0] ?? null;
  return {
    deed: DEEDS[trailers.get('Dream-Decision')?.[0] ?? ''] ?? null,
    change: id !== null && /^[0-9a-f]{8}$/.test(id) ? id : null,
  };
}

function isAccepted(change: TrackedChange): boolean {
  return change.state === 'accepted' || change.state === 'edited';
}

/** One line per decision, wrapped. */
export function printDecisions(decisions: readonly Decision[], columns: number): readonly string[] {
  return decisions.map((decision) => {
    const reason = decision.reason === '' ? '' : `: ${decision.reason}`;
    const named = decision.trusted === true ? ', named by its id with --trust' : '';
    const verdict = decision.verdict === 'revived' ? 'revived' : STATE_NAMES[decision.verdict];
    return wrapWords(
      escapeLine(
        `Decision: ${decision.change} ${verdict} by ${decision.who} on ${decision.at.slice(0, 10)}${named}${reason}`,
      ),
      columns,
      '  ',
    );
  });
}
