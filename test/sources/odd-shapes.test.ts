// Fields of other types than expected, in every log format: a reader leaves them out, it never fails.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogFormat } from '../../src/sources/source.ts';
import { FORMATS } from '../../src/sources/index.ts';
import { parseJson } from '../../src/sources/parse-lines.ts';

const FIXTURES = resolve(import.meta.dirname, '../fixtures/formats');
const DEEP = JSON.parse(`${'{"a":['.repeat(5_000)}1${']}'.repeat(5_000)}`) as unknown;
const ODD: readonly unknown[] = [null, 0, -1, 1e300, '', 'x', true, [], {}, [null], [[]], { text: 1 }, '\ud800', DEEP];

/** The values of all JSON fixtures of a format. */
function fixtureValues(id: string): readonly (readonly unknown[])[] {
  return readdirSync(join(FIXTURES, id), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'expected.json')
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path).size < 200_000)
    .map((path) => readFileSync(path, 'utf8'))
    .map((text) => {
      const document = parseJson(text);
      const values = document === undefined ? text.split('\n').map(parseJson) : [document];
      return values.filter((value) => value !== undefined);
    })
    .filter((values) => values.length > 0);
}

/** A copy in which the value at a place, counted from the front, is another. */
function withOdd(value: unknown, place: { left: number }, odd: unknown): unknown {
  place.left -= 1;
  if (place.left < 0) return value;
  if (place.left === 0) return odd;
  if (Array.isArray(value)) return value.map((item) => withOdd(item, place, odd));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withOdd(item, place, odd)]));
}

function sizeOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, item) => sum + sizeOf(item), 1);
}

async function readValues(format: LogFormat, values: readonly unknown[]): Promise<number> {
  async function* batches(): AsyncGenerator<{ line: number; value: unknown }[]> {
    yield values.map((value, index) => ({ line: index + 1, value }));
  }
  async function* lines(): AsyncGenerator<never[]> {
    yield [];
  }
  let count = 0;
  const input = { name: 'log', contentHash: '0'.repeat(64), records: batches(), lines: lines(), report: () => {} };
  for await (const session of format.read(input)) count += session.turns.length;
  return count;
}

describe.each(FORMATS.map((format) => [format.id, format] as const))('%s', (id, format) => {
  const files = fixtureValues(id);
  it.skipIf(files.length === 0)('reads on when any field is not what it should be', async () => {
    for (const values of files) {
      const size = sizeOf(values);
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 2, max: size }), fc.constantFrom(...ODD), async (place, odd) => {
          const broken = withOdd(values, { left: place }, odd) as readonly unknown[];
          const document = broken.length === 1 ? broken[0] : undefined;
          format.detect({ text: '', records: broken, document });
          format.pieceOf?.({ text: '', records: broken, document });
          await expect(readValues(format, broken)).resolves.toBeGreaterThanOrEqual(0);
        }),
        { numRuns: 150 },
      );
    }
  });
});
