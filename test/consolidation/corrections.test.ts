// The five shapes in which a person corrects what they said before: replacement, polarity, retraction without
// replacement, partial, bounded in time. Each with a control that the same words do not reach too far.
import { check } from 'recheck';
import { describe, expect, it } from 'vitest';
import { withoutLine } from '../../src/consolidation/retire.ts';
import { BOUNDED_PATTERNS, isBoundedInTime } from '../../src/text/bounded-time.ts';
import { retractedBy, RETRACTION_PATTERNS } from '../../src/text/retraction.ts';
import { decideAll, editByHand, openDesk, proposed, readMemory, say, type Desk } from './desk.ts';

/** A memory that holds what a person said on the first day. */
async function knowing(words: string): Promise<Desk> {
  const desk = openDesk();
  const first = await say(desk, 1, words);
  expect(first.changes).toHaveLength(1);
  await decideAll(desk, 1);
  return desk;
}

describe('replacement', () => {
  it('is one change that proposes the newer words, names the older, and quotes both with their days', async () => {
    const desk = await knowing('From now on, always write timestamps in the API responses in UTC.');
    const second = await say(desk, 3, 'From now on, always write timestamps in the API responses in Unix seconds.');
    expect(second.changes).toHaveLength(1);
    const change = second.changes[0]?.guarded.change;
    expect(change?.type).toBe('revise');
    expect(change?.after).toContain('Unix seconds');
    expect(change?.after).toMatch(/Replaces what was said on 2026-\d\d-\d\d: “[^”]*UTC/);
    const days = new Set(change?.quotes.map((quote) => quote.day));
    expect(days.size).toBe(2);
    expect(change?.quotes[0]?.text).toContain('Unix seconds');
    expect(change?.quotes.at(-1)?.text).toContain('UTC');
    expect(second.changes[0]?.guarded.flags).toContain('conflict');
  });

  it('leaves a rule about something else alone', async () => {
    const desk = await knowing('From now on, always write timestamps in the API responses in UTC.');
    expect(proposed(await say(desk, 3, 'From now on, never add a new dependency without asking me.'))).toEqual([
      expect.stringMatching(/^add /),
    ]);
  });
});

describe('polarity', () => {
  it('lets a ban take the place of the rule that asked for it', async () => {
    const desk = await knowing('From now on, always commit the generated client code.');
    const second = await say(desk, 3, 'From now on, never commit the generated client code.');
    expect(second.changes.map(({ guarded }) => guarded.change.type)).toEqual(['revise']);
    await decideAll(desk, 3);
    const [body = ''] = (await readMemory(desk)).values();
    expect(body).toMatch(/\*\*Do\*\* Never commit the generated client code/);
    expect(body).toMatch(/Replaces what was said on .*always commit/);
  });

  it('takes the same ban said again for the same ban', async () => {
    const desk = await knowing('From now on, never commit the generated client code.');
    const second = await say(desk, 3, 'From now on, never commit the generated client code!');
    expect(proposed(second)).toEqual(['revise Never commit the generated client code']);
    expect(second.changes[0]?.guarded.flags).toEqual([]);
    expect(second.changes[0]?.guarded.change.after).not.toContain('Replaces');
  });
});

