import { describe, expect, it } from 'vitest';
import { scoreOf, type ScoreInput } from '../../src/mining/score.ts';

const INPUT: ScoreInput = {
  support: { sessions: 4, days: 2, people: 1, first: '2026-03-01', last: '2026-03-10' },
  projectSessions: 10,
  projectLast: '2026-03-10',
  trust: 'observed',
  turnsLost: 0,
  secondsLost: 0,
  outcomes: new Map(),
  seenIn: new Set(['a', 'b']),
  avoids: true,
  lasting: false,
  weight: 1,
};
const scoreWith = (change: Partial<ScoreInput>): number => scoreOf({ ...INPUT, ...change }).score;
const support = (change: Partial<ScoreInput['support']>): Partial<ScoreInput> => ({
  support: { ...INPUT.support, ...change },
});

describe('the score', () => {
  it('is the product of its parts, so that a reviewer can follow it', () => {
    const { score, scoreParts } = scoreOf({ ...INPUT, turnsLost: 3, secondsLost: 120, ...support({ people: 3 }) });
    const product = scoreParts.reduce((whole, part) => whole * part.value, 1);
    expect(score).toBeCloseTo(product, 3);
    expect(scoreParts.map((part) => part.name)).toEqual([
      'sessions',
      'days',
      'people',
      'share of sessions',
      'calls lost',
      'time lost',
      'outcome',
      'recency',
      'trust',
      'kind',
    ]);
  });

  it('rises with sessions, days, people, calls and time lost', () => {
    const base = scoreWith({});
    for (const more of [
      support({ sessions: 8 }),
      support({ days: 4 }),
      support({ people: 2 }),
      { turnsLost: 2 },
      { secondsLost: 60 },
    ]) {
      expect(scoreWith(more)).toBeGreaterThan(base);
    }
  });

  it('falls with age, to a third at most, and not for what a person laid down', () => {
    const old = support({ last: '2026-01-09' });
    expect(scoreWith(old) / scoreWith({})).toBeCloseTo(0.5, 2);
    expect(scoreWith(support({ last: '2020-01-01' })) / scoreWith({})).toBeCloseTo(0.33, 2);
    expect(scoreWith({ ...old, lasting: true })).toBe(scoreWith({}));
  });

  it('rises when sessions with the mistake ended worse than those without, and never beyond its limits', () => {
    const outcomes = new Map([
      ['a', false],
      ['b', false],
      ['c', true],
      ['d', true],
    ]);
    expect(scoreWith({ outcomes }) / scoreWith({})).toBeCloseTo(1.5, 2);
    expect(scoreWith({ outcomes, avoids: false }) / scoreWith({})).toBeCloseTo(0.7, 2);
    const oneSided = new Map([['a', false]]);
    expect(scoreWith({ outcomes: oneSided })).toBe(scoreWith({}));
  });
});
