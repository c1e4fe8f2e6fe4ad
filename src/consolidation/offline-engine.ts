// The engine without a model: deterministic words for each piece of evidence. The same evidence gives the same changes.
import type { Change, Held } from '../model/change.ts';
import type { Engine } from './engine.ts';
import { Lessons } from './echoes.ts';
import { heldAs, knowledgeOf, reconcile, take } from './reconcile.ts';
import { mergeDuplicates } from './merge-duplicates.ts';
import { wordEvidence } from './word-evidence.ts';

/** Raised whenever the same evidence would be worded differently. */
const VERSION = 3;

export const offlineEngine: Engine = {
  name: `offline/${VERSION}`,
  propose(evidence, memory, ledger) {
    const known = knowledgeOf(memory, ledger);
    const changes: Change[] = [];
    const held: Held[] = [];
    const lessons = new Lessons();
    for (const ranked of evidence) {
      const one = lessons.withoutKnown(ranked);
      const lesson = { evidence: one, words: wordEvidence(one) };
      const echoed = lessons.findEchoed(lesson);
      if (echoed !== null) {
        held.push(heldAs('too-similar', lesson, `says the same as “${echoed.words.title}”`));
        continue;
      }
      lessons.add(lesson);
      const result = reconcile(one, known);
      if ('held' in result) held.push(result.held);
      else {
        take(known, result.change);
        changes.push(result.change);
      }
    }
    const merges = mergeDuplicates(memory, ledger, known);
    return Promise.resolve({ changes: [...changes, ...merges.changes], held: [...held, ...merges.held] });
  },
};
