// `policy.requireOwner` of dream.yaml: only a decision by an owner counts. Asked before anything is written, for all
// playbooks of a command at once, so that a refusal leaves everything undecided.
import type { Config } from '../config/read-config.ts';
import { DreamError } from '../errors.ts';
import type { Owned } from '../model/ownership.ts';
import { isOwner, ownersOf } from '../model/ownership.ts';
import { escapeLine } from '../terminal/escape.ts';

/** Playbooks that are named in the refusal. */
const MOST_NAMED = 5;

/**
 * Lets an owner decide, and everybody where the policy asks for none.
 * @param playbooks what is decided about, with the owners that the files on the memory branch name: a proposal cannot name its own
 * @param reviewer who decides, as git knows them
 * @throws DreamError refused, with who could decide, when one of them is not theirs
 */
export function requireOwner(
  playbooks: readonly Owned[],
  reviewer: { readonly name: string; readonly email: string },
  config: Pick<Config, 'owners' | 'policy'>,
): void {
  if (!config.policy.requireOwner) return;
  const foreign = new Map<string, readonly string[]>();
  for (const playbook of playbooks) {
    const owners = ownersOf(playbook, config.owners);
    if (!isOwner(reviewer, owners)) foreign.set(playbook.path, owners);
  }
  if (foreign.size === 0) return;
  const named = [...foreign].slice(0, MOST_NAMED);
  const rest = foreign.size - named.length;
  const all = [...foreign.values()];
  throw new DreamError(
    'refused',
    `Only an owner decides here (policy.requireOwner), and ${escapeLine(reviewer.email)} is none. Nothing was decided.`,
    {
      hints: [
        ...named.map(([path, owners]) => `${escapeLine(path)}: ${describeOwners(owners)}`),
        ...(rest > 0 ? [`and ${rest} more.`] : []),
        ...(all.some((owners) => owners.length === 0) ? ['Name owners under `owners:` in dream.yaml.'] : []),
        ...(all.some((owners) => owners.some(isHandle))
          ? ['A handle (@name) means something to the git host only: name e-mail addresses to be recognised here.']
          : []),
      ],
    },
  );
}

function describeOwners(owners: readonly string[]): string {
  if (owners.length === 0) return 'nobody is named.';
  return `${owners.map(escapeLine).join(', ')}.`;
}

function isHandle(owner: string): boolean {
  return owner.startsWith('@');
}
