// The quick reader and the careful one never disagree.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePlaybook, parsePlaybook } from '../../src/model/playbook.ts';
import { readWrittenPlaybook } from '../../src/model/written-front-matter.ts';

const PATH = 'playbooks/a--b/c.md';
const SUPPORT = { sessions: 29, days: 12, people: 1, first: '2026-02-10', last: '2026-03-02' };

function written(title: string, body = '\n**Do** it.\n', project = 'acme/web', id = 'run-bun'): string {
  const made = makePlaybook({ path: PATH, id, title, kind: 'pitfall', project, support: SUPPORT, body });
  return made.head + made.body;
}

/** What the quick reader makes of a text is what the careful one makes of it. */
function agree(text: string): boolean {
  const quick = readWrittenPlaybook(text, PATH);
  if (quick === null) return false;
  expect(parsePlaybook(text, PATH)).toEqual({ ok: true, value: quick });
  return true;
}

describe('a playbook as this program writes it', () => {
  it.each([
    'Run bun directly; rtk has no bun subcommand',
    'Use pnpm, not npm',
    'Update `CHANGELOG.md` before committing',
    'Say "no" to C:\\temp: #1',
    'On “release”: pnpm gen, git…',
    'Größe in Bytes, 大きさ',
    'Yes',
  ])('is read without a library: %s', (title) => {
    expect(agree(written(title))).toBe(true);
  });

  it('is read the same for any title, project and body, or left to the careful reader', () => {
    let quick = 0;
    const line = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    const odd = fc.constantFrom(
      'null',
      'True',
      '~',
      '0x1f',
      '1e5',
      '.inf',
      'a: b',
      'a #b',
      '- a',
      '"a\\/b"',
      'on',
      'é',
      ' a ',
    );
    fc.assert(
      fc.property(fc.oneof(line, odd), fc.oneof(line, odd), fc.string({ unit: 'binary' }), (title, project, body) => {
        if (agree(written(title, body, project))) quick += 1;
      }),
      { numRuns: 2_000 },
    );
    expect(quick).toBeGreaterThan(500);
  });

  it('is read the same after any change of one place, or left to the careful reader', () => {
    const text = written('Run "bun" directly', '\n---\n**Do** it.\n').replace('---\n\n', 'pinned: true\n---\n\n');
    expect(agree(text)).toBe(true);
    const pieces = fc.constantFrom(
      '',
      '\n',
      ' ',
      '\t',
      ':',
      '#',
      '"',
      "'",
      '\\',
      '{',
      '}',
      '---',
      '0',
      '-',
      '\r',
      'é',
      '\u2028',
      '&a ',
      '*a',
      '!!str ',
      'id: x\n',
    );
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(3), pieces, (at, cut, piece) => {
        agree(text.slice(0, at) + piece + text.slice(at + cut));
      }),
      { numRuns: 5_000 },
    );
  });
});
