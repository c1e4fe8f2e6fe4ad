// What the subcommands for scripts decide: accept, reject, later, edit and revive, by id, or all that is open.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { DreamError, messageOf } from '../../errors.ts';
import { MAX_PLAYBOOK_BYTES } from '../../model/playbook.ts';
import type { TrackedChange } from '../../model/run.ts';
import type { Ruling } from '../../store/store.ts';
import { describeImpact } from '../../terminal/describe-change.ts';
import { escapeLine } from '../../terminal/escape.ts';
import { countOf } from '../../terminal/tree.ts';
import type { ChangeFilter } from '../filter-changes.ts';
import { isFiltered, openFilter } from '../filter-changes.ts';
import { findChange, isWaiting, selectWaiting } from '../select-changes.ts';
import type { Rulings } from './apply-rulings.ts';
import { guardReplacement } from './guard-replacement.ts';
import type { Reviewing } from './reviewing.ts';

/** What the command line asks. */
export type DecisiveRequest =
  | { readonly action: 'accept'; readonly ids: readonly string[]; readonly all: boolean; readonly trust: boolean }
  | { readonly action: 'reject'; readonly ids: readonly string[]; readonly reason: string }
  | { readonly action: 'later'; readonly ids: readonly string[] }
  | { readonly action: 'edit'; readonly id: string; readonly file: string; readonly trust: boolean }
  | { readonly action: 'revive'; readonly id: string };

/** @throws DreamError usage for what cannot be meant, refused for what is quarantined and not trusted */
export async function ruleChanges(
  request: DecisiveRequest,
  filter: ChangeFilter,
  reviewing: Reviewing,
): Promise<Rulings> {
  const bulk = request.action === 'accept' && request.all;
  if (isFiltered(filter) && !bulk) {
    throw new DreamError('usage', '--run, --project, --kind and --owner go with `accept --all`, not with ids.');
  }
  if (request.action === 'revive') {
    const change = findChange(reviewing.ledger, request.id, ({ state }) => state === 'rejected', reviewing.memoryFlag);
    return untrusted([rulingOf(change, 'revived')]);
  }
  if (request.action === 'edit') return ruleEdit(request, reviewing);
  if (request.action === 'accept' && request.all) return ruleAll(request, filter, reviewing);
  const changes = findNamed(request.ids, request.action, reviewing);
  if (request.action === 'accept') {
    refuseUntrusted(changes, request.trust, reviewing.memoryFlag);
    const trusted = new Set(request.trust ? changes.map(({ commit }) => commit) : []);
    return { rulings: changes.map((change) => rulingOf(change, 'accepted')), trusted };
  }
  if (request.action === 'later') return untrusted(changes.map((change) => rulingOf(change, 'later')));
  const reason = request.reason.trim();
  if (reason === '') throw new DreamError('usage', 'A rejection needs a reason: --reason "<why>".');
  return untrusted(changes.map((change) => ({ ...rulingOf(change, 'rejected'), reason })));
}

function rulingOf(change: TrackedChange, verdict: Ruling['verdict']): Ruling {
  return { change, verdict, reason: '', edited: null };
}

function untrusted(rulings: readonly Ruling[]): Rulings {
  return { rulings, trusted: new Set() };
}

