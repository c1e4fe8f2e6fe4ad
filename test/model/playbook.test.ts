import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  makePlaybook,
  parsePlaybook,
  printPlaybook,
  printWithoutSupport,
  revisePlaybook,
  type Playbook,
} from '../../src/model/playbook.ts';

const support = { sessions: 29, days: 12, people: 1, first: '2026-02-10', last: '2026-03-02' };

function parsed(text: string): Playbook {
  const result = parsePlaybook(text, 'playbooks/acme--web/a.md');
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}

function problemOf(text: string): string {
  const result = parsePlaybook(text, 'playbooks/acme--web/a.md');
  return result.ok ? '' : result.problem;
}

const valid = `---
# a comment by a person
id: run-bun-directly
title: "Run bun directly: without rtk"
kind: pitfall
project: acme/web
scope:
  - "packages/**"
support: { sessions: 29, days: 12, people: 1, first: "2026-02-10", last: "2026-03-02" }
watch:
  kind: recurrence
custom: kept
---

**When** running tests.
`;

describe('a playbook', () => {
  it('is read with its front matter as data', () => {
    expect(parsed(valid)).toMatchObject({
      id: 'run-bun-directly',
      kind: 'pitfall',
      title: 'Run bun directly: without rtk',
      support,
      pinned: false,
    });
  });

  it('comes back byte for byte, whatever keys and line ends it has', () => {
    for (const text of [
      valid,
      valid.replaceAll('\n', '\r\n'),
      `${valid}\n\n---\nnot front matter\n`,
      valid.replace('custom: kept\n', ''),
    ]) {
      expect(printPlaybook(parsed(text))).toBe(text);
    }
  });

  it('made from parts is read as the same parts (property)', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 80, unit: 'binary' }).filter((title) => title.trim() !== ''),
        fc.constantFrom('pitfall' as const, 'preference' as const, 'workflow' as const, 'fact' as const),
        fc.string({ maxLength: 400, unit: 'grapheme' }),
        fc.nat(5000),
        (title, kind, words, sessions) => {
          const made = makePlaybook({
            path: 'playbooks/acme--web/a.md',
            id: 'a',
            title,
            kind,
            project: 'acme/web',
            support: { ...support, sessions },
            body: `\n${words}`,
          });
          const text = printPlaybook(made);
          const read = parsed(text);
          expect(read).toEqual(made);
          expect(printPlaybook(read)).toBe(text);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('changes only the keys it is told to', () => {
    const revised = printPlaybook(
      revisePlaybook(parsed(valid), { support: { ...support, sessions: 60 }, title: 'New' }),
    );
    expect(revised).toBe(
      valid.replace('"Run bun directly: without rtk"', 'New').replace('sessions: 29', 'sessions: 60'),
    );
    const block = valid.replace(
      /support: \{.*\}/,
      'support:\n  sessions: 1\n  days: 1\n  people: 1\n  first: ""\n  last: ""',
    );
    expect(printPlaybook(revisePlaybook(parsed(block), { support }))).toBe(valid);
    expect(printWithoutSupport(parsed(valid))).not.toContain('support:');
  });

  it('never runs anything and never swallows a bad file', () => {
    const marker = 'globalThis.ran = true';
    expect(problemOf(`---js\n{ id: (${marker}, "a") }\n---\n`)).toMatch(/does not start/);
    expect(problemOf(`--- js\n{}\n---\n`)).toMatch(/does not start/);
    expect(problemOf(`---\nid: !!js/function "function () { ${marker} }"\n---\n`)).not.toBe('');
    expect(problemOf('---\na: &a [1,1]\nid: *a\n---\n')).toMatch(/alias/i);
    expect(problemOf('---\n__proto__: { polluted: true }\nid: a\n---\n')).toMatch(/not allowed/);
    expect(problemOf('---\nid: "../x"\ntitle: T\nkind: pitfall\nproject: p\n---\n')).toMatch(/id/);
    expect(problemOf('---\nid: [\n---\n')).not.toBe('');
    // gray-matter caches a failed parse and gives back nothing the second time; ours says it again.
    expect(problemOf('---\nid: [\n---\n')).not.toBe('');
    expect(problemOf(`---\nid: a\n---\n${'x'.repeat(9000)}`)).toMatch(/8 kB/);
    expect((globalThis as { ran?: boolean }).ran).toBeUndefined();
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
