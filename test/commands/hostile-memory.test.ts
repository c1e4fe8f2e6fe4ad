// A memory, a remote, a configuration and names that someone hostile wrote, through every command that reads them: nothing
// runs, nothing is trusted, nothing outside is touched, and a person reads where it is wrong.
import { existsSync, readFileSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitRepository, openRepository, type TestRepository } from '../helpers/git-repository.ts';
import { makeChange, useDesk, writeProposals } from './program.ts';

const desk = useDesk();
const crafted = resolve(import.meta.dirname, '../../../shared/corpora/security/crafted/frontmatter.jsonl');
const samples = resolve(import.meta.dirname, '../../templates/sample-logs');

const HEAD = 'id: a\ntitle: T\nkind: fact\nproject: team/web\n';
/** Ours, of the kinds of the public set. */
const FRONT_MATTERS: readonly (readonly [name: string, text: string])[] = [
  ['code', `---js\n{ id: (globalThis.dreamRan = 1, 'a') }\n---\nx\n`],
  ['code-later', `---\n${HEAD}---js\nglobalThis.dreamRan = 1\n---\n`],
  ['tag', `---\n${HEAD}x: !!js/function 'function () { globalThis.dreamRan = 1 }'\n---\n`],
  ['bomb', `---\n${HEAD}a: &a [x, x]\nb: [*a, *a]\n---\n`],
  ['prototype', `---\n${HEAD}__proto__: { dreamRan: 1 }\n---\n`],
  ['twice', `---\n${HEAD}title: U\n---\n`],
  ['deep', `---\n${HEAD}x: ${'['.repeat(2000)}\n---\n`],
  ['control', `---\n${HEAD}x: \u001b[2J\n---\n`],
  ['no-end', `---\n${HEAD}`],
];

function publicFrontMatters(): readonly (readonly [string, string])[] {
  if (!existsSync(crafted)) return [];
  return readFileSync(crafted, 'utf8')
    .trim()
    .split('\n')
    .map((line): readonly [string, string] => {
      const { id, input }: { id: string; input: string } = JSON.parse(line);
      return [id.replaceAll('_', '-'), input];
    });
}

/** The playbooks of a hostile memory by path. */
function hostileFiles(): Readonly<Record<string, string>> {
  const texts = [...FRONT_MATTERS, ...publicFrontMatters()];
  return Object.fromEntries(texts.map(([name, text]) => [`playbooks/team--web/${name}.md`, text]));
}

function hasRun(): boolean {
  return Object.hasOwn(globalThis, 'dreamRan') || Object.hasOwn(globalThis, '__pwn') || 'polluted' in {};
}

async function putMemory(repository: TestRepository): Promise<void> {
  await cp(repository.folder, desk.memory, { recursive: true });
}

describe('hostile front matter', () => {
  it('is a finding with its place in show, run, review, sync and index, and never more', async () => {
    const good = `---\n${HEAD.replace('id: a', 'id: good')}---\n\n**Do** it.\n`;
    const remote = gitRepository({ ...hostileFiles(), 'playbooks/team--web/good.md': good });
    await putMemory(remote);
    remote.git('config', 'receive.denyCurrentBranch', 'ignore');
    openRepository(desk.memory).git('remote', 'add', 'origin', remote.folder);

    const shown = await desk.dream('show', '--json');
    expect(shown.code).toBe(0);
    const { playbooks }: { playbooks: { id: string }[] } = JSON.parse(shown.out);
    expect(playbooks.map(({ id }) => id)).toEqual(['good']);
    const told = shown.err.replaceAll(/\s+/g, ' ');
    for (const [name] of FRONT_MATTERS) expect(told).toContain(`playbooks/team--web/${name}.md`);
    expect(told).toMatch(/tag\.md.{1,20}line 6, column 4: tags are not allowed/);
    expect(told).toMatch(/twice\.md.{1,20}line 6, column 1: the key `title` is given twice/);

    const logs = join(samples, 'claude-code');
    for (const argv of [
      ['show'],
      ['show', 'tag'],
      ['show', '--context'],
      ['run', logs, '--include-active', '--json'],
      ['review', 'list', '--json'],
      ['index'],
      ['sync', '--json'],
      ['undo', 'playbooks/team--web/tag.md'],
    ]) {
      const { code, out, err } = await desk.dream(...argv);
      expect([argv, code, /\n\s+at .*:\d+:\d+/.test(out + err)]).toEqual([argv, expect.any(Number), false]);
      expect([0, 2, 5]).toContain(code);
      expect(out + err).not.toContain('\u001b[2J');
    }
    expect(hasRun()).toBe(false);
  });

  it('cannot be brought in by an edit', async () => {
    const [id = ''] = await writeProposals(desk, [
      makeChange({ id: 'a', title: 'Run it', body: '\n**Do** run it.\n' }),
    ]);
    for (const [name, text] of FRONT_MATTERS) {
      const file = join(desk.folder, 'edited.md');
      await writeFile(file, text);
      const { code, err } = await desk.dream('review', 'edit', id, '--file', file);
      expect([name, code]).toEqual([name, expect.toSatisfy((one: number) => one === 2 || one === 5)]);
      expect(err).not.toMatch(/\n\s+at /);
    }
    const open: { changes: { state: string }[] } = JSON.parse((await desk.dream('review', 'list', '--json')).out);
    expect(open.changes.map(({ state }) => state)).toEqual(['open']);
    expect(hasRun()).toBe(false);
  });
});

