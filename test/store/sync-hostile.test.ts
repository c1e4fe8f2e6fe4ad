// What a repository, a remote or a ledger of someone else may try during an exchange; and repositories of other kinds.
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TestRepository } from '../helpers/git-repository.ts';
import { changeNamed, open, review, rule, writeSampleRun } from './sample-run.ts';
import { RUN_A, RUN_B, statesOf, sync, world } from './sync-world.ts';

/** Something that can be run, and the file that says it was. */
function trap(repository: TestRepository, name: string): { readonly command: string; readonly ran: () => boolean } {
  const marker = join(repository.folder, `ran-${name}`);
  const file = join(repository.folder, `.git/trap-${name}`);
  repository.write(`.git/trap-${name}`, `#!/bin/sh\ntouch "${marker}"\nexit 1\n`);
  chmodSync(file, 0o755);
  return { command: file, ran: () => existsSync(marker) };
}

type Trap = (repository: TestRepository, command: string, url: string) => void;

const TRAPS: readonly (readonly [name: string, set: Trap])[] = [
  ['pre-push', ({ git, folder }) => void git('config', 'core.hooksPath', join(folder, '.git/traps'))],
  ['reference-transaction', ({ git, folder }) => void git('config', 'core.hooksPath', join(folder, '.git/traps'))],
  [
    'sshCommand',
    ({ git }, command) => {
      git('config', 'core.sshCommand', command);
      git('remote', 'set-url', 'origin', 'ssh://nobody@127.0.0.1:1/x.git');
    },
  ],
  ['uploadpack', ({ git }, command) => void git('config', 'remote.origin.uploadpack', command)],
  ['receivepack', ({ git }, command) => void git('config', 'remote.origin.receivepack', command)],
  [
    'credential',
    ({ git }, command) => {
      git('config', 'credential.helper', `!${command}`);
      git('remote', 'set-url', 'origin', 'http://127.0.0.1:9/x.git');
    },
  ],
  [
    'insteadOf',
    ({ git }, command, url) => {
      git('config', `url.ext::${command} .insteadOf`, url);
      git('config', 'protocol.ext.allow', 'always');
    },
  ],
  ['fsmonitor', ({ git }, command) => void git('config', 'core.fsmonitor', command)],
];

test.each(TRAPS)('%s of the repository’s configuration does not run', async (name, set) => {
  const { a, remote } = world();
  await writeSampleRun(await open(a.folder), [{ name: 'bun' }], RUN_A);
  const { command, ran } = trap(a, name);
  for (const hook of ['pre-push', 'reference-transaction']) {
    if (name === hook) a.write(`.git/traps/${hook}`, `#!/bin/sh\nexec "${command}"\n`);
    if (name === hook) chmodSync(join(a.folder, '.git/traps', hook), 0o755);
  }
  set(a, command, `file://${remote.folder}`);
  await sync(a).catch(() => undefined);
  expect(ran()).toBe(false);
  // Plain git does run it, but for the one that needs a server that asks for a password.
  if (name === 'credential') return;
  const plain = [['fetch', 'origin'], ['push', 'origin', 'HEAD:refs/heads/other'], ['status']];
  for (const args of plain) {
    try {
      a.git(...args);
    } catch {
      // The trap itself makes it fail.
    }
  }
  expect(ran()).toBe(true);
});

test('a remote whose memory would write outside, or into git’s own folder, is not taken over', async () => {
  const { a, b, clone } = world();
  const host = clone('host');
  const blob = host.git('hash-object', '-w', '--stdin', '--path=x', 'README.md');
  const inner = host.git('hash-object', '-w', 'README.md');
  expect(blob === inner || inner !== '').toBe(true);
  for (const name of ['.GIT', 'git~1', '.git ', '.g\u200cit']) {
    const tree = mktree(host, `100644 blob ${inner}\tconfig\n`);
    const top = mktree(host, `100644 blob ${inner}\tREADME.md\n040000 tree ${tree}\t${name}\n`);
    const commit = host.git('commit-tree', '-p', 'HEAD', '-m', 'evil', top);
    host.git('push', '--quiet', '--force', 'origin', `${commit}:main`);
    const before = a.git('rev-parse', 'main');
    const { problems } = await sync(a);
    expect(problems).toMatchObject([{ message: expect.stringContaining('not allowed') }]);
    expect(a.git('rev-parse', 'main')).toBe(before);
  }
  expect(readdirSync(b.folder)).toEqual(['.git', 'README.md']);
});

