// Which playbook a person means by an id, `project/id` or a path.
import { DreamError } from '../../errors.ts';
import type { Playbook } from '../../model/playbook.ts';
import type { Ledger } from '../../model/run.ts';
import { escapeLine } from '../../terminal/escape.ts';
import { jaccardSimilarity, wordsOf } from '../../text/similarity.ts';

/** Share of its words that a mistyped id has in common with the one that was meant. */
const NEAR = 0.5;

/**
 * Finds one playbook.
 * @param name its id, its project and id (`owner/name/id`), or its path
 * @param readLedger asked only when there is none: what became of one that was proposed
 * @throws DreamError usage when there is none, or when it could be several
 */
export async function findPlaybook(
  playbooks: readonly Playbook[],
  name: string,
  readLedger: () => Promise<Ledger>,
): Promise<Playbook> {
  const found = playbooks.filter((playbook) => namesOf(playbook).includes(name.replace(/^\.\//, '')));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (found.length > 1) {
    throw new DreamError('usage', `${escapeLine(name)} is the id of ${found.length} playbooks.`, {
      hints: found.map((playbook) => `dream show ${escapeLine(playbook.path)}`),
    });
  }
  const gone = whatBecameOf(name, await readLedger());
  if (gone !== null)
    throw new DreamError('usage', `The playbook ${escapeLine(name)} ${gone.what}.`, { hints: gone.hints });
  const words = new Set(wordsOf(name));
  const near = playbooks
    .filter(({ id }) => id.includes(name.toLowerCase()) || jaccardSimilarity(new Set(wordsOf(id)), words) >= NEAR)
    .slice(0, 3);
  throw new DreamError('usage', `There is no playbook ${escapeLine(name)}.`, {
    hints:
      near.length > 0
        ? near.map((playbook) => `Perhaps: dream show ${escapeLine(playbook.id)}`)
        : ['`dream show` lists them; `dream show --search <words>` looks inside.'],
  });
}

/** What became of a playbook that is not in the memory, and how to see it or get it back; null when it was never proposed. */
function whatBecameOf(
  name: string,
  ledger: Ledger,
): { readonly what: string; readonly hints: readonly string[] } | null {
  const change = ledger.changes.findLast(
    (one) =>
      one.supersededBy === null &&
      namesOf({ id: fileOf(one.path), path: one.path, project: one.project }).includes(name.replace(/^\.\//, '')),
  );
  if (change === undefined) return null;
  const last = ledger.decisions.findLast((one) => one.change === change.id && one.run === change.run);
  const by = last === undefined ? '' : ` by ${escapeLine(last.who)} on ${escapeLine(last.at.slice(0, 10))}`;
  switch (change.state) {
    case 'open':
    case 'later':
    case 'quarantined':
      return { what: 'is not in the memory: it waits for review', hints: [`dream review show ${change.id}`] };
    case 'rejected':
      return { what: `is not in the memory: it was rejected${by}`, hints: [`dream review show ${change.id}`] };
    case 'undone':
      return {
        what: `was taken back${by}`,
        hints:
          last === undefined || last.result === null
            ? []
            : [`\`dream undo ${last.result.slice(0, 12)}\` brings it back.`],
      };
    case 'accepted':
    case 'edited':
      return {
        what: `was accepted${by} and is not on the memory branch any more`,
        hints: [`\`dream review show ${change.id}\` shows it; \`dream show --history\` names the commits since.`],
      };
  }
}

function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/, '');
}

function namesOf({ id, path, project }: Pick<Playbook, 'id' | 'path' | 'project'>): readonly string[] {
  return [
    id,
    `${project}/${id}`,
    path,
    path.replace(/^playbooks\//, ''),
    path.replace(/^playbooks\//, '').replace(/\.md$/, ''),
  ];
}