describe('retraction without replacement', () => {
  it.each([
    'Forget the rule about the changelog entry.',
    'You need not write a changelog entry for every fix any more.',
    "You don't have to write a changelog entry for every fix any more.",
    'The rule about changelog entries no longer applies.',
  ])('retires the playbook, with the words as its reason: %s', async (words) => {
    const desk = await knowing('From now on, always write a changelog entry for every fix.');
    const second = await say(desk, 3, words);
    expect(second.changes).toHaveLength(1);
    const [only] = second.changes;
    expect(only?.guarded.change).toMatchObject({ type: 'retire', after: null, trust: 'user' });
    expect(only?.guarded.message).toMatch(/^Retire preference: /);
    expect(only?.guarded.message).toContain(words.slice(0, 30));
    expect(only?.guarded.change.quotes.some((quote) => quote.text.includes('always write a changelog'))).toBe(true);
    await decideAll(desk, 3);
    expect((await readMemory(desk)).size).toBe(0);
    // It stays away: the old words are still in the ledger.
    const third = await say(desk, 5, 'Thanks, that is all for now.');
    expect(proposed(third)).toEqual([]);
    expect((await readMemory(desk)).size).toBe(0);
  });

  it('works when the rule never was accepted: it is proposed no more', async () => {
    const desk = openDesk();
    await say(desk, 1, 'From now on, always write a changelog entry for every fix.');
    await decideAll(desk, 1, 'rejected');
    const second = await say(desk, 3, 'Forget the rule about the changelog entry.');
    expect(proposed(second)).toEqual([]);
    expect(second.held.map((one) => one.detail).join('\n')).toContain('no playbook says');
  });

  it('does not retire what is about something else, forbids it, or was said again later', async () => {
    const other = await knowing('From now on, always run the linter before committing.');
    expect(proposed(await say(other, 3, 'Forget the rule about the changelog entry.'))).toEqual([]);
    const ban = await knowing('From now on, never write a changelog entry for a fix.');
    expect(proposed(await say(ban, 3, 'You need not write a changelog entry for a fix any more.'))).toEqual([]);
    const again = await knowing('From now on, always write a changelog entry for every fix.');
    await say(again, 3, 'Forget the rule about the changelog entry.');
    await say(again, 5, 'From now on, always write a changelog entry for every fix.');
    await decideAll(again, 3, 'rejected');
    expect(proposed(await say(again, 7, 'Thanks, that is all for now.'))).toEqual([]);
    expect((await readMemory(again)).size).toBe(1);
  });

  it('only adds to a file that people changed', async () => {
    const desk = await knowing('From now on, always write a changelog entry for every fix.');
    editByHand(desk, (text) => `${text}\nOur own words about it.\n`);
    const second = await say(desk, 3, 'Forget the rule about the changelog entry.');
    expect(second.changes.map(({ guarded }) => guarded.change.type)).toEqual(['revise']);
    expect(second.changes[0]?.guarded.change.after).toContain('Our own words about it.');
    expect(second.changes[0]?.guarded.change.after).toContain('**Newer** “Forget the rule about the changelog entry.”');
  });

  it('does not come from not being seen: years without a session retire nothing', async () => {
    const desk = await knowing('From now on, always write a changelog entry for every fix.');
    const late = await say(desk, 900, 'Thanks, that is all for now.');
    expect(late.changes).toEqual([]);
    expect((await readMemory(desk)).size).toBe(1);
  });
});

describe('a partial correction', () => {
  const two = (text: string): string =>
    text.replace(/\*\*Do\*\* .*/, '**Do** Use vitest for the unit tests.\nUse prettier for the formatting of code.');

  async function knowingTwo(): Promise<Desk> {
    const desk = openDesk();
    await say(desk, 1, 'From now on, always use vitest for the unit tests.');
    await decideAll(desk, 1);
    editByHand(desk, two);
    return desk;
  }

  it('of a file people wrote keeps every line of theirs', async () => {
    const desk = await knowingTwo();
    const second = await say(desk, 3, 'From now on, use biome for the formatting of code.');
    const after = second.changes[0]?.guarded.change.after ?? '';
    expect(second.changes[0]?.guarded.change.type).toBe('revise');
    expect(after).toContain('Use vitest for the unit tests.');
    expect(after).toContain('**Newer** “From now on, use biome for the formatting of code.”');
  });

  const DECISION =
    'Decision: we use vitest for the unit tests of the app. We use prettier for the formatting of code. We use playwright for the browser tests.';

  it('of one line of several replaces that line, and the rest stays', async () => {
    const desk = await knowing(DECISION);
    const second = await say(desk, 3, 'From now on, use biome for the formatting of code.');
    expect(proposed(second)).toEqual([expect.stringMatching(/^revise .*vitest/)]);
    const after = second.changes[0]?.guarded.change.after ?? '';
    expect(after).toMatch(/\*\*Do\*\* .*vitest for the unit tests/);
    expect(after).toContain('playwright for the browser tests');
    expect(after).toMatch(/^Use biome for the formatting of code\.$/m);
    expect(after).toMatch(/Replaces what was said on 2026-\d\d-\d\d: “.*prettier/);
    expect(after.split('**Why**')[0]).not.toContain('prettier');
  });

  it('of one line of several takes only that line back', async () => {
    const desk = await knowing(DECISION);
    const second = await say(desk, 3, 'You need not use prettier for the formatting of code any more.');
    expect(proposed(second)).toEqual([expect.stringMatching(/^revise .*vitest/)]);
    const after = second.changes[0]?.guarded.change.after ?? '';
    expect(after).toContain('vitest for the unit tests');
    expect(after).toContain('playwright for the browser tests');
    expect(after.split('**Why**')[0]).not.toContain('prettier');
    expect(after).toContain('Taken back by a person: “You need not use prettier');
  });

  it('of the first line, or of a numbered step, leaves a text in order', () => {
    const body = '\n**Do** First.\nSecond.\n\n**Steps**\n\n1. One.\n2. Two.\n3. Three.\n';
    expect(withoutLine(body, 'First.')).toBe('\n**Do** Second.\n\n**Steps**\n\n1. One.\n2. Two.\n3. Three.\n');
    expect(withoutLine(body, '2. Two.')).toBe('\n**Do** First.\nSecond.\n\n**Steps**\n\n1. One.\n2. Three.\n');
    expect(withoutLine(body, 'Nowhere.')).toBe(body);
  });

  it('of one item of a list in a sentence names the correction and keeps the rest', async () => {
    const desk = await knowing(
      'From now on, always update the changelog, the upgrade guide, the screenshots and the site map after a release.',
    );
    const second = await say(desk, 3, 'You need not update the screenshots any more.');
    expect(second.changes.map(({ guarded }) => guarded.change.type)).toEqual(['revise']);
    const after = second.changes[0]?.guarded.change.after ?? '';
    expect(after).toContain('the changelog');
    expect(after).toContain('You need not update the screenshots any more.');
  });
});

