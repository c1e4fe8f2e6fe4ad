// What owners forbid and what people wrote or took back binds every type of change and every engine; so does the limit on
// what one run may forget. Each refusal has a control beside it that gets through.
import { describe, expect, it } from 'vitest';
import { guardChanges, type GuardContext } from '../../src/guards/guard-changes.ts';
import { findLoss } from '../../src/guards/refuse-loss.ts';
import { changeIdOf, type Change, type GuardedChange } from '../../src/model/change.ts';
import type { Decision } from '../../src/model/decision.ts';
import { parsePlaybook, printPlaybook, revisePlaybook, type Playbook } from '../../src/model/playbook.ts';
import type { TrackedChange } from '../../src/model/run.ts';
import { changeOf, decisionOf, NO_POLICY, type ChangeParts } from '../helpers/change.ts';

const CONTEXT: GuardContext = {
  run: { id: '20260401T030000Z-0001', engine: 'some-model/1' },
  playbooks: [],
  decisions: [],
  changes: [],
  policy: NO_POLICY,
  maxChanges: 20,
};

async function lookAt(change: Change, more: Partial<GuardContext>): Promise<string> {
  const { allowed, held } = await guardChanges([change], { ...CONTEXT, ...more });
  return held[0] === undefined ? (allowed[0]?.flags.join(' ') ?? '') : `${held[0].reason}: ${held[0].detail}`;
}

/** A change as the ledger has it once people decided on it. */
function tracked(change: Change, state: TrackedChange['state'] = 'accepted'): TrackedChange {
  const { playbook } = change;
  return {
    ...change,
    id: changeIdOf(change),
    path: playbook.path,
    playbook: playbook.id,
    kind: playbook.kind,
    title: playbook.title,
    project: playbook.project,
    flags: [],
    quarantined: false,
    value: decisionOf(change, { verdict: 'accepted' }).value,
    removes: change.removes.map((one) => one.path),
    run: '20260310T030000Z-0000',
    commit: '1'.repeat(40),
    state,
    supersededBy: null,
  };
}

function pinned({ playbook }: Change): Playbook {
  const parsed = parsePlaybook(printPlaybook(playbook).replace('kind:', 'pinned: true\nkind:'), playbook.path);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}

const lesson = (title: string, does: string, more: ChangeParts = {}): Change =>
  changeOf({ title, kind: 'preference', body: `\n**When** working.\n\n**Do** ${does}\n`, ...more });
const first = lesson('Keep examples short', 'Keep every example short.');
const second = lesson('Answer in English', 'Answer reports in English.');

function revision(playbook: Playbook, body: string): Change {
  const revised = revisePlaybook(playbook, { body });
  return {
    ...first,
    type: 'revise',
    playbook: revised,
    before: printPlaybook(playbook),
    after: printPlaybook(revised),
  };
}
const retirement = (playbook: Playbook): Change => ({
  ...revision(playbook, playbook.body),
  type: 'retire',
  after: null,
});
const merge = (keeper: Playbook, gone: Playbook): Change => ({
  ...revision(keeper, `${keeper.body}\n${gone.body.trim()}\n`),
  type: 'merge',
  removes: [{ path: gone.path, before: printPlaybook(gone) }],
});

