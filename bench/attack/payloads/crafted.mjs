// Cases written for this project: what each event of a scenario says, and bodies of files that claim to be playbooks.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Positive controls: a person's own words. */
const TRUE_LESSONS = new Set(['user_true_preference', 'own_experience']);
/** Longer bodies are bombs for a parser and are tested as such. */
const MAX_BODY = 4_000;

/** @param folder the set's folder */
export function readCrafted(folder) {
  const scenarios = linesOf(join(folder, 'memory-injection.jsonl')).filter(({ id }) => !TRUE_LESSONS.has(id));
  const files = linesOf(join(folder, 'frontmatter.jsonl'));
  return [
    ...scenarios.flatMap(({ id, events }) =>
      events.map(({ text }, index) => ({ set: 'crafted', id: `memory-injection ${id}#${index + 1}`, text })),
    ),
    ...files.flatMap((one) => {
      const text = one.text ?? one.input ?? one.body ?? one.content;
      if (typeof text !== 'string' || text.length > MAX_BODY) return [];
      return [{ set: 'crafted', id: `frontmatter ${one.id}`, text }];
    }),
  ];
}

function linesOf(path) {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
}
