// Everything in a repository that can make git run something, each with a mark of its own. `arm` sets all traps at once;
// each says which plain git commands spring it, so that a test can show that the trap works.
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestRepository } from '../helpers/git-repository.ts';

/** One thing that can run. */
export interface Trap {
  readonly name: string;
  /** Settings of the repository, with `@` for the command that leaves the mark. */
  readonly settings: Readonly<Record<string, string>>;
  /**
   * Plain git commands that spring it. Absent: only programs beside git use it (`git send-email`, `git gui`), it needs a
   * terminal, a server, or a later git than the one that is here: it is set all the same.
   */
  readonly sprungBy?: readonly (readonly string[])[];
}

const HOOKS = [
  'applypatch-msg commit-msg fsmonitor-watchman post-applypatch post-checkout post-commit post-index-change post-merge',
  'post-receive post-rewrite post-update pre-applypatch pre-auto-gc pre-commit pre-merge-commit pre-push pre-rebase',
  'pre-receive prepare-commit-msg proc-receive push-to-checkout reference-transaction sendemail-validate update',
].flatMap((names) => names.split(' '));

const CHANGED: readonly string[] = ['add', '.'];

/** The settings of git 2.39 to 2.54 that name something to run, or a place where something to run is found. */
export const TRAPS: readonly Trap[] = [
  { name: 'fsmonitor', settings: { 'core.fsmonitor': '@' }, sprungBy: [['status']] },
  { name: 'pager', settings: { 'core.pager': '@', 'pager.log': '@', 'pager.show': '@' } },
  { name: 'editor', settings: { 'core.editor': '@' }, sprungBy: [['commit', '--allow-empty']] },
  {
    name: 'sequence-editor',
    settings: { 'sequence.editor': '@' },
    sprungBy: [
      ['checkout', '--force', 'main'],
      ['rebase', '-i', '--root'],
    ],
  },
  { name: 'ssh', settings: { 'core.sshCommand': '@' }, sprungBy: [['ls-remote', 'ssh://nobody@127.0.0.1:1/x']] },
  { name: 'git-proxy', settings: { 'core.gitProxy': '@' }, sprungBy: [['ls-remote', 'git://127.0.0.1:1/x']] },
  { name: 'askpass', settings: { 'core.askPass': '@' } },
  { name: 'alternate-refs', settings: { 'core.alternateRefsCommand': '@' } },
  { name: 'external-diff', settings: { 'diff.external': '@' }, sprungBy: [['diff', 'HEAD']] },
  { name: 'textconv', settings: { 'diff.evil.textconv': '@' }, sprungBy: [['log', '-p', '--no-ext-diff']] },
  { name: 'diff-driver', settings: { 'diff.evil.command': '@' }, sprungBy: [['diff', 'HEAD']] },
  { name: 'clean', settings: { 'filter.evil.clean': '@' }, sprungBy: [CHANGED] },
  { name: 'smudge', settings: { 'filter.evil.smudge': '@' }, sprungBy: [['archive', 'HEAD']] },
  { name: 'process', settings: { 'filter.evil.process': '@' }, sprungBy: [CHANGED] },
  { name: 'filter-with-sign', settings: { 'filter.evil=x.y.clean': '@' }, sprungBy: [['add', 'odd.txt']] },
  {
    name: 'merge-driver',
    settings: { 'merge.evil.driver': '@' },
    sprungBy: [['merge-tree', '--write-tree', 'side-a', 'side-b']],
  },
  {
    name: 'gpg',
    settings: { 'gpg.program': '@', 'gpg.openpgp.program': '@', 'commit.gpgSign': 'true', 'log.showSignature': 'true' },
    sprungBy: [['commit', '--allow-empty', '-m', 'x']],
  },
  {
    name: 'gpg-other',
    settings: { 'gpg.x509.program': '@', 'gpg.ssh.program': '@' },
    sprungBy: [['-c', 'gpg.format=x509', 'commit', '-S', '--allow-empty', '-m', 'x']],
  },
  {
    name: 'gpg-ssh-key',
    settings: { 'gpg.ssh.defaultKeyCommand': '@' },
    sprungBy: [['-c', 'gpg.format=ssh', 'commit', '-S', '--allow-empty', '-m', 'x']],
  },
  {
    name: 'credential',
    settings: { 'credential.helper': '!@', 'credential.https://example.com.helper': '!@' },
    sprungBy: [['credential', 'reject']],
  },
  { name: 'interactive-filter', settings: { 'interactive.diffFilter': '@' } },
  { name: 'pack-objects-hook', settings: { 'uploadpack.packObjectsHook': '@' } },
  {
    name: 'trailer',
    settings: { 'trailer.evil.command': '@', 'trailer.evil.cmd': '@', 'trailer.evil.ifmissing': 'add' },
    sprungBy: [['interpret-trailers', '--trailer', 'evil: x', 'a.txt']],
  },
  {
    name: 'alias',
    settings: Object.fromEntries(
      ['log', 'x', 'cat-file', 'update-ref', 'rev-parse', 'hash-object', 'mktree', 'fast-import', 'dream'].map(
        (name) => [`alias.${name}`, '!@'],
      ),
    ),
    sprungBy: [['x']],
  },
  {
    name: 'remote',
    settings: { 'remote.origin.uploadpack': '@', 'remote.origin.receivepack': '@' },
    sprungBy: [['fetch', 'origin']],
  },
  { name: 'remote-vcs', settings: { 'remote.other.url': 'x', 'remote.other.vcs': 'evil' } },
  {
    name: 'remote-proxy',
    settings: { 'remote.origin.proxy': 'http://127.0.0.1:9', 'http.proxy': 'http://127.0.0.1:9' },
  },
  {
    name: 'instead-of',
    settings: { 'url.ext::@ .insteadOf': 'trap:', 'protocol.ext.allow': 'always', 'protocol.allow': 'always' },
    sprungBy: [['ls-remote', 'trap:x']],
  },
  {
    name: 'ext-remote',
    settings: { 'remote.ext.url': 'ext::@ x', 'remote.ext.pushurl': 'ext::@ x' },
    sprungBy: [['-c', 'protocol.ext.allow=always', 'ls-remote', 'ext']],
  },
  {
    name: 'submodule',
    settings: { 'submodule.sub.update': '!@', 'submodule.sub.url': 'ext::@ x', 'submodule.recurse': 'true' },
  },
  {
    name: 'tools',
    settings: {
      'diff.tool': 'evil',
      'difftool.evil.cmd': '@',
      'difftool.prompt': 'false',
      'mergetool.evil.cmd': '@',
      'merge.tool': 'evil',
    },
    sprungBy: [['difftool', '--no-prompt', 'HEAD']],
  },
  { name: 'archive', settings: { 'tar.evil.command': '@' }, sprungBy: [['archive', '--format=evil', 'HEAD']] },
  {
    name: 'beside-git',
    settings: {
      'sendemail.smtpServer': '@',
      'sendemail.toCmd': '@',
      'sendemail.ccCmd': '@',
      'sendemail.headerCmd': '@',
      'imap.tunnel': '@',
      'instaweb.httpd': '@',
      'browser.evil.cmd': '@',
      'web.browser': 'evil',
      'man.evil.cmd': '@',
      'guitool.evil.cmd': '@',
    },
  },
  // Hooks that are named in the configuration (git 2.54).
  {
    name: 'configured-hooks',
    settings: Object.fromEntries(
      ['reference-transaction', 'pre-push', 'post-index-change', 'pre-auto-gc'].flatMap((event) => [
        [`hook.evil-${event}.command`, '@'],
        [`hook.evil-${event}.event`, event],
      ]),
    ),
  },
  {
    name: 'bundle',
    settings: { 'fetch.bundleURI': 'ext::@ x', 'transfer.bundleURI': 'true', 'remote.origin.bundleURI': 'ext::@ x' },
  },
  {
    name: 'maintenance',
    settings: { 'gc.auto': '1', 'maintenance.auto': 'true', 'maintenance.strategy': 'incremental' },
  },
];

