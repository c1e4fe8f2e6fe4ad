// Which project is a session about? What dream.yaml says, then remotes; a bare folder name joins the one remote of that
// name (memory.md), and a session that names none is of the project of its twin or its parent.
import type { SessionRecord } from '../model/observation.ts';

/** What readers say when a log names neither a remote nor a folder. */
const UNKNOWN = 'unknown';
/** Logs that name a project before the others in their folder are taken to be of it, too. */
const MIN_NAMED = 3;

/**
 * The project of each session, by session key.
 * @param names what dream.yaml calls the projects that logs name
 */
export function resolveProjects(
  records: ReadonlyMap<string, SessionRecord>,
  names: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const remotes = remotesByName(records.values());
  const byId = new Map<string, string>();
  for (const record of records.values()) {
    if (record.project !== UNKNOWN && isUniqueId(record.id)) byId.set(record.id.toLowerCase(), record.project);
  }
  const byFolder = projectsOfFolders(records);
  const ownOf = (record: SessionRecord): string => {
    if (record.project !== UNKNOWN) return record.project;
    const parent = record.parent === null ? undefined : records.get(record.parent)?.project;
    return byId.get(record.id.toLowerCase()) ?? parent ?? byFolder.get(folderOf(record)) ?? UNKNOWN;
  };
  return new Map(
    [...records].map(([key, record]) => {
      const own = ownOf(record);
      const known = remotes.get(own);
      const found = known?.size === 1 ? ([...known][0] ?? own) : own;
      return [key, names.get(own) ?? names.get(found) ?? found];
    }),
  );
}

/**
 * The names of dream.yaml, and those that the memory has given: what was learned under a folder's name stays under it when
 * a later log names the remote, or a rejected value would come back as another project's, and every playbook twice.
 * @param used projects that playbooks, proposals and decisions are of
 */
export function keepNames(
  records: Iterable<SessionRecord>,
  names: ReadonlyMap<string, string>,
  used: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const kept = new Map(names);
  for (const [name, remotes] of remotesByName(records)) {
    const [remote] = remotes;
    if (remotes.size !== 1 || remote === undefined || names.has(remote) || names.has(name)) continue;
    if (used.has(name) && !used.has(remote)) kept.set(remote, name);
  }
  return kept;
}

/** The remotes that logs name, by the repository's name without its owner. */
function remotesByName(records: Iterable<SessionRecord>): ReadonlyMap<string, ReadonlySet<string>> {
  const remotes = new Map<string, Set<string>>();
  for (const { project } of records) {
    const slash = project.lastIndexOf('/');
    if (slash === -1) continue;
    const name = project.slice(slash + 1);
    remotes.set(name, (remotes.get(name) ?? new Set()).add(project));
  }
  return remotes;
}

/** The project of each folder in which all logs of a format that name one name the same, and enough of them do. */
function projectsOfFolders(records: ReadonlyMap<string, SessionRecord>): ReadonlyMap<string, string> {
  const named = new Map<string, string[]>();
  for (const record of records.values()) {
    if (record.project === UNKNOWN || record.folder === '') continue;
    const list = named.get(folderOf(record));
    if (list === undefined) named.set(folderOf(record), [record.project]);
    else list.push(record.project);
  }
  return new Map(
    [...named].flatMap(([folder, projects]) => {
      const [first = '', ...others] = projects;
      return projects.length >= MIN_NAMED && others.every((one) => one === first) ? [[folder, first] as const] : [];
    }),
  );
}

function folderOf(record: SessionRecord): string {
  return `${record.format} ${record.folder}`;
}

/** An id that two tools would not give to different sessions. */
export function isUniqueId(id: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
}
