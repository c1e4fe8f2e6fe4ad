// Runs the program as a person would, in this process: real arguments, real git, captured streams.
import { leastTrusted, type Origin } from '../../src/model/origin.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';

import { afterEach, beforeEach, vi } from 'vitest';

import { main } from '../../src/cli.ts';
import { guardChanges } from '../../src/guards/guard-changes.ts';
import type { Change } from '../../src/model/change.ts';
import { makePlaybook } from '../../src/model/playbook.ts';
import type { RunRecord } from '../../src/model/run.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';

interface Finished {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Desk {
  /** Home folder, working place and memory: all go away after the test. */
  readonly folder: string;
  readonly memory: string;
  /** Runs `dream <argv> --memory <memory>`. */
  readonly dream: (...argv: readonly string[]) => Promise<Finished>;
  /** The same on a terminal; one of these lines is typed after each question, and then the input ends. */
  readonly dreamOnTerminal: (typed: string, ...argv: readonly string[]) => Promise<Finished>;
  /** The same, with all of it pasted at the first question. */
  readonly dreamWithPaste: (pasted: string, ...argv: readonly string[]) => Promise<Finished>;
  readonly openStore: () => Promise<Store>;
}

/** A desk of its own for every test of a file, with a git identity. */
export function useDesk(): Desk {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dream-desk-'));
    await writeFile(join(folder, '.gitconfig'), '[user]\n\tname = Rita Reviewer\n\temail = rita@example.com\n');
    for (const name of [
      'DREAM_MEMORY',
      'NO_COLOR',
      'GITHUB_ACTIONS',
      'GITHUB_STEP_SUMMARY',
      'XDG_CONFIG_HOME',
      'VISUAL',
    ]) {
      vi.stubEnv(name, '');
    }
    vi.stubEnv('HOME', folder);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });
  const memory = (): string => join(folder, 'memory');
  return {
    get folder() {
      return folder;
    },
    get memory() {
      return memory();
    },
    dream: async (...argv) => runProgram([...argv, '--memory', memory()], null),
    dreamOnTerminal: async (typed, ...argv) =>
      runProgram([...argv, '--memory', memory(), '--no-color'], typed.match(/.*\n|.+$/g) ?? []),
    dreamWithPaste: async (pasted, ...argv) => runProgram([...argv, '--memory', memory(), '--no-color'], [pasted]),
    openStore: async () =>
      openStore({
        folder: memory(),
        create: true,
        branch: null,
        branchPrefix: 'dream',
        author: 'dream <dream@localhost>',
        environment: { PATH: process.env['PATH'] ?? '', HOME: folder },
        now: () => new Date('2026-11-22T03:00:00Z'),
      }),
  };
}

/**
 * @param answers what is typed after each question on a terminal; null where there is none
 * @throws when something was printed that nobody had escaped
 */
export async function runProgram(
  argv: readonly string[],
  answers: readonly string[] | null,
  columns = 80,
): Promise<Finished> {
  const isTTY = answers !== null;
  const waiting = [...(answers ?? [])];
  const stdin = Object.assign(new PassThrough(), { isTTY });
  if (!isTTY) stdin.end();
  // A question is what leaves the cursor behind it.
  const answer = (printed: string): void => {
    if (!isTTY || printed === '' || printed.endsWith('\n')) return;
    const next = waiting.shift();
    setImmediate(() => (next === undefined ? stdin.end() : stdin.write(next)));
  };
  const capture = (): { stream: Writable; text: () => string } => {
    const chunks: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        chunks.push(String(chunk));
        answer(String(chunk));
        done();
      },
    });
    return { stream: Object.assign(stream, { isTTY, columns }), text: () => chunks.join('') };
  };
  const [stdout, stderr] = [capture(), capture()];
  const unescaped: string[] = [];
  const code = await main(argv, {
    stdin,
    stdout: stdout.stream,
    stderr: stderr.stream,
    onUnescaped: (text) => void unescaped.push(text),
  });
  if (unescaped.length > 0) throw new Error(`printed without being escaped: ${JSON.stringify(unescaped)}`);
  return { code, out: stdout.text(), err: stderr.text() };
}

