// Rules and the allow-list of dream.yaml: what may be said, and where it is wrong.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { readEnvironment } from '../../src/config/environment.ts';
import { readConfig, type Config } from '../../src/config/read-config.ts';
import { DreamError } from '../../src/errors.ts';
import { NO_OWN_REDACTION } from '../../src/model/own-redaction.ts';
import { countLetThrough, findSecrets, redactTexts, useOwnRedaction } from '../../src/secrets/index.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dream-redact-'));
});
afterEach(() => useOwnRedaction(NO_OWN_REDACTION));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(source: string): Promise<Config> {
  writeFileSync(join(folder, 'dream.yaml'), source);
  const environment = readEnvironment({ HOME: folder });
  return readConfig({ memory: folder }, environment, folder);
}

async function complaintOf(source: string): Promise<string> {
  const error: unknown = await read(source).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ kind: 'usage' });
  return error instanceof DreamError ? [error.message, ...error.hints].join('\n') : '';
}

const rule = (pattern: string): string => `redact:\n  rules:\n    - id: acme-key\n      pattern: '${pattern}'\n`;

describe('redact.rules', () => {
  it('redacts by rules of secrets and of personal data, under encodings, at the end of texts and beyond Latin', async () => {
    const config = await read(
      `redact:\n  rules:\n    - { id: acme-key, pattern: 'ACME-[^ ]+' }\n    - { id: badge, pattern: 'badge \\d{4}', kind: personal, flags: i }\n    - { id: name, pattern: 'Проект-\\d+' }\n`,
    );
    useOwnRedaction(config.redaction);
    expect(
      await redactTexts(['use ACME-0042', 'ACME-1 and Badge 1234', 'a%41CME-77%2D8', 'Проект-7', 'plain']),
    ).toEqual([
      'use <secret:acme-key>',
      '<secret:acme-key> and <personal:badge>',
      'a<secret:acme-key>',
      '<secret:name>',
      'plain',
    ]);
    const again = await redactTexts(['<secret:acme-key> and <personal:badge>']);
    expect(again).toEqual(['<secret:acme-key> and <personal:badge>']);
  });

  it('says with line and column why a pattern cannot be one, without repeating it', async () => {
    expect(await complaintOf(rule('(?=ACME)x'))).toMatch(
      /^dream\.yaml:4:\d+: `redact\.rules\.0\.pattern` is no pattern/,
    );
    expect(await complaintOf(rule('(a)\\1'))).toContain('dream.yaml:4');
    expect(await complaintOf(rule('A*'))).toContain('matches the empty text');
    expect(await complaintOf(rule('((a{30}){30}){30}'))).toMatch(/too large|is no pattern/);
    expect(await complaintOf(rule('(?=ACME-hidden)x'))).not.toContain('hidden');
    expect(await complaintOf(rule('a'.repeat(501)))).toContain('500');
    expect(await complaintOf('redact:\n  rules:\n    - { id: "Bad id", pattern: a }\n')).toContain('short name');
    expect(await complaintOf('redact:\n  rules:\n    - { id: a, pattern: a, flags: gg }\n')).toContain('flags');
  });

  it('takes linear time for a pattern that other engines take for ever on', async () => {
    useOwnRedaction((await read(rule('(a+)+b'))).redaction);
    await expect(redactTexts([`${'a'.repeat(50_000)}c`])).resolves.toHaveLength(1);
  });

  it('changes what names the readers of a session with every change of the rules', async () => {
    const versions = [];
    for (const source of ['', rule('A1'), rule('A2'), 'redact:\n  allow: [abcd]\n'])
      versions.push((await read(source)).redaction.version);
    expect(new Set(versions).size).toBe(4);
    expect(versions[0]).toBe('');
  });
});

describe('redact.allow', () => {
  it('lets exact values, hashes of values and domains through, and counts them', async () => {
    const value = ['gh', 'p_', 'aB3dE5fG7h'.repeat(4).slice(0, 36)].join('');
    const other = value.replace('aB3', 'zB3');
    const hash = createHash('sha256').update(other).digest('hex');
    useOwnRedaction((await read(`redact:\n  allow: ['${value}', 'sha256:${hash}', '@acme.io']\n`)).redaction);
    const texts = [`a ${value}`, `b ${other}`, 'c bob@acme.io', 'd bob@acme.io.evil.org', `e ${value}x`];
    expect((await findSecrets(texts)).map((spans) => spans.length)).toEqual([0, 0, 0, 1, 1]);
    expect(countLetThrough()).toBe(3);
  });

  it('takes no patterns and no half hashes', async () => {
    expect(await complaintOf('redact:\n  allow: ["sha256:12"]\n')).toContain('64 hexadecimal');
    expect(await complaintOf('redact:\n  allow: ["@*"]\n')).toContain('whole domain');
    expect(await complaintOf('redact:\n  allow: [".*"]\n')).toContain('whole value');
    useOwnRedaction((await read('redact:\n  allow: ["ghp_.*", "@com.x"]\n')).redaction);
    const value = ['gh', 'p_', 'aB3dE5fG7h'.repeat(4).slice(0, 36)].join('');
    expect((await findSecrets([value]))[0]).toHaveLength(1);
  });
});
