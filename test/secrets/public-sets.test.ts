// What is found in public sets of secrets and personal data, printed; the floors only guard against a collapse.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSecrets } from '../../src/secrets/index.ts';

const corpora = path.resolve(import.meta.dirname, '../../../shared/corpora/security');
const present = existsSync(corpora);
if (!present) process.stderr.write('skipped: the public sets of secrets are not beside the project\n');

describe.skipIf(!present)('public sets', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dream-secrets-'));
    for (const name of ['fake-leaks', 'leaky-repo']) {
      const target = path.join(folder, name);
      mkdirSync(target);
      execFileSync('tar', ['xzf', path.join(corpora, 'secrets', `${name}.tar.gz`), '-C', target]);
    }
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('fake-leaks', async () => {
    const files = filesIn(path.join(folder, 'fake-leaks'));
    expect(
      await share(
        'fake-leaks, to be found',
        files.filter((file) => file.includes('/valid/')),
      ),
    ).toBeGreaterThan(0.65);
    expect(
      await share(
        'fake-leaks, made to look real',
        files.filter((file) => file.includes('/invalid/')),
      ),
    ).toBeLessThan(0.5);
  });

  it('leaky-repo', async () => {
    const root = path.join(folder, 'leaky-repo');
    const risky = readFileSync(path.join(root, '.leaky-meta/secrets.csv'), 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .filter((cells) => Number(cells[1]) > 0)
      .map((cells) => path.join(root, (cells[0] ?? '').replaceAll('"', '')))
      .filter((file) => existsSync(file));
    expect(await share('leaky-repo', risky)).toBeGreaterThan(0.7);
  });

  it('personal data', async () => {
    const rows = readRows(path.join(corpora, 'pii/presidio_synth_dataset_v2.json'));
    const spans = await findSecrets(rows.map((row) => row.full_text));
    const kinds = { EMAIL_ADDRESS: 0.95, IBAN_CODE: 0.9, IP_ADDRESS: 0.8, CREDIT_CARD: 0.5, PHONE_NUMBER: 0.1 };
    const wrong = rows.flatMap((row, index) =>
      (spans[index] ?? []).filter(
        (span) => !row.spans.some((one) => span.start < one.end_position && span.end > one.start_position),
      ),
    );
    process.stdout.write(`personal data where none is labelled: ${wrong.length}\n`);
    expect(wrong.length).toBeLessThan(10);
    for (const [kind, floor] of Object.entries(kinds)) {
      const found = rows.flatMap((row, index) =>
        row.spans
          .filter((one) => one.entity_type === kind)
          .map((one) =>
            (spans[index] ?? []).some((span) => span.start < one.end_position && span.end > one.start_position),
          ),
      );
      const hits = found.filter(Boolean).length;
      process.stdout.write(`${kind}: ${hits} of ${found.length}\n`);
      expect(hits / found.length).toBeGreaterThan(floor);
    }
  });
});

/** Share of files in which a secret is found. */
async function share(name: string, files: readonly string[]): Promise<number> {
  const spans = await findSecrets(files.map((file) => readFileSync(file, 'utf8')));
  const found = spans.filter((one) => one.some((span) => span.kind === 'secret')).length;
  process.stdout.write(`${name}: ${found} of ${files.length}\n`);
  return found / files.length;
}

interface Row {
  readonly full_text: string;
  readonly spans: readonly {
    readonly entity_type: string;
    readonly start_position: number;
    readonly end_position: number;
  }[];
}

function readRows(file: string): readonly Row[] {
  const rows: readonly Row[] = JSON.parse(readFileSync(file, 'utf8'));
  return rows;
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
