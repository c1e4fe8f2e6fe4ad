// Unites two ledgers by taking the union of their files. Files are only ever added, so no conflict is possible between
// honest ones; where two files of one name differ all the same, no fact is dropped and every machine makes the same of it.
import { DreamError } from '../errors.ts';
import type { Finding } from '../model/finding.ts';
import { findCommonBase } from './commit-graph.ts';
import { importCommits, signatureOf } from './import-stream.ts';
import type { ImportFile } from './import-stream.ts';
import { LEDGER_VERSION, parseFormat } from './ledger-files.ts';
import type { Repository } from './locate-memory.ts';
import type { ObjectReader } from './object-reader.ts';
import { isPlainName } from './playbook-paths.ts';
import type { StoreOptions } from './store.ts';
import type { LedgerCounts } from './synced.ts';

export interface United {
  /** The commit that holds both. */
  readonly commit: string;
  /** How it came: nothing to do, theirs contains ours, or a commit of our own with both as parents. */
  readonly how: 'same' | 'forward' | 'joined';
  readonly findings: readonly Finding[];
}

/**
 * @param ours the ledger's commit here, null when there is none
 * @param theirs the ledger's commit there, its objects fetched
 * @throws DreamError (`usage`) when a newer version of dream wrote it
 */
export async function uniteLedgers(
  repository: Repository,
  options: Pick<StoreOptions, 'author' | 'now'>,
  remote: string,
  ours: string | null,
  theirs: string,
): Promise<United> {
  const findings: Finding[] = [];
  const { here, there, base, different, clean } = await repository.git.readObjects(async (objects) => {
    await requireKnownVersion(objects, theirs, remote);
    const there = await listFiles(objects, theirs, (path, why) => findings.push(differs(path, `of ${remote}: ${why}`)));
    const clean = findings.length === 0;
    const here = ours === null ? new Map<string, string>() : await listFiles(objects, ours, () => undefined);
    const base = ours === null ? null : await findBase(repository, ours, theirs);
    const old = base === null ? new Map<string, string>() : await listFiles(objects, base, () => undefined);
    const different: ImportFile[] = [];
    for (const [path, id] of there) {
      const own = here.get(path);
      if (own === undefined || own === id) continue;
      // What we have made of their very ledger before holds.
      const known = base === theirs ? own : old.get(path);
      different.push(await chooseFile(objects, path, own, id, known, findings));
    }
    return { here, there, base, different, clean };
  });
  const isThere = (file: ImportFile): boolean => 'id' in file && there.get(file.path) === file.id;
  const isHere = (file: ImportFile): boolean => 'id' in file && here.get(file.path) === file.id;
  const added = [...there].filter(([path]) => !here.has(path));
  if (ours !== null && base === theirs && added.length === 0 && different.every(isHere))
    return { commit: ours, how: 'same', findings };
  // Files that do not belong into a ledger are in no union, so a ledger that has some is never taken as it is.
  const whole = clean && [...here.keys()].every((path) => there.has(path)) && different.every(isThere);
  if (whole && (ours === null || base === ours)) return { commit: theirs, how: 'forward', findings };
  const who = signatureOf(options.author, options.now());
  const files: ImportFile[] = [
    ...added.map(([path, id]): ImportFile => ({ path, mode: '100644', id })),
    ...different.filter((file) => !isHere(file)),
  ];
  const commit = {
    mark: 1,
    from: ours,
    merges: [theirs],
    author: who,
    committer: who,
    message: `Join the ledger of ${remote}\n`,
    files,
  };
  const marks = await importCommits(repository.git, 'join', [commit]);
  return { commit: marks.get(1) ?? theirs, how: 'joined', findings };
}

