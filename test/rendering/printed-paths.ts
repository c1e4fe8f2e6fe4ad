// Every text that the program prints, made from one value in which a hostile string stands wherever somebody else's words
// can stand. The functions are the program's own; only the values are made up.
import { printPending } from '../../src/commands/print-pending.ts';
import { printChange, printEvidence } from '../../src/commands/review/print-change.ts';
import { printReport } from '../../src/commands/review/report.ts';
import type { ShownChange } from '../../src/commands/review/view-change.ts';
import { printRun } from '../../src/commands/run/print-run.ts';
import type { RunReport } from '../../src/commands/run/run-report.ts';
import { printList } from '../../src/commands/show/print-list.ts';
import { printHistory, printOne } from '../../src/commands/show/print-playbook.ts';
import { printRunRecord, printRuns } from '../../src/commands/show/show-run.ts';
import { printStale } from '../../src/commands/show/stale.ts';
import { printPreview } from '../../src/commands/undo/print-undo.ts';
import { printSynced } from '../../src/commands/exchange.ts';
import type { Decision } from '../../src/model/decision.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Playbook } from '../../src/model/playbook.ts';
import type { Ledger, RunRecord, TrackedChange } from '../../src/model/run.ts';
import { loadColours, type Colours } from '../../src/terminal/colours.ts';
import { printDiff } from '../../src/terminal/diff.ts';
import { printJson } from '../../src/terminal/escape.ts';
import { lookOver } from '../../src/terminal/last-look.ts';
import { printProblem } from '../../src/terminal/problem.ts';
import { addedClaims } from '../../src/guards/added-claims.ts';
import { changeOf } from '../helpers/change.ts';

const SHA = 'a'.repeat(40);
const RUN = '20261122T030000Z-7c1e';
const plain = changeOf();

function trackedWith(text: string): TrackedChange {
  const quote = {
    session: `claude-code:${text}`,
    sessionId: text,
    format: 'claude-code' as const,
    turn: 41,
    origin: 'external' as const,
    text,
    day: '2026-11-01',
  };
  return {
    id: '3f9a2b1c',
    type: 'revise',
    pattern: 'pattern',
    path: plain.playbook.path,
    playbook: plain.playbook.id,
    kind: 'pitfall',
    title: text,
    project: text,
    support: plain.support,
    trust: text,
    flags: ['quarantined', 'high-impact', 'conflict'],
    quarantined: true,
    value: addedClaims(plain).value,
    sessions: [`claude-code:${text}`, 'codex:2'],
    quotes: [quote, quote],
    score: 2,
    scoreParts: [{ name: 'sessions', value: 2 }],
    supersedes: null,
    removes: [text],
    replaces: text,
    run: RUN,
    commit: SHA,
    state: 'open',
    supersededBy: null,
  };
}