/** Quarantined changes and those of high stakes are never taken in bulk; what a person set aside is taken only by name. */
function ruleAll(
  { ids, trust }: Extract<DecisiveRequest, { action: 'accept' }>,
  filter: ChangeFilter,
  { ledger, ownership, surroundings }: Reviewing,
): Rulings {
  if (ids.length > 0) throw new DreamError('usage', 'Give ids or --all, not both.');
  if (trust) {
    throw new DreamError('usage', '--trust goes with ids: what is quarantined is never accepted in bulk.');
  }
  const waiting = selectWaiting(ledger).filter(openFilter(filter, ledger, ownership));
  const apart = waiting.filter(({ quarantined }) => quarantined);
  const careful = waiting.filter((change) => !change.quarantined && isHighStakes(change));
  const aside = waiting.filter((change) => change.state === 'later' && !apart.includes(change));
  const left = new Set([...apart, ...careful, ...aside]);
  const { output, globals } = surroundings;
  if (left.size > 0 && !globals.quiet) {
    const names = [
      ...(aside.length > 0 ? ['set aside'] : []),
      ...(apart.length > 0 ? ['quarantined'] : []),
      ...(careful.length > 0 ? ['of high stakes'] : []),
    ].join(' or ');
    output.error(
      `Note: --all leaves out ${countOf(left.size, 'change')} ${names}; ${left.size === 1 ? 'it is' : 'those are'} accepted by id only.\n`,
    );
  }
  return untrusted(waiting.filter((change) => !left.has(change)).map((change) => rulingOf(change, 'accepted')));
}

async function ruleEdit(
  { id, file, trust }: Extract<DecisiveRequest, { action: 'edit' }>,
  { store, ledger, memoryFlag, surroundings }: Reviewing,
): Promise<Rulings> {
  const change = findChange(ledger, id, isWaiting, memoryFlag);
  refuseUntrusted([change], trust, memoryFlag);
  const text = await readReplacement(resolve(surroundings.cwd, file));
  const { current } = await store.mergeChange(change);
  const edited = await guardReplacement(change, text, store);
  if (edited.quarantined && !trust) {
    throw new DreamError('refused', 'Your text is of high impact. Nothing was decided.', {
      hints: [...edited.impacts.map(describeImpact), 'Look at it again, then add --trust if it is what you want.'],
    });
  }
  return {
    rulings: [{ change, verdict: 'edited', reason: '', edited, over: current }],
    trusted: new Set(trust ? [change.commit] : []),
  };
}

function findNamed(
  ids: readonly string[],
  action: 'accept' | 'reject' | 'later',
  { ledger, memoryFlag }: Reviewing,
): readonly TrackedChange[] {
  const changes = ids.map((id) => findChange(ledger, id, isWaiting, memoryFlag));
  if (changes.length === 0) {
    throw new DreamError('usage', 'No change was named.', {
      hints: [
        action === 'accept' ? 'Give ids, or --all for every open change.' : 'Give ids.',
        `\`dream review list${memoryFlag}\` shows them.`,
      ],
    });
  }
  // The same id twice, or two beginnings of one, is one decision.
  return [...new Map(changes.map((change) => [change.commit, change])).values()];
}

/** Whether dream.yaml wants a person to decide on it by its id. */
export function isHighStakes(change: TrackedChange): boolean {
  return change.flags.includes('high-stakes');
}

function refuseUntrusted(changes: readonly TrackedChange[], trust: boolean, memoryFlag: string): void {
  const apart = changes.filter((change) => change.quarantined);
  if (apart.length === 0 || trust) return;
  const ids = apart.map((change) => change.id).join(', ');
  throw new DreamError('refused', `Quarantined: ${ids}. Nothing was decided.`, {
    hints: [
      ...apart.map((change) => `${change.id}: ${whyApart(change)}.`),
      `Look at it with \`dream review show ${apart[0]?.id ?? ''}${memoryFlag}\`, then name it again with --trust if it is what you want.`,
    ],
  });
}

/** Why a change stands apart, in few words. */
function whyApart({ trust, impacts = [] }: TrackedChange): string {
  const [first] = impacts;
  const reasons = [
    ...(trust === 'external' ? ['it rests on text from outside'] : []),
    ...(first === undefined ? [] : [describeImpact(first)]),
  ];
  return reasons.length === 0 ? 'it could do harm' : reasons.join('; ');
}

async function readReplacement(file: string): Promise<string> {
  try {
    const bytes = await readFile(file);
    if (bytes.byteLength > MAX_PLAYBOOK_BYTES) throw new Error('it is larger than 8 kB');
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new DreamError('usage', `${escapeLine(file)} cannot be used: ${escapeLine(messageOf(error))}.`, {
      cause: error,
    });
  }
}
