import { describe, expect, it } from 'vitest';
import { wordEvidence } from '../../src/consolidation/word-evidence.ts';
import { splitInstructions } from '../../src/mining/instructions.ts';
import type { Weighed } from '../../src/mining/weigh.ts';
import { session } from '../helpers/session.ts';
import { weighed } from '../helpers/weighed.ts';

const titles = (result: Weighed): readonly string[] => result.evidence.map((one) => wordEvidence(one).title);
const told = (result: Weighed): readonly (readonly [string, boolean])[] =>
  result.stated.map((one) => [one.instruction, one.followed]);

const WRONG = [
  { run: 'npm run test', exit: 1, output: 'npm error Missing script: "test"' },
  { run: 'pnpm test', output: 'ok' },
] as const;

async function three(parts: Parameters<typeof session>[1]): Promise<Weighed> {
  return weighed(await Promise.all([1, 2, 3].map((day) => session(`s${day}`, parts, { day }))));
}

describe('the instructions of a project', () => {
  it('keep what they say from being proposed, and tell when it is not followed', async () => {
    const rule = 'Use `pnpm test`, never `npm run test`.';
    const result = await three([{ instructions: `- ${rule}` }, ...WRONG]);
    expect(titles(result)).toEqual([]);
    expect(told(result)).toContainEqual([rule, false]);
    expect(titles(await three([...WRONG]))).toHaveLength(1);
  });

  it('say nothing about the opposite', async () => {
    const result = await three([{ instructions: '- Use `npm run test`, never `pnpm test`.' }, ...WRONG]);
    expect(titles(result)).toHaveLength(1);
  });

  it('count as the latest session shows them', async () => {
    const result = weighed([
      await session('a', [{ instructions: '- Use `pnpm test`, never `npm run test`.' }, ...WRONG], { day: 1 }),
      await session('b', [...WRONG], { day: 2 }),
      await session('c', [{ instructions: '- Write short functions here.' }, ...WRONG], { day: 3 }),
    ]);
    expect(titles(result)).toHaveLength(1);
    expect(told(result)).toEqual([]);
  });

  it('are seen broken by a command that they forbid, when it comes again', async () => {
    const rule = 'Never push directly to `main`; open a pull request.';
    const broken = await three([{ instructions: rule }, { edit: 'a.ts' }, { run: 'git push origin main' }]);
    expect(broken.stated).toContainEqual(
      expect.objectContaining({ followed: false, seen: 'git push origin main', sessions: 3, file: 'AGENTS.md' }),
    );
    const kept = await three([{ instructions: rule }, { edit: 'a.ts' }, { run: 'git push origin topic' }]);
    expect(kept.stated).toEqual([]);
    const wanted = await three([
      { instructions: 'Work is NOT complete until `git push` succeeds. Never merge before `git push`.' },
      { edit: 'a.ts' },
      { run: 'git push' },
    ]);
    expect(wanted.stated).toEqual([]);
  });

  it('are read as sentences, without numbering, headings and tags', () => {
    const text =
      '# Rules\n<INSTRUCTIONS>\n  12→- Run `make check`. Then commit it.\n```\nmake check-all\n```\n- [x] Keep files small';
    expect(splitInstructions(text)).toEqual([
      'Run `make check`.',
      'Then commit it.',
      'make check-all',
      'Keep files small',
    ]);
  });
});

describe('outcomes in the log', () => {
  it('raise a mistake after which sessions fail, and lower one after which they succeed', async () => {
    const score = async (withIt: 'success' | 'failure', without: 'success' | 'failure'): Promise<number> => {
      const result = weighed([
        ...(await Promise.all([1, 2, 3].map((day) => session(`w${day}`, [...WRONG], { day, outcome: withIt })))),
        ...(await Promise.all(
          [4, 5, 6].map((day) => session(`o${day}`, [{ run: 'make all' }], { day, outcome: without })),
        )),
      ]);
      return result.evidence[0]?.score ?? 0;
    };
    const harmful = await score('failure', 'success');
    const neutral = await score('success', 'success');
    const harmless = await score('success', 'failure');
    expect(harmful).toBeGreaterThan(neutral);
    expect(neutral).toBeGreaterThan(harmless);
  });
});
