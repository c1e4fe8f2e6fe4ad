// A change edited on a terminal: the editor has the terminal meanwhile, and what it saves goes through the guard.
import type { GuardedChange } from '../../model/change.ts';
import type { TrackedChange } from '../../model/run.ts';
import type { Asker } from '../ask-line.ts';
import { editText } from './edit-text.ts';
import { guardReplacement } from './guard-replacement.ts';
import type { Reviewing } from './reviewing.ts';

/**
 * Opens a text in the editor and guards what was saved.
 * @param onSaved told of the text before the guard looks at it, so that a refused one can be mended
 * @returns null when the text was left as it was
 * @throws DreamError for an editor that fails and a text that is refused
 */
export async function editChange(
  { store, surroundings }: Reviewing,
  asker: Asker,
  change: TrackedChange,
  texts: { readonly shown: string; readonly proposed: string },
  onSaved: (text: string) => void,
  whenInterrupted: string,
): Promise<GuardedChange | null> {
  asker.pause();
  // The interrupt is the editor's own key while it runs.
  surroundings.sayWhenInterrupted(null);
  try {
    const text = await editText(texts.shown, surroundings.environment);
    onSaved(text);
    return text === texts.proposed ? null : await guardReplacement(change, text, store);
  } finally {
    surroundings.sayWhenInterrupted(whenInterrupted);
    asker.resume();
  }
}
