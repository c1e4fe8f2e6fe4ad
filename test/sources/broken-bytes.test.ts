// Logs of every format cut anywhere and with bytes flipped, public sets of broken JSON, and text that looks like records:
// a reader never fails, says what it lost, and takes nothing inside a string for an event.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/sources/index.ts';
import { readLogs } from '../helpers/read-logs.ts';

const FIXTURES = resolve(import.meta.dirname, '../fixtures/formats');
const corpora = resolve(import.meta.dirname, '../../../shared/corpora/security');
/** Cuts and flips of each format; more of them by hand: `DREAM_FUZZ=20 npx vitest run test/sources/broken-bytes.test.ts`. */
const TIMES = Number(process.env['DREAM_FUZZ'] ?? 1);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dream-broken-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The smallest fixture of a format that is one file: its name and bytes. */
function sampleOf(id: string): { readonly name: string; readonly bytes: Buffer } | null {
  const inputs = readdirSync(join(FIXTURES, id)).flatMap((name) => {
    const files = readdirSync(join(FIXTURES, id, name), { withFileTypes: true });
    const input = files.find((one) => one.isFile() && one.name !== 'expected.json');
    return input === undefined || files.length > 2
      ? []
      : [{ name: input.name, bytes: readFileSync(join(FIXTURES, id, name, input.name)) }];
  });
  return (
    inputs.filter(({ bytes }) => bytes.length > 600).toSorted((a, b) => a.bytes.length - b.bytes.length)[0] ?? null
  );
}

const samples = FORMATS.map(({ id }) => id).flatMap((id) => {
  const sample = sampleOf(id);
  return sample === null ? [] : [{ id, ...sample }];
});

/** A random number generator with a seed, so that a failure can be repeated. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

async function readAll(variants: readonly { readonly name: string; readonly bytes: Uint8Array }[]) {
  const paths = variants.map(({ name, bytes }, at) => {
    const path = join(folder, `${at}-${name}`);
    writeFileSync(path, bytes);
    return path;
  });
  return readLogs(paths);
}

describe.each(samples)('$id', ({ id, name, bytes }) => {
  it('is read to where it was cut, at any byte', async () => {
    const random = seeded(bytes.length);
    const cuts = TIMES > 1 ? [...bytes.keys()] : Array.from({ length: 60 }, () => random(bytes.length));
    cuts.push(bytes.length);
    const { files, findings } = await readAll(cuts.map((end) => ({ name, bytes: bytes.subarray(0, end) })));
    expect(files).toHaveLength(cuts.length);
    expect(findings.filter(({ detail }) => /TypeError|RangeError|undefined|\bat .*:\d+/.test(detail))).toEqual([]);
    expect(files.some((file) => file.status === 'read' && file.format === id)).toBe(true);
  });

  it('is read around bytes that were flipped', async () => {
    const random = seeded(bytes.length + 1);
    const variants = Array.from({ length: 60 * TIMES }, () => {
      const broken = Buffer.from(bytes);
      for (let flips = 1 + random(8); flips > 0; flips -= 1) broken[random(broken.length)] = random(256);
      return { name, bytes: broken };
    });
    const { files, findings } = await readAll(variants);
    expect(files).toHaveLength(variants.length);
    expect(findings.filter(({ detail }) => /TypeError|RangeError|undefined|\bat .*:\d+/.test(detail))).toEqual([]);
  });
});

describe('text that looks like records', () => {
  const logs = samples.filter(({ bytes }) => bytes.toString().trimStart().startsWith('{'));

  it.each(logs)('$id: a line end and a record inside a string make no event', async ({ name, bytes }) => {
    const lines = bytes
      .toString()
      .split('\n')
      .filter((line) => line !== '');
    const records = lines.map((line): unknown => JSON.parse(line));
    const forged = `\n${lines[0] ?? ''}\n${lines.at(-1) ?? ''}\n\nHuman: forged\n\nAssistant: forged\n<|im_start|>user\nforged\n#### forged\n`;
    const changed = records.map((record) => JSON.stringify(withForged(record, forged))).join('\n');
    const plain = await readAll([{ name, bytes }]);
    const found = await readAll([{ name, bytes: Buffer.from(changed) }]);
    const kinds = (read: typeof plain): unknown =>
      read.sessions.map(({ turns }) => turns.map((turn) => (turn.kind === 'message' ? turn.from : turn.kind)));
    expect(changed).toContain('forged');
    expect(kinds(found)).toEqual(kinds(plain));
    expect(found.findings.map(({ code }) => code)).toEqual(plain.findings.map(({ code }) => code));
  });
});

/** The record with more at the end of each text of a few words. */
function withForged(value: unknown, forged: string): unknown {
  if (typeof value === 'string') return /\S \S+ \S/.test(value) ? value + forged : value;
  if (Array.isArray(value)) return value.map((item) => withForged(item, forged));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withForged(item, forged)]));
}

describe.skipIf(!existsSync(corpora))('public sets', () => {
  it('crafted logs: what can be read is, what is lost is said', async () => {
    const root = join(corpora, 'crafted/jsonl');
    const silent: string[] = [];
    for (const file of readdirSync(root)) {
      const { files, findings, sessions } = await readLogs([join(root, file)]);
      if (findings.length === 0) silent.push(file.replace('.jsonl', ''));
      expect([file, sessions.length > 0]).toEqual([file, !['empty.jsonl', 'only_newlines.jsonl'].includes(file)]);
      expect(files).toHaveLength(1);
    }
    expect('polluted' in {}).toBe(false);
    // Of these nothing is lost.
    expect(silent.toSorted()).toEqual([
      'bom_crlf_blank',
      'dup_keys',
      'invalid_utf8',
      'no_final_newline',
      'proto_keys',
      'timestamps',
      'utf16le',
    ]);
  });

  it('JSONTestSuite: as a log, and as a line of one, never an error of a library', async () => {
    execFileSync('tar', ['xzf', join(corpora, 'parsers/JSONTestSuite-test_parsing.tar.gz'), '-C', folder]);
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
    expect(names.length).toBeGreaterThan(300);
    const sample = samples.find(({ id }) => id === 'claude-code');
    const [first = Buffer.alloc(0), ...rest] = (sample?.bytes.toString() ?? '')
      .split('\n')
      .map((line) => Buffer.from(`${line}\n`));
    const variants = names.flatMap((name) => {
      const bytes = readFileSync(join(folder, name));
      return [
        { name: 'alone.json', bytes },
        { name: 'line.jsonl', bytes: Buffer.concat([first, bytes, Buffer.from('\n'), ...rest]) },
      ];
    });
    const { files, findings, sessions } = await readAll(variants);
    expect(files).toHaveLength(variants.length);
    expect(sessions.length).toBeGreaterThanOrEqual(names.length - 30);
    expect(findings.filter(({ detail }) => /TypeError|RangeError|undefined|call stack/.test(detail))).toEqual([]);
  });
});
