// One playbook: its text, its evidence in short or in full, its decisions, its history.
import type { Decision } from '../../model/decision.ts';
import type { Playbook } from '../../model/playbook.ts';
import { printPlaybook } from '../../model/playbook.ts';
import type { Ledger, TrackedChange } from '../../model/run.ts';
import type { HistoryEntry } from '../../store/store.ts';
import type { Colours } from '../../terminal/colours.ts';
import {
  CHANGE_TYPE_NAMES,
  STATE_NAMES,
  describeAnchor,
  describeScore,
  describeSupport,
} from '../../terminal/describe-change.ts';
import { escapeBlock, escapeLine } from '../../terminal/escape.ts';
import { countOf } from '../../terminal/tree.ts';
import { wrapWords } from '../../terminal/wrap.ts';
import { changesOf, decisionsOf } from './playbook-document.ts';

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

/** Everything a playbook rests on: per change its rank, its quotes with their places, its sessions, its commits. */
export function printWhy(playbook: Playbook, ledger: Ledger, { columns, colours }: PlaybookView): string {
  const changes = changesOf(playbook.path, ledger).filter(isAccepted);
  if (changes.length === 0) {
    return `${escapeLine(playbook.path)}\nNo proposal is recorded for it: it was written by hand, or its ledger is elsewhere.\n`;
  }
  const blocks = changes.map((change) => {
    const decision = ledger.decisions.findLast((one) => one.change === change.id && one.commit === change.commit);
    const merged =
      decision === undefined || decision.result === null ? '' : `, on the memory branch as ${decision.result}`;
    const quotes = change.quotes.map((quote) => {
      const lines = quote.text.split('\n').map((line) => `    | ${wrapWords(escapeLine(line), columns - 6, '    | ')}`);
      return `  ${describeAnchor(quote)}\n${lines.join('\n')}`;
    });
    return [
      colours.bold(escapeLine(`${CHANGE_TYPE_NAMES[change.type]} ${change.id}: ${change.title}`)),
      wrapWords(`  Proposed by run ${escapeLine(change.run)} in commit ${change.commit}${merged}.`, columns, '  '),
      wrapWords(`  Seen in ${describeSupport(change.support)}; trust: ${escapeLine(change.trust)}.`, columns, '  '),
      wrapWords(`  Ranked by ${describeScore(change.score, change.scoreParts)}.`, columns, '  '),
      ...quotes,
      wrapWords(`  Sessions: ${change.sessions.map(escapeLine).join(', ')}`, columns, '    '),
      '',
    ].join('\n');
  });
  return [
    `${escapeLine(playbook.path)}\n`,
    ...blocks,
    ...printDecisions(decisionsOf(playbook.path, ledger), columns),
    '',
  ].join('\n');
}

/** The commits of the memory branch that touched a playbook, oldest first. */
export function printHistory(entries: readonly HistoryEntry[], { colours }: PlaybookView): string {
  if (entries.length === 0) return 'No commit has touched it.\n';
  return entries
    .map((entry) => {
      const subject = escapeLine(entry.message.split('\n')[0] ?? '');
      const by = entry.author === entry.committer ? entry.author : `${entry.author}, committed by ${entry.committer}`;
      return `${colours.bold(entry.commit.slice(0, 12))}  ${escapeLine(entry.at)}  ${subject}\n    ${escapeLine(by)}\n`;
    })
    .join('');
}

function isAccepted(change: TrackedChange): boolean {
  return change.state === 'accepted' || change.state === 'edited';
}

function printDecisions(decisions: readonly Decision[], columns: number): readonly string[] {
  return decisions.map((decision) => {
    const reason = decision.reason === '' ? '' : `: ${decision.reason}`;
    const verdict = decision.verdict === 'revived' ? 'revived' : STATE_NAMES[decision.verdict];
    return wrapWords(
      escapeLine(`Decision: ${decision.change} ${verdict} by ${decision.who} on ${decision.at.slice(0, 10)}${reason}`),
      columns,
      '  ',
    );
  });
}
