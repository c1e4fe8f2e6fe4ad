// What an undo would do, and what it did, in words for a person. Everything that comes from elsewhere is escaped.
import type { Ledger, TrackedChange } from '../../model/run.ts';
import type { AppliedUndo, SharedEvents, UndoConflict, UndoPlan, UndoStep } from '../../store/undoing.ts';
import { printBehindBar } from '../../terminal/behind-bar.ts';
import type { Colours } from '../../terminal/colours.ts';
import { CHANGE_TYPE_NAMES } from '../../terminal/describe-change.ts';
import { describeFinding } from '../../terminal/describe-finding.ts';
import { printDiff } from '../../terminal/diff.ts';
import { escapeLine } from '../../terminal/escape.ts';
import { countOf } from '../../terminal/tree.ts';
import { wrapWords } from '../../terminal/wrap.ts';

export interface UndoView {
  readonly colours: Colours;
  readonly columns: number;
  /** True to mark changed words within changed lines. */
  readonly markWords: boolean;
  /** ` --memory <dir>` for commands that are printed, or empty. */
  readonly memoryFlag: string;
  /** As it is before the undo. */
  readonly ledger: Ledger;
}

/** Every change with its diff, what stands in the way, what else follows, and the commits to be made. */
export function printPreview(plan: UndoPlan, view: UndoView): string {
  const { colours, columns } = view;
  const parts = plan.steps.map((step, at) => printStep(step, `${at + 1} of ${plan.steps.length}`, view));
  parts.push(...plan.conflicts.map((conflict) => printConflict(conflict, view)));
  const effects = printEffects(plan, view);
  if (effects !== '') parts.push(effects);
  if (plan.steps.length > 0) {
    const subjects = plan.steps.map(({ subject }) => `  ${wrapWords(escapeLine(subject), columns - 2, '    ')}\n`);
    parts.push(`${colours.heading('Commits to be made')}\n${subjects.join('')}`);
  }
  return parts.join('\n');
}

function printStep({ change, verdict, undoes, files }: UndoStep, place: string, view: UndoView): string {
  const { colours, columns, markWords, ledger } = view;
  const verb = verdict === 'undone' ? 'Undo' : 'Redo';
  const what = `${verb} ${CHANGE_TYPE_NAMES[change.type].toLowerCase()} ${change.kind}`;
  const decision = ledger.decisions.findLast((one) => one.run === change.run && one.change === change.id);
  const by = decision === undefined ? '' : ` of ${decision.at.slice(0, 10)} by ${decision.who}`;
  const texts = files.map(
    ({ path, before, after }) =>
      `${colours.dim(`  ${wrapWords(escapeLine(path), columns, '  ')}`)}\n${
        before === after
          ? '  is so already; the commit only records the decision\n'
          : printDiff({ before, after, columns, colours, markWords })
      }`,
  );
  return [
    `${colours.heading(`--- ${place}  ${what}  ${change.id} `.padEnd(Math.min(columns, 72), '-'))}\n`,
    `${colours.bold(`  ${wrapWords(escapeLine(change.title), columns, '  ')}`)}\n`,
    `${wrapWords(escapeLine(`Project ${change.project}`), columns, '  ')}\n`,
    `${wrapWords(escapeLine(`Takes back commit ${undoes.slice(0, 12)}${by}`), columns, '  ')}\n`,
    '\n',
    ...texts,
  ].join('');
}

function printConflict(conflict: UndoConflict, { colours, columns, memoryFlag }: UndoView): string {
  const { change, path, reason, later, merged } = conflict;
  const lines = [colours.warning(`Not undone: ${nameOf(change)}`), `  ${escapeLine(path)}: ${escapeLine(reason)}`];
  for (const one of later) lines.push(`  by ${wrapWords(nameOf(one), columns - 5, '     ')}`);
  if (later.length > 0) {
    const ids = [...new Set([change.id, ...later.map(({ id }) => id)])];
    // The same proposal of several runs has one id: only the commits tell them apart.
    const named = ids.length > 1 ? ids : [change.run, ...new Set(later.map(({ run }) => run))].map(escapeLine);
    lines.push(`  To take back both: dream undo${memoryFlag} ${named.join(' ')}`);
  } else if (merged !== null) {
    lines.push(printBehindBar(merged.trimEnd(), columns), '  Change or remove the file yourself, and commit it.');
  }
  return `${lines.join('\n')}\n`;
}

