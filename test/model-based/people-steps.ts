// What people do with plain git in the property test. The tree that comes of it is theirs, so the model takes it over;
// which changes they decided on by it is what the model says and dream has to find out.
import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Pick } from './dream-steps.ts';
import { keyOf, WAITING } from './model.ts';
import type { ModelChange } from './model.ts';
import { CONFLICT, mergeTexts, NAMES, pathOf, slotsOf, textOf } from './texts.ts';
import { adoptTree, openAndRecover } from './world.ts';
import type { Place } from './world.ts';

// These playbooks are so alike that git would take one that goes and one that comes for a renamed file; its newer
// strategy does so until 2.46 whatever it is told.
const APART = ['--strategy=recursive', '-X', 'no-renames'];

/** Back on the memory branch, with nothing staged: what git asks for before it merges. */
export function settle(place: Place): void {
  const { desk, dirty } = place;
  if (desk.git('symbolic-ref', '--short', 'HEAD') !== 'main')
    desk.git('checkout', '--quiet', '--force', '--ignore-other-worktrees', 'main');
  for (const path of dirty)
    if (desk.ask('checkout', '--quiet', 'HEAD', '--', path) === null) desk.ask('rm', '-f', '--quiet', path);
  dirty.clear();
  if (desk.ask('diff', '--cached', '--quiet') !== null) return;
  desk.git('commit', '--quiet', '-m', 'Work of mine');
  adoptTree(place);
}

/** After a person moved the branch: a second worktree follows by hand, and the model takes the tree over. */
function follow(place: Place): void {
  if (place.second !== null) place.desk.gitIn(place.second, 'reset', '--quiet', '--hard', 'main');
  adoptTree(place);
}

/** References below a path with what they name, by the rest of their names. */
export function onPath({ git }: Place['desk'], path: string): readonly (readonly [string, string])[] {
  const lines = git('for-each-ref', '--format=%(refname) %(objectname)', path).split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => [line.slice(path.length).split(' ')[0] ?? '', line.split(' ')[1] ?? '']);
}

interface RunBranch {
  readonly run: string;
  readonly branch: string;
  readonly commits: ReadonlyMap<string, string>;
}

/** A run whose branch is there, with its commits by change id, oldest first. */
function pickBranch({ desk, tips, model }: Place, pick: Pick): RunBranch | null {
  const branches = new Set(onPath(desk, 'refs/heads/dream/').map(([name]) => name));
  const there = [...tips.keys()].filter((name) => branches.has(name));
  const run = there[pick(Math.max(there.length, 1))];
  if (run === undefined) return null;
  const branch = `dream/${run}`;
  const format = '--format=%H %(trailers:key=Dream-Change-Id,valueonly,separator=%x2C)';
  const lines = desk.git('log', '--reverse', format, `main..${branch}`).split('\n');
  const own = new Set(model.changes.filter((change) => change.run === run).map(({ id }) => id));
  const commits = lines.map((line) => [line.split(' ')[1] ?? '', line.split(' ')[0] ?? ''] as const);
  return { run, branch, commits: new Map(commits.filter(([id]) => own.has(id))) };
}

function changesOf({ model }: Place, { run, commits }: RunBranch): readonly ModelChange[] {
  return model.changes.filter((change) => change.run === run && commits.has(change.id));
}

function textAt(desk: Place['desk'], revision: string, path: string): string | null {
  const printed = desk.ask('cat-file', 'blob', `${revision}:${path}`);
  return printed === null ? null : `${printed}\n`;
}

/** Notes changes that people took; of two ways at once only git could tell which text counts. */
function take({ model, desk }: Place, changes: readonly ModelChange[], asProposed: boolean): void {
  for (const change of changes) {
    const same = asProposed || textAt(desk, 'main', change.path) === change.after;
    model.taken.set(keyOf(change), same ? 'accepted' : 'edited');
  }
}

