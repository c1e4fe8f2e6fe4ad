// What would the memory branch hold after these undos? Works on one tip and writes nothing: each undo is the reverse of
// one commit, merged three-way with what the memory is now, or a conflict that says what stands in the way.
import { lowerFirst, parseTrailers, undoSubject } from '../model/commit-message.ts';
import type { TrackedChange } from '../model/run.ts';
import { listCommits } from './commit-graph.ts';
import { openInTheWay } from './in-the-way.ts';
import type { FindInTheWay } from './in-the-way.ts';
import type { Repository } from './locate-memory.ts';
import { changeKey } from './make-decision.ts';
import { boundHistory } from './memory-history.ts';
import { mergeTexts } from './merge-texts.ts';
import type { Commit, ObjectReader } from './object-reader.ts';
import { isPlainFile, modeAt } from './planned-files.ts';
import type { PlannedFiles } from './planned-files.ts';
import { isPlaybookPath } from './playbook-paths.ts';
import { decodeUtf8 } from './read-memory.ts';
import type { Snapshot } from './snapshot.ts';
import { readTouchedPaths } from './touched-paths.ts';
import { readDecided, resultOf } from './undo-targets.ts';
import type { Taking } from './undo-targets.ts';
import type { UndoConflict, UndoStep } from './undoing.ts';

export interface ReversalPlan {
  /** Newest first, each with the files its commit writes. */
  readonly steps: readonly { readonly step: UndoStep; readonly files: PlannedFiles }[];
  readonly conflicts: readonly UndoConflict[];
}

/** @param tip of the memory branch, which the commits go on top of */
export async function planReversals(
  repository: Repository,
  objects: ObjectReader,
  snapshot: Snapshot,
  tip: string,
  takings: readonly Taking[],
): Promise<ReversalPlan> {
  const history = await readOrder(repository, objects, snapshot, tip);
  const located = await locate(objects, history, takings);
  const touched = await readTouchedPaths(
    repository,
    located.flatMap(({ commit }) => commit ?? []),
  );
  located.sort((a, b) => placeOf(history, a.commit) - placeOf(history, b.commit));
  const inTheWay = openInTheWay(objects, tip);
  const done: PlannedFiles = new Map();
  const steps: { step: UndoStep; files: PlannedFiles }[] = [];
  const conflicts: UndoConflict[] = [];
  for (const { taking, commit } of located) {
    const { change, twins, verdict } = taking;
    const refuse = (path: string, reason: string, merged: string | null): void => {
      const later = commit === null ? [] : findLater(snapshot, history, commit, change, path, takings);
      conflicts.push({ change, undoes: commit?.id ?? taking.undoes, path, reason, later, merged });
    };
    if (commit === null) {
      refuse(change.path, `its commit ${taking.undoes} is not on the memory branch any more`, null);
      continue;
    }
    const paths = pathsOf(repository, change, commit, touched.get(commit.id) ?? []);
    const reversed = await reverse(repository, objects, tip, inTheWay, done, commit, paths);
    if ('problem' in reversed) {
      refuse(reversed.path, reversed.problem, reversed.merged);
      continue;
    }
    for (const [path, file] of reversed.files) done.set(path, file);
    const subject = undoSubject(subjectOf(change, commit), verdict);
    const files = reversed.texts;
    steps.push({ files: reversed.files, step: { change, twins, verdict, undoes: commit.id, subject, files } });
  }
  return { steps, conflicts };
}

interface History {
  /** Position of each commit, the newest first. */
  readonly order: ReadonlyMap<string, number>;
  /** The newest commit that names a change and its run. */
  readonly named: ReadonlyMap<string, Commit>;
}

async function readOrder(
  repository: Repository,
  objects: ObjectReader,
  snapshot: Snapshot,
  tip: string,
): Promise<History> {
  const bases = snapshot.files.runs.map(({ base }) => base);
  const range = [tip, ...(await boundHistory(repository, objects, bases)), '--'];
  const list = async (...more: string[]): Promise<string[]> =>
    listCommits(repository.git, ['--topo-order', ...more, ...range]);
  const order = new Map((await list()).map((id, at) => [id, at]));
  const named = new Map<string, Commit>();
  for (const id of await list('--basic-regexp', '--grep=^Dream-Change-Id: ')) {
    const commit = await objects.readCommit(id);
    const trailers = parseTrailers(commit?.message ?? '');
    const key = changeKey(trailers.get('Dream-Run')?.[0] ?? '', trailers.get('Dream-Change-Id')?.[0] ?? '');
    if (commit !== null && !named.has(key)) named.set(key, commit);
  }
  return { order, named };
}