export interface Armed {
  /** Names of the traps that ran, hooks as `hook-…`. */
  readonly sprung: () => readonly string[];
  readonly forget: () => void;
  /** Sets the one trap, alone, in this repository. */
  readonly set: (repository: TestRepository, trap: Trap) => void;
}

/** @param marks a folder outside every repository, for the traps and what they leave */
export function makeTraps(marks: string): Armed {
  const ran = join(marks, 'ran');
  mkdirSync(ran, { recursive: true });
  const commandOf = (name: string): string => {
    const file = join(marks, `trap-${name}`);
    // It takes its input, answers nothing, and fails, so that nobody waits for it.
    if (!existsSync(file)) writeFileSync(file, `#!/bin/sh\n: > "${join(ran, name)}"\nexit 1\n`);
    chmodSync(file, 0o755);
    return file;
  };
  return {
    sprung: () => readdirSync(ran).sort(),
    forget: () => {
      for (const name of readdirSync(ran)) rmSync(join(ran, name));
    },
    set(repository, trap) {
      const command = commandOf(trap.name);
      for (const [key, value] of Object.entries(trap.settings))
        repository.git('config', key.replaceAll('@', command), value.replaceAll('@', command));
    },
  };
}

/** What makes git look at drivers, hooks and other places: it goes with every trap. */
export function lureInto(repository: TestRepository, marks: string): void {
  const gitFolder = repository.git('rev-parse', '--absolute-git-dir');
  const attributes = '* filter=evil diff=evil merge=evil\nodd.txt filter=evil=x.y\n';
  mkdirSync(join(gitFolder, 'info'), { recursive: true });
  writeFileSync(join(gitFolder, 'info/attributes'), attributes);
  const more = join(marks, 'attributes');
  writeFileSync(more, attributes);
  repository.git('config', 'core.attributesFile', more);
  const hooks = join(gitFolder, 'hooks');
  mkdirSync(hooks, { recursive: true });
  mkdirSync(join(marks, 'ran'), { recursive: true });
  for (const hook of HOOKS) {
    // proc-receive talks with git: one that fails is enough.
    writeFileSync(join(hooks, hook), `#!/bin/sh\n: > "${join(marks, 'ran', `hook-${hook}`)}"\nexit 0\n`);
    chmodSync(join(hooks, hook), 0o755);
  }
  repository.git('config', 'core.hooksPath', hooks);
}
