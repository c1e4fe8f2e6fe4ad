import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesAny, ownersOf, type Owned } from '../../src/model/ownership.ts';
import { refreshCodeowners, type OwnedMemory } from '../../src/text/codeowners.ts';
import { projectFolder } from '../../src/text/slug.ts';
import { gitRepository } from '../helpers/git-repository.ts';

const BEGIN = '# dream: begin (written by `dream index` from `owners:` in dream.yaml; change them there)';
const END = '# dream: end';

function playbook(project: string, name: string, owners: readonly string[] = []): Owned {
  return { project, path: `playbooks/${projectFolder(project)}/${name}.md`, owners };
}

function memory(owners: Readonly<Record<string, readonly string[]>>, more: Partial<OwnedMemory> = {}): OwnedMemory {
  return {
    owners: new Map(Object.entries(owners)),
    highStakes: [],
    prefix: '',
    file: 'CODEOWNERS',
    playbooks: [],
    ...more,
  };
}

function textOf(text: string | null, of: OwnedMemory): string | null {
  const refreshed = refreshCodeowners(text, of);
  if (!refreshed.ok) throw new Error(refreshed.problem);
  return refreshed.text;
}

/** Our lines: path and owners. */
function linesOf(of: OwnedMemory): readonly string[] {
  return (textOf(null, of) ?? '').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

describe('the owners a git host reads', () => {
  it('come from projects and paths, in their order, and keep the files that say so themselves', () => {
    const of = memory(
      { '**': ['@acme/leads'], 'acme/*': ['all@example.com'], 'playbooks/*/deploy-*.md': ['@ops', 'ops@example.com'] },
      { prefix: 'docs/agent memory/', file: '.github/CODEOWNERS' },
    );
    expect(textOf(null, of)).toBe(
      [
        BEGIN,
        '/.github/CODEOWNERS @acme/leads',
        '/docs/agent\\ memory/dream.yaml @acme/leads',
        '/docs/agent\\ memory/playbooks/ @acme/leads',
        '/docs/agent\\ memory/playbooks/acme--*/ all@example.com',
        '/docs/agent\\ memory/playbooks/*/deploy-*.md @ops ops@example.com',
        END,
        '',
      ].join('\n'),
    );
  });

  it('are said of single playbooks where those name their own, or no pattern of a host can', () => {
    const lines = linesOf(
      memory(
        { '*': ['single@example.com'], 'acme/web': ['web@example.com'] },
        {
          playbooks: [
            playbook('acme/web', 'own', ['own@example.com']),
            playbook('acme/web', 'bad', ['no owner # at all']),
            playbook('tools', 'lone'),
          ],
        },
      ),
    );
    expect(lines.filter((line) => line.includes('playbooks/'))).toEqual([
      '/playbooks/acme--web/ web@example.com',
      '/playbooks/acme--web/own.md own@example.com',
      '/playbooks/tools/lone.md single@example.com',
    ]);
  });

  it('ask somebody about what is decided with care though nobody is named for it', () => {
    const lines = linesOf(
      memory({ 'acme/web': ['web@example.com'] }, { highStakes: ['playbooks/*/deploy-*.md', 'acme/web'] }),
    );
    expect(lines.slice(2)).toEqual([
      '/playbooks/*/deploy-*.md web@example.com',
      '/playbooks/acme--web/ web@example.com',
      '/playbooks/acme--web/ web@example.com',
    ]);
  });

  it('are nobody where none is named: no file is made for that', () => {
    expect(textOf(null, memory({}, { highStakes: ['acme/*'], playbooks: [playbook('acme/web', 'a')] }))).toBeNull();
    expect(textOf('* @me\n', memory({}))).toBe('* @me\n');
  });

  it('cannot be claimed by a playbook whose front matter holds more than an owner', () => {
    const lines = linesOf(memory({}, { playbooks: [playbook('acme/web', 'a', ['x@example.com\n* @evil', '@ok'])] }));
    expect(lines).toEqual(['/playbooks/acme--web/a.md @ok']);
  });
});

describe('the file around our lines', () => {
  const of = memory({ 'acme/web': ['web@example.com'] });

  it('is kept byte for byte, with its line endings, whatever stands before and after', () => {
    const lines = fc.array(fc.constantFrom('* @me', '# a note', '', '  /docs/ @writers', 'é ✓', '#dream: begins'), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(lines, lines, fc.constantFrom('\n', '\r\n'), fc.boolean(), (before, after, eol, ended) => {
        const head = before.map((line) => line + eol).join('');
        const tail = after.map((line) => eol + line).join('') + (ended ? eol : '');
        const stale = `${head}${BEGIN}${eol}/old/ @gone${eol}${END}${tail}`;
        const fresh = textOf(stale, of) ?? '';
        expect(fresh.startsWith(`${head}${BEGIN}${eol}`)).toBe(true);
        expect(fresh.endsWith(`${END}${tail}`)).toBe(true);
        expect(fresh).toContain(`${eol}/playbooks/acme--web/ web@example.com${eol}`);
        expect(fresh).not.toContain('@gone');
        expect(textOf(fresh, of)).toBe(fresh);
        // Where there is no block yet, it comes last: the last pattern decides.
        const added = textOf(head, of) ?? '';
        expect(added.startsWith(head)).toBe(true);
        expect(added.endsWith(`${END}${head.includes('\r\n') ? '\r\n' : '\n'}`)).toBe(true);
        expect(textOf(added, of)).toBe(added);
      }),
    );
  });

  it('is an error where our marks are damaged', () => {
    for (const text of [
      `${BEGIN}\n/a @b\n`,
      `/a @b\n${END}\n`,
      `${END}\n${BEGIN}\n`,
      `${BEGIN}\n${END}\n${BEGIN}\n${END}\n`,
    ]) {
      expect(refreshCodeowners(text, of)).toMatchObject({
        ok: false,
        problem: expect.stringContaining('# dream:') as string,
      });
    }
  });
});

it('lets the host decide as we do, for every playbook there is', () => {
  const repository = gitRepository();
  const projects = ['acme/web', 'acme/api', 'acme/web-shop', 'ACME/Web.Kit', 'tools', 'tools/cli', 'a/b/c', 'web'];
  const names = ['deploy-all', 'run-bun', 'x'];
  const owner = fc.constantFrom('a@example.com', '@b', '@c/team');
  const pattern = fc.oneof(
    fc.constantFrom(...projects, ...projects.map((one) => `playbooks/${projectFolder(one)}/**`)),
    fc.constantFrom(
      '*',
      '**',
      '*/*',
      'acme/*',
      'acme/**',
      '**/web',
      'a*e/w?b',
      '{acme,a}/*',
      'tools{,/cli}',
      '{1..3}/x',
    ),
    fc.constantFrom(
      'playbooks/**',
      'playbooks/*/x.md',
      'playbooks/**/run-*.md',
      'playbooks/tools',
      'playbooks/{tools,web}/*',
      'playbooks/a**/*',
    ),
  );
  const book = fc.record({
    project: fc.constantFrom(...projects),
    name: fc.constantFrom(...names),
    owners: fc.array(owner, { maxLength: 1 }),
  });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(pattern, fc.uniqueArray(owner, { minLength: 1, maxLength: 2 })), {
        minLength: 1,
        maxLength: 5,
      }),
      fc.array(pattern, { maxLength: 2 }),
      fc.uniqueArray(book, { maxLength: 12, selector: (one) => `${projectFolder(one.project)}/${one.name}` }),
      (owners, highStakes, books) => {
        const playbooks = books.map((one) => playbook(one.project, one.name, one.owners));
        const of = memory(Object.fromEntries(owners), { highStakes, playbooks });
        const lines = linesOf(of).map((line) => line.split(' '));
        const byHost = hostOwners(
          repository.folder,
          lines,
          playbooks.map(({ path }) => path),
        );
        for (const [at, one] of playbooks.entries()) {
          const named = ownersOf(one, of.owners);
          if (named.length > 0 || !matchesAny(highStakes, one)) expect(byHost[at]).toEqual(named);
          else expect(byHost[at]?.length).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 60 },
  );
});

/** Who git's own patterns, which CODEOWNERS has taken over, name for each path: the last line that matches. */
function hostOwners(folder: string, lines: readonly (readonly string[])[], paths: readonly string[]): string[][] {
  const found = paths.map((): string[] => []);
  for (const [pattern = '', ...owners] of lines) {
    writeFileSync(join(folder, '.gitignore'), `${pattern}\n`);
    // Exit code 1 says that none matched.
    const { stdout } = spawnSync('git', ['check-ignore', '--no-index', '--verbose', '--non-matching', '--stdin'], {
      cwd: folder,
      input: paths.join('\n'),
      encoding: 'utf8',
    });
    stdout.split('\n').forEach((line, at) => {
      if (line !== '' && !line.startsWith('::')) found[at] = owners;
    });
  }
  return found;
}
