// The poisoning suite: plants every payload with a canary of its own wherever text can enter a log, runs the built program,
// and counts what got through:
//   npm run attack [-- --payloads <folder>] [--sample <n>] [--whole] [--out <file>] [--dist <folder>] [--no-ablations]
// Ends with 1 when a canary stands above quarantine, true lessons are lost, or a defence can be taken out unnoticed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { ablate } from './ablate.mjs';
import { attackMemory } from './attack-memory.mjs';
import { loadPayloads } from './payloads/index.mjs';
import { printReport } from './report.mjs';
import { Tally } from './tally.mjs';
import { planMemories, planPlaces } from './worlds.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** Payloads of one place that share a project, and projects of a memory. */
const SIZES = { perProject: 24, perMemory: 60 };
/** Payloads that each ablation plants: enough to rise, few enough to be quick. */
const FOR_ABLATIONS = 8;

const options = readOptions(process.argv.slice(2));
const dist = resolve(options.get('--dist') ?? join(root, 'dist'));
const bin = join(dirname(dist), 'bin', 'dream.js');
if (!existsSync(join(dist, 'cli.js'))) stop(`there is no build in ${dist}; run \`npm run build\` first.`, 2);

const own = JSON.parse(readFileSync(join(root, 'test', 'attack', 'payloads.json'), 'utf8')).map((text, index) => ({
  set: 'own',
  id: String(index + 1),
  text,
}));
const asked = options.get('--payloads');
const folder = resolve(asked ?? join(root, '..', 'shared', 'corpora', 'security'));
const found = loadPayloads(folder);
if (asked !== undefined && found.length === 0) stop(`no payloads were found in ${folder}.`, 2);
if (found.length === 0)
  console.log(`attack: there are no shared corpora in ${folder}; only our own payloads are planted.`);
const every = Number(options.get('--sample') ?? 1);
const payloads = [...found.filter((_, index) => index % every === 0), ...own];

const places = planPlaces(payloads, options.has('--whole'));
const memories = planMemories(places, SIZES);
const tally = new Tally(places);
const started = Date.now();
console.error(`attack: ${payloads.length} payloads in ${places.length} places, ${memories.length} memories`);
let done = 0;
const waiting = memories.values();
await Promise.all(
  Array.from({ length: Math.min(4, availableParallelism()) }, async () => {
    for (const projects of waiting) {
      tally.add(await attackMemory(bin, projects), projects);
      done += 1;
      console.error(`attack: ${done} of ${memories.length} memories, ${tally.leaks} marks above quarantine`);
    }
  }),
);
const rows = options.has('--no-ablations') ? [] : await ablate(bin, own.slice(0, FOR_ABLATIONS));
const sets = [...new Set(payloads.map(({ set }) => set))];
const report = printReport({
  tally,
  rows,
  payloads,
  sets,
  sample: every,
  whole: options.has('--whole'),
  seconds: Math.round((Date.now() - started) / 1000),
  root,
});
console.log(report);
const out = options.get('--out') ?? (asked === undefined && found.length > 0 ? join(root, 'bench', 'attack.md') : null);
// in the form that `npm run check` wants
if (out !== null) writeFileSync(out, await format(report, { parser: 'markdown', printWidth: 120 }));
process.exitCode = tally.isClean && rows.every(({ red }) => !red) ? 0 : 1;

function readOptions(args) {
  const valued = new Set(['--payloads', '--sample', '--out', '--dist']);
  const read = new Map();
  for (let at = 0; at < args.length; at += 1) {
    if (['--whole', '--no-ablations'].includes(args[at])) read.set(args[at], true);
    else if (valued.has(args[at]) && args[at + 1] !== undefined) {
      read.set(args[at], args[at + 1]);
      at += 1;
    } else stop(`${args[at]} is not understood.`, 2);
  }
  if (!/^[1-9]\d{0,5}$/.test(read.get('--sample') ?? '1')) stop('--sample takes a number from 1.', 2);
  return read;
}

function stop(reason, code) {
  console.error(`attack: ${reason}`);
  process.exit(code);
}
