// The summary of a run: what a person can read in ten seconds.
import type { Colours } from '../../terminal/colours.ts';
import { CHANGE_TYPE_NAMES, HELD_REASONS, nameFlags } from '../../terminal/describe-change.ts';
import { describeFinding, nameFindings } from '../../terminal/describe-finding.ts';
import { escapeLine } from '../../terminal/escape.ts';
import { countOf, groupBy, printTable } from '../../terminal/tree.ts';
import type { ChangeDocument } from '../change-document.ts';
import type { RunReport } from './run-report.ts';

/** Findings shown in full without `--verbose`; more are only counted. */
const FEW_FINDINGS = 3;

export interface RunWords {
  readonly minSupport: number;
  readonly verbose: boolean;
  /** Whether --since or --project left sessions out. */
  readonly filtered: boolean;
  readonly colours: Colours;
  /** `--memory <dir>` when the next command needs it, else empty. */
  readonly memoryFlag: string;
}

/** The summary of a run as text. */
export function printRun(report: RunReport, words: RunWords): string {
  const blocks = [
    printSessions(report),
    report.changes.length === 0 ? printNothing(report, words) : printChanges(report, words),
    printHeld(report, words),
    printFindings(report, words),
    printNext(report, words),
  ];
  return blocks.filter((block) => block !== '').join('\n');
}

function printSessions({ sessions, run: { rebuilt } }: RunReport): string {
  if (rebuilt !== null) {
    const from = `${countOf(rebuilt.sessions, 'session')}, ${countOf(rebuilt.observations, 'observation')}`;
    return `Rebuilt from the ledger alone: ${from}; no log was read.\n`;
  }
  const formats = Object.entries(sessions.byFormat)
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .map(([format, count]) => `${escapeLine(format)} ${count}`);
  const parts = [
    `${sessions.read} read`,
    `${sessions.new} new`,
    `${sessions.unchanged} unchanged`,
    ...(sessions.updated > 0 ? [`${sessions.updated} grown or changed`] : []),
    ...(sessions.active > 0 ? [`${sessions.active} still active`] : []),
    ...(sessions.leftOut > 0 ? [`${sessions.leftOut} left out`] : []),
    `${sessions.unreadable} unreadable`,
  ];
  const from = `${countOf(sessions.files, 'file')}, ${countOf(sessions.turns, 'turn')}`;
  return `Sessions: ${parts.join(', ')}\n  from ${from}${formats.length === 0 ? '' : ` (${formats.join(', ')})`}\n`;
}

function printChanges(report: RunReport, { colours }: RunWords): string {
  const apart = report.changes.filter((change) => change.state === 'quarantined');
  const open = report.changes.filter((change) => change.state !== 'quarantined');
  const kinds = [...groupBy(open, (change) => change.type)].map(([type, of]) => `${of.length} ${type}`);
  let text = '';
  if (open.length > 0) {
    text += `${colours.bold(`${countOf(open.length, 'change')} proposed`)} (${kinds.join(', ')})\n`;
    text += printTable(open.map(row), '  ');
  }
  if (apart.length > 0) {
    text += `${open.length > 0 ? '\n' : ''}${colours.warning(`Quarantined: ${countOf(apart.length, 'change')}`)}`;
    text += ' (not on the branch; accepted only by id with --trust)\n';
    text += printTable(apart.map(row), '  ');
  }
  return text;
}

function row(change: ChangeDocument): string[] {
  const support = `${countOf(change.support.sessions, 'session')}, ${countOf(change.support.days, 'day')}`;
  const flags = nameFlags(change);
  const title = escapeLine(`${CHANGE_TYPE_NAMES[change.type]} ${change.playbook.kind}: ${change.playbook.title}`);
  return [change.id, support, `${title}${flags.length === 0 ? '' : ` [${flags.join(', ')}]`}`];
}

function printNothing({ sessions, known, run }: RunReport, { minSupport, filtered }: RunWords): string {
  if (run.rebuilt !== null) {
    const { sameAs } = run.rebuilt;
    const reason =
      sameAs === null
        ? ''
        : `  The run ${escapeLine(sameAs)} was rebuilt from the very same; what it proposed still stands.\n`;
    return `Nothing to propose; ${countOf(known.sessions, 'session')} known in all.\n${reason}`;
  }
  const few = `fewer than ${countOf(minSupport, 'session')}`;
  const reasons = [
    ...(sessions.new + sessions.updated === 0 && sessions.active < sessions.read + sessions.unchanged
      ? [`No session ${filtered ? 'that --since and --project let through ' : ''}is new since earlier runs.`]
      : []),
    ...(sessions.active > 0
      ? [
          `${countOf(sessions.active, 'session')} may still go on and will be read once quiet for 30 minutes (--include-active reads them now).`,
        ]
      : []),
    ...(known.belowSupport > 0
      ? [`${countOf(known.belowSupport, 'pattern')} came in ${few}, which is too few to learn from.`]
      : []),
    ...(known.belowSupport === 0 && run.outcome !== 'idle' && known.open === 0
      ? ['No pattern came back from one session to another.']
      : []),
  ];
  return `Nothing to propose; ${countOf(known.sessions, 'session')} known in all.\n${reasons.map((reason) => `  ${reason}\n`).join('')}`;
}

function printHeld(report: RunReport, { verbose }: RunWords): string {
  if (report.held.length === 0) return '';
  const counts = report.held.map(({ reason, count }) => `${count} ${HELD_REASONS[reason]}`);
  const summary = `Held: ${counts.join(', ')}\n`;
  const items = report.held.flatMap(({ reason, items }) =>
    (items ?? []).map((item) => [
      HELD_REASONS[reason],
      countOf(item.sessions, 'session'),
      escapeLine(`${item.title}${item.detail === '' ? '' : ` (${item.detail})`}`),
    ]),
  );
  return summary + (verbose ? printTable(items, '  ') : printNotFollowed(report));
}

/** Rules that people wrote down and agents break: worth a look at the instructions, not one more playbook. */
function printNotFollowed({ held }: RunReport): string {
  const items = held.find(({ reason }) => reason === 'not-followed')?.items ?? [];
  if (items.length === 0) return '';
  const lines = items.map((item) =>
    escapeLine(`  ${item.project}: ${item.detail}; broken in ${countOf(item.sessions, 'session')} (${item.title})`),
  );
  return `Stated but not followed:\n${lines.join('\n')}\n`;
}

function printFindings({ findings }: RunReport, { verbose }: RunWords): string {
  if (findings.length === 0) return '';
  if (verbose || findings.length <= FEW_FINDINGS) {
    return `Findings:\n${findings.map((finding) => `  ${describeFinding(finding)}\n`).join('')}`;
  }
  const counts = [...groupBy(findings, (finding) => finding.code)].map(
    ([code, of]) => `${of.length} ${nameFindings(code, of.length)}`,
  );
  return `Findings: ${counts.join(', ')} (--verbose names them)\n`;
}

function printNext({ run, changes, known }: RunReport, { memoryFlag, colours }: RunWords): string {
  const command = (words: string): string => colours.bold(`dream ${words}${memoryFlag}`);
  if (run.outcome === 'dry') return 'Dry run: nothing was written.\n';
  const waiting = changes.length === 0 && known.open > 0;
  if (waiting)
    return `${countOf(known.open, 'change')} of earlier runs ${known.open === 1 ? 'waits' : 'wait'} for review.\nNext: ${command('review')}\n`;
  if (changes.length === 0) return '';
  const branch = run.branch === null ? '' : `Branch: ${escapeLine(run.branch)}\n`;
  return `${branch}Next: ${command('review')}\n`;
}
