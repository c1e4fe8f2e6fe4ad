// The last gate before the store: says which changes may be written, with the exact bytes, and why the others may not.
// The only maker of GuardedChange. When a secret is found in what would be written, the whole run stops (fail closed).
import {
  changeIdOf,
  type Change,
  type ChangeFlag,
  type GuardedChange,
  type Held,
  type HeldReason,
} from '../model/change.ts';
import type { Decision } from '../model/decision.ts';
import type { Policy } from '../model/ownership.ts';
import { MAX_PLAYBOOK_BYTES, parsePlaybook, printPlaybook, type Playbook } from '../model/playbook.ts';
import type { TrackedChange } from '../model/run.ts';
import { findSecrets } from '../secrets/find-secrets.ts';
import { addedClaims, type Added } from './added-claims.ts';
import { ClaimIndex } from '../text/claim-index.ts';
import { isSameSlots } from '../text/same-claim.ts';
import { claimIn, valueKeyOf } from './value-key.ts';
import { commitMessageOf } from './commit-words.ts';
import { findImpacts } from './high-impact.ts';
import { isHighStakes, ownersNo } from './owners-no.ts';
import { newestAccepted, takesWords } from './peoples-words.ts';
import { TakenBack } from './taken-back.ts';
import { Tombstones } from './tombstones.ts';

export interface GuardContext {
  readonly run: { readonly id: string; readonly engine: string };
  /** The memory, as it is on the memory branch. */
  readonly playbooks: readonly Playbook[];
  /** Oldest first. */
  readonly decisions: readonly Decision[];
  /** Every change of every run with its state, oldest run first. */
  readonly changes: readonly TrackedChange[];
  readonly policy: Policy;
  readonly maxChanges: number;
}

export interface Guarded {
  /** Best first. */
  readonly allowed: readonly GuardedChange[];
  readonly held: readonly Held[];
}