function mktree(repository: TestRepository, lines: string): string {
  repository.write('.git/tree', lines);
  return repository.git('-c', 'alias.mk=!git mktree <.git/tree', 'mk');
}

/** Puts files into the remote's ledger as anyone with access to it could. */
function tamperWith(remote: TestRepository, files: Readonly<Record<string, string>>, mode = '100644'): void {
  const index = { ...files };
  remote.git('read-tree', 'refs/dream/ledger');
  for (const [path, text] of Object.entries(index)) {
    remote.write('tampered', text);
    remote.git(
      'update-index',
      '--add',
      '--cacheinfo',
      `${mode},${remote.git('hash-object', '-w', 'tampered')},${path}`,
    );
  }
  const tree = remote.git('write-tree');
  const commit = remote.git('commit-tree', '-p', 'refs/dream/ledger', '-m', 'by hand', tree);
  remote.git('update-ref', 'refs/dream/ledger', commit);
}

test('a ledger with damaged files, bad names, links and other bytes for a known file: findings, nothing lost', async () => {
  const { a, b, remote } = world();
  const store = await open(a.folder);
  await writeSampleRun(store, [{ name: 'bun' }, { name: 'lint' }], RUN_A);
  await review(store, [await rule(store, 'bun', 'rejected')]);
  await sync(a);
  const [file = ''] = a.git('ls-tree', '--name-only', 'refs/dream/ledger', 'decisions/').split('\n');
  const decision = a.git('show', `refs/dream/ledger:${file}`);
  tamperWith(remote, {
    'runs/20261122T000000Z-evil.json': 'not json',
    [`runs/${RUN_A}.json`]: '{"id":"other"}',
    [file]: `${decision.replace('"rejected"', '"accepted"')}\nnot a decision\n`,
    'decisions/.hidden.jsonl': 'x\n',
  });
  tamperWith(remote, { 'runs/link.json': '/etc/passwd' }, '120000');
  const joined = await sync(a);
  expect(
    joined.findings
      .filter(({ code }) => code === 'ledger-differs')
      .map((one) => one.file)
      .sort(),
  ).toEqual(['decisions/.hidden.jsonl', 'runs/link.json', `runs/${RUN_A}.json`].sort());
  expect(a.git('show', `refs/dream/ledger:runs/${RUN_A}.json`)).toContain('"lint"');
  expect(a.git('show', `refs/dream/ledger:${file}`).split('\n')).toEqual(expect.arrayContaining(decision.split('\n')));
  expect(a.git('ls-tree', '-r', '--name-only', 'refs/dream/ledger')).not.toMatch(/hidden|link/);
  const { decisions, findings } = await (await open(a.folder)).readLedger();
  expect(decisions.map(({ verdict }) => verdict)).toContain('rejected');
  expect(findings?.some(({ code }) => code === 'broken-line')).toBe(true);
  await sync(b);
  await sync(a);
  expect(b.git('rev-parse', 'refs/dream/ledger^{tree}')).toBe(a.git('rev-parse', 'refs/dream/ledger^{tree}'));
});

test('a ledger of a newer version, or what is none, is refused, and nothing is moved', async () => {
  for (const [text, words] of [
    ['{"version":9}\n', 'version 9'],
    ['what?\n', 'is none'],
  ]) {
    const { a, b, remote } = world();
    await writeSampleRun(await open(a.folder), [{ name: 'bun' }], RUN_A);
    await sync(a);
    tamperWith(remote, { 'format.json': text ?? '' });
    await writeSampleRun(await open(b.folder), [{ name: 'web' }], RUN_B);
    const before = [b.refs(), remote.refs()];
    await expect(sync(b)).rejects.toMatchObject({ message: expect.stringContaining(words ?? '') });
    expect([b.refs(), remote.refs()]).toEqual(before);
  }
});

