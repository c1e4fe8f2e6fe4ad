import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import {
  DEFAULT_AUTHOR,
  DEFAULT_BRANCH_PREFIX,
  DEFAULT_MAX_CHANGES,
  DEFAULT_MIN_SUPPORT,
} from '../../src/config/defaults.ts';
import { parseSettings } from '../../src/config/dream-yaml.ts';

const template = readFileSync(new URL('../../templates/dream.yaml', import.meta.url), 'utf8');

describe('the template of dream.yaml', () => {
  it('says nothing by itself', () => {
    expect(parseSettings(template, 'dream.yaml')).toMatchObject({ settings: {}, problems: [] });
  });

  it('shows every key with its real default', () => {
    const shown = template.replaceAll(/^# ((?: {2})*(?:#|- |[a-zA-Z][\w/*]*:(?= |$)).*)$/gm, '$1');
    const { settings, problems } = parseSettings(shown, 'dream.yaml');
    expect(problems).toEqual([]);
    expect(settings).toEqual({
      branch: 'main',
      branchPrefix: DEFAULT_BRANCH_PREFIX,
      author: DEFAULT_AUTHOR,
      logs: ['~/.claude/projects', '~/.codex/sessions'],
      projects: { web: 'acme/web' },
      limits: { minSupport: DEFAULT_MIN_SUPPORT, maxChanges: DEFAULT_MAX_CHANGES },
      owners: { 'acme/*': ['ann@example.com', '@acme/web-team'] },
      codeowners: '.github/CODEOWNERS',
      policy: { requireOwner: false, highStakes: ['acme/payments', 'playbooks/*/deploy-*.md'], frozen: [] },
      quotes: 'ledger',
      remote: 'origin',
      ledger: 'ref',
      redact: {
        rules: [{ id: 'acme-key', pattern: 'ACME-[0-9A-F]{16}', kind: 'secret', flags: 'i' }],
        allow: ['@example.com'],
      },
    });
  });
});

describe('branch names', () => {
  it.each(['--upload-pack=x', 'a b', 'a..b', 'x.lock', '/x', 'x/', 'a//b', 'x@{1}'])('refuses %j', (name) => {
    expect(parseSettings(`branch: ${JSON.stringify(name)}\n`, 'dream.yaml').problems).toHaveLength(1);
  });
});
