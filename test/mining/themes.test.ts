import { describe, expect, it } from 'vitest';
import { cpuTime } from '../helpers/cpu-time.ts';
import { wordEvidence } from '../../src/consolidation/word-evidence.ts';
import { wordTheme } from '../../src/consolidation/wording/themes.ts';
import { observeSession } from '../../src/mining/index.ts';
import { complainsAgain, THEME_IDS, THEME_PATTERNS, themesIn } from '../../src/mining/themes/index.ts';
import { session } from '../helpers/session.ts';
import { weighed } from '../helpers/weighed.ts';

type Parts = Parameters<typeof session>[1];

const WORK: Parts = [{ user: 'Look into the ticket' }, { edit: 'src/a.ts' }];

async function weighAll(...sessions: readonly Parts[]): Promise<ReturnType<typeof weighed>> {
  return weighed(await Promise.all(sessions.map((parts, day) => session(`s${day}`, parts, { day: day + 1 }))));
}

async function titles(...sessions: readonly Parts[]): Promise<readonly string[]> {
  const { evidence } = await weighAll(...sessions);
  return evidence.filter((one) => one.claim.type === 'theme').map((one) => wordEvidence(one).title);
}

const after = (...said: readonly string[]): Parts => [...WORK, ...said.map((user) => ({ user }))];

describe('what a sentence wishes', () => {
  it.each([
    ['short-answers', 'way too verbose'],
    ['short-answers', 'your answers are too long, nobody reads that'],
    ['short-answers', 'im so overwhelmed right now'],
    ['short-answers', 'sé más breve por favor'],
    ['short-answers', 'seja mais direto'],
    ['short-answers', 'sois plus concis'],
    ['short-answers', 'fass dich bitte kurz'],
    ['short-answers', 'отвечай короче'],
    ['short-answers', '回答简短一点'],
    ['short-answers', '簡潔に答えて'],
    ['plain-words', 'sorry, you lost me'],
    ['plain-words', 'can you explain that in plain english'],
    ['one-way', 'too many options, just tell me the best'],
    ['recommend', 'what would you recommend?'],
    ['as-table', 'show me that as a table'],
    ['language', 'please answer in German'],
    ['language', '请用中文回答'],
    ['ask-first', 'check with me before you rename things'],
    ['ask-first', 'you changed the schema without asking'],
    ['ask-first', 'не принимай решения за меня'],
    ['carry-on', 'stop asking me, just finish it'],
    ['discuss-first', "don't write any code yet"],
    ['discuss-first', 'noch nichts ändern'],
    ['discuss-first', '先不要写代码'],
    ['show-first', 'show me a mockup of the dialog'],
    ['only-asked', "I didn't ask you to rename the function"],
    ['only-asked', 'why did you delete the header?'],
    ['only-asked', 'no toques nada más'],
    ['only-asked', '不要改其他文件'],
    ['whole-task', 'you forgot the second file'],
    ['small-steps', 'one step at a time please'],
    ['no-new-files', 'stop creating markdown files'],
    ['no-new-dependencies', 'without adding new dependencies'],
    ['verify', 'did you actually run it?'],
    ['verify', 'you said it was fixed but the page is blank'],
    ['verify', 'still not working'],
    ['verify', 'ainda não funciona'],
    ['verify', '还是报错'],
    ['no-guessing', 'stop guessing'],
    ['no-guessing', 'read the docs first'],
    ['read-in-full', 'read the whole file before you start'],
    ['others-do', 'how do other projects solve this'],
    ['root-cause', 'no workarounds, find the root cause'],
    ['judge-reviews', 'coderabbit comments are in, have a look'],
    ['simple', 'this is over-engineered'],
    ['reuse', 'use the existing helper for that'],
    ['same-style', 'follow the existing conventions'],
    ['no-leftovers', 'the old importer is no longer needed'],
    ['keep-working', "and don't break anything"],
    ['fewer-comments', 'remove all the useless comments'],
    ['other-machines', 'this must run on my other laptop too'],
    ['secrets', 'never print the api key'],
    ['real-tests', "don't mock the database"],
    ['code-not-tests', "don't change the tests to make them pass"],
    ['docs-too', 'and update the README'],
    ['docs-too', 'did you update the docs?'],
    ['no-git', "don't commit yet"],
    ['no-git', 'ne commit pas'],
    ['commit-often', 'commit after each step'],
    ['small-commits', 'make separate commits for that'],
    ['no-attribution', 'no co-authored-by in the commit'],
    ['by-branch', 'create a new branch for it'],
    ['to-main', 'just push directly to main'],
    ['start-fresh', 'pull the latest main first'],
    ['green-ci', 'ci failed again'],
    ['clean-up', 'delete the temporary files'],
    ['others-edit', 'another agent is working on this repo'],
  ])('%s: %s', (theme, said) => {
    expect(themesIn(said).map((hit) => hit.theme)).toContain(theme);
  });

  it.each([
    'add a short description to the page',
    'the title is too long for the card, cut it',
    'it takes too long to load',
    'make the button bigger and remove the border',
    'add an options menu with three choices',
    'add a table with the columns name and age to the database',
    'update the readme to say "hello"',
    'commit',
    'commit and push',
    'can you push it and run the workflow',
    'if not can you merge it',
    'the error says "do not guess the file name"',
    'add a comment at the top of the file',
    'mock-ups are in the design folder',
    'train the machine learning model',
    'I would like to use the same payment method',
    "I don't need any insurance",
    'could you double-check that for me?',
    'add a read more link',
    'do not read the full file, it is huge',
    'run it on each commit of a branch with an open pull request',
    'write a test for the parser',
    'create a branch selector component',
    'the wizard should ask the user for a name',
    'show an error message when login fails',
    'fix the duplicate key error',
    'rename the file to notes.md',
  ])('nothing: %s', (said) => {
    expect(themesIn(said)).toEqual([]);
  });

  it('is that it comes up again', () => {
    expect(complainsAgain('you gave me options again')).toBe(true);
    expect(complainsAgain('schon wieder so lang')).toBe(true);
    expect(complainsAgain('run it again')).toBe(false);
  });

  it('is found in linear time in hostile text', () => {
    for (const part of [
      'a ',
      'the ',
      'do not ',
      'read ',
      'no more new ',
      "don't add any ",
      'update the ',
      '不要',
      'и ',
      '../',
      '"',
    ]) {
      const text = part.repeat(300).slice(0, 300);
      for (const pattern of THEME_PATTERNS) {
        const started = cpuTime();
        pattern.test(text);
        expect(cpuTime() - started).toBeLessThan(10_000);
      }
    }
  });
});

