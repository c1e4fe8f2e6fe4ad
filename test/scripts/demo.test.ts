// The demo as a person runs it: the real command line on the sample logs, and what must never come out of them.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let project = '';
let output = '';
let status: number | null = null;

const git = (...args: string[]) =>
  spawnSync('git', ['-C', join(project, '.demo/memory'), ...args], { encoding: 'utf8', maxBuffer: 1 << 26 }).stdout;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'dream-demo-test-'));
  mkdirSync(join(project, 'scripts'));
  cpSync('scripts/demo.js', join(project, 'scripts/demo.js'));
  for (const part of ['bin', 'package.json']) symlinkSync(resolve(part), join(project, part));
  cpSync('templates', join(project, 'templates'), { recursive: true });
  const environment = { ...process.env, NO_COLOR: '1', INIT_CWD: project };
  const demo = spawnSync(process.execPath, ['scripts/demo.js'], { cwd: project, encoding: 'utf8', env: environment });
  output = demo.stdout;
  status = demo.status;
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('npm run demo', () => {
  test('ends well, shows a proposal as git has it and what to type next', () => {
    expect(status).toBe(0);
    expect(output).toContain('$ dream run templates/sample-logs --memory .demo/memory --include-active');
    expect(output).toMatch(/^\$ git -C \.demo\/memory show [0-9a-f]{12}$/m);
    expect(output).toMatch(/^\+\+\+ b\/playbooks\/.+\.md$/m);
    expect(output).toMatch(/node bin\/dream\.js review accept [0-9a-f]{8} --memory \.demo\/memory/);
    expect(existsSync(join(project, '.demo/memory'))).toBe(true);
    expect(readdirSync(project).sort()).toEqual(['.demo', 'bin', 'package.json', 'scripts', 'templates']);
  });

  test('proposes what the sample logs teach', () => {
    const playbooks = git('log', '--branches=dream', '--format=', '-p');
    expect(playbooks).toMatch(/^\+.*`pnpm test`/m);
    expect(playbooks).toMatch(/^\+.*stations\.gen\.ts/m);
    expect(playbooks).toMatch(/^\+.*UTC/m);
    expect(playbooks).toMatch(/^\+.*changelog/im);
    expect(playbooks).toMatch(/^\+.*git tag/m);
  });

  test('puts neither the injected command nor red-green work on a branch, and a secret nowhere at all', () => {
    const onBranches = git('log', '--branches', '--format=%B', '-p');
    expect(onBranches).not.toBe('');
    expect(onBranches).not.toMatch(/agent-setup|tidekit-doctor/);
    expect(onBranches).not.toContain('AssertionError');

    const everywhere = git('log', '--all', '--format=%B', '-p', '-m');
    expect(everywhere.length).toBeGreaterThan(onBranches.length);
    expect(everywhere).not.toContain('SampleTokenNotReal');
    expect(everywhere).not.toContain('mira.holm@example.com');
  });
});