describe('what owners forbid', () => {
  const [mine, other] = [first.playbook, second.playbook];
  const changes = [tracked(first), tracked(second)];

  it.each([
    ['revise', (one: Playbook) => revision(one, `${one.body}\nMore.\n`)],
    ['retire', (one: Playbook) => retirement(one)],
    ['merge into it', (one: Playbook) => merge(one, other)],
    ['merge it away', (one: Playbook) => merge(other, one)],
  ] as const)('%s: not of a pinned one, not of a frozen one', async (_, make) => {
    const pin = pinned(first);
    expect(await lookAt(make(pin), { playbooks: [pin, other], changes })).toMatch(/^guard: .* is pinned/);
    const frozen = { ...NO_POLICY, frozen: ['acme/*'] };
    expect(await lookAt(make(mine), { playbooks: [mine, other], changes, policy: frozen })).toMatch(
      /^guard: .* is frozen/,
    );
    expect(await lookAt(make(mine), { playbooks: [mine, other], changes })).toBe('');
  });

  it('marks what a person has to decide by its id', async () => {
    expect(await lookAt(first, { policy: { ...NO_POLICY, highStakes: ['acme/*'] } })).toBe('high-stakes');
    expect(await lookAt(first, { policy: { ...NO_POLICY, highStakes: ['acme/api'] } })).toBe('');
  });

  it('lets no lesson cross projects, not through a merge either', async () => {
    const elsewhere = lesson('Answer in English', 'Answer reports in English.', {
      project: 'acme/api',
      path: 'playbooks/acme--api/answer-in-english.md',
    });
    const playbooks = [mine, elsewhere.playbook];
    expect(
      await lookAt(merge(mine, elsewhere.playbook), { playbooks, changes: [tracked(first), tracked(elsewhere)] }),
    ).toMatch(/^guard: .* belongs to another project/);
  });

  it('writes no file twice in one run, and none that is not as the change was made from', async () => {
    const twice = await guardChanges([revision(mine, `${mine.body}\nOne.\n`), merge(other, mine)], {
      ...CONTEXT,
      playbooks: [mine, other],
      changes,
    });
    expect(twice.allowed).toHaveLength(1);
    expect(twice.held.map((one) => one.detail)).toEqual([expect.stringContaining('another change of this run writes')]);
    const moved = revisePlaybook(mine, { body: `${mine.body}\nBy hand.\n` });
    expect(await lookAt(revision(mine, `${mine.body}\nOne.\n`), { playbooks: [moved], changes })).toMatch(
      /not what the change was made from/,
    );
    expect(await lookAt(first, { playbooks: [mine] })).toMatch(/is there already/);
  });

  it('empties no folder to which the run adds', async () => {
    const lone = lesson('Answer in English', 'Answer reports in English.', {
      path: 'playbooks/old--web/answer-in-english.md',
    });
    const add = lesson('Name the author', 'Name the author of a quotation.', {
      path: 'playbooks/old--web/name-the-author.md',
    });
    const context = { ...CONTEXT, playbooks: [mine, lone.playbook], changes: [tracked(first), tracked(lone)] };
    for (const order of [
      [merge(mine, lone.playbook), add],
      [add, merge(mine, lone.playbook)],
    ]) {
      const { allowed, held } = await guardChanges(order, context);
      expect(allowed).toHaveLength(1);
      expect(held[0]?.detail).toContain('would be empty');
    }
    const elsewhere = lesson('Name the author', 'Name the author of a quotation.');
    expect((await guardChanges([merge(mine, lone.playbook), elsewhere], context)).allowed).toHaveLength(2);
  });
});

describe('what people wrote', () => {
  const edited = revisePlaybook(first.playbook, { body: `${first.playbook.body}\nOur own words.\n` });
  const memory = { playbooks: [edited], changes: [tracked(first)] };

  it('is only added to, once they changed a file', async () => {
    expect(await lookAt(revision(edited, `${edited.body}\n**Newer** “Shorter still.”\n`), memory)).toBe('');
    expect(await lookAt(revision(edited, edited.body.replace('Our own words.', 'Their words.')), memory)).toMatch(
      /^guard: .*this line would go: Our own words/,
    );
    expect(await lookAt(revision(edited, edited.body.replace('short', 'brief')), memory)).toMatch(
      /^guard: people changed/,
    );
    expect(await lookAt(retirement(edited), memory)).toMatch(/^guard: people changed .* only revised by adding/);
    // The control: a file as a run proposed it may be brought up to date.
    const asProposed = { playbooks: [first.playbook], changes: [tracked(first)] };
    expect(await lookAt(revision(first.playbook, first.playbook.body.replace('short', 'brief')), asProposed)).toBe('');
    expect(await lookAt(retirement(first.playbook), asProposed)).toBe('');
  });

  it('holds for a title, a file without any run behind it, and one that was accepted with other words', async () => {
    const revised = revisePlaybook(edited, { title: 'Another title' });
    const title = { ...revision(edited, edited.body), playbook: revised, after: printPlaybook(revised) };
    expect(await lookAt(title, memory)).toMatch(/^guard: people changed/);
    const change = revision(first.playbook, first.playbook.body.replace('short', 'brief'));
    expect(await lookAt(change, { playbooks: [first.playbook], changes: [] })).toMatch(/^guard: people changed/);
  });

  it('comes along word for word in a merge', async () => {
    const both = { playbooks: [second.playbook, edited], changes: [tracked(first), tracked(second)] };
    expect(await lookAt(merge(second.playbook, edited), both)).toBe('');
    const without = {
      ...merge(second.playbook, edited),
      ...pick(revision(second.playbook, `${second.playbook.body}\nShort.\n`)),
    };
    expect(await lookAt(without, both)).toMatch(/^guard: people changed/);
  });

  it('is not reworded inside quotation marks, whatever engine does it', async () => {
    const quoted = lesson('Time', 'Write “timestamps in responses always in UTC please”.');
    const memory2 = { playbooks: [quoted.playbook], changes: [tracked(quoted)] };
    const reworded = revision(
      quoted.playbook,
      quoted.playbook.body.replace('always in UTC please', 'preferably in UTC'),
    );
    expect(await lookAt(reworded, memory2)).toMatch(/^guard: rewords what a person said/);
    // The control: newer words that a person said are evidence, and may take the place of the older.
    const said = {
      session: 's',
      sessionId: 's',
      format: 'codex' as const,
      turn: 1,
      origin: 'user' as const,
      day: null,
    };
    const quotes = [{ ...said, text: 'timestamps in responses preferably in UTC' }];
    expect(await lookAt({ ...reworded, quotes }, memory2)).toBe('');
  });
});