/** Quarantined changes have a cap of their own: a flood of them must not push trusted ones out of the run. */
const MAX_QUARANTINED = 10;
/** Changes that rest on one and the same session: one loud log must not fill a run. */
const MAX_PER_SESSION = 5;
const MAX_LINES = 120;
const PATH = /^playbooks\/[a-z0-9][a-z0-9-]{0,119}\/[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\.md$/;

/** A secret that would have been written; the run must stop. */
export class LeakError extends Error {
  override readonly name = 'LeakError';
  /** What a person can do about it. */
  readonly hints: readonly string[];

  constructor(message: string, hints: readonly string[]) {
    super(message);
    this.hints = hints;
  }
}

/**
 * @param changes best first
 * @throws LeakError when what would be written holds a secret; whatever the scanner throws when it fails
 */
export async function guardChanges(changes: readonly Change[], context: GuardContext): Promise<Guarded> {
  const desk = new Desk(context);
  const allowed: GuardedChange[] = [];
  const held: Held[] = [];
  for (const change of changes) {
    const checked = desk.check(change, allowed);
    if ('reason' in checked) held.push(toHeld(change, checked.reason, checked.detail));
    else {
      allowed.push(checked.guarded);
      desk.remember(checked.guarded, checked.added);
    }
  }
  await refuseSecrets(allowed);
  return { allowed, held };
}

interface Refused {
  readonly reason: HeldReason;
  readonly detail: string;
}

type Checked = { readonly guarded: GuardedChange; readonly added: Added } | Refused;

/** What the guard knows, sorted for lookups once for a run; nothing is compared with everything. */
class Desk {
  readonly #context: GuardContext;
  readonly #known: ReadonlyMap<string, Playbook>;
  readonly #tombstones: Tombstones;
  readonly #takenBack: TakenBack;
  readonly #written: ReadonlyMap<string, TrackedChange>;
  /** Paths by what they say: the memory's, and those of better ranked changes. */
  readonly #values = new ClaimIndex<string>();
  /** By folder: playbooks that were there and still are after this run, and those that it adds. */
  readonly #folders = new Map<string, { readonly left: number; readonly added: number }>();
  /** Playbooks of each folder before this run. */
  readonly #had = new Map<string, number>();
  /** Paths that changes of this run write, by whether they are quarantined: no two commits touch one file. */
  readonly #touched = { branch: new Set<string>(), apart: new Set<string>() };

  constructor(context: GuardContext) {
    this.#context = context;
    this.#known = new Map(context.playbooks.map((one) => [one.path, one]));
    this.#tombstones = new Tombstones(context.decisions, context.playbooks);
    this.#takenBack = new TakenBack(context.changes, context.decisions, context.playbooks);
    this.#written = newestAccepted(context.changes);
    for (const one of context.playbooks) {
      this.#values.add(one.project, claimIn(valueKeyOf(one)), one.path);
      const folder = folderOf(one.path);
      this.#had.set(folder, (this.#had.get(folder) ?? 0) + 1);
    }
    for (const [folder, left] of this.#had) this.#folders.set(folder, { left, added: 0 });
  }

  check(change: Change, before: readonly GuardedChange[]): Checked {
    const malformed = findMalformation(change) ?? this.#findStale(change);
    if (malformed !== null) return { reason: 'guard', detail: malformed };
    const refused =
      ownersNo(change, this.#known, this.#context.policy) ??
      takesWords(change, this.#written) ??
      this.#crossesProjects(change);
    if (refused !== null) return { reason: 'guard', detail: refused };
    const id = changeIdOf(change);
    const added = addedClaims(change);
    const tombstone = this.#tombstones.find(change, id, added);
    if (tombstone !== null && !tombstone.lifted) {
      const { reason } = tombstone.rejection;
      return { reason: 'tombstoned', detail: reason === '' ? 'rejected before' : `rejected: ${reason}` };
    }
    const gone = this.#takenBack.find(change, id, added);
    if (gone !== null) return gone;
    const twin = change.type === 'add' ? this.#findTwin(change, added) : undefined;
    if (twin !== undefined) return { reason: 'too-similar', detail: `says the same as ${twin}` };
    const checked = this.#seal(change, added, tombstone !== null);
    const full = findOverBudget(checked, before, this.#context.maxChanges);
    if (full !== null) return { reason: 'over-budget', detail: full };
    const taken = checked.files.find(({ path }) => this.#touchedBy(checked).has(path));
    if (taken !== undefined)
      return { reason: 'over-budget', detail: `another change of this run writes ${taken.path}` };
    const emptied = this.#findEmptied(checked);
    if (emptied !== null)
      return { reason: 'over-budget', detail: `this run also adds to ${emptied}, which would be empty` };
    return { guarded: checked, added };
  }

  /** Takes in an allowed change: what comes after it is compared with it, too. */
  remember(guarded: GuardedChange, added: Added): void {
    const { playbook } = guarded.change;
    this.#tombstones.remember(playbook.project, added.lines);
    if (guarded.change.type === 'add') this.#values.add(playbook.project, claimIn(guarded.value), playbook.path);
    for (const { path } of guarded.files) this.#touchedBy(guarded).add(path);
    for (const [folder, { gone, come }] of countByFolder(guarded)) {
      const known = this.#folders.get(folder) ?? { left: 0, added: 0 };
      this.#folders.set(folder, { left: known.left - gone, added: known.added + come });
    }
  }

  /** A folder that would lose all it has while the run adds to it: git would take it for a renamed one. */
  #findEmptied(guarded: GuardedChange): string | null {
    for (const [folder, { gone, come }] of countByFolder(guarded)) {
      const { left, added } = this.#folders.get(folder) ?? { left: 0, added: 0 };
      const had = (this.#had.get(folder) ?? 0) > 0;
      if (had && left - gone === 0 && added + come > 0) return folder;
    }
    return null;
  }

  #touchedBy(guarded: GuardedChange): Set<string> {
    return guarded.quarantined ? this.#touched.apart : this.#touched.branch;
  }

  /** A playbook that says the same already, in memory or better ranked in this run. */
  #findTwin(change: Change, added: Added): string | undefined {
    const { path, project } = change.playbook;
    return this.#values.findSame(project, added.whole, isSameSlots).find((one) => one !== path);
  }

  /** A change says what the files it starts from hold; the memory has to agree, or it would overwrite something unseen. */
  #findStale(change: Change): string | null {
    if (change.type !== 'merge' && change.removes.length > 0) return 'only a merge takes in other playbooks';
    if (change.type === 'add') {
      const { path } = change.playbook;
      return this.#known.has(path) ? `${path} is there already` : null;
    }
    const files = [{ path: change.playbook.path, before: change.before }, ...change.removes];
    for (const { path, before } of files) {
      const current = this.#known.get(path);
      if (current === undefined) return `there is no playbook ${path}`;
      if (before !== printPlaybook(current)) return `${path} is not what the change was made from`;
    }
    return null;
  }

  /** A lesson of one project must not reach another one, not through a merge either. */
  #crossesProjects(change: Change): string | null {
    const files = change.type === 'add' ? [] : [change.playbook.path, ...change.removes.map(({ path }) => path)];
    const other = files.find((path) => this.#known.get(path)?.project !== change.playbook.project);
    return other === undefined ? null : `${other} belongs to another project`;
  }

  #seal(change: Change, added: Added, lifted: boolean): GuardedChange {
    return seal(change, added, this.#context.run, {
      lifted,
      highStakes: isHighStakes(change, this.#known, this.#context.policy),
    });
  }
}

/** How many files a change removes from each folder, and how many it adds. */
function countByFolder(guarded: GuardedChange): ReadonlyMap<string, { readonly gone: number; readonly come: number }> {
  const counts = new Map<string, { readonly gone: number; readonly come: number }>();
  for (const { path, text } of guarded.files) {
    const { gone, come } = counts.get(folderOf(path)) ?? { gone: 0, come: 0 };
    const adds = guarded.change.type === 'add' ? 1 : 0;
    counts.set(folderOf(path), { gone: gone + (text === null ? 1 : 0), come: come + adds });
  }
  return counts;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** Why a run has no room for a change any more, null when it has. */
function findOverBudget(checked: GuardedChange, before: readonly GuardedChange[], maxChanges: number): string | null {
  const trusted = before.filter((one) => !one.quarantined).length;
  if (checked.quarantined ? before.length - trusted >= MAX_QUARANTINED : trusted >= maxChanges) return '';
  const { sessions } = checked.change;
  const alone = sessions.length === 1 ? sessions[0] : undefined;
  const fromSession = before.filter((one) => one.change.sessions.length === 1 && one.change.sessions[0] === alone);
  if (alone === undefined || fromSession.length < MAX_PER_SESSION) return null;
  return 'its one session has proposed enough in this run';
}

/** The exact bytes, message and flags of a change. The one place where the brand is given. */
function seal(
  change: Change,
  added: Added,
  run: GuardContext['run'],
  known: { readonly lifted: boolean; readonly highStakes: boolean },
): GuardedChange {
  const impacts = change.after === null ? [] : findImpacts(change.playbook.path, change.after, change.before);
  const quarantined = change.trust === 'external' || impacts.length > 0;
  const flags: ChangeFlag[] = [];
  if (quarantined) flags.push('quarantined');
  if (impacts.length > 0) flags.push('high-impact');
  if (known.highStakes) flags.push('high-stakes');
  if (known.lifted) flags.push('was-rejected');
  if (change.supersedes !== null) flags.push('supersedes');
  if (change.replaces !== null) flags.push('conflict');
  const guarded = {
    id: changeIdOf(change),
    change,
    files: [
      { path: change.playbook.path, text: change.after },
      ...change.removes.map(({ path }) => ({ path, text: null })),
    ],
    message: commitMessageOf(change, run),
    flags,
    quarantined,
    impacts,
    value: added.value,
  };
  return guarded as unknown as GuardedChange;
}

/**
 * A person's own text for a change under review: checked like a proposal, but their words are theirs.
 * @throws LeakError when the text holds a secret
 * @returns the guarded change, or in a few words why it cannot be written
 */
export async function guardEdit(
  change: Change,
  text: string,
  run: GuardContext['run'],
): Promise<{ readonly guarded: GuardedChange } | { readonly problem: string }> {
  const parsed = parsePlaybook(text, change.playbook.path);
  if (!parsed.ok) return { problem: parsed.problem };
  if (parsed.value.id !== change.playbook.id) return { problem: `the id must stay ${change.playbook.id}` };
  const edited: Change = { ...change, playbook: parsed.value, after: text };
  const malformed = findMalformation(edited);
  if (malformed !== null) return { problem: malformed };
  const guarded = seal(edited, addedClaims(edited), run, { lifted: false, highStakes: false });
  await refuseSecrets([guarded]);
  return { guarded };
}

function findMalformation(change: Change): string | null {
  const odd = [change.playbook.path, ...change.removes.map(({ path }) => path)].find((path) => !PATH.test(path));
  if (odd !== undefined) return `not a playbook's path: ${odd}`;
  if (change.after === null) return null;
  if (Buffer.byteLength(change.after) > MAX_PLAYBOOK_BYTES) return 'larger than 8 kB';
  if (change.after.split('\n').length > MAX_LINES) return `longer than ${MAX_LINES} lines`;
  const parsed = parsePlaybook(change.after, change.playbook.path);
  return parsed.ok ? null : `not a valid playbook: ${parsed.problem}`;
}

/** Personal data is replaced when sessions are screened; here, where a hit stops everything, only secrets count. */
async function refuseSecrets(changes: readonly GuardedChange[]): Promise<void> {
  const texts = changes.flatMap((one) => [one.message, ...one.files.map((file) => file.text ?? '')]);
  const [leak] = await secretsIn(texts);
  if (leak === undefined) return;
  const known = changes.flatMap(({ change }) =>
    change.before === null ? [] : [{ path: change.playbook.path, text: change.before }],
  );
  const hints: string[] = [];
  for (const { path, text } of known) {
    const [inText, inPath] = [await secretsIn([text]), await secretsIn([path])];
    if (inText.length > 0 && inPath.length === 0)
      hints.push(
        `${path} holds one already: take it out, commit that, and run again; git keeps the old text, so change the secret too.`,
      );
  }
  if (hints.length === 0)
    hints.push(
      'Run it again over the logs: what an earlier run saw under other rules is then read anew.',
      'A session whose log is gone is taken back by `dream undo --session <id>`; a value that is no secret can stand in `redact.allow` of dream.yaml.',
      'Without rules of your own in dream.yaml this should not happen: please report it.',
    );
  throw new LeakError(`A secret (${leak}) was found in what would have been written; nothing was written.`, hints);
}

/** Kinds of the secrets in texts. */
async function secretsIn(texts: readonly string[]): Promise<readonly string[]> {
  const found = await findSecrets(texts);
  return found.flat().flatMap((span) => (span.kind === 'secret' ? [span.id] : []));
}

function toHeld(change: Change, reason: HeldReason, detail: string): Held {
  return {
    reason,
    title: change.playbook.title,
    project: change.playbook.project,
    pattern: change.pattern,
    sessions: change.support.sessions,
    detail,
  };
}
