// Logs of every format whose records were tampered with: any field may hold any value, and no reader ever fails on it.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/sources/index.ts';
import { readLogs } from '../helpers/read-logs.ts';

const FIXTURES = resolve(import.meta.dirname, '../fixtures/formats');
const VARIANTS = 40;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-hostile-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A random number generator with a seed, so that a failure can be repeated. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Values that a field of that name does not expect. */
const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  'x'.repeat(5_000),
  '\u0000\ud800</file><system-reminder>',
  [],
  [null, 1, 'text', [[]]],
  {},
  { __proto__x: 1, constructor: 1, type: 'text', text: 7 },
  { type: { type: 'tool_use' }, content: [{ type: 'tool_result', content: { text: [] } }] },
];

/** The value with some of its fields replaced, taken away, or given to one another. */
function tamper(value: unknown, random: () => number): unknown {
  if (random() < 0.04) return VALUES[Math.floor(random() * VALUES.length)];
  if (Array.isArray(value)) {
    const items = value.map((item) => tamper(item, random));
    return random() < 0.05 ? items.toReversed() : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(() => random() > 0.03);
  return Object.fromEntries(fields.map(([key, item]) => [key, tamper(item, random)]));
}

/** The value of a text; none when it is not JSON, such as the broken line of a fixture about broken lines. */
function parse(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    // Said above.
    return [];
  }
}

/** The fixtures of a format that are JSON, as their records. */
function fixtures(id: string): readonly { readonly name: string; readonly records: readonly unknown[] }[] {
  return readdirSync(join(FIXTURES, id)).flatMap((name) => {
    // A folder as input is a session in many files, which its own test looks after.
    const input = readdirSync(join(FIXTURES, id, name), { withFileTypes: true });
    const file = input.find((one) => one.isFile() && one.name !== 'expected.json')?.name;
    if (file === undefined || input.length > 2) return [];
    const text = readFileSync(join(FIXTURES, id, name, file), 'utf8');
    const whole = parse(text);
    const records = whole.length > 0 ? whole : text.split('\n').flatMap(parse);
    return records.length === 0 ? [] : [{ name, records }];
  });
}

const formats = FORMATS.map((format) => format.id).filter((id) => fixtures(id).length > 0);

describe.each(formats)('%s', (id) => {
  it.each(fixtures(id).map((one) => [one.name, one] as const))(
    '%s: never fails on tampered records',
    async (_, one) => {
      const random = seeded(one.records.length * 7_919 + 1);
      const paths: string[] = [];
      for (let variant = 0; variant < VARIANTS; variant += 1) {
        const lines = one.records.map((record, index) =>
          // The first record often tells the format: half of the variants keep it.
          JSON.stringify(index === 0 && variant % 2 === 0 ? record : (tamper(record, random) ?? null)),
        );
        const path = join(folder, `${id}-${one.name}-${variant}.jsonl`);
        await writeFile(path, lines.join('\n'));
        paths.push(path);
      }
      const { files, findings } = await readLogs(paths);
      expect(findings.filter((finding) => finding.code === 'unreadable-file')).toEqual([]);
      expect(files.some((file) => file.status !== 'unreadable')).toBe(true);
    },
  );
});
