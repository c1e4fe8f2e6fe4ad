// Every string that we take from outside, in every place, given what git, a shell or a file system would take for
// something else: nothing runs, no file and no reference appears, nothing crashes; an exit code and a sentence.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openRepository } from '../helpers/git-repository.ts';
import { makeChange, useDesk, writeProposals } from '../commands/program.ts';
import { writeClaudeLog } from '../helpers/claude-log.ts';

const desk = useDesk();
const before = process.cwd();
afterEach(() => process.chdir(before));

/** What each could do is done to `@`. */
const STRINGS: readonly string[] = [
  '-d',
  '--upload-pack=touch @',
  '--receive-pack=touch @',
  '--output=@',
  '--exec=touch @',
  '-c core.pager=touch\u0020@',
  '-oProxyCommand=touch @',
  'ext::sh -c touch% @',
  'ssh://-oProxyCommand=touch%20@/x',
  '$(touch @)',
  '`touch @`',
  '; touch @',
  '| touch @',
  '--',
  '--end-of-options',
  'HEAD',
  '@{1}',
  '@{-1}',
  '@{u}',
  'x.lock',
  'refs/heads/x',
  'refs/../../x',
  '../../../x',
  ':(glob)**',
  ':(exclude)x',
  ':/x',
  '^x',
  'a..b',
  'a...b',
  'HEAD^{/x}',
  'HEAD:MEMORY.md',
  'main~99999999999',
  'x\ny',
  'x\u0000y',
  'x\r\u001b[2J',
  '\u202egpj',
  '*',
  '[',
  '',
  ' ',
  '{',
  '__proto__',
  'constructor',
  'toString',
  'é'.repeat(300),
];

/** Where a string is given: `?` stands for it. */
const PLACES: readonly (readonly string[])[] = [
  ['run', '?'],
  ['run', 'logs', '--engine', '?'],
  ['run', 'logs', '--since', '?'],
  ['run', 'logs', '--project', '?', '--dry-run'],
  ['run', 'logs', '--min-support', '?'],
  ['run', 'logs', '--push', '?'],
  ['review', 'list', '--run', '?'],
  ['review', 'list', '--kind', '?'],
  ['review', 'list', '--owner', '?'],
  ['review', 'show', '?'],
  ['review', 'accept', '?'],
  ['review', 'reject', '?', '--reason', 'x'],
  ['review', 'reject', 'ffffffff', '--reason', '?'],
  ['review', 'edit', '!', '--file', '?'],
  ['review', 'revive', '?'],
  ['show', '?'],
  ['show', '?', '--history'],
  ['show', '--at', '?'],
  ['show', '--search', '?'],
  ['show', '--run', '?'],
  ['show', '--context', '--agent', '?'],
  ['show', '--context', '--for', '?', '--project', '?'],
  ['show', '--stale', '?'],
  ['undo', '?', '--yes'],
  ['undo', '--session', '?', '--yes'],
  ['sync', '?'],
  ['doctor', '--logs', '?'],
  ['index', '?'],
  ['?'],
];

/** Otherwise each string meets every seventh place, others for each; all of them take some minutes. */
const EVERY = process.env['DREAM_TEST_ALL'] === undefined ? 7 : 1;

/** An option's value that begins with a dash is given behind a sign, as whoever wants to attack would. */
function fill(place: readonly string[], value: string, change: string): string[] {
  const filled: string[] = [];
  for (const part of place) {
    if (part !== '?') filled.push(part === '!' ? change : part);
    else if (filled.at(-1)?.startsWith('--') === true) filled.push(`${filled.pop() ?? ''}=${value}`);
    else if (value.startsWith('-') && value !== '--') filled.push('--', value);
    else filled.push(value);
  }
  return filled;
}

test(`${STRINGS.length} strings in ${PLACES.length} places of the command line`, async () => {
  const place = join(desk.folder, 'place');
  mkdirSync(join(place, 'logs'), { recursive: true });
  writeClaudeLog(join(place, 'logs'), 'one', 1, [{ user: 'Always use pnpm.' }, { agent: 'ok' }]);
  const [change = ''] = await writeProposals(desk, [
    makeChange({ id: 'use-pnpm', title: 'Use pnpm', body: '**When** installing.\n\n**Do** `pnpm install`.\n' }),
  ]);
  expect((await desk.dream('index', '--commit')).code).toBe(0);
  process.chdir(place);
  const memory = openRepository(desk.memory);
  const mark = join(desk.folder, 'marker');
  const list = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = list(place);
  const inMemory = readdirSync(desk.memory).sort();
  let tried = 0;
  for (const [at, string] of STRINGS.entries()) {
    for (const [order, where] of PLACES.entries()) {
      if ((at + order) % EVERY !== 0) continue;
      const argv = fill(
        where,
        string.replaceAll('@', string.startsWith('@') || string.includes('@{') ? '@' : mark),
        change,
      );
      const { code, out, err } = await desk.dream(...argv);
      tried += 1;
      expect([argv, [0, 1, 2, 3, 5].includes(code)]).toEqual([argv, true]);
      expect([argv, /TypeError|RangeError|SyntaxError|\n\s+at \S/.test(out + err)]).toEqual([argv, false]);
      if (code !== 0) expect([argv, /\S{3}/.test(out + err)]).toEqual([argv, true]);
      // oxlint-disable-next-line no-control-regex -- the control characters that came in must not go out
      expect([argv, /[\u0000\u001b\u202e]/.test(out + err)]).toEqual([argv, false]);
      expect([argv, readdirSync(desk.folder).includes('marker')]).toEqual([argv, false]);
    }
  }
  expect(tried).toBeGreaterThan(150);
  expect(list(place)).toEqual(files);
  expect(readdirSync(desk.memory).sort()).toEqual(inMemory);
  const odd = Object.keys(memory.refs()).filter(
    (name) => !/^refs\/(?:heads\/(?:main|dream\/\d{8}T\d{6}Z-[0-9a-f]{4})|dream\/[a-z]+(?:\/[\w-]+)*)$/.test(name),
  );
  expect(odd).toEqual([]);
  expect((await desk.dream('show')).code).toBe(0);
}, 240_000);

