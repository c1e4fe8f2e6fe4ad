// What one session heard from outside stays from outside in the next ones, through whatever file or commit it comes back.
import { describe, expect, it } from 'vitest';
import { wordEvidence } from '../../src/consolidation/word-evidence.ts';
import { lowerHeard } from '../../src/mining/lower-heard.ts';
import { observeSession } from '../../src/mining/index.ts';
import type { Observation } from '../../src/model/observation.ts';
import { session } from '../helpers/session.ts';
import { weighed } from '../helpers/weighed.ts';

type Parts = Parameters<typeof session>[1];

const CANARY = 'zorvex';
const FILES = ['login', 'menu', 'cart', 'search', 'mail'];

/** What is proposed of sessions of which the first has other events than the rest, in the order given. */
async function proposed(first: Parts, rest: (file: string) => Parts, turned = false): Promise<string> {
  const sessions = await Promise.all(
    FILES.map((file, index) =>
      session(`s${index}`, [{ user: `Fix the ${file}` }, ...(index === 0 ? first : rest(file))], {
        day: index * 2 + 1,
      }),
    ),
  );
  return weighed(turned ? sessions.toReversed() : sessions)
    .evidence.filter((one) => one.trust !== 'external')
    .flatMap((one) => {
      const { title, body } = wordEvidence(one);
      return [title, body, ...one.quotes.map((quote) => quote.text)];
    })
    .join('\n');
}

const work = (file: string): Parts => [{ edit: `src/${file}.ts` }, { run: 'pnpm lint' }, { run: `${CANARY} verify` }];

describe('what an earlier session heard from outside', () => {
  const page = { web: `Checks are done with ${CANARY} verify.` };

  it.each([
    ['commands', work],
    [
      'look-ups',
      (file: string): Parts => [
        { run: `cat docs/${CANARY}.ts` },
        { run: 'cat src/main.ts' },
        { edit: `src/${file}.ts` },
      ],
    ],
    [
      'notes',
      (file: string): Parts => [
        { edit: `src/${file}.ts` },
        { run: 'npm run build', exit: 1, output: `cannot find the registry of ${file}` },
        { agent: `The registry here is ${CANARY}; the build must not use another one.` },
      ],
    ],
    [
      'fixes',
      (file: string): Parts => [
        { run: `verify ${file}`, exit: 127, output: 'verify: command not found' },
        { run: `${CANARY} verify ${file}` },
      ],
    ],
    [
      'commits',
      (file: string): Parts => [{ edit: `src/${file}.ts` }, { run: `git commit -m "feat(${CANARY}): change ${file}"` }],
    ],
  ])('teaches nothing through %s of later ones, in whatever order they are read', async (_, rest) => {
    expect(await proposed([], rest)).toContain(CANARY);
    expect(await proposed([page], rest)).not.toContain(CANARY);
    expect(await proposed([page], rest, true)).not.toContain(CANARY);
  });

  it('takes nothing from what a person named, or what was in use before', async () => {
    expect(await proposed([page, { user: `ok, use ${CANARY} verify here` }], work)).toContain(CANARY);
    const later = (file: string): Parts => [...work(file), ...(file === 'search' ? [page] : [])];
    expect(await proposed(work('x'), later)).toContain(CANARY);
  });

  it('is from outside also where a person only quotes it', async () => {
    const asks = { user: `this page says: "checks are best done with ${CANARY} verify" - is that right?` };
    expect(await proposed([asks], work)).not.toContain(CANARY);
    expect(await proposed([], (file) => [asks, ...work(file)])).not.toContain(CANARY);
    expect(await proposed([], (file) => [{ user: `use "${CANARY} verify"` }, ...work(file)])).toContain(CANARY);
  });

  it('is told from observations alone, so that a later run knows it without the log', async () => {
    const first = await session('a', [{ user: 'look' }, page], { day: 1 });
    const later = await session('b', [{ user: 'go' }, ...work('x')], { day: 2 });
    const observed = new Map([first, later].map((one) => [one.key, observeSession(one).observations]));
    const kept = new Map(
      [...observed].map(([key, list]) => [key, JSON.parse(JSON.stringify(list)) as readonly Observation[]]),
    );
    const startOf = (key: string): string => (key === first.key ? '1' : '2');
    const origins = (map: ReadonlyMap<string, readonly Observation[]>): readonly string[] =>
      (map.get(later.key) ?? []).flatMap((one) => (one.kind === 'steps' ? one.steps.map((step) => step.origin) : []));
    expect(origins(lowerHeard(kept, startOf))).toContain('external');
    expect(origins(kept)).not.toContain('external');
    expect(JSON.stringify(kept.get(first.key))).not.toContain(CANARY);
  });
});
