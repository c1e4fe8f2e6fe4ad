// Changes for tests of guards and engines, as short as they can be said.
import { leastTrusted, type Origin } from '../../src/model/origin.ts';
import { addedClaims } from '../../src/guards/added-claims.ts';
import { changeIdOf, type Change } from '../../src/model/change.ts';
import type { Decision } from '../../src/model/decision.ts';
import type { Policy } from '../../src/model/ownership.ts';
import { makePlaybook, printPlaybook, type PlaybookKind } from '../../src/model/playbook.ts';

/** No owners' rules. */
export const NO_POLICY: Policy = { requireOwner: false, highStakes: [], frozen: [] };

export interface ChangeParts {
  readonly title?: string;
  readonly body?: string;
  readonly kind?: PlaybookKind;
  readonly project?: string;
  readonly path?: string;
  readonly sessions?: number;
  readonly last?: string;
  readonly trust?: Origin;
  readonly pattern?: string;
  readonly from?: readonly string[];
  readonly quotes?: Change['quotes'];
}

/** A change that adds one playbook. */
export function changeOf(parts: ChangeParts = {}): Change {
  const title = parts.title ?? 'Run pnpm test';
  const slug = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  const id = slug === '' ? 'lesson' : slug;
  const support = {
    sessions: parts.sessions ?? 3,
    days: 3,
    people: 1,
    first: '2026-03-01',
    last: parts.last ?? '2026-03-03',
  };
  const playbook = makePlaybook({
    path: parts.path ?? `playbooks/acme--web/${id}.md`,
    id,
    title,
    kind: parts.kind ?? 'pitfall',
    project: parts.project ?? 'acme/web',
    support,
    body:
      parts.body ??
      '\n**When** testing.\n\n**Do** `pnpm test`.\n\n**Avoid** `npm test`: it fails with `no`.\n\n**Why** x.\n',
  });
  return {
    type: 'add',
    pattern: parts.pattern ?? id,
    playbook,
    before: null,
    after: printPlaybook(playbook),
    support,
    sessions: parts.from ?? ['claude-code:a', 'claude-code:b'],
    trust: leastTrusted([parts.trust ?? 'observed']),
    quotes: parts.quotes ?? [],
    score: 1,
    scoreParts: [],
    supersedes: null,
    replaces: null,
    removes: [],
  };
}

/** A decision on a change, made by the guard's own reckoning of its value. */
export function decisionOf(change: Change, made: Partial<Decision> & Pick<Decision, 'verdict'>): Decision {
  return {
    change: changeIdOf(change),
    commit: '0'.repeat(40),
    run: '20260310T030000Z-0000',
    playbook: change.playbook.id,
    pattern: change.pattern,
    value: addedClaims(change).value,
    sessions: change.support.sessions,
    trust: change.trust,
    who: 'Ada <ada@example.com>',
    at: '2026-03-10T00:00:00.000Z',
    reason: 'not here',
    result: null,
    ...made,
  };
}
