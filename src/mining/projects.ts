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
  const remotes = new Map<string, Set<string>>();
  const byId = new Map<string, string>();
  for (const record of records.values()) {
    if (record.project === UNKNOWN) continue;
    if (isUniqueId(record.id)) byId.set(record.id.toLowerCase(), record.project);
    const slash = record.project.lastIndexOf('/');
    if (slash === -1) continue;
    const name = record.project.slice(slash + 1);
    remotes.set(name, (remotes.get(name) ?? new Set()).add(record.project));
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
