// set-up.js on a small project of its own, with the real npm: what it does the first time, and that it does nothing after.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let project = '';

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'dream-set-up-test-'));
  mkdirSync(join(project, 'scripts'));
  mkdirSync(join(project, 'src'));
  cpSync('scripts/set-up.js', join(project, 'scripts/set-up.js'));
  const about = { name: 'tiny', version: '1.0.0', type: 'module', scripts: { build: 'node build.js' } };
  write('package.json', JSON.stringify(about));
  write(
    'package-lock.json',
    JSON.stringify({ ...about, scripts: undefined, lockfileVersion: 3, packages: { '': { name: 'tiny' } } }),
  );
  write('src/one.ts', 'one');
  write(
    'build.js',
    `import { appendFileSync, cpSync } from 'node:fs';
cpSync('src', 'dist', { recursive: true });
appendFileSync('builds.log', 'built\\n');`,
  );
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

function write(path: string, text: string): void {
  writeFileSync(join(project, path), text);
}

function setUp(environment: NodeJS.ProcessEnv = process.env) {
  return spawnSync(process.execPath, ['scripts/set-up.js'], { cwd: project, encoding: 'utf8', env: environment });
}

function builds(): number {
  const log = join(project, 'builds.log');
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n').length - 1 : 0;
}

const read = (path: string) => readFileSync(join(project, path), 'utf8');

describe('set-up', () => {
  test('installs and builds a fresh checkout, then does nothing', () => {
    const first = setUp();
    expect(first).toMatchObject({ status: 0, stdout: '' });
    expect(first.stderr).toContain('installing packages');
    expect(read('dist/one.ts')).toBe('one');

    const marker = statSync(join(project, 'node_modules/.dream-set-up.json')).mtimeMs;
    const second = setUp();
    expect([second.status, second.stdout, second.stderr]).toEqual([0, '', '']);
    expect(builds()).toBe(1);
    expect(statSync(join(project, 'node_modules/.dream-set-up.json')).mtimeMs).toBe(marker);
  });

  test('builds again, without installing, when a source is edited, added or removed', () => {
    setUp();
    write('src/one.ts', 'two');
    expect(setUp().stderr).not.toContain('installing');
    expect(read('dist/one.ts')).toBe('two');

    write('src/added.ts', 'added');
    setUp();
    rmSync(join(project, 'src/added.ts'));
    setUp();
    expect(existsSync(join(project, 'dist/added.ts'))).toBe(false);
    expect(builds()).toBe(4);
  });

  test('builds again when what was built is not there any more, or is not what was built', () => {
    setUp();
    rmSync(join(project, 'dist'), { recursive: true });
    setUp();
    expect(read('dist/one.ts')).toBe('one');
    write('dist/one.ts', 'tampered');
    setUp();
    expect(read('dist/one.ts')).toBe('one');
    expect(builds()).toBe(3);
  });

  test('installs again when the lock file changed or the marker is damaged', () => {
    setUp();
    write('package-lock.json', `${read('package-lock.json')}\n`);
    expect(setUp().stderr).toContain('installing packages');
    write('node_modules/.dream-set-up.json', '{"packages":');
    expect(setUp().stderr).toContain('installing packages');
    expect(setUp().stderr).toBe('');
  });

  test('installs with the lock file that npm ci refuses as incomplete, and leaves it as it is', () => {
    mkdirSync(join(project, 'part'));
    write('part/package.json', JSON.stringify({ name: 'part', version: '1.0.0' }));
    write('package.json', JSON.stringify({ ...JSON.parse(read('package.json')), dependencies: { part: 'file:part' } }));
    const lock = read('package-lock.json');
    const result = setUp();
    expect(result).toMatchObject({ status: 0 });
    expect(result.stderr).toContain('npm ci finds the lock file incomplete');
    expect(read('node_modules/part/package.json')).toContain('part');
    expect(read('package-lock.json')).toBe(lock);
    expect(setUp().stderr).toBe('');
  });

  test('a build that fails is said in a sentence and is done again the next time', () => {
    write('build.js', 'process.exit(3)');
    const failed = setUp();
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain('set-up: `npm run --silent build` failed');
    expect(failed.stderr).not.toContain('    at ');
    expect(setUp().status).toBe(1);
  });

  test('says what is missing when there is no git, or only an old one', () => {
    const without = setUp({ PATH: project });
    expect(without.status).toBe(1);
    expect(without.stderr).toMatch(/^set-up: git was not found\. Install git 2\.38 or newer/);

    write('git', '#!/bin/sh\necho git version 2.37.9\n');
    spawnSync('chmod', ['+x', join(project, 'git')]);
    const old = setUp({ PATH: project });
    expect(old.status).toBe(1);
    expect(old.stderr).toBe('set-up: git 2.38 or newer is needed, this is git version 2.37.9.\n');
  });

  test('three at once build once and all succeed', async () => {
    const codes = await Promise.all(
      [1, 2, 3].map(
        () =>
          new Promise((resolve) => {
            spawn(process.execPath, ['scripts/set-up.js'], { cwd: project, stdio: 'ignore' }).on('close', resolve);
          }),
      ),
    );
    expect(codes).toEqual([0, 0, 0]);
    expect(builds()).toBe(1);
  });

  test('takes over from a set-up that was killed while it held the lock', async () => {
    write(
      'build.js',
      `import { writeFileSync } from 'node:fs';\nwriteFileSync('started', '');\nsetTimeout(() => {}, 60_000);`,
    );
    const child = spawn(process.execPath, ['scripts/set-up.js'], { cwd: project, stdio: 'ignore', detached: true });
    while (!existsSync(join(project, 'started'))) await new Promise((resolve) => setTimeout(resolve, 50));
    const gone = new Promise((resolve) => child.on('close', resolve));
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await gone;

    write('build.js', `import { cpSync } from 'node:fs';\ncpSync('src', 'dist', { recursive: true });`);
    const next = setUp();
    expect(next).toMatchObject({ status: 0 });
    expect(read('dist/one.ts')).toBe('one');
    expect(setUp().stderr).toBe('');
  });
});
