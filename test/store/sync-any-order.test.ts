// Clones that run, decide and exchange in any order end up with the same memory, ledger and states.
import { expect, test } from 'vitest';
import type { TestRepository } from '../helpers/git-repository.ts';
import { open, review, rule, writeSampleRun } from './sample-run.ts';
import { statesOf, sync, world } from './sync-world.ts';

/** Mulberry32: the same numbers for the same seed everywhere. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

test.each([1, 2, 3])(
  'three clones converge whatever they do and in whichever order (seed %i)',
  async (seed) => {
    const next = numbersFrom(seed);
    const { a, b, clone, remote } = world();
    const clones = [a, b, clone('c')];
    const story: string[] = [];
    let minute = 0;
    const at = () => ({ branch: 'main', now: () => new Date(Date.UTC(2026, 10, 22, 4, minute, 0)) });
    for (let step = 0; step < 14; step += 1) {
      minute += 1;
      const who = next(clones.length);
      const repository = clones[who] ?? a;
      const store = await open(repository.folder, at());
      const waiting = (await store.readLedger()).changes.filter(({ state }) => state === 'open');
      const what = next(4);
      if (what === 0) {
        story.push(`${who} syncs`);
        await sync(repository);
      } else if (what === 1 || waiting.length === 0) {
        story.push(`${who} runs`);
        const names = [`s${seed}n${step}`, `t${seed}n${step}`];
        await writeSampleRun(
          store,
          names.map((name) => ({ name })),
          `20261122T04${String(minute).padStart(2, '0')}00Z-c${who}`,
        );
      } else {
        const change = waiting[next(waiting.length)];
        const name = change?.playbook.split('/').at(-1) ?? '';
        const verdict = what === 2 ? 'accepted' : 'rejected';
        story.push(`${who} ${verdict} ${name}`);
        await review(store, [await rule(store, name, verdict)]);
      }
    }
    const told = story.join(', ');
    // A failure names what was done.
    const holds = (is: unknown, should: unknown): void => expect({ told, is }).toEqual({ told, is: should });
    for (const repository of [...clones, ...clones]) holds((await sync(repository)).problems, []);
    const tipsOf = (repository: TestRepository): string => repository.git('rev-parse', 'main', 'refs/dream/ledger');
    holds(
      clones.map(tipsOf),
      clones.map(() => tipsOf(remote)),
    );
    const states = await Promise.all(clones.map(statesOf));
    holds(
      states,
      clones.map(() => states[0]),
    );
    for (const repository of clones) {
      holds(repository.git('status', '--porcelain'), '');
      const accepted = Object.entries(states[0] ?? {}).filter(([, state]) => state === 'accepted');
      const files = repository.git('ls-tree', '-r', '--name-only', 'main', 'playbooks').split('\n').filter(Boolean);
      holds(files.length, accepted.length);
      const branches = Object.keys(repository.refs()).filter((ref) => ref.startsWith('refs/heads/'));
      const there = Object.keys(remote.refs()).filter((ref) => ref.startsWith('refs/heads/'));
      holds(branches, there);
    }
  },
  300_000,
);
