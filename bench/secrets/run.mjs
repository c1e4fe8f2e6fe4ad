// How well secrets are found, in one table, and in bench/secrets.md:
//   node bench/secrets/run.mjs [--dist dist] [--shared ../shared] [--out bench/secrets.md] [--misses folder]
// Needs a build and the shared corpora. Ends with 0 whatever the figures: a low score is a fact, not a failure.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { countInLogs } from './real-logs.mjs';
import { readRuleExamples, readSets } from './sets.mjs';
import { TRANSFORMS } from './transforms.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const { values: options } = parseArgs({
  options: {
    dist: { type: 'string', default: join(root, 'dist') },
    shared: { type: 'string', default: join(root, '..', 'shared') },
    out: { type: 'string', default: join(root, 'bench', 'secrets.md') },
    misses: { type: 'string' },
  },
});
const corpora = resolve(options.shared, 'corpora/security/secrets');
if (!existsSync(join(options.dist, 'cli.js')))
  stop(`there is no build in ${options.dist}; run \`npm run build\` first.`);
if (!existsSync(corpora)) stop(`there are no sets in ${corpora}; say where with \`--shared <folder>\`.`);

const { findSecrets } = await import(pathToFileURL(resolve(options.dist, 'secrets/index.js')).href);
const folder = mkdtempSync(join(tmpdir(), 'dream-secrets-'));
try {
  const sets = readSets(corpora, folder);
  const examples = readRuleExamples(join(corpora, 'gitleaks.toml'));
  const lines = [
    '# How well secrets are found',
    '',
    `Measured on ${new Date().toISOString().slice(0, 10)} at commit ${commitOf()} with \`npm run bench:secrets\`, on public sets that lie beside the`,
    'project (fixtures of scanners; nothing in them is a living key) and on examples made from the rules of gitleaks.',
    'The sets were looked at while the rules were written, so a new set will score lower.',
    '',
    ...(await tableOfSets(sets)),
    ...(await tableOfRules(examples)),
    ...(await tableOfTransforms(examples)),
    ...(await countInLogs(resolve(options.shared, 'corpora'), resolve(options.dist), options.misses)),
  ];
  const report = `${lines.join('\n').trimEnd()}\n`;
  process.stdout.write(report);
  writeFileSync(options.out, report);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Files, and places where a set says them, in which something is found. */
async function tableOfSets(sets) {
  const rows = [
    '## Sets',
    '',
    'Of real ones all should be found, of placeholders none. Known before: of fake-leaks, real, secretlint alone finds 18, the rules of',
    'gitleaks 77, both 78; of the placeholders 18 and 55; of leaky-repo 4, 18 and 19.',
    '',
    '| set | files found | places found |',
    '| --- | ---: | ---: |',
  ];
  for (const set of sets) {
    const spans = (await findSecrets(set.items.map((item) => item.text))).map((one) =>
      one.filter((span) => span.kind === 'secret'),
    );
    const isFound = (index) => spans[index].length > 0;
    const places = set.items.flatMap((item, index) =>
      (item.spans ?? []).map(([start, end]) => spans[index].some((span) => span.start < end && span.end > start)),
    );
    keep(
      set.name,
      set.items
        .map((item, index) => ({ item, index }))
        .filter(({ index }) => isFound(index) !== set.real)
        .map(
          ({ item, index }) =>
            `${item.name}\n${set.real ? item.text.slice(0, 600) : spans[index].map((span) => `${span.id}: ${item.text.slice(Math.max(0, span.start - 50), span.end + 10)}`).join('\n')}`,
        ),
    );
    const found = spans.filter((_, index) => isFound(index)).length;
    const said = places.length === 0 ? '' : `${places.filter(Boolean).length} of ${places.length}`;
    rows.push(`| ${set.name} | ${found} of ${set.items.length} | ${said} |`);
  }
  return [...rows, ''];
}

/** Per kind: an example is found when every letter of the secret is covered. */
async function tableOfRules(examples) {
  const covered = await coveredOf(examples.map(({ text, secret }) => ({ text, secret })));
  const byRule = new Map();
  for (const [index, { id }] of examples.entries()) byRule.set(id, [...(byRule.get(id) ?? []), covered[index]]);
  const whole = [...byRule].filter(([, found]) => found.every((one) => one === 'whole')).length;
  const weak = [...byRule].filter(([, found]) => found.some((one) => one !== 'whole'));
  keep(
    'gitleaks rules',
    examples.filter((_, index) => covered[index] !== 'whole').map((one, index) => `${one.id} ${index}: ${one.text}`),
  );
  return [
    '## Kinds',
    '',
    `Of the ${byRule.size} kinds that gitleaks names, ${whole} are covered in every example (${examples.length} in several frames: in a sentence, as an`,
    'exported variable, in JSON); covered means that no letter of the secret is left. Not always covered (covered of all):',
    '',
    weak.map(([id, found]) => `${id} ${found.filter((one) => one === 'whole').length}/${found.length}`).join(', ') ||
      'none',
    '',
  ];
}

/** The share of examples that are still found under each transform. */
async function tableOfTransforms(examples) {
  const plain = examples.filter(({ secret }) => secret.length >= 12 && !/[\s"'\\]/.test(secret));
  const before = await coveredOf(plain);
  const usable = plain.filter((_, index) => before[index] === 'whole');
  const rows = [
    '## Transforms',
    '',
    `The ${usable.length} examples that are found as they are, dressed up. “Not promised” ones are measured only.`,
    '',
    '| transform | found | promised |',
    '| --- | ---: | --- |',
  ];
  for (const { name, claimed, whole = false, change } of TRANSFORMS) {
    const cases = usable.map(({ text, secret }) => {
      if (!whole) return { text: text.replace(secret, () => change(secret)), secret: change(secret) };
      // the text as a whole is dressed up: what must be covered is the part that holds the secret
      return { text: `got ${change(text)} here`, secret: null, plain: secret };
    });
    const covered = await coveredOf(cases);
    const isFound = (index) => (whole ? covered[index] !== 'none' : covered[index] === 'whole');
    keep(
      `transform ${name}`,
      cases
        .filter((_, index) => !isFound(index))
        .slice(0, 40)
        .map((one) => one.text.slice(0, 400)),
    );
    const found = covered.filter((_, index) => isFound(index)).length;
    rows.push(`| ${name} | ${found} of ${cases.length} | ${claimed ? 'yes' : 'no'} |`);
  }
  return [...rows, ''];
}

/** For each case: `whole` when no letter of the secret is left, `part` when some are, `none`. */
async function coveredOf(cases) {
  const spans = await findSecrets(cases.map(({ text }) => text));
  return cases.map(({ text, secret }, index) => {
    const secrets = spans[index].filter((span) => span.kind === 'secret');
    const start = secret === null ? 0 : text.indexOf(secret);
    const end = secret === null ? text.length : start + secret.length;
    const hits = secrets.filter((span) => span.start < end && span.end > start);
    if (hits.length === 0) return 'none';
    const letters = Array.from(text.slice(start, end)).filter(
      (_, at) => !hits.some((span) => span.start <= start + at && span.end > start + at),
    );
    return !/[\p{L}\p{N}]/u.test(letters.join('')) ? 'whole' : 'part';
  });
}

/** Writes what was missed or wrongly found, for a look by eye. */
function keep(name, texts) {
  if (options.misses === undefined) return;
  mkdirSync(options.misses, { recursive: true });
  writeFileSync(join(options.misses, `${name.replaceAll(/\W+/g, '-')}.txt`), texts.join('\n----\n'));
}

function commitOf() {
  return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
}

function stop(why) {
  process.stderr.write(`Error: ${why}\n`);
  process.exit(1);
}
