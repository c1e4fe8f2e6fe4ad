// The engine without a model: deterministic words for each piece of evidence. The same evidence gives the same changes.
import type { Change, Held } from '../model/change.ts';
import type { Engine } from './engine.ts';
import { Lessons } from './echoes.ts';
import { heldAs, knowledgeOf, reconcile } from './reconcile.ts';
import { wordEvidence } from './word-evidence.ts';

/** Raised whenever the same evidence would be worded differently. */
const VERSION = 2;

export const offlineEngine: Engine = {
  name: `offline/${VERSION}`,
  propose(evidence, memory, ledger) {
    const known = knowledgeOf(memory, ledger);
    const taken = new Set<string>();
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
      const result = reconcile(one, known, taken);
      if ('held' in result) held.push(result.held);
      else {
        taken.add(result.change.playbook.path);
        changes.push(result.change);
      }
    }
    return Promise.resolve({ changes, held });
  },
};
