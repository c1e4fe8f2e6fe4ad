import { describe, expect, it } from 'vitest';
import { leastTrusted } from '../../src/model/origin.ts';
import { offlineEngine } from '../../src/consolidation/offline-engine.ts';
import type { Claim, Evidence } from '../../src/model/evidence.ts';
import type { Ledger, Memory } from '../../src/model/run.ts';

const MEMORY: Memory = { branch: 'main', commit: null, playbooks: [], index: null, blobs: new Map(), findings: [] };
const LEDGER: Ledger = {
  commit: null,
  sessions: new Map(),
  observations: new Map(),
  runs: [],
  decisions: [],
  withdrawn: new Set(),
  changes: [],
};

function evidence(pattern: string, claim: Claim, sessions: readonly string[] = ['a', 'b', 'c']): Evidence {
  return {
    pattern,
    project: 'acme/web',
    kind: 'fact',
    claim,
    support: { sessions: sessions.length, days: 2, people: 1, first: '2026-03-01', last: '2026-03-02' },
    sessions,
    trust: leastTrusted(['observed']),
    quotes: [],
    score: 1,
    scoreParts: [],
  };
}
const commands = (...list: string[]): Claim => ({ type: 'commands', about: 'checks', commands: list });
const workflow = (...list: string[]): Claim => ({
  type: 'workflow',
  steps: list.map((display) => ({ key: display, display })),
  trigger: null,
  afterEdits: true,
  opening: false,
});
const remark = (text: string, names: readonly string[] = []): Claim => ({
  type: 'remark',
  remark: text,
  others: [],
  names,
  commands: [],
});

async function proposed(...all: readonly Evidence[]): Promise<{ titles: readonly string[]; held: readonly string[] }> {
  const { changes, held } = await offlineEngine.propose(all, MEMORY, LEDGER);
  return { titles: changes.map((one) => one.playbook.title), held: held.map((one) => `${one.reason}: ${one.title}`) };
}

describe('of several lessons that say the same', () => {
  it('only the best ranked is proposed, and the others are held by name', async () => {
    const { titles, held } = await proposed(
      evidence('1', workflow('pnpm test', 'pnpm lint')),
      evidence('2', commands('pnpm lint', 'pnpm test')),
    );
    expect(titles).toHaveLength(1);
    expect(held).toEqual([expect.stringMatching(/^too-similar: /)]);
  });

  it('a workflow that shares most of its steps with a better one is its variant', async () => {
    const whole = evidence('1', workflow('pnpm gen', 'pnpm build', 'pnpm test', 'git tag v1'));
    const part = evidence('2', workflow('pnpm build', 'pnpm test', 'npm publish', 'git tag v1'));
    expect((await proposed(whole, part)).titles).toHaveLength(1);
    const other = evidence('3', workflow('pnpm migrate', 'pnpm seed', 'pnpm test'));
    expect((await proposed(whole, other)).titles).toHaveLength(2);
  });

  it('what is news in a list of commands stays', async () => {
    const { titles } = await proposed(
      evidence('1', workflow('pnpm test', 'pnpm lint')),
      evidence('2', commands('pnpm lint', 'pnpm build')),
    );
    expect(titles).toHaveLength(2);
    expect(titles[1]).toContain('pnpm build');
    expect(titles[1]).not.toContain('pnpm lint');
  });

  it('a remark in the words of a better one, or about the same thing in the same sessions, is left out', async () => {
    const hook = evidence('1', remark('The pre-commit hook runs the tests, the linter and the type check.'));
    expect(
      (await proposed(hook, evidence('2', remark('The pre-commit hook runs tests and the linter.')))).titles,
    ).toHaveLength(1);
    const place = evidence('3', remark('`tmp/clones` holds tests of foreign projects.', ['tmp/clones']));
    const again = remark('Failures come from `tmp/clones`, which belongs to nobody.', ['tmp/clones']);
    expect((await proposed(place, evidence('4', again, ['b', 'c']))).titles).toHaveLength(1);
    expect((await proposed(place, evidence('4', again, ['x', 'y']))).titles).toHaveLength(2);
  });

  it('a wrong command stays a lesson of its own beside the right ones', async () => {
    const wrong: Claim = {
      type: 'fixed-error',
      how: 'instead',
      tool: 'Bash',
      attempted: ['npm test'],
      fixed: ['pnpm test'],
      rewrite: null,
      error: 'npm error Missing script: "test"',
      decisive: true,
      hiddenSessions: 0,
    };
    expect(
      (await proposed(evidence('1', workflow('pnpm test', 'pnpm lint')), evidence('2', wrong))).titles,
    ).toHaveLength(2);
  });

  it('lessons of other projects never count', async () => {
    const other = { ...evidence('2', commands('pnpm lint', 'pnpm test')), project: 'acme/api' };
    expect((await proposed(evidence('1', workflow('pnpm test', 'pnpm lint')), other)).titles).toHaveLength(2);
  });
});
