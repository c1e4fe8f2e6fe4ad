// From the line to the commit to the turn, with every quote looked up again in its log.
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { writeClaudeLog } from '../helpers/claude-log.ts';
import { useDesk } from './program.ts';

const desk = useDesk();

interface Why {
  readonly lines: readonly { readonly line: number; readonly text: string; readonly source: number }[];
  readonly sources: readonly {
    readonly kind: string;
    readonly commit: string;
    readonly by: string;
    readonly change: string | null;
    readonly evidence: readonly { readonly quote: string | null; readonly turn: number; readonly verified: string }[];
  }[];
}

const logs = (): string => join(desk.folder, 'logs');

/** Three sessions in which the same command fails and another one works; gives their files. */
function writeLogs(tell = 'npm error EBADDEVENGINES use pnpm'): readonly string[] {
  return [3, 4, 5].map((day) =>
    writeClaudeLog(join(logs(), 'project'), `session ${day}`, day, [
      { user: `Please look at module ${day} of the parser and make it fast.` },
      { run: 'npm run check', exit: 1, output: tell },
      { run: 'pnpm check', output: 'all is well' },
    ]),
  );
}

async function learn(): Promise<string> {
  const run = await desk.dream('run', logs());
  expect([run.code, run.err]).toEqual([0, expect.any(String)]);
  await desk.dream('review', 'accept', '--all');
  const { playbooks } = await ask('show', '--json');
  return playbooks?.[0]?.path ?? '';
}

async function ask(...argv: readonly string[]): Promise<Partial<Why> & { playbooks?: readonly { path: string }[] }> {
  const { code, out, err } = await desk.dream(...argv);
  if (code !== 0) throw new Error(err);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the program says it prints
  return JSON.parse(out) as Partial<Why>;
}

async function verdicts(playbook: string, ...more: readonly string[]): Promise<readonly string[]> {
  const { sources } = await ask('show', playbook, '--why', '--json', ...more);
  return [...new Set((sources ?? []).flatMap(({ evidence }) => evidence.map(({ verified }) => verified)))].sort();
}

function git(...args: readonly string[]): string {
  const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', HOME: desk.folder };
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  return execFileSync('git', [...who, ...args], { cwd: desk.memory, env, encoding: 'utf8' });
}

describe('quotes looked up again', () => {
  it('are verified at their turns, wherever the log is named', async () => {
    writeLogs();
    const playbook = await learn();
    const { sources } = await ask('show', playbook, '--why', '--json');
    const evidence = sources?.flatMap((source) => source.evidence) ?? [];
    expect(evidence.length).toBeGreaterThanOrEqual(6);
    expect(evidence.every(({ verified }) => verified === 'verified')).toBe(true);
    expect(evidence).toContainEqual(expect.objectContaining({ quote: 'npm run check', turn: 1 }));
    const { out } = await desk.dream('show', playbook, '--why');
    expect(out.replaceAll(/\s+/g, ' ')).toContain('turn 1, 2026-03-05, agent: verified');
    expect(out).toMatch(/^\d+ quotes: \d+ verified\.$/m);
  });

  it('differ where the words were changed, and only there', async () => {
    const [first = ''] = writeLogs();
    const playbook = await learn();
    writeFileSync(first, readFileSync(first, 'utf8').replaceAll('npm run check', 'npm run other'));
    expect(await verdicts(playbook)).toEqual(['differs', 'verified']);
    expect((await desk.dream('show', playbook, '--why')).out).toContain('differs: the session is there');
  });

  it('are gone with the log, and exit code 0 stays', async () => {
    const files = writeLogs();
    const playbook = await learn();
    for (const file of files) rmSync(file);
    expect(await verdicts(playbook, '--logs', logs())).toEqual(['log-gone']);
    rmSync(logs(), { recursive: true });
    const { code, out } = await desk.dream('show', playbook, '--why');
    expect(code).toBe(0);
    expect(out).toContain(': log gone');
  });

  it('are found in a log that moved, by its name and by its content, with the cache and without', async () => {
    const [named = '', renamed = ''] = writeLogs();
    const playbook = await learn();
    const cache = join(desk.memory, '.git', 'dream', 'logs.jsonl');
    expect(readFileSync(cache, 'utf8')).toContain(named);
    const elsewhere = join(desk.folder, 'archive');
    mkdirSync(elsewhere);
    renameSync(named, join(elsewhere, `old ${named.split('/').at(-1) ?? ''}`));
    renameSync(renamed, join(elsewhere, 'nameless.jsonl'));
    expect(await verdicts(playbook, '--logs', elsewhere, logs())).toEqual(['verified']);
    rmSync(cache);
    expect(await verdicts(playbook, '--logs', elsewhere, logs())).toEqual(['verified']);
    // Without the places, the one log that did not move is gone too: the cache was all that knew it.
    expect(await verdicts(playbook, '--logs', elsewhere)).toEqual(['log-gone', 'verified']);
  });

  it('are found in a log that has grown', async () => {
    const files = writeLogs();
    const playbook = await learn();
    for (const file of files) {
      const last = readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '';
      const more = { ...JSON.parse(last), uuid: `more-${files.indexOf(file)}`, parentUuid: JSON.parse(last).uuid };
      appendFileSync(file, `${JSON.stringify({ ...more, message: { role: 'user', content: 'And now the docs.' } })}\n`);
    }
    rmSync(join(desk.memory, '.git', 'dream', 'logs.jsonl'));
    expect(await verdicts(playbook, '--logs', logs())).toEqual(['verified']);
  });

  it('hold a secret only as its placeholder, and are verified so', async () => {
    writeLogs('npm error EBADDEVENGINES use pnpm, token ghp_abcdefghijklmnopqrstuvwxyz0123456789');
    const playbook = await learn();
    const { out } = await desk.dream('show', playbook, '--why');
    expect(out).not.toContain('ghp_');
    expect(out).toContain('<secret:');
    expect(await verdicts(playbook)).toEqual(['verified']);
  });

  it('are still told from a poisoned cache, which is only a hint', async () => {
    writeLogs();
    const playbook = await learn();
    const cache = join(desk.memory, '.git', 'dream', 'logs.jsonl');
    const lines = readFileSync(cache, 'utf8').trimEnd().split('\n');
    const paths = ['/dev/zero', '/nowhere', desk.folder];
    const poisoned = lines.map((line, at) => JSON.stringify([JSON.parse(line)[0], paths[at % 3]]));
    writeFileSync(cache, `not json\n${poisoned.join('\n')}\n`);
    expect(await verdicts(playbook, '--logs', logs())).toEqual(['verified']);
  });
});

