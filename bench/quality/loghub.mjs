// Do lines of the same message get the same template? (loghub-2k-corrected; see the INDEX beside the data)
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/**
 * Group accuracy (Zhu et al., ICSE-SEIP 2019): the share of lines whose group holds exactly the lines that it holds in
 * the gold; and F1 over groups (Khan et al., ICSE 2022). Both are means over systems, with one setting for all.
 * @param {string} evalFolder folder that holds `loghub-2k-corrected/`
 * @param {string} dist folder of the compiled sources, as a URL with a slash at its end
 */
export async function scoreTemplates(evalFolder, dist) {
  const { clusterLines } = await import(new URL('text/templates.js', dist).href);
  const folder = join(evalFolder, 'loghub-2k-corrected');
  const systems = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl.gz'))
    .sort()
    .map((name) => {
      const rows = gunzipSync(readFileSync(join(folder, name)))
        .toString('utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const found = clusterLines(rows.map((row) => row.content));
      return {
        name: name.replace('.jsonl.gz', ''),
        ...compare(
          rows.map((row) => row.event),
          found,
        ),
      };
    });
  const mean = (key) => systems.reduce((sum, system) => sum + system[key], 0) / systems.length;
  const least = systems.toSorted((a, b) => a.accuracy - b.accuracy)[0];
  const detail = `${systems.length} systems, least ${least.name} ${least.accuracy.toFixed(3)}; masking and Drain`;
  return [
    { name: 'templates, group accuracy', value: mean('accuracy'), target: 0.82, detail: `${detail} .786` },
    { name: 'templates, F1 over groups', value: mean('f1'), target: 0.82, detail: `${detail} .799` },
  ];
}

/** Compares two groupings of the same lines. */
function compare(gold, found) {
  const right = new Set(groups(gold).map((lines) => lines.join()));
  const mine = groups(found);
  const same = mine.filter((lines) => right.has(lines.join()));
  const accuracy = same.reduce((sum, lines) => sum + lines.length, 0) / gold.length;
  return { accuracy, f1: (2 * same.length) / (mine.length + right.size) };
}

/** Numbers of lines, by group. */
function groups(labels) {
  const byLabel = new Map();
  labels.forEach((label, at) => byLabel.set(label, [...(byLabel.get(label) ?? []), at]));
  return [...byLabel.values()];
}
