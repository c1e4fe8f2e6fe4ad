import { describe, expect, it } from 'vitest';
import { cpuTime } from '../helpers/cpu-time.ts';
import { wordEvidence } from '../../src/consolidation/word-evidence.ts';
import { observeSession } from '../../src/mining/index.ts';
import { PHRASING_PATTERNS, toRule } from '../../src/mining/phrasing/index.ts';
import { sentencesOf } from '../../src/mining/sentences.ts';
import type { StatementObservation } from '../../src/model/observation.ts';
import { session } from '../helpers/session.ts';
import { weighed } from '../helpers/weighed.ts';

type Parts = Parameters<typeof session>[1];

async function statements(parts: Parts): Promise<readonly StatementObservation[]> {
  return observeSession(await session('s', parts)).observations.filter((one) => one.kind === 'statement');
}

async function lessons(...sessions: readonly Parts[]): Promise<readonly { title: string; body: string }[]> {
  const made = await Promise.all(sessions.map((parts, day) => session(`s${day}`, parts, { day: day + 1 })));
  return weighed(made)
    .evidence.filter((one) => one.claim.type === 'statement')
    .map(wordEvidence);
}

const WORK: Parts = [{ user: 'Look into the ticket' }, { edit: 'src/a.ts' }];

describe('typing mistakes in a rule', () => {
  const said = { user: "i don't want our transcrpts to be public" };

  it('are taken out where the agent writes the word rightly, and stay in the quote', async () => {
    const [one] = await statements([...WORK, said, { agent: 'The transcripts stay private from now on.' }]);
    expect(one?.rule).toBe('transcripts must not be public');
    expect(one?.statement).toContain('transcrpts');
  });

  it('stay where the agent uses the same word, no word, or two that are as near', async () => {
    for (const agent of ['transcrpts is a package, transcripts are not', 'Done.', 'transcripts and transcropts']) {
      const [one] = await statements([...WORK, said, { agent }]);
      expect(one?.rule).toBe('transcrpts must not be public');
    }
  });

  it('are no endings, no other words and no names', async () => {
    const agent = { agent: 'commits commits unable unable settings.json settings.json' };
    const rules = (await statements([...WORK, { user: 'never enable commit hooks in setings.json' }, agent])).map(
      (one) => one.rule,
    );
    expect(rules).toEqual(['never enable commit hooks in setings.json']);
  });
});

