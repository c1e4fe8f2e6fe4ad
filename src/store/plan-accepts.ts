// What would the memory branch hold after these rulings? Works on one tip and writes nothing: each accepted change
// becomes the files of one commit, merged three-way where the memory has moved on, or a conflict to be shown.
import { DreamError } from '../errors.ts';
import { addDecision } from '../model/commit-message.ts';
import type { FileWrite } from '../model/change.ts';
import type { Finding } from '../model/finding.ts';
import type { TrackedChange } from '../model/run.ts';
import type { ImportCommit } from './import-stream.ts';
import { openInTheWay } from './in-the-way.ts';
import type { FindInTheWay } from './in-the-way.ts';
import type { Repository } from './locate-memory.ts';
import { mergeTexts } from './merge-texts.ts';
import type { Commit, ObjectReader, Signature } from './object-reader.ts';
import { importFiles, isPlainFile, modeAt, planIndexCommit } from './planned-files.ts';
import type { PlannedFiles } from './planned-files.ts';
import { isPlaybookPath } from './playbook-paths.ts';
import { decodeUtf8, readMemoryFiles } from './read-memory.ts';
import type { Applied, ReviewToApply, Ruling, StoreOptions } from './store.ts';
import { readTouchedPaths } from './touched-paths.ts';

export interface PlannedAccept {
  readonly ruling: Ruling;
  readonly change: TrackedChange;
  /** Names its commit in the import. */
  readonly mark: number;
}

export interface AcceptPlan {
  readonly accepts: readonly PlannedAccept[];
  /** Commits in order, each on the one before; the last may be the index. */
  readonly commits: readonly ImportCommit[];
  readonly indexMark: number | null;
  /** Rulings that cannot be carried out. */
  readonly refused: readonly { readonly ruling: Ruling; readonly applied: Applied }[];
  readonly findings: readonly Finding[];
}

/**
 * @param base the tip the commits go on top of
 * @param rulings accepted and edited ones, with the change as it stands
 */
export async function planAccepts(
  repository: Repository,
  base: string,
  review: ReviewToApply,
  rulings: readonly { readonly ruling: Ruling; readonly change: TrackedChange }[],
  committer: Signature,
  options: Pick<StoreOptions, 'codeowners'>,
): Promise<AcceptPlan> {
  const memory = await readMemoryFiles(repository, base);
  return repository.git.readObjects(async (objects) => {
    const files: PlannedFiles = new Map();
    const accepts: PlannedAccept[] = [];
    const commits: ImportCommit[] = [];
    const refused: { ruling: Ruling; applied: Applied }[] = [];
    const inTheWay = openInTheWay(objects, base);
    const shown = await Promise.all(rulings.map(({ change }) => objects.readCommit(change.commit)));
    const touched = await readTouchedPaths(
      repository,
      shown.filter((commit) => commit !== null),
    );
    for (const [at, { ruling, change }] of rulings.entries()) {
      const commit = shown[at] ?? null;
      const planned =
        commit === null
          ? null
          : await planOne(repository, objects, base, inTheWay, files, ruling, commit, touched.get(change.commit) ?? []);
      if (commit === null || planned === null || planned.type === 'refused') {
        const reason = planned?.type === 'refused' ? planned.reason : 'its commit is not in this repository';
        refused.push({ ruling, applied: { status: 'stale', change, reason } });
        continue;
      }
      if (planned.type === 'conflict') {
        const { merged, current } = planned;
        refused.push({ ruling, applied: { status: 'conflict', change, merged, current } });
        continue;
      }
      const message = ruling.edited === null ? commit.message : namingChange(ruling.edited.message, change.id);
      const written = [...planned.files].map(([path, { text }]) => ({ path, text }));
      const problem =
        (await review.check?.({ ...ruling, change }, { files: written, current: planned.current, message })) ?? null;
      if (problem !== null) {
        refused.push({ ruling, applied: { status: 'refused', change, reason: problem } });
        continue;
      }
      const mark = commits.length + 1;
      for (const [path, file] of planned.files) files.set(path, file);
      const verdict = ruling.edited === null ? 'accepted' : 'edited';
      commits.push({
        mark,
        from: commits.length === 0 ? base : commits.length,
        author: commit.author,
        committer,
        message: addDecision(message, verdict, committer.who, ruling.trusted),
        files: importFiles(repository, planned.files),
      });
      accepts.push({ ruling, change, mark });
    }
    const unindexed = { accepts, commits, indexMark: null, refused };
    if (accepts.length === 0) return { ...unindexed, findings: [] };
    const index = await planIndexCommit(
      repository,
      objects,
      base,
      memory.playbooks,
      files,
      commits.length,
      committer,
      options,
      review.printIndex,
    );
    if (index.commit === null) return { ...unindexed, findings: index.findings };
    commits.push(index.commit);
    return { accepts, commits, indexMark: index.commit.mark, refused, findings: index.findings };
  });
}