/** What one ledger has that another has not. @param from null for an empty one, as is `to` */
export async function countNew(repository: Repository, from: string | null, to: string | null): Promise<LedgerCounts> {
  if (to === null || from === to) return { runs: 0, decisions: 0 };
  return repository.git.readObjects(async (objects) => {
    const known = from === null ? new Map<string, string>() : await listFiles(objects, from, () => undefined);
    let [runs, decisions] = [0, 0];
    for (const [path, id] of await listFiles(objects, to, () => undefined)) {
      if (known.get(path) === id) continue;
      if (path.startsWith('runs/')) runs += known.has(path) ? 0 : 1;
      if (!path.startsWith('decisions/')) continue;
      const before = known.get(path);
      const old = before === undefined ? new Set<string>() : await readLines(objects, before);
      for (const line of await readLines(objects, id)) decisions += old.has(line) ? 0 : 1;
    }
    return { runs, decisions };
  });
}

/** The newest commit that both stand on; null for two ledgers that have none. */
export async function findBase(repository: Repository, a: string, b: string): Promise<string | null> {
  return findCommonBase(repository.git, [a, b]);
}

async function requireKnownVersion(objects: ObjectReader, commit: string, remote: string): Promise<void> {
  const text = (await objects.read(`${commit}:format.json`))?.bytes.toString('utf8') ?? '';
  const version = parseFormat(text);
  if (version !== null && version <= LEDGER_VERSION) return;
  if (version === null) {
    throw new DreamError('failed', `What ${remote} has as its ledger is none: it has no readable format.json.`, {
      hints: ['See whether this is the right remote. Nothing was exchanged.'],
    });
  }
  throw new DreamError(
    'usage',
    `The ledger of ${remote} has version ${version}; this dream knows version ${LEDGER_VERSION}.`,
    { hints: ['Update dream. Nothing was exchanged.'] },
  );
}

/** Plain files at the top or one folder down, which is all a ledger has. */
async function listFiles(
  objects: ObjectReader,
  commit: string,
  refuse: (path: string, why: string) => void,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const note = (path: string, mode: string, id: string): void => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (!isPlainName(name)) refuse(path, 'a name that is not allowed');
    else if (mode !== '100644') refuse(path, 'not a plain file');
    else files.set(path, id);
  };
  for (const entry of (await objects.readTree(commit)) ?? []) {
    if (entry.mode !== '40000') note(entry.name, entry.mode, entry.id);
    else if (!isPlainName(entry.name)) refuse(entry.name, 'a name that is not allowed');
    else {
      for (const file of (await objects.readTree(entry.id)) ?? [])
        note(`${entry.name}/${file.name}`, file.mode, file.id);
    }
  }
  return files;
}

/**
 * One file for two that differ. Lines are united. Of other files the one that was there first stays, or, of two that
 * came at once, the one with the smaller object id: the same on every machine.
 */
async function chooseFile(
  objects: ObjectReader,
  path: string,
  ours: string,
  theirs: string,
  old: string | undefined,
  findings: Finding[],
): Promise<ImportFile> {
  const mode = '100644';
  const smaller = ours < theirs ? ours : theirs;
  if (!path.endsWith('.jsonl')) {
    const id = old === ours || old === theirs ? old : smaller;
    const detail = `differs between here and there; ${id === ours ? 'ours' : 'theirs'} is kept`;
    findings.push(differs(path, detail));
    return { path, mode, id };
  }
  const [here, there] = [await readLines(objects, ours), await readLines(objects, theirs)];
  const more = [...there].some((line) => !here.has(line));
  const less = [...here].some((line) => !there.has(line));
  if (!more) return { path, mode, id: less ? ours : smaller };
  if (!less) return { path, mode, id: theirs };
  return { path, lines: [...new Set([...here, ...there])].sort() };
}

async function readLines(objects: ObjectReader, id: string): Promise<ReadonlySet<string>> {
  const text = (await objects.read(id))?.bytes.toString('utf8') ?? '';
  // A line that ends the data in the import stream is none of ours.
  return new Set(text.split('\n').filter((line) => line.trim() !== '' && line !== 'END_OF_LINES'));
}

function differs(path: string, detail: string): Finding {
  return { code: 'ledger-differs', file: path, line: null, detail };
}
