// A reviewer's own text for a change goes through the same guard as a proposal.
import { DreamError } from '../../errors.ts';
import { guardEdit, LeakError } from '../../guards/guard-changes.ts';
import type { GuardedChange } from '../../model/change.ts';
import { parseChangeTrailers } from '../../model/commit-message.ts';
import { leastTrusted, readOrigin } from '../../model/origin.ts';
import { parsePlaybook } from '../../model/playbook.ts';
import type { TrackedChange } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';

/**
 * Checks a text that should be accepted in place of a proposed one.
 * @throws DreamError usage when the text cannot be that playbook, refused when it holds a secret
 */
export async function guardReplacement(change: TrackedChange, text: string, store: Store): Promise<GuardedChange> {
  if (/^(?:<{7}|\|{7}|>{7})(?: |$)/m.test(text)) {
    throw new DreamError('usage', 'The text still has conflict marks.', {
      hints: ['Keep what should stand there, and take out the lines of `<<<<<<<`, `|||||||`, `=======` and `>>>>>>>`.'],
    });
  }
  const content = await store.readChange(change);
  const { path, type, pattern, support, sessions, quotes, score, scoreParts, supersedes } = change;
  const proposed = content.after === null ? null : parsePlaybook(content.after, path);
  if (proposed === null) {
    throw new DreamError('usage', `The change ${change.id} removes the playbook; there is no text to replace.`);
  }
  if (!proposed.ok) {
    throw new DreamError('failed', `The proposed text of ${change.id} is not a playbook: ${proposed.problem}.`);
  }
  const original = {
    type,
    pattern,
    support,
    sessions,
    quotes,
    score,
    scoreParts,
    supersedes,
    replaces: null,
    removes: [],
    trust: leastTrusted([readOrigin(change.trust)]),
    playbook: proposed.value,
    before: content.before,
    after: content.after,
  };
  const engine = parseChangeTrailers(content.message)?.engine ?? 'unknown';
  try {
    const checked = await guardEdit(original, text, { id: change.run, engine });
    if ('guarded' in checked) return checked.guarded;
    throw new DreamError('usage', `The text cannot be accepted: ${checked.problem}.`, {
      hints: ['It must be the whole file: front matter with the same id, then the body.'],
    });
  } catch (error) {
    if (!(error instanceof LeakError)) throw error;
    throw new DreamError('refused', error.message, { hints: ['Take the secret out of your text.'], cause: error });
  }
}
