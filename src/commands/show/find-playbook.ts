// Which playbook a person means by an id, `project/id` or a path.
import { DreamError } from '../../errors.ts';
import type { Playbook } from '../../model/playbook.ts';
import { escapeLine } from '../../terminal/escape.ts';

/**
 * Finds one playbook.
 * @param name its id, its project and id (`owner/name/id`), or its path
 * @throws DreamError usage when there is none, or when it could be several
 */
export function findPlaybook(playbooks: readonly Playbook[], name: string): Playbook {
  const found = playbooks.filter((playbook) => namesOf(playbook).includes(name.replace(/^\.\//, '')));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (found.length > 1) {
    throw new DreamError('usage', `${escapeLine(name)} is the id of ${found.length} playbooks.`, {
      hints: found.map((playbook) => `dream show ${escapeLine(playbook.path)}`),
    });
  }
  const near = playbooks.filter((playbook) => playbook.id.includes(name.toLowerCase())).slice(0, 3);
  throw new DreamError('usage', `There is no playbook ${escapeLine(name)}.`, {
    hints:
      near.length > 0
        ? near.map((playbook) => `Perhaps: dream show ${escapeLine(playbook.id)}`)
        : ['`dream show` lists them; `dream show --search <words>` looks inside.'],
  });
}

function namesOf({ id, path, project }: Playbook): readonly string[] {
  return [
    id,
    `${project}/${id}`,
    path,
    path.replace(/^playbooks\//, ''),
    path.replace(/^playbooks\//, '').replace(/\.md$/, ''),
  ];
}
