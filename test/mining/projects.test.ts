import { describe, expect, it } from 'vitest';
import { keepNames, resolveProjects } from '../../src/mining/projects.ts';
import type { SessionRecord } from '../../src/model/observation.ts';

const ID = '0b9f7c1e-5f0e-4c55-9d3a-2f5a7a0c9e11';

function record(key: string, project: string, more: Partial<SessionRecord> = {}): readonly [string, SessionRecord] {
  const base: SessionRecord = {
    key,
    id: key,
    format: 'claude-code',
    project,
    agent: 'agent',
    agentVersion: null,
    model: null,
    people: [],
    startedAt: null,
    endedAt: null,
    outcome: null,
    parent: null,
    turns: 1,
    contentHash: key,
    bytes: 1,
    readerVersion: '1',
    minerVersion: '1',
    opening: [],
    prompt: null,
    touched: [],
    folder: '',
  };
  return [key, { ...base, ...more }];
}

function resolved(
  records: readonly (readonly [string, SessionRecord])[],
  names: readonly (readonly [string, string])[] = [],
): object {
  return Object.fromEntries(resolveProjects(new Map(records), new Map(names)));
}

describe('the project of a session', () => {
  it('is the one remote that ends in the folder’s name, when there is exactly one', () => {
    expect(resolved([record('a', 'web'), record('b', 'acme/web')])).toEqual({ a: 'acme/web', b: 'acme/web' });
    expect(resolved([record('a', 'web'), record('b', 'acme/web'), record('c', 'other/web')])).toMatchObject({
      a: 'web',
    });
  });

  it('is that of its twin or its parent when the log names none', () => {
    expect(
      resolved([record('a', 'web', { id: ID }), record('b', 'unknown', { id: ID.toUpperCase(), format: 'specstory' })]),
    ).toEqual({ a: 'web', b: 'web' });
    expect(resolved([record('p', 'web'), record('c', 'unknown', { parent: 'p' })])).toEqual({ p: 'web', c: 'web' });
    expect(resolved([record('a', 'web'), record('b', 'unknown')])).toEqual({ a: 'web', b: 'unknown' });
  });

  it('is that of the logs beside it, when enough of them agree', () => {
    const beside = (key: string, project: string): readonly [string, SessionRecord] =>
      record(key, project, { folder: 'history', format: 'specstory' });
    const web = ['a', 'b', 'c'].map((key) => beside(key, 'web'));
    expect(resolved([...web, beside('x', 'unknown')])).toMatchObject({ x: 'web' });
    expect(resolved([...web.slice(1), beside('x', 'unknown')])).toMatchObject({ x: 'unknown' });
    expect(resolved([...web, beside('d', 'api'), beside('x', 'unknown')])).toMatchObject({ x: 'unknown' });
    expect(resolved([...web, record('x', 'unknown', { folder: 'history' })])).toMatchObject({ x: 'unknown' });
  });

  it('is what dream.yaml calls it', () => {
    expect(resolved([record('a', 'web'), record('b', 'acme/web')], [['acme/web', 'shop/front']])).toEqual({
      a: 'shop/front',
      b: 'shop/front',
    });
    expect(resolved([record('a', 'constructor')])).toEqual({ a: 'constructor' });
  });
});

describe('a project that the memory has a name for', () => {
  const records = new Map([record('a', 'web'), record('b', 'acme/web'), record('c', 'acme/api')]);
  const kept = (used: readonly string[], names: readonly (readonly [string, string])[] = []): object =>
    Object.fromEntries(keepNames(records.values(), new Map(names), new Set(used)));

  it('keeps the name of its folder when a later log names its remote', () => {
    expect(kept(['web'])).toEqual({ 'acme/web': 'web' });
    const names = keepNames(records.values(), new Map(), new Set(['web']));
    expect(Object.fromEntries(resolveProjects(records, names))).toEqual({ a: 'web', b: 'web', c: 'acme/api' });
  });

  it('goes by its remote where the memory does, or knows neither', () => {
    expect(kept([])).toEqual({});
    expect(kept(['acme/web'])).toEqual({});
    expect(kept(['web', 'acme/web'])).toEqual({});
  });

  it('is called what dream.yaml says', () => {
    expect(kept(['web'], [['acme/web', 'shop']])).toEqual({ 'acme/web': 'shop' });
    expect(kept(['web'], [['web', 'shop']])).toEqual({ web: 'shop' });
  });

  it('keeps no name that two remotes could mean', () => {
    const two = new Map([...records, record('d', 'other/web')]);
    expect([...keepNames(two.values(), new Map(), new Set(['web']))]).toEqual([]);
  });
});
