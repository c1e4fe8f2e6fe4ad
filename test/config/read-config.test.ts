import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { readEnvironment } from '../../src/config/environment.ts';
import { findRepository } from '../../src/config/find-repository.ts';
import { findKnownLogs } from '../../src/config/known-logs.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { DreamError } from '../../src/errors.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-config-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const environment = (variables: Record<string, string> = {}): ReturnType<typeof readEnvironment> =>
  readEnvironment({ HOME: folder, ...variables });

async function complaintsOf(yaml: string, flags: Record<string, string> = {}): Promise<readonly string[]> {
  await writeFile(join(folder, 'dream.yaml'), yaml);
  try {
    await readConfig({ memory: folder, ...flags }, environment(), folder);
  } catch (error) {
    if (!(error instanceof DreamError)) throw error;
    expect(error.kind).toBe('usage');
    return error.hints.length > 0 ? error.hints : [error.message];
  }
  throw new Error('the configuration was accepted');
}

describe('readConfig', () => {
  it('has a default for everything', async () => {
    const config = await readConfig({ memory: folder }, environment(), folder);
    expect(config).toMatchObject({
      file: null,
      branch: null,
      branchPrefix: 'dream',
      author: 'dream <dream@localhost>',
      logs: [],
      limits: { minSupport: 2, maxChanges: 20 },
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('takes flags before dream.yaml, and expands paths from the home folder and from the file', async () => {
    await writeFile(
      join(folder, 'dream.yaml'),
      'branch: memory\nlogs: [~/.claude/projects, exported]\nlimits: { minSupport: 3, maxChanges: 5 }\n',
    );
    const config = await readConfig({ memory: folder, minSupport: '4' }, environment(), '/');
    expect(config.limits).toEqual({ minSupport: 4, maxChanges: 5 });
    expect(config.branch).toBe('memory');
    expect(config.logs).toEqual([join(folder, '.claude/projects'), join(folder, 'exported')]);
  });

  it('hashes what decides a run, not where it happens', async () => {
    const hashOf = async (flags: Record<string, string>): Promise<string> =>
      (await readConfig(flags, environment(), folder)).hash;
    const one = await hashOf({ memory: folder });
    expect(await hashOf({ memory: join(folder, 'other') })).toBe(one);
    expect(await hashOf({ memory: folder, minSupport: '3' })).not.toBe(one);
  });

  it('tells every complaint at once, with its place', async () => {
    const yaml = 'brnach: main\nauthor: somebody\nlimits:\n  minSupport: none\n  maxChangs: 3\nlogs: here\n';
    expect(await complaintsOf(yaml, { maxChanges: '0' })).toMatchInlineSnapshot(`
      [
        "dream.yaml:1:1: unknown key \`brnach\`; did you mean \`branch\`?",
        "dream.yaml:2:1: \`author\` must look like \`Name <email>\`.",
        "dream.yaml:4:3: \`limits.minSupport\` must be a whole number.",
        "dream.yaml:5:3: unknown key \`limits.maxChangs\`; did you mean \`maxChanges\`?",
        "dream.yaml:6:1: \`logs\` must be a list.",
        "--max-changes must be a whole number of 1 or more, not \`0\`.",
      ]
    `);
  });

  it.each([
    ['a broken file', 'branch: [main\n', /^dream\.yaml:\d+:\d+: /],
    ['a key given twice', 'branch: a\nbranch: b\n', /^dream\.yaml:2:1: the key `branch` is given twice/],
    ['an alias', 'branch: &a main\nauthor: *a\n', /alias/i],
    ['a list instead of keys', '- branch\n', /the file must be a map/],
    ['a program to run', 'engine: { command: rm }\n', /unknown key `engine`/],
    ['a prefix that is no branch name', 'branchPrefix: "../x"\n', /branchPrefix/],
    ['an unknown tag', 'branch: !!js/function main\n', /tag/i],
  ])('refuses %s', async (_name, yaml, complaint) => {
    expect(await complaintsOf(yaml)).toEqual([expect.stringMatching(complaint)]);
  });

  it('reads the file that --config names, and says when it is absent', async () => {
    await writeFile(join(folder, 'mine.yaml'), 'branchPrefix: night\n');
    const config = await readConfig({ memory: folder, config: 'mine.yaml' }, environment(), folder);
    expect(config.branchPrefix).toBe('night');
    await expect(readConfig({ memory: folder, config: 'absent.yaml' }, environment(), folder)).rejects.toThrow(
      /absent\.yaml does not exist/,
    );
  });

  it('follows no link that comes with a memory', async () => {
    await writeFile(join(folder, 'elsewhere'), 'branch: x\n');
    await symlink(join(folder, 'elsewhere'), join(folder, 'dream.yaml'));
    await expect(readConfig({ memory: folder }, environment(), folder)).rejects.toThrow(/not a regular file/);
  });
});

describe('where the memory is', () => {
  it('goes by flag, environment, the nearest dream.yaml above, then ./dream-memory', async () => {
    const deep = join(folder, 'a', 'b');
    await mkdir(deep, { recursive: true });
    const found = async (flags: { memory?: string }, variables = {}): Promise<unknown> =>
      (await readConfig(flags, environment(variables), deep)).memory;
    expect(await found({})).toEqual({ folder: join(deep, 'dream-memory'), from: 'default' });
    await writeFile(join(folder, 'dream.yaml'), '');
    expect(await found({})).toEqual({ folder, from: 'parent' });
    expect(await found({}, { DREAM_MEMORY: '../m' })).toEqual({ folder: join(folder, 'a', 'm'), from: 'environment' });
    expect(await found({ memory: 'x' }, { DREAM_MEMORY: '../m' })).toEqual({ folder: join(deep, 'x'), from: 'flag' });
  });
});

describe('the environment', () => {
  it('lets git see how to be found and to reach an agent, and no GIT_ variable', () => {
    const { git } = readEnvironment({
      PATH: '/bin',
      SSH_AUTH_SOCK: '/agent',
      GIT_DIR: '/evil',
      GIT_SSH_COMMAND: 'evil',
      EDITOR: 'vi',
      SECRET: 'x',
    });
    expect(git).toEqual({ PATH: '/bin', SSH_AUTH_SOCK: '/agent' });
  });
});

describe('findRepository', () => {
  it('reads the remote of a repository, also from a linked work tree', async () => {
    const repository = join(folder, 'web');
    await mkdir(join(repository, '.git', 'worktrees', 'topic'), { recursive: true });
    await mkdir(join(repository, 'src', 'deep'), { recursive: true });
    await writeFile(
      join(repository, '.git', 'config'),
      '[core]\n\tbare = false\n[remote "fork"]\n\turl = https://host/else/web.git\n[remote "origin"]\n\turl = git@host:team/web.git\n[branch "main"]\n\tremote = origin\n',
    );
    expect(await findRepository(join(repository, 'src', 'deep'))).toEqual({
      folder: repository,
      remote: 'git@host:team/web.git',
    });

    const linked = join(folder, 'topic');
    await mkdir(linked);
    await writeFile(join(linked, '.git'), `gitdir: ${join(repository, '.git', 'worktrees', 'topic')}\n`);
    await writeFile(join(repository, '.git', 'worktrees', 'topic', 'commondir'), '../..\n');
    expect(await findRepository(linked)).toEqual({ folder: linked, remote: 'git@host:team/web.git' });
  });
});

describe('findKnownLogs', () => {
  it('names only the places that exist', async () => {
    expect(await findKnownLogs(folder)).toEqual([]);
    await mkdir(join(folder, '.codex', 'sessions'), { recursive: true });
    expect(await findKnownLogs(folder)).toEqual([join(folder, '.codex', 'sessions')]);
  });
});
