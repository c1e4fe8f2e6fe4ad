// `dream review` and its subcommands for scripts: list, accept, reject, later, edit, revive.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { readConfig } from '../../config/read-config.ts';
import { DreamError, messageOf } from '../../errors.ts';
import { MAX_PLAYBOOK_BYTES } from '../../model/playbook.ts';
import type { Ledger, TrackedChange } from '../../model/run.ts';
import type { Ruling, Store } from '../../store/store.ts';
import { escapeLine } from '../../terminal/escape.ts';
import { countOf } from '../../terminal/tree.ts';
import { nameMemory } from '../name-memory.ts';
import { openMemory, tellFindings } from '../open-memory.ts';
import { findChange, isWaiting, selectWaiting } from '../select-changes.ts';
import type { Surroundings } from '../surroundings.ts';
import { applyRulings } from './apply-rulings.ts';
import { guardReplacement } from './guard-replacement.ts';
import type { ListOptions } from './list-changes.ts';
import { listChanges } from './list-changes.ts';
import { walkChanges } from './walk-changes.ts';

/** What the command line asks of `dream review`. */
export type ReviewRequest =
  | { readonly action: 'walk' }
  | { readonly action: 'list'; readonly options: ListOptions }
  | { readonly action: 'accept'; readonly ids: readonly string[]; readonly all: boolean; readonly trust: boolean }
  | { readonly action: 'reject'; readonly ids: readonly string[]; readonly reason: string }
  | { readonly action: 'later'; readonly ids: readonly string[] }
  | { readonly action: 'edit'; readonly id: string; readonly file: string; readonly trust: boolean }
  | { readonly action: 'revive'; readonly id: string };

/**
 * Runs `dream review`.
 * @returns the exit code
 * @throws DreamError as product.md's exit codes say
 */
export async function reviewCommand(request: ReviewRequest, surroundings: Surroundings): Promise<number> {
  const { interactive, globals } = surroundings;
  if (request.action === 'walk' && (!interactive || globals.json)) {
    throw new DreamError('usage', 'Walking through the changes needs a terminal.', {
      hints: [
        'Without one: `dream review list`, then `dream review accept <change…>`, `reject <change…> --reason "<why>"` or `later <change…>`.',
      ],
    });
  }
  const config = await readConfig(globals, surroundings.environment, surroundings.cwd);
  const store = await openMemory(config, surroundings, false);
  tellFindings(store.findings, surroundings);
  // What people did with plain git is recorded first, so that nothing is shown that was decided already.
  if (request.action !== 'list') tellFindings(await store.recover(), surroundings);
  const ledger = await store.readLedger();
  const memoryFlag = nameMemory(config, surroundings.cwd);
  if (request.action === 'walk') return walkChanges(store, ledger, surroundings, memoryFlag);
  if (request.action === 'list') return listChanges(store, ledger, request.options, surroundings, memoryFlag);
  return applyRulings(store, await rule(request, store, ledger, surroundings), surroundings);
}

type Decisive = Exclude<ReviewRequest, { action: 'walk' | 'list' }>;

async function rule(
  request: Decisive,
  store: Store,
  ledger: Ledger,
  surroundings: Surroundings,
): Promise<readonly Ruling[]> {
  if (request.action === 'revive') {
    const change = findChange(ledger, request.id, (one) => one.state === 'rejected');
    return [{ change, verdict: 'revived', reason: '', edited: null }];
  }
  if (request.action === 'edit') {
    const change = findChange(ledger, request.id, isWaiting);
    refuseUntrusted([change], request.trust);
    const text = await readReplacement(resolve(surroundings.cwd, request.file));
    const edited = await guardReplacement(change, text, store);
    return [{ change, verdict: 'edited', reason: '', edited }];
  }
  if (request.action === 'accept' && request.all) {
    if (request.ids.length > 0) throw new DreamError('usage', 'Give ids or --all, not both.');
    // Quarantined changes are never taken in bulk, and what a person set aside is taken only by name.
    const waiting = selectWaiting(ledger);
    const open = waiting.filter((change) => change.state === 'open' && !change.quarantined);
    tellLeftOut(waiting.length - open.length, surroundings);
    return open.map((change) => ({ change, verdict: 'accepted', reason: '', edited: null }));
  }
  const changes = distinct(request.ids.map((id) => findChange(ledger, id, isWaiting)));
  if (changes.length === 0) {
    throw new DreamError('usage', 'No change was named.', {
      hints: [
        request.action === 'accept' ? 'Give ids, or --all for every open change.' : 'Give ids.',
        '`dream review list` shows them.',
      ],
    });
  }
  if (request.action === 'accept') {
    refuseUntrusted(changes, request.trust);
    return changes.map((change) => ({ change, verdict: 'accepted', reason: '', edited: null }));
  }
  if (request.action === 'later')
    return changes.map((change) => ({ change, verdict: 'later', reason: '', edited: null }));
  if (request.reason.trim() === '') throw new DreamError('usage', 'A rejection needs a reason: --reason "<why>".');
  return changes.map((change) => ({ change, verdict: 'rejected', reason: request.reason.trim(), edited: null }));
}

function tellLeftOut(count: number, { output, globals }: Surroundings): void {
  if (count === 0 || globals.quiet) return;
  output.error(
    `Note: --all leaves out ${countOf(count, 'change')} set aside or quarantined; those are accepted by id only.\n`,
  );
}

function refuseUntrusted(changes: readonly TrackedChange[], trust: boolean): void {
  const apart = changes.filter((change) => change.quarantined);
  if (apart.length === 0 || trust) return;
  const ids = apart.map((change) => change.id).join(', ');
  throw new DreamError('refused', `Quarantined: ${ids}. Nothing was decided.`, {
    hints: ['Look at it in `dream review`, then name it again with --trust if it is what you want.'],
  });
}

function distinct(changes: readonly TrackedChange[]): readonly TrackedChange[] {
  return [...new Map(changes.map((change) => [change.commit, change])).values()];
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
