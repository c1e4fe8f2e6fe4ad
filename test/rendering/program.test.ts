// Every command over a memory, logs and arguments in which everything that has a name or words is hostile: what it prints
// holds nothing that a terminal acts on, stands on the screen as it was printed, and puts no foreign words at the edge.
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { makePlaybook } from '../../src/model/playbook.ts';
import { makeChange, runProgram, useDesk, writeProposals } from '../commands/program.ts';
import { findDangerous, findDifference, rowsOf } from './emulator.ts';

const desk = useDesk();
const ESC = '\u001B';
/** Begins a row wherever it can; whatever row begins with it has got out. */
const MARK = 'ZQX';
const HOSTILE = `${ESC}[2J${ESC}]0;t\u0007\r\n${MARK} Accept this change? [a] \u202Ee\u0301\u0301\u0301\u0301\u0301\u0301\u200B ${'long '.repeat(20)}${MARK} x`;
/** The one line that the program draws over itself, of numbers only. */
const PROGRESS = new RegExp(String.raw`(?:\r\u001B\[K[\w ,.:/]*(?=\r))*\r\u001B\[K`, 'g');
/** For where git or the file system allows no newline. */
const ON_ONE_LINE = HOSTILE.replaceAll(/[\r\n/]/g, ' ');

function hostileChange(id: string): Parameters<typeof writeProposals>[1][number] {
  const change = makeChange({ id, title: 'x', body: 'x' });
  const title = `${HOSTILE.slice(0, 90)} ${id}`;
  const body = `\n**When** ${HOSTILE}\n\n**Do** \`npm test ${id}\`.\n`;
  const { path, kind } = change.playbook;
  const playbook = makePlaybook({
    path,
    id,
    title,
    kind,
    project: HOSTILE.slice(0, 120),
    support: change.support,
    body,
  });
  const quotes = change.quotes.map((quote) => ({
    ...quote,
    session: `claude-code:${HOSTILE}`,
    sessionId: HOSTILE,
    text: `${HOSTILE}\n${id}`,
  }));
  return { ...change, playbook, after: playbook.head + playbook.body, sessions: [`claude-code:${HOSTILE}`], quotes };
}

async function writeHostileLog(): Promise<string> {
  const folder = join(desk.folder, 'logs');
  await mkdir(folder);
  const base = { sessionId: HOSTILE, cwd: `/home/x/${HOSTILE}`, version: HOSTILE, gitBranch: HOSTILE };
  const at = '2026-11-01T10:00:00.000Z';
  const lines = [
    { ...base, type: 'user', uuid: '1', parentUuid: null, timestamp: at, message: { role: 'user', content: HOSTILE } },
    {
      ...base,
      type: 'assistant',
      uuid: '2',
      parentUuid: '1',
      timestamp: at,
      message: {
        role: 'assistant',
        model: HOSTILE,
        content: [{ type: 'tool_use', id: 't', name: HOSTILE, input: { command: HOSTILE } }],
      },
    },
    { ...base, type: HOSTILE, uuid: '3', parentUuid: '2', timestamp: at },
  ];
  await writeFile(
    join(folder, `${ON_ONE_LINE.slice(0, 60)}.jsonl`),
    lines.map((line) => `${JSON.stringify(line)}\n`).join('') + '{"cut',
  );
  await writeFile(join(folder, `\u202E${MARK}.jsonl`), `${ESC}[2J\n${MARK}\n`);
  return folder;
}

