// What a run tells GitHub Actions: annotations in the log and a summary page of the job.
import { CHANGE_TYPE_NAMES, HELD_REASONS } from '../../terminal/describe-change.ts';
import { describeFinding } from '../../terminal/describe-finding.ts';
import { escapeMarkdown, printAnnotation } from '../../terminal/github-actions.ts';
import { countOf } from '../../terminal/tree.ts';
import type { RunReport } from './run-report.ts';

/** The runner shows ten annotations of a kind per step and drops the rest. */
const MAX_ANNOTATIONS = 10;

/** Annotation lines: a warning per finding, and one notice about what was proposed. */
export function printAnnotations(report: RunReport): string {
  const { findings } = report;
  // One place is kept to say how many more there are.
  const shown = findings.length > MAX_ANNOTATIONS ? findings.slice(0, MAX_ANNOTATIONS - 1) : findings;
  const warnings = shown.map((finding) => printAnnotation('warning', describeFinding(finding), finding));
  const rest = findings.length - shown.length;
  if (rest > 0)
    warnings.push(printAnnotation('warning', `${countOf(rest, 'more finding')}; the log of this step counts them.`));
  const proposed =
    report.changes.length === 0
      ? 'dream: nothing to propose.'
      : `dream: ${countOf(report.changes.length, 'change')} proposed${report.run.branch === null ? '' : ` on ${report.run.branch}`}.`;
  return warnings.join('') + printAnnotation('notice', proposed);
}

/** The summary page of the job, in Markdown. */
export function printJobSummary(report: RunReport): string {
  const { sessions, changes, held, findings, run } = report;
  const lines = [
    '## dream run',
    '',
    `${countOf(sessions.read, 'session')} read (${sessions.new} new, ${sessions.unchanged} unchanged, ${sessions.unreadable} unreadable), ${countOf(changes.length, 'change')} proposed${run.branch === null ? '' : ` on ${escapeMarkdown(run.branch)}`}.`,
    '',
  ];
  if (changes.length > 0) {
    lines.push('| id | change | project | sessions | days | trust |', '| --- | --- | --- | ---: | ---: | --- |');
    for (const change of changes) {
      const title = `${CHANGE_TYPE_NAMES[change.type]} ${change.playbook.kind}: ${change.playbook.title}`;
      const flags = change.flags.length === 0 ? '' : ` (${change.flags.join(', ')})`;
      lines.push(
        `| ${change.id} | ${escapeMarkdown(title)}${escapeMarkdown(flags)} | ${escapeMarkdown(change.playbook.project)} | ${change.support.sessions} | ${change.support.days} | ${escapeMarkdown(change.trust)} |`,
      );
    }
    lines.push('');
  }
  if (held.length > 0) {
    lines.push(`Held: ${held.map(({ reason, count }) => `${count} ${HELD_REASONS[reason]}`).join(', ')}.`, '');
  }
  for (const item of held.find(({ reason }) => reason === 'not-followed')?.items ?? []) {
    const broken = `${item.detail}; broken in ${countOf(item.sessions, 'session')} (${item.title})`;
    lines.push(`- Stated but not followed in ${escapeMarkdown(item.project)}: ${escapeMarkdown(broken)}`);
  }
  if (findings.length > 0) {
    lines.push(`<details><summary>${countOf(findings.length, 'finding')}</summary>`, '');
    lines.push(...findings.slice(0, 200).map((finding) => `- ${escapeMarkdown(describeFinding(finding))}`));
    lines.push('', '</details>', '');
  }
  return `${lines.join('\n')}\n`;
}
