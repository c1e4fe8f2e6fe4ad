// What if git fails, or a kill comes, in the middle of refreshing the index or of writing a run whose words stay here?
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { printMemoryIndex } from '../../src/model/memory-index.ts';
import { printPlaybook } from '../../src/model/playbook.ts';
import type { StoreOptions } from '../../src/store/store.ts';
import { ENVIRONMENT, gitRepository, openRepository, temporaryFolder } from '../helpers/git-repository.ts';
import { open, RUN, sampleChange, sampleObservation, samplePlaybook, sampleRun } from './sample-run.ts';

/** A `git` whose k-th call fails: without doing anything, or after it has done everything. */
function failingAt(k: number, mode: 'before' | 'after'): { environment: Record<string, string>; calls: () => number } {
  const folder = temporaryFolder();
  const count = join(folder, 'count');
  writeFileSync(count, '');
  const real = execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8', env: ENVIRONMENT }).trim();
  // What reads answers from a running git would only wait for them.
  const act =
    mode === 'before' ? '' : `case "$*" in *cat-file*) exec "${real}" "$@" ;; esac; "${real}" "$@" > /dev/null; `;
  writeFileSync(
    join(folder, 'git'),
    `#!/bin/sh\necho >> "${count}"\nif [ "$(wc -l < "${count}")" -eq ${k} ]; then ${act}exit 128; fi\nexec "${real}" "$@"\n`,
  );
  chmodSync(join(folder, 'git'), 0o755);
  return {
    environment: { ...ENVIRONMENT, PATH: `${folder}:${ENVIRONMENT['PATH'] ?? ''}` },
    calls: () => readFileSync(count, 'latin1').length,
  };
}

/** Tries something with every call of git failing in turn, each time in a new place. @returns how many calls it takes */
async function tryAll(
  mode: 'before' | 'after',
  attempt: (options: Partial<StoreOptions>) => Promise<() => Promise<void>>,
): Promise<number> {
  for (let k = 1; ; k += 1) {
    const { environment, calls } = failingAt(k, mode);
    const check = await attempt({ environment });
    await check();
    if (calls() < k) return calls();
  }
}

it.each(['before', 'after'] as const)(
  'an index is committed or not, and the next command mends it (%s)',
  async (mode) => {
    const calls = await tryAll(mode, async (options) => {
      const repository = gitRepository({ 'playbooks/team--app/bun.md': printPlaybook(samplePlaybook('bun')) });
      const before = repository.refs()['refs/heads/main'];
      const failed = await open(repository.folder, options)
        .then((store) => store.commitIndex(printMemoryIndex))
        .then(
          () => false,
          () => true,
        );
      return async () => {
        if (!failed) expect(repository.refs()['refs/heads/main']).not.toBe(before);
        const store = await open(repository.folder);
        await store.recover();
        await store.commitIndex(printMemoryIndex);
        expect(repository.git('log', '--format=%s')).toBe('Refresh index\nFirst commit');
        expect(repository.git('status', '--porcelain')).toBe('');
        expect(readdirSync(join(repository.folder, '.git/dream')).filter((name) => /journal|lock/.test(name))).toEqual(
          [],
        );
      };
    });
    expect(calls).toBeGreaterThan(5);
  },
  240_000,
);

it('a run has its words on disk whenever the ledger names it', async () => {
  const calls = await tryAll('after', async (options) => {
    const repository = gitRepository({ 'a.txt': 'a' });
    const base = repository.git('rev-parse', 'HEAD');
    const run = sampleRun(base, [sampleChange({ id: 'aaaaaaaa', name: 'bun' })]);
    await open(repository.folder, { ...options, quotes: 'local' })
      .then((store) => store.writeRun(run, null))
      .catch(() => null);
    return async () => {
      const store = await open(repository.folder, { quotes: 'local' });
      await store.recover();
      const ledger = await store.readLedger();
      expect(ledger.findings).toEqual([]);
      const written = repository.refs()['refs/dream/ledger'] !== undefined;
      expect(ledger.runs.map(({ id }) => id)).toEqual(written ? [RUN] : []);
      if (written) expect(ledger.observations.get('claude-code:1')).toEqual([sampleObservation('claude-code:1')]);
      expect(openRepository(repository.folder).git('status', '--porcelain')).toBe('');
    };
  });
  expect(calls).toBeGreaterThan(5);
});
