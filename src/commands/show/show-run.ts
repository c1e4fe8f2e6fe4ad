// One run: what it read, proposed, held, found and cost; and the list of runs.
import { DreamError } from '../../errors.ts';
import type { Ledger, RunRecord, TrackedChange } from '../../model/run.ts';
import type { Colours } from '../../terminal/colours.ts';
import { CHANGE_TYPE_NAMES, HELD_REASONS, STATE_NAMES } from '../../terminal/describe-change.ts';
import { describeFinding } from '../../terminal/describe-finding.ts';
import { escapeLine } from '../../terminal/escape.ts';
import { countOf, groupBy } from '../../terminal/tree.ts';
import { wrapWords } from '../../terminal/wrap.ts';
import { indentWords } from './indent.ts';

interface View {
  readonly columns: number;
  readonly colours: Colours;
}

/**
 * The run that an id, a unique beginning of one, or `latest` means.
 * @throws DreamError usage when there is none, or several
 */
export function findRun(ledger: Ledger, name: string): RunRecord {
  const exact = ledger.runs.find((run) => run.id === name);
  const named = name === 'latest' ? ledger.runs.slice(-1) : ledger.runs.filter((run) => run.id.startsWith(name));
  const [only] = named;
  if (exact !== undefined) return exact;
  if (only !== undefined && named.length === 1) return only;
  throw new DreamError(
    'usage',
    named.length > 1
      ? `${escapeLine(name)} is the beginning of ${named.length} runs.`
      : name === 'latest'
        ? 'No run is recorded here.'
        : `There is no run ${escapeLine(name)}.`,
    { hints: named.length > 1 ? named.slice(0, 10).map(({ id }) => id) : ['`dream show --runs` lists them.'] },
  );
}

/** A run as `--json` shows it: its record, with where each change stands now. */
export function documentRun(run: RunRecord, ledger: Ledger): object {
  const { changes: _, held, ...rest } = run;
  return {
    ...rest,
    changes: changesOfRun(run, ledger).map(({ quotes, sessions, ...change }) => ({
      ...change,
      sessions: sessions.length,
      quotes: quotes.length,
    })),
    held: [...groupBy(held, (one) => one.reason)].map(([reason, items]) => ({ reason, count: items.length, items })),
  };
}

function changesOfRun(run: RunRecord, ledger: Ledger): readonly TrackedChange[] {
  return ledger.changes.filter((change) => change.run === run.id);
}

/** Everything about one run. */
export function printRunRecord(run: RunRecord, ledger: Ledger, view: View): string {
  const { sessions, usage } = run;
  const line = (name: string, text: string): string =>
    wrapWords(`${`${name}:`.padEnd(10)} ${escapeLine(text)}`, view.columns, ' '.repeat(11));
  const formats = Object.entries(sessions.byFormat).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const tokens = usage.inputTokens + usage.outputTokens;
  const seconds = (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000;
  return [
    view.colours.bold(escapeLine(`Run ${run.id}`)),
    line('Started', `${run.startedAt}${seconds >= 0 ? `, took ${seconds.toFixed(1)} s` : ''}`),
    line(
      'Read',
      `${countOf(sessions.read, 'session')} in ${countOf(sessions.files, 'file')}, ${countOf(sessions.turns, 'turn')}`,
    ),
    line(
      'Of these',
      `${sessions.new} new, ${sessions.updated} grown or changed, ${sessions.unchanged} unchanged, ${sessions.active} still active, ${sessions.leftOut} left out, ${sessions.unreadable} unreadable`,
    ),
    ...(formats.length === 0
      ? []
      : [line('Formats', formats.map(([format, count]) => `${format} ${count}`).join(', '))]),
    line('Engine', `${run.engine}, dream ${run.dreamVersion}`),
    line(
      'Cost',
      tokens === 0
        ? 'none'
        : `${countOf(usage.inputTokens, 'token')} in, ${countOf(usage.outputTokens, 'token')} out, $${usage.costUSD.toFixed(2)}`,
    ),
    line('Branch', `${run.branch ?? 'none'}, from ${run.base} of ${run.memoryBranch}`),
    line('Config', run.configHash === '' ? 'none' : run.configHash),
    '',
    ...printProposed(changesOfRun(run, ledger), view),
    ...printHeld(run, view),
    ...printFindings(run, view),
  ].join('\n');
}

function printProposed(changes: readonly TrackedChange[], { columns, colours }: View): readonly string[] {
  if (changes.length === 0) return ['Nothing was proposed.', ''];
  const rows = changes.map((change) => {
    const replaced = change.supersededBy === null ? '' : `, replaced by ${change.supersededBy}`;
    const title = `${change.id}  ${CHANGE_TYPE_NAMES[change.type]} ${change.kind}: ${change.title}`;
    const about = `${STATE_NAMES[change.state]}${replaced}; ${countOf(change.support.sessions, 'session')}; ${change.project}`;
    return `${indentWords(escapeLine(title), columns, '            ', '  ')}\n${indentWords(escapeLine(about), columns, '            ')}`;
  });
  return [colours.bold(`${countOf(changes.length, 'change')} proposed`), ...rows, ''];
}

function printHeld({ held }: RunRecord, { columns, colours }: View): readonly string[] {
  if (held.length === 0) return [];
  const groups = [...groupBy(held, (one) => one.reason)].flatMap(([reason, items]) => [
    `  ${items.length} ${HELD_REASONS[reason]}`,
    ...items.map((item) => {
      const detail = item.detail === '' ? '' : ` (${item.detail})`;
      const text = `${item.title}${detail}, ${countOf(item.sessions, 'session')}; ${item.project}`;
      return indentWords(escapeLine(text), columns, '      ', '    ');
    }),
  ]);
  return [colours.bold(`${held.length} held`), ...groups, ''];
}

function printFindings({ findings }: RunRecord, { columns, colours }: View): readonly string[] {
  if (findings.length === 0) return [];
  const lines = findings.map((finding) => indentWords(describeFinding(finding), columns, '    ', '  '));
  return [colours.bold(countOf(findings.length, 'finding')), ...lines, ''];
}

/** All runs, newest first: when, what was read, and how much of what was proposed still waits. */
export function printRuns(ledger: Ledger, { columns, colours }: View): string {
  if (ledger.runs.length === 0) return 'No run is recorded here.\n';
  const byRun = groupBy(ledger.changes, (change) => change.run);
  const rows = ledger.runs.toReversed().map((run) => {
    const changes = byRun.get(run.id) ?? [];
    const stands = (change: TrackedChange): string =>
      change.supersededBy === null ? STATE_NAMES[change.state] : 'replaced';
    const counts = [...groupBy(changes, stands)].map(
      ([state, of]) => `${of.length} ${of.length === 1 ? state : state.replace('waits', 'wait')}`,
    );
    const about = `${countOf(run.sessions.new + run.sessions.updated, 'session')} new, ${countOf(changes.length, 'change')}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}`;
    return `${colours.bold(escapeLine(run.id))}\n${indentWords(about, columns, '  ')}\n`;
  });
  return rows.join('');
}
