// Runs for tests of the store, made without guards: the brand is cast here and nowhere else.
import { leastTrusted } from '../../src/model/origin.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Reviewer, Ruling, RunToWrite, Store, StoreOptions } from '../../src/store/store.ts';
import type { Change, ChangeType, GuardedChange } from '../../src/model/change.ts';
import { printCommitMessage } from '../../src/model/commit-message.ts';
import type { Observation, SessionRecord } from '../../src/model/observation.ts';
import { makePlaybook, printPlaybook } from '../../src/model/playbook.ts';
import type { Playbook } from '../../src/model/playbook.ts';
import type { ProposedChange, RunRecord, TrackedChange } from '../../src/model/run.ts';
import { ENVIRONMENT, openRepository } from '../helpers/git-repository.ts';

export const REVIEWER: Reviewer = { name: 'Grace', email: 'grace@example.com' };
export const RUN = '20261122T030000Z-7c1e';

const SUPPORT = { sessions: 3, days: 2, people: 1, first: '2026-11-20', last: '2026-11-22' };

export function options(folder: string, more: Partial<StoreOptions> = {}): StoreOptions {
  return {
    folder,
    create: false,
    branch: null,
    branchPrefix: 'dream',
    author: 'dream <dream@localhost>',
    environment: ENVIRONMENT,
    now: () => new Date('2026-11-22T03:00:00Z'),
    lockSeconds: 1,
    ...more,
  };
}

export function open(folder: string, more: Partial<StoreOptions> = {}): Promise<Store> {
  return openStore(options(folder, more));
}

export function samplePlaybook(id: string, body = `**When** testing.\n\n**Do** \`${id}\`.\n`): Playbook {
  return makePlaybook({
    path: `playbooks/team--app/${id}.md`,
    id,
    title: `Run ${id}`,
    kind: 'pitfall',
    project: 'team/app',
    support: SUPPORT,
    body,
  });
}

export interface SampleChange {
  readonly id: string;
  readonly name: string;
  readonly body?: string;
  readonly type?: ChangeType;
  readonly before?: string | null;
  readonly after?: string | null;
  readonly quarantined?: boolean;
  readonly supersedes?: string | null;
  readonly run?: string;
}