export async function mergeRun(place: Place, pick: Pick): Promise<string> {
  settle(place);
  await openAndRecover(place);
  const found = pickBranch(place, pick);
  if (found === null) return 'no branch';
  const { desk } = place;
  const changes = changesOf(place, found);
  const states = place.model.states();
  const isOpen = ({ state, superseded }: (typeof states)[number]): boolean => !superseded && WAITING.has(state);
  const waits = new Set(place.model.changes.filter((_, at) => states.slice(at, at + 1).some(isOpen)));
  const way = ['--no-ff', '--ff-only', '--squash', '--squash with messages'][pick(4)] ?? '--no-ff';
  const untouched = changes.every((change) => (place.model.files.get(change.path) ?? null) === change.before);
  const messages = desk.git('log', '--format=* %B', `main..${found.branch}`);
  const args = way.startsWith('--squash')
    ? ['--squash']
    : way === '--no-ff'
      ? ['--no-ff', '-m', `Merge ${found.branch}`]
      : [way];
  if (desk.ask('merge', '--quiet', ...APART, ...args, found.branch) === null) {
    desk.ask('reset', '--quiet', '--merge');
    if (untouched && way !== '--ff-only')
      throw new Error(`${found.branch} does not merge, and none of its files was changed`);
    return 'refused by git';
  }
  if (way.startsWith('--squash')) {
    const message = way === '--squash' ? 'Memory of the week' : `Memory of the week\n\n${messages}`;
    if (desk.ask('commit', '--quiet', '-m', message) === null) return 'nothing to merge';
  }
  follow(place);
  if (way === '--squash') return 'squash';
  // One commit for all: once it has decided about one of them, it says nothing about the others any more.
  const together = way === '--squash with messages';
  const open = changes.filter((change) => waits.has(change));
  take(place, together && open.length > 0 ? open : changes, !together);
  return way.replace(/^--/, '');
}

export async function cherryPick(place: Place, pick: Pick): Promise<string> {
  settle(place);
  await openAndRecover(place);
  const found = pickBranch(place, pick);
  if (found === null || found.commits.size === 0) return 'no branch';
  const { desk, model } = place;
  const rest = [...changesOf(place, found)];
  const chosen: ModelChange[] = [];
  for (let left = 1 + pick(3); left > 0 && rest.length > 0; left -= 1)
    chosen.push(...rest.splice(pick(rest.length), 1));
  const commits = chosen.map(({ id }) => found.commits.get(id) ?? '');
  const merged = chosen.map(({ path }, at) => {
    const [before, after] = [textAt(desk, `${commits[at] ?? ''}~1`, path), textAt(desk, commits[at] ?? '', path)];
    return mergeTexts(before, model.files.get(path) ?? null, after);
  });
  const extra = pick(2) === 0 ? ['-x'] : [];
  const empty = chosen.some(({ path }, at) => merged[at] === (model.files.get(path) ?? null));
  if (desk.ask('cherry-pick', ...APART, ...extra, ...commits) === null) {
    desk.ask('cherry-pick', '--abort');
    if (!merged.includes(CONFLICT) && !empty)
      throw new Error(`cannot pick ${commits.join(' ')}, and nothing stands against it`);
    return 'refused by git';
  }
  if (merged.includes(CONFLICT)) throw new Error(`picked ${commits.join(' ')}, though it should conflict`);
  follow(place);
  for (const [at, { path }] of chosen.entries()) {
    if ((model.files.get(path) ?? null) !== merged[at]) throw new Error(`picking gave another ${path} than expected`);
  }
  take(place, chosen, false);
  return '';
}

/** Rebases a run's branch in a worktree of its own: some commits dropped, the others in another order. */
export async function rebaseRun(place: Place, pick: Pick): Promise<string> {
  const { desk, model } = place;
  await openAndRecover(place);
  const found = pickBranch(place, pick);
  if (found === null || found.commits.size < 2) return 'no branch';
  const changes = [...changesOf(place, found)];
  const kept: ModelChange[] = [];
  for (let left = changes.length - pick(2); left > 0; left -= 1) kept.push(...changes.splice(pick(changes.length), 1));
  const folder = `${desk.folder}-rebase`;
  const onto = pick(2) === 0 ? 'main' : desk.git('merge-base', 'main', found.branch);
  desk.git('worktree', 'add', '--quiet', '--detach', folder, onto);
  const commits: string[] = [];
  try {
    for (const { id } of kept) {
      desk.gitIn(folder, 'cherry-pick', ...APART, found.commits.get(id) ?? '');
      commits.push(desk.gitIn(folder, 'rev-parse', 'HEAD'));
    }
  } catch {
    return 'refused by git';
  } finally {
    desk.git('worktree', 'remove', '--force', folder);
  }
  desk.git('update-ref', `refs/heads/${found.branch}`, commits.at(-1) ?? '');
  place.tips.set(found.run, commits.at(-1) ?? '');
  for (const change of changes) model.dropped.add(keyOf(change));
  for (const [at, change] of kept.entries()) {
    const commit = commits[at] ?? '';
    model.changes[model.changes.indexOf(change)] = {
      ...change,
      before: textAt(desk, `${commit}~1`, change.path),
      after: textAt(desk, commit, change.path),
    };
  }
  return changes.length > 0 ? 'some dropped' : 'reordered';
}

