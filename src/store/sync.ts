// `dream sync`: fetch, unite, follow, push, and again from the start when someone was faster. Every step can be repeated
// and cut short: objects first, then one reference after the other by compare-and-swap, each of them true by itself.
import { setTimeout as sleep } from 'node:timers/promises';
import { DreamError } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import type { ReviewSite } from './apply-review.ts';
import { withRefLocks } from './journal.ts';
import { memoryTip, writeRootCommit } from './memory-branch.ts';
import { moveMemory } from './memory-move.ts';
import { moveRefs } from './move-ref.ts';
import { recover } from './recover.ts';
import { LEDGER_BRANCH, LEDGER_REF } from './refs.ts';
import type { Refs } from './refs.ts';
import { fetchRefs, listRefs, sendRefs } from './remote-git.ts';
import type { NetworkOptions, SendOutcome, Sending } from './remote-git.ts';
import { findRemote } from './remote-settings.ts';
import type { Remote } from './remote-settings.ts';
import type { Snapshot } from './snapshot.ts';
import { exchangedRef, followBranches, noteExchanged, planBranches, runBranchesOf } from './sync-branches.ts';
import { exchangeMemory } from './sync-memory.ts';
import type { MemoryExchange } from './sync-memory.ts';
import type { LedgerCounts, Publication, Synced, SyncProblem, SyncRequest } from './synced.ts';
import { countNew, uniteLedgers } from './unite-ledgers.ts';

/** How often it begins anew because someone else wrote first. */
const MAX_ATTEMPTS = 10;
const PAUSE_MS = 100;

const NO_COUNTS: LedgerCounts = { runs: 0, decisions: 0 };

/** What has come of it so far, over all attempts. */
interface Progress {
  received: LedgerCounts;
  sent: LedgerCounts;
  ledger: Synced['ledger']['action'];
  readonly branches: { readonly [what in keyof Synced['branches']]: Set<string> };
  memory: Synced['memory'];
  published: Publication | null;
  problems: SyncProblem[];
  findings: Finding[];
}

/**
 * Exchanges with a remote until both sides have the same.
 * @throws DreamError (`usage`) without a remote, `failed` when it cannot be reached, `busy` when others kept writing
 */
export async function sync(site: ReviewSite, request: SyncRequest): Promise<Synced> {
  const remote = await findRemote(site.repository, request.remote);
  const progress: Progress = {
    received: NO_COUNTS,
    sent: NO_COUNTS,
    ledger: 'none',
    branches: { received: new Set(), moved: new Set(), sent: new Set(), closed: new Set() },
    memory: { branch: site.memoryBranch, action: 'none', received: 0, sent: 0, toPull: 0, toPush: 0 },
    published: null,
    problems: [],
    findings: [],
  };
  const recovered = request.dryRun ? [] : [...(await recover(site))];
  for (let attempt = 0; ; attempt += 1) {
    // What an attempt says is said anew by the next.
    progress.problems = [];
    progress.findings = [];
    if (await exchange(site, remote, request, progress, recovered)) break;
    if (attempt + 1 >= MAX_ATTEMPTS) {
      throw new DreamError('busy', `Others kept writing to ${remote.name} or to this memory.`, {
        hints: ['What was received is kept. Run `dream sync` again.'],
      });
    }
    await sleep(PAUSE_MS * (attempt + 1));
  }
  const { branches } = progress;
  return {
    remote: remote.name,
    url: remote.shown,
    dryRun: request.dryRun,
    ledger: { action: progress.ledger, received: progress.received, sent: progress.sent },
    branches: {
      received: [...branches.received],
      moved: [...branches.moved],
      sent: [...branches.sent],
      closed: [...branches.closed],
    },
    memory: progress.memory,
    published: progress.published,
    problems: progress.problems,
    findings: [...recovered, ...progress.findings],
  };
}

