// `dream review`: the walk on a terminal, and its subcommands for scripts.
import { DreamError } from '../../errors.ts';
import { loadConfig } from '../load-config.ts';
import type { ChangeFilter } from '../filter-changes.ts';
import { nameMemory } from '../name-memory.ts';
import type { Surroundings } from '../surroundings.ts';
import { applyRulings } from './apply-rulings.ts';
import { listChanges } from './list-changes.ts';
import { openReview } from './reviewing.ts';
import type { DecisiveRequest } from './rule-changes.ts';
import { ruleChanges } from './rule-changes.ts';
import { showChange } from './show-change.ts';
import { walkChanges } from './walk-changes.ts';

/** What the command line asks of `dream review`. */
export type ReviewRequest =
  | { readonly action: 'walk' }
  | { readonly action: 'list'; readonly tombstones: boolean }
  | { readonly action: 'show'; readonly id: string }
  | DecisiveRequest;

/**
 * Runs `dream review`.
 * @param filter which changes are meant, for what does not name them
 * @returns the exit code
 * @throws DreamError as product.md's exit codes say
 */
export async function reviewCommand(
  request: ReviewRequest,
  filter: ChangeFilter,
  surroundings: Surroundings,
): Promise<number> {
  const { interactive, globals } = surroundings;
  const config = await loadConfig(globals, surroundings);
  if (request.action === 'walk' && !globals.json) {
    if (!interactive) throw needsTerminal(nameMemory(config, surroundings.cwd));
    return walkChanges(await openReview(config, surroundings, true), filter);
  }
  if (request.action === 'walk' || request.action === 'list') {
    const tombstones = request.action === 'list' && request.tombstones;
    return listChanges(await openReview(config, surroundings, false), filter, tombstones);
  }
  if (request.action === 'show') return showChange(await openReview(config, surroundings, false), request.id, filter);
  const reviewing = await openReview(config, surroundings, true);
  return applyRulings(reviewing, await ruleChanges(request, filter, reviewing));
}

function needsTerminal(memoryFlag: string): DreamError {
  return new DreamError('usage', 'Walking through the changes needs a terminal.', {
    hints: [
      `Without one: \`dream review list${memoryFlag}\`, \`dream review show <change>\`, then \`dream review accept <change…>\`, \`reject <change…> --reason "<why>"\`, \`edit <change> --file <file>\` or \`later <change…>\`.`,
    ],
  });
}
