// Who answers for a playbook, and what is decided only with care: patterns of dream.yaml matched against a playbook's
// project and path. A pattern that begins with `playbooks/` is a path, anything else a project; both as picomatch reads them.
import picomatch from 'picomatch';

/** Pattern → owners: e-mail addresses, or handles (`@ann`, `@acme/web`) that only a git host can resolve. */
export type Owners = ReadonlyMap<string, readonly string[]>;

/** What `policy:` of dream.yaml says. */
export interface Policy {
  /** Only a decision by an owner counts. */
  readonly requireOwner: boolean;
  /** Patterns of what a person has to decide by its id, never in bulk. */
  readonly highStakes: readonly string[];
  /** Patterns of what no run may propose to change. */
  readonly frozen: readonly string[];
}

/** The playbook a rule is asked about. */
export interface Owned {
  readonly path: string;
  readonly project: string;
  /** Owners its own front matter names: they come before those of dream.yaml. */
  readonly owners?: readonly string[];
}

/** The last pattern that matches decides, as in a CODEOWNERS file. @returns none when nobody is named */
export function ownersOf(playbook: Owned, owners: Owners): readonly string[] {
  if (playbook.owners !== undefined && playbook.owners.length > 0) return playbook.owners;
  const found = [...owners].findLast(([pattern]) => matches(pattern, playbook));
  return found?.[1] ?? [];
}

/** Whether one of the patterns is about a playbook. */
export function matchesAny(patterns: readonly string[], playbook: Owned): boolean {
  return patterns.some((pattern) => matches(pattern, playbook));
}

/** Whether a person is one of the owners: by address, without regard to case. */
export function isOwner(person: { readonly email: string }, owners: readonly string[]): boolean {
  return owners.some((owner) => owner.toLowerCase() === person.email.toLowerCase());
}

function matches(pattern: string, { path, project }: Owned): boolean {
  const of = pattern.startsWith('playbooks/') ? path : project;
  return picomatch.isMatch(of, pattern, { dot: true, nonegate: true, strictSlashes: true });
}
