// The last gate before the store: says which changes may be written, with the exact bytes, and why the others may not.
// The only maker of GuardedChange. When a secret is found in what would be written, the whole run stops (fail closed).
import {
  changeIdOf,
  type Change,
  type ChangeFlag,
  type GuardedChange,
  type Held,
  type HeldReason,
  type ValueKey,
} from '../model/change.ts';
import type { Decision } from '../model/decision.ts';
import { originRank, ORIGINS } from '../model/origin.ts';
import { MAX_PLAYBOOK_BYTES, parsePlaybook, type Playbook } from '../model/playbook.ts';
import { findSecrets } from '../secrets/find-secrets.ts';
import { commitMessageOf } from './commit-words.ts';
import { findHighImpact } from './high-impact.ts';
import { instructionsOf } from './sections.ts';
import { isSameValue, valueKeyOf } from './value-key.ts';

export interface GuardContext {
  readonly run: { readonly id: string; readonly engine: string };
  readonly playbooks: readonly Playbook[];
  readonly decisions: readonly Decision[];
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
}

/**
 * @param changes best first
 * @throws LeakError when what would be written holds a secret; whatever the scanner throws when it fails
 */
export async function guardChanges(changes: readonly Change[], context: GuardContext): Promise<Guarded> {
  const known = context.playbooks.map(({ path, ...playbook }) => ({ path, value: valueKeyOf(playbook) }));
  const allowed: GuardedChange[] = [];
  const held: Held[] = [];
  for (const change of changes) {
    const checked = check(change, context, known, allowed);
    if ('reason' in checked) held.push(toHeld(change, checked.reason, checked.detail));
    else allowed.push(checked.guarded);
  }
  await refuseSecrets(allowed);
  return { allowed, held };
}

/** What the memory holds already, made once for a run. */
interface KnownValue {
  readonly path: string;
  readonly value: ValueKey;
}

type Checked = { readonly guarded: GuardedChange } | { readonly reason: HeldReason; readonly detail: string };

function check(
  change: Change,
  context: Omit<GuardContext, 'playbooks'>,
  known: readonly KnownValue[],
  before: readonly GuardedChange[],
): Checked {
  const malformed = findMalformation(change);
  if (malformed !== null) return { reason: 'guard', detail: malformed };
  const value = valueKeyOf(change.playbook);
  const rejection = context.decisions.findLast((one) => one.verdict === 'rejected' && isSameValue(one.value, value));
  const lifted = rejection !== undefined && isLifted(rejection, change, context.decisions);
  if (rejection !== undefined && !lifted) {
    return {
      reason: 'tombstoned',
      detail: rejection.reason === '' ? 'rejected before' : `rejected: ${rejection.reason}`,
    };
  }
  const twin = change.type === 'add' ? findTwin(change.playbook.path, value, known, before) : null;
  if (twin !== null) return { reason: 'too-similar', detail: `says the same as ${twin}` };
  const impacts =
    change.after === null ? [] : findHighImpact(instructionsOf(change.playbook.title, change.playbook.body));
  const quarantined = change.trust === 'external' || impacts.length > 0;
  const trusted = before.filter((one) => !one.quarantined).length;
  if (quarantined ? before.length - trusted >= MAX_QUARANTINED : trusted >= context.maxChanges) {
    return { reason: 'over-budget', detail: '' };
  }
  const alone = change.sessions.length === 1 ? change.sessions[0] : undefined;
  const fromSession = before.filter((one) => one.change.sessions.length === 1 && one.change.sessions[0] === alone);
  if (alone !== undefined && fromSession.length >= MAX_PER_SESSION) {
    return { reason: 'over-budget', detail: 'its one session has proposed enough in this run' };
  }
  const flags: ChangeFlag[] = [];
  if (quarantined) flags.push('quarantined');
  if (impacts.length > 0) flags.push('high-impact');
  if (lifted) flags.push('was-rejected');
  if (change.supersedes !== null) flags.push('supersedes');
  if (change.replaces !== null) flags.push('conflict');
  const guarded = {
    id: changeIdOf(change),
    change,
    files: [
      { path: change.playbook.path, text: change.after },
      ...change.removes.map(({ path }) => ({ path, text: null })),
    ],
    message: commitMessageOf(change, context.run),
    flags,
    quarantined,
    value,
  };
  // The one place where the brand is given.
  return { guarded: guarded as unknown as GuardedChange };
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
  const checked = check(edited, { run, decisions: [], maxChanges: 1 }, [], []);
  if ('reason' in checked) return { problem: checked.detail };
  await refuseSecrets([checked.guarded]);
  return checked;
}

function findMalformation(change: Change): string | null {
  if (!PATH.test(change.playbook.path)) return `not a playbook's path: ${change.playbook.path}`;
  if (change.after === null) return null;
  if (Buffer.byteLength(change.after) > MAX_PLAYBOOK_BYTES) return 'larger than 8 kB';
  if (change.after.split('\n').length > MAX_LINES) return `longer than ${MAX_LINES} lines`;
  const parsed = parsePlaybook(change.after, change.playbook.path);
  return parsed.ok ? null : `not a valid playbook: ${parsed.problem}`;
}

/** A rejection holds unless sessions after it, of a higher origin than before, speak for the value; or a person revived it. */
function isLifted(rejection: Decision, change: Change, decisions: readonly Decision[]): boolean {
  const later = decisions.slice(decisions.indexOf(rejection) + 1);
  if (later.some((one) => one.verdict === 'revived' && isSameValue(one.value, rejection.value))) return true;
  const before = ORIGINS.find((origin) => origin === rejection.trust) ?? 'external';
  const newer = change.support.last > rejection.at.slice(0, 10) && change.support.sessions > rejection.sessions;
  return newer && originRank(change.trust) < originRank(before);
}

/** A playbook that says the same already, in memory or better ranked in this run. */
function findTwin(
  path: string,
  value: ValueKey,
  known: readonly KnownValue[],
  before: readonly GuardedChange[],
): string | null {
  const twin = known.find((one) => one.path !== path && isSameValue(one.value, value));
  return twin?.path ?? before.find((one) => isSameValue(one.value, value))?.change.playbook.path ?? null;
}

/** Personal data is replaced when sessions are screened; here, where a hit stops everything, only secrets count. */
async function refuseSecrets(changes: readonly GuardedChange[]): Promise<void> {
  const texts = changes.flatMap((one) => [one.message, ...one.files.map((file) => file.text ?? '')]);
  const found = await findSecrets(texts);
  const leak = found.flat().find((span) => span.kind === 'secret');
  if (leak === undefined) return;
  throw new LeakError(`A secret (${leak.id}) was found in what would have been written; nothing was written.`);
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
