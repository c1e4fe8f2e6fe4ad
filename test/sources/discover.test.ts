// Which files are found under a path, in which order, and what is refused.
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DreamError } from '../../src/errors.ts';
import { discoverLogs } from '../../src/sources/discover.ts';

let folder = '';
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'dream-discover-')));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function put(...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), name);
  }
}

async function discover(
  ...paths: readonly string[]
): Promise<{ labels: readonly string[]; findings: readonly string[] }> {
  const findings: string[] = [];
  const files = await discoverLogs(
    paths.map((path) => join(folder, path)),
    (finding) => findings.push(`${finding.code} ${finding.file}`),
  );
  return { labels: files.map((file) => file.label), findings };
}

describe('finding logs', () => {
  it('lists regular files in byte order, without the folders of git and node', async () => {
    await put(
      'logs/b.jsonl',
      'logs/B.jsonl',
      'logs/a/é.jsonl',
      'logs/a/z.jsonl',
      'logs/a.jsonl',
      'logs/.entire/x',
      'logs/.git/config',
      'logs/w/node_modules/p/log.jsonl',
    );
    expect(await discover('logs')).toEqual({
      labels: ['.entire/x', 'B.jsonl', 'a.jsonl', 'a/z.jsonl', 'a/é.jsonl', 'b.jsonl'],
      findings: [],
    });
  });

  it('keeps the order of the paths, tells folders apart, and names a file once', async () => {
    await put('two/x', 'one/x', 'one/y');
    expect((await discover('two', 'one', 'one/y', 'two')).labels).toEqual(['two/x', 'one/x', 'one/y']);
    expect((await discover('one/y')).labels).toEqual(['y']);
  });

  it('refuses links that lead outside, and neither follows nor fails on loops and dead links', async () => {
    await put('logs/real.jsonl', 'secret/key');
    await symlink('../secret/key', join(folder, 'logs/key'));
    await symlink('../secret', join(folder, 'logs/folder'));
    await symlink('.', join(folder, 'logs/loop'));
    await symlink('real.jsonl', join(folder, 'logs/again.jsonl'));
    await symlink('nothing', join(folder, 'logs/dead'));
    const { labels, findings } = await discover('logs');
    expect(labels).toEqual(['real.jsonl']);
    expect(findings.toSorted()).toEqual(['outside-symlink folder', 'outside-symlink key', 'unreadable-file dead']);
  });

  it('follows a link that the user names', async () => {
    await put('logs/real.jsonl');
    await symlink('logs', join(folder, 'link'));
    expect((await discover('link')).labels).toEqual(['real.jsonl']);
  });

  it('refuses pipes and sockets without waiting for them', async () => {
    await put('logs/a');
    execFileSync('mkfifo', [join(folder, 'logs/pipe')]);
    const server = createServer();
    await new Promise<void>((done) => void server.listen(join(folder, 'logs/socket'), done));
    const { labels, findings } = await discover('logs', 'logs/pipe');
    server.close();
    expect(labels).toEqual(['logs/a']);
    expect(findings.toSorted()).toEqual([
      'not-a-regular-file logs/pipe',
      'not-a-regular-file logs/socket',
      'not-a-regular-file pipe',
    ]);
  });

  it('calls a path that does not exist wrong usage', async () => {
    const error = await discover('nowhere').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DreamError);
    expect(error).toMatchObject({ kind: 'usage' });
  });
});