describe('a wish bounded in time', () => {
  it.each([
    'Until Friday, always commit the generated client code.',
    'Never commit the generated client code for this release only.',
  ])('neither becomes a rule nor takes one back: %s', async (words) => {
    const empty = openDesk();
    expect(proposed(await say(empty, 1, words))).toEqual([]);
    const desk = await knowing('From now on, never commit the generated client code.');
    expect(proposed(await say(desk, 3, words))).toEqual([]);
    expect((await readMemory(desk)).size).toBe(1);
  });

  it('does not retire a rule either', async () => {
    const desk = await knowing('From now on, always write a changelog entry for every fix.');
    expect(
      proposed(await say(desk, 3, 'Until Friday you need not write a changelog entry for every fix any more.')),
    ).toEqual([]);
    // The control: without the bound it does.
    expect(proposed(await say(desk, 5, 'You need not write a changelog entry for every fix any more.'))).toHaveLength(
      1,
    );
  });

  it.each([
    'until Friday, use the old API',
    'for this release only, skip the docs',
    'just for now, log everything',
    'temporarily use the mock server',
    'hasta el viernes usa la API vieja',
    'bis Freitag nur die alte API benutzen',
    'до пятницы используй старый API',
    '今回だけ古いAPIを使って',
    'skip the docs until 2026-04-03',
    'jusqu’à vendredi, utilise l’ancienne API',
  ])('is known by its words: %s', (words) => {
    expect(isBoundedInTime(words)).toBe(true);
  });

  it.each([
    'From now on, always use the new API.',
    'Wait until the tests pass before committing.',
    'Never merge until the review is done.',
    'Release every Friday.',
    'In this repo we use tabs.',
    'Use the time zone of the user.',
  ])('and a standing one is not: %s', (words) => {
    expect(isBoundedInTime(words)).toBe(false);
  });
});

describe('the patterns of corrections', () => {
  it.each([
    ['You need not run lint any more.', 'run lint', 'duty'],
    ['Forget the rule about the changelog', 'the changelog', 'rule'],
    ['No need to update the readme any more', 'update the readme', 'duty'],
    ['You can push to main again', 'push to main', 'ban'],
    ['Ya no hace falta actualizar el changelog', 'actualizar el changelog', 'duty'],
    ['Du musst das Changelog nicht mehr pflegen', 'das Changelog pflegen', 'duty'],
    ['Больше не нужно обновлять список изменений', 'обновлять список изменений', 'duty'],
  ])('find what %s takes back', (sentence, subject, of) => {
    expect(retractedBy(sentence)).toEqual({ subject, of });
  });

  it.each([
    "You don't need to worry about it",
    'Forget it',
    'Do not forget the changelog',
    'You can push to main',
    'Ignore the warning',
  ])('find nothing in %s', (sentence) => {
    expect(retractedBy(sentence)).toBeNull();
  });

  it.each(
    [...BOUNDED_PATTERNS, ...RETRACTION_PATTERNS].map((pattern) => [pattern.source.slice(0, 60), pattern] as const),
  )('take linear time: %s', async (_, pattern) => {
    const verdict = await check(pattern.source, pattern.flags, { timeout: 4_000 });
    expect(verdict.status).not.toBe('vulnerable');
  });
});
