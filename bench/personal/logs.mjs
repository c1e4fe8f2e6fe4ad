// What is found in real logs, by kind: different values, and in how many files.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Sets about other questions, and one that nobody opens. */
const LEFT_OUT = new Set(['security', 'gold', 'kept-apart.bin']);

/**
 * Head and lines of the table.
 * @param samples a kind whose values are printed to the terminal, with what stands around them; never written to a file
 */
export async function findInLogs(corpora, findSecrets, samples) {
  const kinds = new Map();
  let bytes = 0;
  for (const file of filesIn(corpora)) {
    const text = readText(file);
    bytes += text.length;
    const [spans] = await findSecrets([text]);
    for (const span of spans.filter((one) => one.kind === 'personal')) {
      const known = kinds.get(span.id) ?? { values: new Map(), files: new Set(), times: 0 };
      kinds.set(span.id, known);
      const value = text.slice(span.start, span.end);
      known.times += 1;
      known.files.add(file);
      if (!known.values.has(value)) {
        known.values.set(value, text.slice(Math.max(0, span.start - 40), span.end + 25));
      }
    }
  }
  if (samples !== undefined) {
    for (const around of kinds.get(samples)?.values.values() ?? []) console.error(JSON.stringify(around));
  }
  const lines = ['email', 'phone', 'card', 'iban', 'ip', 'user'].map((kind) => {
    const known = kinds.get(kind);
    return [kind, known?.values.size ?? 0, known?.times ?? 0, known?.files.size ?? 0];
  });
  return [[`kind (in ${Math.round(bytes / 1e6)} MB)`, 'values', 'times', 'files'], lines];
}

function filesIn(corpora) {
  return readdirSync(corpora, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !LEFT_OUT.has(entry.name))
    .flatMap((entry) => readdirSync(join(corpora, entry.name), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.db') && entry.name !== 'INDEX.md')
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function readText(file) {
  const bytes = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}
