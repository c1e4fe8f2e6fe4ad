import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { escapeMarkdown, neutraliseCommands, printAnnotation } from '../../src/terminal/github-actions.ts';

describe('GitHub Actions', () => {
  it('escapes messages and properties by the rules of the runner', () => {
    expect(printAnnotation('warning', '100% broken\nsecond', { file: 'a,b:c.jsonl', line: 3 })).toBe(
      '::warning file=a%2Cb%3Ac.jsonl,line=3::100%25 broken%0Asecond\n',
    );
  });

  it('lets no other text be taken for a command', () => {
    expect(neutraliseCommands('ok\n  ::add-mask::x\na ##[error]b\n', false)).toBe(
      'ok\n  <U+003A>:add-mask::x\na <U+0023>#[error]b\n',
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom('::', '##[', '\n', ' ', 'x', '#', ':')), (parts) => {
        const text = neutraliseCommands(parts.join(''), false);
        expect(text).not.toMatch(/^\s*::/m);
        expect(text).not.toContain('##[');
      }),
    );
  });

  it('keeps a JSON document the same', () => {
    const json = JSON.stringify({ text: '##[error]x', list: ['::warning::y'] }, null, 2);
    expect(JSON.parse(neutraliseCommands(json, true))).toEqual(JSON.parse(json));
    expect(neutraliseCommands(json, true)).not.toContain('##[');
  });

  it('prints untrusted words as words in Markdown', () => {
    expect(escapeMarkdown('[x](http://a) <img> | @team')).not.toMatch(/[[\]()<>|@]/);
  });
});
