// Which commit brought a line, also through merges and undos; and since when something was not seen.
import { describe, expect, it } from 'vitest';

import { attributeLines } from '../../src/commands/show/attribute-lines.ts';
import { findStale } from '../../src/commands/show/stale.ts';
import type { Ledger } from '../../src/model/run.ts';
import type { FileVersion } from '../../src/store/store.ts';
import { matchLines } from '../../src/terminal/match-lines.ts';
import { sampleObservation, samplePlaybook, sampleSession } from '../store/sample-run.ts';

function version(commit: string, parents: readonly string[], text: string | null, message = commit): FileVersion {
  return { commit, parents, text, message, author: '', committer: '', at: '' };
}

const blame = (...versions: readonly FileVersion[]): string => attributeLines(versions, matchLines).join(' ');

describe('the commit of a line', () => {
  it('is the first that has it without a break', () => {
    expect(blame(version('a', [], 'one\ntwo\n'), version('b', ['a'], 'zero\none\n2\n'))).toBe('b a b');
    expect(blame(version('a', [], 'one\n'), version('b', ['a'], null), version('c', ['b'], 'one\n'))).toBe('c');
  });

  it('is found on both sides of a merge', () => {
    const sides = [version('l', ['a'], 'left\nx\ny\n'), version('r', ['a'], 'x\ny\nright\n')];
    expect(blame(version('a', [], 'x\ny\n'), ...sides, version('m', ['l', 'r'], 'left\nx\ny\nright\n'))).toBe(
      'l a a r',
    );
  });

  it('stays whose it was when an undo brings the line back', () => {
    const undo = 'Undo b\n\nDream-Change-Id: 00000000\nDream-Decision: undone\n';
    const edit = [version('a', [], 'old\nkept\n'), version('b', ['a'], 'new\nkept\n')];
    expect(blame(...edit, version('u', ['b'], 'old\nkept\n', undo))).toBe('a a');
    expect(blame(...edit, version('u', ['b'], 'old\nkept\n', 'by hand'))).toBe('u a');
  });

  it('is there for every line of any history', () => {
    const texts = ['a\nb\n', 'b\na\n', '', 'a\n\na\na\n', 'x', 'x\r\ny\n'];
    texts.forEach((text, at) => {
      const versions = texts
        .slice(0, at + 1)
        .map((one, number) => version(`${number}`, number === 0 ? [] : [`${number - 1}`], one));
      const lines = text === '' ? 0 : text.replace(/\n$/, '').split('\n').length;
      expect(attributeLines(versions, matchLines)).toHaveLength(Math.max(lines, text === '' ? 0 : 1));
    });
  });
});

describe('what was not seen lately', () => {
  const session = (key: string, day: string, project = 'team/app') => ({
    ...sampleSession(key),
    project,
    startedAt: `${day}T10:00:00.000Z`,
  });
  const ledgerOf = (sessions: readonly ReturnType<typeof session>[]): Ledger => ({
    commit: null,
    sessions: new Map(sessions.map((one) => [one.key, one])),
    observations: new Map(sessions.map((one) => [one.key, [sampleObservation(one.key)]])),
    runs: [],
    decisions: [],
    withdrawn: new Set(),
    changes: [],
  });
  const config = { projects: new Map<string, string>(), limits: { minSupport: 2, maxChanges: 20 } };
  // Its numbers end on 2026-11-22.
  const playbook = samplePlaybook('bun');

  it('is told by the newest session known, with the sessions its project had since', () => {
    const own = [session('claude-code:1', '2027-01-01'), session('claude-code:2', '2027-02-01')];
    const other = session('claude-code:3', '2027-03-01', 'team/other');
    expect(findStale([playbook], ledgerOf([...own, other]), 60, config)).toMatchObject({
      newest: '2027-03-01',
      stale: [{ lastSeen: '2026-11-22', days: 99, sessionsSince: 2 }],
    });
    expect(findStale([playbook], ledgerOf([other]), 60, config).stale).toMatchObject([{ sessionsSince: 0 }]);
    expect(findStale([playbook], ledgerOf([]), 60, config)).toMatchObject({ newest: '2026-11-22', stale: [] });
  });
});