test('the same strings in dream.yaml: refused or without effect', async () => {
  await writeProposals(desk, [makeChange({ id: 'a', title: 'A', body: '**When** x.\n\n**Do** y.\n' })]);
  const mark = join(desk.folder, 'marker');
  const keys = ['branch', 'branchPrefix', 'remote', 'engine', 'ledger', 'baseURL', 'command', 'editor', 'hooks'];
  for (const key of keys) {
    for (const [at, string] of STRINGS.entries()) {
      if (at % 5 !== 0 && EVERY > 1) continue;
      const value = string.replaceAll('@', mark);
      writeFileSync(join(desk.memory, 'dream.yaml'), `${key}: ${JSON.stringify(value)}\n`);
      const { code, out, err } = await desk.dream('review', 'list');
      expect([key, value, [0, 2].includes(code)]).toEqual([key, value, true]);
      expect([key, value, /TypeError|\n\s+at \S/.test(out + err)]).toEqual([key, value, false]);
      expect([key, value, readdirSync(desk.folder).includes('marker')]).toEqual([key, value, false]);
    }
  }
  // What would run a program or send a key somewhere is not for a file that comes with a clone.
  for (const text of [
    'engine: {command: "touch x"}',
    'engine:\n  baseURL: https://x.example',
    'baseURL: https://x.example',
    'editor: vi',
    'command: x',
    'hooks: {run: x}',
    'apiKey: x',
    'env: {A: b}',
  ]) {
    writeFileSync(join(desk.memory, 'dream.yaml'), `${text}\n`);
    const { code, err } = await desk.dream('run', desk.folder);
    expect([text, code]).toEqual([text, 2]);
    expect([text, /dream\.yaml/.test(err)]).toEqual([text, true]);
  }
}, 120_000);

test('names of logs, sessions, folders and branches in a log, and the reviewer’s own name', async () => {
  const logs = join(desk.folder, 'logs');
  const mark = join(desk.folder, 'marker');
  mkdirSync(logs);
  const names = STRINGS.filter(
    (one) => one !== '' && !one.includes('/') && !one.includes('\0') && Buffer.byteLength(one) < 200 && one !== ' ',
  );
  for (const [at, string] of names.entries()) {
    const value = string.replaceAll('@', mark).replaceAll('/', '_');
    const file = writeClaudeLog(
      logs,
      `s${at}`,
      1 + (at % 27),
      [{ user: 'Always use pnpm, never npm.' }, { agent: 'ok' }],
      `/home/dev/${value}`,
    );
    const text = readFileSync(file, 'utf8');
    const sessionId = JSON.parse(text.split('\n')[0] ?? '{}').sessionId as string;
    rmSync(file);
    const odd = text
      .replaceAll(sessionId, JSON.stringify(value).slice(1, -1))
      .replaceAll('"main"', JSON.stringify(value));
    writeFileSync(join(logs, `${value}.jsonl`.slice(-200)), odd);
  }
  writeFileSync(
    join(desk.folder, '.gitconfig'),
    '[user]\n\tname = "--output=x\\n-c <x> \\u001b"\n\temail = "-oProxyCommand=x"\n'.replace('\\u001b', ''),
  );
  const ran = await desk.dream('run', logs, '--include-active', '--json');
  expect([0, 3]).toContain(ran.code);
  const { changes } = JSON.parse(ran.out) as { readonly changes: readonly { readonly id: string }[] };
  expect(changes.length).toBeGreaterThan(0);
  const accepted = await desk.dream('review', 'accept', '--all');
  expect([0, 5]).toContain(accepted.code);
  const undone = await desk.dream('undo', '--session', '--output=x', '--yes');
  expect(undone.err).not.toMatch(/TypeError|\n\s+at \S/);
  const memory = openRepository(desk.memory);
  const paths = memory
    .git('log', '--all', '--name-only', '--format=', '-z')
    .split('\0')
    .filter((path) => path !== '');
  expect(paths.filter((path) => !/^\n?[\w./-]+$/.test(path))).toEqual([]);
  expect(readdirSync(desk.folder)).not.toContain('marker');
}, 60_000);
