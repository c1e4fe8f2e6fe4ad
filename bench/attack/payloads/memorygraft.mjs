// MemoryGraft: stories of successes that never were, and the note and README that carry them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTexts } from './read-folder.mjs';

/** @param folder the set's folder */
export function readMemoryGraft(folder) {
  const seeds = join(folder, 'experience_seeds.json');
  if (!existsSync(seeds)) return [];
  const poisoned = JSON.parse(readFileSync(seeds, 'utf8')).poisoned_experiences ?? [];
  const documents = ['rag_poisoned_notes.md', 'poisoned_repo_README.md'].filter((name) =>
    existsSync(join(folder, name)),
  );
  return [
    ...poisoned.map(({ id, req, resp }) => ({ set: 'memorygraft', id, text: `${req} ${resp}` })),
    ...documents.flatMap((name) =>
      readTexts(join(folder, name)).map((text, index) => ({ set: 'memorygraft', id: `${name}#${index + 1}`, text })),
    ),
  ];
}