export function sampleChange(sample: SampleChange): GuardedChange {
  const playbook = samplePlaybook(sample.name, sample.body);
  const type = sample.type ?? 'add';
  const after = sample.after === undefined ? (type === 'retire' ? null : printPlaybook(playbook)) : sample.after;
  const change: Change = {
    type,
    pattern: `pattern-${sample.name}`,
    playbook,
    before: sample.before ?? null,
    after,
    support: SUPPORT,
    sessions: ['claude-code:1'],
    trust: leastTrusted(['observed']),
    quotes: [],
    score: 1,
    scoreParts: [],
    supersedes: sample.supersedes ?? null,
    replaces: null,
    removes: [],
  };
  const message = printCommitMessage({
    subject: `${type} pitfall: ${sample.name}`,
    body: ['Seen in 3 sessions.'],
    trailers: {
      change: type,
      id: sample.id,
      playbook: `team--app/${sample.name}`,
      run: sample.run ?? RUN,
      engine: 'offline/1',
      trust: 'observed',
      sessions: 3,
      days: 2,
      evidence: [],
      supersedes: change.supersedes,
    },
  });
  const guarded = {
    id: sample.id,
    change,
    files: [{ path: playbook.path, text: after }],
    message,
    flags: [],
    quarantined: sample.quarantined ?? false,
    value: { kind: 'pitfall', project: 'team/app', prescribes: sample.name, forbids: '' },
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only guards/ makes the brand; the store is tested without them
  return guarded as unknown as GuardedChange;
}

export function sampleRun(base: string, changes: readonly GuardedChange[], more: Partial<RunRecord> = {}): RunToWrite {
  const id = more.id ?? RUN;
  const record: RunRecord = {
    id,
    branch: changes.some((change) => !change.quarantined) ? `dream/${id}` : null,
    memoryBranch: 'main',
    base,
    engine: 'offline/1',
    dreamVersion: '0.1.0',
    configHash: '',
    planHash: '',
    startedAt: '2026-11-22T03:00:00.000Z',
    endedAt: '2026-11-22T03:00:01.000Z',
    usage: { inputTokens: 0, outputTokens: 0, costUSD: 0 },
    sessions: {
      files: 1,
      read: 1,
      new: 1,
      updated: 0,
      leftOut: 0,
      unchanged: 0,
      active: 0,
      unreadable: 0,
      turns: 9,
      byFormat: { 'claude-code': 1 },
    },
    changes: changes.map(proposedOf),
    held: [],
    findings: [],
    ...more,
  };
  return {
    record,
    changes,
    sessions: [sampleSession('claude-code:1')],
    observations: new Map([['claude-code:1', [sampleObservation('claude-code:1')]]]),
  };
}

export function sampleSession(key: string, hash = 'aa'): SessionRecord {
  return {
    key,
    id: key.split(':')[1] ?? '',
    format: 'claude-code',
    project: 'team/app',
    agent: 'claude-code',
    agentVersion: null,
    model: null,
    people: [],
    startedAt: '2026-11-21T10:00:00.000Z',
    endedAt: null,
    outcome: null,
    parent: null,
    turns: 9,
    contentHash: hash,
    bytes: 10,
    readerVersion: '1',
    minerVersion: '1',
    opening: [],
    prompt: null,
    touched: [],
    folder: '',
  };
}

export function sampleObservation(session: string, statement = 'Use bun.'): Observation {
  return {
    kind: 'statement',
    session,
    project: 'team/app',
    key: 'bun',
    origin: 'user',
    quotes: [],
    statement,
    rule: statement,
    more: [],
    standing: true,
    rejecting: false,
  };
}

function proposedOf(guarded: GuardedChange): ProposedChange {
  const { change } = guarded;
  return {
    id: guarded.id,
    type: change.type,
    pattern: change.pattern,
    path: change.playbook.path,
    playbook: `team--app/${change.playbook.id}`,
    kind: change.playbook.kind,
    title: change.playbook.title,
    project: change.playbook.project,
    support: change.support,
    trust: change.trust,
    flags: guarded.flags,
    quarantined: guarded.quarantined,
    value: guarded.value,
    sessions: change.sessions,
    quotes: change.quotes,
    score: change.score,
    scoreParts: change.scoreParts,
    supersedes: change.supersedes,
    removes: change.removes.map(({ path }) => path),
  };
}

/** Writes a run of added playbooks on top of what the memory is now; ids are made from names. */
export async function writeSampleRun(
  store: Store,
  changes: readonly Omit<SampleChange, 'id'>[],
  id = RUN,
): Promise<ReadonlyMap<string, string>> {
  const guarded = changes.map((change) => sampleChange({ ...change, id: idOf(change.name), run: id }));
  const ledger = await store.readLedger();
  const written = await store.writeRun(
    sampleRun(await store.baseCommit(), guarded, { id, startedAt: startOf(id) }),
    ledger.commit,
  );
  if (written === null) throw new Error('the ledger moved');
  return written.commits;
}

export function idOf(name: string): string {
  return Buffer.from(name.padEnd(4, '-')).toString('hex').slice(0, 8);
}

function startOf(id: string): string {
  return id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z.*$/, '$1-$2-$3T$4:$5:$6.000Z');
}

export async function changeNamed(store: Store, name: string): Promise<TrackedChange> {
  const found = (await store.readLedger()).changes.findLast((change) => change.playbook === `team--app/${name}`);
  if (found === undefined) throw new Error(`no change of ${name}`);
  return found;
}

export async function rule(
  store: Store,
  name: string,
  verdict: Ruling['verdict'] = 'accepted',
  edited: GuardedChange | null = null,
): Promise<Ruling> {
  return { change: await changeNamed(store, name), verdict, reason: verdict === 'rejected' ? 'not true' : '', edited };
}

let reviews = 0;

export async function review(store: Store, rulings: readonly Ruling[]) {
  reviews += 1;
  return store.applyReview({
    id: `review-${reviews}`,
    reviewer: REVIEWER,
    rulings,
    printIndex: (playbooks) => `# Memory\n\n${playbooks.map(({ title }) => `- ${title}\n`).join('')}`,
  });
}

/** Puts a file into the ledger as another program might. */
export function tamper(folder: string, path: string, text: string): void {
  const repository = openRepository(folder);
  const env = ['-c', 'core.bare=false'];
  repository.git('worktree', 'add', '--quiet', '--detach', `${folder}-ledger`, 'refs/dream/ledger');
  const ledger = openRepository(`${folder}-ledger`);
  ledger.write(path, text);
  ledger.git(...env, 'add', '-A');
  ledger.git('commit', '--quiet', '-m', 'by hand');
  repository.git('update-ref', 'refs/dream/ledger', ledger.git('rev-parse', 'HEAD'));
  repository.git('worktree', 'remove', '--force', `${folder}-ledger`);
}