/** A proposal as an engine makes it. */
export function makeChange(parts: {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly project?: string;
  readonly trust?: Origin;
  readonly sessions?: number;
}): Change {
  const project = parts.project ?? 'team/web';
  const sessions = parts.sessions ?? 3;
  const support = { sessions, days: 2, people: 1, first: '2026-11-01', last: '2026-11-20' };
  const playbook = makePlaybook({
    path: `playbooks/${project.replace('/', '--')}/${parts.id}.md`,
    id: parts.id,
    title: parts.title,
    kind: 'pitfall',
    project,
    support,
    body: parts.body,
  });
  const keys = Array.from({ length: sessions }, (_, index) => `claude-code:session-${index + 1}`);
  const trust = leastTrusted([parts.trust ?? 'observed']);
  return {
    type: 'add',
    pattern: `pattern-${parts.id}`,
    playbook,
    before: null,
    after: playbook.head + playbook.body,
    support,
    sessions: keys,
    trust,
    quotes: [
      {
        session: 'claude-code:session-1',
        sessionId: 'session-1',
        format: 'claude-code',
        turn: 41,
        origin: trust,
        text: `error seen for ${parts.id}`,
        day: '2026-11-01',
      },
    ],
    score: sessions,
    scoreParts: [{ name: 'sessions', value: sessions }],
    supersedes: null,
    replaces: null,
    removes: [],
  };
}

/** Writes one run of proposals, through the real guard and the real store; gives their ids in the given order. */
export async function writeProposals(
  desk: Desk,
  changes: readonly Change[],
  runId = '20261122T030000Z-7c1e',
): Promise<readonly string[]> {
  const store = await desk.openStore();
  const memory = await store.readMemory();
  const ledger = await store.readLedger();
  const { allowed, held } = await guardChanges(changes, {
    run: { id: runId, engine: 'offline/1' },
    playbooks: memory.playbooks,
    decisions: ledger.decisions,
    changes: ledger.changes,
    policy: { requireOwner: false, highStakes: [], frozen: [] },
    maxChanges: 20,
  });
  if (held.length > 0) throw new Error(`the guard held ${JSON.stringify(held)}`);
  const at = '2026-11-22T03:00:00.000Z';
  const record: RunRecord = {
    id: runId,
    branch: allowed.some((guarded) => !guarded.quarantined) ? `dream/${runId}` : null,
    memoryBranch: memory.branch,
    base: await store.baseCommit(),
    engine: 'offline/1',
    dreamVersion: '0.1.0',
    configHash: '',
    planHash: '',
    startedAt: at,
    endedAt: at,
    usage: { inputTokens: 0, outputTokens: 0, costUSD: 0 },
    sessions: {
      files: 0,
      read: 0,
      new: 0,
      updated: 0,
      unchanged: 0,
      active: 0,
      leftOut: 0,
      unreadable: 0,
      turns: 0,
      byFormat: {},
    },
    changes: allowed.map(({ id, change, flags, quarantined, impacts, value }) => ({
      id,
      type: change.type,
      pattern: change.pattern,
      path: change.playbook.path,
      playbook: change.playbook.id,
      kind: change.playbook.kind,
      title: change.playbook.title,
      project: change.playbook.project,
      support: change.support,
      trust: change.trust,
      flags,
      quarantined,
      impacts,
      value,
      sessions: change.sessions,
      quotes: change.quotes,
      score: change.score,
      scoreParts: change.scoreParts,
      supersedes: change.supersedes,
      removes: change.removes.map(({ path }) => path),
      replaces: change.replaces,
    })),
    held: [],
    findings: [],
  };
  const written = await store.writeRun(
    { record, changes: allowed, sessions: [], observations: new Map() },
    ledger.commit,
  );
  if (written === null) throw new Error('another run wrote first');
  return allowed.map((guarded) => guarded.id);
}

/** Three proposals: two trusted ones, and one that rests on text from outside. */
export const PROPOSALS: readonly Change[] = [
  makeChange({
    id: 'run-bun-directly',
    title: 'Run bun directly; rtk has no bun subcommand',
    body: '**When** running tests.\n\n**Do** `bun run test`.\n\n**Avoid** `rtk bun run test`.\n',
    sessions: 9,
  }),
  makeChange({
    id: 'format-before-lint',
    title: 'Format before linting',
    body: '**When** lint fails on formatting.\n\n**Do** `npm run format`.\n',
  }),
  makeChange({
    id: 'use-the-mirror',
    title: 'Use the mirror of the registry',
    body: '**When** installing.\n\n**Do** ask for the mirror.\n',
    trust: 'external',
    sessions: 5,
  }),
];