describe('a hostile dream.yaml', () => {
  it.each([
    ['a bomb', 'logs: &a [x]\nprojects: { a: *a }\n', /dream\.yaml:1:7: anchors/],
    ['a tag', 'branch: !!js/function "x"\n', /dream\.yaml:1:9: tags/],
    ['a key twice', 'branch: main\nbranch: other\n', /dream\.yaml:2:1: .*given twice/],
    ['thousands of keys', Array.from({ length: 4_000 }, (_, at) => `k${at}: 1\n`).join(''), /dream\.yaml:1:1: unknown/],
    ['more than a configuration', `# ${'x'.repeat(70_000)}\n`, /larger than 64 kB/],
    ['brackets', `logs: ${'['.repeat(20_000)}`, /dream\.yaml:1:39: .*too deeply/],
    ['a prototype', '__proto__: { branch: evil }\n', /dream\.yaml:1:1: .*not allowed/],
    ['tabs', 'limits:\n\tminSupport: 1\n', /dream\.yaml:2:1: /],
    ['a program', 'engine: { command: "touch ran" }\n', /dream\.yaml:1:1: unknown key `engine`/],
  ])('with %s ends with 2 and says where', async (_, text, words) => {
    await putMemory(gitRepository({ 'dream.yaml': text }));
    for (const argv of [['show'], ['review', 'list'], ['run', samples]]) {
      const { code, out, err } = await desk.dream(...argv);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(words);
    }
  });

  it.each(['\ufeffbranch: main\r\nlimits:\r\n  minSupport: 3\r\n', '', '# nothing\n', '---\nbranch: main\n...\n'])(
    'that is only written by another editor is read: %j',
    async (text) => {
      await putMemory(gitRepository({ 'dream.yaml': text }));
      expect((await desk.dream('show')).code).toBe(0);
    },
  );
});

describe('hostile names on the command line', () => {
  it('are looked up and never opened', async () => {
    await writeProposals(desk, [makeChange({ id: 'a', title: 'Run it', body: '\n**Do** run it.\n' })]);
    const before = openRepository(desk.memory).git('for-each-ref');
    const names = ['../../.gitconfig', '/etc/passwd', '..', '.git/config', 'HEAD', 'refs/heads/main', 'a..b', '@{-1}'];
    const more = [
      'main:.git',
      ':/x',
      '*',
      'con',
      '~root',
      '$(touch ran)',
      'x'.repeat(5_000),
      'a\u0000b',
      '\u202egnp',
      '%2e%2e',
    ];
    for (const name of [...names, ...more]) {
      for (const command of [['show'], ['undo'], ['review', 'show'], ['review', 'accept'], ['review', 'reject']]) {
        const reason = command[1] === 'reject' || command[0] === 'undo' ? ['--reason', 'x'] : [];
        const { code, out, err } = await desk.dream(...command, ...reason, '--', name);
        expect([name, command, code, out]).toEqual([name, command, 2, '']);
        expect(err).not.toMatch(/Rita Reviewer|root:|\n\s+at |[\0\u202e]/);
      }
    }
    expect(openRepository(desk.memory).git('for-each-ref')).toBe(before);
    expect(existsSync('ran')).toBe(false);
  });
});
