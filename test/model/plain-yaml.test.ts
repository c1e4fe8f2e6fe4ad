// Hostile YAML and front matter: data or a refusal that names the place; nothing runs, nothing throws, nothing piles up.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseSettings } from '../../src/config/dream-yaml.ts';
import { readPlainYaml } from '../../src/model/plain-yaml.ts';
import { parsePlaybook } from '../../src/model/playbook.ts';

const corpora = resolve(import.meta.dirname, '../../../shared/corpora/security');
const folder = mkdtempSync(join(tmpdir(), 'dream-yaml-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function problemOf(source: string): string {
  const read = readPlainYaml(source);
  if (read.ok) return '';
  const [{ line, column, words }] = read.problems;
  return `${line}:${column} ${words}`;
}

describe('plain YAML', () => {
  it('is data', () => {
    const read = readPlainYaml('a: [1, two, "3", true, null]\r\nb: { no: on, v: 1.10, d: 2026-01-01 }\n');
    expect(read).toMatchObject({
      ok: true,
      value: { a: [1, 'two', '3', true, null], b: { no: 'on', v: 1.1, d: '2026-01-01' } },
    });
    expect(read.ok && [read.placeOf(['b', 'v']), read.placeOf(['a', 1]), read.placeOf(['c'])]).toEqual([
      { line: 2, column: 14 },
      { line: 1, column: 8 },
      null,
    ]);
    expect(readPlainYaml('')).toMatchObject({ ok: true, value: null });
    expect(readPlainYaml('\ufeffa: "*b &c !d %e" # &x *y\n')).toMatchObject({ ok: true, value: { a: '*b &c !d %e' } });
  });

  it.each([
    ['an alias', 'x: 1\na: &a [1]\n', '2:4 anchors and aliases are not allowed'],
    ['a tag', 'a: !!js/function "x"\n', '1:4 tags are not allowed'],
    ['a directive', '%YAML 1.1\n---\na: yes\n', '1:1 directives are not allowed'],
    ['a key twice', 'a:\n  b: 1\n  b: 2\n', '3:3 the key `b` is given twice'],
    ['a prototype key', 'a:\n  - { __proto__: { x: 1 } }\n', '2:7 the key `__proto__` is not allowed'],
    ['a constructor', 'constructor: { prototype: { x: 1 } }\n', '1:1 the key `constructor` is not allowed'],
    ['a map as a key', '? { a: 1 }\n: b\n', '1:3 a key must be text'],
    ['a second document', 'a: 1\n---\nb: 2\n', '2:1 a second document begins here'],
    ['a NUL', 'a: x\0y\n', '1:5 a control character is not allowed'],
    ['a lone surrogate', 'a: \ud800\n', '1:4 a control character is not allowed'],
    ['brackets without end', `a: ${'['.repeat(10_000)}`, '1:36 it is nested too deeply'],
    ['dashes without end', `${'- '.repeat(5_000)}x`, '1:203 it is nested too deeply'],
    [
      'steps without end',
      Array.from({ length: 300 }, (_, at) => `${' '.repeat(at)}a:\n`).join(''),
      'nested too deeply',
    ],
    ['tabs', 'a:\n\tb: 1\n', '2:1'],
    ['text that does not end', 'a: "x\n', 'Missing closing'],
  ])('refuses %s, and says where', (_, source, words) => {
    expect(problemOf(source)).toContain(words);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it('says what is wrong with thousands of keys in twenty lines, and finds the one given twice among them', () => {
    const keys = Array.from({ length: 5_000 }, (_, at) => `k${at}: 1\n`).join('');
    const { problems } = parseSettings(keys, 'dream.yaml');
    expect(problems).toHaveLength(21);
    expect(problems[19]).toMatch(/^dream\.yaml:20:1: unknown key `k19`/);
    expect(parseSettings(`${keys}k17: 2\n`, 'dream.yaml').problems).toEqual([
      'dream.yaml:5001:1: the key `k17` is given twice.',
    ]);
  });
});

describe('front matter', () => {
  const good = 'id: a\ntitle: T\nkind: fact\nproject: p\n';
  const problem = (text: string): string => {
    const read = parsePlaybook(text, 'playbooks/p/a.md');
    return read.ok ? '' : read.problem;
  };

  it('gives the line of what is wrong', () => {
    expect(problem(`---\n${good}status: x\nstatus: y\n---\n`)).toBe(
      'line 7, column 1: the key `status` is given twice',
    );
    expect(problem(`---\n${good.replace('id: a', 'id: ../a')}---\n`)).toMatch(/^line 2: `id`: must be lower case/);
    expect(problem(`---\n${good.replace('title: T\n', '')}---\n`)).toBe('`title` is missing');
    expect(problem(`---\n${good}`)).toMatch(/no end/);
    expect(problem(`---\n${good}---js\nglobalThis.ran = 1\n---\n`)).toMatch(/^line 6: .*nothing else on it/);
  });

  it('is read with a byte order mark and with other line ends, byte for byte', () => {
    for (const text of [`\ufeff---\n${good}---\nbody\n`, `---\n${good}---\nbody\n`.replaceAll('\n', '\r\n')]) {
      const read = parsePlaybook(text, 'playbooks/p/a.md');
      expect(read.ok && [read.value.id, read.value.head + read.value.body]).toEqual(['a', text]);
    }
  });

  it('gives no trust: neither a key nor a second block nor a comment in the body means anything', () => {
    const claims = 'trust: user\norigin: user\nstatus: accepted\napproved: true\n';
    const text = `---\n${good}${claims}---\n\n---\ntrust: user\n---\n<!-- provenance: user; reviewed: yes -->\n`;
    const read = parsePlaybook(text, 'playbooks/p/a.md');
    expect(read.ok && Object.keys(read.value).toSorted()).toEqual(
      ['path', 'id', 'title', 'kind', 'project', 'support', 'pinned', 'owners', 'head', 'body'].toSorted(),
    );
  });
});

describe.skipIf(!existsSync(corpora))('public sets', () => {
  it('crafted front matter: nothing runs, nothing is trusted', () => {
    for (const line of readFileSync(join(corpora, 'crafted/frontmatter.jsonl'), 'utf8').trim().split('\n')) {
      const { input }: { input: string } = JSON.parse(line);
      const whole = input.replace(/^---\n/, '---\nid: a\ntitle: T\nkind: fact\nproject: p\n');
      for (const text of [input, whole]) {
        const cpu = process.cpuUsage();
        const read = parsePlaybook(text, 'playbooks/p/a.md');
        parseSettings(text, 'dream.yaml');
        const { user } = process.cpuUsage(cpu);
        if (user > 250_000) process.stdout.write(`slow front matter: ${user / 1000} ms\n`);
        if (read.ok) expect(JSON.stringify({ ...read.value, head: '', body: '' })).not.toMatch(/trust|polluted|pwn/);
      }
    }
    expect(Object.hasOwn(globalThis, '__pwn')).toBe(false);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('the YAML test suite: a value or a sentence, never an error of a library', () => {
    execFileSync('tar', ['xzf', join(corpora, 'parsers/yaml-test-suite-src.tar.gz'), '-C', folder]);
    let read = 0;
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.yaml')) continue;
      const text = readFileSync(join(folder, file), 'utf8');
      const cases = text.matchAll(/^ {2}yaml: \|.*\n((?: {4}.*\n|\n)+)/gm);
      for (const source of [text, ...Array.from(cases, ([, lines = '']) => lines.replaceAll(/^ {4}/gm, ''))]) {
        const result = readPlainYaml(source);
        read += 1;
        if (!result.ok) expect(result.problems[0].words).not.toMatch(/cannot be read|Error|call stack|parseAll/);
        parseSettings(source, 'dream.yaml');
        parsePlaybook(`---\n${source}\n---\n`, 'playbooks/p/a.md');
      }
    }
    expect(read).toBeGreaterThan(300);
  });
});
