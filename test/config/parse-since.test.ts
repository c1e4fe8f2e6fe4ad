import { describe, expect, it } from 'vitest';

import { parseSince } from '../../src/config/parse-since.ts';

const now = new Date('2026-11-22T12:00:00Z');

describe('parseSince', () => {
  it.each([
    ['30m', '2026-11-22T11:30:00.000Z'],
    ['12h', '2026-11-22T00:00:00.000Z'],
    ['7d', '2026-11-15T12:00:00.000Z'],
    ['2w', '2026-11-08T12:00:00.000Z'],
    ['2026-11-01', '2026-11-01T00:00:00.000Z'],
    ['2026-11-01T08:30:00Z', '2026-11-01T08:30:00.000Z'],
    ['2026-11-01T08:30:00+02:00', '2026-11-01T06:30:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(parseSince(text, now)?.toISOString()).toBe(expected);
  });

  it.each(['', 'yesterday', '7', 'd7', '-3d', '2026-13-01', '2026-02-31', '2026-2-3', '7d ago', '1e3d'])(
    'does not understand %j',
    (text) => {
      expect(parseSince(text, now)).toBeNull();
    },
  );
});
