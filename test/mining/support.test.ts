import { describe, expect, it } from 'vitest';
import { SessionCounter } from '../../src/mining/support.ts';
import type { SessionRecord } from '../../src/model/observation.ts';

function record(id: string, more: Partial<SessionRecord> = {}): SessionRecord {
  const format = more.format ?? 'claude-code';
  return {
    key: `${format}:${id}`,
    id,
    format,
    project: 'acme/web',
    agent: 'agent',
    agentVersion: null,
    model: null,
    people: [],
    startedAt: '2026-03-01T09:00:00.000Z',
    endedAt: null,
    outcome: null,
    parent: null,
    turns: 1,
    contentHash: id,
    bytes: 1,
    readerVersion: '1',
    minerVersion: '1',
    opening: [],
    prompt: null,
    touched: [],
    folder: '',
    ...more,
  };
}

function count(...records: readonly SessionRecord[]): number {
  return new SessionCounter(new Map(records.map((one) => [one.key, one]))).countSessions(records.map((one) => one.key));
}

describe('sessions are counted as people would', () => {
  it('apart when only their content is alike', () => {
    expect(count(record('a'), record('b'), record('c'))).toBe(3);
  });

  it('once for copies, resumed and forked ones, which share events', () => {
    expect(
      count(
        record('a', { opening: ['x', 'y'] }),
        record('b', { opening: ['y', 'z'] }),
        record('c', { opening: ['z'] }),
      ),
    ).toBe(1);
  });

  it('once for a parent and its sub-agents, also when the parent’s log is gone', () => {
    expect(count(record('p'), record('a', { parent: 'claude-code:p' }), record('b', { parent: 'claude-code:p' }))).toBe(
      1,
    );
    expect(count(record('a', { parent: 'claude-code:gone' }), record('b', { parent: 'claude-code:gone' }))).toBe(1);
  });

  it('once for twins of two exporters, which keep the session’s id', () => {
    const id = '0b9f7c1e-5f0e-4c55-9d3a-2f5a7a0c9e11';
    expect(count(record(id), record(id.toUpperCase(), { format: 'specstory' }))).toBe(1);
    expect(count(record('1'), record('1', { format: 'specstory' }))).toBe(2);
  });

  it('each for a prompt that a loop gives again and again for other work', () => {
    const at = (minute: string, touched: readonly string[]): Partial<SessionRecord> => ({
      prompt: 'do the next item of the list',
      startedAt: `2026-03-01T09:${minute}:00Z`,
      touched,
    });
    expect(count(record('a', at('00', ['list', 'x'])), record('b', at('20', ['list', 'y', 'z'])))).toBe(2);
    expect(count(record('a', at('00', ['list', 'x'])), record('b', at('20', ['list', 'x'])))).toBe(1);
    expect(count(record('a', at('00', ['list', 'x'])), record('b', at('20', [])))).toBe(1);
  });

  it('once for a task that is tried again soon after, not for one that comes every night', () => {
    const prompt = 'the same long task';
    const at = (startedAt: string): Partial<SessionRecord> => ({ prompt, startedAt });
    expect(
      count(
        record('a', at('2026-03-01T09:00:00Z')),
        record('b', at('2026-03-01T09:40:00Z')),
        record('c', at('2026-03-01T11:00:00Z')),
      ),
    ).toBe(1);
    expect(count(record('a', at('2026-03-01T03:00:00Z')), record('b', at('2026-03-02T03:00:00Z')))).toBe(2);
    expect(
      count(
        record('a', at('2026-03-01T09:00:00Z')),
        record('b', { ...at('2026-03-01T09:10:00Z'), project: 'acme/api' }),
      ),
    ).toBe(2);
  });
});
