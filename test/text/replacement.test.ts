import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findReplaced, Replaceable } from '../../src/text/replacement.ts';
import { isSameSubject } from '../../src/text/same-subject.ts';

describe('the line a newer one retires', () => {
  const facts = [
    'The staging server runs on port 4000.',
    'Deploys go out on Tuesdays from the release branch.',
    'The importer reads every file as UTF-8.',
  ];
  it('is the one that says the same of the same thing', () => {
    expect(findReplaced(facts, 'Deploying happens on Fridays from the release branch')?.index).toBe(1);
    expect(findReplaced(facts, 'The staging server now runs on port 5000')?.index).toBe(0);
  });
  it('is none where nothing is shared', () => {
    expect(findReplaced(facts, 'Zebras graze')).toBeNull();
    expect(findReplaced([], 'Zebras graze')).toBeNull();
  });
});

describe('the same subject', () => {
  it.each([
    ['app.log timestamps are UTC', 'the stamps in app.log are local time', true],
    ['Use Node 18 in CI', 'Use Node 20 in CI', true],
    ['use tabs for indentation', 'use spaces for indentation', true],
    ['app.log timestamps are UTC', 'the timestamps in export.csv are local time', false],
    ['app.log timestamps are UTC', 'app.log levels are upper case', false],
    ['always run the tests before a commit', 'always run the linter before a commit', false],
    ['use tabs for indentation', 'use tabs for indentation', false],
  ])('%s / %s', (older, newer, same) => {
    expect(isSameSubject(older, newer)).toBe(same);
  });
});

describe('lines by their words', () => {
  const words = fc.constantFrom('times', 'utc', 'unix', 'api', 'logs', 'write', 'never', 'port', '4100', 'server');
  const line = fc.array(words, { minLength: 1, maxLength: 6 }).map((all) => all.join(' '));

  it('are found as if those left out had never been added', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.array(fc.nat(11)), line, (lines, gone, newer) => {
        const known = new Replaceable();
        for (const one of lines) known.add(one);
        for (const index of gone) if (index < lines.length) known.remove(index);
        const left = lines.map((_, index) => index).filter((index) => !gone.includes(index));
        const slow = findReplaced(
          left.map((index) => lines[index] ?? ''),
          newer,
        );
        const fast = known.find(newer);
        expect(fast?.score).toBe(slow?.score);
        expect(fast?.index).toBe(slow === null ? undefined : left[slow.index]);
      }),
    );
  });
});
