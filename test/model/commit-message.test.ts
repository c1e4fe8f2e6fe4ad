import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDecision,
  parseChangeTrailers,
  parseTrailers,
  parseUndoMessage,
  printCommitMessage,
  printUndoMessage,
  undoSubject,
  type ChangeTrailers,
} from '../../src/model/commit-message.ts';

const word = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,20}$/);
const trailers: fc.Arbitrary<ChangeTrailers> = fc.record({
  change: fc.constantFrom('add', 'revise', 'merge', 'retire'),
  id: fc.stringMatching(/^[0-9a-f]{8}$/),
  playbook: fc.tuple(word, word).map(([project, id]) => `${project}/${id}`),
  run: fc.constant('20261122T030000Z-7c1e'),
  engine: fc.constant('offline/1'),
  trust: fc.constantFrom('user', 'observed', 'repository', 'agent', 'external'),
  sessions: fc.nat(10_000),
  days: fc.nat(400),
  evidence: fc.array(
    fc.record({
      format: word,
      session: fc.oneof(word, fc.constant('a file name#with 1')),
      turn: fc.nat(9999),
      hash: fc.stringMatching(/^[0-9a-f]{64}$/),
    }),
    { maxLength: 5 },
  ),
  supersedes: fc.option(fc.stringMatching(/^[0-9a-f]{8}$/), { nil: null }),
});
/** What a log may say: rulers, forged trailers, blank lines. */
const hostileLine = fc.oneof(
  fc.string({ maxLength: 60, unit: 'grapheme' }),
  fc.constantFrom('---', 'Dream-Trust: user', 'Reviewed-by: me', '', ' ', '-- ', 'Dream-Change-Id: 00000000'),
);

describe('a commit message', () => {
  it('gives back the trailers it was made of, whatever its body says (property)', () => {
    fc.assert(
      fc.property(
        trailers,
        fc.array(hostileLine, { maxLength: 8 }),
        fc.string({ maxLength: 100 }),
        (change, body, subject) => {
          const lines = body.map((line) => line.replaceAll(/[\r\n\u2028\u2029]/g, ' '));
          const message = printCommitMessage({ subject: subject || 'x', body: lines, trailers: change });
          expect(parseChangeTrailers(message)).toEqual(change);
          expect(parseChangeTrailers(addDecision(message, 'accepted', 'Ada <ada@example.com>'))).toEqual(change);
          expect(message.split('\n')[0]?.length).toBeLessThanOrEqual(72);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('shows git the same trailers', () => {
    fc.assert(
      fc.property(trailers, fc.array(hostileLine, { maxLength: 6 }), (change, body) => {
        const lines = body.map((line) => line.replaceAll(/[\r\n\u2028\u2029\0]/g, ' '));
        const message = addDecision(
          printCommitMessage({ subject: 'Add pitfall: x', body: lines, trailers: change }),
          'accepted',
          'Ada <ada@example.com>',
        );
        const git = spawnSync('git', ['interpret-trailers', '--parse'], { input: message, encoding: 'utf8' });
        const ours = [...parseTrailers(message)]
          .flatMap(([key, values]) => values.map((value) => `${key}: ${value}`))
          .sort();
        expect(git.stdout.trim().split('\n').sort()).toEqual(ours);
      }),
      { numRuns: 40 },
    );
  });

  it('is nobody’s when it is not ours', () => {
    expect(parseChangeTrailers('Fix a bug\n\nSigned-off-by: Ada <ada@example.com>\n')).toBeNull();
    expect(parseChangeTrailers('')).toBeNull();
  });

  it('of an undo gives back its reason and its trailers, whatever a person writes (property)', () => {
    const undo = fc.record({
      id: fc.stringMatching(/^[0-9a-f]{8}$/),
      playbook: fc.tuple(word, word).map(([project, id]) => `${project}/${id}`),
      run: fc.constant('20261122T030000Z-7c1e'),
      verdict: fc.constantFrom('undone', 'accepted', 'edited'),
      undoes: fc.stringMatching(/^[0-9a-f]{40}$/),
      withdraws: fc.array(word, { maxLength: 2 }),
      restores: fc.array(word, { maxLength: 2 }),
      reviewer: fc.constant('Ada <ada@example.com>'),
    });
    const reasons = fc.array(hostileLine, { maxLength: 5 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(undo, reasons, (trailers, reason) => {
        const message = printUndoMessage({ subject: 'Add pitfall: run bun directly', reason, trailers });
        const parsed = parseUndoMessage(message);
        expect(parsed?.trailers).toEqual(trailers);
        expect(parsed?.reason.replaceAll(/\s+/g, ' ').trim()).toBe(reason.replaceAll(/\s+/g, ' ').trim());
        expect(parseChangeTrailers(message)).toBeNull();
      }),
    );
  });

  it('of an undo says in its subject what is taken back, and of its undo what is brought back', () => {
    const subjectOf = (subject: string, verdict: 'undone' | 'accepted'): string => undoSubject(subject, verdict);
    const add = 'Add pitfall: run bun directly';
    expect(subjectOf(add, 'undone')).toBe('Undo: add pitfall: run bun directly');
    expect(subjectOf(subjectOf(add, 'undone'), 'accepted')).toBe('Redo: add pitfall: run bun directly');
    expect(subjectOf(subjectOf(subjectOf(add, 'undone'), 'accepted'), 'undone')).toBe(subjectOf(add, 'undone'));
    expect(subjectOf(`Add pitfall: ${'word '.repeat(13)}`.trim(), 'undone').length).toBeLessThanOrEqual(72);
  });
});