/** One attempt. @returns false when someone wrote meanwhile, here or there */
async function exchange(
  site: ReviewSite,
  remote: Remote,
  request: SyncRequest,
  progress: Progress,
  recovered: Finding[],
): Promise<boolean> {
  const { repository, options, memoryBranch } = site;
  const network = { environment: options.network ?? options.environment, seconds: options.networkSeconds };
  const { dryRun } = request;
  const listed = await listRefs(repository, remote, network);
  const memoryRef = `refs/heads/${memoryBranch}`;
  const ledgerName = request.ledger === 'branch' ? LEDGER_BRANCH : LEDGER_REF;
  // Both names are read, so that a change of `ledger:` in one clone loses nothing of another.
  const ledgerNames = [LEDGER_REF, LEDGER_BRANCH].filter((name) => listed.has(name));
  const fetched = await bring(site, remote, listed, [...ledgerNames, memoryRef, ...runBranchesOf(listed)], network);
  if (fetched === null) return false;
  const note = async (name: string, to: string | null): Promise<void> => {
    if (!dryRun) await noteExchanged(repository, `refs/dream/remotes/${remote.name}/${name}`, to, options.lockSeconds);
  };

  for (const name of ledgerNames) {
    const theirs = fetched.get(name);
    if (theirs === undefined) continue;
    const { ledgerAt: ours } = await site.snapshot();
    const united = await uniteLedgers(repository, options, remote.name, ours, theirs);
    progress.findings.push(...united.findings);
    const received = await countNew(repository, ours, theirs);
    if (!dryRun) {
      await note('ledger', theirs);
      const move = { ref: LEDGER_REF, from: ours, to: united.commit };
      const moving = () => moveRefs(repository.git, [move], 'dream: sync', options.lockSeconds);
      if (ours !== united.commit && (await withRefLocks(repository, [LEDGER_REF], moving)) === 'lost') return false;
    }
    progress.received = addCounts(progress.received, received);
    if (united.how !== 'same') progress.ledger = united.how;
  }

  const theirMemory = fetched.get(memoryRef) ?? null;
  if (!dryRun && theirMemory !== null) await noteMemory(site, remote, theirMemory);
  const exchanged = await exchangeMemory(site, remote.name, theirMemory, dryRun, request.printIndex);
  if (exchanged === null) return false;
  const memory = await beginMemory(site, listed, exchanged, dryRun);
  if (memory === null) return false;
  tellMemory(progress, site, memory);

  if (!dryRun) {
    const { refs } = await site.snapshot();
    const plan = await planBranches(repository, await site.snapshot(), remote.name, fetched);
    const followed = await followBranches(repository, plan, remote.name, refs, options.lockSeconds);
    for (const [name, isNew] of followed.moved) progress.branches[isNew ? 'received' : 'moved'].add(name);
    progress.findings.push(...followed.findings);
    recovered.push(...(await recover(site)));
  }

  const snapshot = await site.snapshot();
  const plan = await planBranches(repository, snapshot, remote.name, fetched);
  progress.findings.push(...plan.findings, ...snapshot.findings.filter(({ code }) => code === 'decisions-differ'));
  if (dryRun) {
    for (const { ref, from } of plan.follow) progress.branches[from === null ? 'received' : 'moved'].add(short(ref));
  } else {
    for (const { run, at } of plan.same)
      await noteExchanged(repository, exchangedRef(remote.name, run), at, options.lockSeconds);
    for (const { run } of plan.gone)
      await noteExchanged(repository, exchangedRef(remote.name, run), null, options.lockSeconds);
  }

  const theirLedger = fetched.get(ledgerName) ?? null;
  const sendings: Sending[] = [];
  if (snapshot.ledgerAt !== null && snapshot.ledgerAt !== theirLedger) {
    if (ledgerNames.length === 0) progress.published = publish(snapshot, remote);
    sendings.push({ ref: ledgerName, to: snapshot.ledgerAt });
  }
  sendings.push(...plan.send);
  if (memory.send !== null) sendings.push({ ref: memoryRef, to: memory.send });
  const outgoing = await countNew(repository, theirLedger, snapshot.ledgerAt);
  if (progress.published !== null) request.onPublish?.(progress.published);
  // The first branch that a host gets may become its default: that has to be the memory.
  const first = [...listed.keys()].some((ref) => ref.startsWith('refs/heads/')) ? null : memoryRef;
  const outcomes = dryRun
    ? sendings.map((): SendOutcome => ({ type: 'sent' }))
    : await sendApart(site, remote, sendings, network, first);

  let lost = false;
  for (const [at, { ref, to }] of sendings.entries()) {
    const outcome = outcomes[at];
    if (outcome === undefined || outcome.type === 'lost') lost = true;
    else if (outcome.type === 'refused') {
      progress.problems.push(refused(site, remote, request, ref, ref === memoryRef, ref === ledgerName, outcome.words));
      if (ref === memoryRef) progress.memory = { ...progress.memory, toPush: memory.waiting };
    } else if (ref === ledgerName) {
      progress.sent = addCounts(progress.sent, outgoing);
      await note('ledger', to);
    } else if (ref === memoryRef) {
      progress.memory = { ...progress.memory, sent: memory.waiting, toPush: 0 };
      if (!dryRun && to !== null) await noteMemory(site, remote, to);
    } else {
      progress.branches[to === null ? 'closed' : 'sent'].add(short(ref));
      const run = plan.send.find((one) => one.ref === ref)?.run;
      if (run !== undefined && to !== null) await note(`runs/${run}`, to);
      else if (run !== undefined) await note(`runs/${run}`, null);
    }
  }
  return !lost;
}

/** Fetches what is not here yet. @returns where each reference stands, null when one is gone since */
async function bring(
  site: ReviewSite,
  remote: Remote,
  listed: Refs,
  names: readonly string[],
  network: NetworkOptions,
): Promise<Refs | null> {
  const { refs } = await site.snapshot();
  const known = new Set(refs.values());
  const wanted = names.filter((name) => listed.has(name));
  const missing = wanted.filter((name) => !known.has(listed.get(name) ?? ''));
  const fetched = await fetchRefs(site.repository, remote, missing, network);
  if (fetched === null) return null;
  return new Map(wanted.map((name) => [name, fetched.get(name) ?? listed.get(name) ?? '']));
}

