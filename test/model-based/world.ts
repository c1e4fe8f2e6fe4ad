// One clone of the memory beside what the model expects of it, and the comparison of the two.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../../src/store/store.ts';
import type { Desk } from './desk.ts';
import { keyOf, Model } from './model.ts';

/** What a clone is known to be, besides what the model says. */
export interface Place {
  readonly desk: Desk;
  model: Model;
  /** Tips of run branches as they were written or rebased, by run id. */
  readonly tips: Map<string, string>;
  /** Files of the ledger with git's ids, as they were last seen. */
  ledger: ReadonlyMap<string, string>;
  /** Sessions that runs have recorded. */
  readonly sessions: Set<string>;
  /** Folder of a second worktree with the memory branch checked out, null when there is none. */
  second: string | null;
  /** Playbooks with uncommitted edits of the person. */
  readonly dirty: Set<string>;
  /** The memory as it was opened for the last comparison: what the next command works with, as it would see it. */
  opened: Store | null;
}

export function placeOf(desk: Desk): Place {
  const state = { ledger: new Map<string, string>(), second: null, opened: null };
  return { desk, model: new Model(), tips: new Map(), sessions: new Set(), dirty: new Set(), ...state };
}

/**
 * @param store opened since the last command, so that it has seen nothing but what was written
 * @returns in words all that is not as the model says; empty when nothing is
 */
export async function differences(place: Place, store: Store): Promise<string[]> {
  const { desk, model } = place;
  const found: string[] = [];
  const tree = readTree(desk, 'refs/heads/main');
  const expected = model.tree();
  for (const path of new Set([...tree.keys(), ...Object.keys(expected)])) {
    if (tree.get(path) === expected[path]) continue;
    const [is, should] = [tree.get(path) ?? 'absent', expected[path] ?? 'absent'];
    found.push(`main has ${path} as ${is}, the model as ${should}`);
  }
  const ledger = await store.readLedger();
  const real = new Map(ledger.changes.map((change) => [keyOf(change), change]));
  const states = model.states();
  for (const [at, change] of model.changes.entries()) {
    const is = real.get(keyOf(change));
    const { state, superseded } = states[at] ?? { state: 'open', superseded: false };
    const name = `${keyOf(change)} of ${change.path}`;
    if (is === undefined) found.push(`${name} is not in the ledger`);
    else if (is.state !== state) found.push(`${name} is ${is.state}, in the model ${state}`);
    else if ((is.supersededBy !== null) !== superseded)
      found.push(
        `${name} is superseded by ${String(is.supersededBy)}, in the model ${superseded ? '' : 'not '}superseded`,
      );
  }
  if (real.size !== model.changes.length) found.push(`${real.size} changes, in the model ${model.changes.length}`);
  if ([...ledger.sessions.keys()].sort().join(' ') !== [...place.sessions].sort().join(' '))
    found.push(`sessions ${[...ledger.sessions.keys()].join(' ')}, in the model ${[...place.sessions].join(' ')}`);
  // That two people decided differently is told, and no fault.
  const faults = (ledger.findings ?? []).filter(({ code }) => code !== 'decisions-differ');
  if (faults.length > 0) found.push(`findings ${JSON.stringify(faults)}`);
  return found;
}

/** What must hold at every moment, whatever the model says. @throws Error naming what does not */
export function checkAlways(place: Place): void {
  const { desk } = place;
  const ledger = readTree(desk, 'refs/dream/ledger');
  for (const [path, id] of place.ledger) {
    if (ledger.get(path) !== id) throw new Error(`the ledger lost ${path}, or its bytes changed`);
  }
  place.ledger = ledger;
  const refs = readRefs(desk);
  for (const ref of refs.keys()) {
    if (
      !/^refs\/(?:heads\/(?:main|side|dream\/[^/]+)|dream\/(?:ledger|remotes\/.*|(?:archive\/)?(?:quarantine\/)?[^/]+)|remotes\/.*)$/.test(
        ref,
      )
    )
      throw new Error(`a reference is left over: ${ref}`);
  }
  for (const [run, tip] of place.tips) {
    const branch = refs.get(`refs/heads/dream/${run}`);
    if (branch !== undefined && branch !== tip) throw new Error(`the branch of ${run} is at ${branch}, not at ${tip}`);
  }
}

/** Whether each run has its branch or not, right after a command that decides. @throws Error naming one that is wrong */
export function checkBranches({ desk, model, tips }: Place): void {
  const refs = readRefs(desk);
  const states = model.states();
  for (const run of tips.keys()) {
    const own = model.changes
      .map((change, at) => ({ change, ...(states[at] ?? { state: 'open', superseded: true }) }))
      .filter(({ change }) => change.run === run && !change.quarantined);
    const settled = own.every(({ state, superseded }) => superseded || !['open', 'later'].includes(state));
    const [branch, archive] = [refs.get(`refs/heads/dream/${run}`), refs.get(`refs/dream/archive/${run}`)];
    const [there, kept] = [branch !== undefined, archive !== undefined];
    // Archived before, back from another clone and rebased since: what came to it is nowhere else, so it stays.
    const moved =
      branch !== undefined &&
      archive !== undefined &&
      desk.ask('merge-base', '--is-ancestor', branch, archive) === null;
    if (settled ? (there && !moved) || !kept : !there && !kept)
      throw new Error(
        `all of ${run} is ${settled ? '' : 'not '}decided, and its branch is ${there ? 'there' : 'gone'}`,
      );
  }
}

/** `git status` of all worktrees, without the playbooks a person has open. */
export function statusOf({ desk, second, dirty }: Place): string {
  const folders = [desk.folder, ...(second === null ? [] : [second])];
  return folders
    .flatMap((folder) => desk.gitIn(folder, 'status', '--porcelain', '--untracked-files=all').split('\n'))
    .filter((line) => ![...dirty].some((path) => line.endsWith(path)))
    .join('\n');
}

/** Nothing of ours is left behind once a command has ended. */
export function checkTidy({ desk }: Place): void {
  const folder = join(desk.folder, '.git/dream');
  const left = (existsSync(folder) ? readdirSync(folder) : []).filter((name) => name !== 'runs.log');
  if (left.length > 0) throw new Error(`.git/dream still holds ${left.join(', ')}`);
}

export function readTree(desk: Desk, ref: string): ReadonlyMap<string, string> {
  const printed = desk.ask('ls-tree', '-r', '-z', ref) ?? '';
  const lines = printed.split('\0').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.slice(line.indexOf('\t') + 1), line.split(/[ \t]/)[2] ?? '']));
}

function readRefs(desk: Desk): ReadonlyMap<string, string> {
  const lines = desk.git('for-each-ref', '--format=%(refname) %(objectname)').split('\n');
  return new Map(lines.map((line) => [line.split(' ')[0] ?? '', line.split(' ')[1] ?? '']));
}

/** The model takes over what a person did to the memory branch: their tree is what it is. */
export function adoptTree({ desk, model }: Place): void {
  const tree = readTree(desk, 'refs/heads/main');
  const known = model.tree();
  for (const map of [model.files, model.others]) for (const path of map.keys()) if (!tree.has(path)) map.delete(path);
  for (const [path, id] of tree) {
    if (known[path] === id) continue;
    (path.startsWith('playbooks/') ? model.files : model.others).set(path, `${desk.git('cat-file', 'blob', id)}\n`);
  }
}

export async function openAndRecover(place: Place): Promise<Store> {
  const store = place.opened ?? (await place.desk.open());
  place.opened = null;
  await store.recover();
  place.model.recover();
  return store;
}
