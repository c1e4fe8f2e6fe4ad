// The exchange over real HTTP on the loopback: git's own server program behind a few lines, once open, once with a password.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../helpers/git-repository.ts';
import { open, writeSampleRun } from './sample-run.ts';
import { RUN_A, statesOf, sync, world } from './sync-world.ts';

const BACKEND = join(execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(), 'git-http-backend');

/** Serves a folder of bare repositories. @param password asked of everyone, as user `team`; null for none */
async function serve(folder: string, password: string | null): Promise<string> {
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
    const wanted = `Basic ${Buffer.from(`team:${password ?? ''}`).toString('base64')}`;
    if (password !== null && request.headers.authorization !== wanted) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      return;
    }
    const env = {
      PATH: process.env['PATH'] ?? '',
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: 'team',
    };
    const child = spawn(BACKEND, [], { env, stdio: ['pipe', 'pipe', 'ignore'] });
    child.stdin.on('error', () => undefined);
    request.pipe(child.stdin);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('close', () => {
      const bytes = Buffer.concat(chunks);
      const end = bytes.indexOf('\r\n\r\n');
      const head = bytes.toString('latin1', 0, end).split('\r\n');
      const status = Number(/^Status: (\d+)/.exec(head.find((line) => line.startsWith('Status:')) ?? '')?.[1] ?? 200);
      for (const line of head) {
        const colon = line.indexOf(':');
        if (!line.startsWith('Status:')) response.setHeader(line.slice(0, colon), line.slice(colon + 1).trim());
      }
      response.writeHead(status).end(bytes.subarray(end + 4));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/remote.git`;
}

test.skipIf(!existsSync(BACKEND))(
  'over HTTP, with a password that the user’s own git knows, and without it',
  async () => {
    const { a, b, remote, folder } = world();
    remote.git('config', 'http.receivepack', 'true');
    await writeSampleRun(await open(a.folder), [{ name: 'bun' }], RUN_A);
    a.git('remote', 'set-url', 'origin', await serve(folder, null));
    expect((await sync(a)).problems).toEqual([]);

    const url = await serve(folder, 'sesame');
    b.git('remote', 'set-url', 'origin', url);
    const before = b.refs();
    await expect(sync(b)).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/Nothing could be fetched from origin .*could not read Username/),
      hints: expect.arrayContaining([expect.stringContaining('your own git configuration')]),
    });
    expect(b.refs()).toEqual(before);

    // A helper that is set in the repository only is not asked; the same in the user's configuration is.
    const home = temporaryFolder();
    const helper = '!f() { echo username=team; echo password=sesame; }; f';
    b.git('config', 'credential.helper', helper);
    await expect(sync(b)).rejects.toMatchObject({ kind: 'failed' });
    writeFileSync(join(home, '.gitconfig'), `[credential]\n\thelper = "${helper}"\n`);
    expect((await sync(b, {}, { network: { PATH: process.env['PATH'] ?? '', HOME: home } })).problems).toEqual([]);
    expect(await statesOf(b)).toEqual(await statesOf(a));

    // What CI writes into the repository: a header for this server.
    b.git('config', '--unset', 'credential.helper');
    b.git('config', `http.${url}.extraHeader`, `Authorization: Basic ${Buffer.from('team:sesame').toString('base64')}`);
    expect((await sync(b)).problems).toEqual([]);
  },
);

test('a server that never answers is given up', async () => {
  const { a } = world();
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  a.git('remote', 'set-url', 'origin', `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.git`);
  await expect(sync(a, {}, { networkSeconds: 1 })).rejects.toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('did not answer for 1 seconds'),
  });
});
