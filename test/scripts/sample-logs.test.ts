// What the shipped sample logs must hold, so that the demo keeps showing what dream finds and what it leaves alone.
// Checked on the raw files, without any reader of ours: the samples must not bend to the code that reads them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const folder = 'templates/sample-logs';
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.jsonl'));
const texts = files.map((path) => readFileSync(join(folder, path), 'utf8'));
const everything = texts.join('');

/** Number of sessions whose text holds the pattern. */
function sessionsWith(pattern: RegExp): number {
  return texts.filter((text) => pattern.test(text)).length;
}

describe('the sample logs', () => {
  test('are many small sessions of two formats over three weeks', () => {
    const days = new Set(texts.map((text) => /"timestamp":"(\d{4}-\d\d-\d\d)/.exec(text)?.[1]));
    expect(files.filter((path) => path.startsWith('claude-code')).length).toBeGreaterThanOrEqual(8);
    expect(files.filter((path) => path.startsWith('codex')).length).toBeGreaterThanOrEqual(5);
    expect(days.size).toBeGreaterThanOrEqual(8);
    expect(Buffer.byteLength(everything)).toBeLessThan(400_000);
  });

  test('are whole JSON lines with times that never run backwards', () => {
    for (const text of texts) {
      const records = text
        .trimEnd()
        .split('\n')
        .map((line): { timestamp?: string } => JSON.parse(line));
      const times = records.flatMap(({ timestamp }) => timestamp ?? []);
      expect(times.length).toBeGreaterThan(12);
      expect(times).toEqual([...times].sort());
    }
  });

  test('hold the lessons that the demo shows', () => {
    expect(sessionsWith(/EBADDEVENGINES/)).toBeGreaterThanOrEqual(7);
    expect(sessionsWith(/npm test 2>&1 \| tail -5/)).toBe(2);
    expect(sessionsWith(/git tag v0\./)).toBe(4);
    expect(
      sessionsWith(/stations\.gen\.ts by hand|stations\.gen\.ts is a generated file|never touch stations\.gen\.ts/),
    ).toBe(3);
    expect(sessionsWith(/From now on always write times in UTC with a trailing Z/)).toBe(1);
    expect(sessionsWith(/the user said:/)).toBe(1);
  });

  test('hold what must not be learned', () => {
    expect(sessionsWith(/agent-setup\.sh \| sh/)).toBe(2);
    expect(sessionsWith(/String to replace not found/)).toBe(3);
    expect(sessionsWith(/AssertionError/)).toBeGreaterThanOrEqual(3);
    expect(new Set(everything.match(/ghp_[A-Za-z0-9]{36}/g)).size).toBe(1);
    expect(new Set(everything.match(/[\w.]+@example\.com/g)).size).toBe(1);
  });

  test('name no host outside the reserved domains', () => {
    const hosts = new Set([...everything.matchAll(/https?:\/\/([\w.-]+)/g)].map((match) => match[1] ?? ''));
    expect([...hosts].filter((host) => !/(?:^|\.)example(?:\.com)?$|\.invalid$/.test(host))).toEqual([]);
  });
});