describe('every line has a source', () => {
  it('names the change, or the person who wrote it by hand', async () => {
    writeLogs();
    const playbook = await learn();
    const text = readFileSync(join(desk.memory, playbook), 'utf8');
    writeFileSync(join(desk.memory, playbook), `${text}\nAsk Ada when in doubt.\n`);
    git('commit', '-q', '-am', 'Name who to ask');
    const { lines, sources } = await ask('show', playbook, '--why', '--json');
    const wanted = `${text}\nAsk Ada when in doubt.\n`.split('\n').filter((line) => line !== '' && line !== '---');
    expect(lines?.map((line) => line.text)).toEqual(wanted);
    const of = (line: string) => sources?.[lines?.find(({ text: own }) => own.startsWith(line))?.source ?? -1];
    expect(of('Ask Ada')).toMatchObject({ kind: 'by-hand', by: 'Ada <ada@example.com>', change: null, evidence: [] });
    for (const claim of ['title:', '**Do**', '**Avoid**', '**Why**'])
      expect(of(claim)).toMatchObject({ kind: 'change', change: expect.stringMatching(/^[0-9a-f]{8}$/) });
    const { out } = await desk.dream('show', playbook, '--why');
    expect(out).toMatch(/^\[2\] By hand: Name who to ask\n {4}By Ada <ada@example\.com> on /m);
  });

  it('tells the words of who accepted with other words from what was proposed', async () => {
    writeLogs();
    await desk.dream('run', logs());
    const { out } = await desk.dream('review', 'list', '--json');
    const [change] = JSON.parse(out).changes;
    const shown = git('show', `${change.commit}:${change.playbook.path}`);
    const file = join(desk.folder, 'edited.md');
    writeFileSync(file, shown.replace(/^\*\*Why\*\*.*$/m, '**Why** Rita says so.'));
    expect((await desk.dream('review', 'edit', change.id, '--file', file)).code).toBe(0);
    const { lines, sources } = await ask('show', change.playbook.path, '--why', '--json');
    const of = (line: string) => sources?.[lines?.find(({ text }) => text.startsWith(line))?.source ?? -1];
    expect(of('**Why**')).toMatchObject({ kind: 'by-hand', change: change.id, by: expect.stringContaining('Rita') });
    expect(of('**Do**')).toMatchObject({ kind: 'change', change: change.id });
  });

  it('goes by the trailers of the commit where the ledger is not', async () => {
    writeLogs();
    const playbook = await learn();
    git('update-ref', '-d', 'refs/dream/ledger');
    const { lines, sources } = await ask('show', playbook, '--why', '--json', '--logs', logs());
    expect(lines?.length).toBeGreaterThan(5);
    expect(sources?.[0]).toMatchObject({ kind: 'change', change: expect.stringMatching(/^[0-9a-f]{8}$/) });
    expect(sources?.[0]?.evidence.length).toBeGreaterThan(1);
    for (const { quote, verified } of sources?.[0]?.evidence ?? [])
      expect([quote, verified]).toEqual([null, 'verified']);
    rmSync(logs(), { recursive: true });
    expect(await verdicts(playbook)).toEqual(['not-kept']);
  });

  it('writes nothing while it looks', async () => {
    writeLogs();
    const playbook = await learn();
    const state = (): string =>
      execFileSync('sh', ['-c', 'find . -type f | sort | xargs sha1sum'], { cwd: desk.folder, encoding: 'utf8' });
    const before = state();
    expect((await desk.dream('show', playbook, '--why', '--logs', logs())).code).toBe(0);
    expect(state()).toBe(before);
    expect(existsSync(join(desk.memory, '.git', 'dream', 'logs.jsonl.new'))).toBe(false);
  });
});