/** The commits to reverse. One that was rebased since has another id, and still names its change. */
async function locate(
  objects: ObjectReader,
  { order, named }: History,
  takings: readonly Taking[],
): Promise<{ taking: Taking; commit: Commit | null }[]> {
  const located: { taking: Taking; commit: Commit | null }[] = [];
  for (const taking of takings) {
    const moved = named.get(changeKey(taking.change.run, taking.change.id)) ?? null;
    const commit = order.has(taking.undoes) ? await objects.readCommit(taking.undoes) : moved;
    located.push({ taking, commit });
  }
  return located;
}

function placeOf({ order }: History, commit: Commit | null): number {
  return order.get(commit?.id ?? '') ?? Infinity;
}

/** The playbooks a commit changed for a change: all of them when it is a commit of that change alone. */
function pathsOf(
  repository: Repository,
  change: TrackedChange,
  commit: Commit,
  touched: readonly string[],
): readonly string[] {
  const named = commit.message.match(/^ *Dream-Change-Id: /gm)?.length ?? 0;
  const own = named === 1 && parseTrailers(commit.message).get('Dream-Change-Id')?.[0] === change.id;
  const wanted = new Set([change.path, ...change.removes]);
  return touched
    .filter((whole) => whole.startsWith(repository.prefix))
    .map((whole) => whole.slice(repository.prefix.length))
    .filter((path) => isPlaybookPath(path) && (wanted.has(path) || (own && commit.parents.length === 1)));
}

type Reversed =
  | { readonly files: PlannedFiles; readonly texts: UndoStep['files'] }
  | { readonly problem: string; readonly path: string; readonly merged: string | null };

async function reverse(
  repository: Repository,
  objects: ObjectReader,
  tip: string,
  inTheWay: FindInTheWay,
  done: PlannedFiles,
  commit: Commit,
  paths: readonly string[],
): Promise<Reversed> {
  const files: PlannedFiles = new Map();
  const texts: { path: string; before: string | null; after: string | null }[] = [];
  // Null where there is no file, undefined where it is not text.
  const textAt = async (id: string | undefined, path: string): Promise<string | null | undefined> => {
    const object = id === undefined ? null : await objects.read(`${id}:${repository.prefix}${path}`);
    return object?.type === 'blob' ? (decodeUtf8(object.bytes) ?? undefined) : null;
  };
  for (const path of paths) {
    const whole = repository.prefix + path;
    const taken = await inTheWay(whole);
    if (taken !== null) return { problem: `it has no place on the memory branch: ${taken}`, path, merged: null };
    const [after, before] = [await textAt(commit.id, path), await textAt(commit.parents[0], path)];
    const planned = done.get(path);
    const current = planned === undefined ? await textAt(tip, path) : planned.text;
    if (after === undefined || before === undefined || current === undefined)
      return { problem: 'it is not UTF-8', path, merged: null };
    if (!(await isPlainFile(objects, commit.id, whole)))
      return { problem: 'it is not a plain file', path, merged: null };
    const merged = await mergeTexts(repository, after, current, before);
    if (!merged.clean) return { problem: 'it was changed since', path, merged: merged.text };
    texts.push({ path, before: current, after: merged.text });
    if (merged.text !== current) files.set(path, { text: merged.text, mode: await modeAt(objects, tip, whole) });
  }
  return { files, texts };
}

/** Accepted changes of the same file that came after a commit and stay: what a conflict is about. */
function findLater(
  snapshot: Snapshot,
  { order }: History,
  commit: Commit,
  change: TrackedChange,
  path: string,
  takings: readonly Taking[],
): readonly TrackedChange[] {
  const decided = readDecided(snapshot);
  const place = order.get(commit.id) ?? Infinity;
  return snapshot.changes.filter((one) => {
    if (one === change || takings.some((taking) => taking.change === one || taking.twins.includes(one))) return false;
    if ((one.state !== 'accepted' && one.state !== 'edited') || ![one.path, ...one.removes].includes(path))
      return false;
    return (order.get(resultOf(decided, one) ?? '') ?? Infinity) < place;
  });
}

const VERBS = { add: 'Add', revise: 'Revise', merge: 'Merge', retire: 'Retire' } as const;

/** The words of what is taken back: its own subject, or where many changes share a commit, the change's. */
function subjectOf(change: TrackedChange, commit: Commit): string {
  const own = parseTrailers(commit.message).get('Dream-Change-Id') ?? [];
  if (own.length === 1 && own[0] === change.id) return commit.message.split('\n')[0] ?? '';
  return `${VERBS[change.type]} ${change.kind}: ${lowerFirst(change.title)}`;
}