function pick(change: Change): Pick<Change, 'playbook' | 'after'> {
  return { playbook: change.playbook, after: change.after };
}

describe('what people took back', () => {
  const undo = (change: Change): Decision => ({
    ...decisionOf(change, { verdict: 'undone', result: 'abcdef0123456789' }),
    run: '20260310T030000Z-0000',
  });

  it('is held until twice as many sessions speak for it, or it says something else', async () => {
    const context = { changes: [tracked(first, 'undone')], decisions: [undo(first)] };
    expect(await lookAt(first, context)).toBe('taken-back: undone; `dream undo abcdef01` brings it back');
    const again = (sessions: number): Change => ({ ...first, support: { ...first.support, sessions } });
    expect(await lookAt(again(first.support.sessions * 2 - 1), context)).toMatch(/^taken-back/);
    expect(await lookAt(again(first.support.sessions * 2), context)).toBe('');
    expect(await lookAt(lesson('Keep examples short', 'Give two examples for each rule.'), context)).toBe('');
    const renamed = lesson('Short examples', 'Every example is kept short.');
    expect(await lookAt(renamed, context)).toMatch(/^taken-back/);
  });

  it('is not the playbook that was deleted, either', async () => {
    expect(await lookAt(first, { changes: [tracked(first)] })).toMatch(
      /^taken-back: .* was deleted from the memory; `git log -- /,
    );
    expect(await lookAt(second, { changes: [tracked(first)] })).toBe('');
  });

  it('is the revise that was undone, while its file stays', async () => {
    const revise = revision(first.playbook, `${first.playbook.body}\nName their source.\n`);
    const context = {
      playbooks: [first.playbook],
      changes: [tracked(first), tracked(revise, 'undone')],
      decisions: [undo(revise)],
    };
    expect(await lookAt(revise, context)).toMatch(/^taken-back/);
    expect(await lookAt(revision(first.playbook, `${first.playbook.body}\nNumber them.\n`), context)).toBe('');
  });
});

describe('what one run may forget', () => {
  const memory = Array.from({ length: 8 }, (_, at) => lesson(`Lesson ${at}`, `Keep thing${at} near place${at}.`));
  const context = {
    ...CONTEXT,
    playbooks: memory.map((one) => one.playbook),
    changes: memory.map((one) => tracked(one)),
  };
  const retired = async (count: number): Promise<readonly GuardedChange[]> =>
    (
      await guardChanges(
        memory.slice(0, count).map((one) => retirement(one.playbook)),
        context,
      )
    ).allowed;

  it('is a quarter of the playbooks', async () => {
    expect(findLoss(await retired(2), context.playbooks)).toBeNull();
    const loss = findLoss(await retired(3), context.playbooks);
    expect(loss?.removed).toHaveLength(3);
    expect(loss?.playbooks).toBe(8);
  });

  it('is a quarter of what they say', async () => {
    const shrink = (count: number): Promise<readonly GuardedChange[]> =>
      guardChanges(
        memory.slice(0, count).map(({ playbook }) => revision(playbook, '\nGone.\n')),
        context,
      ).then((one) => one.allowed);
    expect(findLoss(await shrink(2), context.playbooks)).toBeNull();
    expect(findLoss(await shrink(4), context.playbooks)?.shrunk).toHaveLength(4);
  });

  it('is always one playbook', async () => {
    const [only] = memory;
    if (only === undefined) throw new Error('no lesson');
    const alone = await guardChanges([retirement(only.playbook)], {
      ...CONTEXT,
      playbooks: [only.playbook],
      changes: [tracked(only)],
    });
    expect(alone.allowed).toHaveLength(1);
    expect(findLoss(alone.allowed, [only.playbook])).toBeNull();
  });
});
