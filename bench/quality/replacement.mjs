// Which of ten facts does a new one retire? (letta-core-memory-update; see the INDEX beside the data)
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/**
 * Share of rows in which the retired fact is ranked first.
 * @param evalFolder folder that holds `letta-core-memory-update/`
 * @param dist folder of the compiled sources
 */
export async function scoreReplacement(evalFolder, dist = new URL('../../dist/', import.meta.url).href) {
  const { findReplaced } = await import(new URL('text/replacement.js', dist).href);
  const file = join(evalFolder, 'letta-core-memory-update', 'core_memory_update.jsonl.gz');
  const rows = gunzipSync(readFileSync(file))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const hits = rows.filter((row) => {
    const found = findReplaced(row.facts, row.contradicting_fact);
    return found !== null && row.superseded_index.includes(found.index);
  });
  const value = hits.length / rows.length;
  return [{ name: 'replaced fact, top 1', value, target: 0.96, detail: `${hits.length} of ${rows.length}` }];
}
