// What is redacted in real logs, per kind: they hold few living secrets, so most of it is a false alarm or a fixture.
// Only counts are printed; the texts of the logs stay where they are.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const FOLDERS = [
  'claude-code',
  'codex',
  'copilot-cli',
  'gemini',
  'opencode',
  'pi',
  'roo',
  'specstory',
  'swe-agent',
  'aider',
];
const MAX_FILE_BYTES = 8_000_000;

/** @returns {Promise<string[]>} lines of a report */
export async function countInLogs(corpora, dist, misses) {
  const { findSecrets } = await import(pathToFileURL(join(dist, 'secrets/index.js')).href);
  const counts = new Map();
  const samples = new Map();
  let length = 0;
  let files = 0;
  let used = 0;
  for (const folder of FOLDERS) {
    for (const file of filesIn(join(corpora, folder))) {
      const texts = textsOf(file);
      files += 1;
      length += texts.reduce((sum, text) => sum + text.length, 0);
      const before = process.cpuUsage();
      const spans = await findSecrets(texts);
      const { user, system } = process.cpuUsage(before);
      used += (user + system) / 1e6;
      for (const [index, found] of spans.entries()) {
        for (const { id, kind, start, end } of found) {
          const value = texts[index].slice(start, end);
          const known = counts.get(id) ?? { kind, places: 0, values: new Set() };
          known.places += 1;
          known.values.add(createHash('sha256').update(value).digest('hex'));
          counts.set(id, known);
          if (misses === undefined) continue;
          const list = samples.get(id) ?? new Map();
          list.set(
            value,
            `${texts[index].slice(Math.max(0, start - 60), start)}«${value.slice(0, 200)}»${texts[index].slice(end, end + 20)}`.replaceAll(
              '\n',
              '⏎',
            ),
          );
          samples.set(id, list);
        }
      }
    }
  }
  if (misses !== undefined) {
    mkdirSync(misses, { recursive: true });
    for (const [id, list] of samples) writeFileSync(join(misses, `logs-${id}.txt`), [...list.values()].join('\n'));
  }
  const rows = [...counts].toSorted(([, a], [, b]) => b.places - a.places || (a < b ? -1 : 1));
  const million = length / 1e6;
  return [
    '## Real logs',
    '',
    `${files} files of ${FOLDERS.length} programs, ${million.toFixed(1)} million letters of text, ${(used / million).toFixed(2)} s of processor time per million. How often`,
    'something is replaced; the logs are public, and what is replaced in them are fixtures of tests, local passwords and ids.',
    '',
    '| kind | places | per million letters | different values |',
    '| --- | ---: | ---: | ---: |',
    ...rows.map(
      ([id, { kind, places, values }]) =>
        `| ${kind === 'personal' ? `${id} (personal)` : id} | ${places} | ${(places / million).toFixed(2)} | ${values.size} |`,
    ),
    '',
  ];
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:jsonl?|md|txt|traj|log)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).size <= MAX_FILE_BYTES)
    .toSorted();
}

/** The texts of a log: of JSON its strings, which is what is screened of it. */
function textsOf(file) {
  const source = readFileSync(file, 'utf8');
  if (file.endsWith('.jsonl')) return source.split('\n').flatMap((line) => stringsIn(parse(line) ?? line));
  return stringsIn(/\.(?:json|traj)$/.test(file) ? (parse(source) ?? source) : source);
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @returns {string[]} */
function stringsIn(value) {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  // signatures and encrypted thoughts are never read
  return Object.entries(value).flatMap(([key, one]) => (/signature|encrypted/i.test(key) ? [] : stringsIn(one)));
}
