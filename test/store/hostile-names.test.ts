// Names that lead away, hide or mean something: none becomes a path, a reference or a playbook, whoever gives it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printPlaybook } from '../../src/model/playbook.ts';
import { isPlaybookName, isPlaybookPath } from '../../src/store/playbook-paths.ts';
import { isReferenceName, isRunBranch, isRunId } from '../../src/store/refs.ts';
import { projectFolder, slugOf } from '../../src/text/slug.ts';
import type { TestRepository } from '../helpers/git-repository.ts';
import { gitRepository } from '../helpers/git-repository.ts';
import { open, samplePlaybook } from './sample-run.ts';

const corpora = resolve(import.meta.dirname, '../../../shared/corpora/security');

/** Ours, of the same kinds as the public sets. */
const HOSTILE = [
  '..',
  '../x',
  String.raw`..\x`,
  '/etc/passwd',
  String.raw`C:\x`,
  'C:x',
  String.raw`\\host\share`,
  'a/../../b',
  '..%2f..%2fetc',
  '..%c0%afetc',
  '..\u2215x',
  '..\uff0fx',
  '....//x',
  '%2e%2e/x',
  '..;/x',
  '.git',
  '.GIT',
  'git~1',
  'GIT~2',
  '.g\u200cit',
  '.git ',
  '.git.',
  '.git::$INDEX_ALLOCATION',
  '.gitmodules',
  'con',
  'NUL',
  'aux.md',
  'com1',
  'LPT9.txt',
  'x:y',
  'x:$DATA',
  'x*',
  'x?',
  'a<b',
  'a|b',
  'a"b',
  'x.',
  'x ',
  ' x',
  '-rf',
  '--help',
  '~root',
  '$HOME',
  '`id`',
  '$(id)',
  '@{-1}',
  'index.lock',
  'a\0b',
  'a\nb',
  'a\u001bb',
  '\u202egnp',
  '',
  '.',
  'a\u00adb',
  'a\u2028b',
  'x'.repeat(300),
  '\ud800',
];
const HARMLESS_BEFORE_AN_ENDING = new Set(['x.', 'x ', 'index.lock']);
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

function publicNames(): readonly string[] {
  if (!existsSync(corpora)) return [];
  const { reject }: { reject: string[] } = JSON.parse(readFileSync(join(corpora, 'crafted/filenames.json'), 'utf8'));
  const traversals = readdirSync(join(corpora, 'paths'))
    .filter((file) => file.endsWith('.txt'))
    .flatMap((file) => readFileSync(join(corpora, 'paths', file), 'utf8').split('\n'))
    .filter((line) => line !== '');
  return [...reject, ...traversals];
}

const names = [...HOSTILE, ...publicNames()];

describe(`${names.length} names`, () => {
  it('become slugs that stay in their folder and that no agent or system takes for its own', () => {
    for (const name of names) {
      const [slug, folder] = [slugOf(name, 'fact-1a2b3c'), projectFolder(name)];
      expect(slug).toMatch(SLUG);
      expect(folder).toMatch(/^[a-z0-9][a-z0-9-]*$/);
      expect(isPlaybookPath(`playbooks/${folder}/${slug}.md`)).toBe(true);
      expect(`${slug}.md`).not.toMatch(/^(?:con|aux|nul|prn|com\d|lpt\d|claude|agents|gemini|skill)\.md$/);
    }
  });

  it('are no id of a run, and lead no reference to another place', () => {
    for (const name of names) {
      expect(isRunId(name)).toBe(false);
      const id = `20261122T030000Z-${name}`;
      if (isRunId(id)) expect(name).toMatch(/^[\w.-]+$/);
      for (const ref of [name, `dream/${name}`, `refs/heads/${name}`]) {
        if (isReferenceName(ref)) expect(ref).not.toMatch(/(?:^|\/)\.|\.\.|[\0-\x20\x7f~^:?*[\\]|@\{|^-/); // oxlint-disable-line no-control-regex -- what git refuses
      }
      expect(isRunBranch(name, '20261122T030000Z-abcd')).toBe(false);
    }
  });

  it('are no steps of a playbook’s path where they lead away, hide or are special', () => {
    for (const name of HOSTILE) {
      expect([name, isPlaybookPath(`playbooks/${name}/a.md`)]).toEqual([name, false]);
      if (!HARMLESS_BEFORE_AN_ENDING.has(name)) expect([name, isPlaybookName(`${name}.md`)]).toEqual([name, false]);
    }
    for (const name of publicNames().filter((one) => /[/\\]|^\./.test(one))) {
      expect(isPlaybookPath(`playbooks/${name}/a.md`)).toBe(false);
      expect(isPlaybookPath(`playbooks/a/${name}.md`)).toBe(false);
    }
    for (const name of ['typescript-imports', 'git-workflow', 'a', 'a1', 'Größe', 'My notes (old)']) {
      expect(isPlaybookPath(`playbooks/${name}/${name}.md`)).toBe(true);
    }
  });
});

describe('a memory that someone else wrote', () => {
  it('gives a finding for each entry that is no playbook, and hides none', async () => {
    const text = printPlaybook(samplePlaybook('bun'));
    const repository = gitRepository({ 'playbooks/a/bun.md': text });
    const blob = repository.git('rev-parse', 'HEAD:playbooks/a/bun.md');
    const files = ['git~1.md', 'aux.md', 'x:y.md', '-rf.md', '.hidden.md', 'Bun.md', 'caf\u00e9.md', 'cafe\u0301.md'];
    const odd = [...files, 'a\u200cb.md', `${'x'.repeat(253)}.md`, 'tab\there.md'];
    const folder = tree(
      repository,
      [...odd, 'bun.md'].map((name) => `100644 blob ${blob}\t${name}`),
    );
    const link = tree(repository, [
      `120000 blob ${blob}\tl.md`,
      `160000 commit ${repository.git('rev-parse', 'HEAD')}\ts.md`,
    ]);
    const folders = ['a', '.git', 'git~1', 'con', 'x.', '..', 'A'].map((name) => `040000 tree ${folder}\t${name}`);
    const playbooks = tree(repository, [...folders, `040000 tree ${link}\tlinks`]);
    const root = tree(repository, [`040000 tree ${playbooks}\tplaybooks`]);
    repository.git('update-ref', 'refs/heads/main', repository.git('commit-tree', '-m', 'hostile', root));
    const { playbooks: read, findings } = await (await open(repository.folder)).readMemory();
    // Two names for one file on a system without case: one of them counts, the other is told.
    expect(read.map(({ path }) => path.normalize('NFC').toLowerCase()).toSorted()).toEqual(
      ['playbooks/a/bun.md', 'playbooks/a/café.md'].toSorted(),
    );
    expect(findings.every(({ code, file }) => code === 'invalid-playbook' && file !== null)).toBe(true);
    const told = new Set(findings.map(({ file }) => file));
    for (const name of ['git~1.md', 'aux.md', 'x:y.md', '-rf.md', '.hidden.md', 'a\u200cb.md', 'tab\there.md'])
      expect(told).toContain(`playbooks/a/${name}`);
    for (const name of ['.git', 'git~1', 'con', 'x.', '..']) expect(told).toContain(`playbooks/${name}`);
    expect(told).toContain('playbooks/links/l.md');
    expect(told).toContain('playbooks/links/s.md');
  });
});

/** A tree of exactly these entries, as only plumbing makes it. */
function tree(repository: TestRepository, lines: readonly string[]): string {
  repository.write('.git/entries', `${lines.join('\0')}\0`);
  return repository.git('-c', 'alias.mk=!git mktree -z <.git/entries', 'mk');
}