export async function revertCommit(place: Place, pick: Pick): Promise<string> {
  settle(place);
  const { desk, model } = place;
  const { decisions } = await (await openAndRecover(place)).readLedger();
  const words = ['--grep=^Dream-Change-Id: ', '--grep=^This reverts commit '];
  const commits = desk.git('log', '--no-merges', '--format=%H', ...words, 'main', '--').split('\n');
  const commit = commits[pick(commits.length)] ?? '';
  if (commit === '') return 'nothing to revert';
  const paths = desk.git('diff-tree', '--no-commit-id', '--name-only', '-r', commit).split('\n');
  if (paths.join('') === '') return 'nothing to revert';
  const changed = desk.git('rev-list', '--full-history', `${commit}..main`, '--', ...paths) !== '';
  if (desk.ask('revert', ...APART, '--no-edit', commit) === null) {
    desk.ask('revert', '--abort');
    desk.ask('reset', '--quiet', '--merge');
    if (!changed) throw new Error(`${commit} cannot be reverted, and ${paths.join(', ')} was not changed since`);
    return 'refused by git';
  }
  const before = model.states().map(({ state }) => state);
  follow(place);
  // Where it does what a waiting change proposes, it is told as that change accepted.
  if (model.states().some(({ state }, at) => state !== before[at])) return 'as proposed';
  for (const { run, change: id, result, verdict } of decisions) {
    if (result !== commit) continue;
    const again = decisions.some((one) => one.run === run && one.change === id && one.verdict === 'edited');
    model.verdicts.set(`${run}/${id}`, verdict !== 'undone' ? 'undone' : again ? 'edited' : 'accepted');
  }
  return '';
}

export function editByHand(place: Place, pick: Pick): string {
  settle(place);
  const { desk, model } = place;
  const name = NAMES[pick(NAMES.length)] ?? '';
  const path = pathOf(name);
  const text = model.files.get(path);
  const old = text === undefined ? { rule: pick(4), note: 0, more: 0 } : slotsOf(text);
  if (text !== undefined && pick(4) === 0) {
    desk.git('rm', '--quiet', path);
    desk.git('commit', '--quiet', '-m', `Not ${name} any more`);
    follow(place);
    return 'deleted';
  }
  desk.write(path, textOf(name, { ...old, [pick(2) === 0 ? 'note' : 'more']: 10 + pick(5) }));
  desk.git('add', path);
  if (desk.ask('commit', '--quiet', '-m', `My words about ${name}`) === null) return 'nothing changed';
  follow(place);
  return '';
}

let files = 0;

export function otherWork(place: Place, pick: Pick): string {
  const { desk, model, dirty } = place;
  files += 1;
  const way = pick(6);
  if (way === 0 && place.second === null) {
    settle(place);
    place.second = `${desk.folder}-second`;
    desk.git('worktree', 'add', '--quiet', '--force', place.second, 'main');
    return 'second worktree';
  }
  if (way === 1 && place.second !== null) {
    desk.git('worktree', 'remove', '--force', place.second);
    place.second = null;
    return 'second worktree removed';
  }
  if (way === 2) {
    desk.write('staged.txt', `${files}\n`);
    desk.git('add', 'staged.txt');
    return 'staged';
  }
  if (way === 3) {
    settle(place);
    desk.git('checkout', '--quiet', '-B', 'side', 'main');
    return 'another branch';
  }
  const open = [...model.files.keys()].find((path) => existsSync(join(desk.folder, path)));
  if (way === 4 && open !== undefined) {
    appendFileSync(join(desk.folder, open), 'Not saved yet.\n');
    dirty.add(open);
    return 'a playbook open in an editor';
  }
  settle(place);
  desk.write(`src/${files}.txt`, `${files}\n`);
  desk.git('add', 'src');
  desk.git('commit', '--quiet', '-m', `Work ${files}`);
  follow(place);
  return 'commit';
}
