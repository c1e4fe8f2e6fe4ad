// The last look at bytes that a person is about to accept, whoever made them: a run, an amended commit, a three-way
// merge, an editor. A proposal that passed the guard can have become another text since.
import type { FileWrite } from '../model/change.ts';
import { parsePlaybook } from '../model/playbook.ts';
import { findSecrets } from '../secrets/find-secrets.ts';
import { findImpacts } from './high-impact.ts';

/**
 * Whether files and the message of their commit may become memory.
 * @param current the same files as the memory has them: what people trusted there does not count again
 * @param trusted whether the reviewer named the change as one whose high impact they want
 * @returns in a few words why not, null when they may
 * @throws whatever the scanner throws when it fails: then nothing may be written
 */
export async function findObstacle(
  files: readonly FileWrite[],
  current: readonly FileWrite[],
  message: string,
  trusted: boolean,
): Promise<string | null> {
  for (const { path, text } of files) {
    if (text === null) continue;
    const parsed = parsePlaybook(text, path);
    if (!parsed.ok) return `${path} would not be a playbook: ${parsed.problem}`;
    const { id } = parsed.value;
    if (!path.endsWith(`/${id}.md`)) return `${path} would have the id ${id}`;
    const before = current.find((file) => file.path === path)?.text ?? null;
    const [impact] = trusted ? [] : findImpacts(path, text, before);
    if (impact !== undefined)
      return `${path} would be of high impact (${impact.rule}, line ${impact.line}); it is accepted only by its id with --trust`;
  }
  const found = await findSecrets([message, ...files.map(({ text }) => text ?? '')]);
  const leak = found.flat().find((span) => span.kind === 'secret');
  return leak === undefined ? null : `it holds a secret (${leak.id})`;
}