describe('themes over sessions', () => {
  it('become a lesson in our words, with theirs beside it', async () => {
    const { evidence } = await weighAll(after('do not mock the database'), after('instead of mocks use the real one'));
    const one = evidence.find(({ claim }) => claim.type === 'theme');
    expect(one).toMatchObject({ kind: 'preference', trust: 'user', support: { sessions: 2 } });
    const { title, body } = wordEvidence(one as NonNullable<typeof one>);
    expect(title).toBe('Write tests that can fail: real behaviour, no mocks, no local state');
    expect(body).toContain('“instead of mocks use the real one” — “do not mock the database”');
  });

  it('need two sessions', async () => {
    expect(await titles(after('do not mock the database'))).toEqual([]);
  });

  it('need one session when a wish about how to talk comes in three messages, or not for the first time', async () => {
    const wish = 'Keep answers short and plain';
    expect(await titles(after('too much text'))).toEqual([]);
    expect(await titles(after('too much text', 'way too verbose', 'get to the point'))).toEqual([wish]);
    expect(await titles(after('such a wall of text again'))).toEqual([wish]);
  });

  it('are dropped when the opposite is wished as often', async () => {
    const main = after('push directly to main');
    const branch = after('create a new branch for that');
    expect(await titles(main, branch, main, branch)).toEqual([]);
    expect(await titles(main, branch, branch)).toEqual([
      'Work on a branch and land it through a pull request, never directly on `main`',
    ]);
  });

  it('name what the wishes name', async () => {
    expect(await titles(after('then update the changelog'), after('and update CHANGELOG.md too'))).toEqual([
      'Update `CHANGELOG.md` together with the change',
    ]);
    expect(
      await titles(after('answer in german'), after('bitte antworte auf Deutsch'), after('answer in french')),
    ).toEqual(['Answer in German']);
  });

  it('do not count one brief several times', async () => {
    const brief = 'Port the parser to the new grammar and do not mock the tokenizer while you test it';
    expect(await titles([{ user: brief }], [{ user: brief }], [{ user: brief }])).toEqual([]);
  });

  it('take no task for a wish', async () => {
    const task: Parts = [{ user: 'What do you recommend for a logo?' }, { edit: 'a.svg' }];
    expect(await titles(task, task, task)).toEqual([]);
  });

  it('come from what people typed only', async () => {
    const parts: Parts = [...WORK, { agent: 'I will not mock the database' }, { agent: 'do not mock the database' }];
    expect(await titles(parts, parts)).toEqual([]);
    const program: Parts = [{ user: 'You are an expert engineer.\nDo not mock the database.' }];
    expect(observeSession(await session('s', program)).observations.filter((one) => one.kind === 'theme')).toEqual([]);
  });

  it('take over short statements that say the same', async () => {
    const { evidence } = await weighAll(after('always ask me first'), after('check with me before you rename things'));
    expect(evidence.map((one) => one.claim.type)).not.toContain('statement');
    expect(evidence.map((one) => wordEvidence(one).title)).toContain('Ask the user before making decisions');
  });

  it('leave acts of version control to the requests that name them', async () => {
    const commit: Parts = [...WORK, { user: 'commit' }, { run: 'git commit -m x' }, { user: 'never commit yourself' }];
    const { evidence } = await weighAll(commit, commit, commit);
    expect(evidence.filter((one) => one.claim.type === 'theme')).toEqual([]);
  });

  it('all have a lesson that stands by itself', () => {
    for (const theme of THEME_IDS) {
      const { title, body } = wordTheme({ type: 'theme', theme, objects: [], quotes: ['x'] });
      expect(title).toMatch(/^[A-Z]/);
      expect(`${title}${body}`).not.toMatch(/[{}[\]]|undefined/);
      expect(title.length).toBeLessThanOrEqual(90);
    }
  });
});
