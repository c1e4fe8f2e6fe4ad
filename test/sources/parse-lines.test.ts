// What is saved of broken lines of JSON, and what is said about the rest.
import { cpuTime } from '../helpers/cpu-time.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Line } from '../../src/sources/lines.ts';
import { parseLines } from '../../src/sources/parse-lines.ts';

async function parse(texts: readonly string[], lastEnded = true): Promise<{ values: unknown[]; findings: string[] }> {
  const findings: string[] = [];
  const report = (finding: Omit<Finding, 'file'>): void => void findings.push(`${finding.code} ${finding.line ?? '-'}`);
  const lines: Line[] = texts.map((text, index) => ({
    number: index + 1,
    text,
    ended: lastEnded || index < texts.length - 1,
  }));
  const values: unknown[] = [];
  const batches = (async function* (): AsyncGenerator<readonly Line[]> {
    yield lines;
  })();
  for await (const batch of parseLines(batches, report)) values.push(...batch.map((record) => record.value));
  return { values, findings };
}

describe('lines of JSON', () => {
  it('saves both records of a line without a line end between them', async () => {
    expect(await parse(['{"a":"}{"}{"b":[1,{"c":2}]}'])).toEqual({
      values: [{ a: '}{' }, { b: [1, { c: 2 }] }],
      findings: ['salvaged-line 1'],
    });
  });

  it('saves the whole record after a spliced one, wherever the first was cut', async () => {
    const record = fc.record({
      type: fc.constantFrom('user', 'assistant'),
      text: fc.string({ unit: 'grapheme' }),
      more: fc.object({ maxDepth: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(record, record, fc.double({ min: 0.05, max: 0.95, noNaN: true }), async (cut, whole, share) => {
        const text = JSON.stringify(cut);
        const good = JSON.stringify({ type: 'user' });
        const { values, findings } = await parse([
          good,
          text.slice(0, Math.ceil(text.length * share) - 1) + JSON.stringify(whole),
        ]);
        expect(values.at(-1)).toEqual(JSON.parse(JSON.stringify(whole)));
        expect(findings.filter((one) => !one.startsWith('salvaged-line'))).toEqual([]);
      }),
    );
  });

  it('tells a cut last line from a broken one', async () => {
    expect(await parse(['{"a":1}', 'oops', '{"b":'], false)).toEqual({
      values: [{ a: 1 }],
      findings: ['broken-line 2', 'truncated-log 3'],
    });
  });

  it('counts a flood of broken lines instead of naming each', async () => {
    const { findings } = await parse(Array.from({ length: 5_000 }, () => 'not json'));
    expect(findings).toHaveLength(21);
    expect(findings.at(-1)).toBe('broken-line -');
  });

  it('never fails and takes no time on nesting bombs and hostile splices', async () => {
    const started = cpuTime();
    const deep = `${'{"a":'.repeat(400_000)}1${'}'.repeat(400_000)}`;
    const { values, findings } = await parse([
      deep,
      '['.repeat(1_000_000),
      '{"'.repeat(500_000),
      `{"__proto__":{"polluted":1}}`,
      '"{\\"'.repeat(300_000),
    ]);
    expect(findings.filter((one) => one.startsWith('broken-line'))).toHaveLength(3);
    expect(values).toHaveLength(2);
    expect(Object.hasOwn({}, 'polluted') || 'polluted' in {}).toBe(false);
    expect(cpuTime() - started).toBeLessThan(20_000);
  });
});
