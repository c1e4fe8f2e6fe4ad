import { describe, expect, it } from 'vitest';
import { isSameValue, valueKeyOf } from '../../src/guards/value-key.ts';
import type { ValueKey } from '../../src/model/change.ts';

function value(body: string, title = 'T', project = 'acme/web'): ValueKey {
  return valueKeyOf({ kind: 'pitfall', project, title, body });
}
const rule =
  '\n**When** testing.\n\n**Do** `pnpm test --run --silent`.\n\n**Avoid** `npm test`: it fails with `error 1`.\n\n**Why** x.\n';

describe('the value of a playbook', () => {
  it.each([
    ['case and white space', rule.replace('pnpm test --run --silent', 'PNPM  test --run --silent')],
    ['order of flags', rule.replace('--run --silent', '--silent --run')],
    ['invisible characters', rule.replace('pnpm', 'pn\u200Bpm')],
    ['look-alike letters', rule.replace('pnpm test', 'pnpm tеst')],
    ['other reasons and errors', rule.replace('error 1', 'another error').replace('x.', 'something else.')],
    ['full-width letters', rule.replace('pnpm', 'ｐｎｐｍ')],
  ])('is the same in spite of %s', (_, body) => {
    expect(isSameValue(value(rule), value(body))).toBe(true);
  });

  it.each([
    [
      'the opposite',
      '\n**When** testing.\n\n**Do** `npm test`.\n\n**Avoid** `pnpm test --run --silent`: it fails with `error 1`.\n',
    ],
    ['a neighbour', rule.replaceAll('test', 'lint')],
  ])('is another for %s', (_, body) => {
    expect(isSameValue(value(rule), value(body))).toBe(false);
  });

  it('is another for the opposite of a sentence, and in another project', () => {
    const said = (words: string, project?: string): ValueKey =>
      value(`\n**When** working.\n\n**Do** “${words}”\n`, words, project);
    expect(isSameValue(said('Use pnpm, not npm'), said('Use npm, not pnpm'))).toBe(false);
    expect(isSameValue(said('Always push to main'), said('Never push to main'))).toBe(false);
    expect(isSameValue(said('Use pnpm, not npm'), said('use PNPM, not npm!'))).toBe(true);
    expect(isSameValue(said('Use pnpm, not npm', 'a/b'), said('Use pnpm, not npm', 'c/d'))).toBe(false);
  });
});