/** The message of an edited change names the change that was decided on, though its text would have another id. */
function namingChange(message: string, id: string): string {
  return message.replace(/^Dream-Change-Id: [0-9a-f]{8}$/m, `Dream-Change-Id: ${id}`);
}

type Planned =
  | { readonly type: 'files'; readonly files: PlannedFiles; readonly current: readonly FileWrite[] }
  | { readonly type: 'conflict'; readonly merged: string; readonly current: string | null }
  | { readonly type: 'refused'; readonly reason: string };

async function planOne(
  repository: Repository,
  objects: ObjectReader,
  base: string,
  inTheWay: FindInTheWay,
  before: PlannedFiles,
  ruling: Ruling,
  commit: Commit,
  touched: readonly string[],
): Promise<Planned> {
  const parent = commit.parents[0];
  if (parent === undefined || commit.parents.length > 1)
    return { type: 'refused', reason: 'its commit is not one change on the run' };
  const files: PlannedFiles = new Map();
  const standing = new Map<string, string | null>();
  // Null where there is no file, undefined where it is not text.
  const at = async (id: string, path: string): Promise<string | null | undefined> => {
    const object = await objects.read(`${id}:${repository.prefix}${path}`);
    return object?.type === 'blob' ? (decodeUtf8(object.bytes) ?? undefined) : null;
  };
  for (const whole of touched) {
    const path = whole.startsWith(repository.prefix) ? whole.slice(repository.prefix.length) : '';
    // Anyone can put a commit on a branch: only playbooks may come in through a review.
    if (!isPlaybookPath(path))
      return { type: 'refused', reason: `its commit touches ${whole}, which is not a playbook` };
    if (!(await isPlainFile(objects, commit.id, whole)))
      return { type: 'refused', reason: `${whole} is not a plain file` };
    const taken = await inTheWay(whole);
    if (taken !== null) return { type: 'refused', reason: `${whole} has no place on the memory branch: ${taken}` };
    const [old, proposed] = [await at(parent, path), await at(commit.id, path)];
    const planned = before.get(path);
    const current = planned === undefined ? await at(base, path) : planned.text;
    if (old === undefined || proposed === undefined || current === undefined)
      return { type: 'refused', reason: `${whole} is not UTF-8` };
    standing.set(path, old === current ? current : null);
    const own = path === ruling.change.path;
    // A person's own text stands in place of the proposed one; what a merge takes in is theirs too, so it is never lost.
    const replaced = own && ruling.edited !== null;
    const merged = replaced ? { clean: true, text: proposed } : await mergeTexts(repository, old, current, proposed);
    // Nothing but leaving it there resolves this, so there is no text to edit.
    if (!merged.clean && (!own || proposed === null))
      return { type: 'refused', reason: `${whole} was changed since it was proposed, and is not removed` };
    if (!merged.clean) return { type: 'conflict', merged: merged.text ?? '', current };
    files.set(path, { text: merged.text, mode: await modeAt(objects, base, whole) });
  }
  for (const { path, text } of ruling.edited?.files ?? []) {
    if (!isPlaybookPath(path))
      return { type: 'refused', reason: `the edited change writes ${path}, which is not a playbook` };
    const taken = await inTheWay(repository.prefix + path);
    if (taken !== null) return { type: 'refused', reason: `${path} has no place on the memory branch: ${taken}` };
    const planned = before.get(path);
    const current = planned === undefined ? await at(base, path) : planned.text;
    if (current === undefined) return { type: 'refused', reason: `${path} is not UTF-8` };
    standing.set(path, ruling.over === undefined || ruling.over === current ? current : null);
    const merged =
      ruling.over === undefined || path !== ruling.change.path
        ? { clean: true, text }
        : await mergeTexts(repository, ruling.over, current, text);
    if (!merged.clean) return { type: 'conflict', merged: merged.text ?? '', current };
    files.set(path, { text: merged.text, mode: await modeAt(objects, base, repository.prefix + path) });
  }
  return { type: 'files', files, current: [...standing].map(([path, text]) => ({ path, text })) };
}

/** @throws DreamError (`usage`) when a review id could not be a file name */
export function requireReviewId(id: string): string {
  if (/^[A-Za-z0-9][\w.-]*$/.test(id)) return id;
  throw new DreamError('usage', `A review cannot have the id ${JSON.stringify(id)}.`);
}
