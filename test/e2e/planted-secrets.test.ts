// One secret of every kind in every place of logs, through the whole built program: none of them is in any object,
// reference, file or line that the program leaves behind. With the scanner taken out, the same search finds them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { RULES } from '../../src/secrets/rules/index.ts';
import { writePlantedLogs, type Planted } from './planted-logs.ts';

/** Where the program is; another build can be tried by naming it. */
const BIN = resolve(process.env['DREAM_BIN'] ?? 'bin/dream.js');
const SWITCHED_OFF = pathToFileURL(resolve(import.meta.dirname, 'no-redaction.mjs')).href;

/** Examples of all rules for secrets. They are put together by code, so no file holds one. */
const PLANTED: readonly Planted[] = [
  ...new Map(
    RULES.filter((rule) => rule.kind === 'secret')
      .flatMap((rule) => rule.hits)
      .filter(({ secret }) => secret.length >= 9)
      .toReversed()
      .map((hit) => [hit.secret, hit]),
  ).values(),
];
/** Those that may stand in a path or a branch, and are found without a name beside them. */
const NAMES = PLANTED.filter(({ text, secret }) => text === `token ${secret}` && /^[\w.-]{20,80}$/.test(secret))
  .map(({ secret }) => secret)
  .slice(0, 24);

interface Left {
  /** Everything that is left behind, by where it is. */
  readonly texts: ReadonlyMap<string, string>;
  readonly proposed: number;
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dream-planted-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('planted secrets', () => {
  it('are more than two hundred', () => {
    expect(PLANTED.length).toBeGreaterThan(200);
    expect(NAMES.length).toBeGreaterThan(20);
  });

  it('are nowhere in what the program leaves behind', { timeout: 300_000 }, () => {
    const { texts, proposed } = leaveBehind('on');
    expect(proposed).toBeGreaterThan(10);
    const leaks = [...texts].flatMap(([place, text]) => secretsIn(text).map((secret) => `${place}: ${secret}`));
    expect(leaks).toEqual([]);
  });

  it('are found when the scanner is taken out', { timeout: 300_000 }, () => {
    const { texts } = leaveBehind('off');
    const found = new Set([...texts.values()].flatMap((text) => secretsIn(text)));
    expect(found.size).toBeGreaterThan(PLANTED.length * 0.9);
  });
});

/** Runs everything that reads logs, decides, shows and sends, and gathers what is there then. */
function leaveBehind(scanner: 'on' | 'off'): Left {
  const nodeOptions = scanner === 'on' ? [] : ['--import', SWITCHED_OFF];
  const home = join(folder, scanner);
  const logs = join(home, 'logs');
  const memory = join(home, 'memory');
  const remote = join(home, 'remote.git');
  mkdirSync(logs, { recursive: true });
  writeFileSync(join(home, '.gitconfig'), '[user]\n\tname = Rita Reviewer\n\temail = rita@example.com\n');
  writePlantedLogs(logs, PLANTED, NAMES);
  const environment = { PATH: process.env['PATH'] ?? '', HOME: home, DREAM_MEMORY: memory };
  const texts = new Map<string, string>();
  const git = (at: string, ...argv: readonly string[]): string =>
    spawnSync('git', ['-C', at, ...argv], { env: environment, encoding: 'utf8', maxBuffer: 1 << 28 }).stdout;
  const dream = (...argv: readonly string[]): string => {
    const { stdout, stderr } = spawnSync(process.execPath, [...nodeOptions, BIN, ...argv], {
      cwd: home,
      env: environment,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    texts.set(`dream ${argv.join(' ')}`, `${stdout}\n${stderr}`);
    return stdout;
  };

  const run = JSON.parse(dream('run', logs, '--json', '--verbose', '--max-changes', '60')) as {
    readonly changes: readonly unknown[];
  };
  if (scanner === 'on') {
    dream('run', logs, '--dry-run', '--project', 'nothing');
    dream('review', 'list', '--json');
    dream('review', 'accept', '--all');
    for (const file of filesIn(join(memory, 'playbooks')).slice(0, 2))
      dream('show', file.replace(/^.*\/|\.md$/g, ''), '--why', '--logs', logs);
    dream('show', '--run', 'latest');
    dream('doctor', '--logs', logs);
    git(home, 'init', '--quiet', '--bare', remote);
    git(memory, 'remote', 'add', 'origin', remote);
    dream('sync', '--json');
  }

  for (const at of scanner === 'on' ? [memory, remote] : [memory]) {
    texts.set(`objects of ${at}`, git(at, 'cat-file', '--batch-all-objects', '--unordered', '--batch'));
    texts.set(`references of ${at}`, git(at, 'for-each-ref'));
  }
  for (const file of [...filesIn(join(memory, '.git', 'dream')), ...filesIn(memory)])
    texts.set(file, readFileSync(file, 'utf8'));
  return { texts, proposed: run.changes.length };
}

/** The planted secrets in a text: as they are, under invisible characters, URL-encoded, or in base64 at any offset. */
function secretsIn(text: string): readonly string[] {
  const bare = text.replaceAll(/[\u200b-\u200f\u2060\ufeff]/g, '');
  return PLANTED.map(({ secret }) => secret).filter((secret) => formsOf(secret).some((form) => bare.includes(form)));
}

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  // of three letters of base64 around a cut the first and the last depend on the neighbours
  const encoded = [0, 1, 2].map((skip) =>
    bytes.subarray(skip, skip + Math.floor((bytes.length - skip) / 3) * 3).toString('base64'),
  );
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), ...encoded];
}

function filesIn(at: string): readonly string[] {
  return readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(join('.git', 'objects')))
    .map((entry) => join(entry.parentPath, entry.name));
}
