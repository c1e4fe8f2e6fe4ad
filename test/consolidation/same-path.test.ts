// Two patterns that give one file its text: the newer proposal names the older one, so that only one of them is asked about.
import { leastTrusted } from '../../src/model/origin.ts';
import { describe, expect, it } from 'vitest';
import { knowledgeOf, reconcile } from '../../src/consolidation/reconcile.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Ledger, TrackedChange } from '../../src/model/run.ts';
import { changeOf, decisionOf } from '../helpers/change.ts';

const SUPPORT = { sessions: 3, days: 2, people: 1, first: '2026-03-01', last: '2026-03-02' };

function evidence(pattern: string, commands: readonly string[]): Evidence {
  return {
    pattern,
    project: 'acme/web',
    kind: 'fact',
    claim: { type: 'commands', about: 'checks', commands },
    support: SUPPORT,
    sessions: ['a', 'b', 'c'],
    trust: leastTrusted(['observed']),
    quotes: [],
    score: 1,
    scoreParts: [],
  };
}

/** What waits after a run that proposed something for a file. */
function ledgerWith(path: string): Ledger {
  const change = changeOf({ path });
  const { value } = decisionOf(change, { verdict: 'later' });
  const { support, sessions, quotes, score, scoreParts, trust } = change;
  const waiting: TrackedChange = {
    id: '0a1b2c3d',
    type: 'add',
    pattern: 'older',
    path,
    playbook: change.playbook.id,
    kind: 'fact',
    title: change.playbook.title,
    project: 'acme/web',
    flags: [],
    quarantined: false,
    supersedes: null,
    removes: [],
    run: '20260301T030000Z-0001',
    commit: '0'.repeat(40),
    state: 'open',
    supersededBy: null,
    value,
    support,
    sessions,
    quotes,
    score,
    scoreParts,
    trust,
  };
  return {
    commit: null,
    sessions: new Map(),
    observations: new Map(),
    runs: [],
    decisions: [],
    withdrawn: new Set(),
    changes: [waiting],
  };
}

function supersedes(path: string): string | null | undefined {
  const memory = { branch: 'main', commit: null, playbooks: [], index: null, blobs: new Map(), findings: [] };
  const found = reconcile(evidence('newer', ['pnpm test']), knowledgeOf(memory, ledgerWith(path)));
  return 'change' in found ? found.change.supersedes : undefined;
}

describe('a proposal for a file that another pattern waits to write', () => {
  it('takes the place of what waits, and of nothing else', () => {
    const none = supersedes('playbooks/acme--web/something-else.md');
    expect(none).toBeNull();
    const memory = { branch: 'main', commit: null, playbooks: [], index: null, blobs: new Map(), findings: [] };
    const found = reconcile(evidence('newer', ['pnpm test']), knowledgeOf(memory, ledgerWith('x')));
    const path = 'change' in found ? found.change.playbook.path : '';
    expect(supersedes(path)).toBe('0a1b2c3d');
  });
});