describe('the rule in a sentence', () => {
  it.each([
    ['please always run the linter before you commit, thanks', 'always run the linter before you commit'],
    ['ok so from now on use pnpm here', 'use pnpm here'],
    ['no, can you just lint the whole project please', 'lint the whole project'],
    ['i no longer use prek', 'prek is no longer used'],
    ["we don't want you to push to main", 'Do not push to main'],
    ["I don't want my logs to be public", 'logs must not be public'],
    ['we use bun here, not npm', 'use bun here, not npm'],
    ['Decision: ids are upper case.', 'ids are upper case'],
    ['por favor, a partir de ahora usa siempre pnpm', 'usa siempre pnpm'],
    ['ya no usamos eslint', 'eslint ya no se usa'],
    ['por favor, a partir de agora rode sempre os testes', 'rode sempre os testes'],
    ['não usamos mais o yarn', 'o yarn não é mais usado'],
    ["s'il te plaît, désormais lance toujours les tests", 'lance toujours les tests'],
    ["on n'utilise plus webpack", 'webpack n’est plus utilisé'],
    ['bitte ab jetzt immer die Tests laufen lassen', 'immer die Tests laufen lassen'],
    ['wir benutzen Jest nicht mehr', 'Jest wird nicht mehr verwendet'],
    ['пожалуйста, всегда запускай тесты', 'всегда запускай тесты'],
    ['мы больше не используем yarn', 'yarn больше не используется'],
    ['请始终使用 pnpm', '始终使用 pnpm'],
    ['今後は必ずテストを実行する', '必ずテストを実行する'],
  ])('%s', (said, rule) => {
    expect(toRule(said)).toBe(rule);
  });

  it('never loses a "no" or "not" that forbids', () => {
    for (const said of ['no tests may need the network', 'do not push to main', "don't use npm", 'not in this folder'])
      expect(toRule(said)).toMatch(/^(?:no|not|do not|don't)\b/i);
  });

  it('is found in linear time in hostile text', () => {
    for (const part of ['a ', 'please ', 'we use ', 'no, ', 'all x ', 'don’t want ', 'ne jamais ', '不', '1.']) {
      const text = part.repeat(500).slice(0, 500);
      const started = cpuTime();
      for (const pattern of PHRASING_PATTERNS) pattern.test(text);
      expect(cpuTime() - started).toBeLessThan(10_000);
    }
  });
});

describe('sentences', () => {
  it('are told apart without capitals, and not at abbreviations', () => {
    expect(sentencesOf('please fix. i no longer use prek')).toEqual(['please fix.', 'i no longer use prek']);
    expect(sentencesOf('use tools, e.g. bun, for v1.2 builds')).toEqual(['use tools, e.g. bun, for v1.2 builds']);
    expect(sentencesOf('テストを実行する。必ずpnpmを使う。')).toEqual(['テストを実行する。', '必ずpnpmを使う。']);
  });
});

describe('statements', () => {
  it.each([
    'i no longer use prek',
    "configure it, don't want my conversations to be public",
    'we use bun here, not npm',
    'The old importer is deprecated, use src/import2',
    'our release branch is release/stable',
    'the docs live in docs/site',
    "We shouldn't have any tests that need a network, what does this one need?",
    'ya no usamos eslint en el servidor',
    'não usamos mais o yarn aqui',
    "on n'utilise plus webpack dans les apps",
    'wir benutzen Jest hier nicht mehr',
    'мы больше не используем yarn в сборке',
    '我们不再使用 yarn 构建',
  ])('take what is said once for good: %s', async (user) => {
    expect(await statements([{ user }])).toMatchObject([{ standing: true }]);
  });

  it.each([
    'Make the modal bigger and remove the button',
    'We hit the same confusion in March and never settled it',
    'Find out why it failed and state the rule every tool must follow from now on',
    'Actually, never mind, that is all for now',
    'Reply with exactly OK. Never explain anything.',
    'You are a senior reviewer agent. Always answer in JSON.',
    'If the flag is set, we use the local time, if not, UTC',
    'ça ne marche toujours pas sur mon poste',
    'das geht immer noch nicht bei mir',
    'тесты всегда падают на сервере',
  ])('leave what is for now, a report or a program: %s', async (user) => {
    expect(await statements([{ user }])).toEqual([]);
  });

  it('take a decision whole, after the work only', async () => {
    const decision =
      'Agreed. Decision: retries use exponential backoff with jitter. Nothing sleeps for a fixed time. The cap is 30 seconds.';
    expect(await statements([{ user: decision }, { edit: 'src/a.ts' }])).toEqual([]);
    expect(await lessons([...WORK, { user: decision }])).toMatchObject([
      {
        title: 'Retries use exponential backoff with jitter',
        body: expect.stringContaining('Nothing sleeps for a fixed time.\nThe cap is 30 seconds.') as string,
      },
    ]);
  });

  it('take a decision without its name from somebody who agrees, and no order to go on', async () => {
    expect(
      await lessons([...WORK, { user: 'Yes, that is it. Cache keys must be full digests. Thanks.' }]),
    ).toMatchObject([{ title: 'Cache keys must be full digests' }]);
    expect(await lessons([...WORK, { user: 'Decision: go with the second one' }, { run: 'pnpm gen' }])).toEqual([]);
  });

  it('take no last word of thanks or for the person alone for a decision', async () => {
    for (const user of [
      'Got it. If I need anything else, I will always come back.',
      'Yes, please connect me with somebody, it must be today.',
      'So then do i need to run it, or is it required',
    ])
      expect(await lessons([...WORK, { user }])).toEqual([]);
  });

  it('name what they are about, or are none', async () => {
    const said = (user: string): Promise<readonly { title: string }[]> => lessons([...WORK, { user }]);
    expect(await said('src/a.gen.ts is a generated file, never edit it.')).toMatchObject([
      { title: 'Never edit `src/a.gen.ts`: it is a generated file' },
    ]);
    expect(await said('never ever touch it again')).toEqual([]);
    expect(await said('never ever touch the lockfile again')).toHaveLength(1);
  });

  it('take in the other half of the same correction', async () => {
    const half = 'Add the row to data/list.csv and regenerate.';
    const parts = (user: string): Parts => [...WORK, { user }, { run: 'pnpm gen' }];
    const found = await lessons(
      parts(`no, never touch list.gen.ts directly. ${half}`),
      parts(`stop, never touch list.gen.ts directly. ${half}`),
    );
    expect(found).toMatchObject([{ title: 'Never touch `list.gen.ts` directly' }]);
    expect(found[0]?.body).toContain('Add the row to `data/list.csv` and regenerate.');
  });

  it('let a newer one take back the older, and say so', async () => {
    const says = (text: string): Parts => [...WORK, { user: `Agreed. Decision: ${text}` }];
    const [lesson, ...rest] = await lessons(
      says('app.log timestamps are UTC although no suffix says so.'),
      says('the stamps in app.log are Berlin local time.'),
    );
    expect(rest).toEqual([]);
    expect(lesson?.title).toBe('The stamps in `app.log` are Berlin local time');
    expect(lesson?.body).toContain('Replaces what was said on ');
    expect(lesson?.body).toContain('app.log timestamps are UTC');
  });

  it('keep neighbours apart: another file, another act', async () => {
    const says = (text: string): Parts => [...WORK, { user: `Agreed. Decision: ${text}` }];
    expect(
      await lessons(says('app.log timestamps are UTC times.'), says('the timestamps in export.csv are Berlin time.')),
    ).toHaveLength(2);
    expect(
      await lessons(
        [{ user: 'Always run the tests before a commit' }],
        [{ user: 'Always run the linter before a push' }],
      ),
    ).toHaveLength(2);
  });

  it('believe a correction once when it is about how to work, else when it comes again', async () => {
    const stopped = (because: string): Parts => [...WORK, { rejected: 'Bash', because }];
    expect(await lessons(stopped('No, you linted one file, just lint the whole project.'))).toMatchObject([
      { title: 'Lint the whole project' },
    ]);
    expect(await lessons(stopped('use twelve letters in the heading'))).toEqual([]);
    expect(
      await lessons(stopped('use twelve letters in the heading'), stopped('use twelve letters in that heading')),
    ).toHaveLength(1);
  });
});