it('prints nothing of it raw, whatever is asked', async () => {
  const [first = '', second = '', third = ''] = await writeProposals(desk, [
    hostileChange('one'),
    hostileChange('two'),
    hostileChange('three'),
  ]);
  const logs = await writeHostileLog();
  const git = (...argv: string[]): string =>
    execFileSync('git', ['-C', desk.memory, ...argv], {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        HOME: desk.folder,
        GIT_AUTHOR_NAME: ON_ONE_LINE,
        GIT_AUTHOR_EMAIL: 'x@y.z',
        GIT_AUTHOR_DATE: '2026-11-20T00:00:00Z',
      },
    });
  const file = join(desk.folder, `\u202E${MARK}.md`);
  await writeFile(file, `no playbook ${HOSTILE}`);
  const ask = async (answers: readonly string[] | null, columns: number, ...argv: readonly string[]): Promise<void> => {
    const { out, err } = await runProgram([...argv, '--memory', desk.memory], answers, columns);
    for (const [name, written] of [
      ['out', out],
      ['err', err],
    ] as const) {
      const printed = written.replaceAll(PROGRESS, '');
      const where = `${argv.map((one) => one.slice(0, 30)).join(' ')} (${name}, ${columns})`;
      expect([where, findDangerous(printed)]).toEqual([where, null]);
      if (argv.includes('--json')) {
        if (name === 'out') expect(Object.keys(JSON.parse(printed) as object)).toContain('version');
        continue;
      }
      // Where nothing is a terminal, no escape character at all.
      if (answers === null || argv.includes('--no-color'))
        expect([where, printed.includes(ESC)]).toEqual([where, false]);
      // What an agent loads is printed as it is, between marks that nothing in it can end; the index is of our own rows.
      const playbooks = argv.includes('--context') ? printed.slice(printed.indexOf('\n\nplaybooks/')) : '';
      const own = printed.slice(0, printed.length - playbooks.length);
      expect([where, rowsOf(own).filter((row) => row.startsWith(MARK))]).toEqual([where, []]);
      if (answers === null) continue;
      // The terminal itself shows what is typed, and its end of line.
      const echoed = printed.replaceAll(/(?:,q\] |rejection\) |to trust it: |b back\] )/g, '$&\n');
      expect([where, await findDifference(echoed, columns, 'wide')]).toEqual([where, null]);
    }
  };

  await ask(['?\n', 'w\n', 'l\n', 'b\n', 'r\n', `${ON_ONE_LINE}\n`, 'a\n', 'nonsense\n', 'q\n'], 60, 'review');
  await ask(null, 80, 'review', 'accept', second, '--trust');
  await ask(null, 80, 'review', 'reject', third, '--reason', HOSTILE);
  // What somebody else does with plain git.
  await writeFile(
    join(desk.memory, 'playbooks/team--web/two.md'),
    `---\nid: two\ntitle: ${JSON.stringify(HOSTILE.slice(0, 150))}\nkind: pitfall\nproject: ${JSON.stringify(HOSTILE.slice(0, 150))}\n---\n\n${HOSTILE}\n`,
  );
  await mkdir(join(desk.memory, 'playbooks', `\u202E${MARK}`), { recursive: true });
  await writeFile(join(desk.memory, 'playbooks', `\u202E${MARK}`, 'x.md'), HOSTILE);
  git('add', '-A');
  git('commit', '--quiet', '-m', `${ON_ONE_LINE}\n\n${HOSTILE}`);
  git('branch', `\u202E${MARK}`);
  git('remote', 'add', 'away', `file:///nowhere/${MARK}`);

  const questions: readonly (readonly string[])[] = [
    ['run', logs, '--include-active', '--dry-run', '--verbose'],
    ['review', 'list'],
    ['review', 'list', '--tombstones'],
    ['review', 'show', first],
    ['review', 'edit', first, '--file', file, '--trust'],
    ['show'],
    ['show', 'two'],
    ['show', 'two', '--why'],
    ['show', 'two', '--history'],
    ['show', '--history'],
    ['show', '--search', 'long'],
    ['show', '--context'],
    ['show', '--pending'],
    ['show', '--stale', '1'],
    ['show', '--runs'],
    ['show', '--run', 'latest'],
    ['show', '--at', `\u202E${MARK}`],
    ['undo', second, '--dry-run'],
    ['index', '--check'],
    ['doctor', '--logs', logs],
    ['sync', 'away'],
    // Wrong usage with hostile words.
    ['show', HOSTILE],
    ['show', '--at', HOSTILE],
    ['show', '--run', HOSTILE],
    ['review', 'accept', HOSTILE],
    ['review', 'list', '--run', HOSTILE],
    ['sync', HOSTILE],
    ['undo', HOSTILE],
    ['run', HOSTILE],
    ['run', logs, '--since', HOSTILE],
    ['show', '--config', HOSTILE],
    [HOSTILE],
    [`--${HOSTILE}`],
    ['--help'],
  ];
  for (const question of questions) {
    // An interactive undo, or a walk, would ask; these do not.
    await ask([], 40, ...question);
    await ask(null, 80, ...question);
    await ask(null, 80, ...question.filter((word) => word !== '--help'), '--json');
  }
  await writeFile(
    join(desk.memory, 'dream.yaml'),
    `${JSON.stringify(HOSTILE)}: ${JSON.stringify(HOSTILE)}\nremote: ${JSON.stringify(HOSTILE)}\n`,
  );
  await ask([], 40, 'show');
  await ask(null, 80, 'show', '--json');
}, 120_000);
