// Everything about quality that can be measured, in one table:
//   node bench/quality/run.mjs [--dist dist] [--shared ../shared]
// Needs a build and the shared corpora. Ends with 0 whatever the figures: a low score is a fact, not a failure.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const options = readOptions(process.argv.slice(2));
const dist = resolve(options.get('--dist') ?? join(root, 'dist'));
const shared = resolve(options.get('--shared') ?? join(root, '..', 'shared'));

if (!existsSync(join(dist, 'cli.js'))) stop(`there is no build in ${dist}; run \`npm run build\` first.`);
if (!existsSync(shared)) stop(`there are no corpora in ${shared}; say where they are with \`--shared <folder>\`.`);

const url = `${pathToFileURL(dist).href}/`;
const evalFolder = join(shared, 'corpora', 'eval');
/** `bin/dream.js` runs the build beside it. */
const program = join(dirname(dist), 'bin', 'dream.js');

/** The parts, each a module of its own, so that one that is missing or fails leaves the others. */
const PARTS = [
  { name: 'lessons', load: () => import('./lessons.mjs'), ask: (part) => part.scoreLessons(shared, program) },
  { name: 'fixes', load: () => import('./fixes.mjs'), ask: (part) => part.scoreFixes(evalFolder, url) },
  { name: 'decisions', load: () => import('./decisions.mjs'), ask: (part) => part.scoreDecisions(evalFolder, url) },
  {
    name: 'replacement',
    load: () => import('./replacement.mjs'),
    ask: (part) => part.scoreReplacement(evalFolder, url),
  },
  { name: 'templates', load: () => import('./templates.mjs'), ask: (part) => part.scoreTemplates(evalFolder, url) },
  { name: 'causes', load: () => import('./templates.mjs'), ask: (part) => part.scoreCauses(evalFolder, url) },
  { name: 'outcomes', load: () => import('./outcomes.mjs'), ask: (part) => part.scoreOutcomes(evalFolder, url) },
];

const rows = [];
const missing = [];
for (const { name, load, ask } of PARTS) {
  try {
    rows.push(...(await ask(await load())).flatMap(toRows));
  } catch (error) {
    missing.push(`${name}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  }
}

printTable(rows);
for (const one of missing) console.log(`Not measured: ${one}`);

/** One row per figure; the pairing of fixes gives three figures at once. */
function toRows({ name, value, target = null, detail = '', precision, recall, f1 }) {
  if (value !== undefined) return [{ name, value, target, detail }];
  return [{ name, value: f1, target, detail: `F1; precision ${figure(precision)}, recall ${figure(recall)}` }];
}

function printTable(table) {
  const cells = [
    ['name', 'value', 'target', 'detail'],
    ...table.map(({ name, value, target, detail }) => [
      name,
      figure(value),
      target === null ? '' : figure(target),
      detail,
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column].length)));
  for (const [name, value, target, detail] of cells) {
    const line = [name.padEnd(widths[0]), value.padStart(widths[1]), target.padStart(widths[2]), detail].join('  ');
    console.log(line.trimEnd());
  }
}

function figure(value) {
  if (typeof value !== 'number' || Number.isNaN(value)) return 'n/a';
  return Number.isInteger(value) && value > 1 ? String(value) : value.toFixed(3);
}

function readOptions(args) {
  const read = new Map();
  for (let at = 0; at < args.length; at += 2) {
    if (!['--dist', '--shared'].includes(args[at]) || args[at + 1] === undefined) {
      stop('only `--dist <folder>` and `--shared <folder>` are understood.', 2);
    }
    read.set(args[at], args[at + 1]);
  }
  return read;
}

/** Says what is missing and ends: with 0 where nothing was measured, with 2 where the question was not understood. */
function stop(reason, code = 0) {
  console.log(`bench: ${reason}`);
  process.exit(code);
}