/** All in one call; what a host refuses is sent again by itself, because some refuse everything for the sake of one. */
async function sendApart(
  site: ReviewSite,
  remote: Remote,
  sendings: readonly Sending[],
  network: NetworkOptions,
  first: string | null,
): Promise<readonly SendOutcome[]> {
  const { repository } = site;
  const outcomes = new Map<Sending, SendOutcome>();
  const send = async (group: readonly Sending[]): Promise<void> => {
    const sent = await sendRefs(repository, remote, group, network);
    for (const [at, one] of group.entries()) outcomes.set(one, sent[at] ?? { type: 'lost' });
  };
  await send(sendings.filter(({ ref }) => ref === first));
  await send(sendings.filter(({ ref }) => ref !== first));
  const again = sendings.filter((one) => outcomes.get(one)?.type === 'refused');
  if (sendings.length > 1) for (const one of again) await send([one]);
  return sendings.map((one) => outcomes.get(one) ?? { type: 'lost' });
}

/** What the other side has of the memory branch, for git and for the next exchange. */
async function noteMemory(
  { repository, memoryBranch, options }: ReviewSite,
  remote: Remote,
  to: string,
): Promise<void> {
  await noteExchanged(repository, `refs/dream/remotes/${remote.name}/memory`, to, options.lockSeconds);
  await noteExchanged(repository, `refs/remotes/${remote.name}/${memoryBranch}`, to, options.lockSeconds);
}

/**
 * Begins a memory branch that neither side has, where proposals go to an empty remote: else the host could take the
 * first run's branch for its default branch.
 */
async function beginMemory(
  site: ReviewSite,
  listed: Refs,
  memory: MemoryExchange,
  dryRun: boolean,
): Promise<MemoryExchange | null> {
  const { repository, memoryBranch, options } = site;
  const snapshot = await site.snapshot();
  const begun = memoryTip(snapshot.refs, memoryBranch) !== null;
  const empty = ![...listed.keys()].some((ref) => ref.startsWith('refs/heads/'));
  if (begun || !empty || dryRun || repository.prefix !== '' || snapshot.files.runs.length === 0) return memory;
  const root = await writeRootCommit(repository);
  const moved = await moveMemory(repository, memoryBranch, snapshot, root, root, options.lockSeconds, 'dream: sync');
  return moved === null ? null : { ...memory, send: root, waiting: 1 };
}

function tellMemory(progress: Progress, { repository }: ReviewSite, memory: MemoryExchange): void {
  const own = repository.prefix === '';
  const before = progress.memory;
  const taken = memory.action === 'forward' || memory.action === 'joined';
  progress.memory = {
    ...before,
    action: memory.action === 'none' ? before.action : memory.action,
    received: before.received + (taken ? memory.received : 0),
    toPull: taken ? 0 : memory.received,
    toPush: own && memory.send !== null ? 0 : memory.waiting,
  };
  if (memory.problem !== null) progress.problems.push(memory.problem);
  progress.findings.push(...memory.findings);
}

function publish(snapshot: Snapshot, remote: Remote): Publication {
  const observations = [...snapshot.files.observations.values()].flat();
  return {
    remote: remote.name,
    url: remote.shown,
    sessions: snapshot.files.sessions.size,
    observations: observations.length,
    quotes: snapshot.files.openQuotes,
  };
}

function refused(
  { memoryBranch }: ReviewSite,
  remote: Remote,
  request: SyncRequest,
  ref: string,
  isMemory: boolean,
  isLedger: boolean,
  words: string,
): SyncProblem {
  const message = (what: string): string => `${remote.name} did not take ${what}: ${words}.`;
  if (isMemory) {
    return {
      kind: 'failed',
      message: message(`the memory branch ${memoryBranch}`),
      hints: [
        `It may be protected: git push ${remote.name} ${memoryBranch}:memory-update, open a pull request for that branch, and run \`dream sync\` when it is merged.`,
      ],
    };
  }
  if (isLedger) {
    const branch =
      'Where a host refuses references below refs/dream, set `ledger: branch` in dream.yaml in every clone.';
    return {
      kind: 'failed',
      message: message(`the ledger (${ref})`),
      hints: request.ledger === 'ref' ? [branch] : [`Let it take the branch ${short(ref)}, unprotected.`],
    };
  }
  return {
    kind: 'failed',
    message: message(`the branch ${short(ref)}`),
    hints: ['The ledger keeps its commits; another clone makes the branch again by itself.'],
  };
}

function short(ref: string): string {
  return ref.replace(/^refs\/heads\//, '');
}

function addCounts(a: LedgerCounts, b: LedgerCounts): LedgerCounts {
  return { runs: a.runs + b.runs, decisions: a.decisions + b.decisions };
}