test('one change decided in two ways: what is on the memory branch counts, the rejection stays, and it is said', async () => {
  for (const [here, there] of [
    ['accepted', 'rejected'],
    ['rejected', 'accepted'],
  ] as const) {
    const { a, b } = world();
    await writeSampleRun(await open(a.folder), [{ name: 'bun' }], RUN_A);
    await sync(a);
    await sync(b);
    const at = (time: string) => ({ now: () => new Date(time) });
    const [first, second] = [
      await open(a.folder, at('2026-11-22T04:00:00Z')),
      await open(b.folder, at('2026-11-22T05:00:00Z')),
    ];
    await review(first, [await rule(first, 'bun', here)]);
    await review(second, [await rule(second, 'bun', there)]);
    await sync(a);
    await sync(b);
    await sync(a);
    for (const repository of [a, b]) {
      const store = await open(repository.folder);
      expect((await changeNamed(store, 'bun')).state).toBe('accepted');
      const { decisions, findings } = await store.readLedger();
      expect(decisions.map(({ verdict }) => verdict).sort()).toEqual(['accepted', 'rejected']);
      expect(findings).toMatchObject([{ code: 'decisions-differ', detail: expect.stringContaining('dream undo') }]);
      expect((await store.readMemory()).playbooks.map(({ id }) => id)).toEqual(['bun']);
    }
    expect(await statesOf(a)).toEqual(await statesOf(b));
  }
});

test('one change accepted on both sides: no conflict, and once in the index', async () => {
  const { a, b } = world();
  await writeSampleRun(await open(a.folder), [{ name: 'bun' }], RUN_A);
  await sync(a);
  await sync(b);
  for (const repository of [a, b]) {
    const store = await open(repository.folder);
    await review(store, [await rule(store, 'bun')]);
  }
  for (const repository of [a, b, a]) expect((await sync(repository)).problems).toEqual([]);
  expect(a.git('rev-parse', 'main')).toBe(b.git('rev-parse', 'main'));
  expect(a.read('MEMORY.md')).toBe('# Memory\n\n- Run bun\n');
  expect(await statesOf(a)).toEqual({ [`${RUN_A} team--app/bun`]: 'accepted' });
});

test('sha256, a shallow clone, a fresh clone and a memory begun twice from nothing', async () => {
  const { a, b } = world({ 'README.md': 'x\n' }, '--object-format=sha256');
  await writeSampleRun(await open(a.folder), [{ name: 'bun' }], RUN_A);
  await sync(a);
  await sync(b);
  expect(await statesOf(b)).toEqual({ [`${RUN_A} team--app/bun`]: 'open' });

  const other = world();
  const store = await open(other.a.folder);
  for (const name of ['one', 'two', 'three']) other.a.commit(name, { [name]: name });
  await writeSampleRun(store, [{ name: 'bun' }, { name: 'lint' }], RUN_A);
  await review(store, [await rule(store, 'bun')]);
  await sync(other.a);
  const shallow = other.clone('shallow', '--depth=1', '--no-local');
  const inShallow = await open(shallow.folder, { branch: 'main' });
  expect(await inShallow.awaitedRemote()).toBe('origin');
  await sync(shallow);
  expect(await inShallow.awaitedRemote()).toBe(null);
  expect(await statesOf(shallow)).toEqual(await statesOf(other.a));
  await review(inShallow, [await rule(inShallow, 'lint')]);
  expect((await sync(shallow)).problems).toEqual([]);
  await sync(other.a);
  expect(await statesOf(shallow)).toEqual(await statesOf(other.a));
  expect(other.a.git('rev-parse', 'main')).toBe(shallow.git('rev-parse', 'main'));

  const empty = world({});
  for (const [repository, run, name] of [
    [empty.a, RUN_A, 'bun'],
    [empty.b, RUN_B, 'web'],
  ] as const) {
    const own = await open(repository.folder, { branch: 'main' });
    await writeSampleRun(own, [{ name }], run);
    await review(own, [await rule(own, name)]);
  }
  for (const repository of [empty.a, empty.b, empty.a]) expect((await sync(repository)).problems).toEqual([]);
  expect(empty.a.git('rev-parse', 'main')).toBe(empty.b.git('rev-parse', 'main'));
  expect(empty.a.git('ls-tree', '-r', '--name-only', 'main').split('\n')).toHaveLength(3);
});