const SHARED: Readonly<Record<SharedEvents['why'], string>> = {
  'same-id': 'the same session, written down by another tool',
  'same-events': 'a copy, or resumed from the same history',
  'same-parent': 'a sub-agent of the same session, or its parent',
  'same-prompt': 'given the same task',
};

/** What follows for sessions, proposals that wait, and changes that stay. */
function printEffects(plan: UndoPlan, { colours, columns, memoryFlag, ledger }: UndoView): string {
  const lines: string[] = [];
  for (const { key } of plan.withdraws) {
    const seen = countOf(ledger.observations.get(key)?.length ?? 0, 'observation');
    const says = `Session ${key} counts for nothing from now on (${seen}), also when it is read again.`;
    lines.push(wrapWords(escapeLine(says), columns, '  '));
  }
  for (const key of plan.restores) lines.push(escapeLine(`Session ${key} counts again.`));
  const list = (title: string, changes: readonly TrackedChange[]): void => {
    if (changes.length === 0) return;
    lines.push(title, ...changes.map((change) => `  ${wrapWords(nameOf(change), columns - 2, '    ')}`));
  };
  list('Proposals that rest on it alone, and are closed:', plan.closes);
  list('Proposals that wait for review again:', plan.reopens);
  for (const { change, sessions } of plan.alsoRests) {
    const says = `Also rests on it: ${nameOf(change)}; ${countOf(sessions, 'other session')} remain${sessions === 1 ? 's' : ''}.`;
    lines.push(wrapWords(says, columns, '  '));
  }
  if (plan.sharedEvents.length > 0) lines.push('Other sessions that tell of the same; they still count:');
  for (const { session, why } of plan.sharedEvents) {
    lines.push(
      `  ${wrapWords(escapeLine(`${session.key}: ${SHARED[why]}`), columns - 2, '    ')}`,
      `    dream undo${memoryFlag} --session ${escapeLine(session.key)}`,
    );
  }
  return lines.length === 0 ? '' : `${colours.heading('What follows')}\n${lines.join('\n')}\n`;
}

/** What was done, with its commits and how to take it back. */
export function printSummary(id: string, plan: UndoPlan, applied: AppliedUndo, view: UndoView): string {
  const { memoryFlag } = view;
  const lines: string[] = [];
  for (const { step, decision } of applied.done) {
    const did = step.verdict === 'undone' ? 'Taken back' : 'Brought back';
    const commit = decision.result === null ? '' : ` in commit ${decision.result.slice(0, 12)}`;
    lines.push(`${wrapWords(`${did}: ${nameOf(step.change)}${commit}`, view.columns, '  ')}\n`);
  }
  const stale = applied.stale.map(({ change, reason }) => `Not undone: ${nameOf(change)}: ${escapeLine(reason)}\n`);
  const conflicts = applied.conflicts.map((conflict) => printConflict(conflict, view));
  const effects = applied.decisions.length + applied.withdrawals.length === 0 ? '' : printEffects(plan, view);
  lines.push(...stale, ...conflicts, effects);
  for (const finding of applied.findings) lines.push(`Note: ${describeFinding(finding)}.\n`);
  if (applied.indexCommit !== null) lines.push(`Index refreshed in commit ${applied.indexCommit.slice(0, 12)}.\n`);
  if (effects !== '' || applied.done.length > 0) {
    lines.push(`To take this back: dream undo${memoryFlag} ${id}\n`);
  } else lines.push('Nothing was undone.\n');
  return lines.join('');
}

function nameOf(change: TrackedChange): string {
  return escapeLine(`${change.id} ${change.title}`);
}