/** All texts by name, as they go to a terminal of that width. */
export async function printPaths(text: string, columns: number, colour: boolean): Promise<ReadonlyMap<string, string>> {
  const colours: Colours = await loadColours(colour);
  const change = trackedWith(text);
  const finding: Finding = { code: 'broken-line', file: text, line: 3, detail: text };
  const decision: Decision = {
    verdict: 'rejected',
    change: change.id,
    commit: SHA,
    run: RUN,
    playbook: 'x',
    pattern: 'x',
    value: change.value,
    sessions: 1,
    trust: text,
    who: text,
    at: '2026-11-22T03:00:00.000Z',
    reason: text,
    result: SHA,
  };
  const record: RunRecord = {
    id: RUN,
    branch: text,
    memoryBranch: text,
    base: SHA,
    engine: text,
    dreamVersion: text,
    configHash: text,
    planHash: '',
    startedAt: '2026-11-22T03:00:00.000Z',
    endedAt: '2026-11-22T03:00:01.000Z',
    usage: { inputTokens: 0, outputTokens: 0, costUSD: 0 },
    sessions: {
      files: 1,
      read: 1,
      new: 1,
      updated: 0,
      unchanged: 0,
      active: 0,
      leftOut: 0,
      unreadable: 0,
      turns: 1,
      byFormat: { [text]: 1 },
    },
    changes: [],
    held: [{ reason: 'guard', title: text, project: text, pattern: 'x', sessions: 1, detail: text }],
    findings: [finding],
  };
  const ledger: Ledger = {
    commit: SHA,
    sessions: new Map(),
    observations: new Map(),
    runs: [record],
    decisions: [decision],
    withdrawn: new Set(),
    changes: [change],
  };
  const playbook: Playbook = {
    ...plain.playbook,
    title: text,
    project: text,
    pinned: true,
    head: `---\nid: x\ntitle: ${text}\n---\n`,
    body: `\n**Do** ${text}\n`,
  };
  const shown: ShownChange = {
    change,
    content: { before: `same\n${text}\nold\n`, after: `same\nnew\n${text}`, message: `Add: x\n\n${text}\n` },
    context: {
      owners: [text],
      rejectedBefore: { change: '00000000', title: text, who: text, at: '2026-11-01T00:00:00Z', reason: text },
      conflictWith: { older: { text, day: null }, newer: { text, day: '2026-11-02' } },
      replaced: { change: '11111111', run: RUN, title: text, at: '2026-11-01T00:00:00Z' },
    },
    merged: null,
  };
  const view = { columns, colour, colours };
  const report: RunReport = {
    version: 1,
    run: { ...record, outcome: 'written', memory: '/memory', rebuilt: null, branch: text },
    sessions: record.sessions,
    changes: [
      {
        ...change,
        playbook: { id: 'x', kind: 'pitfall', title: text, project: text, path: 'p', body: text },
        evidence: [],
      } as unknown as RunReport['changes'][number],
    ],
    held: [{ reason: 'not-followed', count: 1, items: [{ title: text, project: text, sessions: 1, detail: text }] }],
    findings: [finding],
    known: { sessions: 1, belowSupport: 0, open: 1 },
  };
  const conflict = { change, undoes: SHA, path: text, reason: text, later: [change], merged: null };
  const words = { minSupport: 2, verbose: true, filtered: false, colours, memoryFlag: '' };
  const texts: readonly (readonly [string, string])[] = [
    ['the walk: a change', printChange(shown, '1 of 2', view)],
    ['the walk: why', printEvidence(shown, view)],
    ['review list', printPending([change, { ...change, quarantined: false }], colours, '', columns)],
    [
      'review accept',
      printReport(
        {
          version: 1,
          decisions: [{ ...decision, verdict: 'accepted' }],
          indexCommit: SHA,
          conflicts: [{ change: change.id, path: text, merged: `<<<<<<<\n${text}\n` }],
          stale: [{ change: change.id, path: text, reason: text }],
          refused: [{ change: change.id, path: text, reason: text }],
          findings: [finding],
        },
        [{ change, verdict: 'accepted', reason: text, edited: null }],
        '',
        columns,
        false,
      ),
    ],
    ['run', printRun(report, words)],
    ['run, quiet about what was held', printRun(report, { ...words, verbose: false })],
    ['show', printList([playbook], { colours, columns })],
    ['show <playbook>', printOne(playbook, ledger, { columns, colours })],
    [
      'show --history',
      printHistory(
        [{ commit: SHA, at: '2026-11-22', author: text, committer: `${text}!`, message: `${text}\n\nbody` }],
        { columns, colours },
      ),
    ],
    ['show --run', printRunRecord(record, ledger, { columns, colours })],
    ['show --runs', printRuns(ledger, { columns, colours })],
    [
      'show --stale',
      printStale(
        {
          newest: '2026-11-22',
          undated: 1,
          stale: [{ playbook, lastSeen: '2026-01-01', days: 300, sessionsSince: 1 }],
        },
        60,
        { columns, colours },
      ),
    ],
    [
      'undo',
      printPreview(
        {
          steps: [
            {
              change,
              twins: [],
              verdict: 'undone',
              undoes: SHA,
              subject: text,
              files: [{ path: text, before: `${text}\n`, after: `${text}!\n` }],
            },
          ],
          conflicts: [conflict, { ...conflict, later: [], merged: `<<<<<<<\n${text}\n` }],
          withdraws: [],
          restores: [`claude-code:${text}`],
          closes: [change],
          reopens: [change],
          alsoRests: [{ change, sessions: 2 }],
          sharedEvents: [],
        },
        { colours, columns, markWords: colour, memoryFlag: '', ledger },
      ),
    ],
    [
      'sync',
      printSynced({
        remote: text,
        url: text,
        dryRun: false,
        ledger: { action: 'joined', received: { runs: 1, decisions: 1 }, sent: { runs: 0, decisions: 0 } },
        branches: { received: [text], moved: [], sent: [text], closed: [] },
        memory: { branch: text, action: 'joined', received: 1, sent: 1, toPull: 1, toPush: 1 },
        findings: [finding],
      } as unknown as Parameters<typeof printSynced>[0]),
    ],
    ['an error', printProblem(text, [text, 'Try again.'], columns)],
    ['a diff', printDiff({ before: `${text}\nx\n`, after: `${text} y\n`, columns, colours, markWords: colour })],
  ];
  // As the program does it, where nothing may be left to do: what a place forgot to escape fails a test of its own.
  return new Map(
    texts.map(([name, printed]) => [
      name,
      lookOver(printed, {
        colour,
        columns,
        onUnescaped: (forgotten) => {
          throw new Error(`${name} is not escaped: ${JSON.stringify(forgotten.slice(0, 300))}`);
        },
      }),
    ]),
  );
}

/** The same values as a document. */
export function printDocument(text: string): string {
  return printJson({ [text]: [text, trackedWith(text)] });
}
