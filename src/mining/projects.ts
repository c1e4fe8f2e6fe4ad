// Which project is a session about? What dream.yaml says, then remotes; a bare folder name joins the one remote of that
// name (memory.md).
import type { SessionRecord } from '../model/observation.ts';

/**
 * The project of each session, by session key.
 * @param names what dream.yaml calls the projects that logs name
 */
export function resolveProjects(
  records: ReadonlyMap<string, SessionRecord>,
  names: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const remotes = new Map<string, Set<string>>();
  for (const record of records.values()) {
    const slash = record.project.lastIndexOf('/');
    if (slash === -1) continue;
    const name = record.project.slice(slash + 1);
    remotes.set(name, (remotes.get(name) ?? new Set()).add(record.project));
  }
  return new Map(
    [...records].map(([key, record]) => {
      const known = remotes.get(record.project);
      const found = known?.size === 1 ? ([...known][0] ?? record.project) : record.project;
      return [key, names.get(record.project) ?? names.get(found) ?? found];
    }),
  );
}
