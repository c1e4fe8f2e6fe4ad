// The lessons that a run proposes on real logs, against those of a careful reader: asks the scoring tool beside the corpora.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const MEASURES = [
  ['recall', 'recall', null],
  ['recallExplicit', 'recall of explicit lessons', 0.6],
  ['precision10', 'precision at 10', 0.8],
  ['precision20', 'precision at 20', 0.8],
];

/**
 * @param {string} shared folder that holds `tools/score.mjs` and `corpora/`
 * @param {string} program the `dream` to run
 */
export async function scoreLessons(shared, program) {
  const tool = join(shared, 'tools', 'score.mjs');
  if (!existsSync(tool)) throw new Error(`there is no ${tool}`);
  const collections = JSON.parse(await outputOf([tool, '--json', '--dream', program]));
  return collections.flatMap((one) => {
    if (one.failed !== undefined)
      return [{ name: `${one.name}: run`, value: Number.NaN, target: null, detail: `ended with ${one.failed}` }];
    const rows = MEASURES.map(([key, words, target]) => ({
      name: `${one.name}: ${words}`,
      value: one[key] ?? Number.NaN,
      target,
      detail: key === 'recall' ? `${one.proposed} proposed in ${one.seconds.toFixed(1)} s` : '',
    }));
    const chance = {
      name: `${one.name}: matches by chance`,
      value: one.chance ?? Number.NaN,
      target: null,
      detail: 'less is better',
    };
    return [...rows, chance];
  });
}

function outputOf(args) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(chunks).toString('utf8'));
      else reject(new Error(`the scoring tool ended with ${code}`));
    });
  });
}
