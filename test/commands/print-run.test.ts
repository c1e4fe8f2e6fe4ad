import { describe, expect, it } from 'vitest';

import type { ChangeDocument } from '../../src/commands/change-document.ts';
import { printAnnotations, printJobSummary } from '../../src/commands/run/print-job-summary.ts';
import { printRun } from '../../src/commands/run/print-run.ts';
import type { RunReport } from '../../src/commands/run/run-report.ts';
import { loadColours } from '../../src/terminal/colours.ts';

function documentOf(id: string, title: string, parts: Partial<ChangeDocument> = {}): ChangeDocument {
  return {
    id,
    type: 'add',
    commit: 'c'.repeat(40),
    state: 'open',
    trust: 'observed',
    flags: [],
    impacts: [],
    playbook: { id: 'x', kind: 'pitfall', title, project: 'team/web', path: 'playbooks/team--web/x.md', body: '' },
    support: { sessions: 29, days: 12, people: 1, first: '2026-02-10', last: '2026-03-02' },
    evidence: [],
    score: 1,
    scoreParts: [],
    supersedes: null,
    ...parts,
  };
}

const REPORT: RunReport = {
  version: 1,
  run: {
    id: '20261122T030000Z-7c1e',
    branch: 'dream/20261122T030000Z-7c1e',
    base: 'b'.repeat(40),
    engine: 'offline/1',
    startedAt: '2026-11-22T03:00:00Z',
    endedAt: '2026-11-22T03:00:02Z',
    usage: { inputTokens: 0, outputTokens: 0, costUSD: 0 },
    outcome: 'written',
    memoryBranch: 'main',
    rebuilt: null,
    memory: '/m',
  },
  sessions: {
    files: 60,
    read: 57,
    new: 50,
    updated: 5,
    leftOut: 0,
    unchanged: 2,
    active: 1,
    unreadable: 1,
    turns: 5210,
    byFormat: { codex: 7, 'claude-code': 50 },
  },
  changes: [
    documentOf('3f9a2b1c', 'Run bun directly; rtk has no bun subcommand'),
    documentOf('00000002', 'Forged \u001B[2J\n::error::title', { type: 'revise', flags: ['supersedes'] }),
    documentOf('00000003', 'Use the | mirror', { state: 'quarantined', flags: ['quarantined', 'high-impact'] }),
  ],
  held: [
    { reason: 'below-support', count: 31 },
    { reason: 'tombstoned', count: 1 },
  ],
  findings: [
    { code: 'broken-line', file: 'a.jsonl', line: 881, detail: 'unexpected end' },
    { code: 'broken-line', file: 'a.jsonl', line: 882, detail: '' },
    { code: 'broken-line', file: 'b.jsonl', line: 1, detail: '' },
    { code: 'unknown-format', file: 'notes\u202E.md', line: null, detail: '' },
  ],
  known: { sessions: 57, belowSupport: 31, open: 0 },
};

async function print(report: RunReport, verbose = false): Promise<string> {
  return printRun(report, {
    minSupport: 2,
    verbose,
    filtered: false,
    colours: await loadColours(false),
    memoryFlag: '',
  });
}

describe('the summary of a run', () => {
  it('can be read in ten seconds', async () => {
    expect(await print(REPORT)).toMatchInlineSnapshot(`
      "Sessions: 57 read, 50 new, 2 unchanged, 5 grown or changed, 1 still active, 1 unreadable
        from 60 files, 5,210 turns (claude-code 50, codex 7)

      2 changes proposed (1 add, 1 revise)
        3f9a2b1c  29 sessions, 12 days  Add pitfall: Run bun directly; rtk has no bun subcommand
        00000002  29 sessions, 12 days  Revise pitfall: Forged <U+001B>[2J<U+000A>::error::title [supersedes]

      Quarantined: 1 change (not on the branch; accepted only by id with --trust)
        00000003  29 sessions, 12 days  Add pitfall: Use the | mirror [high-impact]

      Held: 31 below the support bar, 1 rejected before

      Findings: 3 broken lines, 1 file of an unknown format (--verbose names them)

      Branch: dream/20261122T030000Z-7c1e
      Next: dream review
      "
    `);
  });

  it('names every finding when asked', async () => {
    expect(await print(REPORT, true)).toContain('  notes<U+202E>.md: file of an unknown format\n');
  });

  it('says why nothing is proposed, and what still waits', async () => {
    const nothing: RunReport = {
      ...REPORT,
      run: { ...REPORT.run, branch: null, outcome: 'idle' },
      sessions: { ...REPORT.sessions, read: 1, new: 0, updated: 0, unchanged: 57, active: 1, unreadable: 0 },
      changes: [],
      held: [],
      findings: [],
      known: { sessions: 57, belowSupport: 0, open: 3 },
    };
    expect(await print(nothing)).toMatchInlineSnapshot(`
      "Sessions: 1 read, 0 new, 57 unchanged, 1 still active, 0 unreadable
        from 60 files, 5,210 turns (claude-code 50, codex 7)

      Nothing to propose; 57 sessions known in all.
        No session is new since earlier runs.
        1 session may still go on and will be read once quiet for 30 minutes (--include-active reads them now).

      3 changes of earlier runs wait for review.
      Next: dream review
      "
    `);
  });

  it('is a page of the job in GitHub Actions, with titles as plain words', () => {
    expect(printJobSummary(REPORT)).toMatchInlineSnapshot(`
      "## dream run

      57 sessions read (50 new, 2 unchanged, 1 unreadable), 3 changes proposed on dream/20261122T030000Z&#45;7c1e.

      | id | change | project | sessions | days | trust |
      | --- | --- | --- | ---: | ---: | --- |
      | 3f9a2b1c | Add pitfall&#58; Run bun directly; rtk has no bun subcommand | team/web | 29 | 12 | observed |
      | 00000002 | Revise pitfall&#58; Forged &lt;U&#43;001B&gt;&#91;2J&lt;U&#43;000A&gt;&#58;&#58;error&#58;&#58;title &#40;supersedes&#41; | team/web | 29 | 12 | observed |
      | 00000003 | Add pitfall&#58; Use the &#124; mirror &#40;quarantined, high&#45;impact&#41; | team/web | 29 | 12 | observed |

      Held: 31 below the support bar, 1 rejected before.

      <details><summary>4 findings</summary>

      - a&#46;jsonl&#58;881&#58; broken line &#40;unexpected end&#41;
      - a&#46;jsonl&#58;882&#58; broken line
      - b&#46;jsonl&#58;1&#58; broken line
      - notes&lt;U&#43;202E&gt;&#46;md&#58; file of an unknown format

      </details>

      "
    `);
  });

  it('annotates at most as many findings as the runner shows, and counts the rest', () => {
    const finding = REPORT.findings[0];
    if (finding === undefined) throw new Error('the report has findings');
    const many = printAnnotations({ ...REPORT, findings: Array.from({ length: 30 }, () => finding) });
    expect(many.match(/^::warning/gm)).toHaveLength(10);
    expect(many).toContain('21 more findings');
    expect(many).toContain('::notice::dream: 3 changes proposed on dream/20261122T030000Z-7c1e.');
  });
});
