import { describe, expect, it } from 'vitest';

import { isOwner, matchesAny, ownersOf } from '../../src/model/ownership.ts';

const playbook = { path: 'playbooks/acme--web/run-bun.md', project: 'acme/web' };
const elsewhere = { path: 'playbooks/acme--api/run-bun.md', project: 'acme/api' };

describe('owners of a playbook', () => {
  it('are those of the last pattern that matches, by project or by path', () => {
    const owners = new Map([
      ['acme/*', ['all@example.com']],
      ['acme/web', ['web@example.com']],
      ['playbooks/*/deploy-*.md', ['ops@example.com']],
    ]);
    expect(ownersOf(playbook, owners)).toEqual(['web@example.com']);
    expect(ownersOf(elsewhere, owners)).toEqual(['all@example.com']);
    expect(ownersOf({ ...playbook, path: 'playbooks/acme--web/deploy-all.md' }, owners)).toEqual(['ops@example.com']);
    expect(ownersOf({ path: 'playbooks/other/x.md', project: 'other' }, owners)).toEqual([]);
  });

  it('are those its own front matter names, before any pattern', () => {
    expect(ownersOf({ ...playbook, owners: ['own@example.com'] }, new Map([['*/*', ['x@example.com']]]))).toEqual([
      'own@example.com',
    ]);
  });

  it('are people by their address, whatever its case', () => {
    expect(isOwner({ email: 'Ann@Example.com' }, ['@ann', 'ann@example.com'])).toBe(true);
    expect(isOwner({ email: 'bob@example.com' }, ['@bob', 'ann@example.com'])).toBe(false);
  });
});

it('takes a pattern for a path only where it begins with playbooks/', () => {
  expect(matchesAny(['playbooks/acme--web/**'], playbook)).toBe(true);
  expect(matchesAny(['playbooks/acme--web/**'], elsewhere)).toBe(false);
  expect(matchesAny(['acme/web'], playbook)).toBe(true);
  expect(matchesAny(['acme/we'], playbook)).toBe(false);
  expect(matchesAny([], playbook)).toBe(false);
});
