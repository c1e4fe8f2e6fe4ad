// Do lines of the same message get the same template, and errors of one cause, too? (loghub-2k-corrected and thefuck;
// see the INDEX beside the data)
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

/**
 * F1 over pairs of error outputs: two of one rule of thefuck belong together. The telling line of each output is what is
 * grouped, whatever the program.
 * @param {string} evalFolder folder that holds `thefuck/pairs.jsonl`
 * @param {string} dist folder of the compiled sources, as a URL with a slash at its end
 */
export async function scoreCauses(evalFolder, dist) {
  const [{ clusterLines }, { findFailureText }] = await Promise.all([
    import(new URL('text/templates.js', dist).href),
    import(new URL('mining/failure-text.js', dist).href),
  ]);
  const rows = readFileSync(join(evalFolder, 'thefuck', 'pairs.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter((row) => row.output_present);
  const found = clusterLines(rows.map((row) => findFailureText(row.output)?.line ?? row.output.trim().split('\n')[0]));
  let [together, same, both] = [0, 0, 0];
  for (let a = 0; a < rows.length; a += 1) {
    for (let b = a + 1; b < rows.length; b += 1) {
      const [isTogether, isSame] = [found[a] === found[b], rows[a].rule === rows[b].rule];
      together += isTogether ? 1 : 0;
      same += isSame ? 1 : 0;
      both += isTogether && isSame ? 1 : 0;
    }
  }
  const [precision, recall] = [both / together, both / same];
  const detail = `precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}; masked outputs .56`;
  return [
    {
      name: 'templates of errors, one per cause, F1',
      value: (2 * precision * recall) / (precision + recall),
      target: 0.6,
      detail,
    },
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
